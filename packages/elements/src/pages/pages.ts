import { explain, settingsRoom } from '@onedoor/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import '../locales/case-texts.js';

/** A page of a plugin, as `<onedoor-pages>` lists it. */
export interface ListedPage {
  readonly plugin: string;
  readonly page: string;
}

/** The one page that is no plugin's: what the centre decides itself. */
export const SETTINGS_PAGE: ListedPage = { plugin: 'onedoor', page: 'settings' };

/**
 * The way to the pages of the centre that this person has: the board first, then those of the plugins, each for whoever may
 * read its room and has its right. Shows nothing where there is no page beside the board.
 *
 * @attr plugin - Plugin of the page that is shown; empty for the board.
 * @attr page - Id of the page that is shown.
 * @prop {(page: ListedPage | undefined) => string} hrefFor - Address of a page, and of the board for undefined.
 * @fires {CustomEvent<{plugin: string, page: string}>} od-page - A page was chosen, the board with two empty names. Prevent it to keep the
 *   browser from going to its address.
 * @csspart link - The way to one page.
 */
export class OnedoorPages extends OnedoorElement {
  static override styles = [
    ...[OnedoorElement.styles].flat(),
    css`
      ul {
        position: relative;
        display: flex;
        gap: 4px 16px;
        margin: 0;
        padding: 0;
        list-style: none;
        overflow-x: auto;
      }
      a {
        display: flex;
        align-items: center;
        padding: 4px 0;
        min-height: var(--_target);
        box-sizing: border-box;
        color: var(--_ink);
        white-space: nowrap;
        text-decoration: none;
        border-bottom: 2px solid transparent;
      }
      a:hover {
        border-bottom-color: var(--_line);
      }
      a[aria-current] {
        font-weight: 600;
        border-bottom-color: var(--_accent);
      }
    `,
  ];

  @property() plugin = '';
  @property() page = '';
  @property({ attribute: false }) hrefFor: (page: ListedPage | undefined) => string = (page) =>
    page === undefined ? '#/' : `#/${page.plugin}/${page.page}`;
  readonly #me = new WatchController(this, () => this.desk.session?.me);
  /** The link that was last brought into sight: where a person scrolls the row to afterwards, it stays. */
  #brought: HTMLElement | null = null;

  protected override updated(): void {
    const here = this.renderRoot.querySelector<HTMLElement>('a[aria-current]');
    const row = this.renderRoot.querySelector('ul');
    if (here !== null && here !== this.#brought && row !== null)
      row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
    this.#brought = here;
  }

  protected override render(): TemplateResult | typeof nothing {
    const pages = this.#pages();
    if (pages.length === 0) return nothing;
    return html`<nav aria-label=${this.t('pages.title')}><ul>
      <li>${this.#link(undefined, this.t('pages.board'))}</li>
      ${pages.map(({ label, ...page }) => html`<li>${this.#link(page, label[this.desk.locale])}</li>`)}
    </ul></nav>`;
  }

  #link(page: ListedPage | undefined, label: string): TemplateResult {
    const { plugin, page: id } = page ?? { plugin: '', page: '' };
    const isHere = this.plugin === plugin && (page === undefined || this.page === id);
    return html`<a part="link" href=${this.hrefFor(page)} aria-current=${isHere ? 'page' : nothing}
      @click=${(event: Event) => {
        if (!this.emit('od-page', { plugin, page: id }, { cancelable: true })) event.preventDefault();
      }}>${label}</a>`;
  }

  #pages() {
    const { session, plugins } = this.desk;
    const me = this.#me.value?.person;
    if (session === undefined || me === undefined) return [];
    const own = me.rights.some((right) => right === 'centre.settings' || right.startsWith(settingsRoom('')))
      ? [{ ...SETTINGS_PAGE, label: { zh: this.t('pages.settings'), en: this.t('pages.settings') } }]
      : [];
    const pages = plugins.flatMap(({ model: { manifest } }) =>
      manifest.contributes.pages.flatMap(({ id, label, room, right }) => {
        const rule = room === undefined ? undefined : session.model.room(room)?.rule;
        const mayRead = room === undefined || (rule !== undefined && explain(rule, { to: 'read' }, me, undefined).allowed);
        return mayRead &&
          (right === undefined || me.rights.some((each) => (right.endsWith('.*') ? each.startsWith(right.slice(0, -1)) : each === right)))
          ? [{ plugin: manifest.name, page: id, label }]
          : [];
      }),
    );
    return [...pages, ...own];
  }
}
