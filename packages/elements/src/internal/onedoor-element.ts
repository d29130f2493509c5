import { consume } from '@lit/context';
import type { Refusal } from '@onedoor/core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { errorLabel, type MessageKey, type Params, translate } from '../locales/locale.js';
import { baseStyles } from './base.styles.js';
import { type Desk, deskContext, EMPTY_DESK } from './desk.js';

/**
 * What all elements have in common: shared styles, the session and the language from the context around them.
 *
 * @cssproperty --od-ground - Ground of the page. Default: paper white.
 * @cssproperty --od-surface - Ground of tables and forms.
 * @cssproperty --od-ink - Text.
 * @cssproperty --od-muted - Second text.
 * @cssproperty --od-line - Lines and borders of controls.
 * @cssproperty --od-accent - The one accent: links, chosen tab, first button.
 * @cssproperty --od-on-accent - Text on the accent.
 * @cssproperty --od-danger - Refusals and conflicts, never alone: words stand beside it.
 * @cssproperty --od-warning - What waits or needs a look.
 * @cssproperty --od-font - Font family.
 * @cssproperty --od-target - Least height of what is pressed. Default: 32 px; 44 px on a narrow page; 48 px in the field.
 * @cssproperty --od-text - Size of text. Default: 14 px; 16 px in the field.
 */
export abstract class OnedoorElement extends LitElement {
  static override styles = [baseStyles];

  /** @internal */
  @consume({ context: deskContext, subscribe: true })
  @state()
  desk: Desk = EMPTY_DESK;

  /** Where a form that held the focus goes, the focus returns to what opened it, marked `data-return`. */
  protected override update(changed: PropertyValues): void {
    const focused = this.shadowRoot?.activeElement ?? null;
    super.update(changed);
    if (focused !== null && !focused.isConnected) this.renderRoot.querySelector<HTMLElement>('[data-return]')?.focus();
  }

  protected t(key: MessageKey, params?: Params): string {
    return translate(this.desk.locale, key, params);
  }

  /** A refusal in words, the technical part behind a fold. */
  protected refusal(refusal: Refusal | undefined): TemplateResult | typeof nothing {
    if (refusal === undefined) return nothing;
    return html`<div class="refusal" role="alert">
      <strong>${errorLabel(this.desk.locale, refusal.code)}</strong>
      <details><summary>${this.t('common.details')}</summary><p lang="en">${refusal.code}: ${refusal.seen}; ${refusal.expected}. ${refusal.todo}</p></details>
    </div>`;
  }

  /** Sends an event that crosses shadow roots. False when a listener has prevented it. */
  protected emit<T>(type: `od-${string}`, detail: T, options: { readonly cancelable?: boolean } = {}): boolean {
    return this.dispatchEvent(
      new CustomEvent(type, {
        detail,
        bubbles: true,
        composed: true,
        cancelable: options.cancelable ?? false,
      }),
    );
  }
}
