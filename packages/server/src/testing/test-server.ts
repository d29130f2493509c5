import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions, startServer } from '../start.js';
import { RawClient, type RawClientOptions } from './raw-client.js';
import { enrolPeople, makeCase, type PersonId } from './small-centre.js';

/** A real server on a free port with real SQLite in a folder of its own, a small centre and one case, `k1`. */
export class TestServer {
  readonly dir: string;
  running: RunningServer;
  readonly #options: Partial<ServerOptions>;
  readonly #clients: RawClient[] = [];

  private constructor(dir: string, running: RunningServer, options: Partial<ServerOptions>) {
    this.dir = dir;
    this.running = running;
    this.#options = options;
  }

  static async start(options: Partial<ServerOptions> = {}): Promise<TestServer> {
    const dir = options.data ?? mkdtempSync(join(tmpdir(), 'onedoor-'));
    const server = new TestServer(dir, await run(dir, options), options);
    if (server.centre.actor('wang') === undefined) {
      await enrolPeople(server.centre);
      await makeCase(server.centre, 'k1');
    }
    return server;
  }

  get url(): string {
    return this.running.url;
  }

  get centre() {
    return this.running.centre;
  }

  wire(room = 'joint', caseId = 'k1', epoch = 1): string {
    return `t/${caseId}/${room}@${epoch}`;
  }

  async token(person: PersonId | 'stranger', lifeMs = 600_000): Promise<string> {
    if (this.running.demo === undefined) throw new Error('no demo issuer');
    return (await this.running.demo.issue(person, lifeMs)).token;
  }

  /** Connects as a person; the client is closed with the server. */
  async client(person: PersonId | 'stranger', options: Partial<RawClientOptions> = {}): Promise<RawClient> {
    const client = new RawClient({
      url: this.url,
      wire: this.wire(),
      token: await this.token(person),
      device: `${person}-device`,
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** The same, in sync already. */
  async joined(person: PersonId, options: Partial<RawClientOptions> = {}): Promise<RawClient> {
    const client = await this.client(person, options);
    await client.ready();
    return client;
  }

  async get(path: string, person: PersonId | 'stranger'): Promise<{ readonly status: number; readonly body: unknown }> {
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${await this.token(person)}` } });
    return { status: answer.status, body: await answer.json() };
  }

  /** Stops and starts again on the same data, on another port. */
  async restart(): Promise<void> {
    await this.running.close();
    this.running = await run(this.dir, this.#options);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.running.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

const run = (dir: string, options: Partial<ServerOptions>): Promise<RunningServer> =>
  startServer({ centre: { id: 't', name: '测试' }, data: dir, port: 0, ...options });
