import type { SampleStep } from '@onedoor/core';
import { ActBench } from '@onedoor/core/testing';
import type { StatisticFigure } from '@onedoor/elements';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { figuresOfGrids, type GridRows, rowsOfGrid } from './figures.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { errandSlice, gridOf, model, rightToWork, roomOf, treeSlice, workerOf } from './model.js';
import sample from './sample/sample.js';

const test = suite('figures of grids');
let made = 0;
const steps: readonly SampleStep[] = sample({ key: 'years', id: () => `id-${String(made++).padStart(6, '0')}` });

/** What the steps of one room leave behind, judged as the server judges them. */
function played(name: string): ActBench {
  const bench = new ActBench(model, name);
  const commands = model.rooms.find((room) => room.name === 'grid.visits.*')?.commands ?? [];
  for (const step of steps.filter(({ room }) => room === name)) {
    const rights = step.by === 'p-zhou' ? ['grid.manage'] : [rightToWork(name.slice('grid.visits.'.length))];
    if ('act' in step) {
      const done = bench.act(step.act, { by: { person: step.by, department: 'grid', rights }, at: step.at });
      if (!done.ok) throw new Error(`${step.at} ${step.act.command}: ${done.refusal.code} ${done.refusal.seen}`);
    } else if ('run' in step) {
      const context = { person: step.by, now: Date.parse(`${step.at}:00+08:00`), id: () => 'x' };
      const ran = commands.find((command) => command.name === step.run.command)?.run(bench.content, step.run.args, context);
      if (ran?.ok !== true) throw new Error(`${step.at} ${step.run.command}`);
    }
  }
  return bench;
}

const tree = treeSlice.of(played('grid.tree').state.slices);
const rows: readonly GridRows[] = Object.values(tree.grids).map((grid) => {
  const { content, state } = played(roomOf(grid.code));
  return rowsOfGrid(grid, { collection: (record) => ({ list: () => content.list(record) }) }, errandSlice.of(state.slices), (kind) => kind);
});
const figures = figuresOfGrids(tree, rows, (key) => viewZh[key]);
const figure = (id: string): StatisticFigure => {
  const found = figures.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no figure ${id}`);
  return found;
};
const count = (id: string): number => figure(id).items.length;

test('79 grids under nine committees, one worker each, who may work in that grid and no other', () => {
  assert.equal([count('grids'), Object.keys(tree.committees).length, count('workers')], [79, 9, 79]);
  const workers = Object.keys(tree.grids).map((grid) => workerOf(tree, grid)?.person ?? '');
  assert.is(new Set(workers).size, 79);
  const enrolled = steps.flatMap((step) => ('act' in step && step.room === 'directory' ? [step.act.args] : []));
  assert.is(enrolled.length, 78, 'one has an account already');
  for (const { person, rights } of enrolled)
    assert.ok(Array.isArray(rights) && rights.includes(rightToWork(gridOf(tree, String(person)) ?? '')), String(person));
  assert.is(new Set(enrolled.map(({ name }) => name)).size, 78, 'no two of one name');
});

test('859 households, each visited, by more than 1,900 visits', () => {
  const { items } = figure('households');
  assert.is(new Set(items.flatMap(({ key }) => key ?? [])).size, 859);
  assert.ok(count('visits') > 1900 && count('visits') < 2100, String(count('visits')));
  assert.is(count('rounds'), 158);
});

test('matters, errands and leaflets are as many as their rows', () => {
  assert.equal([count('settled'), count('reported'), count('matters')], [104, 21, 131]);
  assert.is(figure('reported').of?.items.length, 131);
  assert.is(count('errands'), 1324);
  assert.ok(count('handedBack') > 1250 && count('handedBack') < 1324, 'some are still open at the end of the year');
  assert.is(
    figure('leaflets').items.reduce((sum, { amount = 0 }) => sum + amount, 0),
    2000,
  );
});

test('all of it is of one year, and no row names the worker', () => {
  const all = rows.flatMap(({ visits, matters, errands }) => [...visits, ...matters, ...errands]);
  assert.equal([...new Set(all.map(({ on }) => on?.slice(0, 4)))], ['2024']);
  assert.is(new Set(all.map(({ id }) => id)).size, all.length);
  assert.not(all.some(({ title }) => title.includes('w-1509')));
});

test('the same seed plants the same year', () => {
  made = 0;
  assert.equal(sample({ key: 'years', id: () => `id-${String(made++).padStart(6, '0')}` }), steps);
});

test('a draft, a removed visit and a withdrawn errand are in no figure; a household is one however it is written', () => {
  const bench = new ActBench(model, roomOf('g'));
  const run = (command: string, args: Record<string, unknown>) => {
    const found = model.rooms.find(({ name }) => name === 'grid.visits.*')?.commands.find(({ name }) => name === command);
    assert.ok(found?.run(bench.content, args, { person: 'chen', now: 0, id: () => 'x' }).ok, command);
  };
  const visit = { day: '2024-03-01', kind: 'household', by: 'chen', village: '北坡', words: '' };
  run('grid.addVisit', { id: 'a', household: '3号 王家', ...visit });
  run('grid.addVisit', { id: 'b', household: '３号王家', ...visit });
  run('grid.addVisit', { id: 'c', household: '4号', draft: true, ...visit });
  run('grid.addVisit', { id: 'd', household: '5号', ...visit });
  run('grid.removeVisit', { id: 'd' });
  const errand = { forWhom: '王', village: '北坡', what: '年审', documents: [], receivedOn: '2024-03-01', by: 'chen', at: 0 };
  const errands = { one: { id: 'one', ...errand }, two: { id: 'two', ...errand, withdrawn: { reason: '自己去', by: 'chen', at: 0 } } };
  const grid = { code: 'g', name: '格', committee: 'c', villages: [] };
  const found = rowsOfGrid(grid, { collection: (record) => ({ list: () => bench.content.list(record) }) }, { errands }, (kind) => kind);
  assert.equal([found.visits.length, new Set(found.visits.map(({ key }) => key)).size, found.errands.length], [2, 1, 1]);
});

test('who may read no grid is told how many there are and no nought of their work', () => {
  assert.equal(
    figuresOfGrids(tree, [], (key) => viewZh[key]).map(({ id }) => id),
    ['grids', 'workers'],
  );
});

test('every figure is named in both languages', () => {
  const english = figuresOfGrids(tree, rows, (key) => viewEn[key]);
  for (const { id, label, of } of [...figures, ...english]) assert.ok(label.length > 1 && of?.label !== '', id);
});

test.run();
