// Measures the server against what a developer would take instead: `npm run bench -- relay`. While one works on the server,
// `--shape 100 --only onedoor,hocus --noisy` takes a part of it and keeps rounds during which the machine did other things; a part
// is printed, and is no result. `ONEDOOR_BENCH_PROFILES=folder` keeps a profile of each process.
import { parseArgs } from 'node:util';
import { removeTemporary } from '../e2e/support.js';
import { type Contender, Run } from './load/contender.js';
import { onedoor, PEERS, RELAY } from './load/contenders.js';
import { best, interleave, median, type Rounds, ratioTo } from './load/rounds.js';
import { type Line, machine, report } from './report.js';

const FULL = onedoor('full');

interface Shape {
  readonly name: string;
  readonly rooms: number;
  readonly perRoom: number;
  readonly rate: number;
  readonly window: number;
}

const SHAPES: readonly Shape[] = [
  { name: '1 room × 50', rooms: 1, perRoom: 50, rate: 200, window: 20 },
  { name: '100 rooms × 5', rooms: 100, perRoom: 5, rate: 2000, window: 4 },
];

/** What one contender did in one round. */
interface Round {
  readonly p50: number;
  readonly p99: number;
  /** Seconds of the server's processor time for 100,000 deliveries: at the fixed rate, and at saturation. */
  readonly rateCpu: number;
  readonly cpu: number;
  readonly deliveriesPerS: number;
  readonly lost: number;
  /** Memory of the server's process after it all, megabytes. */
  readonly rssMb: number;
}

const SECONDS = 3;

async function round(contender: Contender, data: string, { rooms, perRoom, rate, window }: Shape): Promise<Round> {
  const run = await Run.start(contender, data, { rooms, perRoom, rate, window, seconds: SECONDS });
  try {
    // A server runs for months: what any of them costs until its code is compiled is not measured.
    await run.load('rate');
    const steady = await run.load('rate');
    const full = await run.load('saturate');
    return {
      p50: steady.p50,
      p99: steady.p99,
      rateCpu: (steady.cpuS / steady.deliveries) * 100_000,
      cpu: (full.cpuS / full.expected) * 100_000,
      deliveriesPerS: full.deliveries / full.seconds,
      lost: steady.expected - steady.deliveries,
      rssMb: (await run.meter()).rssBytes / 1e6,
    };
  } finally {
    await run.end();
  }
}

interface Options {
  readonly rounds: number;
  readonly shapes: readonly Shape[];
  readonly noisy: boolean;
  /** Whether something was left out, so that it is no result. */
  readonly partial: boolean;
  chosen(contenders: readonly Contender[]): readonly Contender[];
}

function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '10' },
      shape: { type: 'string', default: '' },
      only: { type: 'string', default: '' },
      noisy: { type: 'boolean', default: false },
    },
  });
  const only = values.only.toLowerCase().split(',');
  return {
    rounds: Number(values.rounds),
    shapes: SHAPES.filter(({ name }) => name.startsWith(values.shape)),
    noisy: values.noisy,
    partial: values.shape !== '' || values.only !== '' || values.noisy,
    chosen: (contenders) => contenders.filter(({ name }) => only.some((part) => name.toLowerCase().includes(part))),
  };
}

const compare = (contenders: readonly Contender[], shape: Shape, { rounds, noisy, chosen }: Options) =>
  interleave(chosen(contenders), rounds, (contender, data) => round(contender, data, shape), { noisy });

function print(name: string, all: Rounds<Round>): void {
  console.log(`\n${name}`);
  console.log('  server                          p50 ms   p99 ms  CPU s/100k fixed  saturated/s  CPU s/100k saturated  memory MB');
  for (const [contender, rounds] of all) {
    const cell = (key: keyof Round, digits: number, width: number) => median(rounds, key).toFixed(digits).padStart(width);
    console.log(
      `  ${contender.padEnd(30)}${cell('p50', 2, 8)}${cell('p99', 2, 9)}${cell('rateCpu', 3, 18)}${cell('deliveriesPerS', 0, 13)}${cell('cpu', 3, 22)}${cell('rssMb', 0, 11)}`,
    );
  }
}

export async function benchRelay(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  const { rounds, partial } = options;
  const on = machine();
  const shapes: Record<string, unknown> = {};
  const met: Record<string, boolean> = {};
  const lines: Line[] = [];
  const peers = PEERS.map(({ name }) => name);
  for (const shape of options.shapes) {
    const { all, thrownAway } = await compare([FULL, onedoor('normal'), ...PEERS, RELAY], shape, options);
    print(`${shape.name} (${rounds} rounds, ${thrownAway} thrown away)`, all);
    if (partial) continue;
    const peer = {
      cpu: best(all, peers, 'cpu', 'lowest'),
      p99: best(all, peers, 'p99', 'lowest'),
      deliveriesPerS: best(all, peers, 'deliveriesPerS', 'highest'),
    };
    const ratio = {
      cpu: ratioTo(all, FULL.name, peer.cpu, 'cpu'),
      p99: ratioTo(all, FULL.name, peer.p99, 'p99'),
      deliveriesPerS: ratioTo(all, FULL.name, peer.deliveriesPerS, 'deliveriesPerS'),
    };
    for (const [key, { mean, low, high }] of Object.entries(ratio))
      console.log(`  ${key} to the best peer: ${mean.toFixed(2)} (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`);
    const many = shape.rooms > 1;
    met[`${shape.name}: cpu`] = ratio.cpu.high <= (many ? 0.8 : 1);
    met[`${shape.name}: p99`] = ratio.p99.high <= 1.25;
    if (!many) met[`${shape.name}: deliveriesPerS`] = ratio.deliveriesPerS.low >= 1;
    const line = (key: keyof typeof ratio, what: string, goal: string): Line => ({
      what: `${shape.name}, ${what}`,
      ours: median(all.get(FULL.name) ?? [], key),
      peer: { name: peer[key], value: median(all.get(peer[key]) ?? [], key) },
      ratio: ratio[key],
      goal,
      met: met[`${shape.name}: ${key}`] ?? true,
    });
    lines.push(line('cpu', 'processor s for 100,000 deliveries at saturation', `≤ ${many ? 0.8 : 1} of the best peer's`));
    if (!many) lines.push(line('deliveriesPerS', 'deliveries a second at saturation', "≥ the best peer's"));
    lines.push(line('p99', `ms p99 at ${shape.rate} updates a second`, "≤ 1.25 of the best peer's"));
    shapes[shape.name] = { thrownAway, best: peer, ratio, rounds: Object.fromEntries(all) };
  }
  if (!partial) report('relay', { rounds, machine: on, shapes, met, lines });
  removeTemporary();
}

/** What our own work costs, part by part. */
export async function benchGuard(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  const { rounds, partial } = options;
  const on = machine();
  const floor = RELAY;
  const contenders = [floor, onedoor('memory'), onedoor('normal'), FULL];
  const shapes: Record<string, unknown> = {};
  const lines: Line[] = [];
  for (const shape of options.shapes) {
    const { all, thrownAway } = await compare(contenders, shape, options);
    print(`${shape.name} (${rounds} rounds, ${thrownAway} thrown away)`, all);
    const perUpdate = (name: string) => (median(all.get(name) ?? [], 'rateCpu') * (shape.perRoom - 1) * 10).toFixed(0);
    for (const { name } of options.chosen(contenders))
      console.log(`  ${name.padEnd(30)} ${perUpdate(name)} µs of processor time an update, ${shape.perRoom - 1} receivers`);
    if (partial) continue;
    lines.push({
      what: `${shape.name}, processor s for 100,000 deliveries at saturation, everything on`,
      ours: median(all.get(FULL.name) ?? [], 'cpu'),
      peer: { name: floor.name, value: median(all.get(floor.name) ?? [], 'cpu') },
      ratio: ratioTo(all, FULL.name, floor.name, 'cpu'),
      goal: 'told',
      met: true,
    });
    shapes[shape.name] = {
      thrownAway,
      ratio: Object.fromEntries(
        contenders
          .slice(1)
          .map(({ name }) => [
            name,
            { fixed: ratioTo(all, name, floor.name, 'rateCpu'), saturated: ratioTo(all, name, floor.name, 'cpu') },
          ]),
      ),
      rounds: Object.fromEntries(all),
    };
  }
  if (partial) return removeTemporary();
  const { benchParts } = await import('./guard-parts.js');
  console.log('\nparts, each alone in one process');
  const parts = await benchParts();
  report('guard', { rounds, machine: on, shapes, parts, met: {}, lines });
  removeTemporary();
}
