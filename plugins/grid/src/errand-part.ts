import { field, filled, formValue, guardComposition, onSubmit, qrCode } from '@onedoor/elements';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { type Errand, errandSlice, isOpenErrand } from './errands.js';
import { printErrand, receiptCode } from './receipt.js';
import { VisitPart } from './visit-part.js';

/** Errands: taking papers along, the receipt, handing back. */
export abstract class ErrandPart extends VisitPart {
  /** Errand on the screen; `new` for the form. */
  @state() protected errand: string | undefined;
  @state() private drawn: TemplateResult | undefined;
  #coded = '';

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const errand = this.errand === undefined ? undefined : this.errandsOf(this.code).errands[this.errand];
    const code = errand === undefined ? '' : receiptCode(errand);
    // The number arrives later than the receipt: its code is drawn again.
    if (code === this.#coded) return;
    this.#coded = code;
    if (code === '') this.drawn = undefined;
    else void qrCode(code, this.t('errand.qr')).then((drawn) => (this.drawn = drawn));
  }

  protected renderErrand(id: string): TemplateResult {
    const errand = this.errandsOf(this.code).errands[id];
    return html`<section class="screen" aria-labelledby="errand">
      <p><button type="button" class="back" @click=${() => this.#leaveErrand()}>← ${this.t('mine')}</button></p>
      ${this.refusal()} ${errand === undefined ? this.#errandForm() : this.#receipt(errand)}
    </section>`;
  }

  protected openErrand(id: string): void {
    this.errand = id;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#errand')?.focus());
  }

  #leaveErrand(): void {
    this.errand = undefined;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#title')?.focus());
  }

  #errandForm(): TemplateResult {
    const { villages } = this.gridNamed(this.code);
    return html`<h2 id="errand" tabindex="-1">${this.t('errand.new')}</h2>
      <form class="stack" aria-label=${this.t('errand.new')} @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#receive(form))}>
        ${field(this.t('errand.forWhom'), html`<input name="forWhom" required maxlength="60" autocomplete="off" />`)}
        ${field(this.t('visit.village'), html`<input name="village" maxlength="40" autocomplete="off" list="villages" value=${villages.length === 1 ? (villages[0] ?? '') : ''} />`)}
        <datalist id="villages">${villages.map((village) => html`<option value=${village}></option>`)}</datalist>
        ${field(this.t('errand.what'), html`<textarea name="what" rows="2" required maxlength="300"></textarea>`)}
        ${field(this.t('errand.documents'), html`<textarea name="documents" rows="3" maxlength="2000"></textarea>`, this.t('errand.documentsHint'))}
        ${field(this.t('errand.dueOn'), html`<input name="dueOn" type="date" min=${this.ctx.clock.today()} />`)}
        <div class="bar"><button type="submit" class="primary big">${this.t('errand.receive')}</button></div>
      </form>`;
  }

  async #receive(form: HTMLFormElement): Promise<void> {
    const id = this.ctx.id();
    const dueOn = filled(form, 'dueOn');
    const documents = formValue(form, 'documents')
      .split(/[\n、，,]/u)
      .map((each) => each.trim())
      .filter((each) => each !== '');
    const received = await this.placeOf(this.code).acts.run(
      errandSlice.request.receive({
        id,
        forWhom: formValue(form, 'forWhom'),
        village: formValue(form, 'village'),
        what: formValue(form, 'what'),
        documents,
        receivedOn: this.ctx.clock.today(),
        ...(dueOn === undefined ? {} : { dueOn }),
      }),
    );
    if (this.told(received)) this.openErrand(id);
  }

  #receipt(errand: Errand): TemplateResult {
    const number = this.receiptNumber(errand);
    const line = (label: string, value: unknown) => html`<dt>${label}</dt><dd>${value}</dd>`;
    const { handedBack, withdrawn } = errand;
    return html`<h2 id="errand" tabindex="-1">${this.t('errand.receipt')}</h2>
      <p class="code number">${receiptCode(errand)} ${number === undefined ? html`<span class="mark pending">${this.t('unnumbered')}</span>` : nothing}</p>
      ${number === undefined ? html`<p class="hint">${this.t('errand.provisionalHint')}</p>` : nothing}
      <div class="coded">${this.drawn ?? nothing}</div>
      <dl class="about">
        ${line(this.t('errand.forWhom'), [errand.forWhom, errand.village].filter(Boolean).join(' · '))} ${line(this.t('errand.what'), errand.what)}
        ${line(this.t('errand.documents'), errand.documents.length === 0 ? this.t('errand.noDocuments') : html`<ul>${errand.documents.map((each) => html`<li>${each}</li>`)}</ul>`)}
        ${line(this.t('errand.receivedOn'), this.day(errand.receivedOn))}
        ${errand.dueOn === undefined ? nothing : line(this.t('errand.dueOn'), this.day(errand.dueOn))}
        ${handedBack === undefined ? nothing : line(this.t('errand.handedBack'), [this.day(handedBack.on), handedBack.to, handedBack.note].filter(Boolean).join(' · '))}
        ${withdrawn === undefined ? nothing : line(this.t('errand.withdrawn'), withdrawn.reason)}
      </dl>
      <p class="no-print"><button type="button" class="big" @click=${() => void printErrand(errand, { grid: this.gridNamed(this.code).name, by: this.ctx.i18n.person(errand.by) })}>${this.t('errand.print')}</button></p>
      ${isOpenErrand(errand) && this.placeOf(this.code).acts.may('grid.handBack').allowed ? this.#endings(errand) : nothing}`;
  }

  #endings(errand: Errand): TemplateResult {
    const today = this.ctx.clock.today();
    const back = async (form: HTMLFormElement) =>
      this.told(
        await this.placeOf(this.code).acts.run(
          errandSlice.request.handBack({
            id: errand.id,
            on: formValue(form, 'on'),
            to: formValue(form, 'to'),
            note: formValue(form, 'note'),
          }),
        ),
      );
    const withdraw = async (form: HTMLFormElement) =>
      this.told(await this.placeOf(this.code).acts.run(errandSlice.request.withdraw({ id: errand.id, reason: formValue(form, 'reason') })));
    return html`<details class="act no-print">
        <summary>${this.t('errand.handBack')}</summary>
        <form class="stack" aria-label=${this.t('errand.handBack')} @keydown=${guardComposition} @submit=${onSubmit((form) => void back(form))}>
          ${field(this.t('errand.to'), html`<input name="to" required maxlength="60" autocomplete="off" value=${errand.forWhom} />`)}
          ${field(this.t('errand.on'), html`<input name="on" type="date" required min=${errand.receivedOn} max=${today} value=${today} />`)}
          ${field(this.t('errand.note'), html`<textarea name="note" rows="2" maxlength="500"></textarea>`)}
          <button type="submit" class="primary big">${this.t('errand.handBack')}</button>
        </form>
      </details>
      <details class="act no-print">
        <summary>${this.t('errand.withdraw')}</summary>
        <form class="stack" aria-label=${this.t('errand.withdraw')} @keydown=${guardComposition} @submit=${onSubmit((form) => void withdraw(form))}>
          ${field(this.t('errand.reason'), html`<textarea name="reason" rows="2" required maxlength="500"></textarea>`)}
          <button type="submit">${this.t('errand.withdraw')}</button>
        </form>
      </details>`;
  }
}
