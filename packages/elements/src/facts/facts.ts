import { editFacts, Facts, formatFen, type RecordPatch, type Refusal } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { field, isComposing } from '../internal/form.js';
import { yuanToFen } from '../internal/money.js';
import { formatDate } from '../locales/format.js';
import '../locales/case-texts.js';

type FactName = 'place' | 'happenedOn' | 'amountFen';

/**
 * The facts of a case: place, date, amount, and the summary that several people write together. A field is stored
 * when one leaves it; Escape puts the former value back.
 *
 * @attr case - Case id.
 */
export class OnedoorFacts extends CaseElement {
  @state() private drafts: Partial<Record<FactName, string>> = {};
  @state() private problem: Refusal | undefined;
  @state() private badAmount = false;

  readonly #joint = this.openRoom('joint', { collections: [Facts.name] });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('caseId')) this.drafts = {};
  }

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#joint);
    const room = this.#joint.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const read = room.records.get(Facts, Facts.name);
    const facts = read?.ok === true ? read.value : undefined;
    const summary = this.#joint.text(Facts, Facts.name, 'summary', this.t('facts.summary'));
    const amount = facts?.amountFen === undefined ? '' : formatFen(facts.amountFen);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row"><h2 id="title">${this.t('facts.title')}</h2>${this.historyOf(Facts, Facts.name, this.t('facts.title'))}</div>
      ${this.readOnlyNote(this.#joint)} ${read?.ok === false ? this.damaged(read, Facts) : nothing}
      <div class="grid">
        ${this.#field('place', facts?.place ?? '', html``, 'text')}
        ${this.#field('happenedOn', facts?.happenedOn ?? '', html``, 'date')}
        ${this.#field('amountFen', amount, this.badAmount ? html`<span role="alert">${this.t('facts.badAmount')}</span>` : html``, 'text')}
      </div>
      ${this.refusal(this.problem)}
      <div>
        <div class="row"><h3>${this.t('facts.summary')}</h3>${this.historyOf(Facts, Facts.name, this.t('facts.summary'), ['summary'], summary)}</div>
        ${summary === undefined ? nothing : html`<onedoor-text data-field="summary" .field=${summary} rows="8" placeholder=${this.t('facts.summaryHint')}></onedoor-text>`}
      </div>
    </section>`;
  }

  #field(name: FactName, stored: string, hint: TemplateResult, type: 'text' | 'date'): TemplateResult {
    const label = this.t(`facts.${name}`);
    const input = html`<input
      type=${type}
      data-field=${name}
      inputmode=${name === 'amountFen' ? 'decimal' : 'text'}
      .value=${live(this.drafts[name] ?? stored)}
      ?readonly=${!this.#joint.writable}
      aria-invalid=${name === 'amountFen' && this.badAmount}
      @input=${(event: InputEvent) => this.#draft(name, event)}
      @change=${(event: Event) => void this.#store(name, event)}
      @keydown=${(event: KeyboardEvent) => this.#keys(event, name)}
    />`;
    const contested = this.#joint.room?.records.contested(Facts, Facts.name, name);
    return html`<div>
      ${field(label, input, hint)}
      ${contestedView(contested, {
        label,
        words: this.contestedWords(),
        format: (value) => this.#word(name, value),
        ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#write({ [name]: value }) } : {}),
      })}
    </div>`;
  }

  #word(name: FactName, value: unknown): string {
    if (name === 'amountFen' && typeof value === 'number') return formatFen(value);
    return name === 'happenedOn' ? formatDate(this.desk.locale, String(value)) : String(value);
  }

  #draft(name: FactName, event: InputEvent): void {
    if (event.currentTarget instanceof HTMLInputElement) this.drafts = { ...this.drafts, [name]: event.currentTarget.value };
  }

  /** Enter stores what stands there, as leaving the field does; both keys belong to an input method first. */
  #keys(event: KeyboardEvent, name: FactName): void {
    if (isComposing(event)) return;
    if (event.key === 'Escape') this.#forget(name);
  }

  #forget(name: FactName): void {
    const { [name]: _, ...others } = this.drafts;
    this.drafts = others;
    if (name === 'amountFen') this.badAmount = false;
  }

  async #store(name: FactName, event: Event): Promise<void> {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    const text = event.currentTarget.value.trim();
    const fen = yuanToFen(text);
    if (name === 'amountFen') {
      // The draft stays on screen, so that a slip of a finger does not cost what was typed.
      this.badAmount = text !== '' && fen === undefined;
      if (this.badAmount) return;
      await this.#write({ amountFen: text === '' ? undefined : fen });
    } else await this.#write({ [name]: text === '' ? undefined : text });
    this.#forget(name);
  }

  async #write(patch: RecordPatch<typeof Facts>): Promise<void> {
    const result = await this.#joint.room?.run(editFacts.request({ patch }));
    this.problem = result === undefined || result.ok ? undefined : result.refusal;
  }
}
