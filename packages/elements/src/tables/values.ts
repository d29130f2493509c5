import { identityFaults } from '@onedoor/core';
import { serialDate } from './serial-date.js';

/**
 * What was noticed of a cell. Those of `TRAPS_LOST` mean that the value cannot be known from what stands there: it is never
 * guessed, and the cell's own words are kept for a person to look at. The others say how it was read.
 */
export type Trap = (typeof TRAPS_LOST)[number] | (typeof TRAPS_READ)[number];
export const TRAPS_LOST = [
  /** A spreadsheet wrote a long number as 1.50981E+17: the digits that it left out are lost. */
  'scientific',
  /** A spreadsheet kept 15 digits and put zeros for the rest. */
  'precision',
  /** A number that has lost its first zero. */
  'leadingZero',
  /** Too few or too many digits. */
  'length',
  /** Signs that do not belong there. */
  'characters',
  /** The last character does not fit the others: a digit was mistyped. */
  'checksum',
  /** The birthday or the region inside an identity number does not exist. */
  'notIdentity',
  /** A day that is in no calendar, such as 30 February. */
  'noSuchDay',
  'noSuchTime',
  /** 3/4/2024 may be in March or in April. */
  'ambiguousDay',
  /** A day without its year, or with two digits of it. */
  'noYear',
  /** A day after today, where that cannot be. */
  'future',
  /** `#N/A`, `#REF!`: a formula that failed. */
  'errorValue',
  /** Not to be read as what it should be. */
  'unreadable',
] as const;
export const TRAPS_READ = [
  /** Digits and signs of full width were read as usual ones. */
  'fullWidth',
  /** A spreadsheet's number of a day, such as 45550. */
  'serial',
  /** The country code was taken off. */
  'countryCode',
  'extension',
  /** Several numbers in one cell: the first was taken, the others are kept beside it. */
  'several',
  /** A local number without its area code. */
  'noArea',
  /** An identity number of 15 digits, as they were until 1999: kept as it is. */
  'oldIdentity',
  /** The text looks like a formula; it is kept as text and never run. */
  'formula',
  /** A number in the way of spreadsheets with `.0` at its end. */
  'decimals',
  /** An apostrophe that had kept a number as text was taken off. */
  'apostrophe',
  /** A moment of another zone, as it is in Shanghai. */
  'zone',
  /** Written in Chinese numerals. */
  'numerals',
  /** Words beside a number were left out: 5个工作日. */
  'unit',
] as const;

/** A cell that was read. Without `value` it could not be, and `traps` say why. */
export interface Read<T> {
  readonly value?: T;
  readonly traps: readonly Trap[];
}

const LOST: ReadonlySet<string> = new Set(TRAPS_LOST);
/** Whether a trap means that the value is lost. */
export const isLost = (trap: Trap): boolean => LOST.has(trap);

const lost = (trap: Trap, before: readonly Trap[] = []): Read<never> => ({ traps: [...before, trap] });

const SPACES = /[\s\u3000\u00a0\u200b\u200e\u200f\u202a-\u202e\ufeff]+/g;
const ERRORS = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)$/;
const SCIENTIFIC = /^[+-]?\d+(?:\.\d+)?E[+-]?\d+$/i;

/** A cell's text as usual signs, with what that took. Spaces of all kinds at its ends are gone. */
function plain(text: string): { readonly text: string; readonly traps: Trap[] } {
  const traps: Trap[] = [];
  let found = text.replaceAll(SPACES, ' ').trim();
  // Only signs that have a usual form of the same meaning; Chinese punctuation stays.
  const narrow = found.replaceAll(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  if (narrow !== found) traps.push('fullWidth');
  found = narrow;
  if (/^['’‘`]\S/.test(found)) {
    found = found.slice(1);
    traps.push('apostrophe');
  }
  return { text: found, traps };
}

/** Words: as written, with spaces at their ends gone. What looks like a formula stays text. */
export function readText(text: string): Read<string> {
  const value = text.trim();
  if (value === '') return { traps: [] };
  if (ERRORS.test(value)) return lost('errorValue');
  return { value, traps: /^[=+\-@]/.test(value) && !/^[+-]?[\d\s().-]+$/.test(value) ? ['formula'] : [] };
}

/**
 * A number that names something: an order's, a licence's. Its digits are all that it is, so what a spreadsheet may have
 * changed is refused.
 *
 * @param length how long such numbers are, where that is known: a shorter one of digits has lost zeros
 */
export function readCode(text: string, { length }: { readonly length?: number | undefined } = {}): Read<string> {
  const { text: found, traps } = plain(text);
  if (found === '') return { traps: [] };
  if (ERRORS.test(found)) return lost('errorValue');
  if (SCIENTIFIC.test(found)) return lost('scientific', traps);
  const whole = /^(\d+)\.0+$/.exec(found)?.[1];
  const value = (whole ?? found).replaceAll(' ', '');
  const more: Trap[] = whole === undefined ? traps : [...traps, 'decimals'];
  if (isRounded(value)) return lost('precision', more);
  if (length !== undefined && /^\d+$/.test(value) && value.length < length) return lost('leadingZero', more);
  return { value, traps: more };
}

/** Sixteen digits and more that end in as many zeros as a spreadsheet puts for those that it does not keep. */
const isRounded = (digits: string): boolean => /^\d{16,}$/.test(digits) && /^0+$/.test(digits.slice(15));

/** An identity number, checked as GB 11643-1999 has it. Numbers that a spreadsheet has damaged are told apart from mistyped ones. */
export function readIdentityCell(text: string, today: string): Read<string> {
  const { text: found, traps } = plain(text);
  const value = found.replaceAll(/[ -]/g, '').toUpperCase();
  if (value === '') return { traps: [] };
  if (ERRORS.test(value)) return lost('errorValue');
  if (SCIENTIFIC.test(found)) return lost('scientific', traps);
  if (/^\d{15}$/.test(value)) return { value, traps: [...traps, 'oldIdentity'] };
  const faults = identityFaults(value, today);
  // A right number may end in zeros; one that does not fit and ends so was rounded.
  if (faults.length > 0 && isRounded(value)) return lost('precision', traps);
  if (faults.includes('length')) return lost('length', traps);
  if (faults.includes('characters')) return lost('characters', traps);
  if (faults.includes('date') || faults.includes('region')) return lost('notIdentity', traps);
  if (faults.includes('checksum')) return lost('checksum', traps);
  return { value, traps };
}

/** A telephone number and what stands beside it. */
export interface Phone {
  /** A mobile number of eleven digits; a fixed one as `0474-4201234`; a service number such as 12345. */
  readonly number: string;
  readonly extension?: string;
  /** Further numbers of the same cell, as written. */
  readonly others?: string;
}

/** Area codes begin with 01 to 09, two digits for ten cities (010, 02x), three for all others. */
const FIXED = /^(0(?:10|2\d|[3-9]\d{2}))-?([2-8]\d{6,7})$/;
const MOBILE = /^1[3-9]\d{9}$/;

/** A telephone number: with +86, spaces, hyphens and extension. None is completed that lacks a digit. */
export function readPhone(text: string): Read<Phone> {
  const { text: found, traps } = plain(text);
  if (found === '') return { traps: [] };
  if (ERRORS.test(found)) return lost('errorValue');
  if (SCIENTIFIC.test(found)) return lost('scientific', traps);
  const whole = /^(\d+)\.0+$/.exec(found)?.[1];
  if (whole !== undefined) traps.push('decimals');
  const [first = '', ...rest] = (whole ?? found).split(/[/、,，;；]|\s或\s?|(?<=\d{7}) (?=(?:0\d{2,3}-?|1[3-9]\d)\d{6,})/);
  const others = rest.map((each) => each.trim()).filter((each) => each !== '');
  if (others.length > 0) traps.push('several');
  const parts = /^(.*?)(?:\s*(?:转分机|转|分机号?|ext\.?|x|#)\s*[:：]?\s*(\d{1,6}))?$/i.exec(first.trim());
  let number = (parts?.[1] ?? '')
    .replaceAll(/[()（）]/g, '-')
    .replaceAll(/[\s.—–－‑-]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  let extension = parts?.[2];
  const local = /^(?:\+|00)?86-?(?=\d)/.exec(number);
  if (local !== null && number.replaceAll('-', '').length > 11) {
    number = number.slice(local[0].length);
    // Abroad, an area code is written without its zero.
    if (/^[2-9]/.test(number)) number = `0${number}`;
    traps.push('countryCode');
  }
  const fixedWithExtension = /^(0\d{2,3}-?[2-8]\d{6,7})-(\d{1,6})$/.exec(number);
  if (extension === undefined && fixedWithExtension !== null)
    [, number, extension] = fixedWithExtension as unknown as [string, string, string];
  const digits = number.replaceAll('-', '');
  if (/[^\d-]/.test(number)) return lost('characters', traps);
  if (extension !== undefined) traps.push('extension');
  const beside = { ...(extension === undefined ? {} : { extension }), ...(others.length === 0 ? {} : { others: others.join('、') }) };
  if (MOBILE.test(digits)) return { value: { number: digits, ...beside }, traps };
  const fixed = FIXED.exec(digits);
  if (fixed !== null) return { value: { number: `${fixed[1]}-${fixed[2]}`, ...beside }, traps };
  if (/^[48]00\d{7}$/.test(digits) || /^(?:1[12]\d|1[0-2]\d{3}|9\d{4})$/.test(digits))
    return { value: { number: digits, ...beside }, traps };
  if (/^[2-8]\d{6,7}$/.test(digits)) return { value: { number: digits, ...beside }, traps: [...traps, 'noArea'] };
  // An area code without its zero: which one it was is not known.
  if (/^[1-9]\d{1,2}-?[2-8]\d{6,7}$/.test(number) && digits.length <= 10 && !/^1[3-9]\d{8}$/.test(digits))
    return lost('leadingZero', traps);
  return lost('length', traps);
}

const NUMERALS = '〇一二三四五六七八九';
/** Chinese numerals of days and small counts; undefined for other words. */
function numeralOf(text: string): number | undefined {
  const digits = text.replaceAll(/[零○]/g, '〇').replaceAll('两', '二');
  if (/^[〇一二三四五六七八九]{2,}$/.test(digits)) return Number([...digits].map((each) => NUMERALS.indexOf(each)).join(''));
  const tens = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(digits);
  if (tens !== null)
    return (tens[1] === undefined ? 1 : NUMERALS.indexOf(tens[1])) * 10 + (tens[2] === undefined ? 0 : NUMERALS.indexOf(tens[2]));
  return digits.length === 1 && NUMERALS.includes(digits) ? NUMERALS.indexOf(digits) : undefined;
}

/** `YYYY-MM-DD`, with `HH:mm` where a time is given. */
export type DayOrMoment = string;

const pad = (part: number | string): string => String(part).padStart(2, '0');
const isDay = (year: number, month: number, day: number): boolean => {
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
};

/**
 * A date, with its time where it has one: `2024-09-15 09:30`, `2024/9/5`, `20240915`, 2024年9月15日, 二〇二四年九月十五日,
 * 下午3:30, a spreadsheet's 45550, a moment with its zone. A day that does not exist, or of which the order or the year is
 * not certain, is refused.
 */
export function readDay(text: string): Read<DayOrMoment> {
  const { text: found, traps } = plain(text);
  if (found === '') return { traps: [] };
  if (ERRORS.test(found)) return lost('errorValue');
  if (SCIENTIFIC.test(found)) return lost('scientific', traps);
  if (/^\d{5}(?:\.\d+)?$/.test(found)) {
    const value = serialDate(Number(found));
    return value === undefined ? lost('unreadable', traps) : { value: value.slice(0, 16), traps: [...traps, 'serial'] };
  }
  const zoned = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}:?\d{2})$/i.exec(found);
  if (zoned !== null) {
    const moment = Date.parse(`${zoned[1]}T${zoned[2]}${zoned[3]}`);
    if (Number.isNaN(moment)) return lost('noSuchDay', traps);
    return { value: new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '), traps: [...traps, 'zone'] };
  }
  let words = found;
  if (/[〇○零一二三四五六七八九十]/.test(words.replaceAll(/(?:星期|周|礼拜)[一二三四五六日天]/g, ''))) {
    words = words.replaceAll(/[〇○零一二三四五六七八九十两]+(?=[年月日号时点分])/g, (numeral) => String(numeralOf(numeral) ?? numeral));
    traps.push('numerals');
  }
  words = words.replaceAll(/[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?/g, ' ').trim();
  const match = /^(\d{1,4})(?:年| ?[-/.] ?)(\d{1,2})(?:月| ?[-/.] ?)(\d{1,4})(?:[日号])?(?:[T ]*(.+))?$/.exec(words);
  const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}:?\d{2}(?::?\d{2})?))?$/.exec(words);
  if (compact === null && /^\d{1,2}(?:月|[-/.])\d{1,2}日?(?:[T ].*)?$/.test(words)) return lost('noYear', traps);
  const [, one = '', two = '', three = '', time = ''] = compact ?? match ?? [];
  if (one === '') return lost('unreadable', traps);
  if (compact === null && one.length < 4) {
    // Day or month first: certain only where one of them can be no month.
    if (three.length !== 4) return lost('noYear', traps);
    const [first, second, year] = [Number(one), Number(two), Number(three)];
    if (first <= 12 && second <= 12 && first !== second) return lost('ambiguousDay', traps);
    return dayOf(year, first > 12 ? second : first, first > 12 ? first : second, time, traps);
  }
  if (three.length > 2) return lost('unreadable', traps);
  return dayOf(Number(one), Number(two), Number(three), time, traps);
}

function dayOf(year: number, month: number, day: number, time: string, traps: readonly Trap[]): Read<DayOrMoment> {
  if (year < 1900 || year > 2100 || !isDay(year, month, day)) return lost('noSuchDay', traps);
  const date = `${year}-${pad(month)}-${pad(day)}`;
  if (time.trim() === '') return { value: date, traps };
  const clock =
    /^(上午|下午|晚上|凌晨|中午|早上|AM|PM)?\s*(\d{1,2})(?:[:时点]|(?=\d{2}))(\d{1,2})?(?:[:分]?(\d{1,2})?(?:\.\d+)?秒?)?\s*(AM|PM)?$/i.exec(
      time.trim(),
    );
  if (clock === null) return lost('unreadable', traps);
  const half = (clock[1] ?? clock[5] ?? '').toUpperCase();
  const late = half === 'PM' || half === '下午' || half === '晚上' || (half === '中午' && Number(clock[2]) < 11);
  let hour = Number(clock[2]);
  if (late && hour < 12) hour += 12;
  if ((half === 'AM' || half === '凌晨' || half === '上午') && hour === 12) hour = 0;
  const minute = Number(clock[3] ?? 0);
  if (hour > 23 || minute > 59 || Number(clock[4] ?? 0) > 59) return lost('noSuchTime', traps);
  return { value: `${date} ${pad(hour)}:${pad(minute)}`, traps };
}

/** A count of whole things: 5, ５, 5天, 五个工作日, 1,200. */
export function readCount(text: string): Read<number> {
  const { text: found, traps } = plain(text);
  if (found === '') return { traps: [] };
  if (ERRORS.test(found)) return lost('errorValue');
  if (SCIENTIFIC.test(found)) return lost('scientific', traps);
  const match = /^([+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(?:\.(\d+))?\s*(\D*)$/.exec(found);
  if (match !== null) {
    if (Number(match[2] ?? 0) !== 0) return lost('unreadable', traps);
    const more: Trap[] = [
      ...traps,
      ...(match[2] === undefined ? [] : (['decimals'] as const)),
      ...(match[3] === '' ? [] : (['unit'] as const)),
    ];
    return { value: Number((match[1] ?? '').replaceAll(',', '')), traps: more };
  }
  const words = /^([〇○零一二两三四五六七八九十]+)(\D*)$/.exec(found);
  const value = words === null ? undefined : numeralOf(words[1] ?? '');
  if (value === undefined) return lost('unreadable', traps);
  return { value, traps: [...traps, 'numerals', ...(words?.[2] === '' ? [] : (['unit'] as const))] };
}
