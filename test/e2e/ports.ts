import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * A port that stays this process's own for its lifetime, while its server is down, too. It lies below those that systems give
 * to connections and to whoever asks for any; the odd one above it is held open, which tells other processes that it is taken.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 11_000 + 2 * randomInt(10_000);
    const mark = await listening(port + 1);
    const probe = mark === undefined ? undefined : await listening(port);
    if (probe !== undefined) {
      mark?.unref();
      await new Promise((done) => probe.close(done));
      return port;
    }
    mark?.close();
  }
}

const listening = (port: number): Promise<Server | undefined> =>
  new Promise((done) => {
    const server = createServer();
    server.on('error', () => done(undefined)).listen(port, '127.0.0.1', () => done(server));
  });
