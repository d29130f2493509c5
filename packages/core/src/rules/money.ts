import { OnedoorError } from '../errors.js';

export interface Share {
  readonly key: string;
  /** 1/100 of a percent. */
  readonly basisPoints: number;
}

/**
 * Divides a total exactly, in proportion to weights. Each part gets the whole fen of its share; the spare fen go one each to
 * the largest remainders, equal remainders in the order in which the weights are given. The same on every device, because
 * nothing but whole numbers is used. With equal weights that is: the spare fen to the first ones.
 *
 * @param totalFen whole fen, 0 or more
 * @param weights whole numbers, 0 or more, not all of them 0
 * @returns parts in the order of the weights; their sum is the total
 * @throws BAD_VALUE for a total or a weight that is no such number, or without any weight
 * @example divide(100, [1, 1, 1]) // [34, 33, 33]
 */
export function divide(totalFen: number, weights: readonly number[]): number[] {
  const whole = (value: number) => Number.isSafeInteger(value) && value >= 0;
  const sum = weights.every(whole) ? weights.reduce((total, weight) => total + BigInt(weight), 0n) : 0n;
  if (!whole(totalFen) || sum === 0n) {
    throw new OnedoorError('BAD_VALUE', {
      seen: `${totalFen} fen by the weights ${weights.join(', ')}`,
      expected: 'whole fen and whole weights, 0 or more, not all of them 0',
      todo: 'Correct total or weights.',
    });
  }
  // The product may pass 2^53: exact integers of any size.
  const exact = weights.map((weight) => BigInt(totalFen) * BigInt(weight));
  const parts = exact.map((value) => Number(value / sum));
  const byRemainder = exact
    .map((value, index) => ({ index, rest: value % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  // Parts may pass 2^53 in sum while they are added up, never by themselves.
  const spare = Number(BigInt(totalFen) - parts.reduce((total, part) => total + BigInt(part), 0n));
  for (const { index } of byRemainder.slice(0, spare)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/**
 * Divides a total exactly by shares that make 100 %: see `divide`.
 *
 * @param totalFen whole fen, 0 or more
 * @throws BAD_VALUE unless the shares sum to 10,000 basis points
 * @example allocate(100, [{ key: 'a', basisPoints: 7390 }, { key: 'b', basisPoints: 2610 }]) // [74, 26]
 */
export function allocate(totalFen: number, shares: readonly Share[]): number[] {
  const sum = shares.reduce((total, share) => total + share.basisPoints, 0);
  if (sum !== 10_000) {
    throw new OnedoorError('BAD_VALUE', {
      seen: `${totalFen} fen over ${sum} basis points`,
      expected: 'whole fen and shares of 10,000 basis points',
      todo: 'Correct total or shares.',
    });
  }
  return divide(
    totalFen,
    shares.map((share) => share.basisPoints),
  );
}

/** An amount and how it is divided: first among groups, then inside each. */
export interface AllocationPlan {
  readonly totalFen: number;
  readonly shares: readonly Share[];
  /** By id of a party, its weight inside its group, a whole number from 1 (mu, persons, points). Who is not named has 1. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
}

/** What one recipient of a group gets. */
export interface MemberPart {
  readonly id: string;
  readonly weight: number;
  readonly fen: number;
}

/** What a group gets, and each in it. */
export interface GroupPart {
  readonly key: string;
  readonly basisPoints: number;
  readonly fen: number;
  /** In the order of the list of parties, which is the order of the spare fen. */
  readonly members: readonly MemberPart[];
}

/**
 * An allocation to the fen. A share belongs to the parties whose group has its key, or to the one party with that id; a share
 * that nobody belongs to has no members.
 *
 * @param parties in the order of the list, which is the order of the spare fen
 * @throws BAD_VALUE as `allocate` and `divide` do
 */
export function allocatePlan(
  { totalFen, shares, weights = {} }: AllocationPlan,
  parties: readonly { readonly id: string; readonly group?: string | undefined }[],
): GroupPart[] {
  const parts = allocate(totalFen, shares);
  return shares.map(({ key, basisPoints }, at) => {
    const fen = parts[at] ?? 0;
    const belonging = parties.filter(({ id, group }) => id === key || group === key).map(({ id }) => ({ id, weight: weights[id] ?? 1 }));
    if (belonging.length === 0) return { key, basisPoints, fen, members: [] };
    const each = divide(
      fen,
      belonging.map(({ weight }) => weight),
    );
    return { key, basisPoints, fen, members: belonging.map((member, index) => ({ ...member, fen: each[index] ?? 0 })) };
  });
}

/** Equal shares as basis points, exactly 10,000 in sum, the spare points to the first ones. */
export function equalShares(keys: readonly string[]): Share[] {
  const base = Math.floor(10_000 / keys.length);
  const spare = 10_000 - base * keys.length;
  return keys.map((key, index) => ({ key, basisPoints: base + (index < spare ? 1 : 0) }));
}

/** `1234567` fen as `12,345.67`, without a currency sign. */
export function formatFen(fen: number): string {
  const yuan = Math.floor(fen / 100);
  return `${String(yuan).replace(/\B(?=(\d{3})+$)/g, ',')}.${String(fen % 100).padStart(2, '0')}`;
}

const CAPITALS = '零壹贰叁肆伍陆柒捌玖';
/** Units from the largest: how much of one there is, is itself written in capitals. */
const UNITS = [
  [100_000_000, '亿'],
  [10_000, '万'],
  [1000, '仟'],
  [100, '佰'],
  [10, '拾'],
] as const;

/** A whole number in capitals: `1030` is `壹仟零叁拾`. A zero stands for what is empty between two digits, however much of it. */
function capitalNumber(value: number): string {
  for (const [unit, name] of UNITS) {
    if (value < unit) continue;
    const rest = value % unit;
    const gap = rest > 0 && rest < unit / 10 ? '零' : '';
    return `${capitalNumber(Math.floor(value / unit))}${name}${gap}${rest === 0 ? '' : capitalNumber(rest)}`;
  }
  return CAPITALS.charAt(value);
}

/**
 * An amount in capital Chinese numerals (大写金额) as notes and receipts write it, by the rules of the People's Bank for
 * settlement vouchers (支付结算办法, annex 1): 整 after 元 and after 角, never after 分; 零 for the zeros between digits.
 *
 * @param fen whole fen, 0 to 9,007,199,254,740,991
 * @throws BAD_VALUE for what is no such number
 * @example capitalFen(238_641_753) // 贰佰叁拾捌万陆仟肆佰壹拾柒元伍角叁分
 */
export function capitalFen(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) {
    throw new OnedoorError('BAD_VALUE', { seen: `${fen} fen`, expected: 'whole fen, 0 or more', todo: 'Correct the amount.' });
  }
  const [yuan, jiao, cent] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  const said = yuan === 0 ? '' : `${capitalNumber(yuan)}元`;
  if (jiao === 0 && cent === 0) return `${said === '' ? '零元' : said}整`;
  const tenths = `${CAPITALS.charAt(jiao)}角`;
  const hundredths = cent === 0 ? '整' : `${CAPITALS.charAt(cent)}分`;
  if (jiao === 0) return `${said === '' ? '' : `${said}零`}${hundredths}`;
  return `${said}${yuan > 0 && yuan % 10 === 0 ? '零' : ''}${tenths}${hundredths}`;
}
