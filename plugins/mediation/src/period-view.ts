import { clocksOf } from '@onedoor/core';
import { field, formValue, guardComposition, onSubmit, tick, ticked } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { EndingView } from './ending-view.js';
import { dueOf, periodSlice } from './period.js';

const { request } = periodSlice;

/** From consent to conclusion: how long mediation may take, and who agreed to more. */
export class PeriodView extends EndingView {
  protected override render(): TemplateResult {
    const state = this.ctx.acts.state(periodSlice);
    const { begun, extensions, concluded } = state;
    const due = dueOf(state, this.ctx.settings);
    // What the place has decided, else the ministry's rule of one month.
    const { term, basis } = clocksOf(this.ctx.settings).rule('settlement.period', begun?.on ?? this.ctx.clock.today());
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('period')} ${this.waiting(periodSlice)}</h2>
      ${this.refusal()}
      ${
        begun === undefined || due === undefined
          ? html`${concluded === undefined ? html`<p class="quiet">${this.t('notBegun')} ${this.t('beginHint')}</p>${this.opens('begin', () => this.#beginForm())}` : nothing} ${this.ending()}`
          : html`<dl class="about">
              <dt>${this.t('beganOn')}</dt><dd class="number">${this.ctx.i18n.date(begun.on)}</dd>
              <dt>${this.t('due')}</dt>
              <dd><span class="number">${this.ctx.i18n.date(due.dueOn)}</span> <span class="quiet">${due.provisional ? this.t('provisional') : nothing} ${basis} ${'days' in term ? this.t(term.unit === 'working' ? 'workingDays' : 'days', { days: term.days }) : nothing}</span></dd>
              ${
                extensions.length === 0
                  ? nothing
                  : html`<dt>${this.t('extensions')}</dt>
                      <dd>${extensions.map(({ on, until, reason }) => html`<p>${this.t('extendedShown', { on: this.ctx.i18n.date(on), until: this.ctx.i18n.date(until), reason })}</p>`)}</dd>`
              }
            </dl>
            ${concluded !== undefined ? this.ending() : html`<div class="row">${this.opens('extend', () => this.#extendForm(due.dueOn))}${this.ending()}</div>`}`
      }
    </section>`;
  }

  #beginForm(): TemplateResult {
    const begin = (form: HTMLFormElement) =>
      void this.act(request.begin({ on: formValue(form, 'on'), consent: ticked(form, 'consent').length > 0 }), form);
    return html`<form class="stack" @submit=${onSubmit(begin)}>
      <div class="grid">${field(this.t('beganOn'), this.day())}</div>
      ${tick('consent', this.t('consent'))}
      <button type="submit" class="primary">${this.t('begin')}</button>
    </form>`;
  }

  #extendForm(dueOn: string): TemplateResult {
    const extend = (form: HTMLFormElement): void => {
      const consent = ticked(form, 'consent').length > 0;
      void this.act(request.extend({ until: formValue(form, 'until'), consent, reason: formValue(form, 'reason') }), form);
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(extend)}>
      <div class="grid">
        ${field(this.t('until'), html`<input type="date" name="until" required min=${dueOn} />`)}
        ${field(this.t('reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}
      </div>
      ${tick('consent', this.t('extendConsent'))}
      <button type="submit" class="primary">${this.t('extend')}</button>
    </form>`;
  }
}
