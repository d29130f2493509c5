import { formValue, oneOf } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { DELIVERIES, inHearing, issuedOn, PAPERS, petitionSlice, phaseOf, REVIEWS } from './acts.js';
import type { Key } from './desk-view.js';
import { HandlingPart } from './handling-part.js';
import { standOf, wordOf } from './stand.js';

const { request } = petitionSlice;
const on = (form: HTMLFormElement): string => formValue(form, 'on');

/** A petition from registration to the last review, as its desk works on it and the team reads it. */
export class PetitionView extends HandlingPart {
  protected override render(): TemplateResult {
    const phase = phaseOf(this.state);
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('title')} ${this.waiting(petitionSlice)}</h2>
      <p class="stand"><strong>${this.word('stand', wordOf(standOf(this.state)))}</strong></p>
      ${phase === 'none' ? html`<p class="quiet">${this.t('notYet')} ${this.may('register') ? this.t('notYetHint') : nothing}</p>` : this.#clocks()}
      ${this.refusal()} ${this.renderSheet()} ${this.renderPassingOn()} ${this.renderDecision()} ${this.renderHandling()} ${this.#reviews()} ${this.renderMade()}
    </section>`;
  }

  #clocks(): TemplateResult {
    return html`<section class="part" aria-labelledby="clocks"><h3 id="clocks">${this.t('clocks')}</h3>${this.renderClocks()}</section>`;
  }

  #reviews(): TemplateResult | typeof nothing {
    const { opinion, review, recheck } = this.state;
    if (opinion === undefined) return nothing;
    const hearings = recheck?.hearings ?? [];
    const phase = phaseOf(this.state);
    const shown = (key: Key, answer: { on: string; result: string; basis: string } | undefined) =>
      answer === undefined
        ? nothing
        : html`<li>${this.t(key, { on: this.date(answer.on), result: this.word('result', answer.result), basis: answer.basis })}</li>`;
    return html`<section class="part" aria-labelledby="reviews">
      <h3 id="reviews">${this.t('reviews')}</h3>
      <p class="quiet">${this.t('reviewsHint')}</p>
      <ul class="done">
        ${this.#delivered('opinion')}
        ${review === undefined ? nothing : html`<li>${this.t('reviewAsked', { on: this.date(review.asked.on) })}</li>`}
        ${shown('reviewAnswered', review?.answered)} ${this.#delivered('review')}
        ${recheck === undefined ? nothing : html`<li>${this.t('recheckAsked', { on: this.date(recheck.asked.on) })}</li>`}
        ${hearings.map(({ from, to }) => html`<li>${to === undefined ? this.t('hearingOpen', { from: this.date(from) }) : this.t('hearingShown', { from: this.date(from), to: this.date(to) })}</li>`)}
        ${shown('recheckAnswered', recheck?.answered)} ${this.#delivered('recheck')}
      </ul>
      <div class="acts">
        ${this.#deliver()}
        ${review === undefined ? nothing : this.downloads('review')}
        ${recheck === undefined ? nothing : this.downloads('recheck')}
        ${PAPERS.filter((paper) => this.state.delivered[paper] !== undefined).map((paper) => this.downloads('delivery', paper))}
        ${phase === 'issued' && this.state.delivered.opinion !== undefined ? this.#asks('askReview') : nothing}
        ${phase === 'reviewing' ? this.#answers('answerReview') : nothing}
        ${phase === 'reviewed' && this.state.delivered.review !== undefined ? this.#asks('askRecheck') : nothing}
        ${phase === 'examining' ? this.#examining() : nothing}
      </div>
    </section>`;
  }

  #delivered(paper: (typeof PAPERS)[number]): TemplateResult | typeof nothing {
    const delivery = this.state.delivered[paper];
    if (delivery === undefined) return nothing;
    return html`<li>${this.t('deliveredShown', { on: this.date(delivery.on), how: this.word('how', delivery.how), paper: this.word('paper', paper) })}</li>`;
  }

  #deliver() {
    const open = PAPERS.filter((paper) => issuedOn(this.state, paper) !== undefined && this.state.delivered[paper] === undefined);
    if (open.length === 0) return nothing;
    const send = (form: HTMLFormElement): void => {
      const [paper, how] = [oneOf(PAPERS, formValue(form, 'paper')), oneOf(DELIVERIES, formValue(form, 'how'))];
      if (paper !== undefined && how !== undefined) void this.act(request.deliver({ on: on(form), paper, how }), form);
    };
    return this.opens(
      'deliver',
      'deliver',
      html`<div class="grid">
        ${this.choice('paper', this.t('paperOf'), open, 'paper')} ${this.day('on', this.t('on'))}
        ${this.choice('how', this.t('howOf'), DELIVERIES, 'how')}
      </div>`,
      send,
    );
  }

  #asks(act: 'askReview' | 'askRecheck') {
    return this.opens(act, act, this.day('on', this.t('askedOn')), (form) => void this.act(request[act]({ on: on(form) }), form));
  }

  #answers(act: 'answerReview' | 'answerRecheck') {
    const send = (form: HTMLFormElement): void => {
      const result = oneOf(REVIEWS, formValue(form, 'result'));
      if (result !== undefined) void this.act(request[act]({ on: on(form), result, basis: formValue(form, 'basis') }), form);
    };
    return this.opens(
      act,
      act,
      html`<div class="grid">${this.day('on', this.t('on'))} ${this.choice('result', this.t('resultOf'), REVIEWS, 'result')}</div>
        ${this.line('basis', this.t('basis'), 2000)}`,
      send,
    );
  }

  #examining() {
    const hearing = inHearing(this.state) ? 'endHearing' : 'beginHearing';
    return html`${this.opens(hearing, hearing, this.day('on', this.t('on')), (form) => void this.act(request[hearing]({ on: on(form) }), form))}
      ${hearing === 'endHearing' ? nothing : this.#answers('answerRecheck')}`;
  }
}
