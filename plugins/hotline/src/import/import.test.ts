import { readFileSync } from 'node:fs';
import { type ActRequest, ok, type Result, refuse } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { firstRows, openTable, writeCsv, writeXlsx } from '@onedoor/elements/tables';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exportRows } from '../export.js';
import { hotline } from '../model.js';
import type { Order } from '../order.js';
import { ordersOf, ordersSlice } from '../orders.js';
import { fieldsOf, mappingOf } from './columns.js';
import { FIELDS } from './fields.js';
import { type Finding, headOf, type Reading, readOrders, tally } from './read-orders.js';
import { partsOf, sendImport } from './send.js';

const test = suite('import of orders');
const TODAY = '2024-09-18';
const he: BenchPerson = { person: 'p-he', department: 'hotline' };

async function read(file: Blob, isKnown: (no: string) => boolean = () => false, remembered = {}): Promise<Reading> {
  const table = await openTable(file);
  const head = headOf(await firstRows(table, 12));
  if (head === undefined) throw new Error('no head');
  return readOrders(table, { head, fields: fieldsOf(head.columns, remembered), today: TODAY, isKnown });
}
const fixture = (name: string) => new Blob([readFileSync(new URL(`../../fixtures/${name}`, import.meta.url))]);
const said = (findings: readonly Finding[]) => findings.map(({ line, level, field, what }) => [line, level, field ?? '', what].join(' '));
const csv = (...rows: readonly string[][]) => writeCsv(rows);

class Bench {
  readonly bench = new ActBench(hotline, 'hotline.orders.2024');
  readonly requests: ActRequest[] = [];
  readonly run = (request: ActRequest): Promise<Result<string>> => {
    this.requests.push(request);
    const result = this.bench.act(request, { by: he, at: '2024-09-18T10:00' });
    return Promise.resolve(result.ok ? ok('id') : result);
  };
  get state() {
    return ordersSlice.of(this.bench.state.slices);
  }
}

for (const name of ['sample-12345-gb18030.csv', 'sample-12345-utf8bom.csv']) {
  test(`${name} comes in with the right report, row by row`, async () => {
    const reading = await read(fixture(name));
    assert.equal(
      reading.findings.map(({ line, level, field = '', what, cell = '', read: shown = '' }) =>
        [line, level, field, what, cell, shown].join(' | '),
      ),
      [
        '2 | note | phone | countryCode | +86 138-0000-0001 | 13800000001',
        '4 | note | phone | fullWidth | １３８００００００２ | ',
        '4 | warning | phone | length | １３８００００００２ | ',
        '4 | warning | content | formula | =HYPERLINK("http://x","点我") | ',
        '4 | note | receivedAt | serial | 45550 | 2024-09-15',
        '5 | warning | identity | scientific | 1.50981E+17 | ',
        '5 | error | receivedAt | noSuchDay | 2024年2月30日 | ',
      ],
    );
    assert.equal([reading.rows, reading.orders, reading.errors, reading.warnings], [3, 2, 1, 1]);
    assert.equal(reading.years.get('2024'), [
      {
        no: 'GD20240915001',
        caller: '𠮷田红',
        phone: '13800000001',
        identity: '150981199003070014',
        kind: 'complaint',
        content: '土城村垃圾未清运，\n已反映两次',
        unit: '综合执法',
        receivedAt: '2024-09-15 09:30',
        days: 5,
      },
      {
        no: 'GD20240915002',
        caller: '阿卜杜拉·买买提',
        kind: 'help',
        content: '=HYPERLINK("http://x","点我")',
        unit: '民政',
        receivedAt: '2024-09-15',
        days: 5,
        identity: '15098119880229006X',
        asWritten: { phone: '１３８００００００２' },
      },
    ]);
  });
}

test('rows that are no orders, come twice, or are there already are told with their lines', async () => {
  const reading = await read(
    await csv(
      ['工单编号', '诉求内容', '受理时间', '诉求类型', '办理期限', '备注'],
      ['GD1', '甲', '2024-09-15', '投诉', '5', ''],
      ['GD1', '甲', '2024-09-15', '投诉', '5', ''],
      ['', '乙', '2024-09-15', '', '', ''],
      ['GD2', '', '2024-09-15', '', '', ''],
      ['GD3', '丙', '2024-09-19', '', '', ''],
      ['工单编号', '诉求内容', '受理时间', '诉求类型', '办理期限', '备注'],
      ['GD4', '丁', '2024-09-15', '其他类', '尽快', '', '', '多出来的'],
      ['GD5', '戊', '2024-09-15', '求助', '2024-09-30', ''],
      ['2.02409E+15', '己', '2024-09-15', '', '', ''],
      ['GD7', '庚', '2024-09-15', '', '', '#REF!'],
    ),
    (no) => no === 'GD5',
  );
  assert.equal(said(reading.findings), [
    '3 error no twice',
    '4 error no missing',
    '5 error content missing',
    '6 error receivedAt future',
    '7 note  headAgain',
    '8 warning  moreCells',
    '8 warning kind unknownWord',
    '8 warning limit unreadable',
    '9 note no already',
    '10 error no scientific',
    '11 warning remark errorValue',
  ]);
  assert.is(reading.findings[0]?.firstLine, 2);
  assert.equal([reading.rows, reading.orders, reading.errors, reading.already], [9, 3, 5, 1]);
  assert.equal(
    reading.years.get('2024')?.map(({ no, asWritten }) => [no, asWritten]),
    [
      ['GD1', undefined],
      ['GD4', { kind: '其他类', limit: '尽快' }],
      ['GD7', { remark: '#REF!' }],
    ],
  );
  assert.equal(tally(reading.findings)[0], { what: 'missing', level: 'error', count: 2 });
});

test('columns under two rows of names and a title; what somebody chose for a source comes before names', async () => {
  const file = await csv(
    ['红砂坝镇12345工单', '', '', '', ''],
    ['编号', '承办', '', '问题', '日期'],
    ['', '主办单位', '协办单位', '', ''],
    ['GD1', '民政', '派出所、司法所', '低保', '2024.9.15'],
  );
  const table = await openTable(file);
  const head = headOf(await firstRows(table, 12));
  assert.equal([head?.columns, head?.rows], [['编号', '承办/主办单位', '承办/协办单位', '问题', '日期'], 2]);
  const fields = fieldsOf(head?.columns ?? []);
  assert.equal(fields, ['no', 'unit', 'assist', undefined, undefined]);
  const chosen = mappingOf(head?.columns ?? [], ['no', 'unit', undefined, 'content', 'receivedAt']);
  const reading = await read(file, () => false, chosen);
  assert.equal(reading.years.get('2024'), [{ no: 'GD1', unit: '民政', content: '低保', receivedAt: '2024-09-15' }]);
  assert.equal(fieldsOf(['电话', '联系电话', '工单编号']), ['phone', undefined, 'no'], 'a field stands once');
});

test('two years in one file are two imports, each whole', async () => {
  const reading = await read(await csv(['工单编号', '诉求内容', '受理时间'], ['A', '甲', '2023-12-31'], ['B', '乙', '2024-01-01']));
  assert.equal(
    [...reading.years].map(([year, orders]) => [year, orders.length]),
    [
      ['2023', 1],
      ['2024', 1],
    ],
  );
});

const many = (count: number): Order[] =>
  Array.from({ length: count }, (_, at) => ({
    no: `GD${String(at).padStart(8, '0')}`,
    receivedAt: '2024-09-15 09:30',
    content: `土城村垃圾未清运，已反映两次，第${at}次来电`,
    kind: 'complaint' as const,
  }));

test('parts stay below what one act may carry, and hold every order once', () => {
  const orders = [...many(1200), ...many(3).map((order, at) => ({ ...order, no: `L${at}`, content: '长'.repeat(5000) }))];
  const parts = partsOf(orders);
  assert.equal(parts.flat(), orders);
  for (const part of parts) assert.ok(new TextEncoder().encode(JSON.stringify({ import: 'x', part: 99999, orders: part })).length < 65_536);
  assert.ok(parts.length >= 5, `${parts.length} parts`);
});

test('an import is sent in parts and put in force with the last act; progress rises', async () => {
  const bench = new Bench();
  const orders = many(700);
  const done: number[] = [];
  const sent = await sendImport(
    bench.run,
    { id: 'i1', source: '市12345', file: 'a.csv', orders },
    { onProgress: (part) => done.push(part) },
  );
  assert.ok(sent.ok);
  assert.is(ordersOf(bench.state).size, 700);
  assert.is(bench.requests.filter(({ command }) => command === 'hotline.commit').length, 1);
  assert.equal(
    done,
    [...done].sort((a, b) => a - b),
  );
  const again = await sendImport(bench.run, { id: 'i2', source: '市12345', file: 'a.csv', orders: many(2) });
  assert.is(again.ok ? '' : again.refusal.at, 'refusal.known');
  assert.equal([ordersOf(bench.state).size, bench.state.staged], [700, {}], 'what was refused is dropped');
});

test('stopped before it is sent it leaves nothing; stopped while it is sent, what was sent is dropped and never shown', async () => {
  const before = new Bench();
  const stop = new AbortController();
  stop.abort();
  const given = { id: 'i1', source: '', file: '', orders: many(700) };
  const rejects = async (run: Bench['run'], signal: AbortSignal) => {
    try {
      await sendImport(run, given, { signal });
      return 'sent';
    } catch (fault) {
      return fault === signal.reason ? 'stopped' : fault;
    }
  };
  assert.equal([await rejects(before.run, stop.signal), before.requests], ['stopped', []]);
  const during = new Bench();
  const later = new AbortController();
  const run: Bench['run'] = (request) => {
    if (request.command === 'hotline.stage' && during.requests.length === 1) later.abort();
    return during.run(request);
  };
  assert.is(await rejects(run, later.signal), 'stopped');
  assert.equal(
    during.requests.map(({ command }) => command),
    ['hotline.stage', 'hotline.stage', 'hotline.drop'],
  );
  assert.equal([during.state.staged, ordersOf(during.state).size], [{}, 0]);
  const refused = await sendImport(() => Promise.resolve(refuse('TOO_LARGE', { seen: '', expected: '', todo: '' })), given);
  assert.is(refused.ok ? '' : refused.refusal.code, 'TOO_LARGE');
});

test('what is exported comes in again as the same orders, from CSV and from a workbook', async () => {
  const bench = new Bench();
  const orders: Order[] = [
    {
      no: '00240915001',
      receivedAt: '2024-09-15 09:30',
      content: '=HYPERLINK("http://x")\n两行',
      title: '题',
      kind: 'ask',
      urgency: 'urgent',
      caller: '𠮷田红',
      phone: '0474-4201234 转 806',
      place: '土城村',
      category: '环境保护',
      channel: '电话',
      unit: '民政',
      assist: '派出所',
      days: 5,
      confidential: true,
      remark: '备注',
      asWritten: { identity: '1.50981E+17' },
    },
    { no: 'GD2', receivedAt: '2024-09-16', content: '-5', dueOn: '2024-09-30' },
    { no: 'GD3', receivedAt: '2024-09-16', content: '丙', phone: '13800000001', asWritten: { phone: '13900000002', kind: '其他类' } },
  ];
  await sendImport(bench.run, { id: 'i1', source: '', file: '', orders });
  await bench.run(ordersSlice.request.dispatch({ no: 'GD2', lead: '民政', assist: [], note: '' }));
  const rows = [...exportRows([bench.state])];
  assert.is(rows[0]?.length, FIELDS.length + 8);
  assert.is(rows[2]?.[FIELDS.length], '已派单');
  for (const file of [await writeCsv(rows), new Blob([await writeXlsx([{ name: '工单', rows }])])]) {
    const reading = await read(file);
    assert.equal(reading.years.get('2024'), orders);
    assert.is(reading.errors, 0);
  }
  assert.is([...exportRows([bench.state], ({ no }) => no === 'GD3')].length, 2);
});

test.run();
