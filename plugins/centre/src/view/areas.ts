import { field, formValue, guardComposition, type ListedPlugin, onSubmit } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { bookingsOn, onDuty } from '../days.js';
import { type Area, houseSlice, KINDS } from '../house.js';
import { usualAreas, usualPosts } from '../usual.js';
import { CentreBase } from './base.js';

/** The areas: who is there on the day, what is booked, and the part of the program whose work is done there. */
export abstract class AreasPart extends CentreBase {
  @state() private turning: ListedPlugin | undefined;
  /** Area whose row is open to be changed. */
  @state() private changing = '';

  protected areasSection(): TemplateResult {
    const { areas } = this;
    if (areas.length === 0)
      return html`<p class="empty">${this.t('areas.none')}</p>
        ${this.manages ? html`<p><button type="button" class="primary" @click=${() => void this.#begin()}>${this.t('areas.usual')}</button></p>` : nothing}`;
    return html`<table class="stack-narrow">
        <caption class="sr">${this.t('areas')}</caption>
        <thead><tr><th scope="col">${this.t('area')}</th><th scope="col">${this.t('onDuty')}</th><th scope="col">${this.t('bookings')}</th><th scope="col">${this.t('part')}</th></tr></thead>
        <tbody>${areas.map((area) => this.#area(area))}</tbody>
      </table>
      ${this.#turnForm()}
      <p class="quiet">${this.t('areas.hint')}</p>
      ${this.manages ? this.#manage() : nothing}`;
  }

  async #begin(): Promise<void> {
    for (const area of usualAreas()) if (!(await this.act(houseSlice.request.room(area)))) return;
    for (const post of usualPosts()) if (!(await this.act(houseSlice.request.post(post)))) return;
  }

  #area(area: Area): TemplateResult {
    const days = this.daysOf(this.day);
    const there = this.posts
      .filter(({ room }) => room === area.id)
      .flatMap((post) => {
        const person = onDuty(days, { day: this.day, post: post.id });
        return person === undefined ? [] : [`${this.named(post)}${this.say('common.colon')}${this.ctx.i18n.person(person)}`];
      });
    const booked = bookingsOn(days, this.day).filter(({ room }) => room === area.id);
    const label = this.t('area.change', { name: this.named(area) });
    const open = this.changing === area.id;
    return html`<tr>
      <th scope="row"><span class="row"><span>${this.named(area)}${area.closed === true ? html` <span class="mark">${this.t('area.closed')}</span>` : nothing}</span>
        ${this.manages ? html`<button type="button" class="link no-print" aria-label=${label} aria-expanded=${open} @click=${() => (this.changing = open ? '' : area.id)}>${this.t('change')}</button>` : nothing}</span></th>
      <td data-label=${this.t('onDuty')}>${there.length === 0 ? html`<span class="quiet">${this.t('nobody')}</span>` : there.map((words) => html`<div>${words}</div>`)}</td>
      <td data-label=${this.t('bookings')}>${
        booked.length === 0
          ? html`<span class="quiet">${this.t('free')}</span>`
          : booked.map(({ from, to }) => html`<div class="number">${this.t('span', { from, to })}</div>`)
      }</td>
      <td data-label=${this.t('part')}>${this.#parts(area)}</td>
    </tr>
    ${open && this.manages ? html`<tr class="no-print"><td colspan="4"><div class="panel" role="group" aria-label=${label}>${this.#areaForm((form) => void this.#saveArea(form), area)}</div></td></tr>` : nothing}`;
  }

  #parts(area: Area): TemplateResult {
    const parts = this.ctx.plugins.list().filter(({ name }) => area.plugins.includes(name));
    if (parts.length === 0) return html`<span class="quiet">${this.t('part.none')}</span>`;
    return html`${parts.map((part) => {
      const { label, off } = part;
      const turn = this.t(off === undefined ? 'off' : 'on');
      return html`<div class="row">
        <span>${label} ${off === undefined ? html`<span class="mark ok">${this.t('part.on')}</span>` : html`<span class="mark warning">${this.t('part.off')}</span>`}</span>
        ${this.ctx.plugins.may() ? html`<button type="button" class="link no-print" aria-label=${`${turn} ${label}`} @click=${() => (this.turning = part)}>${turn}</button>` : nothing}
        ${off === undefined ? nothing : html`<span class="quiet">${this.t('part.offSince', { at: this.ctx.i18n.moment(off.at), by: this.ctx.i18n.person(off.by), reason: off.reason })}</span>`}
      </div>`;
    })}`;
  }

  /** What a switch does is said before it is done: it is everybody's desk that changes. */
  #turnForm(): TemplateResult | typeof nothing {
    const { turning } = this;
    if (turning === undefined) return nothing;
    const on = turning.off !== undefined;
    const send = async (form: HTMLFormElement): Promise<void> => {
      if (this.told(await this.ctx.plugins.turn(turning.name, on, formValue(form, 'reason')))) this.turning = undefined;
    };
    return html`<form class="panel stack no-print" aria-label=${this.t(on ? 'turn.on' : 'turn.off', { name: turning.label })} @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form))}>
      <p><strong>${this.t(on ? 'turn.on' : 'turn.off', { name: turning.label })}</strong> ${this.t(on ? 'turn.onHint' : 'turn.offHint')}</p>
      ${field(this.t('reason'), html`<input name="reason" required maxlength="500" />`)}
      <div class="row"><button type="submit" class="primary">${this.t(on ? 'on' : 'off')}</button>
        <button type="button" @click=${() => (this.turning = undefined)}>${this.say('common.cancel')}</button></div>
    </form>`;
  }

  async #saveArea(form: HTMLFormElement): Promise<void> {
    const known = this.house.rooms[formValue(form, 'id')];
    const seats = Number(formValue(form, 'seats'));
    const nameEn = formValue(form, 'nameEn');
    // A plugin that this page does not have stays named: another page has it.
    const listed = new Set(this.ctx.plugins.list().map(({ name }) => name));
    const kept = (known?.plugins ?? []).filter((name) => !listed.has(name));
    const request = houseSlice.request.room({
      id: known?.id ?? this.ctx.id(),
      name: formValue(form, 'name'),
      ...(nameEn === '' ? {} : { nameEn }),
      order: known?.order ?? this.areas.length,
      ...(seats > 0 ? { seats } : {}),
      plugins: [...kept, ...new FormData(form).getAll('plugins').map(String)],
      ...(formValue(form, 'closed') === '' ? {} : { closed: true as const }),
    });
    if (await this.act(request, form)) this.changing = '';
  }

  #manage(): TemplateResult {
    const post = (form: HTMLFormElement): void => {
      const [room, nameEn] = [formValue(form, 'room'), formValue(form, 'nameEn')];
      void this.act(
        houseSlice.request.post({
          id: this.ctx.id(),
          name: formValue(form, 'name'),
          ...(nameEn === '' ? {} : { nameEn }),
          order: Object.keys(this.house.posts).length,
          ...(room === '' ? {} : { room }),
          kind: KINDS.find((kind) => kind === formValue(form, 'kind')) ?? 'resident',
        }),
        form,
      );
    };
    return html`<div class="row no-print">
      <details class="act"><summary>${this.t('area.add')}</summary>${this.#areaForm((form) => void this.#saveArea(form))}</details>
      <details class="act"><summary>${this.t('post.add')}</summary>
        <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(post)}>
          ${this.#names()}
          ${field(this.t('area'), html`<select name="room"><option value="">${this.t('post.anywhere')}</option>${this.areas.map((each) => html`<option value=${each.id}>${this.named(each)}</option>`)}</select>`)}
          ${field(this.t('post.kind'), html`<select name="kind" required>${KINDS.map((kind) => html`<option value=${kind}>${this.t(`kind.${kind}`)}</option>`)}</select>`)}
          <button type="submit">${this.say('common.add')}</button>
        </form>
      </details>
    </div>`;
  }

  #names(area?: Area): TemplateResult {
    return html`${field(this.t('name'), html`<input name="name" required maxlength="40" value=${area?.name ?? ''} />`)}
      ${field(this.t('nameEn'), html`<input name="nameEn" maxlength="40" lang="en" value=${area?.nameEn ?? ''} />`)}`;
  }

  #areaForm(send: (form: HTMLFormElement) => void, area?: Area): TemplateResult {
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <input type="hidden" name="id" value=${area?.id ?? ''} />
      ${this.#names(area)}
      ${field(this.t('seats'), html`<input name="seats" type="number" min="1" max="999" value=${area?.seats ?? ''} />`)}
      <fieldset><legend>${this.t('part')}</legend>
        ${this.ctx.plugins
          .list()
          .map(
            ({ name, label }) =>
              html`<label class="check"><input type="checkbox" name="plugins" value=${name} ?checked=${area?.plugins.includes(name)} /><span>${label}</span></label>`,
          )}
      </fieldset>
      <label class="check"><input type="checkbox" name="closed" ?checked=${area?.closed} /><span>${this.t('area.close')}</span></label>
      <button type="submit">${this.say('common.save')}</button>
    </form>`;
  }
}
