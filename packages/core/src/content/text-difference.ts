import type { TextDelta } from './text.js';

const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** The one change that leads from a text to another, as small as common beginning and end allow; whole characters only. */
export function textDifference(from: string, to: string): TextDelta {
  if (from === to) return [];
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  // The halves of a character such as 𠮷 stay together.
  if (start > 0 && (isLow(from.charCodeAt(start)) || isLow(to.charCodeAt(start)))) start--;
  if (end > 0 && (isLow(from.charCodeAt(from.length - end)) || isLow(to.charCodeAt(to.length - end)))) end--;
  const removed = from.length - start - end;
  const inserted = to.slice(start, to.length - end);
  return [
    ...(start > 0 ? [{ retain: start }] : []),
    ...(removed > 0 ? [{ delete: removed }] : []),
    ...(inserted === '' ? [] : [{ insert: inserted }]),
  ];
}
