import { addParty, editParty, Party, type ReadResult, type RecordPatch, type RecordValue, type Refusal, removeParty } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { field, focusWhenShown, formValue, guardComposition, oneOf, onSubmit, options } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import { partiesStyles } from './parties.styles.js';

type PartyValue = RecordValue<typeof Party>;
const KINDS = ['household', 'person', 'organisation'] as const;
const SEXES = ['male', 'female'] as const;
/** Fields that are plain lines of text, in the order of the form. */
const LINES = ['name', 'group', 'representative', 'phone', 'idNumber', 'address', 'note'] as const;
type FieldName = (typeof LINES)[number] | 'kind' | 'sex';
const FIELDS: readonly FieldName[] = ['kind', 'sex', ...LINES];
const isFieldName = (name: string): name is FieldName => FIELDS.some((known) => known === name);

/**
 * The parties of a case. A row opens for editing in place; a field is stored when one leaves it. A field that two
 * people wrote while apart shows both values until somebody confirms one.
 *
 * @attr case - Case id.
 */
export class OnedoorParties extends CaseElement {
  static override styles = [...CaseElement.styles, partiesStyles];

  @state() private adding = false;
  @state() private opened = '';
  @state() private removing = '';
  @state() private problem: Refusal | undefined;
  /** What is typed and not stored yet, by party and field. */
  readonly #drafts = new Map<string, string>();
  readonly #joint = this.openRoom('joint', { collections: [Party.name] });

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#joint);
    const room = this.#joint.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const parties = room.records.list(Party);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('parties.title')}</h2>
        <span class="quiet number">${this.t('parties.count', { count: parties.length })}</span>
        ${this.#joint.writable && !this.adding ? html`<button type="button" data-return class="no-print" @click=${() => (this.adding = true)}>${this.t('parties.add')}</button>` : nothing}
      </div>
      ${this.readOnlyNote(this.#joint)} ${this.adding ? this.#addForm() : nothing} ${this.refusal(this.problem)}
      ${
        parties.length === 0
          ? html`<p class="empty">${this.t('parties.none')}</p>`
          : html`<ul class="list">${repeat(
              parties,
              (party) => party.id,
              (party, at) => this.#party(party, at),
            )}</ul>`
      }
    </section>`;
  }

  #party(read: ReadResult<typeof Party>, at: number): TemplateResult {
    const contested = this.#joint.room?.records.contestedFields(Party, read.id) ?? {};
    if (!read.ok) return html`<li>${this.refusal(read.refusal)}<pre>${JSON.stringify(read.raw, null, 2)}</pre></li>`;
    const party = read.value;
    const open = this.opened === party.id;
    return html`<li>
      <div class="line">
        <span class="at number quiet">${at + 1}</span>
        <span class="name"><strong>${party.name}</strong> <span class="quiet">${this.t(`party.${party.kind}`)}</span></span>
        <span class="group">${party.group ? html`<span class="mark">${party.group}</span>` : nothing}</span>
        <span class="more quiet">${[party.representative && this.t('party.by', { name: party.representative }), party.members.join(this.t('common.comma'))].filter(Boolean).join(' · ')}</span>
        <span class="phone number">${party.phone}</span>
        <span class="actions no-print">
          <button type="button" class="link" aria-expanded=${open} aria-label=${`${this.t(this.#joint.writable ? 'common.edit' : 'common.view')}: ${party.name}`} @click=${() => this.#toggle(party.id)}>
            ${this.t(open ? 'common.done' : this.#joint.writable ? 'common.edit' : 'common.view')}
          </button>
        </span>
      </div>
      ${Object.entries(contested).map(([name, values]) =>
        contestedView(values, {
          label: isFieldName(name) ? this.t(`party.field.${name}`) : name,
          words: this.contestedWords(),
          format: (value) => this.#word(String(value)),
          ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#edit(party.id, { [name]: value }) } : {}),
        }),
      )}
      ${open ? this.#editor(party) : nothing}
    </li>`;
  }

  #editor(party: PartyValue): TemplateResult {
    const statement = this.#joint.text(Party, party.id, 'statement', this.t('party.statement'));
    const locked = !this.#joint.writable;
    return html`<div class="editor stack" @keydown=${(event: KeyboardEvent) => this.#escape(event, party.id)}>
      <div class="grid">
        ${field(this.t('party.field.kind'), this.#select(party, 'kind', KINDS, locked))}
        ${LINES.map((name) => field(this.t(`party.field.${name}`), this.#line(party, name, locked)))}
        ${party.kind === 'organisation' ? nothing : field(this.t('party.field.sex'), this.#select(party, 'sex', SEXES, locked))}
      </div>
      <div>
        <span class="label">${this.t('party.statement')}</span>
        ${statement === undefined ? nothing : html`<onedoor-text .field=${statement} rows="3" placeholder=${this.t('party.statementHint')}></onedoor-text>`}
      </div>
      ${locked ? nothing : this.#removal(party)}
    </div>`;
  }

  #removal(party: PartyValue): TemplateResult {
    if (this.removing !== party.id)
      return html`<button type="button" class="danger" @click=${() => (this.removing = party.id)}>${this.t('parties.remove')}</button>`;
    return html`<div class="row notice">
      ${this.t('parties.removeSure', { name: party.name })}
      <button type="button" class="danger" @click=${() => void this.#remove(party.id)}>${this.t('parties.remove')}</button>
      <button type="button" @click=${() => (this.removing = '')}>${this.t('common.cancel')}</button>
    </div>`;
  }

  #line(party: PartyValue, name: (typeof LINES)[number], locked: boolean): TemplateResult {
    const key = `${party.id}/${name}`;
    return html`<input
      autocomplete="off"
      .value=${live(this.#drafts.get(key) ?? party[name] ?? '')}
      ?readonly=${locked}
      @input=${(event: InputEvent) => event.currentTarget instanceof HTMLInputElement && this.#drafts.set(key, event.currentTarget.value)}
      @change=${(event: Event) => void this.#store(party, name, event)}
    />`;
  }

  #select(party: PartyValue, name: 'kind' | 'sex', values: readonly string[], locked: boolean): TemplateResult {
    return html`<select ?disabled=${locked} @change=${(event: Event) => void this.#store(party, name, event)}>
      ${name === 'sex' ? html`<option value="" ?selected=${party.sex === undefined}>${this.t('common.unknown')}</option>` : nothing}
      ${values.map((value) => html`<option value=${value} ?selected=${party[name] === value}>${this.#word(value)}</option>`)}
    </select>`;
  }

  #addForm(): TemplateResult {
    return html`<form class="stack editor" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      <div class="grid">
        ${field(this.t('party.field.kind'), html`<select name="kind" ${ref(focusWhenShown)} required>${options(KINDS, (kind) => this.t(`party.${kind}`), this.t('common.choose'))}</select>`)}
        ${LINES.map((name) => field(this.t(`party.field.${name}`), html`<input name=${name} autocomplete="off" ?required=${name === 'name'} maxlength="100" />`))}
        <div class="wide">${field(this.t('party.members'), html`<input name="members" autocomplete="off" />`, this.t('party.membersHint'))}</div>
      </div>
      <div class="row">
        <button class="primary" type="submit">${this.t('common.add')}</button>
        <button type="button" @click=${() => (this.adding = false)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  #word(value: string): string {
    const known = oneOf([...KINDS, ...SEXES], value);
    return known === undefined ? value : this.t(`party.${known}`);
  }

  #toggle(id: string): void {
    this.opened = this.opened === id ? '' : id;
    this.removing = '';
  }

  #escape(event: KeyboardEvent, id: string): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    for (const key of [...this.#drafts.keys()]) if (key.startsWith(`${id}/`)) this.#drafts.delete(key);
    this.requestUpdate();
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const kind = oneOf(KINDS, formValue(form, 'kind'));
    if (kind === undefined) return;
    const lines = Object.fromEntries(LINES.map((name) => [name, formValue(form, name)]).filter(([, value]) => value !== ''));
    const members = formValue(form, 'members')
      .split(/[,;\s\u3001\uFF0C\uFF1B]+/)
      .filter(Boolean);
    const result = await this.#joint.room?.run(
      addParty.request({ id: newId(), party: { ...lines, kind, name: formValue(form, 'name') }, members }),
    );
    this.#told(result?.ok === false ? result.refusal : undefined);
    if (result?.ok === true) this.adding = false;
  }

  async #store(party: PartyValue, name: FieldName, event: Event): Promise<void> {
    const control = event.currentTarget;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) return;
    const value = control.value.trim();
    // Emptying removes the value; the two that every party has keep what was typed and say why it does not fit.
    const stored = await this.#edit(party.id, {
      [name]: value === '' && name !== 'name' ? undefined : value,
    });
    if (stored) this.#drafts.delete(`${party.id}/${name}`);
    this.requestUpdate();
  }

  async #edit(id: string, patch: RecordPatch<typeof Party>): Promise<boolean> {
    const result = await this.#joint.room?.run(editParty.request({ id, patch }));
    this.#told(result?.ok === false ? result.refusal : undefined);
    return result?.ok === true;
  }

  async #remove(id: string): Promise<void> {
    const result = await this.#joint.room?.run(removeParty.request({ id }));
    this.#told(result?.ok === false ? result.refusal : undefined);
    this.opened = '';
    this.removing = '';
  }

  #told(refusal: Refusal | undefined): void {
    this.problem = refusal;
  }
}
