import './virtual-time.js';
import { simulate } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { anyTokenOpens, closedRoomIsKept, foldIsChanged, outboxIsNotResent, pagesRepeat, pendingIsReceipted } from './mutations.js';
import { convergence, emptyTally } from './simulation.js';
import type { Mutation } from './world.js';

/** Seeds within which a fault must show itself. */
const SEEDS = 120;

const test = suite('mutation checks: the simulation finds what it is there for');

/** A fault may show itself in several ways: the first that is told in these words, or the last that was told at all. */
async function firstFailure(mutation: Mutation, told: RegExp): Promise<string | undefined> {
  let last: string | undefined;
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      await simulate(convergence(emptyTally(), mutation), { first: seed, count: 1 });
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
      if (told.test(last)) return last;
    }
  }
  return last;
}

const faults = [
  { name: 'the outbox does not resend', mutation: outboxIsNotResent, told: /still holds/ },
  { name: 'the fold is changed', mutation: foldIsChanged, told: /folds .* otherwise/ },
  { name: 'pending structs are receipted', mutation: pendingIsReceipted, told: /a receipt for .* which the log does not hold/ },
  { name: 'any token opens any room', mutation: anyTokenOpens, told: /was given .*, which is closed to them/ },
  { name: 'a device keeps what was closed to its person', mutation: closedRoomIsKept, told: /keeps 《.* in log/ },
  { name: 'a page goes on telling what its browser has put away', mutation: pagesRepeat, told: /posts .*, which it has put away/ },
];

for (const { name, mutation, told } of faults) {
  test(`found: ${name}`, async () => {
    const failure = await firstFailure(mutation, told);
    assert.ok(failure !== undefined, `${SEEDS} seeds did not notice`);
    assert.match(failure ?? '', told);
  });
}

test.run();
