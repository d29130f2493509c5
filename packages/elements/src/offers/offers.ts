import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';

const PANEL = new LazyElement('onedoor-offers-panel', new Lazy(() => import('./offers-panel.js').then(({ OffersPanel }) => OffersPanel)));

/**
 * Changes that somebody without the right has offered, for those who may make them: who offers what, since when and why it
 * was refused, what it would change, in each field and text. Each is accepted, which writes it in the name of whoever
 * accepts and names its author in the timeline, or declined with a reason. Shows nothing where none waits; what shows
 * them is loaded with the first.
 *
 * @attr case - Case id.
 * @fires {CustomEvent<{case: string, room: string, offer: string, accepted: boolean}>} od-offer-answered - An answer is stored.
 * @csspart offer - One offered change.
 */
export class OnedoorOffers extends CaseElement {
  @state() private ready = false;
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);

  /** What is watched is looked at just before an element renders: here it is known. */
  protected override updated(_: PropertyValues): void {
    if (this.ready || !this.#wanted) return;
    // What could not be fetched is tried again when the case's row changes.
    void PANEL.ready().then(
      () => (this.ready = true),
      () => {},
    );
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.ready ? html`<onedoor-offers-panel exportparts="offer" case=${this.caseId}></onedoor-offers-panel>` : nothing;
  }

  get #wanted(): boolean {
    return (this.#rows.value?.find((each) => each.case === this.caseId)?.offers ?? 0) > 0;
  }
}
