import { consume } from '@lit/context';
import type { RichField } from '@onedoor/core';
import { state } from 'lit/decorators.js';
import { type Desk, deskContext, EMPTY_DESK } from '../internal/desk.js';
import { Lazy } from '../internal/lazy.js';
import type { Locale } from '../locales/locale.js';
import { OnedoorText } from '../text/onedoor-text.js';

/**
 * A structured text that several people write at once: headings, lists, tables, bold, italic and underlined words, with
 * the carets of the others. All that is said of `<onedoor-text>` holds here, too: what others write waits while an input
 * method composes, undo takes back one's own steps only, nothing is sent anywhere.
 *
 * Tab leaves it; in a table it goes from cell to cell, and from the last cell out. Tables and lists pasted from Word or
 * WPS stay tables and lists; pictures do not come in. Until the editor is here, the characters can be written as plain
 * text. The stored form is documented at `richLines` of the core.
 *
 * @summary Co-edited structured text.
 *
 * @csspart tools - The row of buttons above the text, with the role `toolbar`; none where the text cannot be edited.
 */
export class OnedoorRich extends OnedoorText {
  static override editor: typeof OnedoorText.editor = new Lazy(() => import('./editor.js'));

  /** The text to edit: what `rich(…)` of an open room gives, or `ctx.rich(…)` in a plugin. */
  declare field?: RichField;

  /** @internal */
  @consume({ context: deskContext, subscribe: true })
  @state()
  desk: Desk = EMPTY_DESK;

  protected override get locale(): Locale {
    return this.desk.locale;
  }
}
