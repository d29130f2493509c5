import { identityMark, type PluginRow, provisionalCode, readSummary } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Draft, duplicates } from './duplicates.js';
import { marksOf } from './register.js';

const test = suite('cases that may be the same');
const row = (id: string, given: Partial<PluginRow>, intake: Readonly<Record<string, unknown>> = {}): PluginRow => ({
  case: id,
  title: '',
  category: '99',
  source: 'walk-in',
  stage: 'screening',
  village: '',
  createdOn: '2024-09-16',
  closed: false,
  changedAt: 0,
  parties: [],
  members: {},
  tasks: [],
  today: '2024-09-16',
  settings: {},
  ...given,
  read: (summary) => readSummary({ intake }, 'intake', summary),
  shared: () => [],
});
const draft = (given: Partial<Draft>): Draft => ({ names: [], marks: [], ref: '', place: '', words: '', ...given });
const rows = [
  row('a', { title: '木匠沟村林地补偿款分配纠纷', village: '木匠沟村', parties: ['赵𠮷祥', '阿依古丽·买买提'] }, { ref: 'GD-0917' }),
  row('b', { title: '九龙湾村邻里占道纠纷', village: '九龙湾村', parties: ['张建国'] }, { marks: marksOf([{ phone: '13800000191' }]) }),
  row('c', { title: '拖欠工资', village: '木匠沟村', parties: ['李四'] }),
];
const found = (given: Partial<Draft>) => duplicates(rows, draft(given)).map(({ row: { case: id }, why }) => [id, ...why]);

test('by the name of a party, whatever dots and spaces it is written with', () => {
  assert.equal(found({ names: ['阿依古丽•买买提'] }), [['a', 'person']]);
  assert.equal(found({ names: ['赵 𠮷祥'] }), [['a', 'person']]);
  assert.equal(found({ names: ['赵'] }), [], 'one character names nobody');
});

test('by telephone, with and without the country, in full width or with dashes, and by number of the order', () => {
  for (const phone of ['138 0000 0191', '+86-13800000191', '１３８０００００１９１'])
    assert.equal(found({ marks: marksOf([{ phone }]) }), [['b', 'number']]);
  assert.equal(marksOf([{ phone: '１３８０００００１９１' }]), marksOf([{ phone: '13800000191' }]));
  assert.equal(marksOf([{ phone: '119' }, { idNumber: '' }]), [], 'too short for anybody');
  assert.equal(found({ ref: 'gd-0917 ' }), [['a', 'ref']]);
});

test('by words; a village alone is no likeness, and adds to another one', () => {
  assert.equal(found({ place: '木匠沟村' }), []);
  assert.equal(found({ words: '林地补偿款分配不公', place: '木匠沟村北坡' }), [['a', 'words', 'place']]);
  assert.equal(found({ words: '邻里' }), [], 'one word is too little');
});

test('the likeliest stands first, and a handful is enough', () => {
  const many = Array.from({ length: 9 }, (_, at) => row(`m${at}`, { parties: ['张建国'], changedAt: at }));
  const all = duplicates([...many, ...rows], draft({ names: ['张建国'], marks: [identityMark('13800000191')] }));
  assert.equal(
    all.map(({ row: { case: id } }) => id),
    ['b', 'm8', 'm7', 'm6', 'm5'],
  );
});

test('the provisional code is the end of the id', () => {
  assert.is(provisionalCode('01J8ABCDEFGHJKMNPQRSTVWXYZ'), 'RSTV-WXYZ');
});

test.run();
