import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import '../locales/case-texts.js';

const PANEL = new LazyElement(
  'onedoor-refused-panel',
  new Lazy(() => import('./refused-panel.js').then(({ RefusedPanel }) => RefusedPanel)),
);

/**
 * Changes that the server refused, with their values and the reason: for copying, for asking those who may make them to do
 * so, and for putting away. One that was asked for stays until it is put away, and says how that stands. What shows
 * them is loaded with the first.
 *
 * @fires {CustomEvent<{id: string, case: string, room: string, command: string}>} od-before-offer - A change is about to be
 *   asked for; `preventDefault()` keeps it from being sent.
 * @csspart change - One refused change.
 */
export class OnedoorRefused extends OnedoorElement {
  @state() private ready = false;
  readonly #refused = new WatchController(this, () => this.desk.session?.refused);

  /** What is watched is looked at just before an element renders: here it is known. */
  protected override updated(_: PropertyValues): void {
    if (this.ready || !this.#any) return;
    // What could not be fetched is tried again with the next refusal.
    void PANEL.ready().then(
      () => (this.ready = true),
      () => {},
    );
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.#any) return html`<p class="quiet">${this.t('refused.none')}</p>`;
    return this.ready ? html`<onedoor-refused-panel exportparts="change"></onedoor-refused-panel>` : nothing;
  }

  get #any(): boolean {
    return (this.#refused.value ?? []).length > 0;
  }
}
