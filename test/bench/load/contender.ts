import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Meter } from '../servers/meter.mjs';
import type { Dialect, Target } from './clients.js';
import type { LoadFigures, LoadJob, Order } from './generator.js';
import type { Visit, VisitFigures } from './visits.js';

const HERE = fileURLToPath(new URL('..', import.meta.url));
/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_S = 100;

/** With the name of a folder in it, each process leaves a profile of its processor time there. */
const profiles = process.env['ONEDOOR_BENCH_PROFILES'];
const PROFILE = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];

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
      execArgv: ['--expose-gc', ...(script.endsWith('.ts') ? ['--import', 'tsx'] : []), ...PROFILE],
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

  send(message: Order | Visit | 'meter' | 'settle' | 'watch'): void {
    this.#process.send(message);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill(signal);
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
  | { readonly kind: 'visited'; readonly figures: VisitFigures }
  | { readonly kind: 'failed'; readonly why: string };

/** A contender that runs, and the generators of load that are connected to it. */
export class Run {
  readonly #server: Child;
  readonly #target: Target;
  #generators: Child[] = [];

  private constructor(server: Child, target: Target) {
    this.#server = server;
    this.#target = target;
  }

  /** Starts it with clients. */
  static async start(contender: Contender, data: string, job: Omit<LoadJob, 'target'> & { readonly rooms: number }): Promise<Run> {
    const run = await Run.serve(contender, data, job.rooms);
    try {
      await run.connect(job);
      return run;
    } catch (error) {
      await run.end();
      throw error;
    }
  }

  /** Starts it alone. */
  static async serve(contender: Contender, data: string, rooms: number): Promise<Run> {
    const server = new Child(contender.script, contender.args(data, rooms), contender.env?.(data));
    try {
      const token = contender.dialect === 'onedoor' ? server.expect('token') : undefined;
      const { url } = await server.expect('listening');
      return new Run(server, {
        dialect: contender.dialect,
        url: url.replace('http', 'ws'),
        rooms: roomsOf(contender.dialect, rooms),
        token: (await token)?.token ?? '',
      });
    } catch (error) {
      await server.end();
      throw error;
    }
  }

  get target(): Target {
    return this.#target;
  }

  /** Connects a generator; more than one may be. `rooms` takes the first ones alone. */
  async connect({ rooms, ...job }: Omit<LoadJob, 'target'> & { readonly rooms?: number }): Promise<void> {
    const generator = new Child('load/generator.ts', []);
    this.#generators.push(generator);
    const connected = generator.expect('connected');
    generator.send({ kind: 'connect', job: { ...job, target: { ...this.#target, rooms: this.#target.rooms.slice(0, rooms) } } });
    await connected;
  }

  /** All clients are gone at once. */
  async leave(): Promise<void> {
    await Promise.all(this.#generators.splice(0).map((generator) => generator.end()));
  }

  /** What the server has used; after `settle` of what it still needs, garbage thrown away. */
  async meter(kind: 'meter' | 'settle' = 'meter'): Promise<Meter> {
    const answer = this.#server.expect('meter');
    this.#server.send(kind);
    return answer;
  }

  /** Clients come, do something and go. */
  async visit(kind: Visit['kind'], updates: number): Promise<VisitFigures> {
    const visitors = new Child('load/visits.ts', []);
    try {
      const visited = visitors.expect('visited');
      visitors.send({ kind, target: this.#target, updates });
      return (await visited).figures;
    } finally {
      await visitors.end();
    }
  }

  /** From here on the meter tells how long the event loop stood still. */
  watch(): void {
    this.#server.send('watch');
  }

  /** Runs one kind of load. @returns what it did, and the server's processor time for it */
  async load(kind: 'rate' | 'saturate'): Promise<LoadFigures & { readonly cpuS: number }> {
    const [generator] = this.#generators;
    if (generator === undefined) throw new Error('no clients');
    const before = await this.meter();
    const done = generator.expect('figures');
    generator.send({ kind });
    const { figures } = await done;
    return { ...figures, cpuS: (await this.meter()).cpuS - before.cpuS };
  }

  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.leave();
    await this.#server.end(signal);
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
