import type { ReadResult } from '@onedoor/core';
import { field, formValue, guardComposition, onSubmit, typed } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { MediationView } from './mediation-view.js';
import { minutesInOrder } from './minutes.js';
import { editSession, Minutes, openSession } from './model.js';
import { sessionSlice } from './session.js';

/**
 * Minutes of sessions that nobody has called at the table above, the latest first, each written by the whole team at once.
 * They are counted with the others.
 */
export class MinutesView extends MediationView {
  protected override render(): TemplateResult {
    const called = this.ctx.in('mediation').acts.state(sessionSlice).sessions;
    const all = minutesInOrder(this.ctx.data.collection(Minutes).list());
    const counted = all.filter(({ id }) => called[id]?.cancelled === undefined);
    const sessions = all.filter(({ id }) => called[id] === undefined);
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t(all.length > sessions.length ? 'otherMinutes' : 'minutes')}</h2>
      ${this.ctx.writable ? this.#form() : nothing} ${this.refusal()}
      ${all.length === 0 ? html`<p class="empty">${this.t('none')}</p>` : nothing}
      <ol reversed>
        ${repeat(
          [...sessions].reverse(),
          (session) => session.id,
          (session) => this.#session(session, counted.indexOf(session) + 1),
        )}
      </ol>
    </section>`;
  }

  #form(): TemplateResult {
    return html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#open(form))}>
      ${field(this.t('heldOn'), html`<input type="date" name="heldOn" value=${this.ctx.clock.today()} />`)}
      <div class="grow">${field(this.t('place'), html`<input name="place" maxlength="200" autocomplete="off" />`)}</div>
      <button type="submit">${this.t('add')}</button>
    </form>`;
  }

  #session(session: ReadResult<typeof Minutes>, number: number): TemplateResult {
    const title = this.t('session', { number });
    if (!session.ok) return html`<li><h3>${title}</h3><p class="notice">${this.t('damaged')}</p></li>`;
    const { id, heldOn, place } = session.value;
    const text = this.ctx.text(Minutes, id, 'text', title);
    return html`<li>
      <div class="head">
        <h3>${title} <span class="quiet number">${heldOn === undefined ? this.t('noDate') : this.ctx.i18n.date(heldOn)}</span></h3>
        ${this.#input(id, 'heldOn', heldOn, 'date')} ${this.#input(id, 'place', place, 'text')}
        ${this.history(Minutes, id, title, ['text', 'heldOn', 'place'], text)}
      </div>
      <onedoor-text data-record=${id} data-field="text" .field=${text} rows="10" placeholder=${this.t('minutesHint')}></onedoor-text>
    </li>`;
  }

  #input(id: string, name: 'heldOn' | 'place', value: string | undefined, type: 'date' | 'text'): TemplateResult {
    return field(
      this.t(name),
      html`<input
        type=${type}
        maxlength="200"
        .value=${typed(value ?? '')}
        ?readonly=${!this.ctx.writable}
        @change=${(event: Event) => event.currentTarget instanceof HTMLInputElement && void this.#edit(id, name, event.currentTarget.value)}
      />`,
    );
  }

  async #open(form: HTMLFormElement): Promise<void> {
    const heldOn = formValue(form, 'heldOn') || undefined;
    const place = formValue(form, 'place') || undefined;
    form.reset();
    this.told(await this.ctx.commands.run(openSession.request({ id: this.ctx.id(), heldOn, place })));
  }

  async #edit(id: string, name: 'heldOn' | 'place', value: string): Promise<void> {
    this.told(await this.ctx.commands.run(editSession.request({ id, patch: { [name]: value.trim() || undefined } })));
  }
}
