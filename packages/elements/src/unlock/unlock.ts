import type { LockState, Refusal, Result, StoreLock } from '@onedoor/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { WatchController } from '../controllers/watch-controller.js';
import { focusWhenShown, guardComposition, onSubmit } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { errorLabel, type Params } from '../locales/locale.js';
import { type SafetyText, safetyText } from '../locales/safety.js';
import '../locales/case-texts.js';

const REASONS: Readonly<Record<LockState['reason'], SafetyText>> = {
  offline: 'unlock.offline',
  'signed-out': 'unlock.signedOut',
  lease: 'unlock.lease',
  clock: 'unlock.clock',
  unknown: 'unlock.unknown',
};

/**
 * Says that this device's data is closed and why, and opens it by PIN or passkey. When the network is back it opens by
 * itself. Give it the lock that `openSession` passes to `onLocked`.
 *
 * @prop {StoreLock} lock - The closed store.
 * @fires od-sign-in - The sign-in has ended, and the person asks for a new one: get it, then call `lock.retry()`.
 * @fires od-other-person - Somebody else wants to sign in here. What is stored stays closed.
 */
export class OnedoorUnlock extends OnedoorElement {
  static override styles = [
    ...OnedoorElement.styles,
    css`
      section {
        max-width: 400px;
        margin: 0 auto;
        padding: 24px 16px;
        border: 1px solid var(--_line);
        border-radius: 4px;
        background: var(--_surface);
      }
      form {
        margin-top: 16px;
      }
      form .row {
        flex-wrap: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) lock: StoreLock | undefined;
  @state() private problem: Refusal | undefined;
  @state() private now = Date.now();
  readonly #lock = new WatchController(this, () => this.lock?.state);
  #ticks: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticks);
    this.#ticks = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const lock = this.#lock.value;
    if (lock === undefined) return nothing;
    const waitS = Math.max(0, Math.ceil((lock.waitUntil - this.now) / 1000));
    this.#tick(waitS > 0);
    const opens = lock.pin || lock.passkey;
    return html`<section aria-labelledby="locked" class="stack">
      <h2 id="locked">${this.#t('unlock.title')}</h2>
      <p>${this.#t(REASONS[lock.reason])}</p>
      ${lock.reason === 'offline' && !opens ? html`<p class="notice">${this.#t('unlock.noWay')}</p>` : nothing}
      ${lock.pin ? this.#pinForm(lock, waitS) : nothing}
      ${this.#told(lock, waitS)}
      <p class="row">
        ${lock.passkey ? html`<button type="button" class=${lock.pin ? '' : 'primary'} ?disabled=${lock.busy} @click=${() => this.#run(this.lock?.openWithPasskey())}>${this.#t('unlock.passkey')}</button>` : nothing}
        ${
          lock.reason === 'signed-out'
            ? html`<button type="button" class=${opens ? '' : 'primary'} ?disabled=${lock.busy} @click=${() => this.emit('od-sign-in', undefined)}>${this.#t('unlock.signIn')}</button>`
            : html`<button type="button" ?disabled=${lock.busy} @click=${() => this.#run(this.lock?.retry())}>${this.#t('unlock.retry')}</button>`
        }
        <button type="button" class="link" @click=${() => this.emit('od-other-person', undefined)}>${this.#t('unlock.other')}</button>
      </p>
    </section>`;
  }

  #pinForm(lock: LockState, waitS: number): TemplateResult {
    return html`<form @keydown=${guardComposition} @submit=${onSubmit((form) => this.#openByPin(form))}>
      <label class="field" for="pin"><span class="label">${this.#t('unlock.pin')}</span></label>
      <span class="row">
        <input id="pin" name="pin" type="password" autocomplete="off" required maxlength="64" aria-describedby="told" ${ref(focusWhenShown)} />
        <button type="submit" class="primary" ?disabled=${lock.busy || waitS > 0}>${this.#t('unlock.open')}</button>
      </span>
    </form>`;
  }

  #told(lock: LockState, waitS: number): TemplateResult {
    const { problem } = this;
    const words =
      problem === undefined
        ? nothing
        : html`<strong>${problem.code === 'OFFLINE' ? this.#t('unlock.stillOffline') : errorLabel(this.desk.locale, problem.code)}</strong>`;
    const tries = problem?.code === 'PIN_WRONG' ? html` ${this.#t('unlock.tries', { count: lock.triesLeft })}` : nothing;
    const wait = waitS > 0 ? html` ${this.#t('unlock.wait', { count: waitS })}` : nothing;
    return html`<p id="told" role="alert">${words}${tries}${wait}</p>`;
  }

  #openByPin(form: HTMLFormElement): void {
    const input = form.elements.namedItem('pin');
    if (!(input instanceof HTMLInputElement)) return;
    const pin = input.value;
    input.value = '';
    this.#run(this.lock?.openWithPin(pin));
  }

  #run(work: Promise<Result<void>> | undefined): void {
    this.problem = undefined;
    void work?.then((result) => {
      this.now = Date.now();
      this.problem = result.ok ? undefined : result.refusal;
    });
  }

  /** Seconds are counted while somebody has to wait. */
  #tick(isWaiting: boolean): void {
    if (isWaiting === (this.#ticks !== undefined)) return;
    clearInterval(this.#ticks);
    this.#ticks = isWaiting ? setInterval(() => (this.now = Date.now()), 1000) : undefined;
  }

  #t(key: SafetyText, params?: Params): string {
    return safetyText(this.desk.locale, key, params);
  }
}
