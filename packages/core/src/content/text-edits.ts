import { ok, type Result, refuse } from '../errors.js';
import { type AnchoredEdit, checkDelta, sameAttributes, splitsCharacter, type TextDelta, type TextParts } from './text.js';

// Apart from `text.ts`: edits that are kept are made and read where texts are written, not where a board shows its first cards.

/** Characters of an excerpt on one side of an edit. */
const CONTEXT_LENGTH = 24;

/** The edits of a delta, each with its surroundings in `value`, last one first so that they can be made one by one. */
export function anchorEdits(value: string, delta: TextDelta): AnchoredEdit[] {
  const edits = [...editsIn(value, delta)];
  // From the last to the first: what stands behind an edit when it is made is what the one after it has left there.
  let next: AnchoredEdit | undefined;
  return edits.reverse().map((made) => {
    const end = made.at + (made.kept ?? made.removed).length;
    const touches = next !== undefined && next.at === end;
    const left = touches && next !== undefined ? (next.kept ?? next.inserted) : '';
    const behind = touches && next !== undefined ? next.at + (next.kept ?? next.removed).length : end;
    next = {
      ...made,
      before: value.slice(Math.max(0, made.at - CONTEXT_LENGTH), made.at),
      after: (left + value.slice(behind, behind + CONTEXT_LENGTH)).slice(0, CONTEXT_LENGTH),
    };
    return next;
  });
}

/** The edits of a delta in their order, one for each stretch and formatting, without surroundings. */
function* editsIn(value: string, delta: TextDelta): Generator<AnchoredEdit> {
  const none = { before: '', after: '', removed: '', inserted: '' };
  let at = 0;
  let open: AnchoredEdit | undefined;
  for (const step of delta) {
    const attributes = 'attributes' in step && step.attributes !== undefined ? { attributes: step.attributes } : {};
    if ('retain' in step) {
      if (step.retain > 0 && open !== undefined) {
        yield open;
        open = undefined;
      }
      if (step.retain > 0 && step.attributes !== undefined) yield { at, ...none, kept: value.slice(at, at + step.retain), ...attributes };
      at += step.retain;
      continue;
    }
    if ('insert' in step && open !== undefined && open.inserted !== '' && !sameAttributes(open.attributes, step.attributes)) {
      yield open;
      open = undefined;
    }
    open ??= { at, ...none };
    if ('delete' in step) {
      open = { ...open, removed: open.removed + value.slice(at, at + step.delete) };
      at += step.delete;
    } else open = { ...open, inserted: open.inserted + step.insert, ...attributes };
  }
  if (open !== undefined) yield open;
}

/**
 * `checkDelta` and `anchorEdits` together, reading no more of the text than the stretch that changes and its
 * surroundings: what a key costs must not depend on how long the text is.
 */
export function anchorDelta(text: TextParts, delta: TextDelta): Result<AnchoredEdit[]> {
  const span = delta.reduce((sum, step) => sum + ('retain' in step ? step.retain : 'delete' in step ? step.delete : 0), 0);
  const [first, ...rest] = delta;
  const kept = first !== undefined && 'retain' in first && first.attributes === undefined ? first.retain : 0;
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
  /** What must stand there still. */
  const known = edit.kept ?? edit.removed;
  let best = -1;
  let bestScore = -1;
  const consider = (at: number) => {
    if (at < 0 || at > value.length || splitsCharacter(value, at) || splitsCharacter(value, at + known.length)) return;
    const score =
      commonSuffix(value.slice(Math.max(0, at - edit.before.length), at), edit.before) +
      commonPrefix(value.slice(at + known.length, at + known.length + edit.after.length), edit.after);
    if (score > bestScore || (score === bestScore && Math.abs(at - edit.at) < Math.abs(best - edit.at))) {
      best = at;
      bestScore = score;
    }
  };
  const everyPlaceOf = (needle: string, offset: number) => {
    for (let from = value.indexOf(needle); from >= 0; from = value.indexOf(needle, from + 1)) consider(from + offset);
  };
  if (known !== '') everyPlaceOf(known, 0);
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
  const delta: TextDelta[number][] = [{ retain: best }];
  const attributes = edit.attributes === undefined ? {} : { attributes: edit.attributes };
  if (edit.kept !== undefined) delta.push({ retain: edit.kept.length, ...attributes });
  if (edit.removed !== '') delta.push({ delete: edit.removed.length });
  if (edit.inserted !== '') delta.push({ insert: edit.inserted, ...attributes });
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
  return merged.filter(({ removed, inserted, kept }) => removed !== '' || inserted !== '' || kept !== undefined);
}

function joinEdits(last: AnchoredEdit, edit: AnchoredEdit): AnchoredEdit | undefined {
  if (last.kept !== undefined || edit.kept !== undefined) return undefined;
  if (last.inserted !== '' && edit.inserted !== '' && !sameAttributes(last.attributes, edit.attributes)) return undefined;
  const { attributes } = last.inserted === '' ? edit : last;
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
  return { ...last, inserted: head + edit.inserted + tail, ...(attributes === undefined ? {} : { attributes }) };
}

/** Of two pieces of one text that reach differently far: whether they say the same as far as both reach. */
const endsAlike = (a: string, b: string): boolean => a.endsWith(b) || b.endsWith(a);
const startAlike = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
