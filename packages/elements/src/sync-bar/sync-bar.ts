import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { WatchController } from '../controllers/watch-controller.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { errorLabel } from '../locales/locale.js';
import { syncBarStyles } from './sync-bar.styles.js';

/** Fetched when something is refused, which takes a server: it is here when the network is gone again. */
const REFUSED = new LazyElement(
  'onedoor-refused',
  new Lazy(() => import('../refused/refused.js').then(({ OnedoorRefused }) => OnedoorRefused)),
);

/**
 * Always visible: whether the page is connected, how many changes wait to be sent, how many were refused, and what
 * a person must know about this browser's store.
 *
 * @attr {boolean} update-ready - A new version of the page waits.
 * @attr {boolean} work-offline - The person's switch: no network is wanted. The page sets it from what it remembers.
 * @fires {CustomEvent<{offline: boolean}>} od-work-offline - The person has turned that switch.
 * @fires od-sign-in - The sign-in has ended, and the person asks for a new one. What is stored here stays.
 * @fires od-apply-update - The person wants the new version now.
 */
export class OnedoorSyncBar extends OnedoorElement {
  static override styles = [...OnedoorElement.styles, syncBarStyles];

  @property({ type: Boolean, attribute: 'update-ready' }) updateReady = false;
  @property({ type: Boolean, attribute: 'work-offline' }) workOffline = false;
  @state() private showRefused = false;

  readonly #sync = new WatchController(this, () => this.desk.session?.sync);

  protected override render(): TemplateResult | typeof nothing {
    const sync = this.#sync.value;
    if (sync === undefined) return nothing;
    // Where changes were lost, "all logged" would be true and misleading.
    const told = sync.unsent > 0 || sync.problem?.code !== 'STORE_WIPED';
    const waiting = sync.unsent === 0 ? this.t('sync.allLogged') : this.t('sync.unsent', { count: sync.unsent, sent: sync.sent });
    return html`
      <div class="bar row no-print">
        <span class="state ${sync.connection}" role="status"><span class="dot" aria-hidden="true"></span>${this.t(`sync.${sync.connection}`)}</span>
        ${sync.connection === 'signed-out' ? html`<button type="button" class="primary" @click=${() => this.emit('od-sign-in', undefined)}>${this.t('sync.signIn')}</button>` : nothing}
        ${told ? html`<span class=${sync.unsent === 0 ? 'quiet' : 'mark pending'} role="status">${waiting}</span>` : nothing}
        ${sync.stores ? nothing : html`<span class="mark">${this.t('sync.storesNothing')}</span>`}
        ${sync.refused === 0 ? nothing : this.#refusedButton(sync.refused)}
        <label class="switch"><input type="checkbox" role="switch" .checked=${live(this.workOffline)} @change=${this.#switch} />${this.t('sync.workOffline')}</label>
      </div>
      ${this.updateReady ? this.#update() : nothing} ${this.#problem()}
      ${this.showRefused && sync.refused > 0 ? html`<onedoor-refused></onedoor-refused>` : nothing}
    `;
  }

  protected override updated(): void {
    if ((this.#sync.value?.refused ?? 0) > 0) this.#fetchRefused();
  }

  #fetchRefused(): void {
    // Without network: the next press tries again.
    REFUSED.ready().catch(() => {});
  }

  #refusedButton(count: number): TemplateResult {
    const toggle = () => {
      this.showRefused = !this.showRefused;
      this.#fetchRefused();
    };
    return html`<button type="button" class="danger" aria-expanded=${this.showRefused} @click=${toggle}>
      ${this.t('sync.refused', { count })}
    </button>`;
  }

  #update(): TemplateResult {
    return html`<div class="notice row no-print" role="status">
      ${this.t('sync.updateReady')}<button type="button" @click=${() => this.emit('od-apply-update', undefined)}>${this.t('sync.updateNow')}</button>
    </div>`;
  }

  #problem(): TemplateResult | typeof nothing {
    const { problem, lostChanges } = this.#sync.value ?? {};
    if (problem === undefined) return nothing;
    return html`<div class="notice" role="alert">
      <strong>${errorLabel(this.desk.locale, problem.code)}</strong>
      ${problem.code === 'STORE_WIPED' ? this.t('sync.wiped') : nothing}
      ${lostChanges === undefined || lostChanges === 0 ? nothing : this.t('sync.lost', { count: lostChanges })}
      <details><summary>${this.t('common.details')}</summary><span lang="en">${problem.code}: ${problem.seen}; ${problem.expected}. ${problem.todo}</span></details>
    </div>`;
  }

  #switch(event: Event): void {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    this.workOffline = event.currentTarget.checked;
    this.desk.session?.setOffline(this.workOffline);
    this.emit('od-work-offline', { offline: this.workOffline });
  }
}
