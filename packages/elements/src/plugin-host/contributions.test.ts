import { type CaseRow, definePlugin, type PluginClock } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Contributions } from './contributions.js';

const test = suite('contributions');

const label = { zh: '铃', en: 'Bell' };
const clocks: Readonly<Record<string, Omit<PluginClock, 'words'>>> = {
  right: { startedOn: '2024-09-01', dueOn: '2024-09-16', binding: false },
  duty: { startedOn: '2024-09-01', dueOn: '2024-09-20' },
  late: { startedOn: '2024-09-01', dueOn: '2024-09-15' },
};
const model = definePlugin(
  {
    name: 'bell',
    version: '1.0.0',
    api: 1,
    label,
    contributes: { deadlineRules: Object.keys(clocks).map((id) => ({ id, label })) },
  },
  {},
  {
    locales: { zh: {}, en: {} },
    deadlineRules: Object.fromEntries(Object.entries(clocks).map(([id, clock]) => [id, () => ({ words: { key: id }, ...clock })])),
  },
);
const row: CaseRow = {
  case: 'c',
  title: '',
  category: '99',
  source: 'own',
  village: '',
  createdAt: 0,
  createdBy: '',
  stage: 'joint',
  members: {},
  changedAt: 0,
  conflicts: 0,
  offers: 0,
  tasks: [{ id: 't', what: '核实', for: { person: 'p' }, dueOn: '2024-09-17', askedBy: 'q', askedAt: 0 }],
  parties: [],
  partyCount: 0,
  matter: '',
  pendingActs: 0,
  rooms: [],
  summaries: {},
};

test('duties come first, the nearest day before; a right stands behind them and is never soon or late', () => {
  const names = { locale: 'zh', person: (id: string) => id, department: (id: string) => id } as const;
  const shown = new Contributions([{ model, load: () => Promise.reject(new Error('no view')) }], names, '2024-09-16').clocks(row);
  assert.equal(
    shown.map(({ key, state, binding }) => [key, state, binding]),
    [
      ['bell.late', 'overdue', true],
      ['task.t', 'soon', true],
      ['bell.duty', 'running', true],
      ['bell.right', 'running', false],
    ],
  );
});

test('what was asked until a day and answered has ended, late or not; with a closed case ends what is open', () => {
  const names = { locale: 'zh', person: (id: string) => id, department: (id: string) => id } as const;
  const contributions = new Contributions([], names, '2024-09-16');
  const at = Date.parse('2024-09-14T02:00:00Z');
  const ended = { what: '调档', for: { person: 'p' }, dueOn: '2024-09-13', askedAt: Date.parse('2024-09-10T02:00:00Z') };
  const told: CaseRow = {
    ...row,
    endedTasks: [
      { ...ended, id: 'late', doneAt: at },
      { ...ended, id: 'kept', doneAt: Date.parse('2024-09-12T17:00:00Z') },
    ],
  };
  const shown = (of: CaseRow) =>
    contributions.clocks(of, 'all').map(({ key, startedOn, state, endedOn }) => [key, startedOn, state, endedOn]);
  assert.equal(shown(told), [
    ['task.late', '2024-09-10', 'overdue', '2024-09-14'],
    ['task.kept', '2024-09-10', 'due', '2024-09-13'],
    ['task.t', '1970-01-01', 'soon', undefined],
  ]);
  assert.equal(shown({ ...row, stage: 'closed', changedAt: at }), [['task.t', '1970-01-01', 'soon', '2024-09-14']]);
});

test('a rule may have several clocks, each with a name of its own; one that has ended is told to whoever asks for all', () => {
  const several = definePlugin(
    { name: 'till', version: '1.0.0', api: 1, label, contributes: { deadlineRules: [{ id: 'pay', label }] } },
    {},
    {
      locales: { zh: {}, en: {} },
      deadlineRules: {
        pay: ({ shared }) => [
          { words: { key: 'first' }, id: '1', startedOn: '2024-09-01', dueOn: '2024-09-12', endedOn: '2024-09-13' },
          { words: { key: String(shared('pauses').length) }, id: '2', startedOn: '2024-09-01', dueOn: '2024-09-19' },
        ],
      },
    },
  );
  const names = { locale: 'zh', person: (id: string) => id, department: (id: string) => id } as const;
  const contributions = new Contributions([{ model: several, load: () => Promise.reject(new Error('no view')) }], names, '2024-09-16');
  const told = { ...row, tasks: [], summaries: { bell: { pauses: [1, 2] }, other: { pauses: [3] }, third: {} } };
  const shown = (which: 'all' | 'running') => contributions.clocks(told, which).map(({ key, text, state }) => [key, text, state]);
  assert.equal(shown('running'), [['till.pay.2', '3', 'soon']]);
  // Done a day late: that stays to be seen.
  assert.equal(shown('all'), [
    ['till.pay.1', 'first', 'overdue'],
    ['till.pay.2', '3', 'soon'],
  ]);
});

test.run();
