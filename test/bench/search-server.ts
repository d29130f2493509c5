// The server's half of `npm run bench -- search`: cases with texts in a data folder, asked as somebody of all of their teams.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Facts, Model, textName } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { type Centre, openCentre, openSqliteLogStore } from '@onedoor/server';
import { temporaryFolder } from '../e2e/support.js';
import { CENTRE, inventCases, plantCases, READER } from './cases.js';
import { percentile } from './statistics.js';

/** Characters of the facts of each case: with minutes and clauses some have ten times as many, most have fewer. */
const TEXT = 600;
const SENTENCES = 12;
const WORDS = [
  '补偿',
  '丈量',
  '界桩',
  '引水渠',
  '院墙',
  '赡养',
  '彩礼',
  '工钱',
  '田埂',
  '签字',
  '上门',
  '面谈',
  '核实',
  '分摊',
  '三户',
  '村委会',
];
const FILLER = [...'的了在是我有和就不人都一上也很到说要去你会着没看好自己这那里后前来天地方老因为所以但当时家中村组双方先再谈定'];

/** What the server's search takes. */
export interface ServerFigures {
  readonly rows: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The longest time for which the event loop stood still meanwhile. */
  readonly stallMs: number;
  /** From a start without any text until all are taken up from their rooms, and what of it this process worked. */
  readonly readMs: number;
  readonly readCpuMs: number;
  /** From the opening of the folder until the first question after a start is answered, of what is read by then. */
  readonly firstMs: number;
  /** From a start until all stored rows and texts are read, and the longest time for which the event loop stood still meanwhile. */
  readonly startMs: number;
  readonly startStallMs: number;
  /** Bytes that the centre holds then, and those of typed arrays, which is the index first of all. */
  readonly heldBytes: number;
  readonly arrayBytes: number;
}

/** What is asked in turn. */
const KINDS = ['name', 'one character', 'village and title', 'word', 'word and name', 'one text', 'initials', 'nothing'];

/**
 * @param rows cases in the folder
 * @param queries how many searches are measured
 * @param collect collects garbage
 * @param keep folder in which the planted cases stay for the next run; planting a hundred thousand takes minutes
 */
export async function measureServerSearch(rows: number, queries: number, collect: () => void, keep?: string): Promise<ServerFigures> {
  const model = new Model();
  const random = new Random(9);
  const data = await planted(model, rows, keep);
  await makeStale(data);
  const { centre, close } = await openCentre({ centre: CENTRE, model, data, durability: 'normal' });
  const since = performance.now();
  const cpu = process.cpuUsage();
  await complete(centre);
  const readMs = performance.now() - since;
  const { user, system } = process.cpuUsage(cpu);
  close();
  const before = held(collect);
  const opened = performance.now();
  const again = await openCentre({ centre: CENTRE, model, data, durability: 'normal' });
  const started = performance.now();
  const startStalls = monitorEventLoopDelay({ resolution: 1 });
  startStalls.enable();
  await again.centre.search(READER, '没有这个词');
  const firstMs = performance.now() - opened;
  await complete(again.centre);
  const startMs = performance.now() - started;
  startStalls.disable();
  const after = held(collect);
  const cases = [...inventCases(rows)];
  const asked = Array.from({ length: queries }, (_, at) => {
    const made = cases[random.below(cases.length)];
    const [one = '', other = ''] = made?.parties ?? [];
    const makers = [
      one,
      one.slice(0, 1),
      `${made?.village} 纠纷`,
      random.pick(WORDS),
      `${random.pick(WORDS)} ${other}`,
      `第${random.below(rows)}号卷宗`,
      'lgf',
      '没有这个人',
    ];
    return makers[at % makers.length] ?? '';
  });
  const times: number[] = [];
  const kinds = new Map<number, number[]>();
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  for (const [at, typed] of asked.entries()) {
    // Each has a turn of the event loop to itself, as requests have.
    await nextTurn();
    const took = await timed(again.centre, typed);
    times.push(took);
    kinds.set(at % KINDS.length, [...(kinds.get(at % KINDS.length) ?? []), took]);
  }
  stalls.disable();
  for (const [at, some] of kinds)
    console.log(`    ${KINDS[at]}: median ${percentile(some, 0.5).toFixed(1)} ms, p95 ${percentile(some, 0.95).toFixed(1)}`);
  again.close();
  return {
    rows,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    stallMs: stalls.max / 1e6,
    readMs,
    readCpuMs: (user + system) / 1000,
    firstMs,
    startMs,
    startStallMs: startStalls.max / 1e6,
    heldBytes: after.all - before.all,
    arrayBytes: after.arrays - before.arrays,
  };
}

async function planted(model: Model, rows: number, keep: string | undefined): Promise<string> {
  const kept = keep === undefined ? undefined : join(keep, `search-${rows}`);
  if (kept !== undefined && existsSync(kept)) return kept;
  const random = new Random(9);
  const sentence = (): string => {
    let made = '';
    while (made.length < TEXT / SENTENCES) made += random.chance(1 / 12) ? random.pick(WORDS) : random.pick(FILLER);
    return made;
  };
  // Put together of sentences: a character at a time takes longer than the cases themselves.
  const sentences = Array.from({ length: 2_000 }, sentence);
  const text = (at: number): string => `${Array.from({ length: SENTENCES }, () => random.pick(sentences)).join('，')}。第${at}号卷宗`;
  const planting = kept === undefined ? temporaryFolder('bench-search') : `${kept}.planting`;
  rmSync(planting, { recursive: true, force: true });
  mkdirSync(planting, { recursive: true });
  await plantCases(planting, model, rows, (at) => [[textName(Facts.name, Facts.name, 'summary'), text(at)]]);
  if (kept === undefined) return planting;
  renameSync(planting, kept);
  return kept;
}

/** Of no entry any more: a planted folder has some of the texts already, and each run is to take up all from their rooms. */
async function makeStale(data: string): Promise<void> {
  const store = await openSqliteLogStore({ dir: data, durability: 'normal' });
  const all = store.texts(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  store.transaction((tx) => {
    for (const { room } of all) tx.putText({ room, seq: 0, body: new Uint8Array() });
  });
  store.close();
}

/** Bytes that this process holds: all, and those of typed arrays. */
export function held(collect: () => void): { readonly all: number; readonly arrays: number } {
  // What typed arrays hold goes only with the collection after the one that finds them.
  for (let turn = 0; turn < 3; turn++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { all: heapUsed + arrayBuffers, arrays: arrayBuffers };
}

async function complete(centre: Centre): Promise<void> {
  while (!(await centre.search(READER, '没有这个词')).complete) await sleep(100);
}

async function timed(centre: Centre, typed: string): Promise<number> {
  const start = performance.now();
  await centre.search(READER, typed);
  return performance.now() - start;
}
