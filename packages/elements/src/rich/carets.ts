import type { TextCaret, TextDelta } from '@onedoor/core';
import type { EditorView } from 'prosemirror-view';
import { mapPosition } from '../text/delta.js';
import { offsetOf, positionOf } from './lines.js';

/** How near the pointer must come to a caret for its name to show, in CSS pixels. */
const NEAR_PX = 8;

/**
 * The others' carets and selections, drawn in layers over and under the text as `<onedoor-text>` does: nothing in the
 * text's own elements ever changes for a caret, so that no input method is disturbed and a copy gets the text alone.
 */
export class RichCarets {
  readonly #over = document.createElement('div');
  readonly #under = document.createElement('div');
  readonly #drawn = new Map<number, { readonly caret: TextCaret; readonly dom: HTMLElement }>();
  #carets: readonly TextCaret[] = [];
  /** Blocks of the text that the browser has not laid out; to measure in one would make it do so with every change. */
  readonly #skipped = new WeakSet<Node>();
  #view: EditorView | undefined;
  #frame = 0;
  readonly #sizes = new ResizeObserver(() => this.place());

  constructor(parent: HTMLElement) {
    this.#over.className = 'carets';
    this.#under.className = 'selections';
    for (const layer of [this.#under, this.#over]) layer.setAttribute('aria-hidden', 'true');
    parent.append(this.#under, this.#over);
    parent.addEventListener('mousemove', this.#near);
    parent.addEventListener('mouseleave', this.#far);
    parent.addEventListener('contentvisibilityautostatechange', (event) => {
      const { target, skipped } = event as Event & { readonly skipped: boolean };
      if (skipped) this.#skipped.add(target as Node);
      else if (this.#skipped.delete(target as Node)) this.place();
    });
    this.#sizes.observe(parent);
  }

  /** The view in whose text they stand. */
  attach(view: EditorView): void {
    this.#view = view;
    this.#carets = [];
    this.#draw();
  }

  show(carets: readonly TextCaret[]): void {
    for (const caret of carets) {
      const drawn = this.#drawn.get(caret.client);
      const before = this.#carets.find(({ client }) => client === caret.client);
      // A caret that its person moved gets a new element, which shows the name again.
      if (drawn !== undefined && (before?.anchor !== caret.anchor || before.head !== caret.head)) this.#remove(caret.client);
    }
    this.#carets = carets;
    this.place();
  }

  /** What others insert at a caret was most likely typed by its person; what is typed here was not. */
  map(delta: TextDelta, side: -1 | 1): void {
    this.#carets = this.#carets.map((caret) => ({
      ...caret,
      anchor: mapPosition(caret.anchor, delta, side),
      head: mapPosition(caret.head, delta, side),
    }));
  }

  /** Puts them where they are now, with the next frame: many changes of one frame are measured once. */
  place(): void {
    if (this.#frame !== 0 || (this.#carets.length === 0 && this.#drawn.size === 0)) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    this.#view = undefined;
    for (const layer of [this.#under, this.#over]) layer.remove();
  }

  #draw(): void {
    const view = this.#view;
    if (view === undefined || view.isDestroyed) return;
    const known = new Set(this.#carets.map(({ client }) => client));
    for (const client of [...this.#drawn.keys()]) if (!known.has(client)) this.#remove(client);
    const ground = this.#over.getBoundingClientRect();
    const { doc } = view.state;
    const end = offsetOf(doc, doc.content.size);
    const taken = new Map<string, number>();
    // All is measured before anything is written.
    const measured = this.#carets.map((caret) => {
      const at = positionOf(doc, Math.min(caret.head, end));
      const { left, top, bottom } = this.#skippedAt(view, at)?.getBoundingClientRect() ?? view.coordsAtPos(at, 1);
      return { caret, left: left - ground.left, top: top - ground.top, height: bottom - top, boxes: this.#boxesOf(caret, view, ground) };
    });
    for (const { caret, left, top, height } of measured) {
      const key = `${Math.round(left)} ${Math.round(top)}`;
      const level = taken.get(key) ?? 0;
      taken.set(key, level + 1);
      const { style, classList } = this.#domOf(caret);
      style.left = `${left}px`;
      style.top = `${top}px`;
      style.height = `${height}px`;
      style.setProperty('--_level', String(level));
      classList.toggle('leftward', left > ground.width / 2);
    }
    this.#under.replaceChildren(...measured.flatMap(({ boxes }) => boxes));
  }

  /** The block at a place, if its lines are not laid out: a caret in it is not seen. */
  #skippedAt(view: EditorView, at: number): Element | undefined {
    let { node } = view.domAtPos(at, 1);
    while (node.parentNode !== null && node.parentNode !== view.dom) node = node.parentNode;
    return node instanceof Element && this.#skipped.has(node) ? node : undefined;
  }

  #domOf(caret: TextCaret): HTMLElement {
    const known = this.#drawn.get(caret.client);
    if (known !== undefined && known.caret.name === caret.name && known.caret.hue === caret.hue) return known.dom;
    known?.dom.remove();
    const dom = document.createElement('div');
    dom.className = 'caret';
    dom.part.add('caret');
    dom.style.setProperty('--od-hue', String(caret.hue));
    const flag = dom.appendChild(document.createElement('span'));
    flag.className = 'caret-flag';
    flag.part.add('caret-flag');
    flag.textContent = caret.name;
    this.#over.append(dom);
    this.#drawn.set(caret.client, { caret, dom });
    return dom;
  }

  #boxesOf({ anchor, head, hue }: TextCaret, view: EditorView, ground: DOMRect): HTMLElement[] {
    if (anchor === head) return [];
    const { doc } = view.state;
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)].map((at) => view.domAtPos(positionOf(doc, at), 1));
    if (from === undefined || to === undefined) return [];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return [...range.getClientRects()].map((rectangle) => {
      const dom = document.createElement('div');
      dom.className = 'selection';
      dom.part.add('selection');
      dom.style.setProperty('--od-hue', String(hue));
      dom.style.left = `${rectangle.left - ground.left}px`;
      dom.style.top = `${rectangle.top - ground.top}px`;
      dom.style.width = `${rectangle.width}px`;
      dom.style.height = `${rectangle.height}px`;
      return dom;
    });
  }

  #remove(client: number): void {
    this.#drawn.get(client)?.dom.remove();
    this.#drawn.delete(client);
  }

  /** The carets lie under the pointer's way to the text, so hovering is found by nearness instead of by events. */
  readonly #near = (event: MouseEvent): void => {
    for (const { dom } of this.#drawn.values()) {
      const { left, top, bottom } = dom.getBoundingClientRect();
      dom.classList.toggle('near', Math.abs(event.clientX - left) <= NEAR_PX && event.clientY >= top && event.clientY <= bottom);
    }
  };

  readonly #far = (): void => {
    for (const { dom } of this.#drawn.values()) dom.classList.remove('near');
  };
}
