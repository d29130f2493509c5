import type { ActRequest } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { petitionSlice } from './acts.js';
import { figuresOfPetitions } from './figures.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { petition } from './model.js';
import { standOf } from './stand.js';

const test = suite('figures of petitions');
const { request } = petitionSlice;
const li: BenchPerson = { person: 'p-li', department: 'petition', role: 'member' };
const TODAY = '2024-12-20';

/** A petition after these acts, each at noon of its own day. */
function after(...acts: readonly ActRequest[]) {
  const bench = new ActBench(petition, 'petition');
  for (const act of acts) {
    const done = bench.act(act, { by: li, at: `${String(act.args['on'])}T12:00` });
    assert.ok(done.ok, done.ok ? '' : `${act.command} ${done.refusal.code} ${done.refusal.at ?? ''}`);
  }
  return { row: bench.row(TODAY), seen: standOf(petitionSlice.of(bench.state.slices)) };
}
const register = (on: string) =>
  request.register({ on, channel: 'letter', kind: 'claim', oral: false, people: 1, representatives: 0, reachable: true });
const accept = (on: string) => request.accept({ on, route: '6', body: '镇人民政府', onTheSpot: false });
const opine = (on: string) => request.opine({ on, opinion: 'explain', basis: '《信访工作条例》第三十二条', namesReview: true });

test('what was registered, accepted and answered, and terms that were kept of those met or passed', () => {
  const petitions = [
    after(register('2024-09-16'), accept('2024-09-20'), opine('2024-11-01')),
    // Told on the day after the last one.
    after(register('2024-09-16'), accept('2024-10-08')),
    after(register('2024-12-18')),
  ];
  const figures = figuresOfPetitions(petitions, TODAY, (key) => viewZh[key]);
  const said = Object.fromEntries(
    figures.map(({ id, items, of }) => [id, of === undefined ? `${items.length}` : `${items.length}/${of.items.length}`]),
  );
  assert.equal([said['registered'], said['accepted'], said['answered']], ['3', '2/3', '1/3']);
  const inTime = figures.find(({ id }) => id === 'inTime');
  const of = inTime?.of?.items ?? [];
  assert.ok(of.length > (inTime?.items.length ?? 0) && (inTime?.items.length ?? 0) > 0, said['inTime']);
  assert.ok(
    of.every(({ on, case: about }) => on !== undefined && about !== undefined),
    'each row has its last day and its case',
  );
});

test('what is still within its days is in no rate, and reviews are in none', () => {
  const [, , , inTime] = figuresOfPetitions([after(register('2024-12-18'))], TODAY, (key) => viewEn[key]);
  assert.equal([inTime?.items.length, inTime?.of?.items.length], [0, 0]);
  const figures = figuresOfPetitions(
    [
      after(
        register('2024-09-16'),
        accept('2024-09-20'),
        opine('2024-10-08'),
        request.deliver({ on: '2024-10-09', paper: 'opinion', how: 'direct' }),
        request.askReview({ on: '2024-10-10' }),
      ),
    ],
    TODAY,
    (key) => viewZh[key],
  );
  assert.not(figures.flatMap(({ items, of }) => [...items, ...(of?.items ?? [])]).some(({ id }) => id.includes('review')));
});

test.run();
