import type { CaseRow } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EMPTY_DESK } from '../internal/desk.js';
import { BoardData, type BoardSources } from './board-data.js';
import { FIRST_VIEW } from './board-view.js';

const test = suite('what the board is drawn from');

type Idle = (deadline: { timeRemaining(): number }) => void;

const row = (id: string): CaseRow => ({
  case: id,
  title: `${id} 院墙`,
  category: '01',
  source: 'walk-in',
  village: '',
  createdAt: 0,
  createdBy: 'a',
  stage: 'screening',
  members: {},
  changedAt: 0,
  conflicts: 0,
  offers: 0,
  tasks: [],
  parties: [],
  partyCount: 0,
  matter: '',
  pendingActs: 0,
  rooms: [],
  summaries: {},
});

test('the search is prepared in idle moments, a part at a time, and begins anew only for other rows', () => {
  const waiting: Idle[] = [];
  const before = Reflect.get(globalThis, 'requestIdleCallback');
  Reflect.set(globalThis, 'requestIdleCallback', (run: Idle) => waiting.push(run));
  try {
    const data = new BoardData(() => {});
    const sources: BoardSources = { desk: EMPTY_DESK, directory: undefined, me: undefined, visits: undefined };
    const reader = data.reader(sources);
    const read: string[] = [];
    const haystack = reader.haystack.bind(reader);
    reader.haystack = (each) => {
      read.push(each.case);
      return haystack(each);
    };
    const moment = (budget: number): void => waiting.shift()?.({ timeRemaining: () => (budget-- > 0 ? 10 : 0) });
    const rows = ['k1', 'k2', 'k3'].map(row);
    data.prepareSearch(rows, FIRST_VIEW, sources);
    data.prepareSearch(rows, FIRST_VIEW, sources);
    assert.equal([read, waiting.length], [[], 1], 'nothing at once, and once');
    moment(2);
    assert.equal([read, waiting.length], [['k3', 'k2'], 1]);
    data.prepareSearch([...rows.slice(1), row('k4')], FIRST_VIEW, sources);
    moment(9);
    assert.equal([read, waiting.length], [['k3', 'k2'], 1], 'what is past goes on no more');
    moment(9);
    assert.equal([read, waiting.length], [['k3', 'k2', 'k4', 'k3', 'k2'], 0]);
  } finally {
    Reflect.set(globalThis, 'requestIdleCallback', before);
  }
});

test.run();
