import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Random } from '@onedoor/core/testing';

/** One thing that a program asked of the system. */
export type Call =
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'cut'; readonly file: string; readonly length: number }
  | { readonly kind: 'gone'; readonly file: string }
  /** What was written before it began is on the disk when it ends. */
  | { readonly kind: 'sync begins'; readonly file: string; readonly thread: string }
  | { readonly kind: 'sync'; readonly file: string; readonly thread: string }
  | { readonly kind: 'promise'; readonly what: string };

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');

/**
 * Lines of `strace -f`, each with its thread. A call during which another thread was seen is in two parts: its beginning is told
 * by a line of `begins`, the whole stands where it ended.
 */
function* linesOf(path: string): Generator<{ readonly thread: string; readonly text: string; readonly begins: boolean }> {
  const begun = new Map<string, string>();
  for (const line of readFileSync(path, 'latin1').split('\n')) {
    const [, thread = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const [, start] = /^(.*) <unfinished \.\.\.>$/.exec(text) ?? [];
    const [, end] = /^<\.\.\. \w+ resumed>(.*)$/.exec(text) ?? [];
    if (start !== undefined) {
      begun.set(thread, start);
      yield { thread, text: start, begins: true };
    } else if (end !== undefined) {
      yield { thread, text: (begun.get(thread) ?? '') + end, begins: false };
      begun.delete(thread);
    } else yield { thread, text, begins: false };
  }
}

/**
 * Reads what `strace -f -xx -y -e trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink` wrote, of the named files.
 *
 * @param promises name of the file whose lines are promises
 * @throws Error for a call on one of the files that it cannot read: a test of half a trace proves nothing
 */
export function readTrace(path: string, files: ReadonlySet<string>, promises: string): Call[] {
  const calls: Call[] = [];
  /** Threads with a sync that has begun. */
  const syncing = new Set<string>();
  for (const { thread, text: line, begins } of linesOf(path)) {
    const [, name = '', rest = ''] = /^(\w+)\((.*)$/.exec(line) ?? [];
    const target = name === 'unlink' ? /^"([^"]*)"/.exec(rest)?.[1] : /^\d+<([^>]*)>/.exec(rest)?.[1];
    if (target === undefined) continue;
    const file = basename(unhex(target).toString());
    // A promise counts from when it begins to be given.
    if (file === promises && name === 'write' && (begins || / = \d+$/.test(line)) && !syncing.has(`${thread} promise`)) {
      if (begins) syncing.add(`${thread} promise`);
      for (const what of unhex(/"([^"]*)"/.exec(rest)?.[1] ?? '')
        .toString()
        .trim()
        .split('\n'))
        calls.push({ kind: 'promise', what });
    } else if (file === promises) syncing.delete(`${thread} promise`);
    if (!files.has(file)) continue;
    if (name === 'fsync' || name === 'fdatasync') {
      if (begins || !syncing.delete(thread)) calls.push({ kind: 'sync begins', file, thread });
      if (begins) syncing.add(thread);
      else if (/ = 0$/.test(line)) calls.push({ kind: 'sync', file, thread });
      else throw new Error(`a sync that failed: ${line.slice(-100)}`);
      continue;
    }
    // What is written while it is not told where it ended counts as written at its end.
    if (begins) continue;
    if (!/ = -?\d+$/.test(line)) throw new Error(`a call that was cut in two: ${line.slice(0, 100)}`);
    const [, text = '', numbers = ''] = /"([^"]*)"(?:\.\.\.)?,\s*(.*?)\) +?= /.exec(rest) ?? [];
    if (name === 'pwrite64') {
      const [length = 0, at = 0] = numbers.split(',').map(Number);
      const bytes = unhex(text);
      if (bytes.length !== length) throw new Error(`${bytes.length} of ${length} written bytes in the trace`);
      calls.push({ kind: 'write', file, at, bytes });
    } else if (name === 'ftruncate') calls.push({ kind: 'cut', file, length: Number(/>,\s*(\d+)\)/.exec(rest)?.[1]) });
    else if (name === 'unlink') calls.push({ kind: 'gone', file });
    else throw new Error(`${name} on ${file}`);
  }
  return calls;
}

const SECTOR = 512;

type Change = Extract<Call, { kind: 'write' | 'cut' | 'gone' }>;

/** A file as the disk has it for certain, and what was asked since. */
interface Kept {
  durable: Buffer | undefined;
  pending: Change[];
  /** By thread, how many of the pending calls a sync that runs will have brought to the disk. */
  readonly syncing: Map<string, number>;
}

/** Changes the buffer itself where it is long enough. */
function apply(before: Buffer | undefined, call: Change): Buffer | undefined {
  if (call.kind === 'gone') return undefined;
  if (call.kind === 'cut') return Buffer.concat([before ?? Buffer.alloc(0)], call.length);
  const { at, bytes } = call;
  let after: Buffer = before ?? Buffer.alloc(0);
  if (after.length < at + bytes.length) after = Buffer.concat([after], at + bytes.length);
  bytes.copy(after, at);
  return after;
}

/**
 * A disk that loses its power: what was synced is there, and of what was not each call is there, or not, or a part of
 * it, whole sectors, in any order.
 */
export class Disk {
  readonly #files = new Map<string, Kept>();

  constructor(files: Readonly<Record<string, Buffer>>) {
    for (const [name, durable] of Object.entries(files)) this.#files.set(name, { durable, pending: [], syncing: new Map() });
  }

  take(call: Call): void {
    if (call.kind === 'promise') return;
    const file: Kept = this.#files.get(call.file) ?? { durable: undefined, pending: [], syncing: new Map() };
    this.#files.set(call.file, file);
    if (call.kind === 'sync begins') file.syncing.set(call.thread, file.pending.length);
    else if (call.kind === 'sync') {
      const count = file.syncing.get(call.thread) ?? 0;
      file.syncing.delete(call.thread);
      file.durable = file.pending.splice(0, count).reduce<Buffer | undefined>(apply, file.durable);
      for (const [thread, others] of file.syncing) file.syncing.set(thread, Math.max(0, others - count));
    } else file.pending.push(call);
  }

  /** Writes what may be left into a folder. @param keeps the share of unsynced calls that got through, 0 to 1 */
  cut(dir: string, random: Random, keeps: number): void {
    for (const [name, { durable, pending }] of this.#files) {
      let left: Buffer | undefined = durable === undefined ? undefined : Buffer.from(durable);
      for (const call of pending) {
        if (random.below(1000) >= keeps * 1000) continue;
        const torn = call.kind === 'write' && random.below(3) === 0;
        const sectors = torn ? random.below(Math.ceil(call.bytes.length / SECTOR) + 1) * SECTOR : 0;
        left = apply(left, torn ? { ...call, bytes: call.bytes.subarray(0, sectors) } : call);
      }
      if (left !== undefined) writeFileSync(join(dir, name), left);
    }
  }
}
