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

/**
 * The items of a list that touch a view.
 *
 * @param heightOf height of an item in pixels, measured or guessed
 * @param view from and to which pixel of the list is in sight
 */
export function spanOf(
  count: number,
  heightOf: (index: number) => number,
  view: { readonly top: number; readonly bottom: number },
  { pinned = -1, margin = 0, inMargin = () => true }: SpanOptions = {},
): Span {
  const items: SpanItem[] = [];
  let top = 0;
  let gap = 0;
  for (let index = 0; index < count; index++) {
    const height = heightOf(index);
    const bottom = top + height;
    const touches = (by: number) => bottom > view.top - by && top < view.bottom + by;
    if (touches(0) || index === pinned || (touches(margin) && inMargin(index))) {
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
