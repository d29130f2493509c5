import type { Result } from '@onedoor/core';
import { baseStyles, errorLabel, type PluginContext, type PluginView } from '@onedoor/elements';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { zh } from './locales/zh.js';

/** What both views of the plugin share: the context, texts, and a place for refusals. */
export abstract class MediationView extends LitElement implements PluginView {
  static override styles = [
    baseStyles,
    css`
      li {
        padding: 16px 0;
        border-top: 1px solid var(--_line);
      }
      li > * + * {
        margin-top: 8px;
      }
      form.row {
        align-items: end;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px 16px;
      }
      .head h3 {
        margin-right: auto;
      }
      .head input {
        width: 160px;
      }
      .grow {
        flex: 1 1 220px;
      }
    `,
  ];

  @property({ attribute: false }) ctx!: PluginContext;
  @state() protected refused: string | undefined;

  protected t(key: keyof typeof zh, params?: Record<string, string | number>): string {
    return this.ctx.i18n.t(key, params);
  }

  protected told(result: Result<void>): void {
    this.refused = result.ok ? undefined : errorLabel(this.ctx.locale, result.refusal.code);
  }

  protected refusal(): TemplateResult | typeof nothing {
    return this.refused === undefined ? nothing : html`<p class="refusal" role="alert"><strong>${this.refused}</strong></p>`;
  }
}
