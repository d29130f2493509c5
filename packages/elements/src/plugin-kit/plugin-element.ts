import type { Refusal, Result } from '@onedoor/core';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { baseStyles } from '../internal/base.styles.js';
import { errorLabel, type MessageKey, type Params, translate } from '../locales/locale.js';
import type { PluginContext, PluginView } from '../plugin-host/plugin-view.js';

/**
 * What views of plugins have in common, for those that want it: the look of the desk, texts of the plugin, and a place for
 * refusals. A view need not extend it; any Lit element with `ctx` is one. `Key` are the keys of the plugin's dictionary.
 *
 * @example
 * class BellView extends PluginElement<keyof typeof zh> {
 *   protected override render() {
 *     return html`<h2>${this.t('bell')}</h2>${this.refusal()}`;
 *   }
 * }
 */
export abstract class PluginElement<Key extends string = string> extends LitElement implements PluginView {
  static override styles = [baseStyles];

  @property({ attribute: false }) ctx!: PluginContext;
  @state() private refused: Refusal | undefined;

  /** A text of the plugin. */
  protected t(key: Key, params?: Params): string {
    return this.ctx.i18n.t(key, params);
  }

  /** A text of the host, for what all plugins say alike. */
  protected say(key: MessageKey, params?: Params): string {
    return translate(this.ctx.locale, key, params);
  }

  /** Keeps a refusal for `refusal()`, or takes the last one away. Returns whether it went through. */
  protected told(result: Result<unknown>): boolean {
    this.refused = result.ok ? undefined : result.refusal;
    return result.ok;
  }

  /** The last refusal in words: of the code, and where the plugin has a text named as the place of the fault, that too. */
  protected refusal(): TemplateResult | typeof nothing {
    if (this.refused === undefined) return nothing;
    const { code, seen, expected, todo, at } = this.refused;
    const why = at === undefined ? undefined : this.ctx.i18n.t(at);
    return html`<div class="refusal" role="alert">
      <strong>${errorLabel(this.ctx.locale, code)}</strong>${why === undefined || why === at ? nothing : html`<p>${why}</p>`}
      <details><summary>${this.say('common.details')}</summary><p lang="en">${code}: ${seen}; ${expected}. ${todo}</p></details>
    </div>`;
  }
}
