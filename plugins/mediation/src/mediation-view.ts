import { PluginElement } from '@onedoor/elements';
import { css } from 'lit';
import type { zh as method } from './locales/method-zh.js';
import type { zh as table } from './locales/session-zh.js';
import type { zh } from './locales/zh.js';

/** What views of the plugin share. */
export abstract class MediationView extends PluginElement<keyof typeof zh | keyof typeof table | keyof typeof method> {
  static override styles = [
    ...PluginElement.styles,
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
}
