import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  activeFilters,
  type BoardView,
  builtInView,
  FIRST_VIEW,
  NO_FILTER,
  parseView,
  readSavedViews,
  viewInUse,
  viewQuery,
} from './board-view.js';

const test = suite('board view');

const full: BoardView = {
  layout: 'table',
  sort: { by: 'changed', descending: true },
  filter: {
    words: '水渠 张',
    stage: 'joint',
    category: '02',
    village: '土城村',
    department: '-mine',
    person: '-lead',
    clock: 'within3',
    waits: true,
    changed: true,
  },
  columns: ['code', 'police.registered'],
};

test('a view goes through its address and back', () => {
  assert.equal(parseView(viewQuery(full)), full);
  assert.equal(parseView(viewQuery(FIRST_VIEW)), FIRST_VIEW);
  assert.is(viewQuery(FIRST_VIEW), '');
});

test('an address with what is not known is read as far as it is', () => {
  const view = parseView('view=map&clock=never&stage=x&words=%E6%B0%B4&other=1');
  assert.equal(view, { ...FIRST_VIEW, filter: { ...NO_FILTER, words: '水' } });
});

test('an address over what a person keeps leaves their layout', () => {
  assert.is(parseView('clock=overdue', full).layout, 'table');
  assert.is(parseView('view=cards', full).layout, 'cards');
});

test('filters are counted', () => {
  assert.equal([activeFilters(NO_FILTER), activeFilters(full.filter)], [0, 9]);
});

test('the view in use is the saved one that says the same, else the built-in one with this filter', () => {
  const saved = [{ id: 's1', name: '我的', query: viewQuery(full) }];
  assert.is(viewInUse(full, saved), 's1');
  assert.is(viewInUse({ ...full, layout: 'cards' }, saved), undefined);
  assert.is(viewInUse({ ...full, filter: NO_FILTER }, saved), 'all');
  for (const id of ['all', 'lead', 'waits', 'soon', 'department'] as const) assert.is(viewInUse(builtInView(id, full), []), id);
});

test('stored views that are none are left out', () => {
  const good = { id: 'a', name: '一', query: '' };
  assert.equal(readSavedViews([good, { id: 1 }, null, 'x']), [good]);
  assert.equal([readSavedViews(undefined), readSavedViews('x')], [[], []]);
});

test.run();
