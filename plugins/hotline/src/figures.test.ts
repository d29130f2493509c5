import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import type { StatisticFigure } from '@onedoor/elements';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { figuresOfOrders, type Handled, inTime } from './figures.js';
import { viewZh } from './locales/view-zh.js';
import { hotline } from './model.js';
import { ordersOf, ordersSlice, workOf } from './orders.js';
import sample from './sample/sample.js';

const test = suite('figures of orders');
const { request } = ordersSlice;
const he: BenchPerson = { person: 'p-he', department: 'hotline' };
const zhou: BenchPerson = { person: 'p-zhou', department: 'leadership', rights: ['hotline.work'] };
const ROOM = 'hotline.orders.2024';

const handledOf = (bench: ActBench): readonly Handled[] => {
  const state = ordersSlice.of(bench.state.slices);
  return [...ordersOf(state).values()].map(({ order }) => ({ order, work: workOf(state, order.no) }));
};
/** `76/78` of a figure, or its count. */
const said = (figures: readonly StatisticFigure[], id: string): string => {
  const figure = figures.find((each) => each.id === id);
  return figure?.of === undefined ? String(figure?.items.length) : `${figure.items.length}/${figure.of.items.length}`;
};

test('the generated year: 78 orders through all their steps, 76 of 78 callers satisfied, and every number its rows', () => {
  const bench = new ActBench(hotline, ROOM);
  for (const step of sample({ key: 'years', id: () => 'x' })) {
    if (step.room !== ROOM || !('act' in step)) continue;
    const done = bench.act(step.act, { by: step.by === 'p-he' ? he : zhou, at: step.at });
    assert.ok(done.ok, done.ok ? '' : `${step.at} ${step.act.command} ${done.refusal.at ?? done.refusal.code}`);
  }
  const orders = handledOf(bench);
  const figures = figuresOfOrders(orders, { today: '2025-01-15' }, (key) => viewZh[key]);
  assert.equal(
    ['received', 'dispatched', 'answered', 'calledBack', 'satisfied', 'closed', 'redone'].map((id) => said(figures, id)),
    ['78', '78/78', '78/78', '78/78', '76/78', '76/78', '2/78'],
  );
  const [extended, returned] = ['extend', 'return'].map(
    (act) => orders.filter(({ work }) => work.history.some((each) => each.act === act)).length,
  );
  assert.equal([said(figures, 'extended'), said(figures, 'returned')], [`${extended}/78`, `${returned}/78`]);
  assert.ok(Number(extended) > 0 && Number(returned) > 0);
  const [kept, due] = said(figures, 'inTime').split('/').map(Number);
  assert.is(due, 78);
  assert.is(kept, orders.filter((each) => inTime(each, { today: '2025-01-15' }) === true).length);
});

test('in time is the answer and its day; what is not answered counts once its day has passed', () => {
  const bench = new ActBench(hotline, ROOM);
  const add = (no: string, dueOn: string) =>
    bench.act(request.add({ order: { no, receivedAt: '2024-09-16 09:30', content: '路灯不亮', dueOn } }), {
      by: he,
      at: '2024-09-16T10:00',
    });
  for (const [no, dueOn] of [
    ['A', '2024-09-20'],
    ['B', '2024-09-20'],
    ['C', '2024-09-20'],
    ['D', '2024-10-20'],
  ] as const) {
    add(no, dueOn);
    bench.act(request.dispatch({ no, lead: '村镇建设办', assist: [], note: '' }), { by: he, at: '2024-09-16T11:00' });
  }
  const reply = (no: string, at: string) => bench.act(request.reply({ no, text: '好了', handler: '办' }), { by: he, at });
  reply('A', '2024-09-20T17:00');
  reply('B', '2024-09-21T09:00');
  const figures = figuresOfOrders(handledOf(bench), { today: '2024-09-30' }, (key) => viewZh[key]);
  assert.is(said(figures, 'inTime'), '1/3', 'D still has time');
});

test('satisfied is the last word of those who gave a mark, and whoever was not reached is in no rate', () => {
  const bench = new ActBench(hotline, ROOM);
  const answered = (no: string, back: Partial<Parameters<typeof request.callBack>[0]>) => {
    bench.act(request.add({ order: { no, receivedAt: '2024-09-16 09:30', content: '路灯不亮' } }), { by: he, at: '2024-09-16T10:00' });
    bench.act(request.dispatch({ no, lead: '办', assist: [], note: '' }), { by: he, at: '2024-09-16T11:00' });
    bench.act(request.reply({ no, text: '好了', handler: '办' }), { by: he, at: '2024-09-17T11:00' });
    return bench.act(request.callBack({ no, reached: true, solved: true, note: '', ...back }), { by: zhou, at: '2024-09-18T11:00' });
  };
  for (const result of [
    answered('A', { satisfied: 5 }),
    answered('B', { satisfied: 3 }),
    answered('C', {}),
    answered('D', { reached: false, solved: undefined }),
  ])
    assert.ok(result.ok);
  bench.act(request.redo({ no: 'B', reason: '没修好' }), { by: zhou, at: '2024-09-18T12:00' });
  const figures = figuresOfOrders(handledOf(bench), { today: '2024-09-30' }, (key) => viewZh[key]);
  assert.equal([said(figures, 'satisfied'), said(figures, 'calledBack')], ['1/2', '3/4']);
});

test('a row tells no caller', () => {
  const bench = new ActBench(hotline, ROOM);
  const order = { no: 'A', receivedAt: '2024-09-16 09:30', content: '路灯不亮', caller: '苗桂花', phone: '13800001200' };
  bench.act(request.add({ order }), { by: he, at: '2024-09-16T10:00' });
  const [row] = figuresOfOrders(handledOf(bench), { today: '2024-09-30' }, (key) => viewZh[key])[0]?.items ?? [];
  assert.equal(row, { id: 'A', title: 'A 路灯不亮', on: '2024-09-16' });
});

test.run();
