import { type ActRequest, CATEGORIES, type ClockState, clockState, type LegalDate, maskIdentity } from '@onedoor/core';
import { field, formValue, guardComposition, onSubmit, PluginElement, type PluginRoom } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { FIELDS, type Field } from '../import/fields.js';
import type { viewZh } from '../locales/view-zh.js';
import { type Order, roomOfYear } from '../order.js';
import {
  clockOf,
  handledBy,
  isWaiting,
  type ListedOrder,
  type OrdersState,
  ordersOf,
  ordersSlice,
  phaseOf,
  startOf,
  type Work,
  workOf,
} from '../orders.js';
import { slaOn } from '../sla.js';
import { ordersStyles } from './orders.styles.js';

export type Key = keyof typeof viewZh;
type Act = Extract<keyof typeof ordersSlice.request, string>;
const { request } = ordersSlice;

const SIGNS: Readonly<Record<ClockState, string>> = { running: '○', soon: '▲', due: '▲', overdue: '■' };
const LATE: Readonly<Partial<Record<ClockState, Key>>> = { overdue: 'clock.overdue', due: 'clock.today', soon: 'clock.soon' };
const RATINGS = ['5', '4', '3', '2', '1'];

/** One order's own page, and what it shares with the list. */
export abstract class OrderPart extends PluginElement<Key> {
  static override styles = [...PluginElement.styles, ordersStyles];

  @state() protected year = '';
  @state() protected selected: string | undefined;
  @state() private identityShown = false;

  protected get place(): PluginRoom {
    return this.ctx.in(roomOfYear(this.year));
  }
  protected get orders(): OrdersState {
    return this.place.acts.state(ordersSlice);
  }
  /** The order that is open, where it is here. */
  protected get opened(): ListedOrder | undefined {
    return this.selected === undefined ? undefined : ordersOf(this.orders).get(this.selected);
  }

  /** A key that is put together; the dictionary's test knows that all of them are there. */
  protected word(prefix: string, name: string, params?: Parameters<PluginElement['t']>[1]): string {
    return this.ctx.i18n.t(`${prefix}.${name}`, params);
  }

  protected may(act: Act): boolean {
    return this.place.acts.may(`hotline.${act}`).allowed;
  }

  /** Does an act among the year's orders; a form that it came from is emptied and closed. */
  protected async send(made: ActRequest, form?: HTMLFormElement): Promise<boolean> {
    const stored = this.told(await this.place.acts.run(made));
    if (!stored || form === undefined) return stored;
    form.reset();
    const place = form.closest('details');
    if (place !== null) place.open = false;
    return true;
  }

  protected show(no: string | undefined): void {
    this.told({ ok: true, value: undefined });
    this.selected = no;
    this.identityShown = false;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h2')?.focus());
  }

  /** What a clock says, with its sign. */
  protected clock(order: Order, work: Work): TemplateResult | typeof nothing {
    const clock = clockOf(order, work, this.ctx.settings);
    if (clock === undefined) return nothing;
    const stand = clockState(clock.dueOn, this.ctx.clock.today());
    const late = LATE[stand];
    return html`<span class=${stand === 'overdue' ? 'late' : stand === 'running' ? '' : 'soon'}>
      <span aria-hidden="true">${SIGNS[stand]}</span>
      <span class="number">${this.t('clock.shown', { what: this.word('clock', clock.of), due: this.ctx.i18n.date(clock.dueOn) })}</span>
      ${late === undefined ? nothing : html`<strong>${this.t(late)}</strong>`}
    </span>`;
  }

  /** An act that opens under a button; nothing for whom it is not. */
  protected opens(act: Act, label: Key, controls: unknown, send: (form: HTMLFormElement) => void, hint?: Key) {
    if (!this.may(act)) return nothing;
    return html`<details class="act no-print" data-act=${act}>
      <summary>${this.t(label)}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
        ${hint === undefined ? nothing : html`<p class="quiet">${this.t(hint)}</p>`} ${controls}
        <button type="submit" class="primary">${this.t(label)}</button>
      </form>
    </details>`;
  }

  protected line(name: string, label: Key, { required = true, maxLength = 500, rows = 2 } = {}): TemplateResult {
    return field(this.t(label), html`<textarea name=${name} rows=${rows} maxlength=${maxLength} ?required=${required}></textarea>`);
  }

  /** A choice in which nothing is chosen before the person does. */
  protected choice(name: string, label: Key, values: readonly (readonly [string, string])[], required = true): TemplateResult {
    return field(
      this.t(label),
      html`<select name=${name} ?required=${required}>
        <option value="">${this.t('choose')}</option>
        ${values.map(([value, words]) => html`<option value=${value}>${words}</option>`)}
      </select>`,
    );
  }

  protected renderOrder({ order, import: batch }: ListedOrder): TemplateResult {
    const work = workOf(this.orders, order.no);
    const clock = clockOf(order, work, this.ctx.settings);
    const file = this.orders.imports.find(({ id }) => id === batch)?.file;
    return html`<section class="stack" aria-labelledby="title">
      <p class="no-print"><button type="button" @click=${() => this.show(undefined)}>← ${this.t('back')}</button></p>
      <h2 id="title" tabindex="-1">${order.no}</h2>
      <p class="row">
        <span class="mark">${this.word('phase', phaseOf(work))}</span>
        <span class="mark">${this.word('kind', order.kind ?? 'other')}</span>
        ${workOf(this.place.acts.logged(ordersSlice), order.no) === work ? nothing : html`<span class="mark pending">${this.say('act.waiting')}</span>`}
        ${this.clock(order, work)}
      </p>
      ${clock?.of === 'answer' ? html`<p class="quiet">${this.word('from', clock.from)} ${clock.provisional ? this.t('provisional') : nothing}</p>` : nothing}
      ${this.refusal()} ${order.confidential === true ? html`<p class="notice">${this.t('keepSecret')}</p>` : nothing}
      <section class="part" aria-labelledby="came">
        <h3 id="came">${this.t('asCame')}</h3>
        <dl class="about">${FIELDS.filter((each) => each !== 'no').map((each) => this.#entry(order, each))}</dl>
        ${file === undefined ? nothing : html`<p class="quiet">${this.t('imported', { file })}</p>`}
      </section>
      <section class="part" aria-labelledby="handling">
        <h3 id="handling">${this.t('handling')}</h3>
        <div class="acts">${this.#acts(order, work)}</div>
      </section>
      ${this.#cases(order, work)} ${this.#history(work)}
    </section>`;
  }

  #entry(order: Order, each: Field): TemplateResult | typeof nothing {
    const [own, cell] = [this.#value(order, each), order.asWritten?.[each]];
    if (own === undefined && cell === undefined) return nothing;
    return html`<dt>${this.word('field', each)}</dt>
      <dd class="pre">${own}${own === undefined || cell === undefined ? nothing : '，'}${cell === undefined ? nothing : this.t('asWritten', { cell })}</dd>`;
  }

  #value(order: Order, each: Field): unknown {
    switch (each) {
      case 'kind':
        return order.kind && this.word('kind', order.kind);
      case 'urgency':
        return order.urgency && this.word('urgency', order.urgency);
      case 'caller':
        return order.caller ?? this.t('anonymous');
      case 'phone':
        return order.phone ?? (order.asWritten?.['phone'] === undefined ? this.t('noPhone') : undefined);
      case 'confidential':
        return order.confidential && this.t('yes');
      case 'limit':
        if (order.dueOn !== undefined) return this.ctx.i18n.date(order.dueOn);
        return order.days === undefined ? undefined : this.t('slaWorking', { days: order.days });
      case 'identity':
        if (order.identity === undefined || this.identityShown) return order.identity;
        return html`${maskIdentity(order.identity)} <button type="button" class="link" @click=${() => (this.identityShown = true)}>${this.t('show')}</button>`;
      default:
        return order[each];
    }
  }

  #acts(order: Order, work: Work) {
    const { no } = order;
    const phase = phaseOf(work);
    if (phase === 'closed') return html`<p class="quiet">${this.word('phase', phase)}</p>`;
    if (work.reply === undefined) {
      return html`${this.#dispatch(order)}
        ${phase === 'dispatched' && this.may('sign') ? html`<button type="button" class="no-print" @click=${() => void this.send(request.sign({ no }))}>${this.t('sign')}</button>` : nothing}
        ${this.#reply(no)} ${isWaiting(phase) ? nothing : this.#returns(no)} ${this.#extend(no, startOf(order, work))}`;
    }
    const redo = (form: HTMLFormElement) => void this.send(request.redo({ no, reason: formValue(form, 'reason') }), form);
    const close = (form: HTMLFormElement) => void this.send(request.close({ no, note: formValue(form, 'note') }), form);
    const isCalled = phase === 'called';
    return html`${isCalled ? this.opens('redo', 'redo', this.line('reason', 'reason'), redo, 'redoHint') : this.#callBack(no, work)}
      ${this.opens('close', 'close', this.line('note', 'note', { required: !isCalled, maxLength: 1000 }), close, isCalled ? undefined : 'closeHint')}`;
  }

  #dispatch({ no, unit = '', assist = '' }: Order) {
    const send = (form: HTMLFormElement) => {
      const others = formValue(form, 'assist').split(/[、,，;；]/);
      const made = request.dispatch({
        no,
        lead: formValue(form, 'lead'),
        assist: others.map((each) => each.trim()).filter((each) => each !== ''),
        note: formValue(form, 'note'),
      });
      void this.send(made, form);
    };
    return this.opens(
      'dispatch',
      'dispatch',
      html`<div class="grid">
          ${field(this.t('lead'), html`<input name="lead" required maxlength="100" value=${unit} autocomplete="off" />`)}
          ${field(this.t('assist'), html`<input name="assist" maxlength="200" value=${assist} autocomplete="off" />`, this.t('assistHint'))}
        </div>
        ${this.line('note', 'note', { required: false })}`,
      send,
    );
  }

  #reply(no: string) {
    const send = (form: HTMLFormElement) =>
      void this.send(request.reply({ no, text: formValue(form, 'text'), handler: formValue(form, 'handler') }), form);
    return this.opens(
      'reply',
      'reply',
      html`${this.line('text', 'replyText', { maxLength: 5000, rows: 4 })}
        ${field(this.t('handler'), html`<input name="handler" maxlength="100" autocomplete="off" />`)}`,
      send,
    );
  }

  #returns(no: string) {
    const send = (form: HTMLFormElement) => void this.send(request.return({ no, reason: formValue(form, 'reason') }), form);
    return this.opens('return', 'return', this.line('reason', 'reason'), send);
  }

  #extend(no: string, startedOn: LegalDate) {
    const send = (form: HTMLFormElement) =>
      void this.send(request.extend({ no, days: Number(formValue(form, 'days')), reason: formValue(form, 'reason') }), form);
    const days = html`<input type="number" name="days" required min="1" max=${slaOn(this.ctx.settings, startedOn).extensionDays} />`;
    return this.opens('extend', 'extend', html`${field(this.t('extendDays'), days)} ${this.line('reason', 'reason')}`, send);
  }

  #callBack(no: string, work: Work) {
    if (this.may('callBack') && handledBy(work, this.ctx.me.person)) return html`<p class="quiet">${this.t('ownAnswer')}</p>`;
    const answer = (form: HTMLFormElement, name: string): boolean | undefined => {
      const value = formValue(form, name);
      return value === '' ? undefined : value === 'yes';
    };
    const send = (form: HTMLFormElement) => {
      const satisfied = formValue(form, 'satisfied');
      const made = request.callBack({
        no,
        reached: answer(form, 'reached') === true,
        solved: answer(form, 'solved'),
        satisfied: satisfied === '' ? undefined : Number(satisfied),
        note: formValue(form, 'note'),
      });
      void this.send(made, form);
    };
    const yesNo = [
      ['yes', this.t('yes')],
      ['no', this.t('no')],
    ] as const;
    const ratings = RATINGS.map((each) => [each, this.word('satisfied', each)] as const);
    return this.opens(
      'callBack',
      'callBack',
      html`<div class="grid">
          ${this.choice('reached', 'reached', yesNo)} ${this.choice('solved', 'solved', yesNo, false)}
          ${this.choice('satisfied', 'satisfied', ratings, false)}
        </div>
        ${this.line('note', 'note', { required: false, maxLength: 1000 })}`,
      send,
      'callBackHint',
    );
  }

  #cases({ no, title, content }: Order, work: Work): TemplateResult {
    const rows = this.ctx.cases.rows();
    const create = async (form: HTMLFormElement): Promise<void> => {
      const category = CATEGORIES.find((each) => each === formValue(form, 'category'));
      if (category === undefined) return;
      const made = await this.ctx.cases.create({
        title: formValue(form, 'title'),
        category,
        source: 'hotline',
        village: formValue(form, 'village'),
      });
      if (this.told(made) && made.ok) await this.send(request.link({ no, case: made.value }), form);
    };
    const others = rows.filter((row) => !row.closed && !work.cases.includes(row.case)).slice(0, 200);
    const named = title ?? content.replaceAll(/\s+/g, '').slice(0, 40);
    const categories = CATEGORIES.map((each) => [each, this.say(`category.${each}`)] as const);
    return html`<section class="part" aria-labelledby="cases">
      <h3 id="cases">${this.t('cases')}</h3>
      ${work.cases.length === 0 ? html`<p class="quiet">${this.t('noCases')}</p>` : html`<ul>${work.cases.map((each) => this.#case(no, each))}</ul>`}
      <div class="acts">
        ${this.opens(
          'link',
          'createCase',
          html`<div class="grid">
            ${field(this.t('caseTitle'), html`<input name="title" required maxlength="200" value=${named} autocomplete="off" />`)}
            ${this.choice('category', 'caseCategory', categories)}
            ${field(this.t('caseVillage'), html`<input name="village" maxlength="100" autocomplete="off" />`)}
          </div>`,
          (form) => void create(form),
        )}
        ${
          others.length === 0
            ? nothing
            : this.opens(
                'link',
                'linkCase',
                this.choice(
                  'case',
                  'whichCase',
                  others.map((row) => [row.case, row.title] as const),
                ),
                (form) => void this.send(request.link({ no, case: formValue(form, 'case') }), form),
              )
        }
      </div>
    </section>`;
  }

  #case(no: string, id: string): TemplateResult {
    const row = this.ctx.cases.rows().find((known) => known.case === id);
    const unlink = () => void this.send(request.unlink({ no, case: id }));
    return html`<li class="row">
      ${
        row === undefined
          ? this.t('unknownCase')
          : html`<button type="button" class="link printed" @click=${() => this.ctx.cases.open(id)}>${this.t('openCase', { title: row.title })}</button>`
      }
      ${this.may('unlink') ? html`<button type="button" class="no-print" @click=${unlink}>${this.t('unlink')}</button>` : nothing}
    </li>`;
  }

  #history(work: Work): TemplateResult {
    return html`<section class="part" aria-labelledby="history">
      <h3 id="history">${this.t('history')}</h3>
      ${work.history.length === 0 ? html`<p class="quiet">${this.t('noHistory')}</p>` : nothing}
      <ul class="done">
        ${work.history.map(
          ({ act, by, at, words, callBack }) => html`<li>
            <strong>${this.word('did', act)}</strong>
            <span class="quiet number">${this.ctx.i18n.person(by)} ${this.ctx.i18n.moment(at)}</span>
            ${callBack === undefined ? nothing : html`<p>${this.#called(callBack)}</p>`}
            ${words === undefined || words === '' ? nothing : html`<p class="pre">${words}</p>`}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #called({ reached, solved, satisfied }: NonNullable<Work['history'][number]['callBack']>): string {
    return [
      this.t(reached ? 'wasReached' : 'notReached'),
      ...(solved === undefined ? [] : [this.t(solved ? 'solvedYes' : 'solvedNo')]),
      ...(satisfied === undefined ? [] : [this.word('satisfied', String(satisfied))]),
    ].join('；');
  }
}
