import { ok, type Result, refuse } from '../errors.js';

/** A change of a text: runs of kept, inserted and deleted characters from the start. Lengths are UTF-16 units. */
export type TextDelta = readonly ({ readonly retain: number } | { readonly insert: string } | { readonly delete: number })[];

/**
 * One edit with what stood around it, so that it can be made again on a text that has changed meanwhile: the base
 * text is kept as far as it is needed to find the place.
 */
export interface AnchoredEdit {
  /** Position of the edit in the text that the writer saw, in UTF-16 units. */
  readonly at: number;
  /** Up to 24 characters before and after the place. */
  readonly before: string;
  readonly after: string;
  readonly removed: string;
  readonly inserted: string;
}

const CONTEXT_LENGTH = 24;
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/** Whether a position lies between the two halves of one character such as 𠮷. */
export const splitsCharacter = (value: string, at: number): boolean =>
  at > 0 && at < value.length && isHighSurrogate(value.charCodeAt(at - 1)) && isLowSurrogate(value.charCodeAt(at));

/** A delta without steps of no length, on which Yjs throws in an empty text. */
export const withoutEmptySteps = (delta: TextDelta): TextDelta =>
  delta.filter((step) => ('retain' in step ? step.retain > 0 : 'delete' in step ? step.delete > 0 : step.insert !== ''));

/** Applies a delta to a string. The delta must fit (see `checkDelta`). */
export function applyDelta(value: string, delta: TextDelta): string {
  let at = 0;
  let out = '';
  for (const step of delta) {
    if ('retain' in step) {
      out += value.slice(at, at + step.retain);
      at += step.retain;
    } else if ('delete' in step) at += step.delete;
    else out += step.insert;
  }
  return out + value.slice(at);
}

/** Whether a delta fits a text: inside its length, whole characters only. */
export function checkDelta(value: string, delta: TextDelta): Result<void> {
  let at = 0;
  for (const step of delta) {
    const length = 'retain' in step ? step.retain : 'delete' in step ? step.delete : 0;
    if (!Number.isSafeInteger(length) || length < 0 || at + length > value.length) {
      return refuse('BAD_VALUE', {
        seen: `a step of ${length} at ${at} in a text of ${value.length}`,
        expected: 'steps inside the text',
        todo: 'Make the delta against the current text.',
      });
    }
    at += length;
    if (splitsCharacter(value, at)) {
      return refuse('BAD_VALUE', {
        seen: `position ${at} inside a character`,
        expected: 'positions between characters',
        todo: 'Move the position by one UTF-16 unit.',
      });
    }
  }
  return ok(undefined);
}

/** The edits of a delta, each with its surroundings in `value`, last one first so that they can be made one by one. */
export function anchorEdits(value: string, delta: TextDelta): AnchoredEdit[] {
  const edits: AnchoredEdit[] = [];
  let at = 0;
  let start = -1;
  let removed = '';
  let inserted = '';
  const flush = () => {
    if (start < 0) return;
    edits.unshift({
      at: start,
      before: value.slice(Math.max(0, start - CONTEXT_LENGTH), start),
      after: value.slice(at, at + CONTEXT_LENGTH),
      removed,
      inserted,
    });
    start = -1;
    removed = '';
    inserted = '';
  };
  for (const step of delta) {
    if ('retain' in step) {
      if (step.retain > 0) flush();
      at += step.retain;
      continue;
    }
    if (start < 0) start = at;
    if ('delete' in step) {
      removed += value.slice(at, at + step.delete);
      at += step.delete;
    } else inserted += step.insert;
  }
  flush();
  return edits;
}

/** A text of which parts are read. */
export interface TextParts {
  readonly length: number;
  /** From one place up to another, in UTF-16 units, as of a string. */
  slice(from: number, to: number): string;
}

/**
 * `checkDelta` and `anchorEdits` together, reading no more of the text than the stretch that changes and its
 * surroundings: what a key costs must not depend on how long the text is.
 */
export function anchorDelta(text: TextParts, delta: TextDelta): Result<AnchoredEdit[]> {
  const span = delta.reduce((sum, step) => sum + ('retain' in step ? step.retain : 'delete' in step ? step.delete : 0), 0);
  const [first, ...rest] = delta;
  const kept = first !== undefined && 'retain' in first ? first.retain : 0;
  // A delta that does not fit is refused in the words of the whole text.
  const isOdd = !(span <= text.length && Number.isSafeInteger(kept) && kept >= 0);
  // One unit more than an excerpt, so that no character is cut in two at its edge without being noticed.
  const from = isOdd ? 0 : Math.max(0, kept - CONTEXT_LENGTH - 1);
  const value = text.slice(from, isOdd ? text.length : Math.min(text.length, span + CONTEXT_LENGTH + 1));
  const moved = from === 0 ? delta : [{ retain: kept - from }, ...rest];
  const fits = checkDelta(value, moved);
  return fits.ok ? ok(anchorEdits(value, moved).map((edit) => ({ ...edit, at: edit.at + from }))) : fits;
}

function commonSuffix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/**
 * Finds the place of an edit in a text that has changed: the nearest place where what it removed stands, or, for a
 * mere insertion, where most of its surroundings stand.
 *
 * @returns the delta against `value`, or TEXT_MOVED where the place is gone
 */
export function relocateEdit(value: string, edit: AnchoredEdit): Result<TextDelta> {
  let best = -1;
  let bestScore = -1;
  const consider = (at: number) => {
    if (at < 0 || at > value.length || splitsCharacter(value, at) || splitsCharacter(value, at + edit.removed.length)) return;
    const score =
      commonSuffix(value.slice(Math.max(0, at - edit.before.length), at), edit.before) +
      commonPrefix(value.slice(at + edit.removed.length, at + edit.removed.length + edit.after.length), edit.after);
    if (score > bestScore || (score === bestScore && Math.abs(at - edit.at) < Math.abs(best - edit.at))) {
      best = at;
      bestScore = score;
    }
  };
  const everyPlaceOf = (needle: string, offset: number) => {
    for (let from = value.indexOf(needle); from >= 0; from = value.indexOf(needle, from + 1)) consider(from + offset);
  };
  if (edit.removed !== '') everyPlaceOf(edit.removed, 0);
  else {
    // Half of either side is enough to know a place by; less is found only where the whole side is that short.
    const tail = edit.before.slice(-CONTEXT_LENGTH / 2);
    const head = edit.after.slice(0, CONTEXT_LENGTH / 2);
    if (tail !== '') everyPlaceOf(tail, tail.length);
    if (head !== '') everyPlaceOf(head, 0);
    if (tail === '') consider(0);
    if (head === '') consider(value.length);
  }
  if (best < 0) {
    return refuse('TEXT_MOVED', {
      seen: 'a text in which the place of the edit is gone',
      expected: `"${edit.before}…${edit.after}"`,
      todo: 'Look at the proposal and put the words where they belong.',
    });
  }
  const delta: ({ retain: number } | { insert: string } | { delete: number })[] = [{ retain: best }];
  if (edit.removed !== '') delta.push({ delete: edit.removed.length });
  if (edit.inserted !== '') delta.push({ insert: edit.inserted });
  return ok(delta);
}

/**
 * Edits of one text with those that were made inside what the one before had written put into it: what somebody typed
 * letter by letter, with its slips, becomes what they wrote. Made one by one they do the same as before. An edit whose
 * surroundings are not those that the one before left, because somebody else wrote in between, stays by itself.
 */
export function mergeEdits(edits: readonly AnchoredEdit[]): AnchoredEdit[] {
  const merged: AnchoredEdit[] = [];
  for (const edit of edits) {
    const last = merged.at(-1);
    const joined = last === undefined ? undefined : joinEdits(last, edit);
    if (joined === undefined) merged.push(edit);
    else merged[merged.length - 1] = joined;
  }
  return merged.filter(({ removed, inserted }) => removed !== '' || inserted !== '');
}

function joinEdits(last: AnchoredEdit, edit: AnchoredEdit): AnchoredEdit | undefined {
  const from = edit.at - last.at;
  // Deleted backwards, as with a key that is held.
  if (last.inserted + edit.inserted === '' && from === -edit.removed.length) {
    const fits = endsAlike(edit.before + edit.removed, last.before) && startAlike(edit.after, last.after);
    return fits ? { ...edit, after: last.after, removed: edit.removed + last.removed } : undefined;
  }
  const end = from + edit.removed.length;
  if (from < 0 || end > last.inserted.length || last.inserted.slice(from, end) !== edit.removed) return undefined;
  const [head, tail] = [last.inserted.slice(0, from), last.inserted.slice(end)];
  if (!endsAlike(last.before + head, edit.before) || !startAlike(tail + last.after, edit.after)) return undefined;
  return { ...last, inserted: head + edit.inserted + tail };
}

/** Of two pieces of one text that reach differently far: whether they say the same as far as both reach. */
const endsAlike = (a: string, b: string): boolean => a.endsWith(b) || b.endsWith(a);
const startAlike = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
