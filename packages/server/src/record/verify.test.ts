import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseSlice, createRoomDoc, type LogStore, Model } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { FileBlobStore } from '../blobs/blob-store.js';
import { Blobs } from '../blobs/blobs.js';
import { expectOk } from '../centre.js';
import { openTrace, sealTrace } from '../history/stored-trace.js';
import { Keyring, openMasterKey } from '../log/keys.js';
import { loadSqlite, type SqliteDatabase, type SqliteValue } from '../log/sqlite.js';
import { DATABASE_FILE, openSqliteLogStore } from '../log/sqlite-log-store.js';
import { openCentre } from '../start.js';
import { actOnCase, device, enrolPeople, makeCase } from '../testing/small-centre.js';
import { hashNode } from './merkle.js';
import { openSigner } from './signer.js';
import { type Finding, type Verified, verifyRecord } from './verify.js';

const test = suite('verify');
const CENTRE = { id: 't', name: 'T' };
const BLOBS = ['blob one', 'blob two'];
let dir: string;
let store: LogStore;
let db: SqliteDatabase;
let verify: () => Verified;

/** A data folder with something in every table that `verify` names. */
async function makeFolder(data: string): Promise<void> {
  const { centre, close } = await openCentre({ centre: CENTRE, data, durability: 'normal', limits: { snapshotEntries: 10 } });
  await enrolPeople(centre);
  await makeCase(centre, 'k');
  const blobs = new Blobs(centre, new FileBlobStore(join(data, 'blobs')));
  const doc = createRoomDoc();
  doc.clientID = 7;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let at = 0; at < 14; at++) doc.getMap('party').set(`p${at}/name`, `甲${at}`);
  doc.getText('facts/facts/summary').insert(0, '占地 78.6 亩。');
  doc.getText('facts/facts/summary').delete(0, 2);
  for (const [at, update] of updates.entries()) {
    expectOk(await centre.write(device('wang'), 't/k/joint', [7], update));
    // A head every few entries.
    if (at % 5 === 0) assert.ok(centre.recordHead.head !== undefined);
  }
  centre.sweep();
  for (const text of BLOBS) {
    const bytes = Uint8Array.from(Buffer.from(text));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expectOk(await blobs.put(device('wang'), 't/k/joint@1', sha256, bytes));
  }
  expectOk(await actOnCase(centre, device('wang'), 'k', caseSlice.request.move({ to: 'graded', reason: '' })));
  close();
}

test.before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  await makeFolder(dir);
  const none = (): never => {
    throw new Error('a check makes no keys');
  };
  const keys = new Keyring(openMasterKey(dir, true, none), none);
  store = await openSqliteLogStore({ dir });
  db = (await loadSqlite()).open(join(dir, DATABASE_FILE));
  const { publicKey } = openSigner(dir, CENTRE.id, true);
  verify = () => verifyRecord({ store, keys, centre: CENTRE.id, publicKey, blobs: join(dir, 'blobs'), model: new Model() });
});
test.after(() => {
  db.close();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const rowsOf = (table: string): Record<string, SqliteValue>[] =>
  db
    .prepare(`SELECT * FROM ${table}`)
    .all()
    .map((row) => ({ ...(row as Record<string, SqliteValue>) }));

/** Replaces a whole table, sees what is found, and puts the table back. */
function withTable(table: string, rows: readonly Readonly<Record<string, SqliteValue>>[]): readonly Finding[] {
  const before = rowsOf(table);
  const put = (all: typeof rows) => {
    db.exec('BEGIN; PRAGMA defer_foreign_keys = ON;');
    db.prepare(`DELETE FROM ${table}`).run();
    for (const row of all) {
      const names = Object.keys(row);
      db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...Object.values(row));
    }
    db.exec('COMMIT');
  };
  put(rows);
  try {
    return verify().findings;
  } finally {
    put(before);
  }
}

/** Changes one value of one row in place, sees what is found, and puts it back. */
function withValue(table: string, row: Readonly<Record<string, SqliteValue>>, column: string, value: SqliteValue): readonly Finding[] {
  const keys = Object.keys(row).filter((name) => name !== column && !(row[name] instanceof Uint8Array));
  const where = keys.map((name) => `${name} = ?`).join(' AND ');
  const set = (to: SqliteValue) =>
    db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(to, ...keys.map((name) => row[name] ?? null));
  assert.is(Number(set(value).changes), 1, `${table}.${column}`);
  try {
    return verify().findings;
  } finally {
    set(row[column] ?? null);
  }
}

const first = (findings: readonly Finding[]): string =>
  findings[0] === undefined ? 'nothing' : `${findings[0].table} ${findings[0].what}`;

/** Columns of bytes, and under which table a change in them is told. */
const BYTES = [
  ['entries', 'body', 'entries'],
  ['leaves', 'hash', 'leaves'],
  ['tree', 'hash', 'tree'],
  ['heads', 'hash', 'heads'],
  ['heads', 'signature', 'heads'],
  ['snapshots', 'body', 'snapshots'],
  ['summaries', 'body', 'summaries'],
  ['edits', 'body', 'edits'],
  ['traces', 'body', 'traces'],
  ['rooms', 'wrapped_key', 'rooms'],
] as const;

test('a folder as the server left it is sound', () => {
  const { findings, ...counts } = verify();
  assert.equal(findings, []);
  for (const [what, count] of Object.entries(counts)) assert.ok(count > 1, `${what}: ${count}`);
  for (const [table] of BYTES) assert.ok(rowsOf(table).length > 0, table);
});

for (const [table, column, told] of BYTES) {
  test(`any byte changed in ${table}.${column} is found and named`, () => {
    const rows = rowsOf(table);
    for (const [at, row] of rows.entries()) {
      const bytes = row[column];
      assert.instance(bytes, Uint8Array);
      if (!(bytes instanceof Uint8Array)) continue;
      // Every byte of the first and the last row, some of the others: each check reads all of them.
      const step = at === 0 || at === rows.length - 1 ? 1 : 53;
      for (let place = at % step; place < bytes.length; place += step) {
        const changed = bytes.slice();
        changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
        assert.is(first(withValue(table, row, column, changed)), `${told} altered`, `${table} row ${at} byte ${place}`);
      }
    }
  });
}

test('any row removed is found and named', () => {
  for (const table of ['entries', 'leaves', 'tree', 'heads', 'bindings', 'intents', 'numbers']) {
    const rows = rowsOf(table);
    for (const at of rows.keys()) {
      const found = withTable(
        table,
        rows.filter((_, other) => other !== at),
      );
      assert.is(first(found), `${table} removed`, `${table} row ${at}: ${JSON.stringify(found[0])}`);
    }
  }
});

test('a room removed with all that hangs on it is found by its leaves', () => {
  const rooms = rowsOf('rooms');
  for (const at of rooms.keys()) {
    const found = withTable(
      'rooms',
      rooms.filter((_, other) => other !== at),
    );
    assert.ok(
      found.some(({ table, what }) => table === 'rooms' && what === 'removed'),
      `room ${at}`,
    );
  }
});

test('two entries swapped, two leaves swapped, an entry put into another room', () => {
  const entries = rowsOf('entries');
  const [a, b] = entries.filter((row) => row['room'] === entries.at(-1)?.['room']);
  assert.ok(a !== undefined && b !== undefined);
  const swap = (rows: typeof entries, one: (typeof entries)[number], other: (typeof entries)[number], column: string) =>
    rows.map((row) =>
      row === one ? { ...row, [column]: other[column] ?? null } : row === other ? { ...row, [column]: one[column] ?? null } : row,
    );
  assert.is(first(withTable('entries', swap(entries, a, b, 'body'))), 'entries altered');
  const leaves = rowsOf('leaves');
  const [one, other] = leaves;
  assert.ok(one !== undefined && other !== undefined);
  assert.is(first(withTable('leaves', swap(leaves, one, other, 'hash'))), 'leaves altered');
  const foreign = entries.find((row) => row['room'] !== a['room']);
  assert.ok(foreign !== undefined);
  assert.is(
    first(
      withTable(
        'entries',
        entries.map((row) => (row === a ? { ...row, body: foreign['body'] ?? null } : row)),
      ),
    ),
    'entries altered',
  );
});

test('rows inserted are found and named', () => {
  const entries = rowsOf('entries');
  const last = entries.at(-1);
  assert.ok(last !== undefined);
  assert.is(first(withTable('entries', [...entries, { ...last, seq: Number(last['seq']) + 1 }])), 'entries inserted');
  const bound = rowsOf('bindings');
  assert.is(first(withTable('bindings', [...bound, { ...bound[0], client: 99 }])), 'bindings inserted');
  const intents = rowsOf('intents');
  assert.is(first(withTable('intents', [...intents, { ...intents[0], id: 'stranger' }])), 'intents inserted');
  const tree = rowsOf('tree');
  // Of levels that are not stored any more an older server left the nodes: they are checked where they are, and need not be.
  const [one, two] = store.leaves(0, 2).map(({ hash }) => hash);
  assert.ok(one !== undefined && two !== undefined);
  const old = { level: 1, place: 0, hash: hashNode(one, two) };
  assert.is(first(withTable('tree', [...tree, old])), 'nothing');
  assert.is(first(withTable('tree', [...tree, { ...old, hash: one }])), 'tree altered');
  assert.is(first(withTable('tree', [...tree, { ...tree[0], level: 9 }])), 'tree inserted');
  const numbers = rowsOf('numbers');
  assert.is(first(withTable('numbers', [...numbers, { register: 'other', year: 2024, value: 3 }])), 'numbers inserted');
});

test('a changed person, counter or head of a room is found', () => {
  const [bound] = rowsOf('bindings');
  const [counter] = rowsOf('numbers');
  assert.ok(bound !== undefined && counter !== undefined);
  assert.is(first(withValue('bindings', bound, 'person', 'sun')), 'bindings altered');
  assert.is(first(withValue('numbers', counter, 'value', 99)), 'numbers altered');
  const room = rowsOf('rooms').at(-1);
  assert.ok(room !== undefined);
  assert.is(first(withValue('rooms', room, 'head', Number(room['head']) - 1)), 'rooms altered');
  assert.is(first(withValue('rooms', room, 'epoch', 2)), 'rooms altered');
});

test('another writer sealed with the right key into the index of who wrote what is found', () => {
  const [room] = store.rooms().filter(({ key }) => key.endsWith('/joint'));
  assert.ok(room !== undefined);
  const keys = new Keyring(
    openMasterKey(dir, true, () => new Uint8Array()),
    (count) => new Uint8Array(count).fill(5),
  );
  const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
  const stored = store.lastTrace(room.id);
  const chunk = stored === undefined ? undefined : openTrace(room, cipher, stored);
  assert.ok(stored !== undefined && chunk !== undefined && chunk.entries.length > 0);
  const forged = { ...chunk, entries: chunk.entries.map((entry) => ({ ...entry, person: 'zhao' })) };
  store.transaction((tx) => tx.putTrace(room.id, sealTrace(room, cipher, forged)));
  assert.equal(
    verify().findings.map(({ table, at, what }) => `${table} ${at} ${what}`),
    [`traces ${room.key} ${stored.start} altered`],
  );
  store.transaction((tx) => tx.putTrace(room.id, stored));
  assert.equal(verify().findings, []);
});

test('any byte of a file is found; a file that nobody put is found', () => {
  const blobs = join(dir, 'blobs');
  const [folder = ''] = readdirSync(blobs);
  const [name = ''] = readdirSync(join(blobs, folder));
  const path = join(blobs, folder, name);
  const bytes = readFileSync(path);
  for (const place of bytes.keys()) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    writeFileSync(path, changed);
    assert.is(first(verify().findings), 'blobs altered', `byte ${place}`);
  }
  writeFileSync(path, bytes);
  const stranger = join(blobs, folder, 'a'.repeat(64));
  writeFileSync(stranger, bytes);
  assert.is(first(verify().findings), 'blobs altered');
  rmSync(stranger);
  assert.equal(verify().findings, []);
});

test('an administrator who writes with the right keys, and without the right, is found', async () => {
  const own = mkdtempSync(join(tmpdir(), 'onedoor-'));
  const { centre, close } = await openCentre({ centre: CENTRE, data: own, durability: 'normal' });
  await enrolPeople(centre);
  await makeCase(centre, 'k');
  close();
  // The rule of the room as it was when somebody outside the team wrote: none let 孙 in.
  const lax = new Model();
  const joint = lax.room('joint');
  assert.ok(joint !== undefined);
  Object.assign(joint, { rule: { ...joint.rule, read: { anyone: true }, write: { anyone: true } } });
  const opened = await openCentre({ centre: CENTRE, data: own, durability: 'normal', model: lax });
  const doc = createRoomDoc();
  doc.clientID = 9;
  doc.getMap('party').set('x/name', '假');
  expectOk(await opened.centre.write(device('sun'), 't/k/joint', [9], Y.encodeStateAsUpdate(doc)));
  opened.close();
  const none = (): never => {
    throw new Error('a check makes no keys');
  };
  const log = await openSqliteLogStore({ dir: own });
  const { publicKey } = openSigner(own, CENTRE.id, true);
  const sources = { store: log, keys: new Keyring(openMasterKey(own, true, none), none), centre: CENTRE.id, publicKey };
  assert.equal(verifyRecord(sources).findings, [], 'the record itself is whole');
  assert.equal(
    verifyRecord({ ...sources, model: new Model() }).findings.map(({ table, at }) => `${table} ${at}`),
    ['rights t/k/joint 1'],
  );
  log.close();
  rmSync(own, { recursive: true, force: true });
});

test.run();
