import { addDays } from '@onedoor/core';
import { field, filled, formValue, guardComposition, onSubmit } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { type Booked, bookingsOn, daysSlice, roomOfDay } from '../days.js';
import { AreasPart } from './areas.js';

/** Half hours in which the house is open to bookings. */
const TIMES = Array.from({ length: 29 }, (_, at) => `${String(7 + Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}`);
/** More open cases than this are not offered in a list. */
const MOST_CASES = 300;

/** Bookings of the areas on one day. */
export abstract class BookingsPart extends AreasPart {
  protected bookingsSection(): TemplateResult {
    const bookings = bookingsOn(this.daysOf(this.day), this.day);
    return html`
      <onedoor-conflicts case=${this.ctx.case} room=${roomOfDay(this.day)}></onedoor-conflicts>
      ${bookings.length === 0 ? html`<p class="empty">${this.t('bookings.none')}</p>` : this.#table(bookings)}
      ${this.#form()}
      <p class="row no-print"><button type="button" @click=${() => void this.#print(bookings)}>${this.t('bookings.print')}</button></p>`;
  }

  /** The day, with the days before and after. */
  protected dayTools(step: number): TemplateResult {
    const go = (day: string): void => {
      if (/^20\d\d-\d\d-\d\d$/.test(day)) this.day = day;
    };
    return html`<div class="row no-print">
      <button type="button" aria-label=${this.t(step === 1 ? 'day.before' : 'week.before')} @click=${() => go(addDays(this.day, -step))}>←</button>
      ${field(this.t('day'), html`<input type="date" name="shown" .value=${this.day} @change=${(event: Event) => event.target instanceof HTMLInputElement && go(event.target.value)} />`)}
      <button type="button" aria-label=${this.t(step === 1 ? 'day.after' : 'week.after')} @click=${() => go(addDays(this.day, step))}>→</button>
      <button type="button" @click=${() => go(this.today)}>${this.t('today')}</button>
    </div>`;
  }

  #table(bookings: readonly Booked[]): TemplateResult {
    return html`<table class="stack-narrow">
      <caption class="sr">${this.t('bookings')} ${this.dayWords(this.day)}</caption>
      <thead><tr><th scope="col">${this.t('time')}</th><th scope="col">${this.t('area')}</th><th scope="col">${this.t('purpose')}</th><th scope="col">${this.t('bookedBy')}</th><td class="no-print"></td></tr></thead>
      <tbody>${bookings.map(
        (booking) => html`<tr>
          <th scope="row" class="number">${this.t('span', booking as Pick<Booked, 'from' | 'to'>)}</th>
          <td data-label=${this.t('area')}>${this.areaName(booking.room)}</td>
          <td data-label=${this.t('purpose')}>${booking.purpose} ${this.#caseOf(booking)}</td>
          <td data-label=${this.t('bookedBy')}>${this.ctx.i18n.person(booking.by)} ${
            this.loggedOf(this.day).bookings[this.day]?.[booking.id] === undefined
              ? html`<span class="mark pending">${this.say('act.waiting')}</span>`
              : nothing
          }</td>
          <td class="no-print">${this.#cancel(booking)}</td>
        </tr>`,
      )}</tbody>
    </table>`;
  }

  /** The case that it is for, for whoever may read it; the others see that there is none to see. */
  #caseOf({ case: id }: Booked): TemplateResult | typeof nothing {
    const row = id === undefined ? undefined : this.ctx.cases.rows().find((each) => each.case === id);
    if (row === undefined) return nothing;
    return html`<button type="button" class="link printed" @click=${() => this.ctx.cases.open(row.case)}>${row.title}</button>`;
  }

  #cancel(booking: Booked): TemplateResult | typeof nothing {
    const own = booking.by === this.ctx.me.person;
    if (!own && !this.roomOf(this.day).acts.may('centre-days.revoke').allowed) return nothing;
    const send = (form: HTMLFormElement): void => {
      const args = { day: this.day, id: booking.id, reason: formValue(form, 'reason') };
      void this.actOn(this.day, own ? daysSlice.request.cancel(args) : daysSlice.request.revoke(args), form);
    };
    return html`<details class="act"><summary>${this.t('booking.cancel')}</summary>
      <form class="row" @keydown=${guardComposition} @submit=${onSubmit(send)}>
        ${field(this.t('reason'), html`<input name="reason" maxlength="500" ?required=${!own} />`)}
        <button type="submit">${this.t('booking.cancel')}</button>
      </form></details>`;
  }

  #form(): TemplateResult {
    const rooms = this.areas.filter(({ closed }) => closed !== true);
    const cases = this.ctx.cases.rows().filter(({ closed }) => !closed);
    const send = (form: HTMLFormElement): void => {
      const of = filled(form, 'case');
      void this.actOn(
        this.day,
        daysSlice.request.book({
          id: this.ctx.id(),
          day: this.day,
          room: formValue(form, 'room'),
          from: formValue(form, 'from'),
          to: formValue(form, 'to'),
          purpose: formValue(form, 'purpose'),
          ...(of === undefined ? {} : { case: of }),
        }),
        form,
      );
    };
    const times = (name: string, first: string, from: number) =>
      html`<select name=${name} required>${TIMES.slice(from, from + 28).map((time) => html`<option ?selected=${time === first}>${time}</option>`)}</select>`;
    return html`<details class="act no-print"><summary>${this.t('book')}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
        <div class="row">
          ${field(this.t('area'), html`<select name="room" required><option value="">${this.say('common.choose')}</option>${rooms.map((area) => html`<option value=${area.id}>${this.named(area)}${area.seats === undefined ? '' : this.t('seatsOf', { seats: area.seats })}</option>`)}</select>`)}
          ${field(this.t('from'), times('from', '09:00', 0))}
          ${field(this.t('to'), times('to', '10:00', 1))}
        </div>
        ${field(this.t('purpose'), html`<input name="purpose" required maxlength="200" />`, this.t('purpose.hint'))}
        ${
          cases.length === 0
            ? nothing
            : field(
                this.t('case'),
                html`<select name="case"><option value="">${this.t('case.none')}</option>${cases.slice(0, MOST_CASES).map((row) => html`<option value=${row.case}>${row.title}</option>`)}</select>`,
                this.t('case.hint'),
              )
        }
        <button type="submit" class="primary">${this.t('book')}</button>
      </form></details>`;
  }

  #print(bookings: readonly Booked[]): Promise<void> {
    const title = `${this.t('bookings')} ${this.dayWords(this.day)}`;
    return this.print({
      title,
      lang: this.ctx.locale === 'zh' ? 'zh-CN' : 'en',
      content: html`<h1>${title}</h1>
        ${bookings.length === 0 ? html`<p>${this.t('bookings.none')}</p>` : nothing}
        <table><thead><tr><th>${this.t('time')}</th><th>${this.t('area')}</th><th>${this.t('purpose')}</th><th>${this.t('bookedBy')}</th></tr></thead>
        <tbody>${bookings.map((booking) => html`<tr><td>${this.t('span', { from: booking.from, to: booking.to })}</td><td>${this.areaName(booking.room)}</td><td>${booking.purpose}</td><td>${this.ctx.i18n.person(booking.by)}</td></tr>`)}</tbody></table>`,
    });
  }
}
