import type { Edit } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Contributions } from '../plugin-host/contributions.js';
import { editWords } from './edit-words.js';
import { RecordNames } from './record-names.js';

const test = suite('words of an edit');
const t = (key: string, params: object = {}) => `${key} ${JSON.stringify(params)}`;
const names = new RecordNames({
  t,
  locale: 'zh',
  contributions: new Contributions([], { locale: 'zh', person: (id) => id, department: (id) => id }, '2024-09-16'),
  model: undefined,
  room: () => undefined,
});
const words = (value: string) => {
  const edit: Edit = {
    id: '1',
    order: 1,
    person: 'p',
    from: 0,
    until: 0,
    seq: 1,
    kind: 'set',
    collection: 'case',
    record: 'r',
    field: 'list',
    value,
  };
  return editWords(edit, names, t).words;
};

test('a text is quoted; a list is not, and no more is one that was cut', () => {
  assert.match(words('"村集体专户"'), /^edit\.filled .*村集体专户/);
  for (const list of ['{"payer":"村集体专户"}', '{"payer":"村集体专户","rows":[{"payee":"赵', '[1,2'])
    assert.match(words(list), /^edit\.changed /);
});

test.run();
