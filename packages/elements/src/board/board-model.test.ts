import { type Actor, type CaseRow, Model, type RoomRule, type Task } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ShownClock } from '../plugin-host/contributions.js';
import { BoardReader, byStage, decideMove, folded, membersOf, newsOf } from './board-model.js';
import { NO_FILTER } from './board-view.js';

const test = suite('board model');
const AT = Date.UTC(2024, 2, 11, 1, 10);
const TODAY = '2024-03-21';

function row(id: string, over: Partial<CaseRow> = {}): CaseRow {
  return {
    case: id,
    title: `${id} 水渠漏水淹地纠纷`,
    category: '02',
    source: 'grid',
    village: '土城村',
    createdAt: AT,
    createdBy: 'sun',
    number: { register: 'case', year: 2024, value: 12 },
    stage: 'screening',
    members: { sun: { person: 'sun', role: 'lead', since: AT, by: 'sun' } },
    changedAt: AT,
    conflicts: 0,
    offers: 0,
    parties: ['高秀'],
    partyCount: 1,
    matter: '放水时漏进地里',
    pendingActs: 0,
    rooms: [],
    summaries: {},
    tasks: [],
    ...over,
  };
}

const NAMES: Readonly<Record<string, string>> = { sun: '孙桂兰', chen: '陈志强', wang: '王建军' };
const DEPARTMENTS: Readonly<Record<string, string>> = { sun: 'committee', chen: 'grid', wang: 'station' };
const task = (over: Partial<Task>): Task => ({ id: 't', what: '核对', for: { person: 'sun' }, askedBy: 'chen', askedAt: AT, ...over });
const clock = (dueOn: string, over: Partial<ShownClock> = {}): ShownClock => ({
  key: 'p.c',
  text: '期限',
  dueOn,
  state: 'running',
  provisional: false,
  binding: true,
  ...over,
});

/** A reader whose clocks are given by case; counts how often names are asked for. */
function reader(clocks: Readonly<Record<string, readonly ShownClock[]>> = {}) {
  let asked = 0;
  const made = new BoardReader({
    locale: 'zh-CN',
    numberPrefix: '红综',
    today: TODAY,
    me: { person: 'sun', department: 'committee' },
    personName(person) {
      asked += 1;
      return NAMES[person] ?? person;
    },
    departmentOf: (person) => DEPARTMENTS[person],
    clocks: ({ case: id }) => clocks[id] ?? [],
    cell: (key, { case: id }) => (key === 'p.amount' && id !== 'b' ? { value: id === 'a' ? 5 : 10 } : undefined),
  });
  return { reader: made, asked: () => asked };
}
const ids = (rows: readonly CaseRow[]) => rows.map((each) => each.case).join('');

test('search finds number, title, village, matter, parties and people, whatever the width of the letters', () => {
  const rows = [
    row('a', { title: 'ＡＢＣ 合同纠纷', members: { chen: { person: 'chen', role: 'lead', since: AT, by: 'chen' } } }),
    row('b'),
  ];
  const find = (words: string) => ids(reader().reader.filter(rows, { ...NO_FILTER, words }));
  assert.equal(['abc', '陈志强', '高秀  土城', '漏进', '红综〔2024〕12号', 'abc 土城 孙'].map(find), ['a', 'a', 'ab', 'ab', 'ab', '']);
  assert.is(folded('ＡＢ１'), 'ab1');
});

test('what is searched of a row is put together once for as long as the row is the same', () => {
  const { reader: own, asked } = reader();
  const rows = [row('a')];
  own.filter(rows, { ...NO_FILTER, words: '高' });
  const first = asked();
  own.filter(rows, { ...NO_FILTER, words: '高秀' });
  assert.is(asked(), first);
});

test('filters by category, village, stage, person, lead and department', () => {
  const chenLeads = { chen: { person: 'chen', role: 'lead', since: AT, by: 'chen' } } as const;
  const rows = [
    row('a', { category: '01' }),
    row('b', { village: '沙卜村', members: chenLeads }),
    row('c', { stage: 'joint', members: { ...chenLeads, sun: { person: 'sun', role: 'member', since: AT, by: 'chen' } } }),
  ];
  const find = (filter: Partial<typeof NO_FILTER>) => ids(reader().reader.filter(rows, { ...NO_FILTER, ...filter }));
  assert.equal(
    [
      { category: '01' },
      { village: '沙卜村' },
      { stage: 'joint' as const },
      { person: 'chen' },
      { person: '-me' },
      { person: '-lead' },
      { department: 'grid' },
      { department: '-mine' },
      { department: 'station' },
    ].map(find),
    ['a', 'b', 'c', 'bc', 'ac', 'a', 'bc', 'ac', ''],
  );
});

test('filters by clock: what is overdue is within every span that reaches to today', () => {
  const own = reader({
    a: [clock('2024-03-20')],
    b: [clock('2024-03-21')],
    c: [clock('2024-03-24')],
    d: [clock('2024-03-28')],
    e: [clock('2024-04-30')],
  }).reader;
  const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => row(id));
  const find = (span: (typeof NO_FILTER)['clock']) => ids(own.filter(rows, { ...NO_FILTER, clock: span }));
  assert.equal((['overdue', 'today', 'within3', 'within7', 'none'] as const).map(find), ['a', 'b', 'abc', 'abcd', 'f']);
});

test('a day until which a right can be used is no deadline', () => {
  const own = reader({ a: [clock('2024-03-22', { binding: false })] }).reader;
  assert.equal(
    (['within3', 'none'] as const).map((span) => ids(own.filter([row('a')], { ...NO_FILTER, clock: span }))),
    ['', 'a'],
  );
});

test('what waits for me and for my department: tasks, and deadlines of plugins', () => {
  const own = reader({
    b: [clock('2024-04-01', { waitsFor: { department: 'committee' } })],
    c: [clock('2024-04-01', { key: 'task.t', waitsFor: { person: 'sun' } })],
  }).reader;
  const rows = [
    row('a', { tasks: [task({})] }),
    row('b'),
    row('c', { tasks: [task({ dueOn: '2024-04-01' })] }),
    row('d', { tasks: [task({ for: { person: 'wang' } })] }),
  ];
  assert.equal(
    rows.map((each) => own.waiting(each)),
    [
      { mine: 1, ours: 0 },
      { mine: 0, ours: 1 },
      { mine: 1, ours: 0 },
      { mine: 0, ours: 0 },
    ],
  );
  assert.is(ids(own.filter(rows, { ...NO_FILTER, waits: true })), 'abc');
});

test('news: changed by others since the last visit, or given to me within a week and never opened', () => {
  const visits = new Map([['a', { at: AT, seqs: { case: 3 } }]]);
  const rooms = (seq: number) => [{ room: 'case', wire: 'w', seq, write: false }];
  const given = { sun: { person: 'sun', role: 'member', since: AT, by: 'chen' } } as const;
  assert.is(newsOf(row('a', { rooms: rooms(4) }), visits, 'sun', AT), 'changed');
  assert.is(newsOf(row('a', { rooms: rooms(3) }), visits, 'sun', AT), undefined);
  assert.is(newsOf(row('b', { members: given }), visits, 'sun', AT + 86_400_000), 'new');
  assert.is(newsOf(row('b', { members: given }), visits, 'sun', AT + 8 * 86_400_000), undefined);
  assert.is(newsOf(row('b'), visits, 'sun', AT), undefined, 'my own case is no news to me');
});

test('sorts by clock, change, number and making; without a value last in both directions, alike by age', () => {
  const own = reader({ a: [clock('2024-04-01')], c: [clock('2024-03-01')] }).reader;
  const { number: _, ...unnumbered } = row('b', { changedAt: AT + 5, createdAt: AT + 9 });
  const rows = [row('a', { changedAt: AT + 9 }), unnumbered, row('c', { number: { register: 'case', year: 2023, value: 99 } }), row('d')];
  const sort = (by: string, descending: boolean) => ids(own.sort(rows, { by, descending }));
  assert.equal(
    [
      sort('clock', false),
      sort('clock', true),
      sort('changed', true),
      sort('code', false),
      sort('created', true),
      sort('p.amount', false),
      sort('p.amount', true),
    ],
    ['cadb', 'acdb', 'abdc', 'cdab', 'bdca', 'adcb', 'dcab'],
  );
});

test('columns hold every row once, in order', () => {
  const rows = [row('a', { stage: 'closed' }), row('b'), row('c', { stage: 'closed' })];
  const columns = byStage(rows);
  assert.equal([ids(columns.closed), ids(columns.screening), ids(columns.joint)], ['ac', 'b', '']);
});

test('people stand lead first, then the leader', () => {
  const member = (person: string, role: 'lead' | 'leader' | 'member', since: number) => ({ [person]: { person, role, since, by: 'sun' } });
  assert.equal(membersOf(row('a', { members: { ...member('x', 'member', 1), ...member('y', 'leader', 3), ...member('z', 'lead', 2) } })), [
    'z',
    'y',
    'x',
  ]);
});

test('a move is decided by the rule of the case room, and says what it needs', () => {
  const rule = new Model().room('case')?.rule as RoomRule;
  const actor = (person: string): Actor => ({ person, name: person, department: '', rights: [] });
  const open = row('a', {
    members: {
      sun: { person: 'sun', role: 'lead', since: AT, by: 'sun' },
      chen: { person: 'chen', role: 'member', since: AT, by: 'sun' },
      wang: { person: 'wang', role: 'observer', since: AT, by: 'sun' },
    },
  });
  const sun = actor('sun');
  assert.equal(decideMove(open, 'graded', rule, sun), { allowed: true, reason: 'none' });
  assert.equal(decideMove(open, 'joint', rule, sun), { allowed: true, reason: 'needed' });
  assert.equal(decideMove(open, 'closed', rule, sun), { allowed: true, reason: 'outcome' });
  assert.equal(decideMove({ ...open, stage: 'closed' }, 'supervised', rule, sun), { allowed: true, reason: 'needed' });
  assert.equal(decideMove(open, 'screening', rule, sun), { allowed: false, why: 'same' });
  assert.equal(decideMove(open, 'graded', rule, undefined), { allowed: false, why: 'signed-out' });
  const refused = [
    decideMove(open, 'closed', rule, actor('chen')),
    decideMove(open, 'graded', rule, actor('wang')),
    decideMove(open, 'graded', rule, actor('x')),
  ];
  assert.equal(
    refused.map((each) => !each.allowed && typeof each.why === 'object' && each.why.role),
    ['member', 'observer', undefined],
  );
});

test.run();
