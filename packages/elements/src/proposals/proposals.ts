import { addProposal, answerProposal, Proposal, type ReadResult } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { field, focusWhenShown, formValue, guardComposition, oneOf, onSubmit } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import { RecordSteps } from '../internal/record-steps.js';
import { proposalsStyles } from './proposals.styles.js';
import '../locales/case-texts.js';

const ANSWERS = ['open', 'accepted', 'refused', 'countered'] as const;

/**
 * What was proposed, by whom, and how the other side answered. A new proposal is open; nobody's answer is prefilled.
 *
 * @attr case - Case id.
 */
export class OnedoorProposals extends CaseElement {
  static override styles = [...CaseElement.styles, proposalsStyles];

  readonly #joint = this.openRoom('joint', { collections: [Proposal.name] });
  readonly #steps = new RecordSteps(this, Proposal, () => this.#joint.room);

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('caseId')) this.#steps.reset();
  }

  protected override render(): TemplateResult {
    const room = this.#joint.room;
    if (room === undefined || this.unavailable(this.#joint) !== nothing) return html``;
    const proposals = room.records.list(Proposal);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('proposals.title')}</h2>
        ${this.#joint.writable && !this.#steps.adding ? html`<button type="button" data-return class="no-print" @click=${() => this.#steps.openForm()}>${this.t('proposals.add')}</button>` : nothing}
      </div>
      ${this.#steps.adding ? this.#form() : nothing} ${this.refusal(this.#steps.problem)}
      ${proposals.length === 0 ? html`<p class="quiet">${this.t('proposals.none')}</p>` : nothing}
      <ol>
        ${repeat(
          proposals,
          (proposal) => proposal.id,
          (proposal) => this.#proposal(proposal),
        )}
      </ol>
    </section>`;
  }

  #proposal(read: ReadResult<typeof Proposal>): TemplateResult {
    if (!read.ok) return html`<li>${this.damaged(read, Proposal)}</li>`;
    const { id, from, answer } = read.value;
    const terms = this.#joint.text(Proposal, id, 'terms', this.t('proposals.terms'));
    const label = this.t('proposals.answer');
    return html`<li>
      <div class="row head">
        <h3>${from}</h3>
        ${this.historyOf(Proposal, id, from, ['terms', 'answer'], terms)}
        <label class="row"><span class="quiet">${label}</span>
          <select data-record=${id} data-field="answer" ?disabled=${!this.#joint.writable} @change=${(event: Event) => void this.#answer(id, event)}>
            ${ANSWERS.map((each) => html`<option value=${each} ?selected=${each === answer}>${this.t(`proposals.answer.${each}`)}</option>`)}
          </select>
        </label>
      </div>
      ${contestedView(this.#joint.room?.records.contested(Proposal, id, 'answer'), {
        label,
        words: this.contestedWords(),
        format: (value) => this.#word(value),
        ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#write(id, String(value)) } : {}),
      })}
      ${terms === undefined ? nothing : html`<onedoor-text data-record=${id} data-field="terms" .field=${terms} rows="2"></onedoor-text>`}
    </li>`;
  }

  #form(): TemplateResult {
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      ${field(this.t('proposals.from'), html`<input name="from" ${ref(focusWhenShown)} required maxlength="100" autocomplete="off" />`)}
      ${field(this.t('proposals.terms'), html`<textarea name="terms" required maxlength="10000"></textarea>`)}
      <div class="row">
        <button class="primary" type="submit">${this.t('common.add')}</button>
        <button type="button" @click=${() => this.#steps.openForm(false)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  #word(value: unknown): string {
    const known = oneOf(ANSWERS, String(value));
    return known === undefined ? String(value) : this.t(`proposals.answer.${known}`);
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const proposal = { id: newId(), from: formValue(form, 'from'), terms: formValue(form, 'terms') };
    await this.#steps.add(addProposal.request(proposal));
  }

  async #answer(id: string, event: Event): Promise<void> {
    if (event.currentTarget instanceof HTMLSelectElement) await this.#write(id, event.currentTarget.value);
  }

  async #write(id: string, value: string): Promise<void> {
    const answer = oneOf(ANSWERS, value);
    if (answer === undefined) return;
    await this.#steps.run(answerProposal.request({ id, answer }));
  }
}
