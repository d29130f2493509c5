import { type FileRef, type RecordValue, sha256Text, templateOn } from '@onedoor/core';
import { field, filled, formValue, guardComposition, isComposing, type OnedoorText, oneOf, onSubmit, options } from '@onedoor/elements';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { type CallHost, callFields, callOf, changeForms, changesView } from './call-view.js';
import { MediationView } from './mediation-view.js';
import { addSignedPage, Minutes, minutesInOrder, openSession, removeSignedPage, SignedPage } from './minutes.js';
import {
  ANSWERS,
  answerKey,
  callFaults,
  PARTS,
  type Part,
  papers,
  present,
  propose,
  RESULTS,
  type Seat,
  SessionProposal,
  type SessionState,
  sessionSlice,
  sessionsInOrder,
} from './session.js';
import { type MinutesOf, minutesPaper } from './session-paper.js';

const { request } = sessionSlice;
type Session = SessionState & { readonly id: string };
type Proposal = RecordValue<typeof SessionProposal>;
/** So many speakers have a key of their own: Alt and a digit. */
const KEYS = 9;

/**
 * The table of a joint session: who is there, rights read out, minutes that several people write at once with a mark for
 * each speaker, proposals and every party's answer, how it ended, who signed. Made to be used while people talk: all of it
 * stands on one page, and a speaker's mark is one key.
 */
export class SessionView extends MediationView {
  static override styles = [
    ...MediationView.styles,
    css`
      .table {
        display: grid;
        grid-template-columns: minmax(220px, 280px) minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }
      .seats {
        max-height: 60vh;
        overflow: auto;
        border: 1px solid var(--_line);
        background: var(--_surface);
      }
      .seats li {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 8px;
        padding: 2px 8px;
        border-top: 0;
        border-bottom: 1px solid var(--_line);
      }
      .seats li > * + * {
        margin: 0;
      }
      .speakers {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        padding: 4px 0;
      }
      kbd {
        color: var(--_muted);
        font: inherit;
        font-size: 12px;
      }
      .answers {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
        gap: 4px 12px;
      }
      .answers li {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 8px;
        padding: 2px 0;
        border: 0;
      }
      .answers li > * + * {
        margin: 0;
      }
      .terms {
        white-space: pre-line;
      }
      [aria-current] {
        border-color: var(--_accent);
        font-weight: 600;
      }
      @media (max-width: 760px) {
        .table {
          grid-template-columns: 1fr;
        }
        .seats {
          max-height: 30vh;
        }
      }
    `,
  ];

  @state() private chosen = '';
  /** That a record was not made by the centre's own template, and why. */
  @state() private notice = '';

  protected override render(): TemplateResult {
    const sessions = sessionsInOrder(this.ctx.acts.state(sessionSlice));
    const at = this.#shown(sessions);
    return html`<section class="stack" aria-labelledby="title" @keydown=${this.#keys}>
      <div class="row"><h2 id="title">${this.t('sessions')} ${this.waiting(sessionSlice)}</h2>
        ${sessions.length < 2 ? nothing : sessions.map((each, index) => html`<button type="button" class="no-print" aria-current=${each.id === at?.id ? 'true' : nothing} @click=${() => (this.chosen = each.id)}>${this.#nameOf(each, this.#numberOf(each.id, index + 1))}</button>`)}
      </div>
      ${this.refusal()} ${this.#may('convene') ? html`<details class="act no-print"><summary>${this.t('convene')}</summary>${this.#callForm()}</details>` : nothing}
      ${at === undefined ? html`<p class="empty">${this.t('noSessions')}</p>` : this.#session(at, this.#numberOf(at.id, sessions.indexOf(at) + 1))}
    </section>`;
  }

  /** The one that was chosen, or the latest that is not cancelled. */
  #shown(sessions: readonly Session[]): Session | undefined {
    return (
      sessions.find(({ id }) => id === this.chosen) ?? sessions.findLast(({ cancelled }) => cancelled === undefined) ?? sessions.at(-1)
    );
  }

  /** As the minutes are counted, those of sessions among them that were held before anybody called one here. */
  #numberOf(id: string, among: number): number {
    const { sessions } = this.ctx.acts.state(sessionSlice);
    const at = minutesInOrder(this.ctx.in('joint').data.collection(Minutes).list())
      .filter((minutes) => sessions[minutes.id]?.cancelled === undefined)
      .findIndex((minutes) => minutes.id === id);
    return at < 0 ? among : at + 1;
  }

  /** One that is cancelled has no number: the next one has it. */
  #nameOf({ called, cancelled }: Session, number: number): string {
    return cancelled === undefined ? this.t('session', { number }) : `${this.ctx.i18n.date(called.on)} ${this.t('cancelled')}`;
  }

  #may(act: string): boolean {
    return this.ctx.acts.may(`mediation-session.${act}`).allowed;
  }

  get #host(): CallHost {
    return { ctx: this.ctx, t: (key, params) => this.t(key, params), act: (asked, form) => this.act(asked, form) };
  }

  #callForm(): TemplateResult {
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#convene(form))}>
      ${callFields(this.#host)}
      <button type="submit" class="primary">${this.t('convene')}</button>
    </form>`;
  }

  async #convene(form: HTMLFormElement): Promise<void> {
    const call = callOf(form, this.ctx.id());
    if (call === undefined) return;
    if (!(await this.act(request.convene(call), callFaults(this.ctx.acts.state(sessionSlice), call).length === 0 ? form : undefined)))
      return;
    this.chosen = call.id;
    await this.ctx.in('joint').commands.run(openSession.request({ id: call.id, heldOn: call.on, place: call.place }));
  }

  #session(session: Session, number: number): TemplateResult {
    const { called, rights, ended, cancelled } = session;
    const title = this.#nameOf(session, number);
    const text = this.ctx.in('joint').text(Minutes, session.id, 'text', title);
    const open = ended === undefined && cancelled === undefined;
    const own = templateOn(this.ctx.settings, 'mediation', 'record', this.ctx.clock.today());
    return html`<div class="part stack">
      <p><strong>${title}</strong> <span class="number">${this.ctx.i18n.date(called.on)} ${called.from}</span> · ${called.place}${called.online ? html` · ${this.t('online')}` : nothing} ·
        ${this.t(called.openness === 'open' ? 'openness.open' : 'openness.closed')}
        ${called.invitees.length === 0 ? nothing : html`· ${this.t('inviteesShown', { names: called.invitees.map(({ name, capacity }) => (capacity === '' ? name : `${name} (${capacity})`)).join(', ') })}`}</p>
      ${changesView(
        this.#host,
        session.id,
        session,
        this.#expected(session)
          .filter(({ part }) => part === 'party')
          .map(({ name }) => name),
      )}
      ${open ? changeForms(this.#host, session.id, session) : nothing}
      <div class="table">
        <div class="stack">${this.#seats(session, open)} ${this.#rights(session, open)}</div>
        <div class="stack">
          <div class="row"><h3>${this.t('minutes')}</h3><onedoor-field-history class="no-print" case=${this.ctx.case} room="joint" collection=${Minutes.name} record=${session.id} label=${title} .fields=${['text']} .text=${text} ?read-only=${!this.ctx.in('joint').writable}></onedoor-field-history>
            <button type="button" class="no-print" @click=${() => void this.#print(session, number)}>${this.t('printMinutes')}</button>
            <button type="button" class="no-print" @click=${() => void this.#download(session, number)}>${this.t('docxMinutes')}</button></div>
          ${own === undefined ? nothing : html`<p class="hint no-print">${this.t('ownTemplate', { number: own.number })}</p>`}
          ${this.notice === '' ? nothing : html`<p class="notice" role="alert">${this.notice}</p>`}
          ${this.#made(session.id)}
          ${open && this.ctx.in('joint').writable ? this.#speakers(session) : nothing}
          <onedoor-text id="minutes" data-record=${session.id} data-field="text" .field=${text} rows="12" placeholder=${this.t('minutesHint')}></onedoor-text>
        </div>
      </div>
      ${this.#proposals(session, open)}
      ${
        ended === undefined
          ? open && this.#may('end')
            ? html`<details class="act no-print"><summary>${this.t('endSession')}</summary>${this.#endForm(session)}</details>`
            : nothing
          : html`<p><strong>${this.t(`ended.${ended.result}`)}</strong> ${ended.nextOn === undefined ? nothing : this.t('nextShown', { on: this.ctx.i18n.date(ended.nextOn), from: ended.nextFrom ?? '' })} ${ended.words}</p>
            ${this.#signatures(session)}`
      }
      ${rights === undefined && ended !== undefined ? html`<p class="notice">${this.t('refusal.rights')}</p>` : nothing}
    </div>`;
  }

  /** Whom one may expect, with whoever was seated besides. */
  #expected(session: Session): Pick<Seat, 'name' | 'part' | 'for'>[] {
    const parties = this.ctx.core.parties().map(({ name, representative, group }) => {
      const twice = this.ctx.core.parties().filter((other) => other.name === name).length > 1;
      return {
        name: twice && group !== undefined ? `${name} (${group})` : representative === undefined ? name : name,
        part: 'party' as Part,
      };
    });
    const invitees = session.called.invitees.map(({ name }) => ({ name, part: 'invitee' as Part }));
    const known = new Set([...parties, ...invitees].map(({ name }) => name));
    return [...parties, ...invitees, ...Object.values(session.seats).filter(({ name }) => !known.has(name))];
  }

  #seats(session: Session, open: boolean): TemplateResult {
    const may = open && this.#may('attend');
    const expected = this.#expected(session);
    const sit = (seats: Seat[]) => void this.act(request.attend({ session: session.id, seats }));
    const unseated = expected.filter(({ name }) => session.seats[name] === undefined);
    return html`<h3>${this.t('attendance')} <span class="quiet number">${this.t('presentCount', { count: present(session).length, all: expected.length })}</span></h3>
      ${may && unseated.length > 1 ? html`<button type="button" class="no-print" @click=${() => sit(unseated.map((each) => ({ ...each, present: true })))}>${this.t('allPresent')}</button>` : nothing}
      <ul class="seats" tabindex="0" aria-label=${this.t('attendance')}>
        ${repeat(
          expected,
          ({ name }) => name,
          (each) => {
            const seat = session.seats[each.name];
            return html`<li><span>${each.name} <span class="quiet">${this.t(`part.${each.part}`)}${(seat?.for ?? '') === '' ? nothing : html` ${this.t('forShown', { name: seat?.for ?? '' })}`}</span></span>
              ${
                may
                  ? html`<label class="check"><input type="checkbox" aria-label=${`${this.t('present')}: ${each.name}`} .checked=${live(seat?.present === true)} @change=${(event: Event) => event.currentTarget instanceof HTMLInputElement && sit([{ ...each, present: event.currentTarget.checked }])} /></label>`
                  : html`<span class="quiet">${seat === undefined ? nothing : this.t(seat.present ? 'present' : 'absent')}</span>`
              }</li>`;
          },
        )}
      </ul>
      ${may ? html`<details class="act no-print"><summary>${this.t('addSeat')}</summary>${this.#seatForm(session)}</details>` : nothing}`;
  }

  #seatForm(session: Session): TemplateResult {
    const add = (form: HTMLFormElement): void => {
      const part = oneOf(PARTS, formValue(form, 'part'));
      const acts = filled(form, 'for');
      if (part === undefined) return;
      const seat: Seat = { name: formValue(form, 'name'), part, present: true, ...(acts === undefined ? {} : { for: acts }) };
      void this.act(request.attend({ session: session.id, seats: [seat] }), form);
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(add)}>
      ${field(this.t('seatName'), html`<input name="name" required maxlength="100" autocomplete="off" />`)}
      ${field(this.t('part'), html`<select name="part" required>${options(PARTS, (each) => this.t(`part.${each}`), this.t('chooseOutcome'))}</select>`)}
      ${field(this.t('for'), html`<input name="for" maxlength="100" autocomplete="off" />`)}
      <button type="submit" class="primary">${this.t('addSeat')}</button>
    </form>`;
  }

  #rights(session: Session, open: boolean): TemplateResult {
    const { rights } = session;
    if (rights !== undefined)
      return html`<p><span aria-hidden="true">✓</span> ${this.t('rightsShown', { at: this.ctx.i18n.moment(rights.at), by: this.ctx.i18n.person(rights.by) })}</p>`;
    const read = () => {
      // As it is when it is pressed: somebody may have sat down since this was drawn.
      const to = present(this.ctx.acts.state(sessionSlice).sessions[session.id] ?? session)
        .filter(({ part }) => part !== 'mediator' && part !== 'recorder')
        .map(({ name }) => name);
      void this.act(request.readRights({ session: session.id, to }));
    };
    return html`<details><summary>${this.t('rightsText')}</summary><p class="terms">${this.t('rightsWords')}</p></details>
      ${open && this.#may('readRights') ? html`<button type="button" class="no-print" @click=${read}>${this.t('readRights')}</button>` : nothing}`;
  }

  #speakers(session: Session): TemplateResult {
    return html`<div class="speakers no-print" role="toolbar" aria-label=${this.t('speakers')}>
      ${this.#voices(session).map((name, index) => html`<button type="button" @click=${() => this.#mark(name)}>${name}${index < KEYS ? html` <kbd>Alt+${index + 1}</kbd>` : nothing}</button>`)}
    </div>`;
  }

  /** Whoever sits at the table, those who speak for the centre first. */
  #voices(session: Session): string[] {
    const rank = (part: Part) => (part === 'mediator' ? 0 : part === 'recorder' ? 2 : 1);
    return [
      this.ctx.me.name,
      ...present(session)
        .sort((a, b) => rank(a.part) - rank(b.part))
        .map(({ name }) => name),
    ].filter((name, index, all) => name !== '' && all.indexOf(name) === index);
  }

  /** A line of its own for whoever speaks now, with the caret behind it. */
  #mark(name: string): void {
    const text = this.renderRoot.querySelector<OnedoorText>('#minutes');
    const value = text?.field?.value() ?? '';
    text?.appendText(`${value === '' || value.endsWith('\n') ? '' : '\n'}${this.t('speaks', { name })}`);
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (!event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    const sessions = sessionsInOrder(this.ctx.acts.state(sessionSlice));
    const at = this.#shown(sessions);
    if (digit === undefined || at === undefined || at.ended !== undefined || at.cancelled !== undefined || !this.ctx.in('joint').writable)
      return;
    const name = this.#voices(at)[Number(digit) - 1];
    if (name === undefined) return;
    event.preventDefault();
    this.#mark(name);
  };

  #proposalsOf(session: Session): Proposal[] {
    return this.ctx
      .in('joint')
      .data.collection(SessionProposal)
      .list()
      .flatMap((read) => (read.ok && read.value.session === session.id ? [read.value] : []));
  }

  #proposals(session: Session, open: boolean): TemplateResult {
    const proposals = this.#proposalsOf(session);
    const writable = open && this.ctx.in('joint').writable;
    return html`<h3>${this.t('proposals')}</h3>
      ${proposals.length === 0 ? html`<p class="quiet">${this.t('noProposals')}</p>` : nothing}
      <ol>${repeat(
        proposals,
        ({ id }) => id,
        (proposal, index) => this.#proposal(session, proposal, index + 1, proposals, open),
      )}</ol>
      ${writable ? html`<details class="act no-print"><summary>${this.t('propose')}</summary>${this.#proposeForm(session, proposals)}</details>` : nothing}`;
  }

  #proposal(session: Session, proposal: Proposal, number: number, all: readonly Proposal[], open: boolean): TemplateResult {
    const label = this.t('proposalOf', { number, from: proposal.from });
    const counters = all.findIndex(({ id }) => id === proposal.counters);
    const hash = sha256Text(proposal.terms);
    const voices = this.#expected(session)
      .filter(({ part }) => part === 'party')
      .map(({ name }) => name)
      .filter((name) => name !== proposal.from);
    const answers = voices.map((name) => [name, session.answers[answerKey(proposal.id, name)]] as const);
    const count = (answer: (typeof ANSWERS)[number]) => answers.filter(([, given]) => given?.answer === answer).length;
    const may = open && this.#may('answer');
    const give = (party: string, event: Event) => {
      const answer = event.currentTarget instanceof HTMLSelectElement ? oneOf(ANSWERS, event.currentTarget.value) : undefined;
      if (answer !== undefined)
        void this.act(request.answer({ session: session.id, proposal: proposal.id, party, answer, words: '', hash }));
    };
    return html`<li>
      <p><strong>${label}</strong> ${counters < 0 ? nothing : html`<span class="mark">${this.t('countersShown', { number: counters + 1 })}</span>`}
        <span class="quiet number">${this.t('answerCounts', { accepted: count('accepted'), refused: count('refused'), countered: count('countered'), all: voices.length })}</span></p>
      <onedoor-text data-record=${proposal.id} data-field="terms" .field=${this.ctx.in('joint').text(SessionProposal, proposal.id, 'terms', label)} rows="2"></onedoor-text>
      <ul class="answers">${answers.map(
        ([name, given]) => html`<li><span>${name}</span>
          ${
            may
              ? html`<select aria-label=${`${this.t('answer')}: ${name}`} @change=${(event: Event) => give(name, event)}>
                <option value="" ?selected=${given === undefined}>${this.t('noAnswer')}</option>
                ${ANSWERS.map((each) => html`<option value=${each} ?selected=${given?.answer === each}>${this.t(`answer.${each}`)}</option>`)}</select>`
              : html`<span class="quiet">${given === undefined ? this.t('noAnswer') : this.t(`answer.${given.answer}`)}</span>`
          }
          ${given !== undefined && given.hash !== hash ? html`<span class="mark pending">${this.t('termsChanged')}</span>` : nothing}</li>`,
      )}</ul>
    </li>`;
  }

  #proposeForm(session: Session, proposals: readonly Proposal[]): TemplateResult {
    const send = async (form: HTMLFormElement) => {
      const counters = filled(form, 'counters');
      const command = propose.request({
        id: this.ctx.id(),
        session: session.id,
        from: formValue(form, 'from'),
        terms: formValue(form, 'terms'),
        ...(counters === undefined ? {} : { counters }),
      });
      if (this.told(await this.ctx.in('joint').commands.run(command))) form.reset();
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form))}>
      <div class="grid">
        ${field(this.t('proposedBy'), html`<input name="from" required maxlength="100" list="voices" autocomplete="off" /><datalist id="voices">${this.#voices(session).map((name) => html`<option value=${name}></option>`)}</datalist>`)}
        ${proposals.length === 0 ? nothing : field(this.t('counters'), html`<select name="counters"><option value="">${this.t('countersNone')}</option>${proposals.map(({ id, from }, index) => html`<option value=${id}>${this.t('proposalOf', { number: index + 1, from })}</option>`)}</select>`)}
      </div>
      ${field(this.t('terms'), html`<textarea name="terms" rows="3" required maxlength="10000"></textarea>`)}
      <button type="submit" class="primary">${this.t('propose')}</button>
    </form>`;
  }

  #endForm(session: Session): TemplateResult {
    const end = (form: HTMLFormElement): void => {
      const result = oneOf(RESULTS, formValue(form, 'result'));
      const [nextOn, nextFrom] = [filled(form, 'nextOn'), filled(form, 'nextFrom')];
      if (result === undefined) return;
      void this.act(
        request.end({
          session: session.id,
          result,
          words: formValue(form, 'words'),
          ...(nextOn === undefined ? {} : { nextOn }),
          ...(nextFrom === undefined ? {} : { nextFrom }),
        }),
        form,
      );
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(end)}>
      <div class="grid">
        ${field(this.t('outcome'), html`<select name="result" required>${options(RESULTS, (each) => this.t(`ended.${each}`), this.t('chooseOutcome'))}</select>`)}
        ${field(this.t('nextOn'), html`<input type="date" name="nextOn" />`)} ${field(this.t('from'), html`<input type="time" name="nextFrom" />`)}
        <div class="wide">${field(this.t('words'), html`<input name="words" maxlength="500" autocomplete="off" />`)}</div>
      </div>
      <button type="submit" class="primary">${this.t('endSession')}</button>
    </form>`;
  }

  #signatures(session: Session): TemplateResult {
    const hash = sha256Text(this.#minutesOf(session.id));
    const may = this.#may('sign');
    const sign = (name: string, how: 'paper' | 'refused', note = '') =>
      void this.act(request.sign({ session: session.id, name, how, note, hash }));
    return html`<h3>${this.t('signatures')}</h3><p class="quiet">${this.t('signHint')}</p>
      <ul class="answers">${present(session).map(({ name, part }) => {
        const signed = session.signatures[name];
        return html`<li><span>${name} <span class="quiet">${this.t(`part.${part}`)}</span></span>
          ${
            signed !== undefined
              ? html`<span>${this.t(signed.how === 'paper' ? 'signed' : 'signRefused', { note: signed.note })} ${signed.hash === hash ? nothing : html`<span class="mark pending">${this.t('minutesChanged')}</span>`}</span>`
              : may
                ? html`<span class="row no-print"><button type="button" aria-label=${`${this.t('sign')}: ${name}`} @click=${() => sign(name, 'paper')}>${this.t('sign')}</button>
                  <button type="button" class="link" aria-label=${`${this.t('signNot')}: ${name}`} @click=${() => sign(name, 'refused', this.t('signNotNote'))}>${this.t('signNot')}</button></span>`
                : nothing
          }</li>`;
      })}</ul>
      ${this.#pages(session.id)}`;
  }

  /** The signed pages, photographed or scanned; a finger on the page is offered beside them. */
  #pages(session: string): TemplateResult {
    const joint = this.ctx.in('joint');
    const pages = joint.data.collection(SignedPage).list();
    const files = pages.flatMap((read) => (read.ok && read.value.session === session ? [read.value.file] : []));
    const add = async ({ detail: { file } }: CustomEvent<{ file: FileRef }>) =>
      void this.told(await joint.commands.run(addSignedPage.request({ id: file.id, session, file })));
    const remove = async ({ detail: { file } }: CustomEvent<{ file: FileRef }>) =>
      void this.told(await joint.commands.run(removeSignedPage.request({ id: file.id })));
    return html`<onedoor-files draw case=${this.ctx.case} room="joint" label=${this.t('signedPages')} .files=${files} ?read-only=${!joint.writable}
      @od-file-added=${add} @od-file-removed=${remove}></onedoor-files>`;
  }

  #minutesOf(id: string): string {
    const read = this.ctx.in('joint').data.collection(Minutes).get(id);
    return read?.ok === true ? read.value.text : '';
  }

  #paperOf(session: Session, number: number): MinutesOf {
    return {
      session,
      number,
      minutes: this.#minutesOf(session.id),
      matter: this.ctx.core.case()?.title ?? '',
      proposals: this.#proposalsOf(session),
      speakers: this.#voices(session),
    };
  }

  /** By which templates the record was made. */
  #made(id: string): TemplateResult | typeof nothing {
    const made = this.ctx.acts.state(papers).filter(({ of }) => of === id);
    if (made.length === 0) return nothing;
    return html`<p class="quiet">${made.map(
      ({ by, at, version, hash }) =>
        html`${this.t('made', { when: this.ctx.i18n.moment(at), who: this.ctx.i18n.person(by), template: version === 0 ? this.t('templateBuiltIn') : this.t('templateOwn', { number: version, hash: hash.slice(0, 8) }) })} `,
    )}</p>`;
  }

  #print(session: Session, number: number): Promise<void> {
    return this.print(minutesPaper(this.#paperOf(session, number)));
  }

  async #download(session: Session, number: number): Promise<void> {
    const [{ handOutPaper }, { default: record }, { recordValues }] = await Promise.all([
      import('@onedoor/elements/docx'),
      import('./record-paper.js'),
      import('./record-docx.js'),
    ]);
    // A record that has ended keeps the look of its day; one that goes on has that of today.
    const on = session.ended === undefined ? {} : { on: session.called.on };
    const of = { group: 'mediation', paper: 'record', of: session.id, name: `人民调解记录 ${session.called.on}.docx`, ...on };
    this.notice = (await handOutPaper(this.ctx, papers, of, record, recordValues(this.#paperOf(session, number)))).notice ?? '';
  }
}
