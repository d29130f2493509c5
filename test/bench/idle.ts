// Measures what a socket costs that only waits: `npm run bench -- idle`.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { removeTemporary } from '../e2e/support.js';
import { type Contender, Run } from './load/contender.js';
import { onedoor, PEERS, RELAY } from './load/contenders.js';
import { best, interleave, median, ratioTo } from './load/rounds.js';
import { type Line, machine, report } from './report.js';

const ROOMS = 400;
const PER_ROOM = 5;
const SOCKETS = ROOMS * PER_ROOM;
const MAX_KB = 12;
const MANY_SOCKETS = 10_000;
/** Rooms that nobody uses leave the memory after a minute: here after less, so that it can be waited for. */
const IDLE_MS = 1500;
const OURS = onedoor('full', { idleMs: IDLE_MS });

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const load = { perRoom: PER_ROOM, rate: 0, seconds: 0, window: 0 };

interface Round {
  /** Of each connection, after the collection of garbage: memory of the process, and what lives in it. */
  readonly rssKb: number;
  readonly liveKb: number;
  /** The greater of the two: a process that had memory to spare before hides what lives in it. */
  readonly kb: number;
  /** The same of what is left when all have gone, divided by the connections that there were. */
  readonly leftKb: number;
}

async function round(contender: Contender, data: string): Promise<Round> {
  const run = await Run.serve(contender, data, ROOMS);
  try {
    // The first sockets bring code and tables that all others share.
    await run.connect({ ...load, rooms: ROOMS / 10 });
    await run.leave();
    await sleep(2 * IDLE_MS);
    const base = await run.meter('settle');
    await run.connect(load);
    const full = await run.meter('settle');
    await run.leave();
    await sleep(2 * IDLE_MS);
    const left = await run.meter('settle');
    const kb = (bytes: number) => bytes / 1024 / SOCKETS;
    const [rssKb, liveKb] = [kb(full.rssBytes - base.rssBytes), kb(full.liveBytes - base.liveBytes)];
    return {
      rssKb,
      liveKb,
      kb: Math.max(rssKb, liveKb),
      leftKb: kb(left.liveBytes - base.liveBytes),
    };
  } finally {
    await run.end();
  }
}

/** Files that a process may have open: what the kernel lets it raise its own limit to. */
function maxFiles(): number {
  const [, hard] = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return Number(hard);
}

/** Whether so many sockets stay open, and an update still reaches the others of its room. */
async function holds(data: string): Promise<{ readonly sockets: number; readonly lost: number; readonly rssMb: number }> {
  const perRoom = MANY_SOCKETS / ROOMS;
  const run = await Run.start(OURS, data, { rooms: ROOMS, perRoom, rate: 200, seconds: 3, window: 0 });
  try {
    const { expected, deliveries } = await run.load('rate');
    const { rssBytes } = await run.meter('settle');
    return { sockets: MANY_SOCKETS, lost: expected - deliveries, rssMb: Math.round(rssBytes / 2 ** 20) };
  } finally {
    await run.end();
  }
}

export async function benchIdle(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '10' } } });
  const rounds = Number(values.rounds);
  const on = machine();
  const contenders = [OURS, ...PEERS, RELAY];
  const { all, thrownAway } = await interleave(contenders, rounds, round, { measures: 'memory' });
  console.log(`\n${SOCKETS} sockets in ${ROOMS} rooms (${rounds} rounds, ${thrownAway} thrown away); KB a connection`);
  console.log('  server                             process     alive   left when all have gone');
  for (const [name, each] of all) {
    const cell = (key: keyof Round) => median(each, key).toFixed(1).padStart(10);
    console.log(`  ${name.padEnd(32)}${cell('rssKb')}${cell('liveKb')}${cell('leftKb')}`);
  }
  const peer = best(
    all,
    PEERS.map(({ name }) => name),
    'kb',
    'lowest',
  );
  const ratio = ratioTo(all, OURS.name, peer, 'kb');
  console.log(`  to the best peer, ${peer}: ${ratio.mean.toFixed(2)} (95 %: ${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`);
  let many: Awaited<ReturnType<typeof holds>> | undefined;
  if (maxFiles() > MANY_SOCKETS + 500) {
    many = (await interleave([OURS], 1, (_, data) => holds(data), { measures: 'memory' })).all.get(OURS.name)?.[0];
    console.log(`  ${MANY_SOCKETS} sockets: ${many?.rssMb} MB, ${many?.lost} of the updates sent meanwhile did not arrive`);
  } else console.log(`  ${MANY_SOCKETS} sockets were not tried: this machine allows ${maxFiles()} open files`);
  const ours = all.get(OURS.name) ?? [];
  const met = {
    [`at most ${MAX_KB} KB a connection`]: Math.max(...ours.map(({ kb }) => kb)) <= MAX_KB,
    'back to the base when all have gone': median(ours, 'leftKb') <= 0.5,
    [`${MANY_SOCKETS} sockets hold`]: many?.lost === 0,
  };
  const [small = false, , held = false] = Object.values(met);
  const lines: Line[] = [
    {
      what: `${SOCKETS} waiting sockets in ${ROOMS} rooms, KB of memory each`,
      ours: median(ours, 'kb'),
      peer: { name: peer, value: median(all.get(peer) ?? [], 'kb') },
      ratio,
      goal: `≤ ${MAX_KB}`,
      met: small,
    },
  ];
  if (many !== undefined)
    lines.push({ what: `${MANY_SOCKETS} sockets, updates that did not arrive`, ours: many.lost, goal: '0', met: held });
  report('idle', {
    rounds,
    thrownAway,
    machine: on,
    best: peer,
    ratio,
    many,
    each: Object.fromEntries(all),
    met,
    lines,
  });
  removeTemporary();
}
