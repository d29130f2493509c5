import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { errandSlice } from './errands.js';
import { gridsStyles } from './grids.styles.js';
import { OfficePart } from './office-part.js';
import { COUNTS, sumOf, type Tally, tallyOf } from './tally.js';
import { type Committee, committeesOf, contactsOf, type Grid, gridsOf, workerOf } from './tree.js';

/**
 * The town's grids: committees with their grids, who works where and whom one can ask, and what was done, summed by place. A
 * grid's figures are shown to whoever may read its visits. They are figures of places: no worker is compared with another.
 */
export class GridsView extends OfficePart {
  static override styles = [...OfficePart.styles, gridsStyles];

  /** Committee on the screen. */
  @state() private committee: string | undefined;
  /** `YYYY-MM`, or `YYYY` for a year. */
  @state() private span = '';
  /** Whether the rooms of all readable grids are read for the sums. */
  @state() private isCounting = false;

  protected override render(): TemplateResult {
    const { tree } = this;
    const opened = this.committee === undefined ? undefined : tree.committees[this.committee];
    if (this.opened !== undefined) return this.renderGrid(this.opened);
    return opened === undefined ? this.#all() : this.#one(opened);
  }

  #all(): TemplateResult {
    const committees = committeesOf(this.tree);
    const grids = Object.values(this.tree.grids);
    const vacant = grids.filter(({ code }) => workerOf(this.tree, code) === undefined).length;
    const readable = grids.filter(({ code }) => this.mayRead(code)).length;
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${this.t('title')} ${this.pendingTree()}</h2>
      ${this.refusal()}
      ${
        committees.length === 0
          ? html`<p class="empty">${this.t('tree.none')}</p>`
          : html`<p class="number">${this.t('tree.sums', { committees: committees.length, grids: grids.length, workers: grids.length - vacant })}</p>
              ${readable === 0 ? nothing : this.#spanTools(readable)} ${this.#table(committees)}`
      }
      ${this.renderOffice()}
    </section>`;
  }

  #spanTools(readable: number): TemplateResult {
    return html`<div class="tools no-print">
      ${this.spanField(this.shownSpan, (span) => (this.span = span))}
      ${this.isCounting ? nothing : html`<button type="button" @click=${() => (this.isCounting = true)}>${this.t('tree.count', { count: readable })}</button>`}
    </div>`;
  }

  get #months(): (month: string) => boolean {
    const span = this.shownSpan;
    return (month) => month.startsWith(span);
  }

  private get shownSpan(): string {
    return this.span === '' ? this.ctx.clock.today().slice(0, 7) : this.span;
  }

  /** What a grid did in the time that is shown; undefined where this person does not read it. */
  #tally(code: string): Tally | undefined {
    if (!this.mayRead(code)) return undefined;
    const { data, acts } = this.placeOf(code);
    const isShown = this.#months;
    return sumOf([...tallyOf(data, acts.state(errandSlice))].flatMap(([month, tally]) => (isShown(month) ? [tally] : [])));
  }

  #table(committees: readonly Committee[]): TemplateResult {
    const counts = this.isCounting;
    return html`<div class="scroll"><table class="sums">
      <thead><tr>
        <th scope="col">${this.t('committee')}</th><th scope="col" class="end">${this.t('grids')}</th><th scope="col" class="end">${this.t('workers')}</th>
        ${counts ? this.#heads() : nothing}
      </tr></thead>
      <tbody>
        ${committees.map((committee) => {
          const grids = gridsOf(this.tree, committee.code);
          const tallies = counts ? grids.flatMap(({ code }) => this.#tally(code) ?? []) : [];
          return html`<tr>
            <th scope="row"><button type="button" class="link printed" @click=${() => this.#open(committee.code)}>${committee.name}</button> <span class="quiet number">${committee.code}</span></th>
            <td class="end number" data-label=${this.t('grids')}>${grids.length}</td>
            <td class="end number" data-label=${this.t('workers')}>${grids.filter(({ code }) => workerOf(this.tree, code) !== undefined).length}</td>
            ${counts ? this.#cells(tallies.length === 0 ? undefined : sumOf(tallies)) : nothing}
          </tr>`;
        })}
      </tbody>
    </table></div>`;
  }

  #heads(): TemplateResult[] {
    return [...COUNTS, 'households' as const].map((each) => html`<th scope="col" class="end">${this.t(`count.${each}`)}</th>`);
  }

  #cells(tally: Tally | undefined): TemplateResult[] {
    return [...COUNTS, 'households' as const].map(
      (each) =>
        html`<td class="end number" data-label=${this.t(`count.${each}`)}>${tally === undefined ? '–' : each === 'households' ? tally.households.size : tally[each]}</td>`,
    );
  }

  #open(code: string | undefined): void {
    this.committee = code;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#title')?.focus());
  }

  #one(committee: Committee): TemplateResult {
    const grids = gridsOf(this.tree, committee.code);
    return html`<section class="stack" aria-labelledby="title">
      <p class="no-print"><button type="button" @click=${() => this.#open(undefined)}>← ${this.t('tree.back')}</button></p>
      <h2 id="title" tabindex="-1">${committee.name} <span class="quiet number">${committee.code}</span> ${this.pendingTree()}</h2>
      ${this.refusal()}
      <p>${this.t('tree.villages', { villages: this.listed(committee.villages) })}</p>
      ${grids.some(({ code }) => this.mayRead(code)) ? html`<div class="tools no-print">${this.spanField(this.shownSpan, (span) => (this.span = span))}</div>` : nothing}
      <div class="scroll"><table class="sums">
        <thead><tr><th scope="col">${this.t('grid')}</th><th scope="col">${this.t('worker')}</th>${this.#heads()}</tr></thead>
        <tbody>${grids.map((grid) => this.#row(grid))}</tbody>
      </table></div>
      ${this.renderContacts(committee.code, contactsOf(this.tree, committee.code))}
    </section>`;
  }

  #row(grid: Grid): TemplateResult {
    const worker = workerOf(this.tree, grid.code);
    return html`<tr>
      <th scope="row"><button type="button" class="link printed" @click=${() => this.openGrid(grid.code)}>${grid.name}</button> <span class="quiet">${this.listed(grid.villages)}</span></th>
      <td data-label=${this.t('worker')}>${worker === undefined ? html`<span class="mark">${this.t('tree.vacant')}</span>` : this.ctx.i18n.person(worker.person)}</td>
      ${this.#cells(this.#tally(grid.code))}
    </tr>`;
  }
}
