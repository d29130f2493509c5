/** Which items of a long list are drawn, and how much room is left for the others. */
export interface Span {
  /** Drawn items, ascending; a pinned one may stand apart from the rest. */
  readonly items: readonly SpanItem[];
  /** Height behind the last drawn item, in pixels. */
  readonly after: number;
}

export interface SpanItem {
  readonly index: number;
  /** Height of what is left out directly before it. */
  readonly gap: number;
}

export interface SpanOptions {
  /** An item that stays drawn wherever it is, such as the one that has the focus; -1, the default, for none. */
  readonly pinned?: number;
  /** Drawn beyond both edges of the view, in pixels, so that a flick of the wheel finds something there. Default 0. */
  readonly margin?: number;
  /** Which of the items in the margin are drawn; default all. */
  readonly inMargin?: (index: number) => boolean;
}

const BLOCK = 256;

/**
 * Heights of the items of a long list. They are added up in blocks, each when it is asked for: what lies far behind the
 * view counts as high as it is guessed, and nobody goes through a hundred thousand items for a turn of the wheel.
 */
export class Heights {
  readonly count: number;
  /** Height of an item that was not measured, in pixels. */
  readonly guess: number;
  readonly #measured: (index: number) => number | undefined;
  readonly #blocks: Float64Array;

  /** @param measured height of an item where it is known; may be asked again after `changed` only */
  constructor(count: number, guess: number, measured: (index: number) => number | undefined) {
    this.count = count;
    this.guess = guess;
    this.#measured = measured;
    this.#blocks = new Float64Array(Math.ceil(count / BLOCK)).fill(Number.NaN);
  }

  of(index: number): number {
    return this.#measured(index) ?? this.guess;
  }

  /** An item has another height than before. */
  changed(index: number): void {
    this.#blocks[Math.floor(index / BLOCK)] = Number.NaN;
  }

  /** The item that reaches below a line, and its upper edge; behind the last one, `count`. */
  at(line: number): { readonly index: number; readonly top: number } {
    let top = 0;
    for (let block = 0; block < this.#blocks.length; block++) {
      const height = this.#block(block);
      if (top + height > line) {
        for (let index = block * BLOCK; index < this.#end(block); index++) {
          if (top + this.of(index) > line) return { index, top };
          top += this.of(index);
        }
      } else top += height;
    }
    return { index: this.count, top };
  }

  /** Height of the items from one up to another, which is not among them. Of blocks that nobody has seen: guessed. */
  between(from: number, to: number): number {
    let height = 0;
    for (let index = from; index < to; ) {
      const block = Math.floor(index / BLOCK);
      const end = this.#end(block);
      if (index % BLOCK === 0 && end <= to) {
        const known = this.#blocks[block] ?? Number.NaN;
        height += Number.isNaN(known) ? (end - index) * this.guess : known;
        index = end;
      } else height += this.of(index++);
    }
    return height;
  }

  #end(block: number): number {
    return Math.min(this.count, (block + 1) * BLOCK);
  }

  #block(block: number): number {
    const known = this.#blocks[block] ?? Number.NaN;
    if (!Number.isNaN(known)) return known;
    let height = 0;
    for (let index = block * BLOCK; index < this.#end(block); index++) height += this.of(index);
    this.#blocks[block] = height;
    return height;
  }
}

/**
 * The items of a list that touch a view.
 *
 * @param view from and to which pixel of the list is in sight
 */
export function spanOf(
  heights: Heights,
  view: { readonly top: number; readonly bottom: number },
  { pinned = -1, margin = 0, inMargin = () => true }: SpanOptions = {},
): Span {
  const items: SpanItem[] = [];
  /** The first item that is neither drawn nor in the gap before what is drawn next. */
  let next = 0;
  const draw = (index: number) => {
    items.push({ index, gap: heights.between(next, index) });
    next = index + 1;
  };
  let { index, top } = heights.at(view.top - margin);
  const isPinned = pinned >= 0 && pinned < heights.count;
  if (isPinned && pinned < index) draw(pinned);
  for (; index < heights.count && top < view.bottom + margin; index++) {
    const bottom = top + heights.of(index);
    const isInView = bottom > view.top && top < view.bottom;
    if (isInView || index === pinned || inMargin(index)) draw(index);
    top = bottom;
  }
  if (isPinned && pinned >= index) draw(pinned);
  return { items, after: heights.between(next, heights.count) };
}

/** Everything, for paper. */
export const wholeSpan = (count: number): Span => ({
  items: Array.from({ length: count }, (_, index) => ({ index, gap: 0 })),
  after: 0,
});
