import { Allocation, allocatePlan, formatFen, type GroupPart, Party, type RecordValue, type Refusal, setAllocation } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { field, focusWhenShown, guardComposition, isComposing, onSubmit } from '../internal/form.js';
import { fullPercent, percent, percentToBasisPoints, yuanToFen } from '../internal/money.js';
import { allocationStyles } from './allocation.styles.js';
import {
  type Draft,
  type DraftRow,
  draftOf,
  emptyRow,
  type Flaw,
  isFlaw,
  membersOf,
  type Plan,
  partsOf,
  planOf,
  sumOf,
  weightOf,
  withEqualShares,
} from './allocation-draft.js';
import '../locales/case-texts.js';

/**
 * How an amount is divided: the total, the share of each group, and what that is to the fen. Where the groups are
 * those of the parties, what each household gets, too, equally or by weights. It is stored only where the shares make
 * exactly 100 %. What two people stored while apart stands above the table, both of it, until somebody confirms one.
 *
 * @attr case - Case id.
 */
export class OnedoorAllocation extends CaseElement {
  static override styles = [...CaseElement.styles, allocationStyles];

  @state() private draft: Draft | undefined;
  @state() private problem: Refusal | undefined;
  readonly #joint = this.openRoom('joint', { collections: [Allocation.name, Party.name] });

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('caseId')) return;
    this.draft = undefined;
    this.problem = undefined;
  }

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#joint);
    const room = this.#joint.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const read = room.records.get(Allocation, Allocation.name);
    const note = this.#joint.text(Allocation, Allocation.name, 'note', this.t('allocation.note'));
    const plan = read?.ok === true ? read.value.plan : undefined;
    const { draft } = this;
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('allocation.title')}</h2>${this.historyOf(Allocation, Allocation.name, this.t('allocation.title'))}
        ${this.#joint.writable && draft === undefined ? html`<button type="button" data-return class="no-print" @click=${() => this.#begin(plan)}>${this.t(plan === undefined ? 'allocation.make' : 'allocation.edit')}</button>` : nothing}
      </div>
      ${read?.ok === false ? this.damaged(read, Allocation) : nothing}
      ${contestedView(room.records.contested(Allocation, Allocation.name, 'plan'), {
        label: this.t('allocation.title'),
        words: this.contestedWords(),
        format: (value) => this.#inWords(value),
        ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#confirm(value) } : {}),
      })}
      ${this.refusal(this.problem)}
      ${draft !== undefined && this.#joint.writable ? this.#editor(draft, plan) : plan === undefined ? html`<p class="empty">${this.t('allocation.none')}</p>` : this.#plan(plan)}
      <div>
        <div class="row"><h3>${this.t('allocation.note')}</h3>${this.historyOf(Allocation, Allocation.name, this.t('allocation.note'), ['note'], note)}</div>
        ${note === undefined ? nothing : html`<onedoor-text data-field="note" .field=${note} rows="3" placeholder=${this.t('allocation.noteHint')}></onedoor-text>`}
      </div>
    </section>`;
  }

  #plan(plan: Plan): TemplateResult {
    const parties = this.#parties();
    const groups = allocatePlan(plan, parties);
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.t('allocation.group')}</th>
          <th scope="col" class="end">${this.t('allocation.share')}</th>
          <th scope="col" class="end">${this.t('allocation.amount')}</th>
          <th scope="col" class="end">${this.t('allocation.each')}</th>
        </tr>
      </thead>
      <tbody>
        ${groups.map(
          (group) => html`<tr>
            <th scope="row">${parties.find((party) => party.id === group.key)?.name ?? group.key}</th>
            <td class="end number">${percent(group.basisPoints)}</td>
            <td class="end number">${formatFen(group.fen)}</td>
            <td class="end number">${this.#each(group)}</td>
          </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${this.t('allocation.total')}</th>
          <td class="end number">${percent(10_000)}</td>
          <td class="end number"><strong>${formatFen(plan.totalFen)}</strong></td>
          <td></td>
        </tr>
      </tfoot>
    </table>
    <p class="hint">${this.t('allocation.rule')}</p>
    ${this.#members(groups)}`;
  }

  /** Each household to the fen, folded away: what everybody asks for in the end. */
  #members(groups: readonly GroupPart[]): TemplateResult | typeof nothing {
    const members = groups.flatMap((group) => group.members.map((member) => ({ ...member, group: group.key })));
    if (members.length === 0) return nothing;
    const parties = this.#parties();
    const weighted = members.some(({ weight }) => weight !== 1);
    return html`<details data-members>
      <summary>${this.t('allocation.members', { count: members.length })}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.t('allocation.members', { count: members.length })}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="end">${this.t('allocation.place')}</th>
              <th scope="col">${this.t('allocation.party')}</th>
              <th scope="col">${this.t('allocation.group')}</th>
              ${weighted ? html`<th scope="col" class="end">${this.t('allocation.weight')}</th>` : nothing}
              <th scope="col" class="end">${this.t('allocation.amount')}</th>
            </tr>
          </thead>
          <tbody>
            ${members.map(
              ({ id, group, weight, fen }, at) => html`<tr>
                <td class="end number">${at + 1}</td>
                <th scope="row">${parties.find((party) => party.id === id)?.name ?? id}</th>
                <td>${group === id ? '' : group}</td>
                ${weighted ? html`<td class="end number">${weight}</td>` : nothing}
                <td class="end number">${formatFen(fen)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  #editor(draft: Draft, stored: Plan | undefined): TemplateResult {
    const plan = planOf(draft);
    const parts = partsOf(draft);
    const groups = membersOf(draft, this.#parties());
    const sum = sumOf(draft.rows);
    const badTotal = draft.total !== '' && yuanToFen(draft.total) === undefined;
    const known = this.#groups().filter((group) => draft.rows.every((row) => row.group.trim() !== group));
    return html`<form class="stack card no-print" @keydown=${(event: KeyboardEvent) => this.#keys(event)} @submit=${onSubmit(() => void this.#save())}>
      ${JSON.stringify(stored) === draft.begun ? nothing : html`<p class="notice" role="alert">${this.t('allocation.changed')}</p>`}
      <div class="grid">
        ${field(
          this.t('allocation.totalYuan'),
          html`<input inputmode="decimal" autocomplete="off" ${ref(focusWhenShown)} aria-invalid=${badTotal} .value=${live(draft.total)} @input=${(event: InputEvent) => this.#typeTotal(event)} />`,
          badTotal ? this.t('facts.badAmount') : undefined,
        )}
      </div>
      <datalist id="groups">${known.map((group) => html`<option value=${group}></option>`)}</datalist>
      <ul class="rows">
        ${repeat(
          draft.rows,
          (row) => row.line,
          (row, at) => this.#row(row, at, parts?.[at], groups?.[at]),
        )}
      </ul>
      <div class="row">
        <button type="button" @click=${() => this.#rows((rows) => [...rows, emptyRow(rows)])}>${this.t('allocation.addGroup')}</button>
        <button type="button" ?disabled=${draft.rows.length === 0} @click=${() => this.#rows(withEqualShares)}>${this.t('allocation.equal')}</button>
        <span class="sum number">${this.t('allocation.sum')} <strong>${fullPercent(sum)}</strong></span>
      </div>
      <p id="flaw" role="status" class=${isFlaw(plan) ? 'flaw' : 'quiet'}>${isFlaw(plan) ? this.#flaw(plan) : this.t('allocation.rule')}</p>
      <div class="row">
        <button class="primary" type="submit" aria-describedby="flaw" ?disabled=${isFlaw(plan)}>${this.t('common.save')}</button>
        <button type="button" @click=${() => (this.draft = undefined)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  #row(row: DraftRow, at: number, part: number | undefined, whole: GroupPart | undefined): TemplateResult {
    const group = row.group.trim();
    const number = { number: at + 1 };
    const members = this.#membersOf(group);
    const badShare = row.share !== '' && percentToBasisPoints(row.share) === undefined;
    // A party may stand in a plan by its id: its name is shown and the id is kept.
    const party = this.#parties().find((each) => each.id === group);
    return html`<li>
      <label class="field group"><span class="label">${this.t('allocation.group')} ${at + 1}</span>${
        party === undefined
          ? html`<input list="groups" maxlength="40" autocomplete="off" .value=${live(row.group)} @input=${(event: InputEvent) => this.#typeInLine(event, row.line, 'group')} />`
          : html`<input readonly value=${party.name} />`
      }</label>
      <label class="field share"><span class="label">${this.t('allocation.percent')}</span><input inputmode="decimal" autocomplete="off" aria-label=${`${this.t('allocation.percent')} ${at + 1}`} aria-invalid=${badShare} .value=${live(row.share)} @input=${(event: InputEvent) => this.#typeInLine(event, row.line, 'share')} /></label>
      <p class="part number">
        <span class="label">${this.t('allocation.amount')}</span>
        ${part === undefined ? '—' : formatFen(part)}
      </p>
      <button type="button" class="link" aria-label=${this.t('allocation.removeGroup', number)} @click=${() => this.#rows((rows) => rows.filter((each) => each.line !== row.line))}>${this.t('allocation.removeRow')}</button>
      ${
        members.length === 0
          ? nothing
          : html`<p class="each quiet">${whole === undefined ? this.t('allocation.households', { count: members.length }) : this.#each(whole)}</p>
              ${members.length === 1 ? nothing : this.#weights(members, whole)}`
      }
    </li>`;
  }

  #flaw(flaw: Flaw): string {
    switch (flaw.kind) {
      case 'less':
      case 'more':
        return this.t(`allocation.flaw.${flaw.kind}`, { share: fullPercent(flaw.basisPoints) });
      case 'twice':
      case 'share':
        return this.t(`allocation.flaw.${flaw.kind}`, { group: flaw.group });
      default:
        return this.t(`allocation.flaw.${flaw.kind}`);
    }
  }

  /** Groups that the parties name, in the order of the parties. */
  #groups(): string[] {
    const named = this.#parties().flatMap((party) => party.group ?? []);
    return [...new Set(named)];
  }

  #parties(): readonly RecordValue<typeof Party>[] {
    return this.#joint.room?.records.values(Party) ?? [];
  }

  #membersOf(group: string): readonly RecordValue<typeof Party>[] {
    return group === '' ? [] : this.#parties().filter((party) => party.group === group || party.id === group);
  }

  /** Inside a group all count alike unless somebody says otherwise: by mu, by persons, by points. */
  #weights(members: readonly RecordValue<typeof Party>[], whole: GroupPart | undefined): TemplateResult {
    const weights = this.draft?.weights ?? {};
    return html`<details class="weights">
      <summary>${this.t('allocation.weights')}</summary>
      <p class="hint">${this.t('allocation.weightsHint')}</p>
      <ul>
        ${members.map(({ id, name }) => {
          const typed = weights[id] ?? '';
          const part = whole?.members.find((member) => member.id === id)?.fen;
          return html`<li>
            <span>${name}</span>
            <input inputmode="numeric" autocomplete="off" placeholder="1" aria-label=${this.t('allocation.weightOf', { name })} aria-invalid=${weightOf(typed) === undefined} .value=${live(typed)} @input=${(event: InputEvent) => this.#typeWeight(event, id)} />
            <span class="end number">${part === undefined ? '—' : formatFen(part)}</span>
          </li>`;
        })}
      </ul>
    </details>`;
  }

  /** What each of a group gets, in a line: equal parts with their spare fen, or from the least to the most. */
  #each({ fen, members }: GroupPart): string {
    if (members.length === 0) return '';
    const amounts = members.map((member) => member.fen);
    const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
    if (members.some(({ weight }) => weight !== members[0]?.weight))
      return this.t('allocation.eachWeighted', { count: members.length, least: formatFen(least), most: formatFen(most) });
    const spare = fen - least * members.length;
    const each = this.t('allocation.eachOf', { count: members.length, amount: formatFen(least) });
    return spare === 0 ? each : `${each} ${this.t('allocation.spare', { count: spare })}`;
  }

  #begin(plan: Plan | undefined): void {
    this.draft = draftOf(plan, this.#groups());
  }

  #rows(change: (rows: readonly DraftRow[]) => readonly DraftRow[]): void {
    if (this.draft !== undefined) this.draft = { ...this.draft, rows: change(this.draft.rows) };
  }

  #typeInLine(event: InputEvent, line: number, name: 'group' | 'share'): void {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    const { value } = event.currentTarget;
    this.#rows((rows) => rows.map((row) => (row.line === line ? { ...row, [name]: value } : row)));
  }

  #typeWeight(event: InputEvent, id: string): void {
    if (this.draft === undefined || !(event.currentTarget instanceof HTMLInputElement)) return;
    this.draft = { ...this.draft, weights: { ...this.draft.weights, [id]: event.currentTarget.value } };
  }

  #typeTotal(event: InputEvent): void {
    if (this.draft !== undefined && event.currentTarget instanceof HTMLInputElement)
      this.draft = { ...this.draft, total: event.currentTarget.value };
  }

  #keys(event: KeyboardEvent): void {
    guardComposition(event);
    if (event.key === 'Escape' && !isComposing(event)) this.draft = undefined;
  }

  async #save(): Promise<void> {
    const plan = this.draft === undefined ? undefined : planOf(this.draft);
    if (plan === undefined || isFlaw(plan)) return;
    if (await this.#store(plan)) this.draft = undefined;
  }

  async #store(plan: Plan): Promise<boolean> {
    const result = await this.#joint.room?.run(setAllocation.request(plan));
    this.problem = result?.ok === false ? result.refusal : undefined;
    return result?.ok === true;
  }

  async #confirm(value: unknown): Promise<void> {
    const plan = Allocation.shape.plan.safeParse(value).data;
    if (plan !== undefined) await this.#store(plan);
  }

  #inWords(value: unknown): string {
    const parsed = Allocation.shape.plan.safeParse(value);
    if (!parsed.success || parsed.data === undefined) return JSON.stringify(value);
    return `${formatFen(parsed.data.totalFen)}: ${parsed.data.shares.map((share) => `${share.key} ${percent(share.basisPoints)}`).join(this.t('common.comma'))}${parsed.data.weights === undefined ? '' : ` (${this.t('allocation.weighted')})`}`;
  }
}
