import { readFileSync } from 'node:fs';
import { SettingDefinitions, type SettingValues } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { TRAPS_LOST, TRAPS_READ } from '@onedoor/elements/tables';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deskSlice } from './desk.js';
import { FIELDS } from './import/fields.js';
import { en } from './locales/en.js';
import { en as settingsEn, zh as settingsZh } from './locales/settings.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import { hotline, manifest } from './model.js';
import { KINDS, type Order, URGENCIES } from './order.js';
import { clockOf, ordersOf, ordersSlice, phaseOf, workOf } from './orders.js';
import settings from './settings.js';
import { DEFAULT_SLA, dueOf, type Sla } from './sla.js';

const test = suite('hotline orders');
const { request } = ordersSlice;
const he: BenchPerson = { person: 'p-he', department: 'hotline' };
const zhou: BenchPerson = { person: 'p-zhou', department: 'leadership', rights: ['hotline.work'] };
const wang: BenchPerson = { person: 'p-wang', department: 'police', rights: ['hotline.handle'] };
const xu: BenchPerson = { person: 'p-xu', department: 'legal' };

const order = (no: string, over: Partial<Order> = {}): Order => ({
  no,
  receivedAt: '2024-09-16 09:30',
  content: '土城村垃圾未清运',
  kind: 'complaint',
  ...over,
});

class Bench {
  readonly bench = new ActBench(hotline, 'hotline.orders.2024');
  do(made: Parameters<ActBench['act']>[0], at: string, by = he, base?: number): string {
    const result = this.bench.act(made, { by, at, ...(base === undefined ? {} : { base }) });
    return result.ok ? result.value.outcome : (result.refusal.at ?? result.refusal.code);
  }
  get state() {
    return ordersSlice.of(this.bench.state.slices);
  }
  phase(no = 'GD1') {
    return phaseOf(workOf(this.state, no));
  }
  import(id: string, parts: readonly (readonly Order[])[], at = '2024-09-17T10:00', by = he) {
    for (const [part, orders] of parts.entries()) this.do(request.stage({ import: id, part, orders: [...orders] }), at, by);
    return this.commit(id, parts, at, by);
  }
  commit(id: string, parts: readonly (readonly Order[])[], at = '2024-09-17T10:00', by = he) {
    const count = parts.flat().length;
    return this.do(request.commit({ import: id, parts: parts.length, count, source: '市12345', file: 'a.csv' }), at, by);
  }
}

test('onedoor.plugin.json and the manifest in code are one, and both languages have the same keys', () => {
  assert.equal(JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8')), manifest);
  assert.equal([Object.keys(en), Object.keys(viewEn)], [Object.keys(zh), Object.keys(viewZh)]);
});

test('every word that is put together is in the dictionary', () => {
  const acts = ['dispatch', 'sign', 'extend', 'return', 'reply', 'callBack', 'redo', 'close', 'link', 'unlink'];
  const findings = ['missing', 'twice', 'already', 'unknownWord', 'tooLong', 'moreCells', 'headAgain'];
  const words = [
    ...[...TRAPS_LOST, ...TRAPS_READ, ...findings].map((each) => `trap.${each}`),
    ...FIELDS.map((each) => `field.${each}`),
    ...KINDS.map((each) => `kind.${each}`),
    ...acts.map((each) => `did.${each}`),
    ...['encoding', 'quote', 'oldFormat', 'webPage', 'workbook', 'tooLarge', 'empty'].map((each) => `file.${each}`),
  ];
  assert.equal(
    words.filter((word) => !(word in viewZh)),
    [],
  );
});

test('an import is in force as a whole, with one act, and what is staged shows nowhere', () => {
  const bench = new Bench();
  const parts = [[order('GD1'), order('GD2')], [order('GD3')]];
  assert.is(bench.do(request.stage({ import: 'i1', part: 0, orders: parts[0] ?? [] }), '2024-09-17T10:00'), 'applied');
  assert.is(ordersOf(bench.state).size, 0);
  assert.is(bench.commit('i1', parts), 'refusal.incomplete');
  assert.is(bench.do(request.stage({ import: 'i1', part: 0, orders: parts[1] ?? [] }), '2024-09-17T10:00'), 'refusal.part');
  assert.is(bench.do(request.stage({ import: 'i1', part: 1, orders: parts[1] ?? [] }), '2024-09-17T10:00'), 'applied');
  assert.is(bench.commit('i1', parts), 'applied');
  assert.equal([...ordersOf(bench.state).keys()], ['GD1', 'GD2', 'GD3']);
  assert.equal(bench.state.staged, {});
  assert.equal(
    bench.state.imports.map(({ file, count, by }) => [file, count, by]),
    [['a.csv', 3, 'p-he']],
  );
});

test('no order comes twice: not in a file, not in a second one, not from two people who import the same file', () => {
  const bench = new Bench();
  assert.is(bench.import('i1', [[order('GD1'), order('GD1')]]), 'refusal.twice');
  assert.is(bench.import('i2', [[order('GD1')]]), 'applied');
  assert.is(bench.import('i3', [[order('GD1'), order('GD2')]]), 'refusal.known');
  assert.equal([...ordersOf(bench.state).keys()], ['GD1']);
  assert.is(bench.import('i2', [[order('GD9')]]), 'refusal.imported');
  const same = [[order('GD5')]];
  const [a, b] = ['i4', 'i5'];
  for (const id of [a, b]) bench.do(request.stage({ import: id, part: 0, orders: same[0] ?? [] }), '2024-09-17T10:00');
  assert.equal([bench.commit(a, same), bench.commit(b, same, '2024-09-17T10:00', zhou)], ['applied', 'refusal.known']);
  assert.is(bench.do(request.add({ order: order('GD1') }), '2024-09-17T10:00'), 'refusal.known');
});

test('an import that was given up is dropped; one in force is undone with one act while nobody has worked on it', () => {
  const bench = new Bench();
  bench.do(request.stage({ import: 'i0', part: 0, orders: [order('GD1')] }), '2024-09-17T10:00');
  assert.is(bench.do(request.drop({ import: 'i0' }), '2024-09-17T10:00'), 'applied');
  assert.equal([bench.state.staged, bench.commit('i0', [[order('GD1')]])], [{}, 'refusal.incomplete']);
  bench.import('i1', [[order('GD1')], [order('GD2')]]);
  bench.import('i2', [[order('GD3')]]);
  assert.is(bench.do(request.undoImport({ import: 'i1', reason: '' }), '2024-09-17T11:00'), 'refusal.reason');
  assert.is(bench.do(request.undoImport({ import: 'i1', reason: '文件选错' }), '2024-09-17T11:00'), 'applied');
  assert.equal([...ordersOf(bench.state).keys()], ['GD3']);
  assert.is(bench.state.imports[0]?.undone?.reason, '文件选错');
  assert.is(bench.do(request.undoImport({ import: 'i1', reason: '再来' }), '2024-09-17T11:00'), 'refusal.notImported');
  assert.is(bench.import('i3', [[order('GD1')]]), 'applied');
  bench.do(request.dispatch({ no: 'GD1', lead: '综合执法', assist: [], note: '' }), '2024-09-17T12:00');
  assert.is(bench.do(request.undoImport({ import: 'i3', reason: '文件选错' }), '2024-09-17T13:00'), 'refusal.worked');
});

test('an order goes from the desk to a unit, is answered, called back by another person, and closed', () => {
  const bench = new Bench();
  assert.is(bench.do(request.add({ order: order('GD1') }), '2024-09-16T10:00'), 'applied');
  assert.is(bench.do(request.sign({ no: 'GD1' }), '2024-09-16T11:00', wang), 'refusal.notDispatched');
  const dispatch = request.dispatch({ no: 'GD1', lead: '综合执法', assist: ['派出所'], note: '' });
  assert.is(bench.do(dispatch, '2024-09-16T11:00', wang), 'NOT_PERMITTED');
  assert.equal([bench.phase(), bench.do(dispatch, '2024-09-16T11:00'), bench.phase()], ['new', 'applied', 'dispatched']);
  assert.is(bench.do(request.sign({ no: 'GD1' }), '2024-09-16T15:00', wang), 'applied');
  assert.is(
    bench.do(request.callBack({ no: 'GD1', reached: true, solved: true, note: '' }), '2024-09-17T09:00', zhou),
    'refusal.notReplied',
  );
  assert.is(bench.do(request.reply({ no: 'GD1', text: ' ', handler: '' }), '2024-09-18T09:00', wang), 'refusal.text');
  assert.is(bench.do(request.reply({ no: 'GD1', text: '已清运', handler: '' }), '2024-09-18T09:00'), 'applied');
  assert.is(bench.do(request.close({ no: 'GD1', note: '' }), '2024-09-18T10:00'), 'refusal.noCallBack');
  // Whoever wrote the answer, or took the order for the unit, does not ask what it was worth.
  const call = request.callBack({ no: 'GD1', reached: true, solved: true, satisfied: 5, note: '' });
  assert.is(bench.do(call, '2024-09-18T10:00'), 'refusal.handler');
  assert.is(bench.do(call, '2024-09-18T10:00', { ...wang, rights: ['hotline.work'] }), 'refusal.handler');
  assert.is(bench.do(request.callBack({ no: 'GD1', reached: true, note: '' }), '2024-09-18T10:00', zhou), 'refusal.solved');
  assert.is(
    bench.do(request.callBack({ no: 'GD1', reached: false, satisfied: 5, note: '' }), '2024-09-18T10:00', zhou),
    'refusal.unreached',
  );
  assert.is(bench.do(request.callBack({ no: 'GD1', reached: false, note: '无人接听' }), '2024-09-18T10:00', zhou), 'applied');
  assert.equal([bench.phase(), workOf(bench.state, 'GD1').callBack?.satisfied], ['replied', undefined]);
  assert.is(bench.do(request.callBack({ no: 'GD1', reached: true, solved: true, note: '' }), '2024-09-18T16:00', zhou), 'applied');
  assert.equal([bench.phase(), workOf(bench.state, 'GD1').callBack?.satisfied], ['called', undefined], 'no satisfaction is filled in');
  assert.is(bench.do(call, '2024-09-18T17:00', zhou), 'refusal.called', 'and none is changed afterwards');
  assert.is(bench.do(request.close({ no: 'GD1', note: '' }), '2024-09-19T09:00'), 'applied');
  assert.is(bench.do(request.reply({ no: 'GD1', text: '再答', handler: '' }), '2024-09-19T09:00'), 'refusal.closed');
});

test('what a caller is not content with is done again, with a new clock', () => {
  const bench = new Bench();
  bench.do(request.add({ order: order('GD1', { kind: 'ask', days: 5 }) }), '2024-09-16T10:00');
  const row = () => ordersOf(bench.state).get('GD1')?.order ?? order('');
  const due = () => clockOf(row(), workOf(bench.state, 'GD1'), undefined);
  assert.equal(
    [due()?.dueOn, due()?.from, due()?.of],
    ['2024-09-24', 'ownDays', 'answer'],
    'the hotline’s own five days; 09-15 to 09-17 are off',
  );
  bench.do(request.dispatch({ no: 'GD1', lead: '自然资源', assist: [], note: '' }), '2024-09-16T11:00');
  bench.do(request.extend({ no: 'GD1', days: 2, reason: '要到现场量' }), '2024-09-18T11:00');
  assert.is(due()?.dueOn, '2024-09-26');
  assert.is(bench.do(request.redo({ no: 'GD1', reason: '没解决' }), '2024-09-18T12:00'), 'refusal.notCalled');
  bench.do(request.reply({ no: 'GD1', text: '已答复', handler: '' }), '2024-09-19T09:00');
  assert.equal([due()?.dueOn, due()?.of], ['2024-09-20', 'callBack']);
  bench.do(request.callBack({ no: 'GD1', reached: true, solved: false, satisfied: 2, note: '没来人' }), '2024-09-20T09:00', zhou);
  assert.is(due(), undefined);
  assert.is(bench.do(request.redo({ no: 'GD1', reason: '没解决' }), '2024-09-20T10:00'), 'applied');
  assert.equal([bench.phase(), workOf(bench.state, 'GD1').redone, due()?.dueOn], ['again', 1, '2024-09-27']);
  assert.equal(
    workOf(bench.state, 'GD1').history.map(({ act }) => act),
    ['dispatch', 'extend', 'reply', 'callBack', 'redo'],
  );
  assert.is(workOf(bench.state, 'GD1').history[3]?.callBack?.satisfied, 2, 'the first answer’s rating stays');
});

test('a unit returns what is not its own within two working days; extensions have their limit and their time', () => {
  const bench = new Bench();
  for (const no of ['GD1', 'GD2']) {
    bench.do(request.add({ order: order(no) }), '2024-09-18T10:00');
    bench.do(request.dispatch({ no, lead: '民政', assist: [], note: '' }), '2024-09-18T11:00');
  }
  assert.is(bench.do(request.return({ no: 'GD1', reason: '' }), '2024-09-19T11:00', wang), 'refusal.reason');
  assert.is(bench.do(request.return({ no: 'GD1', reason: '不属于民政' }), '2024-09-20T11:00', wang), 'applied');
  assert.equal([bench.phase('GD1'), workOf(bench.state, 'GD1').returned?.reason], ['returned', '不属于民政']);
  assert.is(bench.do(request.return({ no: 'GD2', reason: '不属于民政' }), '2024-09-23T11:00', wang), 'refusal.returnLate');
  assert.is(bench.do(request.extend({ no: 'GD2', days: 11, reason: '复杂' }), '2024-09-23T11:00'), 'refusal.extension');
  assert.is(bench.do(request.extend({ no: 'GD2', days: 3, reason: '复杂' }), '2024-12-02T11:00'), 'refusal.late');
});

test('who reads and does what', () => {
  const bench = new Bench();
  assert.is(bench.do(request.add({ order: order('GD1') }), '2024-09-18T10:00', xu), 'FORBIDDEN');
  assert.is(bench.do(request.add({ order: order('GD1') }), '2024-09-18T10:00', wang), 'NOT_PERMITTED');
  assert.is(bench.do(request.add({ order: order('GD1', { receivedAt: '2024-09-19' }) }), '2024-09-18T10:00'), 'refusal.future');
  bench.do(request.add({ order: order('GD1') }), '2024-09-18T10:00', zhou);
  // A caller without a number cannot be called back; why it is closed all the same is said.
  bench.do(request.reply({ no: 'GD1', text: '当场答复', handler: '' }), '2024-09-18T10:05');
  assert.is(bench.do(request.close({ no: 'GD1', note: '匿名来电，没有留电话' }), '2024-09-18T10:06'), 'applied');
  const [link, again] = [request.link({ no: 'GD1', case: 'c1' }), request.unlink({ no: 'GD1', case: 'c1' })];
  assert.equal(
    [link, link, again, link].map((made) => bench.do(made, '2024-09-18T10:10')),
    ['applied', 'refusal.linked', 'applied', 'applied'],
  );
  assert.equal(workOf(bench.state, 'GD1').cases, ['c1']);
});

test('two people who answer one order while apart make a conflict, not two answers', () => {
  const bench = new Bench();
  bench.do(request.add({ order: order('GD1') }), '2024-09-18T10:00');
  bench.do(request.reply({ no: 'GD1', text: '甲', handler: '' }), '2024-09-18T11:00', wang, 1);
  assert.is(bench.do(request.reply({ no: 'GD1', text: '乙', handler: '' }), '2024-09-18T11:00', he, 1), 'conflict');
  assert.is(workOf(bench.state, 'GD1').reply?.text, '甲');
});

test('last days: by kind and urgency, by the hotline’s own limit, over holidays, and provisional beyond the published calendar', () => {
  const due = (over: Partial<Order>, startedOn = '2024-09-27') => dueOf(order('GD1', over), { settings: undefined, startedOn });
  assert.equal(
    [
      due({ kind: 'ask' }).dueOn,
      due({ kind: 'complaint' }).dueOn,
      due({ kind: undefined }).dueOn,
      due({ urgency: 'urgent' }).dueOn,
      due({ days: 1 }).dueOn,
    ],
    ['2024-10-08', '2024-10-21', '2024-10-10', '2024-09-27', '2024-09-29'],
  );
  assert.equal(due({ dueOn: '2024-10-05' }), { dueOn: '2024-10-05', from: 'ownDay', provisional: false });
  assert.is(due({}, '2031-03-03').provisional, true);
});

const decided = (over: Partial<Sla>, from?: string): SettingValues => ({
  'hotline.sla': [{ number: 1, value: { ...DEFAULT_SLA, ...over }, ...(from === undefined ? {} : { from }) }],
});
const OFF: SettingValues = { 'core.calendar': [{ number: 1, value: { 2024: { off: ['09-19..09-20'], worked: ['09-21'] } } }] };

test('a working day that the centre shifts moves the last days of answer, extension and return', () => {
  const due = (values?: SettingValues, extendedBy = 0) =>
    dueOf(order('GD1', { kind: 'ask' }), { settings: values, startedOn: '2024-09-18', extendedBy }).dueOn;
  assert.equal([due(), due(undefined, 1)], ['2024-09-23', '2024-09-24']);
  // 09-19 and 09-20 are off and Saturday 09-21 is worked: 21, 23, 24, and 25 for the extension.
  assert.equal([due(OFF), due(OFF, 1)], ['2024-09-24', '2024-09-25']);
  const returned = (values: SettingValues, at: string) => {
    const bench = new Bench();
    bench.bench.settings = values;
    bench.do(request.add({ order: order('GD1') }), '2024-09-18T10:00');
    bench.do(request.dispatch({ no: 'GD1', lead: '公安', assist: [], note: '' }), '2024-09-18T11:00');
    return bench.do(request.return({ no: 'GD1', reason: '不是本单位职责' }), at, wang);
  };
  assert.is(returned({}, '2024-09-23T10:00'), 'refusal.returnLate');
  assert.is(returned(OFF, '2024-09-23T10:00'), 'applied');
  assert.is(returned(OFF, '2024-09-24T10:00'), 'refusal.returnLate');
});

test('the table that the centre decided on holds for orders from its day on; those before keep what they began with', () => {
  const quick = decided(
    { table: { ...DEFAULT_SLA.table, ask: { normal: { days: 1, unit: 'working' }, urgent: { days: 0, unit: 'natural' } } } },
    '2024-09-20',
  );
  const due = (startedOn: string) => dueOf(order('GD1', { kind: 'ask' }), { settings: quick, startedOn }).dueOn;
  assert.equal([due('2024-09-19'), due('2024-09-20')], ['2024-09-24', '2024-09-23']);
  // What is done again after that day begins anew, and goes by the new table.
  const first = workOf(new Bench().state, 'GD1');
  const again = { ...first, redone: 1, redoneOn: '2024-09-20' };
  const old = order('GD1', { kind: 'ask', receivedAt: '2024-09-19 09:00' });
  assert.equal([clockOf(old, first, quick)?.dueOn, clockOf(old, again, quick)?.dueOn], ['2024-09-24', '2024-09-23']);
});

test('the server checks extension, return and late extension by the centre’s days', () => {
  const tried = (values: SettingValues, days: number, at = '2024-09-17T10:00') => {
    const bench = new Bench();
    bench.bench.settings = values;
    bench.do(request.add({ order: order('GD1', { kind: 'ask', receivedAt: '2024-09-13 09:30' }) }), '2024-09-14T10:00');
    return bench.do(request.extend({ no: 'GD1', days, reason: '要到现场量' }), at);
  };
  assert.equal([tried({}, 10), tried({}, 11)], ['applied', 'refusal.extension']);
  assert.equal([tried(decided({ extensionDays: 15 }), 15), tried(decided({ extensionDays: 15 }), 16)], ['applied', 'refusal.extension']);
  // A table for orders from a later day leaves this one as it began.
  assert.is(tried(decided({ extensionDays: 15 }, '2024-09-14'), 11), 'refusal.extension');
  // Three working days from 09-13 end on 09-19 (09-14 is worked, 09-15 to 09-17 are off).
  assert.equal([tried({}, 1, '2024-09-19T10:00'), tried({}, 1, '2024-09-20T10:00')], ['applied', 'refusal.late']);
});

test('a table without a kind, with days that are none, or with urgent orders slower than others is refused', () => {
  const definitions = new SettingDefinitions([settings]);
  const fault = (over: object) => definitions.misfit('hotline', 'sla', { ...DEFAULT_SLA, ...over })?.at;
  assert.is(definitions.misfit('hotline', 'sla', DEFAULT_SLA), undefined);
  const { praise: _, ...rest } = DEFAULT_SLA.table;
  assert.is(fault({ table: rest }), 'table.praise');
  assert.is(fault({ returnDays: -1 }), 'returnDays');
  assert.is(fault({ other: { normal: { days: 2.5, unit: 'working' }, urgent: { days: 0, unit: 'natural' } } }), 'other.normal.days');
  assert.is(fault({ other: { normal: { days: 2, unit: 'working' }, urgent: { days: 3, unit: 'working' } } }), 'other');
  assert.is(fault({ other: { normal: { days: 2, unit: 'weeks' }, urgent: { days: 1, unit: 'working' } } }), 'other.normal.unit');
});

test('every part of the table has a name in both languages', () => {
  assert.equal(Object.keys(settingsEn), Object.keys(settingsZh));
  for (const key of [...KINDS, ...URGENCIES, ...Object.keys(DEFAULT_SLA)]) assert.ok(`field.${key}` in settingsZh, key);
});

test('how a source names its columns is remembered, and which years there are', () => {
  const bench = new ActBench(hotline, 'hotline');
  const at = '2024-09-17T10:00';
  const { map, openYear } = deskSlice.request;
  for (const year of ['2023', '2024', '2023']) bench.act(openYear({ year }), { by: he, at });
  bench.act(map({ source: '市12345', columns: { 编号: 'no' } }), { by: he, at });
  assert.is(bench.act(map({ source: 'x', columns: {} }), { by: wang, at }).ok, false);
  assert.equal(deskSlice.of(bench.state.slices), { years: ['2024', '2023'], mappings: { 市12345: { 编号: 'no' } } });
});

test.run();
