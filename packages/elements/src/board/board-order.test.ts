import type { CaseRow, Stage } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BoardFacts, BoardReader, byStage, type Visits } from './board-model.js';
import { changesOf, columnsOf, Order, Sieve, sortInSlices } from './board-order.js';
import { type BoardFilter, NO_FILTER } from './board-view.js';
import { firstOf } from './first-cards.js';

const test = suite('order and filter of many rows');
const stages: readonly Stage[] = ['screening', 'graded', 'joint', 'leader', 'supervised', 'closed'];
const facts: BoardFacts = {
  locale: 'zh-CN',
  numberPrefix: '',
  today: '2026-01-01',
  me: undefined,
  personName: (person) => person,
  departmentOf: () => undefined,
  clocks: () => [],
  cell: () => undefined,
};
const NO_VISITS: Visits = new Map();
const BY_TITLE = { by: 'title', descending: false };

const random = new Random(20_260_101);
const row = (at: number, title = `第${random.below(1_000_000)}件`): CaseRow => ({
  case: `k${String(at).padStart(6, '0')}`,
  title,
  category: '01',
  source: 'walk-in',
  village: `村${at % 7}`,
  createdAt: at,
  createdBy: 'a',
  stage: stages[at % stages.length] ?? 'screening',
  members: {},
  changedAt: at,
  conflicts: 0,
  tasks: [],
  parties: [],
  partyCount: 0,
  matter: '',
  offers: 0,
  pendingActs: 0,
  rooms: [],
  summaries: {},
});
const many = (count: number): CaseRow[] => Array.from({ length: count }, (_, at) => row(count - at));
const cases = (rows: readonly CaseRow[]): string[] => rows.map((each) => each.case);
const told = (): { readonly hear: () => void; readonly next: () => Promise<void> } => {
  let done = (): void => {};
  let heard = new Promise<void>((give) => (done = give));
  return {
    hear: () => done(),
    next: async () => {
      await heard;
      heard = new Promise<void>((give) => (done = give));
    },
  };
};

test('changes are what is in one list and not in the other, wherever they stand', () => {
  for (let round = 0; round < 200; round++) {
    const before = many(40);
    const after = [...before];
    for (let step = random.below(12); step > 0; step--) {
      const at = random.below(after.length + 1);
      if (random.chance(1 / 3)) after.splice(at, 1);
      else if (random.chance(1 / 2)) after.splice(at, 0, row(1000 + step));
      else after.splice(at, 1, row(2000 + step));
    }
    const changes = changesOf(before, after);
    assert.ok(changes !== undefined);
    const left = new Set(before.filter((each) => !changes.gone.has(each)).concat(changes.fresh));
    assert.equal(cases([...left]).sort(), cases(after).sort());
    assert.is(left.size, after.length);
  }
  assert.is(changesOf(many(1000), many(1000)), undefined, 'so much is not worth telling');
  assert.is(changesOf([], many(1000)), undefined);
});

test('a sort in slices says what a sort says, and can be given up', async () => {
  const numbers = Array.from({ length: 10_000 }, () => random.below(5_000));
  const sorted = await sortInSlices(
    numbers,
    (each) => each,
    (a, b) => a - b,
  );
  assert.equal(
    sorted,
    [...numbers].sort((a, b) => a - b),
  );
  const off = await sortInSlices(
    numbers,
    (each) => each,
    (a, b) => a - b,
    () => true,
  );
  assert.is(off, undefined);
});

test('a few rows are in order at once; of many the first ones, and soon all, and a change is put in at once', async () => {
  const reader = new BoardReader(facts);
  const { hear, next } = told();
  const order = new Order(hear);
  const few = many(50);
  assert.equal(order.sorted(reader, few, BY_TITLE), reader.sort(few, BY_TITLE));
  const rows = many(8_000);
  assert.equal(cases(order.sorted(reader, rows, BY_TITLE)).length, 50, 'the order of before stands');
  assert.ok(order.isPending);
  await next();
  assert.not(order.isPending);
  const sorted = order.sorted(reader, rows, BY_TITLE);
  assert.equal(cases(sorted), cases(reader.sort(rows, BY_TITLE)));
  assert.is(order.sorted(reader, rows, BY_TITLE), sorted, 'the same array while nothing changes');
  const changed = rows.map((each, at) => (at === 77 ? { ...each, title: '第0件' } : each)).slice(1);
  const again = order.sorted(reader, changed, BY_TITLE);
  assert.not(order.isPending);
  assert.equal(cases(again), cases(reader.sort(changed, BY_TITLE)));
  assert.is(again.find(({ title }) => title === '第0件')?.case, rows[77]?.case);
  // Another order while the old one is worked on: the last that was asked for counts.
  const other = { by: 'title', descending: true };
  order.sorted(reader, changed, { by: 'village', descending: false });
  assert.is(order.sorted(reader, changed, other), again);
  await next();
  assert.equal(cases(order.sorted(reader, changed, other)), cases(reader.sort(changed, other)));
});

test('many rows that nothing stood before are begun with the first of them', () => {
  const reader = new BoardReader(facts);
  const order = new Order(() => {});
  const rows = many(7_000);
  assert.equal(cases(order.sorted(reader, rows, BY_TITLE)), cases(reader.sort(rows.slice(0, 300), BY_TITLE)));
});

test('what passes is what the filter says, with its columns, whether prepared or not, growing or not', async () => {
  const reader = new BoardReader(facts);
  const { hear, next } = told();
  const sieve = new Sieve(hear);
  const rows = many(2_000);
  const filters: BoardFilter[] = ['1', '12', '12 村3', '12', '', '7'].map((words) => ({ ...NO_FILTER, words }));
  filters.push({ ...NO_FILTER, village: '村2' }, { ...NO_FILTER, village: '村2', words: '5' }, { ...NO_FILTER, words: '5' });
  for (const filter of filters) {
    let found = sieve.filtered(reader, rows, filter, NO_VISITS);
    if (sieve.isPending) await next();
    found = sieve.filtered(reader, rows, filter, NO_VISITS);
    const expected = reader.filter(rows, filter, NO_VISITS);
    assert.equal(cases(found), cases(expected), JSON.stringify(filter));
    assert.equal(columnsOf(found), byStage(expected));
    assert.is(sieve.filtered(reader, rows, filter, NO_VISITS), found, 'the same array while nothing changes');
  }
  const seven = { ...NO_FILTER, words: '7' };
  // On a busy machine a moment may not do: then the whole is told afterwards.
  const whole = async (of: typeof rows) => {
    sieve.filtered(reader, of, seven, NO_VISITS);
    if (sieve.isPending) await next();
    return sieve.filtered(reader, of, seven, NO_VISITS);
  };
  assert.ok((await whole(rows)).length > 0);
  const other = rows.slice(5);
  assert.equal(cases(await whole(other)), cases(reader.filter(other, seven)), 'other rows are looked through anew');
});

test('what takes long is shown in part, and then whole', async () => {
  const reader = new BoardReader(facts);
  const { hear, next } = told();
  const sieve = new Sieve(hear);
  const rows = many(1_000);
  const { haystack } = reader;
  // Slow enough that a moment does not do, however fast the machine.
  reader.haystack = (each) => {
    const end = performance.now() + 0.05;
    while (performance.now() < end);
    return haystack.call(reader, each);
  };
  const filter = { ...NO_FILTER, words: '件' };
  const part = sieve.filtered(reader, rows, filter, NO_VISITS);
  assert.ok(part.length > 0 && part.length < rows.length && sieve.isPending);
  const columns = columnsOf(part);
  assert.is(sieve.filtered(reader, rows, filter, NO_VISITS), part);
  await next();
  assert.not(sieve.isPending);
  assert.equal(cases(sieve.filtered(reader, rows, filter, NO_VISITS)), cases(rows));
  assert.equal(columns, byStage(part), 'what was shown does not grow under the hands of the page');
});

test('the first cards are those at the top of each column, and the first lines of a table', () => {
  const rows = many(1_000);
  const first = firstOf(rows, 'cards');
  assert.is(first.length, 72);
  const byCase = new Map(rows.map((each) => [each.case, each]));
  const columns = byStage(first.flatMap((id) => byCase.get(id) ?? []));
  for (const stage of stages) assert.equal(cases(columns[stage]), cases(byStage(rows)[stage]).slice(0, 12));
  assert.equal(firstOf(rows, 'table'), cases(rows).slice(0, 40));
  assert.equal(firstOf(rows.slice(0, 3), 'cards'), cases(rows.slice(0, 3)));
});

test.run();
