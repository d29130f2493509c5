import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A mouse that moves less is a click. */
const THRESHOLD_PX = 6;
/** A finger that rests so long picks up; one that moves before scrolls. */
const LONG_PRESS_MS = 400;
const EDGE_PX = 56;
const SCROLL_PX = 14;

export interface DragHooks {
  /** A card is about to be lifted. False leaves it where it is. */
  begin(card: HTMLElement): boolean;
  /** The pointer is over another place now; undefined over none. */
  over(place: string | undefined): void;
  /** Let go over a place, or over none; `cancelled` when the person or the browser took it back. */
  end(place: string | undefined, cancelled: boolean): void;
}

interface Press {
  readonly pointer: number;
  readonly touch: boolean;
  readonly card: HTMLElement;
  readonly x: number;
  readonly y: number;
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * Drags cards by mouse, pen or finger to places marked `data-stage`. Cards are sorted by rule, so nothing is reordered:
 * a picture of the card goes with the pointer, and the place under it is told to the host.
 */
export class DragController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #hooks: DragHooks;
  #press: Press | undefined;
  #ghost: HTMLElement | undefined;
  #at = { x: 0, y: 0 };
  #place: string | undefined;
  #frame = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, hooks: DragHooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  get dragging(): boolean {
    return this.#ghost !== undefined;
  }

  hostConnected(): void {
    // Has to be there before the finger comes down, or the browser scrolls without asking.
    this.#host.addEventListener('touchmove', this.#holdScroll, { passive: false });
    this.#host.addEventListener('contextmenu', this.#holdMenu);
  }

  hostDisconnected(): void {
    this.#finish(undefined, true);
    this.#host.removeEventListener('touchmove', this.#holdScroll);
    this.#host.removeEventListener('contextmenu', this.#holdMenu);
  }

  /** Listener for `pointerdown` on cards. */
  readonly onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary || this.#press !== undefined) return;
    const card = event.currentTarget;
    if (!(card instanceof HTMLElement) || (event.target instanceof Element && event.target.closest('button, input, select') !== null))
      return;
    const touch = event.pointerType === 'touch';
    const press: Press = { pointer: event.pointerId, touch, card, x: event.clientX, y: event.clientY };
    if (touch) press.timer = setTimeout(() => this.#lift(), LONG_PRESS_MS);
    this.#press = press;
    this.#at = { x: event.clientX, y: event.clientY };
    addEventListener('pointermove', this.#onMove, true);
    addEventListener('pointerup', this.#onUp, true);
    addEventListener('pointercancel', this.#onCancel, true);
    addEventListener('keydown', this.#onKey, true);
  };

  readonly #onMove = (event: PointerEvent): void => {
    const press = this.#press;
    if (press === undefined || event.pointerId !== press.pointer) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (this.#ghost !== undefined) {
      this.#follow();
      return;
    }
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < THRESHOLD_PX) return;
    if (press.touch) this.#finish(undefined, true);
    else this.#lift();
  };

  readonly #onUp = (event: PointerEvent): void => {
    if (event.pointerId !== this.#press?.pointer) return;
    if (this.#ghost !== undefined) {
      this.#swallowClick();
      this.#follow();
    }
    this.#finish(this.#place, false);
  };

  readonly #onCancel = (event: PointerEvent): void => {
    if (event.pointerId === this.#press?.pointer) this.#finish(undefined, true);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.#ghost === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // The button is still down: the click comes when it is let go.
    addEventListener('pointerup', () => this.#swallowClick(), { capture: true, once: true });
    this.#finish(undefined, true);
  };

  readonly #holdScroll = (event: TouchEvent): void => {
    if (this.#ghost !== undefined && event.cancelable) event.preventDefault();
  };

  readonly #holdMenu = (event: Event): void => {
    if (this.#press?.touch === true) event.preventDefault();
  };

  #lift(): void {
    const press = this.#press;
    if (press === undefined) return;
    if (!this.#hooks.begin(press.card)) {
      this.#finish(undefined, true);
      return;
    }
    const box = press.card.getBoundingClientRect();
    const ghost = document.createElement('div');
    ghost.className = 'ghost';
    ghost.setAttribute('aria-hidden', 'true');
    ghost.inert = true;
    ghost.style.width = `${box.width}px`;
    ghost.style.left = `${box.left - press.x}px`;
    ghost.style.top = `${box.top - press.y}px`;
    const picture = press.card.cloneNode(true);
    if (picture instanceof HTMLElement) {
      picture.removeAttribute('data-key');
      for (const marked of picture.querySelectorAll('[id]')) marked.removeAttribute('id');
    }
    ghost.append(picture);
    this.#host.shadowRoot?.append(ghost);
    this.#ghost = ghost;
    this.#follow();
    this.#frame = requestAnimationFrame(this.#scroll);
  }

  #follow(): void {
    const { x, y } = this.#at;
    if (this.#ghost !== undefined) this.#ghost.style.transform = `translate(${x}px, ${y}px)`;
    const place = this.#under()?.closest<HTMLElement>('[data-stage]')?.dataset['stage'];
    if (place === this.#place) return;
    this.#place = place;
    this.#hooks.over(place);
  }

  #under(): Element | null {
    return this.#host.shadowRoot?.elementFromPoint(this.#at.x, this.#at.y) ?? null;
  }

  /** Near an edge the list under the pointer, the row of columns and the page move on. */
  readonly #scroll = (): void => {
    if (this.#ghost === undefined) return;
    const { x, y } = this.#at;
    const list = this.#under()?.closest<HTMLElement>('[data-scroller]');
    const columns = this.#host.shadowRoot?.querySelector<HTMLElement>('[data-sideways]');
    const step = (at: number, from: number, to: number) => (at < from + EDGE_PX ? -SCROLL_PX : at > to - EDGE_PX ? SCROLL_PX : 0);
    if (list) {
      const box = list.getBoundingClientRect();
      list.scrollTop += step(y, box.top, box.bottom);
    }
    if (columns) {
      const box = columns.getBoundingClientRect();
      columns.scrollLeft += step(x, box.left, box.right);
    }
    if (y < EDGE_PX || y > innerHeight - EDGE_PX) scrollBy(0, step(y, 0, innerHeight));
    this.#follow();
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  /** The click that follows a drag would open the case. */
  #swallowClick(): void {
    const swallow = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', swallow, true), 50);
  }

  #finish(place: string | undefined, cancelled: boolean): void {
    const lifted = this.#ghost !== undefined;
    clearTimeout(this.#press?.timer);
    cancelAnimationFrame(this.#frame);
    this.#ghost?.remove();
    this.#ghost = undefined;
    this.#press = undefined;
    this.#place = undefined;
    removeEventListener('pointermove', this.#onMove, true);
    removeEventListener('pointerup', this.#onUp, true);
    removeEventListener('pointercancel', this.#onCancel, true);
    removeEventListener('keydown', this.#onKey, true);
    if (lifted) this.#hooks.end(place, cancelled);
  }
}
