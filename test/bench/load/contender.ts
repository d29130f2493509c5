import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Meter } from '../servers/meter.js';
import type { Dialect } from './clients.js';
import type { LoadFigures, LoadJob, Order } from './generator.js';

const HERE = fileURLToPath(new URL('..', import.meta.url));
/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_S = 100;

/** A server to be measured. */
export interface Contender {
  readonly name: string;
  readonly dialect: Dialect;
  /** Script below test/bench, and its arguments for a data folder and a number of rooms. */
  readonly script: string;
  args(data: string, rooms: number): readonly string[];
  env?(data: string): Readonly<Record<string, string>>;
}

export const roomsOf = (dialect: Dialect, count: number): string[] =>
  Array.from({ length: count }, (_, at) => (dialect === 'onedoor' ? `bench/r${at}/joint@1` : `r${at}`));

class Child {
  readonly #process: ChildProcess;
  #waiting: ((message: Message) => boolean)[] = [];

  constructor(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#process = fork(`${HERE}${script}`, [...args], {
      execArgv: script.endsWith('.ts') ? ['--import', 'tsx'] : [],
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', (message: Message) => {
      this.#waiting = this.#waiting.filter((take) => !take(message));
    });
  }

  expect<K extends Message['kind']>(kind: K): Promise<Extract<Message, { kind: K }>> {
    return new Promise((done, fail) => {
      const ended = (code: number | null) => fail(new Error(`a process ended with ${code} before it said ${kind}`));
      this.#process.once('exit', ended);
      this.#waiting.push((message) => {
        if (message.kind === 'failed') fail(new Error(message.why));
        if (message.kind !== kind) return message.kind === 'failed';
        this.#process.off('exit', ended);
        done(message as Extract<Message, { kind: K }>);
        return true;
      });
    });
  }

  send(message: Order | 'meter'): void {
    this.#process.send(message);
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
  }
}

type Message =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'token'; readonly token: string }
  | ({ readonly kind: 'meter' } & Meter)
  | { readonly kind: 'connected' }
  | { readonly kind: 'figures'; readonly figures: LoadFigures }
  | { readonly kind: 'failed'; readonly why: string };

/** A contender that runs, with a generator of load connected to it. */
export class Run {
  readonly #server: Child;
  readonly #generator: Child;

  private constructor(server: Child, generator: Child) {
    this.#server = server;
    this.#generator = generator;
  }

  static async start(contender: Contender, data: string, job: Omit<LoadJob, 'target'> & { readonly rooms: number }): Promise<Run> {
    const server = new Child(contender.script, contender.args(data, job.rooms), contender.env?.(data));
    const generator = new Child('load/generator.ts', []);
    try {
      const token = contender.dialect === 'onedoor' ? server.expect('token') : undefined;
      const { url } = await server.expect('listening');
      const target = {
        dialect: contender.dialect,
        url: url.replace('http', 'ws'),
        rooms: roomsOf(contender.dialect, job.rooms),
        token: (await token)?.token ?? '',
      };
      const connected = generator.expect('connected');
      generator.send({ kind: 'connect', job: { ...job, target } });
      await connected;
      return new Run(server, generator);
    } catch (error) {
      await Promise.all([server.end(), generator.end()]);
      throw error;
    }
  }

  async meter(): Promise<Meter> {
    const answer = this.#server.expect('meter');
    this.#server.send('meter');
    return answer;
  }

  /** Runs one kind of load. @returns what it did, and the server's processor time for it */
  async load(kind: 'rate' | 'saturate'): Promise<LoadFigures & { readonly cpuS: number }> {
    const before = await this.meter();
    const done = this.#generator.expect('figures');
    this.#generator.send({ kind });
    const { figures } = await done;
    return { ...figures, cpuS: (await this.meter()).cpuS - before.cpuS };
  }

  async end(): Promise<void> {
    await this.#generator.end();
    await this.#server.end();
  }
}

/** Seconds of processor time of all processes of this machine, since it was started. */
export function machineCpuS(): number {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.trim().split(/\s+/) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = fields.map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_S;
}

/** The same of this process and all that it has started and that has ended. */
export function ownCpuS(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
  return (utime + stime + cutime + cstime) / TICKS_PER_S;
}
