import { readFileSync } from 'node:fs';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from './locales/en.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import {
  addMatter,
  addVisit,
  contactsOf,
  endMatter,
  errandSlice,
  gridOf,
  gridsOf,
  type ImportRow,
  importFaults,
  manifest,
  model,
  openErrands,
  removeVisit,
  reportSlice,
  reportStand,
  rightToWork,
  roomOf,
  sumOf,
  tallyOf,
  treeSlice,
  Visit,
  workerOf,
} from './model.js';

const test = suite('grid model');
const office: BenchPerson = { person: 'p-office', department: 'governance', rights: ['grid.manage'] };
const worker = (grid: string, person = 'p-chen'): BenchPerson => ({ person, department: 'grid', rights: [rightToWork(grid)] });
const at = '2024-03-21T09:00';
const { request } = treeSlice;

const row = (index: number, over: Partial<ImportRow> = {}): ImportRow => ({
  line: index + 2,
  committee: `15092620${String(Math.floor(index / 9)).padStart(4, '0')}`,
  committeeName: `第${Math.floor(index / 9) + 1}村委会`,
  code: `g${String(index + 1).padStart(3, '0')}`,
  name: `第${index + 1}网格`,
  villages: [`自然村${index + 1}`],
  worker: `p-w${index + 1}`,
  ...over,
});
const rows = Array.from({ length: 79 }, (_, index) => row(index));

class Bench {
  readonly bench: ActBench;
  constructor(room = 'grid.tree') {
    this.bench = new ActBench(model, room);
  }
  do(made: Parameters<ActBench['act']>[0], by: BenchPerson, when = at, base?: number): string {
    const result = this.bench.act(made, { by, at: when, ...(base === undefined ? {} : { base }) });
    return result.ok ? result.value.outcome : (result.refusal.at ?? result.refusal.code);
  }
  get tree() {
    return treeSlice.of(this.bench.state.slices);
  }
  get errands() {
    return errandSlice.of(this.bench.state.slices);
  }
}

test('onedoor.plugin.json and the manifest in code are one, and both languages have the same keys', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
  assert.equal(Object.keys(en), Object.keys(zh));
  assert.equal(Object.keys(viewEn), Object.keys(viewZh));
});

test('79 grids come in with one act, each with its worker, under 9 committees; twice they are refused by line', () => {
  const bench = new Bench();
  assert.is(bench.do(request.import({ rows, on: '2024-01-01' }), { ...office, rights: [] }), 'NOT_PERMITTED');
  assert.is(bench.do(request.import({ rows, on: '2024-01-01' }), office), 'applied');
  const { tree } = bench;
  assert.is(Object.keys(tree.committees).length, 9);
  assert.is(Object.keys(tree.grids).length, 79);
  assert.is(gridsOf(tree, '150926200000').length, 9);
  assert.equal(tree.committees['150926200000']?.villages.slice(0, 2), ['自然村1', '自然村2']);
  assert.is(gridOf(tree, 'p-w79'), 'g079');
  assert.is(bench.do(request.import({ rows: [row(0)], on: '2024-01-01' }), office), 'refusal.lineGrid');
});

test('a worker who stands twice in a file is refused with the line, and nothing of the file is in force', () => {
  const bench = new Bench();
  const twice = rows.map((each, index) => (index === 40 ? { ...each, worker: 'p-w3' } : each));
  assert.equal(importFaults(bench.tree, twice), [{ line: 42, fault: 'refusal.lineWorker' }]);
  const result = bench.bench.act(request.import({ rows: twice, on: '2024-01-01' }), { by: office, at });
  assert.is(result.ok ? '' : result.refusal.seen, 'line 42: lineWorker');
  assert.equal(bench.tree.grids, {});
});

test('one worker a grid, one grid a worker; a grid is handed over with what is open, and has its workers from day to day', () => {
  const bench = new Bench();
  bench.do(request.import({ rows: rows.slice(0, 3), on: '2024-01-01' }), office);
  const over = (to: string, on = '2024-03-20') =>
    request.handOver({ grid: 'g001', from: 'p-w1', to, on, matters: ['m1'], errands: ['e1', 'e2'], note: '钥匙两把' });
  assert.is(bench.do(over('p-w2'), office), 'refusal.twoGrids');
  assert.is(bench.do(over('p-w1'), office), 'refusal.sameWorker');
  assert.is(bench.do(over('p-new', '2023-12-31'), office), 'refusal.before');
  assert.is(bench.do(over('p-new', '2024-03-22'), office), 'refusal.future');
  assert.is(bench.do(over('p-new'), office), 'applied');
  assert.equal(workerOf(bench.tree, 'g001'), { person: 'p-new', from: '2024-03-20' });
  const [first] = bench.tree.terms['g001'] ?? [];
  assert.equal([first?.from, first?.to, first?.handed?.to, first?.handed?.errands], ['2024-01-01', '2024-03-20', 'p-new', ['e1', 'e2']]);
  assert.is(gridOf(bench.tree, 'p-w1'), undefined, 'free for another grid');
  assert.is(bench.do(over('p-other'), office), 'refusal.noWorker', 'p-w1 has left');
  assert.is(bench.do(request.assign({ grid: 'g001', person: 'p-w1', on: '2024-03-21' }), office), 'refusal.worker');
  assert.is(bench.do(request.leave({ grid: 'g002', on: '2024-03-21' }), office), 'applied');
  assert.is(bench.do(request.assign({ grid: 'g002', person: 'p-w1', on: '2024-03-21' }), office), 'applied');
});

test('two who hand one grid to two people while apart: the second waits as a conflict', () => {
  const bench = new Bench();
  bench.do(request.import({ rows: rows.slice(0, 1), on: '2024-01-01' }), office);
  const to = (person: string) =>
    request.handOver({ grid: 'g001', from: 'p-w1', to: person, on: '2024-03-20', matters: [], errands: [], note: '' });
  assert.is(bench.do(to('p-a'), office, at, 1), 'applied');
  assert.is(bench.do(to('p-b'), office, at, 1), 'conflict');
  assert.is(workerOf(bench.tree, 'g001')?.person, 'p-a');
});

test('the 5+1 forces of a grid are those of the grid and of its committee', () => {
  const bench = new Bench();
  bench.do(request.import({ rows: rows.slice(0, 10), on: '2024-01-01' }), office);
  const contact = (id: string, of: string, force: 'party' | 'warm') =>
    request.setContact({ id, of, force, name: `联系人${id}`, phone: '13800000000', note: '' });
  assert.is(bench.do(contact('a', '150926200000', 'party'), office), 'applied');
  assert.is(bench.do(contact('b', 'g001', 'warm'), office), 'applied');
  assert.is(bench.do(contact('c', 'g002', 'warm'), office), 'applied');
  assert.is(bench.do(contact('d', 'nowhere', 'warm'), office), 'refusal.grid');
  assert.equal(
    contactsOf(bench.tree, 'g001').map(({ id }) => id),
    ['a', 'b'],
  );
  assert.is(bench.do(request.removeContact({ id: 'b' }), office), 'applied');
  assert.is(bench.do(request.removeContact({ id: 'b' }), office), 'refusal.contact');
});

test('an errand has a receipt with a number, is handed back once, and only by the worker of its grid', () => {
  const bench = new Bench(roomOf('g001'));
  const errand = (id: string, dueOn?: string) =>
    errandSlice.request.receive({
      id,
      forWhom: '苗桂花',
      village: '自然村1',
      what: '医保缴费',
      documents: ['身份证', '户口簿'],
      receivedOn: '2024-03-20',
      ...(dueOn === undefined ? {} : { dueOn }),
    });
  assert.is(bench.do(errand('e1'), worker('g002')), 'FORBIDDEN');
  assert.is(bench.do(errand('e1'), worker('g001')), 'applied');
  assert.equal(bench.errands.errands['e1']?.number, { register: 'errand', year: 2024, value: 1 });
  assert.is(bench.do(errand('e1'), worker('g001')), 'refusal.errandKnown');
  assert.is(bench.do(errand('e2', '2024-03-25'), worker('g001')), 'applied');
  assert.equal(
    openErrands(bench.errands).map(({ id }) => id),
    ['e2', 'e1'],
  );
  const back = (on: string) => errandSlice.request.handBack({ id: 'e1', on, to: '苗桂花', note: '' });
  assert.is(bench.do(back('2024-03-19'), worker('g001')), 'refusal.beforeReceipt');
  assert.is(bench.do(back('2024-03-21'), worker('g001')), 'applied');
  assert.is(bench.do(back('2024-03-21'), worker('g001')), 'refusal.over');
  assert.is(bench.do(errandSlice.request.withdraw({ id: 'e2', reason: ' ' }), worker('g001')), 'refusal.reason');
  assert.is(bench.do(errandSlice.request.withdraw({ id: 'e2', reason: '本人自己去办' }), worker('g001')), 'applied');
});

test('what a grid did is counted by month: visits, households once each, matters, errands, leaflets', () => {
  const bench = new Bench(roomOf('g001'));
  const { content } = bench.bench;
  const context = { person: 'p-chen', now: 1, id: () => 'x' };
  const visit = (id: string, day: string, household?: string, leaflets?: number) =>
    addVisit.run(
      content,
      {
        id,
        day,
        kind: household === undefined ? 'round' : 'household',
        by: 'p-chen',
        village: '木匠沟',
        ...(household === undefined ? {} : { household }),
        ...(leaflets === undefined ? {} : { leaflets }),
        words: '一切正常',
      },
      context,
    );
  for (const done of [
    visit('v1', '2024-03-01', '苗家', 5),
    visit('v1', '2024-03-01', '苗家', 5),
    visit('v2', '2024-03-09', '苗 家'),
    visit('v3', '2024-03-09', '12号'),
    visit('v4', '2024-04-01', '１２号'),
    visit('v5', '2024-04-02'),
    visit('v6', '2024-04-03', '赵家'),
    removeVisit.run(content, { id: 'v6' }, context),
    addVisit.run(content, { id: 'v7', day: '2024-04-04', kind: 'round', by: 'p-chen', village: '', draft: true, words: '' }, context),
  ])
    assert.ok(done.ok);
  const read = content.get(Visit, 'v1');
  assert.is(read?.ok === true ? read.value.words : '', '一切正常', 'written once, though it was run twice');
  const matter = (id: string, foundOn: string) =>
    addMatter.run(content, { id, visit: 'v1', foundOn, title: '占道', category: '02', result: 'open' }, context);
  for (const done of [
    matter('m1', '2024-03-01'),
    matter('m2', '2024-03-09'),
    matter('m3', '2024-04-01'),
    endMatter.run(content, { id: 'm1', result: 'settled', endedOn: '2024-03-01', done: '当场说通' }, context),
    endMatter.run(content, { id: 'm2', result: 'reported', endedOn: '2024-03-09', case: 'c1' }, context),
  ])
    assert.ok(done.ok);
  for (const id of ['e1', 'e2'])
    bench.do(
      errandSlice.request.receive({ id, forWhom: '苗桂花', village: '', what: '低保年审', documents: [], receivedOn: '2024-03-20' }),
      worker('g001'),
    );
  bench.do(errandSlice.request.withdraw({ id: 'e2', reason: '不办了' }), worker('g001'));
  const months = tallyOf({ collection: (record) => ({ list: () => content.list(record) }) }, bench.errands);
  const told = (month: string) => {
    const { households, ...counts } = sumOf(months.has(month) ? [...months].flatMap(([key, tally]) => (key === month ? [tally] : [])) : []);
    return { ...counts, households: households.size };
  };
  assert.equal(told('2024-03'), { visits: 3, matters: 2, settled: 1, reported: 1, errands: 1, handedBack: 0, leaflets: 5, households: 2 });
  assert.equal(told('2024-04'), { visits: 2, matters: 1, settled: 0, reported: 0, errands: 0, handedBack: 0, leaflets: 0, households: 1 });
  assert.is(sumOf(months.values()).households.size, 2, 'a household of two months is one of the year');
});

test('a case knows the grid that reported it, once, and its row tells', () => {
  const bench = new Bench('grid');
  const chen: BenchPerson = { person: 'p-chen', department: 'grid', role: 'lead' };
  const record = reportSlice.request.record({ grid: 'g001', gridName: '第1网格', visit: 'v1', matter: 'm2', foundOn: '2024-03-09' });
  assert.is(bench.do(record, chen), 'applied');
  assert.is(bench.do(record, chen), 'refusal.reported');
  const row = bench.bench.row('2024-03-21');
  assert.is(row.read(reportStand)?.matter, 'm2');
  assert.equal(model.contributions.ledgerColumns?.['grid']?.(row), { value: '第1网格' });
  assert.equal(model.contributions.ledgerColumns?.['found']?.(row), { value: '2024-03-09' });
});

test.run();
