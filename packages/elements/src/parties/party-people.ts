import {
  ADULT_AGE,
  addPartyPerson,
  ageOn,
  bornOnOf,
  editPartyPerson,
  PARTY_ROLES,
  PartyPerson,
  peopleFaults,
  type ReadResult,
  type RecordPatch,
  type RecordValue,
  removePartyPerson,
  shanghaiDate,
} from '@onedoor/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { field, filled, focusWhenShown, formValue, guardComposition, isComposing, oneOf, onSubmit, options } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import { RecordSteps } from '../internal/record-steps.js';
import { formatDate } from '../locales/format.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

type Person = RecordValue<typeof PartyPerson>;
type Role = Person['role'];
const POWERS = ['general', 'special'] as const;
const SEXES = ['male', 'female'] as const;
const FIELDS = ['name', 'relation', 'sex', 'bornOn', 'phone', 'actsFor', 'powers', 'matters', 'until'] as const;

/**
 * Who belongs to a party or acts for it: members of a household, chosen representatives, proxies with their powers,
 * guardians of minors. What is missing is said beside the name. Written by `<onedoor-parties>` in the row that is open.
 */
export class PartyPeople extends CaseElement {
  static override styles = [
    ...CaseElement.styles,
    css`
      ul {
        margin: 4px 0;
      }
      li {
        padding: 6px 0;
        border-top: 1px solid var(--_line);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      .line .grow {
        flex: 1 1 240px;
      }
      .fault {
        color: var(--_warning);
        font-size: 13px;
        line-height: 20px;
      }
      .form {
        margin: 8px 0;
        padding: 12px;
        border: 1px solid var(--_line);
        border-radius: 4px;
        background: var(--_surface);
      }
      onedoor-identity {
        min-width: 200px;
      }
    `,
  ];

  @property() party = '';
  /** The role that is chosen in the form: it says which fields there are. */
  @state() private chosen: Role | '' = '';
  readonly #joint = this.openRoom('joint', { collections: [PartyPerson.name] });
  readonly #steps = new RecordSteps(this, PartyPerson, () => this.#joint.room);

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('caseId') || changed.has('party')) this.#steps.reset();
  }

  protected override render(): TemplateResult | typeof nothing {
    const room = this.#joint.room;
    if (this.unavailable(this.#joint) !== nothing || room === undefined) return nothing;
    const all = room.records.list(PartyPerson);
    const own = all.filter((read) => (read.ok ? read.value.party : read.raw['party']) === this.party);
    const today = shanghaiDate(Date.now());
    const faults = peopleFaults(
      all.flatMap((read) => (read.ok ? [read.value] : [])),
      today,
    );
    return html`<section aria-labelledby="people">
      <div class="row">
        <h4 id="people" class="label">${this.t('people.title')}</h4>
        ${this.#joint.writable && !this.#steps.adding ? html`<button type="button" data-return class="no-print" @click=${() => this.#open()}>${this.t('people.add')}</button>` : nothing}
      </div>
      ${this.#steps.adding ? this.#form() : nothing} ${this.refusal(this.#steps.problem)} ${this.undoLine(this.#steps)}
      ${own.length === 0 ? html`<p class="quiet">${this.t('people.none')}</p>` : nothing}
      <ul>
        ${repeat(
          own,
          (read) => read.id,
          (read) => this.#person(read, today, faults),
        )}
      </ul>
    </section>`;
  }

  #person(read: ReadResult<typeof PartyPerson>, today: string, faults: ReturnType<typeof peopleFaults>): TemplateResult {
    if (!read.ok) return html`<li>${this.damaged(read, PartyPerson)}</li>`;
    const person = read.value;
    if (this.#steps.edited === person.id && this.#joint.writable) return html`<li>${this.#form(person)}</li>`;
    const { locale } = this.desk;
    const born = bornOnOf(person, today);
    const age = born === undefined ? undefined : ageOn(today, born);
    const words = [
      person.relation,
      person.sex === undefined ? undefined : this.t(`party.${person.sex}`),
      age === undefined ? undefined : this.t('people.age', { age }),
      age !== undefined && age < ADULT_AGE ? this.t('people.minor') : undefined,
      (person.actsFor ?? '') === '' ? undefined : this.t('people.actsForShown', { name: person.actsFor ?? '' }),
      person.powers === undefined ? undefined : this.t(`people.powers.${person.powers}`),
      person.matters,
      person.until === undefined ? undefined : this.t('people.untilShown', { on: formatDate(locale, person.until) }),
      person.phone,
    ].filter(Boolean);
    const contested = Object.entries(this.#joint.room?.records.contestedFields(PartyPerson, person.id) ?? {});
    return html`<li>
      <div class="line">
        <span class="mark">${this.t(`people.role.${person.role}`)}</span>
        <span class="grow"><strong>${person.name}</strong> <span class="quiet">${words.join(' · ')}</span></span>
        ${
          (person.idNumber ?? '') === ''
            ? nothing
            : html`<onedoor-identity case=${this.caseId} of=${person.id} name=${person.name} value=${person.idNumber ?? ''} readonly></onedoor-identity>`
        }
        ${this.historyOf(PartyPerson, person.id, person.name)}
        ${this.#joint.writable ? html`<button type="button" class="link no-print" aria-label=${`${this.t('common.edit')}: ${person.name}`} @click=${() => this.#open(person)}>${this.t('common.edit')}</button>` : nothing}
      </div>
      ${faults
        .filter((fault) => fault.person.id === person.id)
        .map(({ kind }) => html`<p class="fault"><span aria-hidden="true">▲</span> ${this.t(`people.fault.${kind}`)}</p>`)}
      ${contested.map(([name, values]) =>
        contestedView(values, {
          label: name === 'idNumber' ? this.t('party.field.idNumber') : this.#label(name),
          words: this.contestedWords(),
          format: (value) => String(value),
          ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#write(person.id, { [name]: value }) } : {}),
        }),
      )}
    </li>`;
  }

  #label(name: string): string {
    const known = FIELDS.find((each) => each === name);
    return known === undefined ? name : this.t(`people.${known}`);
  }

  /** Only the fields that the role has. Values go in as attributes: what others write meanwhile shows, save where this person typed. */
  #form(person?: Person): TemplateResult {
    const role = person?.role ?? this.chosen;
    const line = (name: (typeof FIELDS)[number], max: number, required = false) =>
      field(
        this.t(`people.${name}`),
        html`<input name=${name} value=${person?.[name] ?? ''} maxlength=${max} ?required=${required} autocomplete="off" />`,
      );
    const day = (name: 'bornOn' | 'until') =>
      field(this.t(`people.${name}`), html`<input type="date" name=${name} value=${person?.[name] ?? ''} />`);
    const acts = role === 'proxy' || role === 'guardian';
    return html`<form class="stack form" @keydown=${this.#keys} @submit=${onSubmit((form) => void this.#save(form, person))}>
      <div class="grid">
        ${
          person === undefined
            ? field(
                this.t('people.role'),
                html`<select name="role" required ${ref(focusWhenShown)} @change=${this.#choose}>${options(PARTY_ROLES, (each) => this.t(`people.role.${each}`), this.t('common.choose'))}</select>`,
              )
            : nothing
        }
        ${line('name', 100, true)} ${role === 'member' || role === 'guardian' ? line('relation', 40) : nothing}
        ${acts ? line('actsFor', 100, role === 'guardian') : nothing}
        ${
          role === 'proxy'
            ? html`${field(
                this.t('people.powers'),
                html`<select name="powers" required>
                  <option value="">${this.t('common.choose')}</option>
                  ${POWERS.map((each) => html`<option value=${each} ?selected=${person?.powers === each}>${this.t(`people.powers.${each}`)}</option>`)}
                </select>`,
              )}
              ${day('until')}
              <div class="wide">${field(this.t('people.matters'), html`<input name="matters" value=${person?.matters ?? ''} maxlength="500" autocomplete="off" />`, this.t('people.mattersHint'))}</div>`
            : nothing
        }
        ${
          person === undefined || (person.idNumber ?? '') === ''
            ? field(this.t('party.field.idNumber'), html`<input name="idNumber" maxlength="18" autocomplete="off" />`)
            : html`<div class="field"><span class="label">${this.t('party.field.idNumber')}</span>
                <onedoor-identity case=${this.caseId} of=${person.id} name=${person.name} value=${person.idNumber ?? ''} @od-identity=${(event: CustomEvent<{ value: string }>) => void this.#write(person.id, { idNumber: event.detail.value || undefined })}></onedoor-identity></div>`
        }
        ${role === 'member' ? day('bornOn') : nothing}
        ${field(
          this.t('people.sex'),
          html`<select name="sex">
            <option value="">${this.t('common.unknown')}</option>
            ${SEXES.map((each) => html`<option value=${each} ?selected=${person?.sex === each}>${this.t(`party.${each}`)}</option>`)}
          </select>`,
        )}
        ${line('phone', 40)}
      </div>
      <div class="row">
        <button class="primary" type="submit">${this.t(person === undefined ? 'common.add' : 'common.save')}</button>
        <button type="button" @click=${() => this.#shut()}>${this.t('common.cancel')}</button>
        ${person === undefined ? nothing : html`<button type="button" class="danger" @click=${() => void this.#steps.remove(removePartyPerson.request({ id: person.id }), { id: person.id, name: person.name })}>${this.t('people.remove')}</button>`}
      </div>
    </form>`;
  }

  #open(person?: Person): void {
    this.chosen = '';
    this.#steps.openForm(person === undefined);
    this.#steps.edit(person?.id ?? '');
  }

  #shut(): void {
    this.#steps.openForm(false);
    this.#steps.edit('');
  }

  readonly #choose = (event: Event): void => {
    if (event.currentTarget instanceof HTMLSelectElement) this.chosen = oneOf(PARTY_ROLES, event.currentTarget.value) ?? '';
  };

  readonly #keys = (event: KeyboardEvent): void => {
    guardComposition(event);
    if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#shut();
  };

  /** Of an edit only what differs is written, so that two people may edit two fields of one person. */
  async #save(form: HTMLFormElement, person?: Person): Promise<void> {
    const role = person?.role ?? oneOf(PARTY_ROLES, formValue(form, 'role'));
    if (role === undefined) return;
    const given = {
      name: formValue(form, 'name'),
      relation: filled(form, 'relation'),
      sex: oneOf(SEXES, formValue(form, 'sex')),
      bornOn: filled(form, 'bornOn'),
      phone: filled(form, 'phone'),
      actsFor: filled(form, 'actsFor'),
      powers: oneOf(POWERS, formValue(form, 'powers')),
      matters: filled(form, 'matters'),
      until: filled(form, 'until'),
    };
    const idNumber = filled(form, 'idNumber')?.toUpperCase();
    if (person === undefined) {
      const present = Object.fromEntries(Object.entries({ ...given, idNumber }).filter(([, value]) => value !== undefined));
      await this.#steps.add(addPartyPerson.request({ ...present, name: given.name, id: newId(), party: this.party, role }));
      return;
    }
    const changed = FIELDS.filter((name) => form.elements.namedItem(name) !== null && given[name] !== person[name]);
    const patch = {
      ...Object.fromEntries(changed.map((name) => [name, given[name]])),
      ...(idNumber === undefined ? {} : { idNumber }),
    };
    if (Object.keys(patch).length === 0 || (await this.#write(person.id, patch))) this.#shut();
  }

  #write(id: string, patch: RecordPatch<typeof PartyPerson>): Promise<boolean> {
    return this.#steps.run(editPartyPerson.request({ id, patch }));
  }
}
