import { shanghaiTime } from '@onedoor/core';
import type { Locale } from './locale.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * A date of law in the reader's order: `2024年9月3日`, `3 Sep 2024`. Written out by hand and not by `Intl`, so that paper,
 * screen and test say the same in every browser.
 *
 * @param date `YYYY-MM-DD`; anything else comes back as it is
 * @param today where given, a date of the same year is written without the year
 */
export function formatDate(locale: Locale, date: string, today?: string): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (parts === null) return date;
  const [, year = '', month = '', day = ''] = parts;
  const sameYear = today?.startsWith(year) === true;
  if (locale === 'zh') return `${sameYear ? '' : `${year}年`}${Number(month)}月${Number(day)}日`;
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month}${sameYear ? '' : ` ${year}`}`;
}

/** A moment by the clock of Asia/Shanghai: `2024年9月3日 09:10`, `3 Sep 2024, 09:10`. */
export function formatMoment(locale: Locale, atMs: number, today?: string): string {
  const [date = '', time = ''] = shanghaiTime(atMs).split(' ');
  return `${formatDate(locale, date, today)}${locale === 'zh' ? ' ' : ', '}${time}`;
}

/** Names one after another: `甲、乙`, `A, B`. */
export const formatList = (locale: Locale, parts: readonly string[]): string => parts.join(locale === 'zh' ? '、' : ', ');
