import type { RefusedChange } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadLocale, type MessageKey, type Params, translate } from '../locales/locale.js';
import { changeValues, changeWords } from './refused-words.js';

const test = suite('refused changes in words');
test.before(() => loadLocale('en'));
const speaker = {
  t: (key: MessageKey, params?: Params) => translate('en', key, params),
  nameOf: (person: string) => person.toUpperCase(),
  departmentOf: (department: string) => department.toUpperCase(),
};
const change = (command: string, args: Record<string, unknown>): RefusedChange => ({
  id: 'x',
  case: 'c',
  room: 'joint',
  command,
  args,
  refusal: { code: 'FORBIDDEN', seen: '', expected: '', todo: '' },
  madeAt: 0,
});

test('a field of a record stands with its name, without the address of the record', () => {
  const edit = change('party.edit', { id: 'p1', patch: { phone: '139', note: '' } });
  assert.is(changeWords(edit, speaker), 'Edit of a party');
  assert.equal(changeValues(edit, speaker), ['Phone: 139']);
});

test('typed text is shown whole, without what stood around it', () => {
  const edits = [{ at: 3, before: 'a', after: 'b', removed: 'old', inserted: 'new words' }];
  assert.equal(changeValues(change('text.edit', { name: 'facts/facts/summary', edits }), speaker), ['Deleted: old', 'Written: new words']);
});

test('amounts are in yuan, lists in one line', () => {
  assert.equal(changeValues(change('facts.edit', { patch: { amountFen: 1234 } }), speaker), ['Amount (yuan): 12.34']);
  assert.equal(changeValues(change('party.add', { party: { name: 'A' }, members: ['B', 'C'] }), speaker), [
    'Name: A',
    'Members of the household: B, C',
  ]);
});

test('an act is told as in the timeline, an unknown command by its name', () => {
  assert.is(changeWords(change('case.removeMember', { person: 'sun' }), speaker), 'Removed SUN from the team');
  assert.is(changeWords(change('other.thing', {}), speaker), 'other.thing');
});

test('what a device holds beyond a restored server stands with its fields and words', () => {
  const maps = [
    { collection: 'party', key: 'p1/$', value: 5 },
    { collection: 'party', key: 'p1/name', value: 'A' },
    { collection: 'party', key: 'p1/members/B', value: true },
  ];
  const edits = [{ at: 3, before: 'a', after: 'b', removed: '', inserted: 'her words' }];
  const beyond = change('restored', { maps, texts: [{ name: 'party/p1/statement', edits }] });
  assert.is(changeWords(beyond, speaker), 'Put back: party');
  assert.equal(changeValues(beyond, speaker), ['Name: A', 'Members of the household: B', 'Written: her words']);
});

test.run();
