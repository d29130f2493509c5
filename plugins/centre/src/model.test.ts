import { readFileSync } from 'node:fs';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bookingsOn, daysSlice, onDuty, openSwaps, roomOfDay } from './days.js';
import { houseSlice, itemsOf } from './house.js';
import { en } from './locales/en.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import { centre, manifest } from './model.js';
import { usualAreas, usualPosts } from './usual.js';

const test = suite('centre');
const head: BenchPerson = { person: 'p-zhou', department: 'leadership', rights: ['centre.manage'] };
const sun: BenchPerson = { person: 'p-sun', department: 'mediation' };
const zhao: BenchPerson = { person: 'p-zhao', department: 'judicial' };
const at = '2024-10-11T09:00';
const DAY = '2024-10-14';
const days = () => new ActBench(centre, roomOfDay(DAY));
const { request } = daysSlice;
const book = (id: string, from: string, to: string, room = 'mediation') => request.book({ id, day: DAY, room, from, to, purpose: '调解' });
const code = (result: ReturnType<ActBench['act']>): string =>
  result.ok ? result.value.outcome : (result.refusal.at ?? result.refusal.code);

test('onedoor.plugin.json and the manifest in code are one; both languages have the same keys', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
  assert.equal([Object.keys(en), Object.keys(viewEn)], [Object.keys(zh), Object.keys(viewZh)]);
});

test('a town begins with eight areas, one hall, one office, two stations, four rooms; its head names them otherwise', () => {
  const bench = new ActBench(centre, 'centre');
  for (const area of usualAreas()) assert.is(code(bench.act(houseSlice.request.room(area), { by: head, at })), 'applied');
  for (const post of usualPosts()) assert.is(code(bench.act(houseSlice.request.post(post), { by: head, at })), 'applied');
  const rooms = () => Object.values(houseSlice.of(bench.state.slices).rooms);
  assert.is(rooms().length, 8);
  const [hall] = rooms();
  assert.ok(hall);
  assert.is(code(bench.act(houseSlice.request.room({ ...hall, name: '便民大厅' }), { by: sun, at })), 'NOT_PERMITTED');
  bench.act(houseSlice.request.room({ ...hall, name: '便民大厅' }), { by: head, at });
  assert.is(rooms()[0]?.name, '便民大厅');
  assert.is(rooms().length, 8);
});

test('2024 asks for four, 2025 for five; each is judged by whoever runs the centre, with who and when', () => {
  assert.equal([itemsOf('2024').length, itemsOf('2025').length], [4, 5]);
  const bench = new ActBench(centre, 'centre');
  for (const item of itemsOf('2024'))
    assert.is(code(bench.act(houseSlice.request.assess({ year: '2024', item, held: true, words: '' }), { by: head, at })), 'applied');
  const { profile } = houseSlice.of(bench.state.slices);
  assert.is(itemsOf('2024').filter((item) => profile['2024']?.[item]?.held === true).length, 4);
  assert.is(itemsOf('2025').filter((item) => profile['2025']?.[item]?.held === true).length, 0);
  assert.is(profile['2024']?.plate?.by, 'p-zhou');
});

test('a room is booked once for a time; what follows it is free', () => {
  const bench = days();
  assert.is(code(bench.act(book('a', '09:00', '10:30'), { by: sun, at })), 'applied');
  assert.is(code(bench.act(book('b', '10:00', '11:00'), { by: zhao, at })), 'refusal.taken');
  assert.is(code(bench.act(book('c', '10:30', '11:00'), { by: zhao, at })), 'applied');
  assert.is(code(bench.act(book('d', '09:00', '10:00', 'legal'), { by: zhao, at })), 'applied');
  assert.is(code(bench.act(book('e', '15:00', '15:00'), { by: zhao, at })), 'refusal.times');
  assert.equal(
    bookingsOn(daysSlice.of(bench.state.slices), DAY).map(({ id }) => id),
    ['a', 'd', 'c'],
  );
});

test('two who book one room for one time while apart: the second is a conflict and kept, nothing is booked twice', () => {
  const bench = days();
  bench.act(book('a', '09:00', '10:30'), { by: sun, at });
  assert.is(code(bench.act(book('b', '10:00', '11:00'), { by: zhao, at, base: 0 })), 'conflict');
  assert.is(code(bench.act(book('c', '10:30', '11:30'), { by: zhao, at, base: 0 })), 'applied', 'times that only touch are none');
  assert.equal(
    bookingsOn(daysSlice.of(bench.state.slices), DAY).map(({ id }) => id),
    ['a', 'c'],
  );
});

test('one cancels a booking of one’s own; whoever runs the centre any, with a reason', () => {
  const bench = days();
  bench.act(book('a', '09:00', '10:00'), { by: sun, at });
  const cancel = { day: DAY, id: 'a', reason: '当事人改期' };
  assert.is(code(bench.act(request.cancel(cancel), { by: zhao, at })), 'refusal.noBooking');
  assert.is(code(bench.act(request.revoke(cancel), { by: zhao, at })), 'NOT_PERMITTED');
  assert.is(code(bench.act(request.revoke(cancel), { by: head, at })), 'applied');
  assert.is(code(bench.act(request.cancel(cancel), { by: sun, at })), 'refusal.noBooking');
  assert.is(code(bench.act(book('b', '09:00', '10:00'), { by: zhao, at })), 'applied', 'the time is free again');
});

test('duties change hands only when the other agrees, and only as they were asked about', () => {
  const bench = days();
  const slots = [
    { day: DAY, post: 'mediation', person: 'p-sun' },
    { day: '2024-10-15', post: 'legal', person: 'p-zhao' },
  ];
  assert.is(code(bench.act(request.assign({ slots }), { by: sun, at })), 'NOT_PERMITTED');
  bench.act(request.assign({ slots }), { by: head, at });
  const [mine, theirs] = [
    { day: DAY, post: 'mediation' },
    { day: '2024-10-15', post: 'legal' },
  ];
  const ask = (id: string, to = 'p-zhao') => request.askSwap({ id, ...mine, to, inReturn: theirs, words: '' });
  assert.is(code(bench.act(ask('x'), { by: zhao, at })), 'refusal.notYours');
  assert.is(code(bench.act(ask('x', 'p-li'), { by: sun, at })), 'refusal.notTheirs');
  bench.act(ask('x'), { by: sun, at });
  bench.act(ask('y'), { by: sun, at });
  const state = () => daysSlice.of(bench.state.slices);
  assert.equal([onDuty(state(), mine), openSwaps(state()).length], ['p-sun', 2], 'nothing has changed yet');
  assert.is(code(bench.act(request.answerSwap({ id: 'x', agree: true }), { by: sun, at })), 'refusal.noSwap');
  assert.is(code(bench.act(request.answerSwap({ id: 'x', agree: true }), { by: zhao, at })), 'applied');
  assert.equal([onDuty(state(), mine), onDuty(state(), theirs)], ['p-zhao', 'p-sun']);
  assert.is(code(bench.act(request.answerSwap({ id: 'y', agree: true }), { by: zhao, at })), 'refusal.moved');
  assert.is(code(bench.act(request.withdrawSwap({ id: 'y' }), { by: sun, at })), 'applied');
  assert.is(openSwaps(state()).length, 0);
});

test.run();
