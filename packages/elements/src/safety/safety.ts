import type { Refusal, Result, SafetyState } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { dialogView } from '../internal/dialog.js';
import { formValue, guardComposition, onSubmit } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { dialogStyles } from '../internal/parts.styles.js';
import { formatMoment } from '../locales/format.js';
import type { Params } from '../locales/locale.js';
import { type SafetyText, safetyText } from '../locales/safety.js';

/**
 * A button that opens what a person may do for the safety of this device's data: a PIN or a passkey to open it without
 * network, until when that is possible, and the device's id, by which a lost one is revoked. Shows nothing where nothing
 * is stored.
 */
export class OnedoorSafety extends OnedoorElement {
  static override styles = [...OnedoorElement.styles, dialogStyles];

  @state() private open = false;
  @state() private problem: Refusal | undefined;
  @state() private done = '';
  @state() private differs = false;
  readonly #safety = new WatchController(this, () => this.desk.session?.safety.state);

  protected override render(): TemplateResult | typeof nothing {
    const safety = this.#safety.value;
    if (safety === undefined || !safety.locks) return nothing;
    return html`<button type="button" class="link no-print" data-return @click=${() => this.#show()}>${this.#t(safety.pin || safety.passkey ? 'safety.title' : 'safety.offer')}</button>
      ${
        this.open
          ? dialogView({
              label: this.#t('safety.title'),
              close: this.t('common.cancel'),
              kind: 'sheet',
              content: this.#content(safety),
              onClose: () => (this.open = false),
            })
          : nothing
      }`;
  }

  #content(safety: SafetyState): TemplateResult {
    return html`<p>${this.#t('safety.sealed')}</p>
      <p class="quiet">${this.#t('safety.until', { moment: formatMoment(this.desk.locale, safety.leaseUntil) })}</p>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => this.#setPin(form))}>
        <h3>${this.#t('safety.pin')}</h3>
        <p class="quiet">${this.#t(safety.pin ? 'safety.pinSet' : 'safety.pinNone')}</p>
        <label class="field"><span class="label">${this.#t(safety.pin ? 'safety.pinNew' : 'safety.pinFirst')}</span>
          <input name="pin" type="password" autocomplete="new-password" required minlength="6" maxlength="64" aria-describedby="told" /></label>
        <label class="field"><span class="label">${this.#t('safety.pinAgain')}</span>
          <input name="again" type="password" autocomplete="new-password" required maxlength="64" aria-describedby="told" /></label>
        <p class="row">
          <button type="submit" class="primary">${this.#t('safety.pinSave')}</button>
          ${safety.pin ? html`<button type="button" @click=${() => this.#run(this.desk.session?.safety.removePin(), 'safety.pinRemoved')}>${this.#t('safety.pinRemove')}</button>` : nothing}
        </p>
      </form>
      ${safety.passkeyPossible || safety.passkey ? this.#passkey(safety) : nothing}
      <div id="told" role="status">${this.done}${this.differs ? html`<strong>${this.#t('safety.pinDiffers')}</strong>` : nothing}${this.refusal(this.problem)}</div>
      <p class="hint">${this.#t('safety.device', { device: safety.device })}</p>`;
  }

  #passkey(safety: SafetyState): TemplateResult {
    return html`<div class="stack">
      <h3>${this.#t('safety.passkey')}</h3>
      <p class="quiet">${this.#t(safety.passkey ? 'safety.passkeySet' : 'safety.passkeyNone')}</p>
      <p>${
        safety.passkey
          ? html`<button type="button" @click=${() => this.#run(this.desk.session?.safety.removePasskey(), 'safety.passkeyRemoved')}>${this.#t('safety.passkeyRemove')}</button>`
          : html`<button type="button" @click=${() => this.#run(this.desk.session?.safety.addPasskey(this.desk.session.me.get()?.person.name ?? ''), 'safety.passkeyDone')}>${this.#t('safety.passkeyAdd')}</button>`
      }</p>
    </div>`;
  }

  #show(): void {
    this.open = true;
    this.done = '';
    this.differs = false;
    this.problem = undefined;
  }

  #setPin(form: HTMLFormElement): void {
    const pin = formValue(form, 'pin');
    this.differs = pin !== formValue(form, 'again');
    if (this.differs) return;
    this.#run(this.desk.session?.safety.setPin(pin), 'safety.pinDone', () => form.reset());
  }

  #run(work: Promise<Result<void>> | undefined, done: SafetyText, then = () => {}): void {
    this.done = '';
    this.problem = undefined;
    void work?.then((result) => {
      if (!result.ok) {
        this.problem = result.refusal;
        return;
      }
      this.done = this.#t(done);
      then();
    });
  }

  #t(key: SafetyText, params?: Params): string {
    return safetyText(this.desk.locale, key, params);
  }
}
