import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { closeDialog, dialogView } from '../internal/dialog.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { dialogStyles } from '../internal/parts.styles.js';
import type { Params } from '../locales/locale.js';
import { type SafetyText, safetyText } from '../locales/safety.js';

/**
 * A button to sign out. It first says what is not sent, and asks whether others use this computer: then key and data of
 * this person are destroyed here, and what was not sent is gone.
 *
 * @fires {CustomEvent<{shared: boolean}>} od-sign-out - The person leaves; with `shared` nothing of theirs is left here. End the sign-in and close the session.
 */
export class OnedoorSignOut extends OnedoorElement {
  static override styles = [...OnedoorElement.styles, dialogStyles];

  @state() private open = false;
  @state() private shared = false;
  @state() private busy = false;
  readonly #sync = new WatchController(this, () => this.desk.session?.sync);

  protected override render(): TemplateResult | typeof nothing {
    if (this.desk.session === undefined) return nothing;
    return html`<button type="button" class="link no-print" data-return @click=${() => (this.open = true)}>${this.#t('signOut.button')}</button>
      ${
        this.open
          ? dialogView({
              label: this.#t('signOut.button'),
              close: this.t('common.cancel'),
              kind: 'sheet',
              content: this.#content(),
              onClose: () => {
                this.open = false;
                this.shared = false;
              },
            })
          : nothing
      }`;
  }

  #content(): TemplateResult {
    const { unsent = 0, stores = false } = this.#sync.value ?? {};
    const waiting =
      unsent === 0
        ? nothing
        : html`<p class=${this.shared ? 'refusal' : 'notice'} role="alert">${this.#t(this.shared ? 'signOut.lose' : 'signOut.keep', { count: unsent })}</p>`;
    return html`${waiting}
      ${
        stores
          ? html`<label class="check"><input type="checkbox" name="shared" .checked=${this.shared} @change=${this.#share} /><span>${this.#t('signOut.shared')}</span></label>
            <p class="hint">${this.#t(this.shared ? 'signOut.sharedHint' : 'signOut.ownHint')}</p>`
          : nothing
      }
      <p class="row">
        <button type="button" class=${this.shared && unsent > 0 ? 'danger' : 'primary'} ?disabled=${this.busy} @click=${() => void this.#leave()}>${this.#t(this.shared ? 'signOut.wipe' : 'signOut.now')}</button>
        <button type="button" @click=${closeDialog}>${this.t('common.cancel')}</button>
      </p>`;
  }

  #share(event: Event): void {
    this.shared = event.currentTarget instanceof HTMLInputElement && event.currentTarget.checked;
  }

  async #leave(): Promise<void> {
    const { shared } = this;
    this.busy = true;
    if (shared) await this.desk.session?.safety.wipe();
    this.busy = false;
    this.open = false;
    this.shared = false;
    this.emit('od-sign-out', { shared });
  }

  #t(key: SafetyText, params?: Params): string {
    return safetyText(this.desk.locale, key, params);
  }
}
