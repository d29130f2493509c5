import './virtual-time.js';
import { Random, type Simulation } from '@onedoor/core/testing';
import { actOperations } from './act-operations.js';
import { checkStep, settleWorld } from './checks.js';
import { contentOperations } from './content-operations.js';
import { networkOperations } from './network-operations.js';
import { type Mutation, World } from './world.js';

export const STEPS = 60;

/** What was done and checked, over all runs. */
export interface Tally {
  receipts: number;
  refusals: number;
  updates: number;
  acts: number;
  answers: number;
  changesLogged: number;
  changesRefused: number;
  conflicts: number;
  /** Words of other people that were looked at in what somebody was given or holds. */
  canaries: number;
  /** Messages between pages of one browser that were looked at. */
  posts: number;
}

export const emptyTally = (): Tally => ({
  receipts: 0,
  refusals: 0,
  updates: 0,
  acts: 0,
  answers: 0,
  changesLogged: 0,
  changesRefused: 0,
  conflicts: 0,
  canaries: 0,
  posts: 0,
});

/** One centre, its people and a bad network, from a seed. */
export function convergence(tally: Tally = emptyTally(), mutation: Mutation = {}): Simulation<World> {
  return {
    operations: [...contentOperations, ...actOperations, ...networkOperations],
    steps: STEPS,
    create: (random) => World.create(random, new Random(random.below(0x7fffffff)), { mutation }),
    invariant: checkStep,
    async settle(world) {
      await settleWorld(world);
      const { seen } = world.audit;
      const states = world.ledger.counts();
      for (const key of ['receipts', 'refusals', 'updates', 'acts', 'answers'] as const) tally[key] += seen[key];
      tally.changesLogged += states.logged;
      tally.changesRefused += states.refused;
      tally.canaries += world.secrecy.looked;
      tally.posts += world.secrecy.posts;
      tally.conflicts += world.log.all().reduce((sum, room) => sum + room.state.conflicts.size, 0);
    },
    destroy: (world) => world.destroy(),
  };
}
