import { EditorSelection, type Extension, StateEffect, StateField, Transaction } from '@codemirror/state';
import { type EditorView, type LayerMarker, layer, RectangleMarker, ViewPlugin } from '@codemirror/view';

import { splitsCharacter, type TextCaret } from '@onedoor/core';

/**
 * The others' carets and selections. They are drawn in layers over and under the text, not as decorations inside it:
 * nothing in the text's own elements ever changes for a caret, so that an input method that composes right beside one
 * is not disturbed, lines never break differently, and a copy or a screen reader gets the text alone.
 */

/** Tells the editor where the others' carets are now. */
export const setCarets = StateEffect.define<readonly TextCaret[]>();

interface ShownCaret extends TextCaret {
  /** Rises each time its own person moves it; the name is shown afresh then. */
  readonly moves: number;
}

/** How near the pointer must come to a caret for its name to show, in CSS pixels. */
const NEAR_PX = 8;

const shownCarets = StateField.define<readonly ShownCaret[]>({
  create: () => [],
  update(carets, transaction) {
    let next = carets;
    if (transaction.docChanged && carets.length > 0) {
      // What others insert at a caret was most likely typed by its person; what is typed here was not.
      const side = transaction.annotation(Transaction.remote) ? 1 : -1;
      const { changes } = transaction;
      next = carets.map((c) => ({
        ...c,
        anchor: changes.mapPos(c.anchor, side),
        head: changes.mapPos(c.head, side),
      }));
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setCarets)) continue;
      const text = transaction.newDoc;
      const whole = (at: number): number => {
        const inside = Math.max(0, Math.min(text.length, at));
        const from = Math.max(0, inside - 1);
        return splitsCharacter(text.sliceString(from, Math.min(text.length, inside + 1)), inside - from) ? from : inside;
      };
      const known = new Map(next.map((caret) => [caret.client, caret]));
      next = effect.value.map((caret) => {
        const before = known.get(caret.client);
        const [anchor, head] = [whole(caret.anchor), whole(caret.head)];
        const rests = before !== undefined && before.anchor === anchor && before.head === head;
        return { ...caret, anchor, head, moves: (before?.moves ?? 0) + (rests ? 0 : 1) };
      });
    }
    return next;
  },
});

/** One rectangle of somebody's selection. */
class SelectionMarker implements LayerMarker {
  readonly #rectangle: RectangleMarker;
  readonly #hue: number;

  constructor(rectangle: RectangleMarker, hue: number) {
    this.#rectangle = rectangle;
    this.#hue = hue;
  }

  eq(other: LayerMarker): boolean {
    return other instanceof SelectionMarker && other.#hue === this.#hue && other.#rectangle.eq(this.#rectangle);
  }

  draw(): HTMLElement {
    const dom = this.#rectangle.draw();
    dom.part.add('selection');
    dom.style.setProperty('--od-hue', String(this.#hue));
    return dom;
  }
}

/** A caret with the name of its person. Without a caret's width or a flag in the flow: it takes no space. */
class CaretMarker implements LayerMarker {
  readonly #caret: ShownCaret;
  readonly #place: RectangleMarker;
  /** Carets that stand at the very same place are told apart by flags one above the other. */
  readonly #level: number;
  /** The flag opens to the left where there is no room to the right. */
  readonly #leftward: boolean;

  constructor(caret: ShownCaret, place: RectangleMarker, level: number, leftward: boolean) {
    this.#caret = caret;
    this.#place = place;
    this.#level = level;
    this.#leftward = leftward;
  }

  eq(other: LayerMarker): boolean {
    return (
      other instanceof CaretMarker &&
      other.#looksLike(this.#caret) &&
      other.#level === this.#level &&
      other.#leftward === this.#leftward &&
      other.#place.eq(this.#place)
    );
  }

  /** Whether the same elements serve; a caret that its person moved gets new ones, which show the name again. */
  #looksLike(caret: ShownCaret): boolean {
    const { client, moves, name, hue } = this.#caret;
    return client === caret.client && moves === caret.moves && name === caret.name && hue === caret.hue;
  }

  draw(): HTMLElement {
    const dom = document.createElement('div');
    dom.className = 'caret';
    dom.part.add('caret');
    dom.style.setProperty('--od-hue', String(this.#caret.hue));
    const flag = dom.appendChild(document.createElement('span'));
    flag.className = 'caret-flag';
    flag.part.add('caret-flag');
    flag.textContent = this.#caret.name;
    this.#adjust(dom);
    return dom;
  }

  update(dom: HTMLElement, previous: LayerMarker): boolean {
    if (!(previous instanceof CaretMarker) || !previous.#looksLike(this.#caret)) return false;
    this.#adjust(dom);
    return true;
  }

  #adjust(dom: HTMLElement): void {
    dom.style.left = `${this.#place.left}px`;
    dom.style.top = `${this.#place.top}px`;
    dom.style.height = `${this.#place.height}px`;
    dom.style.setProperty('--_level', String(this.#level));
    dom.classList.toggle('leftward', this.#leftward);
  }
}

function caretMarkers(view: EditorView): CaretMarker[] {
  const taken = new Map<string, number>();
  const width = view.scrollDOM.clientWidth;
  return view.state.field(shownCarets).flatMap((caret) => {
    const [place] = RectangleMarker.forRange(view, 'caret', EditorSelection.cursor(caret.head, 1));
    // Out of the drawn part of a long text.
    if (place === undefined) return [];
    const key = `${Math.round(place.left)} ${Math.round(place.top)}`;
    const level = taken.get(key) ?? 0;
    taken.set(key, level + 1);
    return [new CaretMarker(caret, place, level, place.left > width / 2)];
  });
}

function selectionMarkers(view: EditorView): SelectionMarker[] {
  return view.state.field(shownCarets).flatMap(({ anchor, head, hue }) => {
    if (anchor === head) return [];
    const range = EditorSelection.range(anchor, head);
    return RectangleMarker.forRange(view, 'selection', range).map((rectangle) => new SelectionMarker(rectangle, hue));
  });
}

/** The carets lie under the pointer's way to the text, so hovering is found by nearness instead of by events. */
const nameOnHover = ViewPlugin.define(() => ({}), {
  eventObservers: {
    mousemove(event, view) {
      for (const dom of view.scrollDOM.querySelectorAll('.caret')) {
        const { left, top, bottom } = dom.getBoundingClientRect();
        const near = Math.abs(event.clientX - left) <= NEAR_PX && event.clientY >= top && event.clientY <= bottom;
        dom.classList.toggle('near', near);
      }
    },
    mouseleave(_event, view) {
      for (const dom of view.scrollDOM.querySelectorAll('.caret')) dom.classList.remove('near');
    },
  },
});

/** Shows the carets given by `setCarets` and keeps them beside their neighbours while the text changes. */
export const remoteCarets: Extension = [
  shownCarets,
  nameOnHover,
  layer({
    above: true,
    class: 'carets',
    update: (update) => update.docChanged || update.startState.field(shownCarets) !== update.state.field(shownCarets),
    markers: caretMarkers,
  }),
  layer({
    above: false,
    class: 'selections',
    update: (update) => update.docChanged || update.startState.field(shownCarets) !== update.state.field(shownCarets),
    markers: selectionMarkers,
  }),
];
