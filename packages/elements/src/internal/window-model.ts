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

/**
 * The items of a list that touch a view.
 *
 * @param heightOf height of an item in pixels, measured or guessed
 * @param view from and to which pixel of the list is in sight
 * @param pinned an item that stays drawn wherever it is, such as the one that has the focus; -1 for none
 */
export function spanOf(
  count: number,
  heightOf: (index: number) => number,
  view: { readonly top: number; readonly bottom: number },
  pinned = -1,
): Span {
  const items: SpanItem[] = [];
  let top = 0;
  let gap = 0;
  for (let index = 0; index < count; index++) {
    const height = heightOf(index);
    const bottom = top + height;
    if ((bottom > view.top && top < view.bottom) || index === pinned) {
      items.push({ index, gap });
      gap = 0;
    } else gap += height;
    top = bottom;
  }
  return { items, after: gap };
}

/** Everything, for paper. */
export const wholeSpan = (count: number): Span => ({
  items: Array.from({ length: count }, (_, index) => ({ index, gap: 0 })),
  after: 0,
});
