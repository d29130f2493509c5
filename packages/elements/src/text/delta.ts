import { sameAttributes, splitsCharacter, type TextAttributes, type TextDelta } from '@onedoor/core';

type Step = TextDelta[number];

/** Units of the old text that a step covers. */
const spanOf = (step: Step): number => ('retain' in step ? step.retain : 'delete' in step ? step.delete : 0);

/**
 * Collects steps into a tidy delta: no empty step, neighbours of one kind merged, no retain at the end. The order of
 * insertions and deletions is kept, because it tells at which of the deleted characters an insertion stands.
 */
class DeltaBuilder {
  readonly #steps: Step[] = [];
  #kept = 0;

  retain(length: number, attributes?: TextAttributes): this {
    if (length <= 0) return this;
    if (attributes === undefined || Object.keys(attributes).length === 0) {
      this.#kept += length;
      return this;
    }
    this.#keep();
    const last = this.#steps.at(-1);
    if (last !== undefined && 'retain' in last && last.attributes !== undefined && sameAttributes(last.attributes, attributes))
      this.#steps[this.#steps.length - 1] = { retain: last.retain + length, attributes };
    else this.#steps.push({ retain: length, attributes });
    return this;
  }

  insert(text: string, attributes?: TextAttributes): this {
    if (text === '') return this;
    this.#keep();
    const last = this.#steps.at(-1);
    const own = attributes === undefined ? {} : { attributes };
    if (last !== undefined && 'insert' in last && sameAttributes(last.attributes, attributes))
      this.#steps[this.#steps.length - 1] = { insert: last.insert + text, ...own };
    else this.#steps.push({ insert: text, ...own });
    return this;
  }

  delete(length: number): this {
    if (length <= 0) return this;
    this.#keep();
    const last = this.#steps.at(-1);
    if (last !== undefined && 'delete' in last) this.#steps[this.#steps.length - 1] = { delete: last.delete + length };
    else this.#steps.push({ delete: length });
    return this;
  }

  /** Writes down the retained run, now that something follows it. */
  #keep(): void {
    if (this.#kept > 0) this.#steps.push({ retain: this.#kept });
    this.#kept = 0;
  }

  build(): TextDelta {
    return this.#steps;
  }
}

/** Reads a delta in pieces of chosen length. After its end it goes on as an endless retain. */
class DeltaReader {
  readonly #steps: TextDelta;
  #index = 0;
  /** Units of the present step that were read. */
  #offset = 0;

  constructor(delta: TextDelta) {
    this.#steps = tidyDelta(delta);
  }

  get done(): boolean {
    return this.#index >= this.#steps.length;
  }

  get kind(): 'retain' | 'insert' | 'delete' {
    const step = this.#steps[this.#index];
    return step === undefined || 'retain' in step ? 'retain' : 'insert' in step ? 'insert' : 'delete';
  }

  /** Units left in the present step. */
  get left(): number {
    const step = this.#steps[this.#index];
    if (step === undefined) return Infinity;
    return ('insert' in step ? step.insert.length : spanOf(step)) - this.#offset;
  }

  /** Formatting of the present step. */
  get attributes(): TextAttributes | undefined {
    const step = this.#steps[this.#index];
    return step !== undefined && 'attributes' in step ? step.attributes : undefined;
  }

  /** Goes on by `length` units of the present step; returns their text where it is an insertion. */
  take(length: number): string {
    const step = this.#steps[this.#index];
    if (step === undefined) return '';
    const text = 'insert' in step ? step.insert.slice(this.#offset, this.#offset + length) : '';
    this.#offset += length;
    if (this.left <= 0) {
      this.#index++;
      this.#offset = 0;
    }
    return text;
  }
}

/** The same change without empty or split steps. */
export function tidyDelta(delta: TextDelta): TextDelta {
  const out = new DeltaBuilder();
  for (const step of delta) {
    if ('retain' in step) out.retain(step.retain, step.attributes);
    else if ('insert' in step) out.insert(step.insert, step.attributes);
    else out.delete(step.delete);
  }
  return out.build();
}

/** What formatting on top of another comes to; on something that is inserted, what is taken away is not there at all. */
function composed(under: TextAttributes | undefined, over: TextAttributes | undefined, isInserted: boolean): TextAttributes | undefined {
  if (over === undefined) return under;
  const all = { ...under, ...over };
  return isInserted ? Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) : all;
}

/** Formatting without what the other side, which counts more, formats as well. */
function without(attributes: TextAttributes | undefined, other: TextAttributes | undefined): TextAttributes | undefined {
  if (attributes === undefined || other === undefined) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !(name in other)));
}

/** The shortest length in UTF-16 units of a text that a delta fits. */
export const spanOfDelta = (delta: TextDelta): number => delta.reduce((sum, step) => sum + spanOf(step), 0);

/** One delta that does what `first` and then `second` do. */
export function composeDeltas(first: TextDelta, second: TextDelta): TextDelta {
  const out = new DeltaBuilder();
  const a = new DeltaReader(first);
  const b = new DeltaReader(second);
  while (!a.done || !b.done) {
    if (b.kind === 'insert') {
      const { attributes } = b;
      out.insert(b.take(b.left), attributes);
    } else if (a.kind === 'delete') {
      out.delete(a.left);
      a.take(a.left);
    } else {
      const length = Math.min(a.left, b.left);
      const keeps = b.kind === 'retain';
      const inserts = a.kind === 'insert';
      const attributes = composed(a.attributes, keeps ? b.attributes : undefined, inserts);
      const text = a.take(length);
      b.take(length);
      if (!inserts) keeps ? out.retain(length, attributes) : out.delete(length);
      else if (keeps) out.insert(text, attributes);
    }
  }
  return out.build();
}

/**
 * The change that `delta` means on a text where `against` was made first; both were made on the same text.
 *
 * Tie rule: where both insert at one place, the text of `delta` stands before the other when `tie` is `before`, and
 * after it when `tie` is `after`. The two sides must use opposite ties; then, for all deltas `a`, `b` of a text `t`,
 * `t + a + transformDelta(b, a, 'after')` equals `t + b + transformDelta(a, b, 'before')`.
 * What one side inserted into a stretch that the other deleted survives. Where both format one character, the side with
 * `before` counts.
 */
export function transformDelta(delta: TextDelta, against: TextDelta, tie: 'before' | 'after'): TextDelta {
  const out = new DeltaBuilder();
  const own = new DeltaReader(delta);
  const other = new DeltaReader(against);
  while (!own.done) {
    if (own.kind === 'insert' && (tie === 'before' || other.kind !== 'insert')) {
      const { attributes } = own;
      out.insert(own.take(own.left), attributes);
    } else if (other.kind === 'insert') {
      out.retain(other.left);
      other.take(other.left);
    } else {
      const length = Math.min(own.left, other.left);
      const attributes = tie === 'before' ? own.attributes : without(own.attributes, other.attributes);
      if (other.kind === 'retain') own.kind === 'retain' ? out.retain(length, attributes) : out.delete(length);
      own.take(length);
      other.take(length);
    }
  }
  return out.build();
}

/**
 * Where a position stands after a delta. At a place of insertion it stays before the new text (`side` -1, as a caret
 * does whose own person did not type) or goes behind it (1). Inside a deleted stretch it goes to where that was.
 */
export function mapPosition(position: number, delta: TextDelta, side: -1 | 1): number {
  let before = 0;
  let after = 0;
  for (const step of tidyDelta(delta)) {
    if (before > position || (before === position && (side < 0 || !('insert' in step)))) break;
    if ('insert' in step) after += step.insert.length;
    else if ('retain' in step) {
      if (before + step.retain > position) break;
      before += step.retain;
      after += step.retain;
    } else {
      if (before + step.delete > position) return after;
      before += step.delete;
    }
  }
  return after + (position - before);
}

/** The change from one text to another as one replaced stretch, never cutting a character. */
export function differenceOf(from: string, to: string): TextDelta {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from.charCodeAt(start) === to.charCodeAt(start)) start++;
  if (splitsCharacter(from, start) || splitsCharacter(to, start)) start--;
  let end = 0;
  while (end < shorter - start && from.charCodeAt(from.length - 1 - end) === to.charCodeAt(to.length - 1 - end)) end++;
  if (splitsCharacter(from, from.length - end) || splitsCharacter(to, to.length - end)) end--;
  return new DeltaBuilder()
    .retain(start)
    .insert(to.slice(start, to.length - end))
    .delete(from.length - end - start)
    .build();
}

/**
 * Splits a change that deletes something within `[from, to)` of a text in two: what it does without those deletions,
 * and how to bring the deleted characters back where the whole change was already made.
 *
 * @param shown a stretch of the text, as insertions
 * @returns `kept`, a delta of the text, and `restore`, a delta of the text + `delta`; both lead to the same text
 */
export function sparing(
  delta: TextDelta,
  shown: (from: number, to: number) => TextDelta,
  from: number,
  to: number,
): { readonly kept: TextDelta; readonly restore: TextDelta } {
  const kept = new DeltaBuilder();
  const restore = new DeltaBuilder();
  let at = 0;
  for (const step of tidyDelta(delta)) {
    if ('insert' in step) {
      kept.insert(step.insert, step.attributes);
      restore.retain(step.insert.length);
      continue;
    }
    if ('retain' in step) {
      kept.retain(step.retain, step.attributes);
      restore.retain(step.retain);
    } else {
      const start = Math.min(Math.max(at, from), at + step.delete);
      const end = Math.max(start, Math.min(at + step.delete, to));
      kept
        .delete(start - at)
        .retain(end - start)
        .delete(at + step.delete - end);
      for (const part of end > start ? shown(start, end) : []) if ('insert' in part) restore.insert(part.insert, part.attributes);
    }
    at += spanOf(step);
  }
  return { kept: kept.build(), restore: restore.build() };
}
