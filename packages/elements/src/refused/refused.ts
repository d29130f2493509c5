import type { RefusedChange } from '@onedoor/core';
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { formatMoment } from '../locales/format.js';
import type { MessageKey, Params } from '../locales/locale.js';
import { departmentName } from '../locales/names.js';
import { refusedStyles } from './refused.styles.js';
import { changeValues, changeWords } from './refused-words.js';

/**
 * Changes that the server refused, with their values and the reason, for copying or putting away.
 */
export class OnedoorRefused extends OnedoorElement {
  static override styles = [...OnedoorElement.styles, refusedStyles];

  @state() private copied = '';
  readonly #refused = new WatchController(this, () => this.desk.session?.refused);
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);

  readonly #directory = new WatchController(this, () => this.desk.session?.directory);
  readonly #speaker = {
    t: (key: MessageKey, params?: Params) => this.t(key, params),
    nameOf: (person: string) => this.#directory.value?.people[person]?.name ?? person,
    departmentOf: (department: string) => departmentName(this.desk.locale, this.#directory.value, department),
  };

  protected override render(): TemplateResult {
    const refused = this.#refused.value ?? [];
    if (refused.length === 0) return html`<p class="quiet">${this.t('refused.none')}</p>`;
    return html`<section aria-label=${this.t('refused.title')}>
      <h2>${this.t('refused.title')}</h2>
      <p class="quiet">${this.t('refused.hint')}</p>
      <ul>${refused.map((change) => this.#one(change))}</ul>
    </section>`;
  }

  #one(change: RefusedChange): TemplateResult {
    const title = this.#rows.value?.find((row) => row.case === change.case)?.title ?? this.t('refused.unknownCase');
    const what = changeWords(change, this.#speaker);
    return html`<li>
      <p><strong>${what}</strong> ${title} <span class="quiet number">${formatMoment(this.desk.locale, change.madeAt, this.desk.today)}</span></p>
      ${this.refusal(change.refusal)}
      <pre>${this.#values(change)}</pre>
      <div class="row no-print">
        <button type="button" @click=${() => void this.#copy(change)}>${this.t(this.copied === change.id ? 'refused.copied' : 'refused.copy')}</button>
        <button type="button" @click=${() => void this.desk.session?.dismiss(change.id)}>${this.t('refused.dismiss')}</button>
      </div>
    </li>`;
  }

  #values(change: RefusedChange): string {
    return changeValues(change, this.#speaker).join('\n');
  }

  async #copy(change: RefusedChange): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#values(change));
      this.copied = change.id;
    } catch {
      // Without a secure context there is no clipboard: the values stand on the page, chosen for copying by hand.
      const shown = [...this.renderRoot.querySelectorAll('pre')].find((each) => each.textContent === this.#values(change));
      if (shown !== undefined) getSelection()?.selectAllChildren(shown);
    }
  }
}
