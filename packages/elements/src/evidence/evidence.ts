import { addEvidence, Evidence, editEvidence, type ReadResult, type RecordPatch, type RecordValue, removeEvidence } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { HistoryController } from '../history/history-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { field, filled, focusWhenShown, formValue, guardComposition, isComposing, onSubmit } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import { RecordSteps } from '../internal/record-steps.js';
import { formatDate } from '../locales/format.js';
import { evidenceStyles } from './evidence.styles.js';
import '../locales/case-texts.js';

type EvidenceValue = RecordValue<typeof Evidence>;
const FIELDS = ['name', 'from', 'original', 'pages', 'receivedOn', 'purpose'] as const;

/**
 * The evidence list of a case. A row opens for editing in place; what was removed can be taken back.
 *
 * @attr case - Case id.
 */
export class OnedoorEvidence extends CaseElement {
  static override styles = [...CaseElement.styles, evidenceStyles];

  readonly #joint = this.openRoom('joint', { collections: [Evidence.name] });
  readonly #steps = new RecordSteps(this, Evidence, () => this.#joint.room);
  readonly #history = new HistoryController(
    this,
    () => this.desk.session,
    () => this.caseId,
  );
  #fresh: ReadonlySet<string> = new Set();

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('caseId')) this.#steps.reset();
  }

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#joint);
    const room = this.#joint.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const items = room.records.list(Evidence);
    this.#fresh = this.#history.newRecords(Evidence.name);
    const pages = items.reduce((sum, item) => sum + (item.ok ? item.value.pages : 0), 0);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('evidence.title')}</h2>
        <span class="quiet number">${this.t('evidence.count', { count: items.length, pages })}</span>
        ${this.#joint.writable && !this.#steps.adding ? html`<button type="button" data-return class="no-print" @click=${() => this.#steps.openForm()}>${this.t('evidence.add')}</button>` : nothing}
      </div>
      ${this.readOnlyNote(this.#joint)} ${this.#steps.adding ? this.#addForm() : nothing} ${this.refusal(this.#steps.problem)}
      ${this.undoLine(this.#steps)}
      ${
        items.length === 0
          ? html`<p class="empty">${this.t('evidence.none')}</p>`
          : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title"><table>
            <thead>
              <tr>
                <th scope="col" class="end">#</th>
                <th scope="col">${this.t('evidence.name')}</th>
                <th scope="col">${this.t('evidence.from')}</th>
                <th scope="col">${this.t('evidence.original')}</th>
                <th scope="col" class="end">${this.t('evidence.pages')}</th>
                <th scope="col">${this.t('evidence.purpose')}</th>
                <th scope="col">${this.t('evidence.receivedOn')}</th>
                <th scope="col" class="no-print"><span class="sr">${this.t(this.#joint.writable ? 'common.edit' : 'history.short')}</span></th>
              </tr>
            </thead>
            <tbody>
              ${repeat(
                items,
                (item) => item.id,
                (item, at) => this.#item(item, at),
              )}
            </tbody>
          </table></div>`
      }
    </section>`;
  }

  #item(read: ReadResult<typeof Evidence>, at: number): TemplateResult {
    if (!read.ok) return html`<tr><td colspan="8">${this.damaged(read, Evidence)}</td></tr>`;
    const item = read.value;
    if (this.#steps.edited === item.id && this.#joint.writable)
      return html`<tr><td colspan="8" class="whole">${this.#editForm(item)}</td></tr>`;
    return html`<tr>
        <td class="end number quiet">${at + 1}</td>
        <th scope="row">${item.name}${this.newMark(this.#fresh.has(item.id))}</th>
        <td data-label=${this.t('evidence.from')}>${item.from}</td>
        <td>${this.#word(item.original)}</td>
        <td data-label=${this.t('evidence.pages')} class="end number">${item.pages}</td>
        <td data-label=${this.t('evidence.purpose')}>${item.purpose}</td>
        <td data-label=${this.t('evidence.receivedOn')} class="date">${item.receivedOn === undefined ? nothing : formatDate(this.desk.locale, item.receivedOn)}</td>
        <td class="actions no-print">${this.historyOf(Evidence, item.id, item.name)}${
          this.#joint.writable
            ? html`<button type="button" class="link" aria-label=${`${this.t('common.edit')}: ${item.name}`} @click=${() => this.#steps.edit(item.id)}>${this.t('common.edit')}</button>`
            : nothing
        }</td>
      </tr>
      ${this.#contested(item.id)}`;
  }

  #contested(id: string): TemplateResult | typeof nothing {
    const contested = Object.entries(this.#joint.room?.records.contestedFields(Evidence, id) ?? {});
    if (contested.length === 0) return nothing;
    return html`<tr><td colspan="8" class="whole">${contested.map(([name, values]) => {
      const known = FIELDS.find((each) => each === name);
      return contestedView(values, {
        label: known === undefined ? name : this.t(`evidence.${known}`),
        words: this.contestedWords(),
        format: (value) => (name === 'receivedOn' ? formatDate(this.desk.locale, String(value)) : this.#word(value)),
        ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#write(id, { [name]: value }) } : {}),
      });
    })}</td></tr>`;
  }

  #word(value: unknown): string {
    return typeof value === 'boolean' ? this.t(value ? 'evidence.isOriginal' : 'evidence.isCopy') : String(value);
  }

  #addForm(): TemplateResult {
    return html`<form class="stack card" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      ${this.#fields()}
      <div class="row">
        <button class="primary" type="submit">${this.t('common.add')}</button>
        <button type="button" @click=${() => this.#steps.openForm(false)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  #editForm(item: EvidenceValue): TemplateResult {
    return html`<form
      class="stack card"
      aria-label=${`${this.t('common.edit')}: ${item.name}`}
      @keydown=${(event: KeyboardEvent) => this.#keys(event)}
      @submit=${onSubmit((form) => void this.#save(item, form))}
    >
      ${this.#fields(item)}
      <div class="row">
        <button class="primary" type="submit">${this.t('common.save')}</button>
        <button type="button" @click=${() => this.#steps.edit('')}>${this.t('common.cancel')}</button>
        <button type="button" class="danger apart" aria-label=${`${this.t('evidence.remove')}: ${item.name}`} @click=${() => void this.#remove(item)}>${this.t('evidence.remove')}</button>
      </div>
    </form>`;
  }

  /** Values go in as attributes: what others write meanwhile shows, save where this person has typed. */
  #fields(item?: EvidenceValue): TemplateResult {
    return html`<div class="grid">
      ${field(this.t('evidence.name'), html`<input name="name" value=${item?.name ?? ''} ${ref(focusWhenShown)} required maxlength="200" autocomplete="off" />`)}
      ${field(this.t('evidence.from'), html`<input name="from" value=${item?.from ?? ''} required maxlength="100" autocomplete="off" />`)}
      ${field(
        this.t('evidence.original'),
        html`<select name="original" required>
          <option value="">${this.t('common.choose')}</option>
          <option value="yes" ?selected=${item?.original === true}>${this.t('evidence.isOriginal')}</option>
          <option value="no" ?selected=${item?.original === false}>${this.t('evidence.isCopy')}</option>
        </select>`,
      )}
      ${field(this.t('evidence.pages'), html`<input name="pages" value=${item?.pages ?? ''} type="number" min="0" max="100000" step="1" required />`)}
      ${field(this.t('evidence.receivedOn'), html`<input name="receivedOn" value=${item?.receivedOn ?? ''} type="date" />`)}
      <div class="wide">${field(this.t('evidence.purpose'), html`<input name="purpose" value=${item?.purpose ?? ''} maxlength="500" autocomplete="off" />`)}</div>
    </div>`;
  }

  #keys(event: KeyboardEvent): void {
    guardComposition(event);
    if (event.key === 'Escape' && !isComposing(event)) this.#steps.edit('');
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const { purpose, receivedOn, ...given } = readForm(form);
    const evidence = {
      ...given,
      ...(purpose === undefined ? {} : { purpose }),
      ...(receivedOn === undefined ? {} : { receivedOn }),
    };
    await this.#steps.add(addEvidence.request({ id: newId(), evidence }));
  }

  /** Only what differs is written, so that two people may edit two fields of one item. */
  async #save(item: EvidenceValue, form: HTMLFormElement): Promise<void> {
    const given = readForm(form);
    const changed = FIELDS.filter((name) => given[name] !== item[name]);
    if (changed.length === 0) this.#steps.edit('');
    else if (await this.#write(item.id, Object.fromEntries(changed.map((name) => [name, given[name]])))) this.#steps.edit('');
  }

  #write(id: string, patch: RecordPatch<typeof Evidence>): Promise<boolean> {
    return this.#steps.run(editEvidence.request({ id, patch }));
  }

  #remove({ id, name }: EvidenceValue): Promise<void> {
    return this.#steps.remove(removeEvidence.request({ id }), { id, name });
  }
}

/** What a form says of an item; an empty line is a value that is not there. */
function readForm(form: HTMLFormElement) {
  return {
    name: formValue(form, 'name'),
    from: formValue(form, 'from'),
    original: formValue(form, 'original') === 'yes',
    pages: Number(formValue(form, 'pages')),
    purpose: filled(form, 'purpose'),
    receivedOn: filled(form, 'receivedOn'),
  };
}
