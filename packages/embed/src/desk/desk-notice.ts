import type { Refusal } from '@onedoor/core';
import { baseStyles, errorLabel, type Locale } from '@onedoor/elements/shell';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { type Text, textOf } from '../locales/locale.js';

/** What a desk tells: that it opens, or what keeps it from opening. */
export type DeskNews =
  | { readonly kind: 'opening' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Sentences of the desk's own where the code's would tell less. */
const OWN_WORDS: Readonly<Record<string, Text>> = {
  OFFLINE: 'desk.offlineFirst',
  'BAD_OPTION server': 'desk.noServer',
  'BAD_OPTION token-url': 'desk.noToken',
  'UNAVAILABLE parts': 'desk.partsMissing',
};

/**
 * One line of a desk, in an element of its own: the desk itself styles nothing, since the portal's own content stands in it.
 *
 * @internal
 * @fires od-retry - The person wants another try, or to sign in. Does not leave the desk.
 */
export class OnedoorDeskNotice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .told {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        margin-bottom: 8px;
      }
      details {
        flex-basis: 100%;
      }
    `,
  ];

  @property({ attribute: false }) news: DeskNews | undefined;
  @property({ attribute: false }) locale: Locale = 'zh';

  protected override render(): TemplateResult | typeof nothing {
    const { news } = this;
    if (news === undefined) return nothing;
    if (news.kind === 'opening') return html`<p class="quiet" role="status">${this.#t('desk.opening')}</p>`;
    if (news.kind === 'signed-out') {
      return html`<div class="notice told" role="status">
        <span>${this.#t('desk.signedOut')}</span><button type="button" class="primary" @click=${() => this.#retry()}>${this.#t('desk.signIn')}</button>
      </div>`;
    }
    const { code, seen, expected, todo, at } = news.refusal;
    const own = OWN_WORDS[at === undefined ? code : `${code} ${at}`];
    return html`<div class="notice told" role="alert">
      <strong>${own === undefined ? errorLabel(this.locale, code) : this.#t(own)}</strong><button type="button" @click=${() => this.#retry()}>${this.#t('desk.retry')}</button>
      <details><summary>${this.#t('desk.details')}</summary><p lang="en">${code}: ${seen}; ${expected}. ${todo}</p></details>
    </div>`;
  }

  #retry(): void {
    this.dispatchEvent(new Event('od-retry'));
  }

  #t(key: Text): string {
    return textOf(this.locale, key);
  }
}
