import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { whenIdle } from './idle.js';
import { Heights, type Span, type SpanItem, spanOf, wholeSpan } from './window-model.js';

/** Pixels that are drawn beyond the edges of the view. */
const MARGIN = 240;
/** A list is drawn again when it has moved by more than this. */
const STEP = 120;

interface View {
  readonly top: number;
  readonly bottom: number;
}

/** What a list was when it was last drawn. */
interface Drawn {
  readonly all: readonly unknown[];
  readonly heights: Heights;
  /** How many heights were known when this list was begun: with none, what is guessed is guessed anew. */
  readonly known: number;
  /** Places of the items that are drawn. */
  readonly places: ReadonlyMap<string, number>;
  /** Elements by the keys of the items that they show. */
  readonly slots: ReadonlyMap<string, number>;
}

/** What is drawn, each with a number that stays as long as the item does; items that have gone leave theirs to new ones. */
export interface DrawnItem extends SpanItem {
  readonly slot: number;
}

export interface DrawnSpan extends Span {
  readonly items: readonly DrawnItem[];
}

/**
 * Draws of long lists only what is in sight, whether a list scrolls by itself or with the page. Lists are the elements
 * marked `data-window` in the host's root; their items are marked `data-key` and measured when they are drawn. On paper
 * everything is drawn, as far as a browser can lay it out.
 */
export class WindowController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #guess: number;
  readonly #printed: number;
  readonly #views = new Map<string, View>();
  readonly #drawn = new Map<string, Drawn>();
  /** Lists of which something was drawn in this turn. */
  readonly #asked = new Set<string>();
  #filling = false;
  /** All that is known of heights is to be looked at anew. */
  #stale = false;
  #nextSlot = 0;
  readonly #heights = new Map<string, number>();
  #measured = 0;
  #sum = 0;
  #width = 0;
  #printing = false;
  #frame = 0;
  #roots: Node[] = [];
  readonly #paper = matchMedia('print');
  /** A page may give the host another size, or show it late, without any window or scroller having changed. */
  readonly #size = new ResizeObserver(() => this.#look());

  /**
   * @param guess height of an item, in pixels, until some have been measured
   * @param printed a list of more items than these is drawn on paper as on screen, and the host says so there; default: any is drawn whole
   */
  constructor(host: ReactiveControllerHost & HTMLElement, guess: number, printed = Number.POSITIVE_INFINITY) {
    this.#host = host;
    this.#guess = guess;
    this.#printed = printed;
    host.addController(this);
  }

  /** Whether what is drawn is drawn for paper. */
  get printing(): boolean {
    return this.#printing;
  }

  hostConnected(): void {
    addEventListener('resize', this.#look);
    this.#size.observe(this.#host);
    addEventListener('beforeprint', this.#beforePrint);
    addEventListener('afterprint', this.#afterPrint);
    this.#paper.addEventListener('change', this.#onPaper);
    // A scroll event stays in its tree: every tree around the host is listened to.
    for (let node: Node = this.#host; ; ) {
      const root = node.getRootNode();
      root.addEventListener('scroll', this.#look, { capture: true, passive: true });
      this.#roots.push(root);
      if (!(root instanceof ShadowRoot)) break;
      node = root.host;
    }
    this.#host.shadowRoot?.addEventListener('scroll', this.#look, { capture: true, passive: true });
  }

  hostDisconnected(): void {
    removeEventListener('resize', this.#look);
    this.#size.disconnect();
    removeEventListener('beforeprint', this.#beforePrint);
    removeEventListener('afterprint', this.#afterPrint);
    this.#paper.removeEventListener('change', this.#onPaper);
    for (const root of this.#roots) root.removeEventListener('scroll', this.#look, { capture: true });
    this.#roots = [];
    this.#host.shadowRoot?.removeEventListener('scroll', this.#look, { capture: true });
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Heights that were measured hold no longer: the width, the density or the language is another. */
  forget(): void {
    this.#heights.clear();
    this.#measured = 0;
    this.#sum = 0;
    this.#stale = true;
  }

  /**
   * What of a list is to be drawn now. Of another list than before (another filter), at first only what is in sight, so
   * that a key is answered quickly; what lies beyond the edges follows when the browser is idle.
   *
   * @param list its `data-window`
   * @param all all its items, in order; another array for other items
   * @param keyOf key of an item
   */
  span<T>(list: string, all: readonly T[], keyOf: (item: T) => string, pinned = -1): DrawnSpan {
    const before = this.#drawn.get(list);
    this.#asked.add(list);
    const keyAt = (index: number): string => {
      const item = all[index];
      return item === undefined ? '' : keyOf(item);
    };
    const isSame = before !== undefined && before.all === all && !this.#stale && (before.known > 0 || this.#measured === 0);
    const { heights, known } = isSame ? before : { heights: this.#heightsOf(all.length, keyAt), known: this.#measured };
    const { items, after } =
      this.#printing && all.length <= this.#printed
        ? wholeSpan(all.length)
        : this.#inSight(list, before?.all !== all, keyAt, heights, before, pinned);
    const slots = this.#slotsOf(items, keyAt, before?.slots ?? new Map());
    const places = new Map(items.map(({ index }) => [keyAt(index), index]));
    this.#drawn.set(list, { all, heights, known, places, slots });
    return { items: items.map((item) => ({ ...item, slot: slots.get(keyAt(item.index)) ?? -1 })), after };
  }

  #heightsOf(count: number, keyAt: (index: number) => string): Heights {
    const guess = this.#measured === 0 ? this.#guess : this.#sum / this.#measured;
    return new Heights(count, guess, (index) => this.#heights.get(keyAt(index)));
  }

  #inSight(
    list: string,
    isNew: boolean,
    keyAt: (index: number) => string,
    heights: Heights,
    before: Drawn | undefined,
    pinned: number,
  ): Span {
    const view = this.#views.get(list) ?? { top: 0, bottom: innerHeight };
    return spanOf(heights, view, {
      pinned,
      margin: MARGIN,
      inMargin: (index) => {
        if (!isNew || before?.slots.has(keyAt(index)) === true) return true;
        this.#fillLater();
        return false;
      },
    });
  }

  /** Drawing an item into the element of one that has gone costs a third of making an element. Never the one with the focus. */
  #slotsOf(items: readonly SpanItem[], keyAt: (index: number) => string, before: Drawn['slots']): Drawn['slots'] {
    const shown = new Set(items.map(({ index }) => keyAt(index)));
    const focused = this.#host.shadowRoot?.activeElement?.closest<HTMLElement>('[data-key]')?.dataset['key'];
    const free = [...before].flatMap(([key, slot]) => (shown.has(key) || key === focused ? [] : [slot]));
    return new Map([...shown].map((key) => [key, before.get(key) ?? free.shift() ?? this.#nextSlot++]));
  }

  #fillLater(): void {
    if (this.#filling) return;
    this.#filling = true;
    whenIdle(() => {
      this.#filling = false;
      this.#host.requestUpdate();
    });
  }

  hostUpdated(): void {
    this.#stale = false;
    // A list that is not on the page hears nothing of heights that are measured meanwhile.
    for (const list of this.#drawn.keys()) if (!this.#asked.has(list)) this.#drawn.delete(list);
    this.#asked.clear();
    const { clientWidth } = this.#host;
    if (this.#width !== clientWidth) this.forget();
    this.#width = clientWidth;
    // Heights on paper say nothing of those on screen.
    if (!this.#printing && this.#measure()) this.#look();
  }

  /** @returns whether an item has another height than it was taken to have */
  #measure(): boolean {
    let changed = false;
    for (const item of this.#host.shadowRoot?.querySelectorAll<HTMLElement>('[data-window] > [data-key]') ?? []) {
      const key = item.dataset['key'] ?? '';
      const height = item.offsetHeight;
      const before = this.#heights.get(key);
      if (height === 0 || height === before) continue;
      this.#heights.set(key, height);
      this.#sum += height - (before ?? 0);
      if (before === undefined) this.#measured += 1;
      for (const { heights, places } of this.#drawn.values()) {
        const place = places.get(key);
        if (place !== undefined) heights.changed(place);
      }
      changed = true;
    }
    return changed;
  }

  readonly #look = (): void => {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#onFrame);
  };

  readonly #onFrame = (): void => {
    this.#frame = 0;
    let moved = false;
    for (const list of this.#host.shadowRoot?.querySelectorAll<HTMLElement>('[data-window]') ?? []) {
      const name = list.dataset['window'] ?? '';
      const view = viewOf(list);
      const before = this.#views.get(name);
      if (before !== undefined && Math.abs(before.top - view.top) < STEP && Math.abs(before.bottom - view.bottom) < STEP) continue;
      this.#views.set(name, view);
      moved = true;
    }
    if (moved) this.#host.requestUpdate();
  };

  readonly #onPaper = (event: MediaQueryListEvent): void => this.#print(event.matches);
  readonly #beforePrint = (): void => this.#print(true);
  readonly #afterPrint = (): void => this.#print(false);

  /** The browser lays the paper out directly afterwards: what is not drawn by then is not printed. */
  #print(printing: boolean): void {
    if (this.#printing === printing) return;
    this.#printing = printing;
    this.#host.requestUpdate();
    (this.#host as unknown as { performUpdate(): void }).performUpdate();
  }
}

/** What of a list can be seen: cut by its scroller and by the window. */
function viewOf(list: HTMLElement): View {
  const { top } = list.getBoundingClientRect();
  const scroller = list.closest<HTMLElement>('[data-scroller]');
  const cut = scroller?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  return { top: Math.max(cut.top, 0) - top, bottom: Math.min(cut.bottom, innerHeight) - top };
}
