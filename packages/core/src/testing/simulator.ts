import { Random } from './clock.js';

/** One kind of step of a simulation. */
export interface Operation<W> {
  readonly name: string;
  /** How often it is chosen in relation to the others. */
  readonly weight: number;
  /** Whether it is possible now; always, when absent. */
  readonly enabled?: (world: W) => boolean;
  /** Returns what it did, for the record of a failing run. */
  readonly run: (world: W, random: Random) => Promise<string | undefined> | string | undefined;
}

export interface Simulation<W> {
  readonly operations: readonly Operation<W>[];
  /** Operations in one run. */
  readonly steps: number;
  create(random: Random): Promise<W> | W;
  /** Checked after each step; throws what is wrong. */
  invariant?(world: W): Promise<void> | void;
  /** Lets everything arrive, then checks the end; throws what is wrong. */
  settle(world: W): Promise<void>;
  destroy(world: W): Promise<void> | void;
}

/** How often each operation did something, over all runs. */
export type Counts = Readonly<Record<string, number>>;

/**
 * Runs a simulation from consecutive seeds.
 *
 * @throws Error whose message begins with the failing seed and ends with the operations that led there
 */
export async function simulate<W>(simulation: Simulation<W>, seeds: { readonly first: number; readonly count: number }): Promise<Counts> {
  const counts: Record<string, number> = Object.fromEntries(simulation.operations.map((operation) => [operation.name, 0]));
  for (let seed = seeds.first; seed < seeds.first + seeds.count; seed++) await runOne(simulation, seed, counts);
  return counts;
}

async function runOne<W>(simulation: Simulation<W>, seed: number, counts: Record<string, number>): Promise<void> {
  const random = new Random(seed);
  const done: string[] = [];
  const world = await simulation.create(random);
  try {
    for (let step = 0; step < simulation.steps; step++) {
      const open = simulation.operations.filter((operation) => operation.enabled?.(world) ?? true);
      const operation = weighted(open, random);
      const what = await operation.run(world, random);
      if (what === undefined) continue;
      counts[operation.name] = (counts[operation.name] ?? 0) + 1;
      done.push(`${operation.name} ${what}`);
      await simulation.invariant?.(world);
    }
    await simulation.settle(world);
  } catch (cause) {
    throw new Error(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}\nafter\n  ${done.join('\n  ')}`, { cause });
  } finally {
    await simulation.destroy(world);
  }
}

function weighted<W>(operations: readonly Operation<W>[], random: Random): Operation<W> {
  let rest = random.next() * operations.reduce((sum, operation) => sum + operation.weight, 0);
  for (const operation of operations) {
    rest -= operation.weight;
    if (rest < 0) return operation;
  }
  return random.pick(operations);
}
