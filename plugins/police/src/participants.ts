import type { ReadResult } from '@onedoor/core';
import { field, filled, formValue, guardComposition, onSubmit, typed } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { type PresentPerson, withoutGuardian } from './acts.js';
import { addParticipant, editParticipant, Participant, removeParticipant, restoreParticipant } from './content.js';
import { PoliceView } from './police-view.js';

/** Those who take part, with guardian and representative, and what each says. */
export abstract class ParticipantsPart extends PoliceView {
  @state() private removed: { readonly id: string; readonly name: string } | undefined;

  protected get participants(): readonly ReadResult<typeof Participant>[] {
    return this.ctx.data.collection(Participant).list();
  }

  /** The people as an act notes them. */
  protected get people(): (PresentPerson & { readonly id: string })[] {
    return this.participants.flatMap((read) => {
      if (!read.ok) return [];
      const { id, name, age, guardian, proxy } = read.value;
      return [{ id, name, age, guardian, proxy }];
    });
  }

  protected renderParticipants(): TemplateResult {
    const { participants, removed } = this;
    return html`<section class="part" aria-labelledby="participants">
      <h3 id="participants">${this.t('participants')}</h3>
      ${
        removed === undefined
          ? nothing
          : html`<p class="notice row no-print" role="status">${this.t('removed', { name: removed.name })}<button type="button" @click=${() => void this.#restore(removed.id)}>${this.t('undo')}</button></p>`
      }
      ${participants.length === 0 ? html`<p class="quiet">${this.t('noParticipants')}</p>` : nothing}
      <ul class="people">
        ${repeat(
          participants,
          (read) => read.id,
          (read) => this.#participant(read),
        )}
      </ul>
      ${this.ctx.writable ? this.#addForm() : nothing}
    </section>`;
  }

  #participant(read: ReadResult<typeof Participant>): TemplateResult {
    if (!read.ok) return html`<li class="notice">${this.t('damaged')}</li>`;
    const { id, name, age, guardian, proxy } = read.value;
    const edit = (patch: Parameters<typeof editParticipant.request>[0]['patch']) =>
      void this.ctx.commands.run(editParticipant.request({ id, patch })).then((result) => this.told(result));
    const alone = withoutGuardian([{ name, age, guardian }]).length > 0;
    return html`<li>
      <div class="row">
        <h4>${name}</h4>
        ${this.ctx.writable ? html`<button type="button" class="link no-print" aria-label=${`${this.t('remove')}: ${name}`} @click=${() => void this.#remove(id, name)}>${this.t('remove')}</button>` : nothing}
      </div>
      ${
        this.ctx.writable
          ? html`<div class="grid">
        ${field(
          this.t('age'),
          this.#input(age === undefined ? '' : String(age), (value) => edit({ age: value === '' ? undefined : Number(value) }), 'number'),
        )}
        ${field(
          this.t('guardian'),
          this.#input(guardian ?? '', (value) => edit({ guardian: value || undefined })),
        )}
        ${field(
          this.t('proxy'),
          this.#input(proxy ?? '', (value) => edit({ proxy: value || undefined })),
          this.t('proxyHint'),
        )}
      </div>`
          : this.#about(read.value)
      }
      ${alone ? html`<p class="notice"><span aria-hidden="true">▲ </span>${this.t('minorAlone', { name })}</p>` : nothing}
      ${this.history(Participant, id, this.t('statementOf', { name }), ['statement'], this.ctx.text(Participant, id, 'statement', this.t('statementOf', { name })))}
      <onedoor-text data-record=${id} data-field="statement" .field=${this.ctx.text(Participant, id, 'statement', this.t('statementOf', { name }))} rows="3" placeholder=${this.t('statementHint')}></onedoor-text>
    </li>`;
  }

  /** Age, guardian and representative as a reader sees them: what is filled in. */
  #about({ age, guardian, proxy }: Omit<PresentPerson, 'name'>): TemplateResult {
    const known = [
      ['age', age],
      ['guardian', guardian],
      ['proxy', proxy],
    ] as const;
    return html`<dl class="about">
      ${known.map(([name, value]) => (value === undefined ? nothing : html`<dt>${this.t(name)}</dt><dd>${value}</dd>`))}
    </dl>`;
  }

  #input(value: string, change: (value: string) => void, type: 'text' | 'number' = 'text'): TemplateResult {
    return html`<input
      type=${type}
      maxlength="100"
      min="0"
      max="130"
      .value=${typed(value)}
      @change=${(event: Event) => event.currentTarget instanceof HTMLInputElement && change(event.currentTarget.value.trim())}
    />`;
  }

  #addForm(): TemplateResult {
    const taken = new Set(this.participants.flatMap((read) => (read.ok ? [read.value.party] : [])));
    const parties = this.ctx.core.parties().filter(({ id }) => !taken.has(id));
    return html`<details class="act no-print">
      <summary>${this.t('addParticipant')}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
        <div class="grid">
          ${
            parties.length === 0
              ? nothing
              : field(
                  this.t('fromParties'),
                  html`<select name="party"><option value="">${this.t('otherPerson')}</option>${parties.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select>`,
                )
          }
          ${field(parties.length === 0 ? this.t('name') : this.t('otherPerson'), html`<input name="name" maxlength="100" autocomplete="off" />`)}
          ${field(this.t('age'), html`<input name="age" type="number" min="0" max="130" />`)}
          ${field(this.t('guardian'), html`<input name="guardian" maxlength="100" autocomplete="off" />`)}
        </div>
        <button type="submit" class="primary">${this.t('addParticipant')}</button>
      </form>
    </details>`;
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const party = this.ctx.core.parties().find(({ id }) => id === formValue(form, 'party'));
    const name = party?.name ?? formValue(form, 'name');
    const age = filled(form, 'age');
    if (name === '') return form.querySelector<HTMLElement>('[name=name]')?.focus();
    const request = addParticipant.request({
      id: this.ctx.id(),
      name,
      ...(party === undefined ? {} : { party: party.id }),
      ...(age === undefined ? {} : { age: Number(age) }),
      guardian: filled(form, 'guardian'),
    });
    if (this.told(await this.ctx.commands.run(request))) form.reset();
  }

  async #remove(id: string, name: string): Promise<void> {
    if (this.told(await this.ctx.commands.run(removeParticipant.request({ id })))) this.removed = { id, name };
  }

  async #restore(id: string): Promise<void> {
    if (this.told(await this.ctx.commands.run(restoreParticipant.request({ id })))) this.removed = undefined;
  }
}
