import { addDays } from '@onedoor/core';
import { field, formValue, guardComposition, oneOf, onSubmit } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { type AskedSwap, daysSlice, onDuty, openSwaps, type Slot } from '../days.js';
import type { Post } from '../house.js';
import { BookingsPart } from './bookings.js';

const slotKey = ({ day, post }: Slot): string => `${day}|${post}`;

/** Who is on duty in a week, and duties that two people exchange. */
export abstract class RosterPart extends BookingsPart {
  @state() private planning = false;

  protected rosterSection(): TemplateResult {
    const { posts } = this;
    if (posts.length === 0) return html`<p class="empty">${this.t('roster.noPosts')}</p>`;
    return html`${this.#swaps()} ${this.planning ? this.#plan(posts) : this.#table(posts)}
      <p class="row no-print">
        ${
          !this.planning && this.roomOf(this.day).acts.may('centre-days.assign').allowed
            ? html`<button type="button" @click=${() => (this.planning = true)}>${this.t('plan')}</button>`
            : nothing
        }
        <button type="button" @click=${() => void this.#print(posts)}>${this.t('roster.print')}</button>
      </p>
      ${this.#ask()}`;
  }

  #person(slot: Slot): string | undefined {
    return onDuty(this.daysOf(slot.day), slot);
  }

  #cell(slot: Slot): TemplateResult {
    const person = this.#person(slot);
    if (person === undefined) return html`<span class="quiet" aria-label=${this.t('nobody')}>–</span>`;
    const waits = onDuty(this.loggedOf(slot.day), slot) !== person;
    const name = this.ctx.i18n.person(person);
    return html`${person === this.ctx.me.person ? html`<strong>${name}</strong>` : name}
      ${waits ? html`<span class="mark pending">${this.say('act.waiting')}</span>` : nothing}`;
  }

  #head(): TemplateResult {
    return html`<thead><tr><th scope="col">${this.t('post')}</th>${this.week.map(
      (day) =>
        html`<th scope="col" class=${day === this.today ? 'now' : ''}>${this.dayWords(day)}${this.isRest(day) ? html` <span class="quiet">${this.t('rest')}</span>` : nothing}</th>`,
    )}</tr></thead>`;
  }

  #table(posts: readonly Post[]): TemplateResult {
    return html`<table class="stack-narrow">
      <caption class="sr">${this.t('roster')}</caption>
      ${this.#head()}
      <tbody>${posts.map(
        (post) => html`<tr><th scope="row">${this.named(post)} <span class="quiet">${this.t(`kind.${post.kind}`)}</span></th>
          ${this.week.map((day) => html`<td data-label=${this.dayWords(day)} class=${day === this.today ? 'now' : ''}>${this.#cell({ day, post: post.id })}</td>`)}</tr>`,
      )}</tbody>
    </table>`;
  }

  #plan(posts: readonly Post[]): TemplateResult {
    const people = Object.values(this.ctx.core.people()).filter(({ active }) => active);
    const send = async (form: HTMLFormElement): Promise<void> => {
      const slots = this.week.flatMap((day) =>
        posts.flatMap(({ id: post }) => {
          const person = oneOf(
            people.map((each) => each.person),
            formValue(form, slotKey({ day, post })),
          );
          return person === this.#person({ day, post }) ? [] : [{ day, post, ...(person === undefined ? {} : { person }) }];
        }),
      );
      // A week over the end of a year lies in two rooms.
      for (const year of new Set(slots.map(({ day }) => day.slice(0, 4)))) {
        const of = slots.filter(({ day }) => day.startsWith(year));
        if (!(await this.actOn(of[0]?.day ?? this.day, daysSlice.request.assign({ slots: of })))) return;
      }
      this.planning = false;
    };
    /** What stood a week before is put into the fields that are empty. */
    const asBefore = (event: Event): void => {
      const form = event.target instanceof HTMLElement ? event.target.closest('form') : null;
      for (const day of this.week)
        for (const { id: post } of posts) {
          const select = form?.elements.namedItem(slotKey({ day, post }));
          if (select instanceof HTMLSelectElement && select.value === '')
            select.value = this.#person({ day: addDays(day, -7), post }) ?? '';
        }
    };
    return html`<form @submit=${onSubmit((form) => void send(form))}>
      <table class="stack-narrow">
        <caption class="sr">${this.t('plan')}</caption>
        ${this.#head()}
        <tbody>${posts.map(
          (post) =>
            html`<tr><th scope="row">${this.named(post)}</th>${this.week.map((day) => {
              const known = this.#person({ day, post: post.id });
              return html`<td data-label=${this.dayWords(day)}><select name=${slotKey({ day, post: post.id })} aria-label=${`${this.named(post)} ${this.dayWords(day)}`}>
              <option value="">–</option>${people.map((each) => html`<option value=${each.person} ?selected=${each.person === known}>${each.name}</option>`)}</select></td>`;
            })}</tr>`,
        )}</tbody>
      </table>
      <p class="row"><button type="submit" class="primary">${this.say('common.save')}</button>
        <button type="button" @click=${asBefore}>${this.t('plan.asBefore')}</button>
        <button type="button" @click=${() => (this.planning = false)}>${this.say('common.cancel')}</button></p>
    </form>`;
  }

  #slotWords(slot: Slot): string {
    return `${this.dayWords(slot.day)} ${this.postName(slot.post)}`;
  }

  /** What waits for an answer of this person, or of somebody whom they asked. */
  #swaps(): TemplateResult | typeof nothing {
    const me = this.ctx.me.person;
    const open = openSwaps(this.daysOf(this.day)).filter(({ by, to }) => by === me || to === me);
    if (open.length === 0) return nothing;
    return html`<ul class="swaps no-print">${open.map((swap) => html`<li class="panel">${this.#swap(swap, me)}</li>`)}</ul>`;
  }

  #swap(swap: AskedSwap, me: string): TemplateResult {
    const { request } = daysSlice;
    const words = this.t(swap.inReturn === undefined ? 'swap.take' : 'swap.exchange', {
      by: this.ctx.i18n.person(swap.by),
      to: this.ctx.i18n.person(swap.to),
      duty: this.#slotWords(swap),
      other: swap.inReturn === undefined ? '' : this.#slotWords(swap.inReturn),
    });
    const answer = (agree: boolean) => void this.actOn(swap.day, request.answerSwap({ id: swap.id, agree }));
    return html`<p>${words} ${swap.words === '' ? nothing : html`<span class="quiet">${swap.words}</span>`}</p>
      <p class="row">${
        swap.to === me
          ? html`<button type="button" class="primary" @click=${() => answer(true)}>${this.t('swap.agree')}</button><button type="button" @click=${() => answer(false)}>${this.t('swap.decline')}</button>`
          : html`<span class="quiet">${this.t('swap.waits')}</span><button type="button" @click=${() => void this.actOn(swap.day, request.withdrawSwap({ id: swap.id }))}>${this.t('swap.withdraw')}</button>`
      }</p>`;
  }

  /** Duties of this person in the week, and somebody else's in return: nothing changes before the other agrees. */
  #ask(): TemplateResult | typeof nothing {
    const me = this.ctx.me.person;
    const slots = this.week.flatMap((day) => this.posts.map(({ id: post }) => ({ day, post })));
    const own = slots.filter((slot) => slot.day >= this.today && this.#person(slot) === me);
    if (own.length === 0) return nothing;
    const theirs = slots.flatMap((slot) => {
      const person = this.#person(slot);
      return slot.day < this.today || person === undefined || person === me ? [] : [{ slot, person }];
    });
    const others = Object.values(this.ctx.core.people()).filter(({ active, person }) => active && person !== me);
    const read = (value: string): Slot | undefined => slots.find((slot) => slotKey(slot) === value);
    const send = (form: HTMLFormElement): void => {
      const [mine, inReturn] = [read(formValue(form, 'mine')), read(formValue(form, 'theirs'))];
      const to = inReturn === undefined ? formValue(form, 'to') : (this.#person(inReturn) ?? '');
      if (mine === undefined || to === '') return;
      const asked = { id: this.ctx.id(), ...mine, to, words: formValue(form, 'words'), ...(inReturn === undefined ? {} : { inReturn }) };
      void this.actOn(mine.day, daysSlice.request.askSwap(asked), form);
    };
    return html`<details class="act no-print"><summary>${this.t('swap')}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
        ${field(this.t('swap.mine'), html`<select name="mine" required>${own.map((slot) => html`<option value=${slotKey(slot)}>${this.#slotWords(slot)}</option>`)}</select>`)}
        ${field(
          this.t('swap.theirs'),
          html`<select name="theirs"><option value="">${this.t('swap.nothing')}</option>${theirs.map(({ slot, person }) => html`<option value=${slotKey(slot)}>${this.ctx.i18n.person(person)} ${this.#slotWords(slot)}</option>`)}</select>`,
        )}
        ${field(this.t('swap.to'), html`<select name="to"><option value="">${this.say('common.choose')}</option>${others.map(({ person, name }) => html`<option value=${person}>${name}</option>`)}</select>`, this.t('swap.toHint'))}
        ${field(this.t('swap.words'), html`<input name="words" maxlength="300" />`)}
        <button type="submit" class="primary">${this.t('swap.ask')}</button>
      </form></details>`;
  }

  #print(posts: readonly Post[]): Promise<void> {
    const [first = '', last = ''] = [this.week[0], this.week[6]];
    const title = this.t('roster.title', { from: this.ctx.i18n.date(first), to: this.ctx.i18n.date(last) });
    const name = (slot: Slot): string => {
      const person = this.#person(slot);
      return person === undefined ? '' : this.ctx.i18n.person(person);
    };
    return this.print({
      title,
      lang: this.ctx.locale === 'zh' ? 'zh-CN' : 'en',
      content: html`<h1>${title}</h1><table>
        <thead><tr><th>${this.t('day')}</th>${posts.map((post) => html`<th>${this.named(post)}</th>`)}</tr></thead>
        <tbody>${this.week.map((day) => html`<tr><td>${this.dayWords(day)}${this.isRest(day) ? ` ${this.t('rest')}` : ''}</td>${posts.map(({ id: post }) => html`<td>${name({ day, post })}</td>`)}</tr>`)}</tbody></table>`,
    });
  }
}
