import type { LegalDate } from './dates.js';

/** What does not fit in an identity number (公民身份号码, GB 11643-1999). */
export type IdentityFault = 'length' | 'characters' | 'region' | 'date' | 'checksum';

/** What an identity number says of its person. */
export interface Identity {
  readonly bornOn: LegalDate;
  readonly sex: 'male' | 'female';
  /** Six digits of the county where the number was given. */
  readonly region: string;
}

/** The first two digits: provinces, regions and municipalities of GB/T 2260, with Taiwan, Hong Kong and Macao. */
const REGIONS = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '));
/** Nobody who is born earlier comes to a centre. */
const EARLIEST = '1900-01-01';
const DIGITS = 17;
const CHECKS = '10X98765432';

/** The eighteenth character for the first seventeen (ISO 7064, MOD 11-2). */
function checkOf(digits: string): string {
  let sum = 0;
  for (let at = 0; at < DIGITS; at++) sum += Number(digits.charAt(at)) * (2 ** (DIGITS - at) % 11);
  return CHECKS.charAt(sum % 11);
}

/** A day that is in the calendar, of eight digits. */
function dayOf(digits: string): LegalDate | undefined {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))];
  const made = new Date(Date.UTC(year, month - 1, day));
  if (made.getUTCFullYear() !== year || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return undefined;
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}

/**
 * What speaks against an identity number; empty where it is well formed. That it was given to somebody, and to whom, is
 * known to the police alone.
 *
 * @param number as entered; spaces at its ends and a small x are forgiven
 * @param today nobody is born after it
 * @example identityFaults('11010519491231002X', '2024-09-16') // []
 */
export function identityFaults(number: string, today: LegalDate): IdentityFault[] {
  const given = number.trim().toUpperCase();
  if (given.length !== DIGITS + 1) return ['length'];
  if (!/^\d{17}[\dX]$/.test(given)) return ['characters'];
  const bornOn = dayOf(given.slice(6, 14));
  const faults: IdentityFault[] = [];
  if (!REGIONS.has(given.slice(0, 2))) faults.push('region');
  if (bornOn === undefined || bornOn < EARLIEST || bornOn > today) faults.push('date');
  if (checkOf(given) !== given.charAt(DIGITS)) faults.push('checksum');
  return faults;
}

/** Birthday, sex and region of a number that is well formed; undefined for any other. */
export function readIdentity(number: string, today: LegalDate): Identity | undefined {
  if (identityFaults(number, today).length > 0) return undefined;
  const given = number.trim();
  const bornOn = dayOf(given.slice(6, 14));
  if (bornOn === undefined) return undefined;
  return { bornOn, sex: Number(given.charAt(16)) % 2 === 1 ? 'male' : 'female', region: given.slice(0, 6) };
}

/**
 * A number as it is shown to whoever has not asked for it: its county and the last four, `150981********9919`. Of what is
 * no such number, nothing but the last two.
 */
export function maskIdentity(number: string): string {
  const given = number.trim();
  if (given.length === DIGITS + 1) return `${given.slice(0, 6)}********${given.slice(-4)}`;
  return '*'.repeat(Math.max(0, given.length - 2)) + given.slice(-2);
}

/** Whole years on a day. */
export function ageOn(day: LegalDate, bornOn: LegalDate): number {
  return Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (day.slice(5) < bornOn.slice(5) ? 1 : 0);
}

/** Under this age somebody acts through a guardian (民法典 art. 17, 23). */
export const ADULT_AGE = 18;

/** Several people with one matter send at most so many representatives (信访工作条例 art. 20). */
export const MOST_REPRESENTATIVES = 5;

/**
 * A short mark of an identity number, by which cases find out that they may have one person in common. It hides nothing:
 * whoever may read it may read the number. It is short so that rows stay short, and two numbers in a million million meet.
 */
export function identityMark(number: string): string {
  // FNV-1a over 53 bits: quick, and the same on every device.
  let [high, low] = [0x811c9dc5, 0x050c5d1f];
  for (const character of number.trim().toUpperCase()) {
    const code = character.charCodeAt(0);
    high = Math.imul(high ^ code, 0x01000193) >>> 0;
    low = Math.imul(low ^ code ^ (high >>> 13), 0x01000193) >>> 0;
  }
  return (high.toString(36) + low.toString(36)).slice(0, 10);
}
