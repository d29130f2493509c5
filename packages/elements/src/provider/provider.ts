import { ContextProvider } from '@lit/context';
import type { Session } from '@onedoor/core';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { deskContext, EMPTY_DESK } from '../internal/desk.js';
import type { Locale } from '../locales/locale.js';
import type { PluginEntry } from '../plugin-host/plugin-view.js';
import { providerStyles } from './provider.styles.js';

/**
 * Gives session, language and plugins to all elements inside it. Changes reach them at once.
 *
 * @slot - The page.
 * @attr {zh | en} locale - Language of all elements inside.
 * @attr number-prefix - What stands before the year in the centre's case numbers.
 * @attr {auto | light | dark} theme - `auto` follows the system.
 */
export class OnedoorSessionProvider extends LitElement {
  static override styles = [providerStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) plugins: readonly PluginEntry[] = [];
  @property() locale: Locale = 'zh';
  @property({ attribute: 'number-prefix' }) numberPrefix = '';
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';

  readonly #provider = new ContextProvider(this, { context: deskContext, initialValue: EMPTY_DESK });

  protected override willUpdate(_: PropertyValues): void {
    const { session, locale, numberPrefix, plugins } = this;
    this.lang = locale === 'zh' ? 'zh-CN' : 'en';
    this.#provider.setValue({ session, locale, numberPrefix, plugins });
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
