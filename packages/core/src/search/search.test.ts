import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { identityMark } from '../rules/identity.js';
import { readCaseRow } from '../session/case-row.js';
import { Random } from '../testing/index.js';
import { phoneTails, RowSearch, readingsOf, type SearchEntry, SearchIndex, searchEntry, searchText } from './index.js';

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

test.run();
