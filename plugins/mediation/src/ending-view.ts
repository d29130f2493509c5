import { clocksOf, MATTERS, type Matter, type Route, routesFor } from '@onedoor/core';
import { field, filled, formValue, guardComposition, oneOf, onSubmit, options, tick, ticked } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { endingPaper } from './ending-paper.js';
import { MediationView } from './mediation-view.js';
import { OUTCOMES, periodSlice } from './period.js';

const { request } = periodSlice;

/** The end of a mediation, in whichever tab it is offered: by agreement, without one, on request, by refusal. */
export abstract class EndingView extends MediationView {
  @state() private matter: Matter | undefined;
  @state() private outcome: (typeof OUTCOMES)[number] | undefined;

  /** What may be done about the end now: refusing before it begins, ending at any time after; what is told once it has ended. */
  protected ending(): TemplateResult | typeof nothing {
    const { begun, concluded } = this.ctx.acts.state(periodSlice);
    if (concluded !== undefined) return this.#ended();
    return begun === undefined
      ? this.opens('refuse', () => this.#refuse(), 'refuseHint')
      : this.opens('conclude', () => this.#conclude(), 'concludeHint');
  }

  /** A form behind its name, for those who may do the act. */
  protected opens(
    act: 'begin' | 'extend' | 'conclude' | 'refuse',
    form: () => TemplateResult,
    hint?: 'refuseHint' | 'concludeHint',
  ): TemplateResult | typeof nothing {
    if (!this.ctx.acts.may(`mediation.${act}`).allowed) return nothing;
    return html`<details class="act no-print"><summary>${this.t(act)}</summary>${hint === undefined ? nothing : html`<p class="quiet">${this.t(hint)}</p>`}${form()}</details>`;
  }

  protected day(): TemplateResult {
    return html`<input type="date" name="on" required max=${this.ctx.clock.today()} value=${this.ctx.clock.today()} />`;
  }

  #ended(): TemplateResult | typeof nothing {
    const { concluded } = this.ctx.acts.state(periodSlice);
    if (concluded === undefined) return nothing;
    const { on, outcome, told, matter, routes = [], reason = '' } = concluded;
    const open = matter === undefined ? [] : routesFor(matter).filter(({ id }) => routes.includes(id));
    const print = () => void this.print(endingPaper(concluded, this.ctx.core.case(), this.ctx.core.parties(), clocksOf(this.ctx.settings)));
    return html`<p>${this.t('concludedShown', { on: this.ctx.i18n.date(on), outcome: this.t(`outcome.${outcome}`) })} ${reason} ${told ? this.t('toldShown') : nothing}</p>
      ${open.length === 0 ? nothing : html`<ul class="plain">${open.map((route) => html`<li>${this.#route(route)}</li>`)}</ul>`}
      ${matter === undefined ? nothing : html`<p class="no-print"><button type="button" @click=${print}>${this.t('endingNotice')}</button></p>`}`;
  }

  /** One way on: what it is, by which article, how long it is open, whether the land stays as it is. */
  #route({ id, basis, terms, statusQuo }: Route): TemplateResult {
    const clocks = clocksOf(this.ctx.settings);
    const days = terms.map((term) => {
      const { term: length } = clocks.rule(term, this.ctx.clock.today());
      const count = 'months' in length ? length.months : length.days;
      return this.t('months' in length ? 'route.months' : 'route.days', { what: this.ctx.i18n.t(`route.${term}`), days: count });
    });
    return html`${this.t(`route.${id}`)} <span class="quiet">${basis}${days.length === 0 ? '' : ` · ${days.join(this.ctx.locale === 'zh' ? '；' : '; ')}`}</span>${statusQuo === true ? html`<p class="notice">${this.t('route.statusQuo')}</p>` : nothing}`;
  }

  /** The ways that the law gives the matter, none of them chosen for anybody. */
  #ways(): TemplateResult {
    const choose = ({ target }: Event) => {
      if (target instanceof HTMLSelectElement) this.matter = oneOf(MATTERS, target.value);
    };
    return html`<div class="grid">
        ${field(this.t('matter'), html`<select name="matter" required @change=${choose}>${options(MATTERS, (matter) => this.t(`matter.${matter}`), this.t('chooseMatter'))}</select>`)}
      </div>
      ${this.matter === undefined ? nothing : html`<fieldset><legend>${this.t('routes')}</legend>${routesFor(this.matter).map((route) => tick('route', this.#route(route), route.id))}</fieldset>`}
      ${tick('told', this.t('told'))}`;
  }

  #said(form: HTMLFormElement) {
    const { matter } = this;
    const chosen = ticked(form, 'route');
    const reason = filled(form, 'reason');
    return {
      on: formValue(form, 'on'),
      told: ticked(form, 'told').length > 0,
      ...(reason === undefined ? {} : { reason }),
      ...(matter === undefined ? {} : { matter, routes: routesFor(matter).flatMap(({ id }) => (chosen.includes(id) ? [id] : [])) }),
    };
  }

  async #send(form: HTMLFormElement, act: Parameters<EndingView['act']>[0]): Promise<void> {
    if (!(await this.act(act, form))) return;
    this.matter = undefined;
    this.outcome = undefined;
  }

  #conclude(): TemplateResult {
    const conclude = (form: HTMLFormElement): void => {
      const outcome = oneOf(OUTCOMES, formValue(form, 'outcome'));
      if (outcome === undefined) return;
      const { on, told, reason, ...ways } = this.#said(form);
      const said = { on, told, outcome, ...(reason === undefined ? {} : { reason }) };
      void this.#send(form, request.conclude(outcome === 'agreed' ? said : { ...said, ...ways }));
    };
    const choose = ({ target }: Event) => {
      if (target instanceof HTMLSelectElement) this.outcome = oneOf(OUTCOMES, target.value);
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(conclude)}>
      <div class="grid">
        ${field(this.t('concludedOn'), this.day())}
        ${field(this.t('outcome'), html`<select name="outcome" required @change=${choose}>${options(OUTCOMES, (outcome) => this.t(`outcome.${outcome}`), this.t('chooseOutcome'))}</select>`)}
        ${field(this.t('endingReason'), html`<input name="reason" maxlength="500" autocomplete="off" />`)}
      </div>
      ${this.outcome === undefined || this.outcome === 'agreed' ? nothing : this.#ways()}
      <button type="submit" class="primary">${this.t('conclude')}</button>
    </form>`;
  }

  #refuse(): TemplateResult {
    const refuse = (form: HTMLFormElement): void => {
      const { reason = '', ...said } = this.#said(form);
      void this.#send(form, request.refuse({ ...said, reason }));
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(refuse)}>
      <div class="grid">
        ${field(this.t('refusedOn'), this.day())}
        ${field(this.t('refusedBy'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}
      </div>
      ${this.#ways()}
      <button type="submit" class="primary">${this.t('refuse')}</button>
    </form>`;
  }
}
