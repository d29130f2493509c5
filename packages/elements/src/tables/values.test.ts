import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Read,
  readCode,
  readCount,
  readDay,
  readIdentityCell,
  readPhone,
  readText,
  TRAPS_LOST,
  TRAPS_READ,
  type Trap,
} from './values.js';

const test = suite('traps of imported cells');
const TODAY = '2024-09-16';
const seen = new Set<Trap>();

/** Each row: what stands in the cell, what it is read as (`-` for nothing), and what is said of it. */
type TrapRow = readonly [cell: string, value: string, ...traps: Trap[]];
const check = (kind: string, rows: readonly TrapRow[], read: (cell: string) => Read<unknown>) => {
  for (const [cell, value, ...traps] of rows) {
    test(`${kind} ${JSON.stringify(cell)} is ${value}${traps.length === 0 ? '' : `, told: ${traps.join(', ')}`}`, () => {
      const found = read(cell);
      const shown = found.value === undefined ? '-' : typeof found.value === 'object' ? JSON.stringify(found.value) : String(found.value);
      assert.equal([shown, ...found.traps], [value, ...traps]);
      for (const trap of traps) seen.add(trap);
    });
  }
};

check(
  'identity',
  [
    ['11010519491231002X', '11010519491231002X'],
    ['11010519491231002x', '11010519491231002X'],
    [' 110105 19491231 002X ', '11010519491231002X'],
    ['１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X', 'fullWidth'],
    ["'11010519491231002X", '11010519491231002X', 'apostrophe'],
    ['1.50981E+17', '-', 'scientific'],
    ['1.1010519491231E+17', '-', 'scientific'],
    ['110105194912310000', '-', 'precision'],
    ['150981199003070000', '-', 'precision'],
    ['15098119900307001', '-', 'length'],
    ['1509811990030700144', '-', 'length'],
    ['110105491231002', '110105491231002', 'oldIdentity'],
    ['110105194912310021', '-', 'checksum'],
    ['110105202402300011', '-', 'notIdentity'],
    ['990105194912310020', '-', 'notIdentity'],
    ['1101O519491231002X', '-', 'characters'],
    ['#N/A', '-', 'errorValue'],
    ['', '-'],
  ],
  (cell) => readIdentityCell(cell, TODAY),
);

check(
  'phone',
  [
    ['13800000001', '{"number":"13800000001"}'],
    ['+86 138-0000-0001', '{"number":"13800000001"}', 'countryCode'],
    ['+8613800000001', '{"number":"13800000001"}', 'countryCode'],
    ['0086 13800000001', '{"number":"13800000001"}', 'countryCode'],
    ['86-13800000001', '{"number":"13800000001"}', 'countryCode'],
    ['138 0000 0001', '{"number":"13800000001"}'],
    ['１３８００００００００１', '-', 'fullWidth', 'length'],
    ['１３８００００００２', '-', 'fullWidth', 'length'],
    ['１３８０００００００２', '{"number":"13800000002"}', 'fullWidth'],
    ['13800000001.0', '{"number":"13800000001"}', 'decimals'],
    ['1.38E+10', '-', 'scientific'],
    ['1380000000', '-', 'length'],
    ['0474-4201234', '{"number":"0474-4201234"}'],
    ['04744201234', '{"number":"0474-4201234"}'],
    ['(0474)4201234', '{"number":"0474-4201234"}'],
    ['（0474）4201234', '{"number":"0474-4201234"}', 'fullWidth'],
    ['+86 474 4201234', '{"number":"0474-4201234"}', 'countryCode'],
    ['0474-4201234-806', '{"number":"0474-4201234","extension":"806"}', 'extension'],
    ['0474-4201234转806', '{"number":"0474-4201234","extension":"806"}', 'extension'],
    ['010-66668888 ext. 12', '{"number":"010-66668888","extension":"12"}', 'extension'],
    ['0474-4201234 分机：806', '{"number":"0474-4201234","extension":"806"}', 'fullWidth', 'extension'],
    ['4744201234', '-', 'leadingZero'],
    ['474-4201234', '-', 'leadingZero'],
    ['4201234', '{"number":"4201234"}', 'noArea'],
    ['12345', '{"number":"12345"}'],
    ['4008001234', '{"number":"4008001234"}'],
    ['13800000001/13900000002', '{"number":"13800000001","others":"13900000002"}', 'several'],
    ['13800000001、0474-4201234', '{"number":"13800000001","others":"0474-4201234"}', 'several'],
    ['没有电话', '-', 'characters'],
    ['13800OOO001', '-', 'characters'],
    ['\u202d13800000001\u202c', '{"number":"13800000001"}'],
    ['', '-'],
  ],
  readPhone,
);

check(
  'day',
  [
    ['2024-09-15', '2024-09-15'],
    ['2024-09-15 09:30', '2024-09-15 09:30'],
    ['2024-9-5 9:05:30', '2024-09-05 09:05'],
    ['2024/9/15', '2024-09-15'],
    ['2024.09.15', '2024-09-15'],
    ['20240915', '2024-09-15'],
    ['20240915093000', '2024-09-15 09:30'],
    ['2024年9月15日', '2024-09-15'],
    ['2024年09月15日 9时30分', '2024-09-15 09:30'],
    ['2024年9月15日（星期日）下午3:30', '2024-09-15 15:30', 'fullWidth'],
    ['2024年9月15号 上午12:10', '2024-09-15 00:10'],
    ['9/15/2024 3:30 PM', '2024-09-15 15:30'],
    ['二〇二四年九月十五日', '2024-09-15', 'numerals'],
    ['二○二四年十二月三十一日', '2024-12-31', 'numerals'],
    ['２０２４年９月１５日', '2024-09-15', 'fullWidth'],
    ['2024年2月29日', '2024-02-29'],
    ['2024年2月30日', '-', 'noSuchDay'],
    ['2023-02-29', '-', 'noSuchDay'],
    ['2024-13-01', '-', 'noSuchDay'],
    ['2024-09-15 25:00', '-', 'noSuchTime'],
    ['2024-09-15 09:75', '-', 'noSuchTime'],
    ['45550', '2024-09-15', 'serial'],
    ['45550.395833', '2024-09-15 09:30', 'serial'],
    ['60', '-', 'unreadable'],
    ['99999', '-', 'unreadable'],
    ['3/4/2024', '-', 'ambiguousDay'],
    ['15/9/2024', '2024-09-15'],
    ['5/5/2024', '2024-05-05'],
    ['9月15日', '-', 'noYear'],
    ['24-9-15', '-', 'noYear'],
    ['2024-09-15T01:30:00Z', '2024-09-15 09:30', 'zone'],
    ['2024-09-15T20:30:00+00:00', '2024-09-16 04:30', 'zone'],
    ['昨天', '-', 'unreadable'],
    ['#REF!', '-', 'errorValue'],
    ['4.555E+4', '-', 'scientific'],
    ['', '-'],
  ],
  readDay,
);

check(
  'order number',
  [
    ['GD20240915001', 'GD20240915001'],
    ['ＧＤ20240915001', 'GD20240915001', 'fullWidth'],
    ['2.02409E+15', '-', 'scientific'],
    ['20240915000010000', '-', 'precision'],
    ['2024091500001', '2024091500001'],
    ['2024091500001.0', '2024091500001', 'decimals'],
    ["'00240915", '00240915', 'apostrophe'],
    ['240915', '-', 'leadingZero'],
    ['#N/A', '-', 'errorValue'],
  ],
  (cell) => readCode(cell, { length: 8 }),
);

check(
  'count',
  [
    ['5', '5'],
    ['５', '5', 'fullWidth'],
    ['5.0', '5', 'decimals'],
    ['5个工作日', '5', 'unit'],
    ['五', '5', 'numerals'],
    ['十五个工作日', '15', 'numerals', 'unit'],
    ['两天', '2', 'numerals', 'unit'],
    ['1,200', '1200'],
    ['5.5', '-', 'unreadable'],
    ['尽快', '-', 'unreadable'],
    ['5E+0', '-', 'scientific'],
  ],
  readCount,
);

check(
  'text',
  [
    ['=HYPERLINK("http://x","点我")', '=HYPERLINK("http://x","点我")', 'formula'],
    ['@SUM(A1)', '@SUM(A1)', 'formula'],
    ['+86 138-0000-0001', '+86 138-0000-0001'],
    ['-5', '-5'],
    [' 阿卜杜拉·买买提 ', '阿卜杜拉·买买提'],
    ['𠮷田红', '𠮷田红'],
    ['#VALUE!', '-', 'errorValue'],
  ],
  readText,
);

test('every trap of the readers stands in the tables above', () => {
  // Whether a day may lie ahead is for whoever imports to say.
  assert.equal(
    [...TRAPS_LOST, ...TRAPS_READ].filter((trap) => trap !== 'future' && !seen.has(trap)),
    [],
  );
});

test.run();
