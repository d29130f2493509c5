import { type ChangeLimit, changeState } from '@onedoor/core';
import { field, filled, formValue, guardComposition, onSubmit, PluginElement, type ShownClock, tick, ticked } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type Asked, type ClocksState, clocksSlice } from './acts.js';
import { clocksStyles } from './clocks.styles.js';
import { deadlinesPaper } from './paper.js';
import { basisOf, CHANGE_SIGNS, changeLines, changeWords, type Key, SIGNS, standOf, standWords, startOf, type T } from './words.js';

const { request } = clocksSlice;
type Change = NonNullable<ShownClock['changes']>[number];

/** Every deadline of a case, past ones too: how its day came about, what changed it, and the acts that change it. */
export class DeadlinesView extends PluginElement<Key> {
  static override styles = [...[PluginElement.styles].flat(), clocksStyles];

  readonly #say: T = (key, params) => this.t(key, params);
  readonly #date = (day: string): string => this.ctx.i18n.date(day);

  protected override render(): TemplateResult {
    const clocks = this.ctx.cases.clocks(this.ctx.case);
    const state = this.ctx.acts.state(clocksSlice);
    const running = clocks.filter(({ endedOn }) => endedOn === undefined);
    const ended = clocks.filter(({ endedOn }) => endedOn !== undefined);
    const list = (shown: readonly ShownClock[]) =>
      html`<ul>${repeat(
        shown,
        ({ key, startedOn = '' }) => `${key} ${startedOn}`,
        (clock) => this.#clock(clock, state),
      )}</ul>`;
    return html`<section class="stack" aria-labelledby="title">
      <div class="row"><h2 id="title">${this.t('title')} ${this.waiting(clocksSlice)}</h2>
        ${clocks.length === 0 ? nothing : html`<button type="button" class="no-print" @click=${() => void this.#print(clocks)}>${this.t('print')}</button>`}</div>
      <p class="quiet">${this.t('hint')}</p>
      ${this.refusal()}
      ${running.length === 0 ? html`<p class="empty">${this.t('none')}</p>` : list(running)}
      ${ended.length === 0 ? nothing : html`<h3 id="ended">${this.t('ended', { count: ended.length })}</h3>${list(ended)}`}
    </section>`;
  }

  #print(clocks: readonly ShownClock[]): Promise<void> {
    const { ctx } = this;
    const row = ctx.cases.rows().find((each) => each.case === ctx.case);
    return this.print(deadlinesPaper(clocks, { row, ctx, t: this.#say }));
  }

  #clock(clock: ShownClock, state: ClocksState): TemplateResult {
    const stand = standOf(clock);
    const { startedOn, waitsFor } = clock;
    const from = startOf(clock);
    const lines = this.ctx.cases.explain(clock);
    const changes = this.#changesOf(clock, state);
    const head = html`<h4><span class="sign ${stand}" aria-hidden="true">${SIGNS[stand]}</span> ${clock.text}</h4>`;
    const until = html`<p class="day ${stand}"><strong class="number">${this.t('until', { on: this.#date(clock.dueOn) })}</strong>
        <span>${standWords(clock, this.ctx.clock.today(), this.#say, this.#date)}</span>${clock.provisional ? html` <span class="quiet">${this.t('provisional')}</span>` : nothing}</p>`;
    const about = html`<dl class="about">
        ${startedOn === undefined ? nothing : html`<dt>${this.t('from')}</dt><dd>${this.t(from === undefined ? 'from.other' : `from.${from}`)} <span class="number">${this.#date(startedOn)}</span></dd>`}
        ${basisOf(clock) === '' ? nothing : html`<dt>${this.t('basis')}</dt><dd>${basisOf(clock)}</dd>`}
        ${
          waitsFor === undefined
            ? nothing
            : html`<dt>${this.t('waitsFor')}</dt><dd>${'person' in waitsFor ? this.ctx.i18n.person(waitsFor.person) : this.ctx.i18n.department(waitsFor.department)}</dd>`
        }
        ${lines.length === 0 ? nothing : html`<dt>${this.t('how')}</dt><dd>${lines.map((line) => html`<p>${line}</p>`)}</dd>`}
        ${changes.length === 0 ? nothing : html`<dt>${this.t('changes')}</dt><dd><ol class="changes">${changes.map((change) => this.#change(change, state))}</ol></dd>`}
      </dl>`;
    // What has ended is a line that opens: an agreement paid by twenty-three households has twenty-three of them.
    return html`<li class="part clock-part" data-clock=${clock.key}>
      ${
        clock.endedOn === undefined
          ? html`${head} ${until} ${about} ${this.#askForms(clock, changes)}`
          : html`<details><summary>${head} ${until}</summary>${about}</details>`
      }
    </li>`;
  }

  /** Those of the row, and those which the row does not tell yet. */
  #changesOf(clock: ShownClock, { changes }: ClocksState): readonly Change[] {
    const here = changes.filter((each) => each.clock === clock.key && each.startedOn === clock.startedOn);
    const own = (clock.changes ?? []).filter(({ id }) => !here.some((each) => each.id === id));
    return [...own, ...here];
  }

  #change(change: Change, state: ClocksState): TemplateResult {
    const stand = changeState(change);
    const asked = state.changes.find(({ id, clock }) => id === change.id && clock === change.clock);
    return html`<li>
      <p><span class="sign ${stand}" aria-hidden="true">${CHANGE_SIGNS[stand]}</span> <strong>${changeWords(change, this.#say, this.#date)}</strong> <span class="mark">${this.t(`state.${stand}`)}</span></p>
      ${changeLines(change, this.#say, this.ctx.i18n).map((line) => html`<p>${line}</p>`)}
      ${asked === undefined ? html`<p class="quiet no-print">${this.t('change.elsewhere')}</p>` : this.#changeForms(asked)}
    </li>`;
  }

  #changeForms(change: Asked): TemplateResult {
    const stand = changeState(change);
    const mine = change.asked.by === this.ctx.me.person;
    return html`<div class="row no-print">
      ${stand !== 'asked' ? nothing : mine ? this.#withdraw(change) : this.#decide(change)}
      ${change.decided?.approved === true ? html`${this.#resume(change)}${this.#tell(change)}` : nothing}
    </div>`;
  }

  #opens(act: 'ask' | 'approve' | 'record' | 'resume' | 'tell', label: string, form: TemplateResult): TemplateResult | typeof nothing {
    if (!this.ctx.acts.may(`clocks.${act}`).allowed) return nothing;
    return html`<details class="act"><summary>${label}</summary>${form}</details>`;
  }

  #day(name: string, label: Key, from?: string): TemplateResult {
    const today = this.ctx.clock.today();
    return field(this.t(label), html`<input type="date" name=${name} required min=${from ?? nothing} max=${today} value=${today} />`);
  }

  #words(name: string, label: Key, required = true, value = ''): TemplateResult {
    return field(this.t(label), html`<input name=${name} ?required=${required} maxlength="300" autocomplete="off" value=${value} />`);
  }

  #withdraw({ id }: Asked): TemplateResult {
    return html`<p class="quiet">${this.t('othersDecide')}</p>
      <button type="button" @click=${() => void this.act(request.withdraw({ id }))}>${this.t('withdraw')}</button>`;
  }

  #decide(change: Asked): TemplateResult | typeof nothing {
    const { id } = change;
    const { approval } = change.limit;
    const choice = field(
      this.t('decision'),
      html`<select name="approved" required><option value="">${this.say('common.choose')}</option><option value="yes">${this.t('yes')}</option><option value="no">${this.t('no')}</option></select>`,
    );
    const given = (form: HTMLFormElement) => ({ id, approved: formValue(form, 'approved') === 'yes', note: formValue(form, 'note') });
    if (approval === 'head')
      return this.#opens(
        'approve',
        this.t('decide.head'),
        html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.act(request.approve(given(form)), form))}>
          <div class="grid">${choice}${this.#words('note', 'note', false)}</div>
          <button type="submit" class="primary">${this.t('save')}</button>
        </form>`,
      );
    const record = (form: HTMLFormElement) =>
      void this.act(request.record({ ...given(form), on: formValue(form, 'on'), consent: ticked(form, 'consent').length > 0 }), form);
    return this.#opens(
      'record',
      this.t(`decide.${approval}`),
      html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(record)}>
        <div class="grid">${choice}${this.#day('on', 'decidedOn', change.asked.on)}${this.#words('note', approval === 'president' ? 'paper' : 'note', false)}</div>
        ${approval === 'parties' ? tick('consent', this.t('consent')) : nothing}
        <button type="submit" class="primary">${this.t('save')}</button>
      </form>`,
    );
  }

  #resume({ id, kind, until, from }: Asked): TemplateResult | typeof nothing {
    if (kind !== 'pause' || until !== undefined) return nothing;
    const resume = (form: HTMLFormElement) => void this.act(request.resume({ id, on: formValue(form, 'on') }), form);
    return this.#opens(
      'resume',
      this.t('resume'),
      html`<form class="row" @submit=${onSubmit(resume)}>${this.#day('on', 'resumeOn', from)}<button type="submit" class="primary">${this.t('save')}</button></form>`,
    );
  }

  #tell({ id, decided }: Asked): TemplateResult | typeof nothing {
    const tell = (form: HTMLFormElement) =>
      void this.act(request.tell({ id, on: formValue(form, 'on'), how: formValue(form, 'how'), to: formValue(form, 'to') }), form);
    const parties = this.ctx.core.parties().map(({ name }) => name);
    return this.#opens(
      'tell',
      this.t('tell'),
      html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(tell)}>
        <div class="grid">
          ${this.#day('on', 'toldOn', decided?.on)}
          ${this.#words('how', 'toldHow')}
          ${this.#words('to', 'toldTo', true, parties.slice(0, 6).join(this.t('listed')))}
        </div>
        <button type="submit" class="primary">${this.t('save')}</button>
      </form>`,
    );
  }

  #askForms(clock: ShownClock, changes: readonly Change[]): TemplateResult | typeof nothing {
    const { extension, pause } = clock.limits ?? {};
    const { startedOn } = clock;
    if (startedOn === undefined || (extension === undefined && pause === undefined)) return nothing;
    const open = (kind: Change['kind']) => changes.some((each) => each.kind === kind && changeState(each) === 'asked');
    const forms = [
      extension === undefined || open('extension') ? nothing : this.#askExtension({ ...clock, startedOn }, extension),
      pause === undefined || open('pause') ? nothing : this.#askPause({ ...clock, startedOn }, pause),
    ];
    return html`<div class="row no-print">${forms}</div>`;
  }

  #ask(clock: ShownClock & { readonly startedOn: string }, kind: Change['kind'], limit: ChangeLimit, form: HTMLFormElement): void {
    const [days, from, until, basis] = ['days', 'from', 'until', 'basis'].map((name) => filled(form, name));
    void this.act(
      request.ask({
        id: this.ctx.id(),
        clock: clock.key,
        startedOn: clock.startedOn,
        dueOn: clock.dueOn,
        kind,
        reason: formValue(form, 'reason'),
        limit,
        ...(days === undefined ? {} : { days: Number(days) }),
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
        ...(basis === undefined ? {} : { basis }),
      }),
      form,
    );
  }

  /** Who approves, how many days there are, and whether people are told: before anybody asks. */
  #rule({ approval, days, notice }: ChangeLimit): string {
    return [
      this.t(`approval.${approval}`),
      ...(days === undefined ? [] : [this.t('mostDays', { days })]),
      this.t(notice ? 'noticeOwed' : 'noticeNone'),
    ].join(' ');
  }

  #askExtension(clock: ShownClock & { readonly startedOn: string }, limit: ChangeLimit): TemplateResult | typeof nothing {
    return this.#opens(
      'ask',
      this.t('askExtension'),
      html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => this.#ask(clock, 'extension', limit, form))}>
        <p class="quiet">${this.#rule(limit)}</p>
        <div class="grid">
          ${field(this.t('days'), html`<input type="number" name="days" required min="1" max=${limit.days ?? 3660} />`)}
          ${this.#words('reason', 'reason')} ${this.#words('basis', 'basisOptional', false, limit.basis ?? '')}
        </div>
        <button type="submit" class="primary">${this.t('ask')}</button>
      </form>`,
    );
  }

  #askPause(clock: ShownClock & { readonly startedOn: string }, limit: ChangeLimit): TemplateResult | typeof nothing {
    return this.#opens(
      'ask',
      this.t('askPause'),
      html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => this.#ask(clock, 'pause', limit, form))}>
        <p class="quiet">${this.#rule(limit)}</p>
        <div class="grid">
          ${this.#day('from', 'pauseFrom', clock.startedOn)}
          ${field(this.t('pauseUntil'), html`<input type="date" name="until" />`)}
          ${this.#words('reason', 'reason')} ${this.#words('basis', 'basisOptional', false, limit.basis ?? '')}
        </div>
        <button type="submit" class="primary">${this.t('ask')}</button>
      </form>`,
    );
  }
}
