// Hocuspocus with its database extension on SQLite: `hocuspocus.mjs <file>`. The statements are those of
// its SQLite extension; the driver is ours, because that extension's is compiled at installation.
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';
import { DatabaseSync } from '@photostructure/sqlite';
import { serveMeter } from '../servers/meter.mjs';

const [, , file] = process.argv;
/** Held for as long as the process lives: its statements end with it. */
let db;
function sqlite() {
  db = new DatabaseSync(file);
  db.exec('CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))');
  const select = db.prepare('SELECT data FROM "documents" WHERE name = ? ORDER BY rowid DESC');
  const upsert = db.prepare('INSERT INTO "documents" ("name", "data") VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET data = excluded.data');
  return new Database({
    fetch: async ({ documentName }) => select.get(documentName)?.data ?? null,
    store: async ({ documentName, state }) => void upsert.run(documentName, state),
  });
}
const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: false,
  extensions: [sqlite()],
});
await server.listen();
serveMeter(`http://127.0.0.1:${server.address.port}`);
process.on('SIGTERM', () => process.exit(0));
