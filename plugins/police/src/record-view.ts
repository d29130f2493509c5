import { TERMS } from '@onedoor/core';
import { field, filled, formValue, guardComposition, oneOf, onSubmit, options, tick, ticked, typed } from '@onedoor/elements';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import {
  AGREEMENT_COPIES,
  CONDUCTS,
  END_REASONS,
  EXCLUSIONS,
  type Fault,
  GUARDIAN_AGE,
  type HoldArgs,
  holdFaults,
  type PresentPerson,
  phaseOf,
  policeSlice,
  RESULTS,
} from './acts.js';
import { editRecord, MediationRecord } from './content.js';
import { ParticipantsPart } from './participants.js';
import { running, standOf, wordOf } from './stand.js';

const { request } = policeSlice;
const OUTCOMES = ['performed', 'broken'] as const;
const KINDS = ['people', 'own'] as const;
const DECISIONS = ['approved', 'refused'] as const;

/** The record of a public-security mediation (治安调解), from acceptance to performance or end. */
export class RecordView extends ParticipantsPart {
  static override styles = [
    ...ParticipantsPart.styles,
    css`
      h4 {
        margin: 0;
        font-size: 14px;
        font-weight: 600;
      }
      .people > li,
      .sessions > li {
        padding: 8px 0 12px 12px;
        border-left: 2px solid var(--_line);
      }
      .people > li > * + * {
        margin-top: 8px;
      }
      .people > li + li,
      .sessions > li + li {
        margin-top: 8px;
      }
      .stand {
        padding: 8px 12px;
        border-left: 3px solid var(--_accent);
        background: var(--_raised);
      }
    `,
  ];

  /** What still stands against the session in the form; undefined while nothing is entered. */
  @state() private draft: { readonly faults: readonly Fault[]; readonly late: 'lateFirst' | 'lateSecond' | undefined } | undefined;

  protected override render(): TemplateResult {
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('title')} ${this.waiting(policeSlice)}</h2>
      <p class="quiet">${this.t('boundary')}</p>
      ${this.#stand()} ${this.refusal()} ${this.#acceptance()}
      ${
        phaseOf(this.state) === 'none' && !this.ctx.writable
          ? this.#handover()
          : html`${this.renderParticipants()} ${this.#facts()} ${this.#sessions()} ${this.#agreement()} ${this.#handover()} ${this.#ending()}`
      }
    </section>`;
  }

  #stand(): TemplateResult {
    const seen = standOf(this.state);
    const clock = running(seen, this.ctx.settings);
    return html`<p class="stand">
      <strong>${this.t(`stand.${wordOf(seen)}` as 'stand.none')}</strong>
      ${clock === undefined ? nothing : html`<span class="number"> · ${this.t(`clock.${clock.id}`)} ${this.ctx.i18n.date(clock.dueOn)}</span>${typeof clock.counted?.term === 'string' ? html` <span class="quiet">${TERMS[clock.counted.term].basis}</span>` : nothing}`}
    </p>`;
  }

  #acceptance(): TemplateResult {
    const { accepted } = this.state;
    return html`<section class="part" aria-labelledby="acceptance">
      <h3 id="acceptance">${this.t('acceptance')}</h3>
      ${
        accepted === undefined
          ? html`<p class="quiet">${this.t(this.may('accept') ? 'acceptHint' : 'notAccepted')}</p>
              ${this.opens('accept', 'accept', this.#acceptForm())}`
          : html`<dl class="about">
              <dt>${this.t('acceptedOn')}</dt><dd class="number">${this.ctx.i18n.date(accepted.on)}</dd>
              <dt>${this.t('acceptedBy')}</dt><dd>${this.ctx.i18n.person(accepted.by)}</dd>
              ${accepted.register === undefined ? nothing : html`<dt>${this.t('register')}</dt><dd>${accepted.register}</dd>`}
              <dt>${this.t('conductOf')}</dt><dd>${this.t(`conduct.${accepted.conduct}`)}</dd>
              <dt>${this.t('mayBeMediated')}</dt><dd>${this.t('mediable')}</dd>
            </dl>`
      }
      ${accepted === undefined ? nothing : this.#appraisal()}
    </section>`;
  }

  #acceptForm(): TemplateResult {
    const accept = (form: HTMLFormElement): void => {
      const conduct = oneOf(CONDUCTS, formValue(form, 'conduct'));
      if (conduct === undefined) return;
      const exclusions = EXCLUSIONS.filter((exclusion) => ticked(form, 'exclusion').includes(exclusion));
      const [minor, consent] = [ticked(form, 'minor').length > 0, ticked(form, 'consent').length > 0];
      void this.act(
        request.accept({ on: formValue(form, 'on'), conduct, minor, consent, exclusions, register: filled(form, 'register') }),
        form,
      );
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(accept)}>
      <div class="grid">
        ${field(this.t('acceptedOn'), this.day())}
        ${field(this.t('conductOf'), html`<select name="conduct" required>${options(CONDUCTS, (conduct) => this.t(`conduct.${conduct}`), this.t('chooseConduct'))}</select>`)}
        ${field(this.t('register'), html`<input name="register" maxlength="60" autocomplete="off" />`)}
      </div>
      <div>${tick('minor', this.t('minor'))} ${tick('consent', this.t('consent'))}</div>
      <fieldset><legend>${this.t('exclusionsLegend')}</legend>${EXCLUSIONS.map((each) => tick('exclusion', this.t(`exclusion.${each}`), each))}</fieldset>
      <button type="submit" class="primary">${this.t('accept')}</button>
    </form>`;
  }

  #appraisal(): TemplateResult | typeof nothing {
    const { appraisal } = this.state;
    if (appraisal === undefined) {
      if (phaseOf(this.state) !== 'accepted') return nothing;
      const order = (form: HTMLFormElement) =>
        void this.act(request.orderAppraisal({ on: formValue(form, 'on'), what: formValue(form, 'what') }), form);
      return html`${this.opens(
        'orderAppraisal',
        'orderAppraisal',
        html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(order)}>
          <div class="grid">${field(this.t('on'), this.day())}${field(this.t('appraisalWhat'), html`<input name="what" required maxlength="200" autocomplete="off" />`, this.t('appraisalWhatHint'))}</div>
          <button type="submit" class="primary">${this.t('orderAppraisal')}</button>
        </form>`,
      )}`;
    }
    const receive = (form: HTMLFormElement) =>
      void this.act(request.receiveAppraisal({ on: formValue(form, 'on'), result: formValue(form, 'result') }), form);
    const { orderedOn, what, receivedOn, result = '' } = appraisal;
    return html`<p>${this.t('appraisalOrdered', { on: this.ctx.i18n.date(orderedOn), what })}</p>
      ${
        receivedOn !== undefined
          ? html`<p>${this.t('appraisalReceived', { on: this.ctx.i18n.date(receivedOn), result })}</p>`
          : html`<p class="quiet">${this.t('appraisalWaits')}</p>
              ${this.opens(
                'receiveAppraisal',
                'receiveAppraisal',
                html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(receive)}>
                  <div class="grid">${field(this.t('on'), this.day())}${field(this.t('appraisalResult'), html`<input name="result" required maxlength="200" autocomplete="off" />`)}</div>
                  <button type="submit" class="primary">${this.t('receiveAppraisal')}</button>
                </form>`,
              )}`
      }`;
  }

  #facts(): TemplateResult {
    const read = this.ctx.data.collection(MediationRecord).get('record');
    const { happenedOn, place } = read?.ok === true ? read.value : {};
    const shared = this.ctx.core.facts();
    const edit = (patch: Parameters<typeof editRecord.request>[0]['patch']) =>
      void this.ctx.commands.run(editRecord.request({ patch })).then((result) => this.told(result));
    const input = (type: 'date' | 'text', value: string | undefined, change: (value: string | undefined) => void) =>
      html`<input
        type=${type}
        maxlength="200"
        .value=${typed(value ?? '')}
        @change=${(event: Event) => event.currentTarget instanceof HTMLInputElement && change(event.currentTarget.value.trim() || undefined)}
      />`;
    return html`<section class="part" aria-labelledby="facts">
      <h3 id="facts">${this.t('facts')}</h3>
      <div class="grid">
        ${field(
          this.t('happenedOn'),
          input('date', happenedOn ?? shared?.happenedOn, (value) => edit({ happenedOn: value })),
        )}
        ${field(
          this.t('place'),
          input('text', place ?? shared?.place, (value) => edit({ place: value })),
        )}
      </div>
      ${this.history(MediationRecord, 'record', this.t('facts'), ['facts'], this.ctx.text(MediationRecord, 'record', 'facts', this.t('facts')))}
      <onedoor-text data-record="record" data-field="facts" .field=${this.ctx.text(MediationRecord, 'record', 'facts', this.t('facts'))} rows="6" placeholder=${this.t('factsHint')}></onedoor-text>
    </section>`;
  }

  #sessions(): TemplateResult {
    const { sessions } = this.state;
    const number = sessions.length + 1;
    return html`<section class="part" aria-labelledby="sessions">
      <h3 id="sessions">${this.t('sessions')}</h3>
      ${sessions.length === 0 ? html`<p class="quiet">${this.t('noSessions')}</p>` : nothing}
      <ol class="sessions">${sessions.map((session, at) => this.#session(session, at + 1))}</ol>
      ${phaseOf(this.state) === 'accepted' ? this.opens('hold', 'hold', this.#holdForm(number), { number }) : nothing}
    </section>`;
  }

  #session(session: HoldArgs, number: number): TemplateResult {
    const { on, place, officers, fullRecording, recording, present, result, performBy, reason } = session;
    return html`<li>
      <h4>${this.t('session', { number })} <span class="quiet number">${this.ctx.i18n.date(on)} ${place}</span></h4>
      <p><span class="mark">${this.t(`result.${result}`)}</span>${performBy === undefined ? nothing : html` <span class="number">${this.t('performBy')} ${this.ctx.i18n.date(performBy)}</span>`}</p>
      <p>${this.t('officersShown', { names: this.names(officers.map((officer) => this.ctx.i18n.person(officer))) })}</p>
      <p>${this.t('presentShown', { names: this.names(present.map((person) => this.#presence(person))) })}</p>
      ${fullRecording ? html`<p>${this.t('recordedShown', { recording: recording ?? '' })}</p>` : nothing}
      ${reason === undefined ? nothing : html`<p class="quiet">${reason}</p>`}
    </li>`;
  }

  #presence({ name, age, guardian, proxy }: PresentPerson): string {
    if (guardian !== undefined) return this.t('withGuardian', { name, guardian });
    if (age !== undefined && age < GUARDIAN_AGE) return this.t('noGuardian', { name });
    return proxy === undefined ? name : this.t('withProxy', { name, proxy });
  }

  #holdForm(number: number): TemplateResult {
    const officers = Object.values(this.ctx.core.people()).filter(({ department, active }) => department === 'police' && active);
    const { people } = this;
    const look = (event: Event) => event.currentTarget instanceof HTMLFormElement && this.#look(event.currentTarget);
    return html`<form class="stack" @keydown=${guardComposition} @input=${look} @change=${look} @submit=${onSubmit((form) => void this.#hold(form))}>
      <div class="grid">
        ${field(this.t('heldOn'), this.day())} ${field(this.t('place'), html`<input name="place" maxlength="200" autocomplete="off" />`)}
        ${field(this.t('result'), html`<select name="result" required>${options(RESULTS, (result) => this.t(`result.${result}`), this.t('chooseResult'))}</select>`)}
        ${field(this.t('performBy'), html`<input type="date" name="performBy" />`)}
      </div>
      <fieldset>
        <legend>${this.t('officers')}</legend>
        <p class="hint">${this.t('officersHint')}</p>
        ${officers.length === 0 ? html`<p class="quiet">${this.t('noOfficers')}</p>` : officers.map(({ person, name, post }) => tick('officer', html`${name} <span class="quiet">${post}</span>`, person))}
        ${tick('standardPremises', this.t('standardPremises'))} ${tick('fullRecording', this.t('fullRecording'))}
      </fieldset>
      ${field(this.t('recording'), html`<input name="recording" maxlength="200" autocomplete="off" />`)}
      <fieldset>
        <legend>${this.t('presentLegend')}</legend>
        ${people.length === 0 ? html`<p class="quiet">${this.t('presentFirst')}</p>` : people.map((person) => tick('present', this.#presence(person), person.id))}
      </fieldset>
      ${number > 2 ? field(this.t('reasonThird'), html`<input name="reason" maxlength="500" autocomplete="off" />`, this.t('reasonThirdHint')) : nothing}
      ${this.#draftFaults()}
      <button type="submit" class="primary">${this.t('record')}</button>
    </form>`;
  }

  #draftFaults(): TemplateResult | typeof nothing {
    if (this.draft === undefined) return nothing;
    const { faults, late } = this.draft;
    const due = running(standOf(this.state), this.ctx.settings)?.dueOn;
    return html`<div role="status">
      ${faults.length === 0 ? nothing : html`<div class="notice"><p>${this.t('stillMissing')}</p><ul>${faults.map((fault) => html`<li>· ${this.t(fault)}</li>`)}</ul></div>`}
      ${late === undefined || due === undefined ? nothing : html`<p class="notice"><span aria-hidden="true">▲ </span>${this.t(late, { due: this.ctx.i18n.date(due) })}</p>`}
    </div>`;
  }

  #args(form: HTMLFormElement): HoldArgs {
    const here = ticked(form, 'present');
    return {
      on: formValue(form, 'on'),
      place: formValue(form, 'place'),
      officers: ticked(form, 'officer'),
      standardPremises: ticked(form, 'standardPremises').length > 0,
      fullRecording: ticked(form, 'fullRecording').length > 0,
      recording: filled(form, 'recording'),
      present: this.people.filter(({ id }) => here.includes(id)).map(({ id: _, ...person }) => person),
      // Read before anything is chosen, only to look for faults; the form itself asks for a result.
      result: oneOf(RESULTS, formValue(form, 'result')) ?? 'failed',
      performBy: formValue(form, 'result') === 'agreed' ? filled(form, 'performBy') : undefined,
      reason: filled(form, 'reason'),
    };
  }

  #look(form: HTMLFormElement): void {
    const args = this.#args(form);
    const clock = running(standOf(this.state), this.ctx.settings);
    const late =
      clock === undefined || clock.id === 'performance' || args.on <= clock.dueOn
        ? undefined
        : clock.id === 'first'
          ? 'lateFirst'
          : 'lateSecond';
    this.draft = { faults: holdFaults(this.state, args, this.ctx.clock.today()), late };
  }

  async #hold(form: HTMLFormElement): Promise<void> {
    this.#look(form);
    if (await this.act(request.hold(this.#args(form)), form)) this.draft = undefined;
  }

  #agreement(): TemplateResult | typeof nothing {
    const { performance } = this.state;
    const phase = phaseOf(this.state);
    const perform = (form: HTMLFormElement): void => {
      const outcome = oneOf(OUTCOMES, formValue(form, 'outcome'));
      if (outcome !== undefined)
        void this.act(request.perform({ on: formValue(form, 'on'), outcome, note: formValue(form, 'note') }), form);
    };
    return html`<section class="part" aria-labelledby="agreement">
      <h3 id="agreement">${this.t('agreement')}</h3>
      <p class="quiet">${this.t('copies', { copies: AGREEMENT_COPIES })}</p>
      ${this.history(MediationRecord, 'record', this.t('agreement'), ['agreement'], this.ctx.text(MediationRecord, 'record', 'agreement', this.t('agreement')))}
      <onedoor-text data-record="record" data-field="agreement" .field=${this.ctx.text(MediationRecord, 'record', 'agreement', this.t('agreement'))} rows="4" placeholder=${this.t('agreementHint')}></onedoor-text>
      ${
        performance === undefined
          ? nothing
          : html`<p><span class="mark">${this.t(`outcome.${performance.outcome}`)}</span> <span class="number">${this.ctx.i18n.date(performance.on)}</span> ${performance.note}</p>
              <p class="quiet">${this.t(performance.outcome === 'performed' ? 'performedEffect' : 'brokenEffect')}</p>`
      }
      ${
        phase !== 'agreed'
          ? nothing
          : this.opens(
              'perform',
              'perform',
              html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(perform)}>
                <div class="grid">
                  ${field(this.t('on'), this.day())}
                  ${field(this.t('outcome'), html`<select name="outcome" required>${options(OUTCOMES, (outcome) => this.t(`outcome.${outcome}`), this.t('chooseResult'))}</select>`)}
                  ${field(this.t('note'), html`<input name="note" maxlength="500" autocomplete="off" />`, this.t('noteBroken'))}
                </div>
                <button type="submit" class="primary">${this.t('perform')}</button>
              </form>`,
            )
      }
    </section>`;
  }

  #handover(): TemplateResult {
    const { handover } = this.state;
    const phase = phaseOf(this.state);
    const handOver = (form: HTMLFormElement): void => {
      const kind = oneOf(KINDS, formValue(form, 'kind'));
      const [agreement, proof] = [formValue(form, 'agreement'), formValue(form, 'proof')];
      if (kind !== undefined) void this.act(request.handOver({ on: formValue(form, 'on'), kind, agreement, proof }), form);
    };
    const decide = (form: HTMLFormElement): void => {
      const decision = oneOf(DECISIONS, formValue(form, 'decision'));
      if (decision === undefined) return;
      void this.act(
        request.decide({ on: formValue(form, 'on'), approved: decision === 'approved', reason: formValue(form, 'reason') }),
        form,
      );
    };
    const open = phase !== 'performed' && phase !== 'ended' && (handover === undefined || handover.decision?.approved === false);
    return html`<section class="part" aria-labelledby="handover">
      <h3 id="handover">${this.t('handover')}</h3>
      <p class="quiet">${this.t('handoverHint')}</p>
      ${
        handover === undefined
          ? nothing
          : html`<p>${this.t('handoverShown', { on: this.ctx.i18n.date(handover.on), who: this.ctx.i18n.person(handover.by), kind: this.t(`handover.${handover.kind}`), agreement: handover.agreement, proof: handover.proof })}</p>
              ${
                handover.decision === undefined
                  ? html`<p class="quiet">${this.t('handoverWaits')}</p>`
                  : html`<p>${this.t('decisionShown', { on: this.ctx.i18n.date(handover.decision.on), who: this.ctx.i18n.person(handover.decision.by), decision: this.t(handover.decision.approved ? 'decision.approved' : 'decision.refused') })} ${handover.decision.reason}</p>`
              }`
      }
      ${
        handover === undefined || handover.decision !== undefined
          ? nothing
          : this.opens(
              'decide',
              'decide',
              html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(decide)}>
                <div class="grid">
                  ${field(this.t('on'), this.day())}
                  ${field(this.t('decision'), html`<select name="decision" required>${options(DECISIONS, (each) => this.t(`decision.${each}`), this.t('chooseResult'))}</select>`)}
                  ${field(this.t('reason'), html`<input name="reason" maxlength="500" autocomplete="off" />`)}
                </div>
                <button type="submit" class="primary">${this.t('decide')}</button>
              </form>`,
            )
      }
      ${
        !open
          ? nothing
          : this.opens(
              'handOver',
              'handOver',
              html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(handOver)}>
                <div class="grid">
                  ${field(this.t('applied'), this.day())}
                  ${field(this.t('handoverKind'), html`<select name="kind" required>${options(KINDS, (kind) => this.t(`handover.${kind}`), this.t('chooseResult'))}</select>`)}
                  ${field(this.t('agreementNo'), html`<input name="agreement" required maxlength="200" autocomplete="off" />`)}
                  ${field(this.t('proof'), html`<input name="proof" required maxlength="200" autocomplete="off" />`, this.t('proofHint'))}
                </div>
                <button type="submit" class="primary">${this.t('handOver')}</button>
              </form>`,
            )
      }
    </section>`;
  }

  #ending(): TemplateResult | typeof nothing {
    const { ended } = this.state;
    const phase = phaseOf(this.state);
    if (ended !== undefined)
      return html`<section class="part" aria-labelledby="ending">
        <h3 id="ending">${this.t('ending')}</h3>
        <p>${this.t('endedShown', { on: this.ctx.i18n.date(ended.on), why: this.t(`end.${ended.why}`) })} ${ended.reason ?? ''}</p>
      </section>`;
    if ((phase !== 'accepted' && phase !== 'agreed' && phase !== 'broken') || !this.may('end')) return nothing;
    const end = (form: HTMLFormElement): void => {
      const why = oneOf(END_REASONS, formValue(form, 'why'));
      const toldOfCivilSuit = ticked(form, 'told').length > 0;
      if (why !== undefined)
        void this.act(request.end({ on: formValue(form, 'on'), why, toldOfCivilSuit, reason: filled(form, 'reason') }), form);
    };
    return html`<section class="part no-print" aria-labelledby="ending">
      <h3 id="ending">${this.t('ending')}</h3>
      ${this.opens(
        'end',
        'end',
        html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(end)}>
          <div class="grid">
            ${field(this.t('on'), this.day())}
            ${field(this.t('endWhy'), html`<select name="why" required>${options(END_REASONS, (why) => this.t(`end.${why}`), this.t('chooseResult'))}</select>`)}
            ${field(this.t('note'), html`<input name="reason" maxlength="1000" autocomplete="off" />`)}
          </div>
          ${tick('told', this.t('toldOfCivilSuit'))}
          <button type="submit" class="primary">${this.t('end')}</button>
        </form>`,
      )}
    </section>`;
  }
}
