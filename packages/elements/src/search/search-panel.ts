import { type CaseRow, type FoundCases, formatNumber } from '@onedoor/core';
import type { SearchResult } from '@onedoor/core/search';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { WatchController } from '../controllers/watch-controller.js';
import { dialogView } from '../internal/dialog.js';
import { focusWhenShown, isComposing } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { formatList } from '../locales/format.js';
import { type Found, mergeFound } from './found.js';
import { bringUp, searchOf } from './row-index.js';
import { searchPanelStyles } from './search-panel.styles.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

const MOST = 50;
const NONE: SearchResult = { hits: [], total: 0 };
/** Whoever types asks the server when they pause. */
const PAUSE_MS = 250;

/** The dialog in which somebody looks for a case; written by `<onedoor-search>` alone. @internal */
export class SearchPanel extends OnedoorElement {
  static override styles = [...[OnedoorElement.styles].flat(), ...searchPanelStyles];

  @state() private typed = '';
  @state() private result: SearchResult = NONE;
  @state() private chosen = 0;
  @state() private building = false;
  /** What the server said to what is typed; `refused` where it could not be asked. */
  @state() private answer: { readonly typed: string; readonly found: FoundCases } | 'refused' | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
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
    clearTimeout(this.#pause);
    this.#indexed = undefined;
  }

  protected override render(): TemplateResult {
    const hits = this.#found();
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

  #found(): readonly Found[] {
    const { session } = this.desk;
    if (session === undefined) return [];
    const answer = this.answer === 'refused' || this.answer?.typed !== this.typed.trim() ? undefined : this.answer;
    return mergeFound(this.result, (id) => searchOf(session).row(id), answer, MOST);
  }

  #hit(found: Found, at: number): TemplateResult {
    const { numberPrefix, locale } = this.desk;
    const { row } = found;
    const number = row.number === undefined ? this.t('case.unnumbered') : formatNumber(row.number, numberPrefix);
    return html`<li id=${`hit-${at}`} role="option" data-case=${row.case} aria-selected=${at === this.chosen} @click=${() => this.#open(row.case)}>
      <strong>${row.title}</strong>
      <span class="second quiet">
        <span class="number">${number}</span><span>${this.t(`stage.${row.stage}`)}</span>
        ${row.village === '' ? nothing : html`<span>${row.village}</span>`}
        ${row.parties.length === 0 ? nothing : html`<span>${formatList(locale, [...row.parties])}</span>`}
      </span>
      ${this.#why(found)}
    </li>`;
  }

  /** What is found and stands nowhere else in the line. */
  #why({ row, why, excerpt }: Found): TemplateResult | typeof nothing {
    if (excerpt !== undefined) {
      const [before, word, after] = excerpt;
      return html`<span class="second"><span>${this.t('search.why.text')} ${before}<mark>${word}</mark>${after}</span></span>`;
    }
    if (why === undefined) return nothing;
    const { kind, value } = why;
    if (row.parties.includes(value) || value === row.village) return nothing;
    switch (kind) {
      case 'name':
      case 'tail':
      case 'place':
      case 'words':
        return html`<span class="second"><span>${this.t(`search.why.${kind}`)} <mark>${value}</mark></span></span>`;
      case 'mark':
        return html`<span class="second">${this.t('search.why.mark')}</span>`;
      default:
        return nothing;
    }
  }

  #told(): string {
    const all = this.#rows.value?.length ?? 0;
    if (this.building) return this.t('search.building');
    const where = this.#where(all);
    if (this.typed.trim() === '') return where;
    const hits = this.#found();
    const there = typeof this.answer === 'object' && this.answer.typed === this.typed.trim() ? this.answer.found.total : 0;
    const total = Math.max(this.result.total, hits.length, there);
    if (total === 0) return `${this.t('search.none')} ${where}`;
    return `${total > hits.length ? this.t('search.first', { count: total, shown: hits.length }) : this.t('search.count', { count: total })} ${where}`;
  }

  /** Which cases were looked through: here, on the server, or both. */
  #where(count: number): string {
    const { connection, rowsLoading } = this.#sync.value ?? {};
    if (connection === 'offline' || this.answer === 'refused') return this.t('search.device', { count });
    if (this.typed.trim() === '') return rowsLoading === undefined ? this.t('search.all', { count }) : this.t('search.device', { count });
    if (this.answer?.typed !== this.typed.trim()) return this.t('search.asking', { count });
    return this.answer.found.complete ? this.t('search.both', { count }) : this.t('search.partial', { count });
  }

  readonly #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    // What an input method still composes is no query: its letters are not what the person will have typed.
    if (event instanceof InputEvent && event.isComposing) return;
    this.typed = event.target.value;
    this.#search();
    this.#ask();
    this.chosen = 0;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const hits = this.#found();
    const last = hits.length - 1;
    const to = { ArrowDown: Math.min(last, this.chosen + 1), ArrowUp: Math.max(0, this.chosen - 1) }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      this.chosen = to;
    }
    const hit = hits[this.chosen];
    if (event.key === 'Enter' && hit !== undefined) {
      event.preventDefault();
      this.#open(hit.row.case);
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

  #ask(): void {
    clearTimeout(this.#pause);
    const typed = this.typed.trim();
    this.answer = undefined;
    if (typed === '') return;
    this.#pause = setTimeout(() => void this.#askServer(typed), PAUSE_MS);
  }

  async #askServer(typed: string): Promise<void> {
    const { session } = this.desk;
    const answer = this.#sync.value?.connection === 'offline' ? undefined : await session?.search(typed).catch(() => undefined);
    if (typed !== this.typed.trim()) return;
    this.answer = answer?.ok === true ? { typed, found: answer.value } : 'refused';
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
