import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { identityMark } from '../rules/identity.js';
import { readCaseRow } from '../session/case-row.js';
import { Random } from '../testing/index.js';
import {
  excerptOf,
  type GroupResult,
  phoneTails,
  RowSearch,
  readingsOf,
  type SearchEntry,
  SearchIndex,
  searchEntry,
  searchText,
} from './index.js';

const test = suite('search');

const entries: readonly SearchEntry[] = [
  {
    id: 'forest',
    changedAt: 5,
    fields: [
      ['name', '何守田'],
      ['name', '罗桂芬'],
      ['name', '买买提·艾力'],
      ['number', '〔2024〕12号'],
      ['tail', '5678'],
      ['title', '木匠沟林地补偿款分配纠纷'],
      ['place', '木匠沟村'],
      ['words', '二十三户对补偿款如何分配意见不一'],
      ['mark', identityMark('11010519491231002X')],
    ],
  },
  {
    id: 'wall',
    changedAt: 9,
    fields: [
      ['name', '曾重阳'],
      ['name', '龚䶮'],
      ['name', '𠮷野'],
      ['name', '吕绿'],
      ['number', '〔2024〕120号'],
      ['title', '宅基地院墙纠纷'],
      ['place', '东滩村'],
    ],
  },
];

const index = (): SearchIndex => {
  const made = new SearchIndex();
  for (const entry of entries) made.put(entry);
  return made;
};
const found = (typed: string): string[] =>
  index()
    .search(typed)
    .hits.map(({ id }) => id);

for (const [typed, ids] of [
  ['罗桂芬', ['forest']],
  ['桂芬', ['forest']],
  ['luoguifen', ['forest']],
  ['LuoGuiFen', ['forest']],
  ['luo gui fen', ['forest']],
  ['lgf', ['forest']],
  ['luogf', ['forest']],
  ['luogui', ['forest']],
  ['luog', ['forest']],
  ['ｌｇｆ', ['forest']],
  // A surname of two readings, and a character of two readings inside.
  ['zengchongyang', ['wall']],
  ['zcy', ['wall']],
  ['zhcy', []],
  // Rare characters: by themselves, and by reading where one is known.
  ['䶮', ['wall']],
  ['gongyan', ['wall']],
  ['𠮷', ['wall']],
  ['𠮷野', ['wall']],
  // ü, typed as v and without its dots.
  ['lvlv', ['wall']],
  ['lulu', ['wall']],
  ['买买提·艾力', ['forest']],
  ['买买提•艾力', ['forest']],
  ['买买提．艾力', ['forest']],
  ['买买提艾力', ['forest']],
  ['maimaiti', ['forest']],
  ['〔2024〕12号', ['forest']],
  ['红综〔2024〕12号', ['forest']],
  ['[2024]12号', ['forest']],
  ['（２０２４）12号', ['forest']],
  ['2024-12', ['forest']],
  ['5678', ['forest']],
  ['138 0474 5678', ['forest']],
  ['+86 13804745678', ['forest']],
  ['11010519491231002x', ['forest']],
  ['东滩', ['wall']],
  ['dongtan', ['wall']],
  ['意见不一', ['forest']],
  ['纠纷 东滩', ['wall']],
  ['纠纷 dt', ['wall']],
  ['罗桂芬 东滩', []],
  ['没有这个人', []],
  ['   ', []],
] as const)
  test(`"${typed}" finds ${ids.join(', ') || 'nothing'}`, () => {
    assert.equal(found(typed), ids);
  });

test('what fits alike stands with the later first; a whole name before a part, a name before a title', () => {
  assert.equal(found('纠纷'), ['wall', 'forest']);
  const names = new SearchIndex();
  names.put({ id: 'title', changedAt: 9, fields: [['title', '王强与李四纠纷']] });
  names.put({ id: 'part', changedAt: 8, fields: [['name', '王强国']] });
  names.put({ id: 'whole', changedAt: 1, fields: [['name', '王强']] });
  assert.equal(
    names.search('王强').hits.map(({ id }) => id),
    ['whole', 'part', 'title'],
  );
});

test('a spelling at the start of a place stands before one inside a name', () => {
  const made = new SearchIndex();
  made.put({ id: 'inside', changedAt: 9, fields: [['name', '莜面加工店']] });
  made.put({ id: 'start', changedAt: 1, fields: [['place', '木匠沟村']] });
  assert.equal(
    made.search('mjg').hits.map(({ id }) => id),
    ['start', 'inside'],
  );
});

test('a hit says why: which of the fields', () => {
  const [hit] = index().search('艾力').hits;
  assert.equal([hit?.kind, entries[0]?.fields[hit?.field ?? -1]?.[1]], ['name', '买买提·艾力']);
});

test('the number of all that fit is told where only some are given, and among some only these are looked at', () => {
  const { hits, total } = index().search('纠纷', { limit: 1 });
  assert.equal([hits.length, total], [1, 2]);
  assert.equal(
    index()
      .search('纠纷', { among: ['forest', 'nobody'] })
      .hits.map(({ id }) => id),
    ['forest'],
  );
});

test('tails of telephone numbers', () => {
  assert.equal(phoneTails('+86 138-0474-5678，座机 0474-3512345 转 802'), ['5678', '2345']);
  assert.equal(phoneTails('１３８０４７４５６７８'), ['5678']);
  assert.equal(phoneTails('110'), []);
});

test('text as it is looked for', () => {
  assert.is(searchText('  Ａ·B　１ '), 'ab 1');
  assert.is(searchText("Xi'an"), 'xian');
  assert.is(searchText('1.5 亩'), '1.5 亩');
});

test('readings: several where there are several, none for what is no character', () => {
  assert.equal([...readingsOf('曾')].sort(), ['ceng', 'zeng']);
  assert.ok(['dan', 'shan', 'chan'].every((reading) => readingsOf('单').includes(reading)));
  assert.equal(readingsOf('a'), []);
});

test('after any run of changes the index finds what one made afresh finds', () => {
  const random = new Random(7);
  const SURNAMES = [...'王李张罗何曾'];
  const GIVEN = [...'守田桂芬重阳䶮𠮷'];
  const changing = new SearchIndex();
  const now = new Map<string, SearchEntry>();
  for (let step = 0; step < 4_000; step++) {
    const id = `c${random.below(120)}`;
    if (random.chance(0.2)) {
      now.delete(id);
      changing.remove(id);
      continue;
    }
    const name = random.pick(SURNAMES) + random.pick(GIVEN) + random.pick(GIVEN);
    const entry: SearchEntry = {
      id,
      changedAt: step,
      fields: [
        ['name', name],
        ['title', `${name}的事`.repeat(1 + random.below(40))],
      ],
    };
    now.set(id, entry);
    changing.put(entry);
  }
  const fresh = new SearchIndex();
  for (const entry of now.values()) fresh.put(entry);
  assert.is(changing.size, now.size);
  for (const typed of ['王', 'ls', 'luo', '守田', 'zcy', '䶮', '𠮷'])
    assert.equal(changing.search(typed, { limit: 200 }), fresh.search(typed, { limit: 200 }), typed);
});

test('a spelling of many ways to take it apart is answered', () => {
  const many = new SearchIndex();
  many.put({ id: 'a', changedAt: 0, fields: [['name', '啊'.repeat(90)]] });
  assert.is(many.search(`${'a'.repeat(23)}b`).total, 0);
});

/** A row with these summaries, as a device has it. */
const row = (id: string, joint: Record<string, unknown>, title = '补偿款纠纷') => {
  const made = readCaseRow({
    case: id,
    rev: 1,
    gone: false,
    rooms: [],
    summary: {
      case: {
        title,
        category: '03',
        source: 'own',
        village: '木匠沟村',
        createdAt: 1,
        createdBy: 'p',
        stage: 'joint',
        members: {},
        changedAt: 1,
        conflicts: 0,
      },
      joint,
    },
  });
  if (made === undefined) throw new Error('no row');
  return made;
};

test('a row is found by the names that its card does not show, by tail and place', () => {
  const search = new SearchIndex();
  search.put(searchEntry(row('a', { parties: ['何守田'], partyCount: 9, matter: '', names: ['罗桂芬'], tails: ['5678'], place: '后山' })));
  for (const typed of ['罗桂芬', '5678', '后山', 'mjg']) assert.is(search.search(typed).total, 1, typed);
});

test('a list is followed: new, changed and gone rows, the rest untouched', () => {
  const search = new RowSearch();
  const [a, b] = [row('a', {}, '甲事'), row('b', {}, '乙事')];
  const follow = (rows: readonly ReturnType<typeof row>[]) => {
    for (const _ of search.follow(rows));
  };
  follow([a, b]);
  assert.is(search.index.search('甲事').total, 1);
  follow([row('a', {}, '丙事'), b]);
  assert.equal([search.index.search('甲事').total, search.index.search('丙事').total], [0, 1]);
  follow([b]);
  assert.equal([search.index.size, search.index.search('丙事').total, search.row('b')], [1, 0, b]);
});

const ended = (looking: Generator<void, GroupResult, void>): GroupResult => {
  for (;;) {
    const step = looking.next();
    if (step.done === true) return step.value;
  }
};

test('a group is found by terms that stand in different entries of it, and says which one fits best', () => {
  const made = new SearchIndex();
  const name = made.put({ id: 'a/row', changedAt: 1, fields: [['name', '罗桂芬']] });
  const text = made.put({
    id: 'a/text',
    changedAt: 1,
    fields: [
      ['text', '三户都同意先量地，再谈补偿'],
      ['text', '另有一处 Mulberry 树'],
    ],
  });
  const other = made.put({ id: 'b/text', changedAt: 1, fields: [['text', '先谈补偿']] });
  const groups = [
    { id: 'a', changedAt: 1, slots: [name, text] },
    { id: 'b', changedAt: 2, slots: [other] },
  ];
  const look = (typed: string, among = groups) => ended(made.looking(typed, among));
  assert.equal(
    look('lgf 量地').hits.map(({ id, slot, kind, long }) => [id, slot, kind, long?.term, long?.slot]),
    [['a', name, 'name', 1, text]],
  );
  assert.equal(
    look('补偿').hits.map(({ id, slot, kind }) => [id, slot, kind]),
    [
      ['b', other, 'text'],
      ['a', text, 'text'],
    ],
  );
  assert.equal(
    [look('lgf 补偿 mulberry').total, look('lgf 没有').total, look('罗桂芬 量地', [{ id: 'a', changedAt: 1, slots: [text] }]).total],
    [1, 0, 0],
  );
  assert.equal([look('三户').total, look('').total, look('x').total], [1, 0, 0]);
  assert.equal([look('户').total, look('罗').total], [0, 1], 'a single character is a name, and no word');
  made.remove('a/text');
  assert.equal(look('量地').total, 0);
});

test('a signature leaves out no text: every pair of characters of random texts is found, after changes as well', () => {
  const random = new Random(3);
  const letter = () => String.fromCodePoint(0x4e00 + random.below(3000));
  const made = new SearchIndex({ field: 5000, entry: 5000 });
  const texts = new Map<number, string>();
  const groups: { id: string; changedAt: number; slots: number[] }[] = [];
  for (let at = 0; at < 400; at++) {
    const id = `t${at % 250}`;
    const text = Array.from({ length: 1 + random.below(1500) }, letter).join('');
    const slot = made.put({ id, changedAt: at, fields: [['text', text]] });
    texts.set(slot, text);
    if (at < 250) groups.push({ id, changedAt: at, slots: [slot] });
  }
  for (let round = 0; round < 300; round++) {
    const { id, slots } = groups[random.below(groups.length)] ?? { id: '', slots: [] };
    const text = texts.get(slots[0] ?? -1) ?? '';
    if (text.length < 2) continue;
    const from = random.below(text.length - 1);
    const typed = text.slice(from, from + 2 + random.below(5));
    const expected = groups.filter((group) => texts.get(group.slots[0] ?? -1)?.includes(typed)).length;
    const { hits, total } = ended(made.looking(typed, groups, 300));
    assert.equal([total, hits.some((hit) => hit.id === id)], [expected, true], typed);
  }
});

test('an excerpt shows the place as the text has it, also where it is written otherwise', () => {
  const long = '甲'.repeat(60);
  assert.equal(excerptOf(`${long}\n先量地${long}`, '量地'), [`…${'甲'.repeat(14)} 先`, '量地', `${'甲'.repeat(40)}…`]);
  assert.equal(excerptOf('当事人：买买提·艾力，电话另附。', '买买提艾力'), ['当事人：', '买买提·艾力', '，电话另附。']);
  assert.equal(excerptOf('编号 ＡＢ１２', 'ab12'), ['编号 ', 'ＡＢ１２', '']);
  assert.equal([excerptOf('先量地', '补偿'), excerptOf('先量地', ' ')], [undefined, undefined]);
});

test.run();
