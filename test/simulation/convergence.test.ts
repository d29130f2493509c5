import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runSeeds } from './seeds.js';

const test = suite('convergence');

const one = process.env['ONEDOOR_SEED'];
const first = one === undefined ? 1 : Number(one);
const count = one === undefined ? Number(process.env['ONEDOOR_SEEDS'] ?? 500) : 1;

/** What 1,000 seeds must have done at least: a third to a half of what they do. A simulation that does nothing must not pass. */
const FLOOR_OF_1000: Readonly<Record<string, number>> = {
  type: 1800,
  cut: 250,
  'party.add': 350,
  'party.edit': 150,
  'party.remove': 40,
  'facts.edit': 150,
  'allocation.set': 250,
  'issue.add': 200,
  'note.add': 250,
  undo: 150,
  'case.move': 650,
  'case.close': 50,
  'case.addMember': 250,
  'case.removeMember': 180,
  'case.handOver': 30,
  'case.create': 180,
  'conflict.settle': 8,
  'desk.ring': 220,
  offer: 44,
  answer: 10,
  'sealed.open': 467,
  'sealed.name': 129,
  'sealed.unname': 2,
  'sealed.view': 194,
  'sealed.add': 66,
  deliver: 1800,
  deliverAll: 900,
  wait: 1000,
  offline: 400,
  online: 180,
  offlineByHand: 150,
  drop: 350,
  loseRequest: 200,
  loseAnswer: 45,
  refuse: 180,
  stranger: 220,
  hostile: 800,
  openTab: 250,
  reload: 300,
  kill: 280,
  show: 350,
  restart: 220,
  failCommits: 220,
  fullDisk: 120,
  syncNow: 280,
  receipts: 10000,
  refusals: 120,
  updates: 10000,
  acts: 25000,
  answers: 2200,
  changesLogged: 4500,
  changesRefused: 100,
  conflicts: 120,
  canaries: 40000,
  posts: 120000,
};

test(`${count} seeds from ${first}: every replica is the log, nothing is told that is not so`, async () => {
  const { counts, tally, seeds, failure } = await runSeeds(first, count);
  if (failure !== undefined) assert.unreachable(`${failure}\nRun it alone: ONEDOOR_SEED=<seed> npm run simulate`);
  assert.is(seeds, count);
  console.log(JSON.stringify({ seeds, ...counts, ...tally }));
  if (count < 500) return;
  const seen: Readonly<Record<string, number>> = { ...counts, ...tally };
  for (const [what, floor] of Object.entries(FLOOR_OF_1000)) {
    assert.ok((seen[what] ?? 0) >= (floor * count) / 1000, `${what}: ${seen[what]} in ${count} seeds, at least ${floor} in 1,000 expected`);
  }
});

test.run();
