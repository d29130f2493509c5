import type { TextDelta } from '@onedoor/core';
import { composeDeltas, sparing, transformDelta } from './delta.js';

const NOTHING: TextDelta = [];

/**
 * Two changes of one text that wait for each other: what was typed here and not yet told to the field, and what the
 * field got from others and is not yet shown here. Both are kept as deltas of the last text that both sides had.
 * Pure, so that its promise can be tested without a browser: once both are taken, the two sides hold the same text.
 *
 * Tie rule: where both sides insert at one place, the text typed here stands first. The caret of the person typing
 * here stands behind it, so what others wrote never comes between a word and its writer's next key.
 */
export class HeldText {
  #local = NOTHING;
  #remote = NOTHING;

  /** Something typed here was not yet given to the field. */
  get hasLocal(): boolean {
    return this.#local.length > 0;
  }

  /** Something in the field is not yet shown here. */
  get hasRemote(): boolean {
    return this.#remote.length > 0;
  }

  /** Notes a change made on the text shown here. */
  addLocal(delta: TextDelta): void {
    this.#local = composeDeltas(this.#local, delta);
  }

  /** Notes a change that the field has already made. */
  addRemote(delta: TextDelta): void {
    this.#remote = composeDeltas(this.#remote, delta);
  }

  /** What was typed here, as a delta of the field's present text. From now on it counts as told. */
  takeLocal(): TextDelta {
    const delta = transformDelta(this.#local, this.#remote, 'before');
    this.#remote = transformDelta(this.#remote, this.#local, 'after');
    this.#local = NOTHING;
    return delta;
  }

  /** What others wrote, as a delta of the text shown here. Call `takeLocal` first. */
  takeRemote(): TextDelta {
    const delta = this.#remote;
    this.#remote = NOTHING;
    return delta;
  }

  /**
   * Keeps a stretch of the text shown here from being deleted by what others did. Call `takeLocal` first.
   *
   * @param shown a stretch of the text shown here, as insertions
   * @returns a delta of the field's text that brings back what they had deleted there; mostly empty
   */
  spare(shown: (from: number, to: number) => TextDelta, from: number, to: number): TextDelta {
    const { kept, restore } = sparing(this.#remote, shown, from, to);
    this.#remote = kept;
    return restore;
  }
}
