import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DragController, DragHooks } from './drag-controller.js';

/** Dragging, fetched behind the first cards: menu and keys move cards without it. What failed is tried at the next connecting. */
export class LateDrags implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #hooks: DragHooks;
  #drags: DragController | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, hooks: DragHooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#drags === undefined) void this.#load();
  }

  /** Listener for `pointerdown` on cards. */
  readonly onPointerDown = (event: PointerEvent): void => this.#drags?.onPointerDown(event);

  async #load(): Promise<void> {
    const loaded = await import('./drag-controller.js').catch(() => undefined);
    if (loaded !== undefined) this.#drags ??= new loaded.DragController(this.#host, this.#hooks);
  }
}
