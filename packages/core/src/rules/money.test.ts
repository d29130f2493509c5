import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../testing/index.js';
import { allocate, allocatePlan, capitalFen, divide, equalShares, formatFen } from './money.js';

const test = suite('money');

test('73.9 % and 26.1 % of a total come out to the fen', () => {
  assert.equal(
    allocate(100, [
      { key: 'a', basisPoints: 7390 },
      { key: 'b', basisPoints: 2610 },
    ]),
    [74, 26],
  );
  assert.equal(
    allocate(1_234_567_89, [
      { key: 'a', basisPoints: 7390 },
      { key: 'b', basisPoints: 2610 },
    ]),
    [91_234_567, 32_222_222],
  );
});

test('the parts always sum to the total, however large', () => {
  const random = new Random(11);
  for (let round = 0; round < 2000; round++) {
    const keys = Array.from({ length: 1 + random.below(30) }, (_, index) => String(index));
    const total = random.below(2) === 0 ? random.below(1000) : Math.floor(random.next() * Number.MAX_SAFE_INTEGER);
    assert.is(
      allocate(total, equalShares(keys)).reduce((sum, part) => sum + BigInt(part), 0n),
      BigInt(total),
    );
  }
});

test('shares that do not sum to 10,000 are refused', () => {
  assert.throws(() => allocate(1, [{ key: 'a', basisPoints: 9999 }]), /BAD_VALUE/);
});

test('fen are written as yuan', () => {
  assert.is(formatFen(123_456_789_05), '123,456,789.05');
  assert.is(formatFen(7), '0.07');
});

/** Worked by hand: total in fen, weights, parts. */
const DIVIDED: readonly (readonly [number, readonly number[], readonly number[]])[] = [
  [0, [1, 1], [0, 0]],
  [1, [1, 1], [1, 0]],
  [1, [1, 2], [0, 1]],
  [100, [1, 1, 1], [34, 33, 33]],
  [101, [1, 1, 1], [34, 34, 33]],
  // 7 of 3 and 2 and 1: 3.5, 2.33…, 1.16…: the half is the largest remainder
  [7, [3, 2, 1], [4, 2, 1]],
  // 10 of 1 and 2 and 4: 1.42…, 2.85…, 5.71…: two spare fen, to the second and the third
  [10, [1, 2, 4], [1, 3, 6]],
  // equal remainders: the earlier one
  [3, [1, 1, 1, 1], [1, 1, 1, 0]],
  // a weight of nothing gets nothing, not even a spare fen
  [5, [0, 1, 1], [0, 3, 2]],
  // three children of one mother: 6,200 yuan
  [620_000, [1, 1, 1], [206_667, 206_667, 206_666]],
  // 78.6 mu in tenths: 30.1, 28.5, 20.0 of 1,000.00 yuan: 382.951…, 362.595…, 254.452…
  [100_000, [301, 285, 200], [38_295, 36_260, 25_445]],
  // 87,600.00 yuan of wages among five by days worked 61, 58, 60, 44, 52 (275 days)
  [8_760_000, [61, 58, 60, 44, 52], [1_943_127, 1_847_564, 1_911_273, 1_401_600, 1_656_436]],
];

for (const [total, weights, parts] of DIVIDED) {
  test(`${total} fen by ${weights.join(' : ')}`, () => {
    assert.equal(divide(total, weights), parts);
    assert.is(
      parts.reduce((sum, part) => sum + part, 0),
      total,
      'the example itself',
    );
  });
}

test('the seed case comes out to the fen, by group and by household', () => {
  const parties = [
    ...Array.from({ length: 6 }, (_, at) => ({ id: `a${at + 1}`, group: '持证户' })),
    ...Array.from({ length: 17 }, (_, at) => ({ id: `b${at + 1}`, group: '无证户' })),
  ];
  const [held, without] = allocatePlan(
    {
      totalFen: 238_641_753,
      shares: [
        { key: '持证户', basisPoints: 7390 },
        { key: '无证户', basisPoints: 2610 },
      ],
    },
    parties,
  );
  // 2,386,417.53 × 0.739 = 1,763,562.55467; × 0.261 = 622,854.97533: the spare fen goes to the larger remainder
  assert.equal([held?.fen, without?.fen], [176_356_255, 62_285_498]);
  assert.equal(
    held?.members.map(({ fen }) => fen),
    [29_392_710, 29_392_709, 29_392_709, 29_392_709, 29_392_709, 29_392_709],
  );
  // 62,285,498 = 17 × 3,663,852 + 14
  assert.equal(
    without?.members.map(({ fen }) => fen),
    [...Array<number>(14).fill(3_663_853), ...Array<number>(3).fill(3_663_852)],
  );
  // the shares of one household that the figures of the field give: 73.9 / 6 = 12.316667 %, 26.1 / 17 = 1.535294 %
  assert.is(((29_392_709 / 238_641_753) * 100).toFixed(6), '12.316667');
  assert.is(((3_663_852 / 238_641_753) * 100).toFixed(6), '1.535294');
});

test('inside a group the weights that are named count, and a party may stand for itself', () => {
  const plan = {
    totalFen: 1000,
    shares: [
      { key: '甲组', basisPoints: 5000 },
      { key: 'p9', basisPoints: 3000 },
      { key: '村集体', basisPoints: 2000 },
    ],
    weights: { p2: 3 },
  };
  const parties = [{ id: 'p1', group: '甲组' }, { id: 'p2', group: '甲组' }, { id: 'p9' }];
  assert.equal(allocatePlan(plan, parties), [
    {
      key: '甲组',
      basisPoints: 5000,
      fen: 500,
      members: [
        { id: 'p1', weight: 1, fen: 125 },
        { id: 'p2', weight: 3, fen: 375 },
      ],
    },
    { key: 'p9', basisPoints: 3000, fen: 300, members: [{ id: 'p9', weight: 1, fen: 300 }] },
    { key: '村集体', basisPoints: 2000, fen: 200, members: [] },
  ]);
});

const total = (random: Random) => (random.below(2) === 0 ? random.below(2000) : Math.floor(random.next() * Number.MAX_SAFE_INTEGER));
const weightsOf = (random: Random) => Array.from({ length: 1 + random.below(40) }, () => 1 + random.below(1_000_000));

test('by any weights: the sum is exact, nobody is more than a fen from the exact share, and a second run is the same', () => {
  const random = new Random(29);
  for (let round = 0; round < 1500; round++) {
    const [amount, weights] = [total(random), weightsOf(random)];
    const parts = divide(amount, weights);
    const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
    assert.is(
      parts.reduce((all, part) => all + BigInt(part), 0n),
      BigInt(amount),
    );
    parts.forEach((part, at) => {
      const off = BigInt(part) * sum - BigInt(amount) * BigInt(weights[at] ?? 0);
      assert.ok(off < sum && -off < sum, `${amount} by ${weights.join()}: part ${at}`);
    });
    assert.equal(divide(amount, [...weights]), parts);
  }
});

test('monotone: who has the larger weight never gets less; among equals the earlier one never gets less', () => {
  const random = new Random(31);
  for (let round = 0; round < 800; round++) {
    const weights = Array.from({ length: 2 + random.below(12) }, () => 1 + random.below(20));
    const parts = divide(total(random), weights);
    for (let a = 0; a < weights.length; a++)
      for (let b = a + 1; b < weights.length; b++) {
        const [wa = 0, wb = 0, pa = 0, pb = 0] = [weights[a], weights[b], parts[a], parts[b]];
        if (wa >= wb) assert.ok(pa >= pb, `${weights.join()} -> ${parts.join()}`);
        else assert.ok(pa <= pb, `${weights.join()} -> ${parts.join()}`);
      }
  }
});

test('monotone: with equal weights a larger total gives nobody less', () => {
  const random = new Random(37);
  for (let round = 0; round < 800; round++) {
    const weights = Array.from({ length: 1 + random.below(30) }, () => 1);
    const [amount, more] = [total(random) % 1e12, random.below(500)];
    const [before, after] = [divide(amount, weights), divide(amount + more, weights)];
    assert.ok(
      before.every((part, at) => part <= (after[at] ?? 0)),
      `${amount} + ${more} among ${weights.length}`,
    );
  }
});

test('what is no whole number of fen or no weight is refused', () => {
  for (const [amount, weights] of [
    [1.5, [1]],
    [-1, [1]],
    [1, []],
    [1, [0, 0]],
    [1, [1, -1]],
    [1, [0.5]],
    [2 ** 53, [1]],
  ] as const)
    assert.throws(() => divide(amount, weights), /BAD_VALUE/);
});

/** Amounts in yuan and in capitals; the first five are the examples of 支付结算办法, annex 1, or their like. */
const CAPITAL: readonly (readonly [number, string])[] = [
  [140_950, '壹仟肆佰零玖元伍角整'],
  [600_714, '陆仟零柒元壹角肆分'],
  [168_032, '壹仟陆佰捌拾元零叁角贰分'],
  [10_700_053, '壹拾万柒仟元零伍角叁分'],
  [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
  [0, '零元整'],
  [5, '伍分'],
  [50, '伍角整'],
  [55, '伍角伍分'],
  [1000, '壹拾元整'],
  [10_005, '壹佰元零伍分'],
  [1_000_100, '壹万零壹元整'],
  [1_010_000, '壹万零壹佰元整'],
  [1_100_000, '壹万壹仟元整'],
  [238_641_753, '贰佰叁拾捌万陆仟肆佰壹拾柒元伍角叁分'],
  [176_356_255, '壹佰柒拾陆万叁仟伍佰陆拾贰元伍角伍分'],
  [62_285_498, '陆拾贰万贰仟捌佰伍拾肆元玖角捌分'],
  [10_000_000_000, '壹亿元整'],
  [10_000_000_100, '壹亿零壹元整'],
  [10_001_000_000, '壹亿零壹万元整'],
  [1_020_030_040_050, '壹佰零贰亿零叁拾万零肆佰元零伍角整'],
];

for (const [fen, capitals] of CAPITAL) {
  test(`${formatFen(fen)} is ${capitals}`, () => {
    assert.is(capitalFen(fen), capitals);
  });
}

test.run();
