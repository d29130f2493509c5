import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { identityMark } from '../rules/identity.js';
import { readCaseRow } from '../session/case-row.js';
import { Random } from '../testing/index.js';
import {
  excerptOf,
  phoneTails,
  RowSearch,
  readingsOf,
  type SearchEntry,
  SearchIndex,
  type SearchResult,
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

/** Bits of slots, as a reader's. */
function bitsOf(slots: Iterable<number>): Uint32Array {
  const bits = new Uint32Array(1024);
  for (const slot of slots) bits[slot >> 5] = (bits[slot >> 5] ?? 0) | (1 << (slot & 31));
  return bits;
}

test('the number of all that fit is told where only some are given, and of some that are open only these are looked at', () => {
  const made = index();
  const { hits, total } = made.search('纠纷', { limit: 1 });
  assert.equal([hits.length, total], [1, 2]);
  const open = bitsOf([made.slotOf('forest') ?? -1]);
  assert.equal(
    made.search('纠纷', { open: () => open }).hits.map(({ id }) => id),
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

/** A result without the places of its entries. */
const told = ({ hits, total }: SearchResult) => [total, hits.map(({ id, score, field, kind }) => [id, score, field, kind])];

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
    assert.equal(told(changing.search(typed, { limit: 200 })), told(fresh.search(typed, { limit: 200 })), typed);
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

test('a group is found by terms that stand in different entries of it, and says which one fits best', () => {
  const made = new SearchIndex();
  const [a, b] = [0, 1];
  const name = made.put({ id: 'a/row', changedAt: 1, fields: [['name', '罗桂芬']] }, a);
  const text = made.put(
    {
      id: 'a/text',
      changedAt: 1,
      fields: [
        ['text', '三户都同意先量地，再谈补偿'],
        ['text', '另有一处 Mulberry 树'],
      ],
    },
    a,
  );
  const other = made.put({ id: 'b/text', changedAt: 2, fields: [['text', '先谈补偿']] }, b);
  const look = (typed: string, open = [name, text, other]) => made.search(typed, { open: () => bitsOf(open) });
  assert.equal(
    look('lgf 量地').hits.map(({ group, slot, kind, long }) => [group, slot, kind, long?.term, long?.slot]),
    [[a, name, 'name', 1, text]],
  );
  assert.equal(
    look('补偿').hits.map(({ group, slot, kind, field }) => [group, slot, kind, field]),
    [
      [b, other, 'text', 0],
      [a, text, 'text', 0],
    ],
  );
  assert.is(look('mulberry').hits[0]?.field, 1);
  assert.equal([look('lgf 补偿 mulberry').total, look('lgf 没有').total, look('罗桂芬 量地', [text]).total], [1, 0, 0]);
  assert.equal([look('三户').total, look('').total, look('x').total], [1, 0, 0]);
  assert.equal([look('户').total, look('罗').total], [0, 1], 'a single character is a name, and no word');
  made.remove('a/text');
  assert.equal(look('量地').total, 0);
});

test('what is closed between two stretches is read no more, nor is what took its place', () => {
  const made = new SearchIndex();
  const slots = Array.from({ length: 600 }, (_, at) => made.put({ id: `c${at}`, changedAt: 0, fields: [['text', '先谈补偿']] }, at));
  let open = bitsOf(slots);
  const looking = made.looking('补偿', { open: () => open });
  assert.is(looking.next().done, false);
  for (let at = 0; at < 300; at++) made.remove(`c${at}`);
  for (let at = 0; at < 300; at++) made.put({ id: `d${at}`, changedAt: 0, fields: [['text', '再谈补偿']] }, at);
  open = bitsOf(slots.slice(340));
  let step = looking.next();
  while (step.done !== true) step = looking.next();
  assert.is(step.value.total, 260);
});

test('property: after any run of texts, edits, removals and rights the index finds what a plain scan finds', () => {
  const random = new Random(11);
  const letter = () => random.pick([...'补偿丈量界桩田埂罗桂芬曾重阳𠮷a1']);
  const text = (length: number) => Array.from({ length }, letter).join('');
  const made = new SearchIndex({ field: 80_000, entry: 80_000 });
  const entries = new Map<string, { readonly group: number; readonly fields: SearchEntry['fields'] }>();
  for (let step = 0; step < 3_000; step++) {
    const group = random.below(80);
    const id = `${group}/${random.pick(['row', 'text', 'minutes'])}`;
    if (random.chance(0.25)) {
      entries.delete(id);
      made.remove(id);
    } else {
      const length = random.pick([2, 3, 8, 40, 300, 3_000]);
      const fields: SearchEntry['fields'] = id.endsWith('row')
        ? [
            ['name', text(3)],
            ['title', text(8)],
          ]
        : [
            ['text', text(length)],
            ['text', text(2)],
          ];
      entries.set(id, { group, fields });
      made.put({ id, changedAt: step, fields }, group);
    }
    if (step % 10 !== 0) continue;
    const readable = new Set([...entries.keys()].filter(() => random.chance(0.7)));
    const terms = Array.from({ length: 1 + random.below(3) }, () => text(1 + random.below(4)));
    const has = (term: string, group: number) =>
      [...entries].some(
        ([id, entry]) =>
          entry.group === group &&
          readable.has(id) &&
          entry.fields.some(([kind, value]) => (term.length > 1 || kind !== 'text') && value.includes(term)),
      );
    const expected = new Set([...entries.values()].map(({ group: each }) => each).filter((each) => terms.every((term) => has(term, each))));
    // An `a` that is typed alone, or with others of its kind, is spelling as well.
    if (terms.some((term) => /^a+$/u.test(term))) continue;
    const open = bitsOf([...readable].map((id) => made.slotOf(id) ?? -1));
    const { hits, total } = made.search(terms.join(' '), { limit: 100, open: () => open });
    assert.equal(
      [total, hits.map((hit) => hit.group).sort((a, b) => a - b)],
      [expected.size, [...expected].sort((a, b) => a - b)],
      terms.join(' '),
    );
  }
  assert.is(made.size, entries.size);
});

test('property: a name is found by every way to spell it, however many others there are', () => {
  const random = new Random(13);
  const CHARACTERS = [...'罗桂芬曾重阳单吕绿张诸葛石单䶮王买艾力乐长行'];
  const KINDS = ['name', 'title', 'place'] as const;
  const made = new SearchIndex();
  const names = Array.from({ length: 300 }, () => Array.from({ length: 2 + random.below(3) }, () => random.pick(CHARACTERS)));
  for (const [at, name] of names.entries())
    made.put({ id: String(at), changedAt: at, fields: [[KINDS[at % KINDS.length] ?? 'name', name.join('')]] });
  for (let round = 0; round < 2_000; round++) {
    const at = random.below(names.length);
    // In titles and places a spelling counts from their start alone.
    const name = (names[at] ?? []).slice(at % KINDS.length === 0 ? random.below(2) : 0);
    const spelt = name
      .map((character) => {
        const reading = random.pick(readingsOf(character));
        const initial = /^[zcs]h/u.test(reading) && random.chance(0.5) ? 2 : 1;
        return random.chance(0.4) ? reading.slice(0, initial) : reading;
      })
      .join('');
    // Cut anywhere: the last syllable is begun.
    const typed = spelt.slice(0, Math.max(2, spelt.length - random.below(3)));
    if (typed.length < 2) continue;
    assert.ok(
      made.search(typed, { limit: 300 }).hits.some((hit) => hit.id === String(at)),
      `${typed} for ${name.join('')}`,
    );
  }
});

test('a large index that changes on and on keeps its size', () => {
  const made = new SearchIndex({ field: 80_000, entry: 80_000 });
  const put = (at: number) =>
    made.put({ id: `t${at % 40}`, changedAt: at, fields: [['text', `${at % 7}${'先谈补偿再量地'.repeat(4_000)}`]] });
  for (let at = 0; at < 40; at++) put(at);
  const before = made.bytes;
  for (let at = 40; at < 800; at++) put(at);
  assert.ok(made.bytes < before * 2, `${made.bytes} of ${before}`);
  assert.is(made.search('再量地').total, 40);
});

test('an excerpt shows the place as the text has it, also where it is written otherwise', () => {
  const long = '甲'.repeat(60);
  assert.equal(excerptOf(`${long}\n先量地${long}`, '量地'), [`…${'甲'.repeat(14)} 先`, '量地', `${'甲'.repeat(40)}…`]);
  assert.equal(excerptOf('当事人：买买提·艾力，电话另附。', '买买提艾力'), ['当事人：', '买买提·艾力', '，电话另附。']);
  assert.equal(excerptOf('编号 ＡＢ１２', 'ab12'), ['编号 ', 'ＡＢ１２', '']);
  assert.equal([excerptOf('先量地', '补偿'), excerptOf('先量地', ' ')], [undefined, undefined]);
});

test.run();
