import { type CaseRow, formatNumber, STAGES, type Stage, shanghaiDate } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { options } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { caseListStyles } from './case-list.styles.js';

/**
 * The cases that this person may read, latest change first, with a filter by words and stage. Says why it is empty.
 *
 * @attr href - Address of a case with `{case}` in it; `#/case/{case}` by default.
 * @fires {CustomEvent<{case: string}>} od-open-case - A case was chosen. Prevent it to keep the page where it is.
 */
export class OnedoorCaseList extends OnedoorElement {
  static override styles = [...OnedoorElement.styles, caseListStyles];

  @property() href = '#/case/{case}';
  @state() private words = '';
  @state() private stage = '';

  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #sync = new WatchController(this, () => this.desk.session?.sync);
  readonly #me = new WatchController(this, () => this.desk.session?.me);
  readonly #directory = new WatchController(this, () => this.desk.session?.directory);

  protected override render(): TemplateResult {
    const rows = this.#rows.value ?? [];
    if (rows.length === 0) return this.#empty();
    const shown = rows.filter((row) => this.#matches(row)).sort((a, b) => b.changedAt - a.changedAt);
    return html`
      <div class="filter no-print" role="search">
        <label><span class="sr">${this.t('list.search')}</span>
          <input type="search" placeholder=${this.t('list.search')} .value=${this.words} @input=${this.#onWords} /></label>
        <label><span class="sr">${this.t('case.stage')}</span>
          <select @change=${this.#onStage}>${options(STAGES, (stage) => this.t(`stage.${stage}`), this.t('list.allStages'))}</select></label>
        <span class="quiet" role="status">${this.t('list.count', { shown: shown.length, all: rows.length })}</span>
      </div>
      ${shown.length === 0 ? html`<p class="empty">${this.t('list.noMatch')}</p>` : this.#table(shown)}
    `;
  }

  #table(rows: readonly CaseRow[]): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.t('case.number')}</th>
          <th scope="col">${this.t('case.title')}</th>
          <th scope="col">${this.t('case.stage')}</th>
          <th scope="col">${this.t('case.village')}</th>
          <th scope="col">${this.t('case.lead')}</th>
          <th scope="col">${this.t('case.parties')}</th>
          <th scope="col">${this.t('case.changed')}</th>
        </tr>
      </thead>
      <tbody>${rows.map((row) => this.#row(row))}</tbody>
    </table>`;
  }

  #row(row: CaseRow): TemplateResult {
    const number = formatNumber(row.number, this.desk.numberPrefix);
    const more = row.partyCount > row.parties.length ? this.t('list.more', { count: row.partyCount }) : '';
    return html`<tr>
      <td class="code number">${number ?? html`<span class="mark pending">${this.t('case.unnumbered')}</span>`}</td>
      <td class="title">
        <a href=${this.href.replace('{case}', encodeURIComponent(row.case))} @click=${(event: MouseEvent) => this.#open(event, row.case)}>${row.title}</a>
        ${row.pendingActs === 0 ? nothing : html`<span class="mark pending">${this.t('list.pending', { count: row.pendingActs })}</span>`}
        ${row.conflicts === 0 ? nothing : html`<span class="mark conflict">${this.t('list.conflicts', { count: row.conflicts })}</span>`}
        ${row.matter === '' ? nothing : html`<p class="matter quiet">${row.matter}</p>`}
      </td>
      <td class="stage">${this.t(`stage.${row.stage}`)}${row.outcome === undefined ? nothing : html` <span class="quiet">${this.t(`outcome.${row.outcome}`)}</span>`}</td>
      <td class="village">${row.village}</td>
      <td class="lead">${this.#leadOf(row)}</td>
      <td class="parties">${row.parties.join(this.t('common.comma'))}${more}</td>
      <td class="changed number quiet"><time>${shanghaiDate(row.changedAt)}</time></td>
    </tr>`;
  }

  /** Nothing to list has three causes; which one it is decides what a person can do. */
  #empty(): TemplateResult {
    const sync = this.#sync.value;
    const connected = sync?.connection === 'online';
    if (connected && this.#me.value !== undefined) return html`<p class="empty">${this.t('list.none')}</p>`;
    if (connected || sync?.connection === 'connecting') return html`<p class="empty" role="status">${this.t('list.fetching')}</p>`;
    return html`<p class="empty notice" role="status">${this.t('list.nothingStored')}</p>`;
  }

  #leadOf(row: CaseRow): string {
    const lead = Object.values(row.members).find((member) => member.role === 'lead')?.person ?? row.createdBy;
    return this.#directory.value?.people[lead]?.name ?? lead;
  }

  #matches(row: CaseRow): boolean {
    if (this.stage !== '' && row.stage !== this.stage) return false;
    const number = formatNumber(row.number, this.desk.numberPrefix) ?? '';
    const all = [number, row.title, row.village, row.matter, this.#leadOf(row), ...row.parties].join('\n').toLowerCase();
    return this.words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => all.includes(word));
  }

  #open(event: MouseEvent, id: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (!this.emit('od-open-case', { case: id }, { cancelable: true })) event.preventDefault();
  }

  #onWords(event: InputEvent): void {
    if (event.currentTarget instanceof HTMLInputElement) this.words = event.currentTarget.value.trim();
  }

  #onStage(event: Event): void {
    const chosen: Stage | undefined = STAGES.find(
      (stage) => event.currentTarget instanceof HTMLSelectElement && stage === event.currentTarget.value,
    );
    this.stage = chosen ?? '';
  }
}
