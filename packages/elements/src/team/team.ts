import { type CaseRole, type CaseState, caseSlice, type Member, type Refusal } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { CaseElement } from '../internal/case-element.js';
import { field, focusWhenShown, formValue, guardComposition, oneOf, onSubmit, options } from '../internal/form.js';
import { teamStyles } from './team.styles.js';
import '../locales/case-texts.js';

const ROLES = ['member', 'leader', 'observer', 'helper'] as const satisfies readonly CaseRole[];
/** Members who are shown at once; the lead and the leader come first. */
const SHOWN = 4;
const ORDER: readonly CaseRole[] = ['lead', 'leader', 'member', 'observer', 'helper'];

/**
 * Who works on a case and in which part. The lead adds, removes and hands over; each is an act and waits, marked,
 * until the server has logged it.
 *
 * @attr case - Case id.
 */
export class OnedoorTeam extends CaseElement {
  static override styles = [...CaseElement.styles, teamStyles];

  @state() private adding = false;
  @state() private asked: { readonly person: string; readonly act: 'remove' | 'handOver' } | undefined;
  @state() private problem: Refusal | undefined;
  readonly #case = this.openRoom('case');

  protected override render(): TemplateResult | typeof nothing {
    const room = this.#case.room;
    const shown = this.caseState(room);
    if (room === undefined || shown === undefined || !shown.created) return nothing;
    const logged = caseSlice.of(room.logged().slices);
    const members = Object.values(shown.members).sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.since - b.since);
    const mayAdd = this.mayAct(room, 'case.addMember').allowed;
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('case.team')}</h2>
        ${mayAdd && !this.adding ? html`<button type="button" data-return class="no-print" @click=${() => (this.adding = true)}>${this.t('team.add')}</button>` : nothing}
      </div>
      ${this.adding ? this.#addForm(shown) : nothing}
      <ul>${members.slice(0, SHOWN).map((member) => this.#member(member, logged))}</ul>
      ${
        members.length <= SHOWN
          ? nothing
          : html`<details ?open=${this.asked !== undefined}><summary>${this.t('team.others', { count: members.length - SHOWN })}</summary><ul>${members.slice(SHOWN).map((member) => this.#member(member, logged))}</ul></details>`
      }
      ${this.refusal(this.problem)}
    </section>`;
  }

  #member(member: Member, logged: CaseState): TemplateResult {
    const { person, role } = member;
    const waiting = logged.members[person]?.role !== role;
    const mayRemove = role !== 'lead' && this.mayAct(this.#case.room, 'case.removeMember').allowed;
    const name = this.nameOf(person);
    return html`<li>
      <div class="row">
        <div class="who">
          <strong>${name}</strong> <span class=${waiting ? 'mark pending' : 'mark'}>${this.t(`role.${role}`)}${waiting ? ` · ${this.t('act.waiting')}` : nothing}</span>
          <p class="quiet post">${this.postOf(person)}</p>
        </div>
        ${
          mayRemove
            ? html`<span class="actions no-print">
              <button type="button" class="link" aria-label=${`${this.t('team.handOver')}: ${name}`} @click=${() => (this.asked = { person, act: 'handOver' })}>${this.t('team.handOver')}</button>
              <button type="button" class="link" aria-label=${`${this.t('team.remove')}: ${name}`} @click=${() => (this.asked = { person, act: 'remove' })}>${this.t('team.remove')}</button>
            </span>`
            : nothing
        }
      </div>
      ${this.asked?.person === person ? this.#reasonForm(name) : nothing}
    </li>`;
  }

  #reasonForm(name: string): TemplateResult {
    const act = this.asked?.act ?? 'remove';
    return html`<form class="stack notice no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#act(form))}>
      ${field(this.t(`team.${act}Reason`, { name }), html`<input name="reason" ${ref(focusWhenShown)} maxlength="2000" autocomplete="off" />`)}
      <div class="row">
        <button type="submit">${this.t(`team.${act}`)}</button>
        <button type="button" @click=${() => (this.asked = undefined)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  #addForm(shown: CaseState): TemplateResult {
    const people = Object.values(this.directory.value?.people ?? {}).filter(
      (person) => person.active && shown.members[person.person] === undefined,
    );
    return html`<form class="stack no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      ${field(
        this.t('team.person'),
        html`<select name="person" ${ref(focusWhenShown)} required>${options(
          people.map((person) => person.person),
          (person) => `${this.nameOf(person)} · ${this.postOf(person)}`,
          this.t('common.choose'),
        )}</select>`,
      )}
      ${field(this.t('team.role'), html`<select name="role" required>${options(ROLES, (role) => this.t(`role.${role}`), this.t('common.choose'))}</select>`)}
      <div class="row">
        <button class="primary" type="submit">${this.t('common.add')}</button>
        <button type="button" @click=${() => (this.adding = false)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const role = oneOf(ROLES, formValue(form, 'role'));
    const person = formValue(form, 'person');
    if (role === undefined || person === '') return;
    if (await this.#send(caseSlice.request.addMember({ person, role }))) this.adding = false;
  }

  async #act(form: HTMLFormElement): Promise<void> {
    if (this.asked === undefined) return;
    const { person, act } = this.asked;
    const args = { person, reason: formValue(form, 'reason') };
    if (await this.#send(act === 'remove' ? caseSlice.request.removeMember(args) : caseSlice.request.handOver(args)))
      this.asked = undefined;
  }

  async #send(request: ReturnType<typeof caseSlice.request.addMember>): Promise<boolean> {
    const result = await this.sendAct(request);
    this.problem = result?.ok === false ? result.refusal : undefined;
    return result?.ok === true;
  }
}
