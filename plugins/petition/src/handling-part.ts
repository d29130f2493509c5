import { clocksOf } from '@onedoor/core';
import { field, filled, formValue, oneOf, tick, ticked } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import {
  currentReferral,
  MANNERS,
  MAX_EXTENSION_DAYS,
  needsOpinion,
  OPINIONS,
  petitionSlice,
  phaseOf,
  REASONS,
  type Referral,
  ROUTES,
} from './acts.js';
import { OpinionDraft } from './content.js';
import type { LetterSource } from './letters.js';
import { noticePaper, opinionPaper } from './paper.js';
import { SheetPart } from './sheet-part.js';

const { request } = petitionSlice;
const on = (form: HTMLFormElement): string => formValue(form, 'on');
const ANSWERS = ['agreed', 'declinedObjection'] as const;
const DECISIONS = ['approve', 'disapprove'] as const;
const DRAFT = { claims: 'claims', facts: 'found', opinion: 'proposed' } as const;
const OUTCOMES = ['settled', 'open'] as const;

/** From passing on to the written opinion. */
export abstract class HandlingPart extends SheetPart {
  protected override source(): LetterSource {
    const { state, petitioners: people, sheetTexts: sheet } = this;
    return {
      state,
      people,
      sheet,
      draft: this.#draftTexts(),
      clocks: clocksOf(this.ctx.settings),
      person: (id) => this.ctx.i18n.person(id),
    };
  }

  #draftTexts(): LetterSource['draft'] {
    const text = (name: 'claims' | 'facts' | 'opinion') => this.ctx.text(OpinionDraft, 'opinion', name, this.t(DRAFT[name])).value();
    return { claims: text('claims'), facts: text('facts'), opinion: text('opinion') };
  }

  protected renderPassingOn(): TemplateResult | typeof nothing {
    const { referrals } = this.state;
    const phase = phaseOf(this.state);
    const referral = currentReferral(this.state);
    const unreceived = referral !== undefined && referral.receivedOn === undefined && this.state.decision === undefined;
    const open = phase === 'registered' || phase === 'referred' || phase === 'objected';
    if (!open && referrals.length === 0) return nothing;
    return html`<section class="part" aria-labelledby="passing">
      <h3 id="passing">${this.t('passingOn')}</h3>
      <ul class="done">${referrals.map((referral) => this.#referral(referral))}</ul>
      ${referrals.length === 0 ? nothing : this.downloads('referral')}
      ${referrals.at(-1)?.objection === undefined ? nothing : this.downloads('objection')}
      <div class="acts">
        ${phase === 'registered' ? this.#refer() : nothing}
        ${
          unreceived
            ? html`<p class="quiet">${this.t('notReceived')}</p>
                ${this.opens('receive', 'receive', this.day('on', this.t('receivedOn')), (form) => void this.act(request.receive({ on: on(form) }), form))}`
            : nothing
        }
        ${
          phase === 'referred' && referral?.objection === undefined
            ? this.opens(
                'object',
                'object',
                html`${this.day('on', this.t('on'))} ${this.line('reason', this.t('reason'), 2000)}`,
                (form) => void this.act(request.object({ on: on(form), reason: formValue(form, 'reason') }), form),
                'objectHint',
              )
            : nothing
        }
        ${phase === 'objected' ? this.#answerObjection() : nothing}
      </div>
    </section>`;
  }

  #referral({ on: sentOn, manner, to, receivedOn, objection, answer }: Referral): TemplateResult {
    return html`<li>
      <p>${this.t('referShown', { on: this.date(sentOn), manner: this.word('manner', manner), to })}</p>
      ${receivedOn === undefined ? nothing : html`<p>${this.t('receivedShown', { receivedOn: this.date(receivedOn) })}</p>`}
      ${objection === undefined ? nothing : html`<p>${this.t('objectionShown', { on: this.date(objection.on), reason: objection.reason })}</p>`}
      ${answer === undefined ? nothing : html`<p>${this.date(answer.on)} ${this.t(answer.agreed ? 'returned' : 'declinedObjection')} ${answer.note}</p>`}
    </li>`;
  }

  #refer() {
    const send = (form: HTMLFormElement): void => {
      const manner = oneOf(MANNERS, formValue(form, 'manner'));
      if (manner !== undefined)
        void this.act(request.refer({ on: on(form), manner, to: formValue(form, 'to'), receivedOn: filled(form, 'receivedOn') }), form);
    };
    return this.opens(
      'refer',
      'refer',
      html`<div class="grid">
        ${this.choice('manner', this.t('mannerOf'), MANNERS, 'manner')}
        ${field(this.t('referTo'), html`<input name="to" required maxlength="100" autocomplete="off" />`)}
        ${this.day('on', this.t('referredOn'))} 
        ${field(this.t('receivedOn'), html`<input type="date" name="receivedOn" max=${this.ctx.clock.today()} />`, this.t('receivedOnHint'))}
      </div>`,
      send,
    );
  }

  #answerObjection() {
    const send = (form: HTMLFormElement): void => {
      const answer = oneOf(ANSWERS, formValue(form, 'answer'));
      if (answer !== undefined)
        void this.act(request.answerObjection({ on: on(form), agreed: answer === 'agreed', note: formValue(form, 'note') }), form);
    };
    return this.opens(
      'answerObjection',
      'answerObjection',
      html`<div class="grid">
          ${this.day('on', this.t('on'))}
          ${field(this.t('answer'), html`<select name="answer" required><option value="">${this.t('choose')}</option>${ANSWERS.map((each) => html`<option value=${each}>${this.t(each)}</option>`)}</select>`)}
        </div>
        ${this.line('note', this.t('note'), 2000, false)}`,
      send,
    );
  }

  protected renderDecision(): TemplateResult | typeof nothing {
    const { decision, registered } = this.state;
    if (registered === undefined) return nothing;
    const phase = phaseOf(this.state);
    const how = decision === undefined ? '' : this.t(decision.onTheSpot ? 'onTheSpot' : 'later');
    return html`<section class="part" aria-labelledby="decision">
      <h3 id="decision">${this.t('decision')}</h3>
      ${
        decision === undefined
          ? nothing
          : decision.accepted
            ? html`<p>${this.t('acceptedShown', { on: this.date(decision.on), how, body: decision.body })}</p>
                ${decision.route === undefined ? nothing : html`<p class="quiet">${this.word('route', decision.route)}</p>`}`
            : html`<p>${this.t('declinedShown', { on: this.date(decision.on), how, why: this.word('why', decision.why), reason: decision.reason })}</p>`
      }
      ${decision === undefined ? nothing : this.prints(decision.accepted ? 'printAccepted' : 'printDeclined', () => noticePaper(this.state, this.petitioners))}
      ${decision === undefined ? nothing : this.downloads(decision.accepted ? 'accepted' : 'declined')}
      ${phase === 'registered' || phase === 'referred' ? html`<div class="acts">${this.#accept()} ${this.#decline()}</div>` : nothing}
    </section>`;
  }

  #accept() {
    const claim = this.state.registered?.kind === 'claim';
    const send = (form: HTMLFormElement): void => {
      const route = oneOf(ROUTES, formValue(form, 'route'));
      const args = { on: on(form), body: formValue(form, 'body'), onTheSpot: ticked(form, 'onTheSpot').length > 0 };
      void this.act(request.accept({ ...args, ...(route === undefined ? {} : { route }) }), form);
    };
    return this.opens(
      'accept',
      'accept',
      html`<div class="grid">
          ${this.day('on', this.t('on'))}
          ${field(this.t('body'), html`<input name="body" required maxlength="100" autocomplete="off" />`)}
          ${claim ? this.choice('route', this.t('route'), ROUTES, 'route') : nothing}
        </div>
        ${tick('onTheSpot', this.t('onTheSpot'))}`,
      send,
      'acceptHint',
    );
  }

  #decline() {
    const send = (form: HTMLFormElement): void => {
      const why = oneOf(REASONS, formValue(form, 'why'));
      if (why !== undefined)
        void this.act(
          request.decline({ on: on(form), why, reason: formValue(form, 'reason'), onTheSpot: ticked(form, 'onTheSpot').length > 0 }),
          form,
        );
    };
    return this.opens(
      'decline',
      'decline',
      html`<div class="grid">${this.day('on', this.t('on'))} ${this.choice('why', this.t('whyOf'), REASONS, 'why')}</div>
        ${this.line('reason', this.t('declineReason'), 2000)} ${tick('onTheSpot', this.t('onTheSpot'))}`,
      send,
    );
  }

  protected renderHandling(): TemplateResult | typeof nothing {
    const { decision, opinion, mediation, concluded } = this.state;
    if (decision?.accepted !== true) return nothing;
    const accepted = phaseOf(this.state) === 'accepted';
    const number = opinion?.number;
    const shown = number === undefined ? this.t('numberPending') : this.t('numberShown', { year: number.year, number: number.value });
    return html`<section class="part" aria-labelledby="handling">
      <h3 id="handling">${this.t('handling')}</h3>
      ${this.#extension(accepted)}
      ${needsOpinion(this.state) ? this.#draft() : nothing}
      <ul class="done">
        ${mediation === undefined ? nothing : html`<li>${this.t('mediationShown', { on: this.date(mediation.on), outcome: this.word('outcome', mediation.settled ? 'settled' : 'open'), note: mediation.note })}</li>`}
        ${opinion === undefined ? nothing : html`<li>${this.t('opinionShown', { on: this.date(opinion.on), number: shown, opinion: this.word('opinion', opinion.opinion), basis: opinion.basis })}</li>`}
        ${concluded === undefined ? nothing : html`<li>${this.t('concludedShown', { on: this.date(concluded.on), note: concluded.note })}</li>`}
      </ul>
      ${accepted ? html`<div class="acts">${this.#opine()} ${this.#mediate()} ${this.#conclude()}</div>` : nothing}
    </section>`;
  }

  #extension(accepted: boolean): TemplateResult | typeof nothing {
    const { extension } = this.state;
    if (!needsOpinion(this.state) || (extension === undefined && !accepted)) return nothing;
    const decided = extension?.decided;
    const mayAsk = accepted && (extension === undefined || decided?.approved === false);
    const ask = (form: HTMLFormElement) =>
      void this.act(request.askExtension({ on: on(form), days: Number(formValue(form, 'days')), reason: formValue(form, 'reason') }), form);
    const decide = (form: HTMLFormElement): void => {
      const choice = oneOf(DECISIONS, formValue(form, 'approved'));
      if (choice !== undefined)
        void this.act(request.decideExtension({ on: on(form), approved: choice === 'approve', note: formValue(form, 'note') }), form);
    };
    return html`<ul class="done">
        ${
          extension === undefined
            ? nothing
            : html`<li>${this.t('extensionAsked', { on: this.date(extension.asked.on), who: this.ctx.i18n.person(extension.asked.by), days: extension.asked.days, reason: extension.asked.reason })}</li>`
        }
        ${
          decided === undefined
            ? nothing
            : html`<li>${this.t(decided.approved ? 'extensionApproved' : 'extensionDeclined', { on: this.date(decided.on), who: this.ctx.i18n.person(decided.by), note: decided.note })}</li>`
        }
        ${extension?.told === undefined ? nothing : html`<li>${this.t('extensionTold', { on: this.date(extension.told.on) })}</li>`}
      </ul>
      ${extension !== undefined && decided === undefined ? html`<p class="quiet">${this.t('extensionWaits')}</p>` : nothing}
      ${decided?.approved === true && extension?.told === undefined ? html`<p class="notice">${this.t('extensionUntold')}</p>` : nothing}
      ${extension === undefined || decided?.approved === false ? nothing : this.downloads('extension')}
      <div class="acts">
        ${
          mayAsk
            ? this.opens(
                'askExtension',
                'askExtension',
                html`<div class="grid">
                    ${this.day('on', this.t('on'))}
                    ${field(this.t('days'), html`<input type="number" name="days" required min="1" max=${MAX_EXTENSION_DAYS} />`)}
                  </div>
                  ${this.line('reason', this.t('reason'), 2000)}`,
                ask,
                'askExtensionHint',
              )
            : nothing
        }
        ${
          extension !== undefined && decided === undefined && accepted
            ? this.opens(
                'decideExtension',
                'decideExtension',
                html`<div class="grid">
                    ${this.day('on', this.t('on'))}
                    ${field(this.t('decideExtension'), html`<select name="approved" required><option value="">${this.t('choose')}</option>${DECISIONS.map((each) => html`<option value=${each}>${this.t(each)}</option>`)}</select>`)}
                  </div>
                  ${this.line('note', this.t('note'), 2000, false)}`,
                decide,
              )
            : nothing
        }
        ${
          decided?.approved === true && extension?.told === undefined
            ? this.opens(
                'tellExtension',
                'tellExtension',
                this.day('on', this.t('on')),
                (form) => void this.act(request.tellExtension({ on: on(form) }), form),
              )
            : nothing
        }
      </div>`;
  }

  #draft(): TemplateResult {
    const texts = [
      ['claims', this.t('claims')],
      ['facts', this.t('found')],
      ['opinion', this.t('proposed')],
    ] as const;
    return html`<h4>${this.t('draft')}</h4>
      <p class="quiet">${this.t('draftHint')}</p>
      ${texts.map(
        ([name, label]) =>
          html`<div class="row"><h4>${label}</h4>${this.history(OpinionDraft, 'opinion', label, [name], this.ctx.text(OpinionDraft, 'opinion', name, label))}</div><onedoor-text data-record="opinion" data-field=${name} .field=${this.ctx.text(OpinionDraft, 'opinion', name, label)} rows="3"></onedoor-text>`,
      )}
      ${this.prints(this.state.opinion === undefined ? 'printDraft' : 'printOpinion', () =>
        opinionPaper(this.state, this.petitioners, this.#draftTexts(), clocksOf(this.ctx.settings)),
      )}
      ${this.downloads('opinion')}`;
  }

  #opine() {
    if (!needsOpinion(this.state)) return nothing;
    const send = (form: HTMLFormElement): void => {
      const opinion = oneOf(OPINIONS, formValue(form, 'opinion'));
      if (opinion !== undefined)
        void this.act(
          request.opine({ on: on(form), opinion, basis: formValue(form, 'basis'), namesReview: ticked(form, 'namesReview').length > 0 }),
          form,
        );
    };
    return this.opens(
      'opine',
      'opine',
      html`<div class="grid">${this.day('on', this.t('on'))} ${this.choice('opinion', this.t('opinionOf'), OPINIONS, 'opinion')}</div>
        ${this.line('basis', this.t('legalBasis'), 1000)} ${tick('namesReview', this.t('namesReview'))}`,
      send,
    );
  }

  #mediate() {
    const send = (form: HTMLFormElement): void => {
      const outcome = oneOf(OUTCOMES, formValue(form, 'outcome'));
      if (outcome !== undefined)
        void this.act(
          request.mediate({
            on: on(form),
            consent: ticked(form, 'consent').length > 0,
            settled: outcome === 'settled',
            note: formValue(form, 'note'),
          }),
          form,
        );
    };
    return this.opens(
      'mediate',
      'mediate',
      html`<div class="grid">${this.day('on', this.t('on'))} ${this.choice('outcome', this.t('outcome'), OUTCOMES, 'outcome')}</div>
        ${this.line('note', this.t('note'), 2000)} ${tick('consent', this.t('consent'))}`,
      send,
      'mediateHint',
    );
  }

  #conclude() {
    if (needsOpinion(this.state)) return nothing;
    return this.opens(
      'conclude',
      'conclude',
      html`${this.day('on', this.t('on'))} ${this.line('note', this.t('concludeNote'), 2000)}`,
      (form) => void this.act(request.conclude({ on: on(form), note: filled(form, 'note') ?? '' }), form),
      'concludeHint',
    );
  }
}
