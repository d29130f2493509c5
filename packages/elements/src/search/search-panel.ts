import { type CaseRow, formatNumber } from '@onedoor/core';
import { type SearchHit, type SearchResult, searchEntry } from '@onedoor/core/search';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { WatchController } from '../controllers/watch-controller.js';
import { dialogView } from '../internal/dialog.js';
import { focusWhenShown, isComposing } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { formatList } from '../locales/format.js';
import { bringUp, searchOf } from './row-index.js';
import { searchPanelStyles } from './search-panel.styles.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

const MOST = 50;
const NONE: SearchResult = { hits: [], total: 0 };

/** The dialog in which somebody looks for a case; written by `<onedoor-search>` alone. @internal */
export class SearchPanel extends OnedoorElement {
  static override styles = [...[OnedoorElement.styles].flat(), ...searchPanelStyles];

  @state() private typed = '';
  @state() private result: SearchResult = NONE;
  @state() private chosen = 0;
  @state() private building = false;
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #sync = new WatchController(this, () => this.desk.session?.sync);
  #indexed: readonly CaseRow[] | undefined;
  /** Rows of a newer list have come while an older one was taken up. */
  #turn = 0;

  protected override updated(): void {
    if (this.#rows.value !== this.#indexed) void this.#bringUp();
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#turn += 1;
    this.#indexed = undefined;
  }

  protected override render(): TemplateResult {
    const { hits } = this.result;
    const active = hits[this.chosen] === undefined ? nothing : `hit-${this.chosen}`;
    return dialogView({
      label: this.t('search.title'),
      close: this.t('search.close'),
      kind: 'sheet',
      onClose: () => this.emit('od-close', {}),
      content: html`
        <input type="search" name="query" role="combobox" autocomplete="off" spellcheck="false" maxlength="120"
          aria-label=${this.t('search.label')} aria-describedby="hint" aria-autocomplete="list" aria-controls="hits"
          aria-expanded=${hits.length > 0} aria-activedescendant=${active}
          .value=${live(this.typed)} ${ref(focusWhenShown)}
          @input=${this.#onInput} @compositionend=${this.#onInput} @keydown=${this.#onKey} />
        <p id="hint" class="quiet foot">${this.t('search.hint')}</p>
        <ul id="hits" role="listbox" aria-label=${this.t('search.found')} ?hidden=${hits.length === 0}>
          ${hits.map((hit, at) => this.#hit(hit, at))}
        </ul>
        <p class="quiet foot" role="status">${this.#told()}</p>
      `,
    });
  }

  #hit(hit: SearchHit, at: number): TemplateResult | typeof nothing {
    const { session, numberPrefix, locale } = this.desk;
    const row = session === undefined ? undefined : searchOf(session).row(hit.id);
    if (row === undefined) return nothing;
    const number = row.number === undefined ? this.t('case.unnumbered') : formatNumber(row.number, numberPrefix);
    return html`<li id=${`hit-${at}`} role="option" data-case=${row.case} aria-selected=${at === this.chosen} @click=${() => this.#open(row.case)}>
      <strong>${row.title}</strong>
      <span class="second quiet">
        <span class="number">${number}</span><span>${this.t(`stage.${row.stage}`)}</span>
        ${row.village === '' ? nothing : html`<span>${row.village}</span>`}
        ${row.parties.length === 0 ? nothing : html`<span>${formatList(locale, [...row.parties])}</span>`}
      </span>
      ${this.#why(row, hit)}
    </li>`;
  }

  /** What is found and stands nowhere else in the line. */
  #why(row: CaseRow, hit: SearchHit): TemplateResult | typeof nothing {
    const value = searchEntry(row).fields[hit.field]?.[1];
    if (value === undefined || row.parties.includes(value) || value === row.village) return nothing;
    switch (hit.kind) {
      case 'name':
      case 'tail':
      case 'place':
      case 'words':
        return html`<span class="second"><span>${this.t(`search.why.${hit.kind}`)} <mark>${value}</mark></span></span>`;
      case 'mark':
        return html`<span class="second">${this.t('search.why.mark')}</span>`;
      default:
        return nothing;
    }
  }

  #told(): string {
    const all = this.#rows.value?.length ?? 0;
    const { connection, rowsLoading } = this.#sync.value ?? {};
    const where =
      connection === 'offline' || rowsLoading !== undefined
        ? this.t('search.device', { count: all })
        : this.t('search.all', { count: all });
    if (this.building) return this.t('search.building');
    if (this.typed.trim() === '') return where;
    const { hits, total } = this.result;
    if (total === 0) return `${this.t('search.none')} ${where}`;
    return `${total > hits.length ? this.t('search.first', { count: total, shown: hits.length }) : this.t('search.count', { count: total })} ${where}`;
  }

  readonly #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    // What an input method still composes is no query: its letters are not what the person will have typed.
    if (event instanceof InputEvent && event.isComposing) return;
    this.typed = event.target.value;
    this.#search();
    this.chosen = 0;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const last = this.result.hits.length - 1;
    const to = { ArrowDown: Math.min(last, this.chosen + 1), ArrowUp: Math.max(0, this.chosen - 1) }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      this.chosen = to;
    }
    const hit = this.result.hits[this.chosen];
    if (event.key === 'Enter' && hit !== undefined) {
      event.preventDefault();
      this.#open(hit.id);
    }
  };

  #open(id: string): void {
    this.emit('od-open-case', { case: id });
    this.renderRoot.querySelector('dialog')?.close();
  }

  #search(): void {
    const { session } = this.desk;
    this.result = session === undefined ? NONE : searchOf(session).index.search(this.typed, { limit: MOST });
  }

  async #bringUp(): Promise<void> {
    const { session } = this.desk;
    if (session === undefined) return;
    this.#indexed = session.rows.get();
    const turn = ++this.#turn;
    this.building = true;
    await bringUp(
      session,
      () => turn === this.#turn,
      () => turn === this.#turn && this.#search(),
    );
    if (turn === this.#turn) this.building = false;
  }
}
