import type { TextDelta, TextParts } from '@onedoor/core';

/** UTF-16 units of a piece: so few that cutting one costs nothing, so many that a long text has some hundred. */
const PIECE = 1024;
const MAX_PIECE = 2 * PIECE;

/**
 * A text in pieces, which follows its changes at the cost of the change: Yjs gives a text only as a whole, and an excerpt
 * of it is needed with every key.
 */
export class TextMirror implements TextParts {
  #pieces: string[] = [];
  #length = 0;

  constructor(text: string) {
    this.#pieces = piecesOf(text);
    this.#length = text.length;
  }

  get length(): number {
    return this.#length;
  }

  slice(from: number, to: number): string {
    let out = '';
    let at = 0;
    for (const piece of this.#pieces) {
      if (at >= to) break;
      if (at + piece.length > from) out += piece.slice(Math.max(0, from - at), to - at);
      at += piece.length;
    }
    return out;
  }

  apply(delta: TextDelta): void {
    let at = 0;
    for (const step of delta) {
      if ('retain' in step) at += step.retain;
      else if ('delete' in step) this.#replace(at, step.delete, '');
      else {
        this.#replace(at, 0, step.insert);
        at += step.insert.length;
      }
    }
  }

  #replace(at: number, removed: number, inserted: string): void {
    let first = 0;
    let before = 0;
    for (let piece = this.#pieces[first]; piece !== undefined && before + piece.length < at; piece = this.#pieces[first]) {
      before += piece.length;
      first++;
    }
    let last = first;
    let touched = '';
    for (
      let piece = this.#pieces[last];
      piece !== undefined && (last === first || before + touched.length < at + removed);
      piece = this.#pieces[last]
    ) {
      touched += piece;
      last++;
    }
    const made = touched.slice(0, at - before) + inserted + touched.slice(at - before + removed);
    this.#pieces.splice(first, last - first, ...(made.length > MAX_PIECE ? piecesOf(made) : made === '' ? [] : [made]));
    this.#length += inserted.length - removed;
  }
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += PIECE) pieces.push(text.slice(at, at + PIECE));
  return pieces;
}
