// Measures a room with a long history: `npm run bench -- open`.
import { parseArgs } from 'node:util';
import { removeTemporary } from '../e2e/support.js';
import { type Contender, Run } from './load/contender.js';
import { HOCUSPOCUS, onedoor, yWebsocket } from './load/contenders.js';
import { best, interleave, median, ratioTo } from './load/rounds.js';
import { type Line, machine, report } from './report.js';

const UPDATES = 50_000;
const OPENINGS = 3;
const GOALS = { writeMs: 3000, openMs: 300, standstillMs: 100 } as const;
/** What stores with a delay gets the time for it, and until it has stopped working: what it loses when it is killed is another question. */
const STORE_MS = 4000;
const STORED_MS = 120_000;
/** Processor time of a second below which a server is at rest. */
const AT_REST_S = 0.05;

const OURS = onedoor('full');
const PEERS = [yWebsocket(true), HOCUSPOCUS];

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

interface Round {
  /** Until a second client has the end of what one client sends at once. */
  readonly writeMs: number;
  /** Of the first opening after a restart: the first restart, and the slowest of all. */
  readonly openMs: number;
  readonly slowestMs: number;
  /** Openings whose first SyncStep2 was complete. */
  readonly complete: number;
  /** Until the last of a crowd that comes back after a restart has its answer, and how long the event loop stood still meanwhile. */
  readonly crowdMs: number;
  readonly standstillMs: number;
  /** How long it stood still while the history was written. */
  readonly writeStandstillMs: number;
}

async function stored(run: Run): Promise<void> {
  await sleep(STORE_MS);
  for (const end = performance.now() + STORED_MS; performance.now() < end; ) {
    const before = await run.meter();
    await sleep(1000);
    if ((await run.meter()).cpuS - before.cpuS < AT_REST_S) return;
  }
}

async function round(contender: Contender, data: string, updates: number): Promise<Round> {
  let run = await Run.serve(contender, data, 1);
  const again = async () => {
    await run.end();
    run = await Run.serve(contender, data, 1);
    // What a start leaves to be done afterwards is not what is measured.
    await sleep(500);
  };
  try {
    run.watch();
    await run.meter();
    const written = await run.visit('write', updates);
    const writing = await run.meter();
    await stored(run);
    const openings: { readonly ms: number; readonly complete: number }[] = [];
    for (let at = 0; at < OPENINGS; at++) {
      await again();
      openings.push(await run.visit('open', updates));
    }
    await again();
    run.watch();
    await run.meter();
    const crowd = await run.visit('crowd', updates);
    const { standstillMs } = await run.meter();
    return {
      writeMs: written.ms,
      openMs: openings[0]?.ms ?? Number.NaN,
      slowestMs: Math.max(...openings.map(({ ms }) => ms)),
      complete: openings.reduce((sum, { complete }) => sum + complete, 0),
      crowdMs: crowd.ms,
      standstillMs,
      writeStandstillMs: writing.standstillMs,
    };
  } finally {
    await run.end();
  }
}

export async function benchOpen(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '10' },
      updates: { type: 'string', default: String(UPDATES) },
      alone: { type: 'boolean' },
    },
  });
  const [rounds, updates] = [Number(values.rounds), Number(values.updates)];
  const on = machine();
  const peers = values.alone === true ? [] : PEERS;
  const { all, thrownAway } = await interleave([OURS, ...peers], rounds, (contender, data) => round(contender, data, updates));
  console.log(`\na room of ${updates} updates (${rounds} rounds, ${thrownAway} thrown away); ms`);
  console.log('  server                             written    opened   slowest  complete     crowd  stood still  while written');
  for (const [name, each] of all) {
    const cell = (key: keyof Round, width = 10) => median(each, key).toFixed(0).padStart(width);
    console.log(
      `  ${name.padEnd(32)}${cell('writeMs')}${cell('openMs')}${cell('slowestMs')}${cell('complete')}${cell('crowdMs')}${cell('standstillMs', 13)}${cell('writeStandstillMs', 15)}`,
    );
  }
  const ours = all.get(OURS.name) ?? [];
  const most = (key: keyof Round) => Math.max(...ours.map((each) => each[key]));
  const met = {
    'a burst reaches a second client': most('writeMs') <= GOALS.writeMs,
    'every opening after a restart': most('slowestMs') <= GOALS.openMs,
    'the first SyncStep2 is complete': ours.every(({ complete }) => complete === OPENINGS),
    '500 come back, the event loop turns': most('standstillMs') <= GOALS.standstillMs,
  };
  const names = peers.map(({ name }) => name);
  const compared = (key: keyof Round): Pick<Line, 'peer' | 'ratio'> => {
    if (names.length === 0) return {};
    const name = best(all, names, key, 'lowest');
    return { peer: { name, value: median(all.get(name) ?? [], key) }, ratio: ratioTo(all, OURS.name, name, key) };
  };
  const line = (what: string, key: keyof Round, goal: number, name: keyof typeof met): Line => ({
    what: `a room of ${updates} updates, ${what}`,
    ours: median(ours, key),
    ...compared(key),
    goal: `≤ ${goal}`,
    met: met[name],
  });
  const lines = [
    line('ms until a second client has one’s burst', 'writeMs', GOALS.writeMs, 'a burst reaches a second client'),
    line('ms of the slowest opening after a restart', 'slowestMs', GOALS.openMs, 'every opening after a restart'),
    line('500 come back at once, ms without a turn', 'standstillMs', GOALS.standstillMs, '500 come back, the event loop turns'),
  ];
  report('open', { rounds, updates, thrownAway, machine: on, each: Object.fromEntries(all), met, lines });
  removeTemporary();
}
