import { ok, type Result, refuse } from '../errors.js';

/** Formatting of characters of a structured text, by name; null takes one away. Which names mean something: `rich.ts`. */
export type TextAttributes = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A change of a text: runs of kept, inserted and deleted characters from the start. Lengths are UTF-16 units. Attributes
 * occur in structured text alone: kept characters get them on top of their own, inserted ones have them and no others.
 */
export type TextDelta = readonly (
  | { readonly retain: number; readonly attributes?: TextAttributes }
  | { readonly insert: string; readonly attributes?: TextAttributes }
  | { readonly delete: number }
)[];

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
  /** In structured text: of what is inserted, or of what is kept. */
  readonly attributes?: TextAttributes;
  /** Characters that stay and get the attributes; then nothing is removed or inserted. */
  readonly kept?: string;
}

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

/** Whether two runs are formatted alike. */
export function sameAttributes(a: TextAttributes = {}, b: TextAttributes = {}): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** A text of which parts are read. */
export interface TextParts {
  readonly length: number;
  /** From one place up to another, in UTF-16 units, as of a string. */
  slice(from: number, to: number): string;
}
