import { addDays, type CaseState, caseSlice, clocksOf, type LegalDate, settingOn, settingsRoom, settingsSlice } from '@onedoor/core';
import { field, filled, formValue, guardComposition, onSubmit } from '@onedoor/elements';
import { css, html, nothing, type TemplateResult } from 'lit';
import { EndingView } from '../ending-view.js';
import { periodSlice } from '../period.js';
import settings from '../settings.js';
import { type MethodState, methodSlice, unmetTo } from './acts.js';
import { METHOD, type Method, type MethodStep, type Words } from './method.js';

const { request } = methodSlice;
const GROUP = settings.group;
const [, NAME = ''] = METHOD.split('.');
type Act = keyof typeof request;
type Begun = NonNullable<MethodState['begun']>;

/**
 * The five-step method in one case: where it stands, what is needed to go on, who took it, what is supervised. The case goes by
 * the version that it began with.
 */
export class MethodView extends EndingView {
  static override styles = [
    ...EndingView.styles,
    css`
      ol.steps {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ol.steps li {
        flex: 1 1 120px;
        padding: 8px;
        border: 1px solid var(--_line);
        border-top-width: 3px;
      }
      ol.steps li[aria-current] {
        border-top-color: var(--_accent);
        font-weight: 600;
      }
      ul.plain {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ul.plain > li {
        padding: 4px 0;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const state = this.ctx.acts.state(methodSlice);
    const { begun } = state;
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('method')} ${this.waiting(methodSlice)}</h2>
      ${this.refusal()}
      ${begun === undefined ? this.#begin() : this.#running(state, begun)}
      <h3>${this.t('endingTitle')}</h3>
      ${this.ending()}
    </section>`;
  }

  #may(act: Act): boolean {
    return this.ctx.acts.may(`${methodSlice.name}.${act}`).allowed && !this.#over();
  }

  #over(): boolean {
    return this.ctx.core.case()?.stage === 'closed' || this.ctx.acts.state(periodSlice).concluded !== undefined;
  }

  #say(words: Words | undefined): string {
    return (this.ctx.locale === 'en' ? words?.en || words?.zh : words?.zh) ?? '';
  }

  #date(on: LegalDate): string {
    return this.ctx.i18n.date(on);
  }

  #form(act: Act, label: string, content: unknown, send: (form: HTMLFormElement) => void): TemplateResult | typeof nothing {
    if (!this.#may(act)) return nothing;
    return html`<details class="act no-print"><summary>${label}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>${content}<button type="submit" class="primary">${label}</button></form>
    </details>`;
  }

  #text(name: string, label: string, required = true, max = 500): TemplateResult {
    return field(label, html`<input name=${name} ?required=${required} maxlength=${max} autocomplete="off" />`);
  }

  /** The version that holds today: one of the centre's, or the default as number 0. */
  #present(): { readonly number: number; readonly value: Method } {
    const decided = this.ctx.in(settingsRoom(GROUP)).acts.logged(settingsSlice);
    const found = settingOn({ [METHOD]: decided[NAME] ?? [] }, METHOD, this.ctx.clock.today());
    // Its schema was asked when it was set.
    return found === undefined
      ? { number: 0, value: settings.settings[NAME]?.default as Method }
      : { number: found.number, value: found.value as Method };
  }

  #begin(): TemplateResult {
    const stage = this.ctx.core.case()?.stage;
    const stepIn = ({ steps }: Method) => steps.find((step) => step.stage === stage) ?? steps[0];
    const at = stepIn(this.#present().value);
    // Nobody begins by the default while what the centre has decided is not here yet: a room that is gives a reason for its no.
    const { allowed, reason } = this.ctx.in(settingsRoom(GROUP)).acts.may('settings.set');
    const isHere = allowed || reason !== undefined;
    const begin = () => {
      // What holds when it is pressed, not when the page was drawn.
      const { number, value: method } = this.#present();
      const step = stepIn(method);
      if (step !== undefined) void this.act(request.begin({ version: number, method: { ...method }, step: step.stage }));
    };
    return html`<p class="quiet">${this.t('methodNotBegun')}</p>
      ${this.#may('begin') && at !== undefined && isHere ? html`<p class="no-print"><button type="button" class="primary" @click=${begin}>${this.t('methodBegin')}</button></p>` : nothing}`;
  }

  #running(state: MethodState, { version, method, on }: Begun): TemplateResult {
    const step = method.steps.find(({ stage }) => stage === state.step);
    return html`<p class="quiet">${this.t(version === 0 ? 'methodDefault' : 'methodVersion', { number: version, on: this.#date(on) })}</p>
      <h3>${this.t('methodStep')}</h3>
      ${this.#steps(state, method)} ${this.#card(method, step)} ${step === undefined || this.#over() ? nothing : this.#onward(state, method, step)}
      ${this.#level(state, method)} ${this.#group(state)} ${this.#leader(state)} ${this.#supervision(state, method)}`;
  }

  #steps({ step, moves }: MethodState, { steps }: Method): TemplateResult {
    const here = steps.findIndex(({ stage }) => stage === step);
    return html`<ol class="steps">
      ${steps.map(({ stage, title }, at) => {
        const move = moves.findLast(({ to }) => to === stage);
        const isSkipped = move === undefined && at < here;
        return html`<li aria-current=${at === here ? 'step' : nothing}>
          ${this.#say(title)} ${at === here ? html`<span class="mark">${this.t('here')}</span>` : isSkipped ? html`<span class="quiet">${this.t('skipped')}</span>` : at < here ? html`<span class="quiet">${this.t('done')}</span>` : nothing}
          ${
            move === undefined
              ? nothing
              : html`<div class="quiet">${this.t('since', { on: this.#date(move.on) })}</div>
                  ${move.reason === '' ? nothing : html`<div class="quiet">${this.t('reasonShown', { reason: move.reason })}</div>`}
                  ${move.unmet === 0 ? nothing : html`<div class="quiet">${this.t('unmetShown', { count: move.unmet })}</div>`}`
          }
        </li>`;
      })}
    </ol>`;
  }

  /** The card is moved by the case's own act: where it stands elsewhere, whoever may moves it there. */
  #card({ steps }: Method, step: MethodStep | undefined): TemplateResult | typeof nothing {
    const stage = this.ctx.core.case()?.stage;
    if (step === undefined || stage === undefined || stage === step.stage || this.#over()) return nothing;
    const name = this.#say(step.title);
    const elsewhere = steps.find((each) => each.stage === stage);
    const reason = this.ctx.acts.state(methodSlice).moves.at(-1)?.reason || name;
    const move = () => void this.#moveCard(step.stage, reason);
    return html`<p class="notice">${this.t('cardElsewhere', { stage: elsewhere === undefined ? stage : this.#say(elsewhere.title), step: name })}
      ${this.#may('goOn') || this.#may('order') ? html`<button type="button" class="no-print" @click=${move}>${this.t('moveCard', { step: name })}</button>` : nothing}</p>`;
  }

  async #moveCard(to: MethodStep['stage'], reason: string): Promise<void> {
    this.told(await this.ctx.cases.act(this.ctx.case, 'case', caseSlice.request.move({ to, reason })));
  }

  #onward(state: MethodState, method: Method, step: MethodStep): TemplateResult {
    const here = method.steps.indexOf(step);
    const next = method.steps[here + 1];
    const unmet = new Set((next === undefined ? [] : unmetTo(state, next.stage)).map(({ key }) => key));
    const met = Object.entries(state.met);
    const conditions = next === undefined ? [] : unmetTo({ ...state, met: {} }, next.stage);
    const act = step.decides === 'leader' ? 'order' : this.#may('goOn') ? 'goOn' : 'order';
    const go = async (form: HTMLFormElement) => {
      const to = formValue(form, 'to');
      const reason = formValue(form, 'reason');
      const stage = method.steps.find((each) => each.stage === to)?.stage;
      if (stage === undefined || !(await this.act(request[act]({ to, reason }), form))) return;
      await this.#moveCard(stage, reason || this.#say(method.steps.find((each) => each.stage === stage)?.title));
    };
    const reasons = [...new Set(method.steps.flatMap(({ skipReasons }) => skipReasons.map((each) => this.#say(each))))];
    return html`<h3>${this.t('needs')}</h3>
      ${step.decides === 'leader' ? html`<p class="quiet">${this.t('leaderDecides')}</p>` : nothing}
      ${conditions.length > 0 && unmet.size === 0 ? html`<p>${this.t('needsNothing')}</p>` : nothing}
      <ul class="plain">${conditions.map(({ key, words }) => {
        const done = met.find(([known]) => known === key)?.[1];
        return html`<li>
          <span aria-hidden="true">${done === undefined ? '○' : '●'}</span> ${this.#say(words)}
          ${done === undefined ? this.#meet(key, this.#say(words)) : html`<span class="quiet">${this.t('metShown', { on: this.#date(done.on), who: this.ctx.i18n.person(done.by) })} ${done.note}</span>`}
        </li>`;
      })}</ul>
      ${this.#form(
        act,
        this.t(act),
        html`<div class="grid">
          ${field(this.t('to'), html`<select name="to" required>${next === undefined ? html`<option value=""></option>` : nothing}${[...method.steps.slice(here + 1), ...method.steps.slice(0, here)].map(({ stage, title }) => html`<option value=${stage}>${this.#say(title)}</option>`)}</select>`)}
          ${field(this.t('why'), html`<input name="reason" maxlength="500" autocomplete="off" list="reasons" />`)}
          <datalist id="reasons">${reasons.map((reason) => html`<option value=${reason}></option>`)}</datalist>
        </div>`,
        (form) => void go(form),
      )}`;
  }

  #meet(condition: string, label: string): TemplateResult | typeof nothing {
    if (!this.#may('meet')) return nothing;
    const send = (form: HTMLFormElement) => void this.act(request.meet({ condition, note: formValue(form, 'note') }), form);
    return html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <input name="note" maxlength="500" autocomplete="off" placeholder=${this.t('conditionNote')} aria-label=${`${this.t('conditionNote')}: ${label}`} />
      <button type="submit" aria-label=${`${this.t('meet')}: ${label}`}>${this.t('meet')}</button>
    </form>`;
  }

  #level({ level, levels: raised }: MethodState, { levels }: Method): TemplateResult {
    const titleOf = (id: string | undefined) => this.#say(levels.find((each) => each.id === id)?.title);
    const next = levels[levels.findIndex(({ id }) => id === level) + 1];
    return html`<h3>${this.t('level')}</h3>
      <p>${this.t('levelHere', { level: titleOf(level) })} ${next === undefined ? html`<span class="quiet">${this.t('topLevel')}</span>` : nothing}</p>
      ${raised.map(({ on, to, reason }) => html`<p class="quiet">${this.t('raisedShown', { on: this.#date(on), level: titleOf(to), reason })}</p>`)}
      ${
        next === undefined
          ? nothing
          : this.#form(
              'raise',
              this.t('raise', { level: this.#say(next.title) }),
              this.#text('reason', this.t('raiseWhy')),
              (form) => void this.act(request.raise({ to: next.id, reason: formValue(form, 'reason') }), form),
            )
      }`;
  }

  #group({ group }: MethodState): TemplateResult {
    const send = (form: HTMLFormElement) =>
      void this.act(
        request.form({ departments: formValue(form, 'departments'), head: formValue(form, 'head'), task: formValue(form, 'task') }),
        form,
      );
    return html`<h3>${this.t('group')}</h3>
      <p>${group === undefined ? this.t('groupNone') : this.t('groupShown', { ...group, on: this.#date(group.on) })}</p>
      ${this.#form('form', this.t('form'), html`<div class="grid">${this.#text('departments', this.t('departments'), true, 300)} ${this.#text('head', this.t('groupHead'), true, 60)} ${this.#text('task', this.t('groupTask'), true, 1000)}</div>`, send)}`;
  }

  #leader({ leaders }: MethodState): TemplateResult {
    const present = leaders.at(-1);
    const who = (id: string) => this.ctx.i18n.person(id);
    const known = leadersOf(this.ctx.core.case()).filter((person) => person !== present?.who);
    const send = (form: HTMLFormElement) =>
      void this.act(request.appoint({ who: formValue(form, 'who'), reason: filled(form, 'reason') ?? '' }), form);
    return html`<h3>${this.t('leaderOfCase')}</h3>
      <p>${present === undefined ? this.t('leaderNone') : this.t('leaderShown', { who: who(present.who), on: this.#date(present.on) })}</p>
      ${leaders.slice(0, -1).map((each) => html`<p class="quiet">${this.t('leaderFormer', { who: who(each.who), on: this.#date(each.on) })}</p>`)}
      ${
        known.length === 0
          ? present === undefined && this.#may('appoint')
            ? html`<p class="quiet no-print">${this.t('leaderHint')}</p>`
            : nothing
          : this.#form(
              'appoint',
              this.t('appoint'),
              html`${field(this.t('leaderOfCase'), html`<select name="who" required><option value=""></option>${known.map((id) => html`<option value=${id}>${who(id)}</option>`)}</select>`)}
              ${present === undefined ? nothing : this.#text('reason', this.t('appointWhy'))}`,
              send,
            )
      }`;
  }

  #supervision({ notes, answers, leaders }: MethodState, { supervision: { replyDays, noteDays } }: Method): TemplateResult {
    const today = this.ctx.clock.today();
    const who = (id: string) => this.ctx.i18n.person(id);
    const last = notes.findLast(({ kind }) => kind === 'note');
    const write = (kind: 'note' | 'letter') => (form: HTMLFormElement) =>
      void this.act(request.supervise({ id: this.ctx.id(), kind, text: formValue(form, 'text') }), form);
    const owes = leaders.length > 0 && !this.#over() && (last === undefined || addDays(last.on, noteDays) <= today);
    return html`<h3>${this.t('supervision')}</h3>
      ${owes ? html`<p class="notice">${last === undefined ? this.t('noteMissing', { days: noteDays }) : this.t('noteDue', { days: noteDays, on: this.#date(last.on) })}</p>` : nothing}
      <ul class="plain">${notes.map(({ id, kind, on, by, text }) => {
        if (kind === 'note') return html`<li>${this.t('noteShown', { on: this.#date(on), who: who(by), text })}</li>`;
        const answer = answers[id];
        const { dueOn } = clocksOf(this.ctx.settings).due(on, { days: replyDays, unit: 'working' });
        const due = { due: this.#date(dueOn) };
        return html`<li>${this.t('letterShown', { on: this.#date(on), who: who(by), text })}
          ${
            answer === undefined
              ? html`<strong>${today > dueOn ? this.t('letterLate', due) : this.t('letterDue', due)}</strong>
                  ${this.#form('answer', this.t('answerLetter'), this.#text('text', this.t('superviseText'), true, 2000), (form) => void this.act(request.answer({ letter: id, text: formValue(form, 'text') }), form))}`
              : html`<p>${this.t('answerShown', { on: this.#date(answer.on), who: who(answer.by), text: answer.text })}</p>`
          }
        </li>`;
      })}</ul>
      <div class="row">${(['note', 'letter'] as const).map((kind) => {
        const label = this.t(kind === 'note' ? 'superviseNote' : 'superviseLetter');
        return this.#form('supervise', label, this.#text('text', this.t('superviseText'), true, 2000), write(kind));
      })}</div>`;
  }
}

/** Members of the team who take cases as leaders of the town. */
const leadersOf = (of: CaseState | undefined): string[] =>
  Object.values(of?.members ?? {}).flatMap(({ person, role }) => (role === 'leader' ? [person] : []));
