import {
  addParty,
  type CaseRow,
  editMembers,
  editParty,
  formatNumber,
  identityMark,
  maskIdentity,
  Party,
  PartyPerson,
  peopleFaults,
  type ReadResult,
  type RecordPatch,
  type RecordValue,
  removeParty,
  shanghaiDate,
} from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { WatchController } from '../controllers/watch-controller.js';
import { HistoryController } from '../history/history-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { field, focusWhenShown, formValue, guardComposition, isComposing, oneOf, onSubmit, options } from '../internal/form.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { newId } from '../internal/new-id.js';
import { RecordSteps } from '../internal/record-steps.js';
import { formatList } from '../locales/format.js';
import { casesByMark, type GroupedParties, groupParties, membersIn, numbersByParty } from './group-parties.js';
import { partiesStyles } from './parties.styles.js';
import '../locales/case-texts.js';

type PartyValue = RecordValue<typeof Party>;
const KINDS = ['household', 'person', 'organisation'] as const;
const SEXES = ['male', 'female'] as const;
/** Fields that are plain lines of text, in the order of the form. */
const LINES = ['name', 'group', 'representative', 'phone', 'idNumber', 'address', 'note'] as const;
type FieldName = (typeof LINES)[number] | 'kind' | 'sex';
const FIELDS: readonly FieldName[] = ['kind', 'sex', ...LINES];
const isFieldName = (name: string): name is FieldName => FIELDS.some((known) => known === name);
/** Longest values that core takes. */
const LENGTHS: Readonly<Record<(typeof LINES)[number], number>> = {
  name: 100,
  group: 40,
  representative: 100,
  phone: 40,
  idNumber: 18,
  address: 200,
  note: 500,
};
/** Written in the row that is open, and fetched with the first one. */
const PEOPLE = new LazyElement('onedoor-party-people', new Lazy(() => import('./party-people.js').then(({ PartyPeople }) => PartyPeople)));
/** With more parties than this there is a field to search them. */
const SEARCH_FROM = 8;

/**
 * The parties of a case: households with their members and a representative, persons, organisations, by group. A row opens
 * for editing in place, and only that row holds an editor, so that hundreds of households stay quick; a field is stored
 * when one leaves it or presses Enter, Escape takes back what is typed. A field that two people wrote while apart shows
 * both values until somebody confirms one. What was removed can be taken back.
 *
 * @attr case - Case id.
 * @csspart party - One party.
 */
export class OnedoorParties extends CaseElement {
  static override styles = [...CaseElement.styles, partiesStyles];

  @state() private search = '';
  /** What is typed and not stored yet, by party and field. */
  readonly #drafts = new Map<string, string>();
  readonly #joint = this.openRoom('joint', { collections: [Party.name, PartyPerson.name] });
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #steps = new RecordSteps(this, Party, () => this.#joint.room);
  readonly #history = new HistoryController(
    this,
    () => this.desk.session,
    () => this.caseId,
  );

  /** Asked for once a render, not once a row. */
  #fresh: ReadonlySet<string> = new Set();
  #people: readonly RecordValue<typeof PartyPerson>[] = [];
  #numbers: ReadonlyMap<string, readonly string[]> = new Map();

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('caseId')) return;
    this.#steps.reset();
    this.#drafts.clear();
    this.search = '';
  }

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#joint);
    const room = this.#joint.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const parties = room.records.list(Party);
    this.#fresh = this.#history.newRecords(Party.name);
    this.#people = room.records.values(PartyPerson);
    this.#numbers = numbersByParty(this.#people);
    if (this.#steps.edited !== '') void PEOPLE.ready().catch(() => {});
    const { adding } = this.#steps;
    const groups = groupParties(parties, this.search);
    const found = groups.reduce((sum, group) => sum + group.parties.length, 0);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('parties.title')}</h2>
        <span class="quiet number">${this.#counts(parties)}</span>
        ${this.#joint.writable && !adding ? html`<button type="button" data-return class="no-print" @click=${() => this.#steps.openForm()}>${this.t('parties.add')}</button>` : nothing}
      </div>
      ${this.#peopleNote()} ${this.readOnlyNote(this.#joint)} ${adding ? this.#addForm() : nothing} ${this.refusal(this.#steps.problem)} ${this.undoLine(this.#steps)}
      ${parties.length <= SEARCH_FROM ? nothing : this.#searchField(found)}
      ${parties.length === 0 ? html`<p class="empty">${this.t('parties.none')}</p>` : nothing}
      ${parties.length > 0 && found === 0 ? html`<p class="quiet">${this.t('parties.noMatch')}</p>` : nothing}
      ${repeat(
        groups,
        ({ group }) => group,
        (group) => this.#group(group, groups.length > 1 || group.group !== ''),
      )}
    </section>`;
  }

  #counts(parties: readonly ReadResult<typeof Party>[]): string {
    const kinds = KINDS.map((kind) => [kind, parties.filter((read) => read.ok && read.value.kind === kind).length] as const).filter(
      ([, count]) => count > 0,
    );
    const whole = this.t('parties.count', { count: parties.length });
    if (kinds.length < 2) return whole;
    return `${whole} · ${formatList(
      this.desk.locale,
      kinds.map(([kind, count]) => `${this.t(`party.${kind}`)} ${count}`),
    )}`;
  }

  /** What is missing among all the people, so that nobody has to open two hundred rows to find it. */
  #peopleNote(): TemplateResult | typeof nothing {
    const faults = peopleFaults(this.#people, shanghaiDate(Date.now()));
    if (faults.length === 0) return nothing;
    return html`<p class="notice"><span aria-hidden="true">▲</span> ${formatList(
      this.desk.locale,
      faults.map(({ kind, person }) => `${person.name}: ${this.t(`people.fault.${kind}`)}`),
    )}</p>`;
  }

  #searchField(found: number): TemplateResult {
    return html`<div class="row no-print">
      <input class="search" type="search" autocomplete="off" .value=${live(this.search)} aria-label=${this.t('parties.search')} placeholder=${this.t('parties.search')} @input=${this.#type} />
      <span class="quiet number" role="status">${this.search === '' ? nothing : this.t('parties.found', { count: found })}</span>
    </div>`;
  }

  #group({ group, parties }: GroupedParties, named: boolean): TemplateResult {
    return html`<div class="group">
      ${named ? html`<h3>${group === '' ? this.t('parties.ungrouped') : group} <span class="quiet number">${parties.length}</span></h3>` : nothing}
      <ul class="list">${repeat(
        parties,
        ({ read }) => read.id,
        ({ read, number }) => this.#party(read, number),
      )}</ul>
    </div>`;
  }

  #party(read: ReadResult<typeof Party>, number: number): TemplateResult {
    if (!read.ok) return html`<li part="party">${this.damaged(read, Party)}</li>`;
    const contested = Object.entries(this.#joint.room?.records.contestedFields(Party, read.id) ?? {});
    const party = read.value;
    const open = this.#steps.edited === party.id;
    const verb = this.t(open ? 'common.done' : this.#joint.writable ? 'common.edit' : 'common.view');
    const more = [
      party.representative && this.t('party.by', { name: party.representative }),
      formatList(this.desk.locale, party.members),
      ...this.#people
        .filter((person) => person.party === party.id && person.role !== 'member')
        .map((person) => `${this.t(`people.role.${person.role}`)} ${person.name}`),
    ];
    return html`<li part="party" class=${open ? 'open' : ''}>
      <div class="line">
        <span class="at number quiet">${number}</span>
        <span class="name"><strong>${party.name}</strong> <span class="quiet">${this.t(`party.${party.kind}`)}</span>${this.newMark(this.#fresh.has(party.id))}${this.#elsewhereMark(party)}</span>
        <span class="more quiet">${more.filter(Boolean).join(' · ')}</span>
        <span class="phone number">${party.phone}</span>
        <span class="actions no-print">
          ${open ? this.historyOf(Party, party.id, party.name) : nothing}
          <button type="button" class="link" data-party=${party.id} aria-expanded=${open} aria-label=${`${verb}: ${party.name}`} @click=${() => this.#toggle(party.id)}>${verb}</button>
        </span>
      </div>
      ${contested.map(([name, values]) =>
        contestedView(values, {
          label: isFieldName(name) ? this.t(`party.field.${name}`) : name,
          words: this.contestedWords(),
          format: (value) => (name === 'idNumber' ? maskIdentity(String(value)) : this.#word(String(value))),
          ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#edit(party.id, { [name]: value }) } : {}),
        }),
      )}
      ${open ? this.#editor(party) : nothing}
    </li>`;
  }

  #editor(party: PartyValue): TemplateResult {
    const statement = this.#joint.text(Party, party.id, 'statement', this.t('party.statement'));
    const locked = !this.#joint.writable;
    return html`<div class="editor stack" @keydown=${(event: KeyboardEvent) => this.#keys(event, party.id)}>
      <div class="grid">
        ${field(this.t('party.field.kind'), this.#select(party, 'kind', KINDS, locked))}
        ${LINES.map((name) => (name === 'idNumber' ? this.#identity(party, locked) : field(this.t(`party.field.${name}`), this.#line(party, name, locked))))}
        ${party.kind === 'organisation' ? nothing : field(this.t('party.field.sex'), this.#select(party, 'sex', SEXES, locked))}
        ${party.kind === 'household' ? html`<div class="wide">${this.#members(party, locked)}</div>` : nothing}
      </div>
      <div>
        <div class="row"><span class="label">${this.t('party.statement')}</span>${this.historyOf(Party, party.id, `${party.name} ${this.t('party.statement')}`, ['statement'], statement)}</div>
        ${statement === undefined ? nothing : html`<onedoor-text data-record=${party.id} data-field="statement" .field=${statement} rows="3" placeholder=${this.t('party.statementHint')}></onedoor-text>`}
      </div>
      <onedoor-party-people case=${this.caseId} party=${party.id}></onedoor-party-people>
      ${this.#elsewhereList(party)}
      ${locked ? nothing : html`<button type="button" class="danger" @click=${() => this.#remove(party)}>${this.t('parties.remove')}</button>`}
    </div>`;
  }

  #identity(party: PartyValue, locked: boolean): TemplateResult {
    const store = (event: CustomEvent<{ value: string }>) => void this.#edit(party.id, { idNumber: event.detail.value || undefined });
    return html`<div class="field"><span class="label">${this.t('party.field.idNumber')}</span>
      <onedoor-identity data-record=${party.id} data-field="idNumber" case=${this.caseId} of=${party.id} name=${party.name} value=${party.idNumber ?? ''} ?readonly=${locked} @od-identity=${store}></onedoor-identity></div>`;
  }

  /** Cases that have one of the party's numbers too. A hint for a person to look into: nothing is merged by it. */
  #elsewhere(party: PartyValue): readonly CaseRow[] {
    const others = casesByMark(this.#rows.value ?? [], this.caseId);
    if (others.size === 0) return [];
    const numbers = [party.idNumber, ...(this.#numbers.get(party.id) ?? [])];
    return [...new Set(numbers.flatMap((number) => (number === undefined ? [] : (others.get(identityMark(number)) ?? []))))];
  }

  #elsewhereMark(party: PartyValue): TemplateResult | typeof nothing {
    const count = this.#elsewhere(party).length;
    return count === 0 ? nothing : html` <span class="mark">${this.t('parties.elsewhereMark', { count })}</span>`;
  }

  #elsewhereList(party: PartyValue): TemplateResult | typeof nothing {
    const cases = this.#elsewhere(party);
    if (cases.length === 0) return nothing;
    return html`<div class="notice"><p>${this.t('parties.elsewhere')}</p>
      <ul>${cases.map((row) => html`<li>${[formatNumber(row.number, this.desk.numberPrefix), row.title].filter(Boolean).join(' · ')} <span class="quiet">${this.t(`stage.${row.stage}`)}</span></li>`)}</ul>
    </div>`;
  }

  #members(party: PartyValue, locked: boolean): TemplateResult {
    const key = `${party.id}/members`;
    return field(
      this.t('party.members'),
      html`<input
        autocomplete="off"
        data-record=${party.id}
        data-field="members"
        .value=${live(this.#drafts.get(key) ?? formatList(this.desk.locale, party.members))}
        ?readonly=${locked}
        @input=${(event: InputEvent) => this.#draft(event, key)}
        @change=${(event: Event) => void this.#storeMembers(party, event)}
      />`,
      this.t('party.membersHint'),
    );
  }

  #line(party: PartyValue, name: (typeof LINES)[number], locked: boolean): TemplateResult {
    const key = `${party.id}/${name}`;
    return html`<input
      autocomplete="off"
      data-record=${party.id}
      data-field=${name}
      maxlength=${LENGTHS[name]}
      .value=${live(this.#drafts.get(key) ?? party[name] ?? '')}
      ?readonly=${locked}
      @input=${(event: InputEvent) => this.#draft(event, key)}
      @change=${(event: Event) => void this.#store(party, name, event)}
    />`;
  }

  #select(party: PartyValue, name: 'kind' | 'sex', values: readonly string[], locked: boolean): TemplateResult {
    return html`<select data-record=${party.id} data-field=${name} ?disabled=${locked} @change=${(event: Event) => void this.#store(party, name, event)}>
      ${name === 'sex' ? html`<option value="" ?selected=${party.sex === undefined}>${this.t('common.unknown')}</option>` : nothing}
      ${values.map((value) => html`<option value=${value} ?selected=${party[name] === value}>${this.#word(value)}</option>`)}
    </select>`;
  }

  #addForm(): TemplateResult {
    return html`<form class="stack editor" @keydown=${(event: KeyboardEvent) => this.#formKeys(event)} @submit=${onSubmit((form) => void this.#add(form))}>
      <div class="grid">
        ${field(this.t('party.field.kind'), html`<select name="kind" ${ref(focusWhenShown)} required>${options(KINDS, (kind) => this.t(`party.${kind}`), this.t('common.choose'))}</select>`)}
        ${LINES.map((name) => field(this.t(`party.field.${name}`), html`<input name=${name} autocomplete="off" ?required=${name === 'name'} maxlength=${LENGTHS[name]} />`))}
        <div class="wide">${field(this.t('party.members'), html`<input name="members" autocomplete="off" />`, this.t('party.membersHint'))}</div>
      </div>
      <div class="row">
        <button class="primary" type="submit">${this.t('common.add')}</button>
        <button type="button" @click=${() => this.#steps.openForm(false)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  #word(value: string): string {
    const known = oneOf([...KINDS, ...SEXES], value);
    return known === undefined ? value : this.t(`party.${known}`);
  }

  #toggle(id: string): void {
    this.#steps.edit(this.#steps.edited === id ? '' : id);
  }

  #type(event: Event): void {
    if (event.currentTarget instanceof HTMLInputElement) this.search = event.currentTarget.value;
  }

  #draft(event: InputEvent, key: string): void {
    if (event.currentTarget instanceof HTMLInputElement) this.#drafts.set(key, event.currentTarget.value);
  }

  /** Escape takes back what is typed; where nothing is, it closes the row. Texts have their own use for it. */
  #keys(event: KeyboardEvent, id: string): void {
    if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return;
    const typed = [...this.#drafts.keys()].filter((key) => key.startsWith(`${id}/`));
    for (const key of typed) this.#drafts.delete(key);
    if (typed.length > 0) return this.requestUpdate();
    this.#steps.edit('');
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-party="${CSS.escape(id)}"]`)?.focus());
  }

  #formKeys(event: KeyboardEvent): void {
    guardComposition(event);
    if (event.key === 'Escape' && !isComposing(event)) this.#steps.openForm(false);
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const kind = oneOf(KINDS, formValue(form, 'kind'));
    if (kind === undefined) return;
    const lines = Object.fromEntries(LINES.map((name) => [name, formValue(form, name)]).filter(([, value]) => value !== ''));
    await this.#steps.add(
      addParty.request({
        id: newId(),
        party: { ...lines, kind, name: formValue(form, 'name') },
        members: membersIn(formValue(form, 'members')),
      }),
    );
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

  /** Only who came and who went is written, so that two people may add one each. */
  async #storeMembers({ id, members }: PartyValue, event: Event): Promise<void> {
    if (!(event.currentTarget instanceof HTMLInputElement)) return;
    const wanted = membersIn(event.currentTarget.value);
    const add = wanted.filter((member) => !members.includes(member));
    const remove = members.filter((member) => !wanted.includes(member));
    if (add.length + remove.length === 0 || (await this.#steps.run(editMembers.request({ id, add, remove }))))
      this.#drafts.delete(`${id}/members`);
    this.requestUpdate();
  }

  #edit(id: string, patch: RecordPatch<typeof Party>): Promise<boolean> {
    return this.#steps.run(editParty.request({ id, patch }));
  }

  #remove({ id, name }: PartyValue): Promise<void> {
    return this.#steps.remove(removeParty.request({ id }), { id, name });
  }
}
