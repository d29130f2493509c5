import {
  Allocation,
  allocate,
  formatFen,
  Party,
  type RecordValue,
  type Refusal,
  setAllocation,
} from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { percent } from '../internal/money.js';
import { allocationStyles } from './allocation.styles.js';

type Plan = NonNullable<RecordValue<typeof Allocation>['plan']>;

/**
 * How an amount is divided: the total, the share of each group, and what that is to the fen. Where the groups are
 * those of the parties, what each household gets, too.
 *
 * @attr case - Case id.
 */
export class OnedoorAllocation extends CaseElement {
  static override styles = [...CaseElement.styles, allocationStyles];

  @state() private problem: Refusal | undefined;
  readonly #joint = this.openRoom('joint', { collections: [Allocation.name, Party.name] });

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#joint);
    const room = this.#joint.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const read = room.records.get(Allocation, Allocation.name);
    const note = this.#joint.text(Allocation, Allocation.name, 'note', this.t('allocation.note'));
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('allocation.title')}</h2>
      ${read?.ok === false ? this.refusal(read.refusal) : nothing}
      ${contestedView(room.records.contested(Allocation, Allocation.name, 'plan'), {
        label: this.t('allocation.title'),
        words: {
          title: this.t('contested.title'),
          confirm: this.t('contested.confirm'),
          current: this.t('contested.current'),
          none: this.t('contested.none'),
        },
        format: (value) => this.#inWords(value),
        ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#confirm(value) } : {}),
      })}
      ${this.refusal(this.problem)}
      ${read?.ok === true && read.value.plan !== undefined ? this.#plan(read.value.plan) : html`<p class="empty">${this.t('allocation.none')}</p>`}
      <div>
        <h3>${this.t('allocation.note')}</h3>
        ${note === undefined ? nothing : html`<onedoor-text .field=${note} rows="3" placeholder=${this.t('allocation.noteHint')}></onedoor-text>`}
      </div>
    </section>`;
  }

  #plan(plan: Plan): TemplateResult {
    const parts = allocate(plan.totalFen, plan.shares);
    const parties = this.#joint.room?.records.values(Party) ?? [];
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
        ${plan.shares.map((share, at) => {
          const part = parts[at] ?? 0;
          const name = parties.find((party) => party.id === share.key)?.name ?? share.key;
          const households = parties.filter((party) => party.group === share.key).length;
          return html`<tr>
            <th scope="row">${name}</th>
            <td class="end number">${percent(share.basisPoints)}</td>
            <td class="end number">${formatFen(part)}</td>
            <td class="end number">${households === 0 ? '' : this.#each(part, households)}</td>
          </tr>`;
        })}
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
    <p class="hint">${this.t('allocation.rule')}</p>`;
  }

  /** Equal parts to the fen, the spare fen to the first households. */
  #each(part: number, households: number): string {
    const base = Math.floor(part / households);
    const spare = part - base * households;
    const each = this.t('allocation.eachOf', { count: households, amount: formatFen(base) });
    return spare === 0 ? each : `${each} ${this.t('allocation.spare', { count: spare })}`;
  }

  async #confirm(value: unknown): Promise<void> {
    const plan = Allocation.shape.plan.safeParse(value).data;
    if (plan === undefined) return;
    const result = await this.#joint.room?.run(setAllocation.request(plan));
    this.problem = result === undefined || result.ok ? undefined : result.refusal;
  }

  #inWords(value: unknown): string {
    const parsed = Allocation.shape.plan.safeParse(value);
    if (!parsed.success || parsed.data === undefined) return JSON.stringify(value);
    return `${formatFen(parsed.data.totalFen)}: ${parsed.data.shares.map((share) => `${share.key} ${percent(share.basisPoints)}`).join(this.t('common.comma'))}`;
  }
}
