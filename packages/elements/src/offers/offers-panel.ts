import {
  ACCEPT,
  DECLINE,
  explain,
  type ForeseenChange,
  isErrorCode,
  type Offer,
  type OpenRoom,
  offerRooms,
  type Refusal,
  type Result,
} from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { RoomsController } from '../controllers/rooms-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { field, focusWhenShown, formValue, guardComposition, onSubmit } from '../internal/form.js';
import { departmentHue } from '../internal/hue.js';
import { sealStyles } from '../internal/parts.styles.js';
import { sealView } from '../internal/seal.js';
import { formatMoment } from '../locales/format.js';
import { errorLabel, type MessageKey, type Params } from '../locales/locale.js';
import { pluginRoomLabel } from '../plugin-host/plugin-words.js';
import { changeValues } from '../refused/refused-words.js';
import { RecordNames } from '../timeline/record-names.js';
import type { Piece } from './difference.js';
import { type OfferLine, offerLines } from './offer-lines.js';
import { offeredWords } from './offer-words.js';
import { offersStyles } from './offers.styles.js';
import '../locales/case-texts.js';

/** An offer and the room that it lies in. */
interface Waiting {
  readonly offer: Offer;
  readonly room: OpenRoom;
}

/** More than this would push the case off the page: they stay folded until somebody asks for them. */
const SHOWN_AT_ONCE = 2;
/** What an offer would do is worked out no more often than this while its room changes. */
const FORESEE_MS = 1000;
/** What one accepted change brings has to be here before the next, which may build on it, can be tried. */
const TRY_MS = 200;
const TRIES = 15;
/** Nothing is under way any more: what does not fit now will not fit by waiting. */
const IDLE_TRIES = 5;

/** The offers of a case, once there is one: see `OnedoorOffers`. */
export class OffersPanel extends CaseElement {
  static override styles = [...CaseElement.styles, sealStyles, offersStyles];

  @state() private declining = '';
  @state() private busy = false;
  @state() private said = '';
  @state() private problem: { readonly offer: string; readonly refusal: Refusal } | undefined;
  /** As the person left it; undefined while they have not said. */
  @state() private opened: boolean | undefined;
  readonly #case = this.openRoom('case');
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #rooms = new RoomsController(
    this,
    () => this.desk.session,
    () => this.caseId,
    () => {
      const row = this.#rows.value?.find((each) => each.case === this.caseId);
      return row === undefined ? [] : offerRooms({ rooms: row.rooms, summary: row.summaries });
    },
  );
  readonly #foreseen = new Map<
    string,
    { readonly version: number; readonly at: number; readonly result: Result<readonly ForeseenChange[]> }
  >();
  readonly #speaker = {
    t: (key: MessageKey, params?: Params) => this.t(key, params),
    nameOf: (person: string) => this.nameOf(person),
    departmentOf: (department: string) => this.departmentOf(department),
  };

  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #lookAgain = () => {
    this.#again = undefined;
    this.requestUpdate();
  };
  readonly #toggled = (event: Event) => {
    if (event.currentTarget instanceof HTMLDetailsElement) this.opened = event.currentTarget.open;
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#again);
    this.#again = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('caseId')) return;
    this.opened = undefined;
    this.declining = '';
    this.said = '';
    this.problem = undefined;
    this.#foreseen.clear();
  }

  protected override render(): TemplateResult | typeof nothing {
    const waiting = this.#waiting();
    if (waiting.length === 0 && this.said === '') return nothing;
    const authors = [...new Set(waiting.map(({ offer }) => offer.by))];
    // What is folded is not worked out: each costs a copy of its room.
    const open = this.opened ?? waiting.length <= SHOWN_AT_ONCE;
    return html`<section aria-labelledby="title">
      <p class=${this.said === '' ? 'sr' : 'quiet said'} role="status">${this.said}</p>
      <details ?open=${open} @toggle=${this.#toggled}>
        <summary><h2 id="title">${this.t('offers.title', { count: waiting.length })}</h2></summary>
        <div class="stack">
          ${waiting.length === 0 ? nothing : html`<p class="quiet second">${this.t('offers.hint')}</p>`}
          ${repeat(
            open ? authors : [],
            (author) => author,
            (author) =>
              this.#author(
                author,
                waiting.filter(({ offer }) => offer.by === author),
              ),
          )}
        </div>
      </details>
    </section>`;
  }

  #waiting(): Waiting[] {
    return this.#rooms.rooms
      .flatMap((room) => [...room.logged().offers.values()].map((offer) => ({ offer, room })))
      .filter(({ offer }) => offer.answer === undefined)
      .sort((a, b) => a.offer.madeAt - b.offer.madeAt || a.offer.seq - b.offer.seq);
  }

  #author(author: string, waiting: readonly Waiting[]): TemplateResult {
    const name = this.nameOf(author);
    const department = this.directory.value?.people[author]?.department ?? '';
    const open = waiting.filter((each) => this.#mayAnswer(each) && !this.#isPending(each));
    return html`<div>
      <div class="row author">
        <h3 class="who">${sealView(name, departmentHue(department), this.postOf(author))} ${this.t('offers.by', { name })} <span class="quiet second">${this.postOf(author)}</span></h3>
        ${open.length < 2 ? nothing : html`<button type="button" class="no-print" ?disabled=${this.busy} @click=${() => void this.#acceptAll(open)}>${this.t('offers.acceptAll', { count: open.length })}</button>`}
      </div>
      <ol>${repeat(
        waiting,
        ({ offer }) => offer.id,
        (each) => this.#offer(each),
      )}</ol>
    </div>`;
  }

  #offer(each: Waiting): TemplateResult {
    const { offer, room } = each;
    const { locale, today } = this.desk;
    const what = offeredWords(offer.change, this.#speaker);
    return html`<li class="offer" part="offer">
      <p><strong>${what}</strong> ${this.#roomMark(room)}</p>
      <p class="quiet second">${this.t('offers.made', { when: formatMoment(locale, offer.madeAt, today) })} ${isErrorCode(offer.code) ? ` · ${this.t('offers.refusedAs', { why: errorLabel(locale, offer.code) })}` : nothing}</p>
      ${this.#effect(each)}
      ${this.problem?.offer === offer.id ? this.refusal(this.problem.refusal) : nothing}
      ${this.#answers(each, what)}
    </li>`;
  }

  #roomMark(room: OpenRoom): TemplateResult | typeof nothing {
    const { room: name } = room.ref;
    if (name === 'joint' || name === 'case') return nothing;
    return html`<span class="mark">${pluginRoomLabel(this.desk.contributions, name) ?? name}</span>`;
  }

  #answers(each: Waiting, what: string): TemplateResult {
    const { offer } = each;
    if (this.#isPending(each)) return html`<p><span class="mark pending">${this.t('act.waiting')}</span></p>`;
    if (!this.#mayAnswer(each)) return html`<p class="quiet second">${this.t('offers.mayNot')}</p>`;
    if (this.declining === offer.id) return this.#form(each, what);
    const fits = this.#isAct(each) || this.#foresee(each).ok;
    return html`<div class="row no-print">
      <button type="button" class="primary" aria-label=${`${this.t('offers.accept')}${this.t('common.colon')}${what}`} ?disabled=${this.busy || !fits} @click=${() => void this.#accept(each, what)}>${this.t('offers.accept')}</button>
      <button type="button" aria-label=${`${this.t('offers.decline')}${this.t('common.colon')}${what}`} ?disabled=${this.busy} @click=${() => (this.declining = offer.id)}>${this.t('offers.decline')}</button>
    </div>`;
  }

  #form(each: Waiting, what: string): TemplateResult {
    return html`<form class="stack no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#decline(form, each, what))}>
      ${field(this.t('offers.reason'), html`<textarea name="reason" ${ref(focusWhenShown)} required maxlength="2000"></textarea>`)}
      <div class="row">
        <button class="primary" type="submit">${this.t('offers.decline')}</button>
        <button type="button" @click=${() => this.#putBack()}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  /** What the change would do; of one that does not fit any more, why, and what it says, for making it by hand. */
  #effect(each: Waiting): TemplateResult {
    const { change } = each.offer;
    const values = () => html`<p class="values">${changeValues(change, this.#speaker).map((line) => html`${line}<br />`)}</p>`;
    if (this.#isAct(each)) return values();
    const foreseen = this.#foresee(each);
    if (!foreseen.ok)
      return html`${this.refusal(foreseen.refusal)}
        <p class="quiet second">${this.t('offers.byHand')}</p>
        ${values()}`;
    const lines = offerLines(foreseen.value, this.#names(each.room), (key, params) => this.t(key, params));
    if (lines.length === 0) return html`<p class="quiet">${this.t('offers.nothing')}</p>`;
    return html`<dl class="lines">${lines.map((line) => html`<div>${this.#line(line)}</div>`)}</dl>`;
  }

  #line(line: OfferLine): TemplateResult {
    if (line.kind === 'text') return html`<dt>${line.place}</dt><dd>${line.pieces.map((piece) => this.#piece(piece))}</dd>`;
    if (line.kind === 'record') return html`<dt>${line.words}</dt><dd>${line.values.map((value) => html`${value}<br />`)}</dd>`;
    const empty = this.t('contested.none');
    return html`<dt>${line.place}</dt>
      <dd><span class="sr">${this.t('offers.now')}</span><del>${line.before === '' ? empty : line.before}</del><span class="arrow" aria-hidden="true">→</span><span class="sr">${this.t('offers.then')}</span><ins>${line.after === '' ? empty : line.after}</ins></dd>`;
  }

  #piece({ kind, text }: Piece): TemplateResult | string {
    if (kind === 'same') return text;
    const said = html`<span class="sr">${this.t(kind === 'removed' ? 'refused.removed' : 'refused.inserted')}</span>`;
    return kind === 'removed' ? html`${said}<del>${text}</del>` : html`${said}<ins>${text}</ins>`;
  }

  #names(room: OpenRoom): RecordNames {
    return new RecordNames({
      t: (key, params) => this.t(key, params),
      locale: this.desk.locale,
      contributions: this.desk.contributions,
      model: this.desk.session?.model,
      room: () => room,
    });
  }

  #isAct({ offer, room }: Waiting): boolean {
    return this.desk.session?.model.room(room.ref.room)?.acts.act(offer.change.command) !== undefined;
  }

  #foresee({ offer, room }: Waiting): Result<readonly ForeseenChange[]> {
    const version = this.#rooms.versionOf(room);
    const known = this.#foreseen.get(offer.id);
    if (known !== undefined && (known.version === version || Date.now() - known.at < FORESEE_MS)) {
      // Somebody types in the room: worked out again when they have paused, not with each key.
      if (known.version !== version) this.#again ??= setTimeout(this.#lookAgain, FORESEE_MS);
      return known.result;
    }
    const result = room.foresee(offer.change);
    this.#foreseen.set(offer.id, { version, at: Date.now(), result });
    return result;
  }

  #isPending({ offer, room }: Waiting): boolean {
    return room.pending().some(({ command, args }) => (command === ACCEPT || command === DECLINE) && args['offer'] === offer.id);
  }

  #mayAnswer({ offer, room }: Waiting): boolean {
    const { session } = this.desk;
    const kind = session?.model.room(room.ref.room);
    const actor = session?.me.get()?.person;
    const team = this.#case.room;
    if (session === undefined || kind === undefined || actor === undefined || team === undefined) return false;
    const ask = kind.acts.askToMake(offer.change);
    return ask.to === 'write' ? room.status.get().writable : explain(kind.rule, ask, actor, session.model.team(team.state())).allowed;
  }

  async #accept(each: Waiting, what: string): Promise<boolean> {
    const { offer, room } = each;
    const result = await this.sendAct({ command: ACCEPT, args: { offer: offer.id } }, room.ref.room);
    return this.#answered(each, result, true, this.t('offers.accepted', { what }));
  }

  /** In the order in which they were made: a later one may build on an earlier one. What does not fit is left for a closer look. */
  async #acceptAll(waiting: readonly Waiting[]): Promise<void> {
    this.busy = true;
    let count = 0;
    for (const each of waiting) {
      const fits = await this.#untilFits(each);
      if (fits && (await this.#accept(each, offeredWords(each.offer.change, this.#speaker)))) count++;
    }
    this.busy = false;
    if (count > 0) this.said = this.t('offers.acceptedAll', { count });
  }

  async #untilFits(each: Waiting): Promise<boolean> {
    for (let time = 0, idle = 0; time < TRIES && idle < IDLE_TRIES; time++) {
      if (this.#isAct(each) || each.room.foresee(each.offer.change).ok) return true;
      idle = each.room.pending().length === 0 ? idle + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, TRY_MS));
    }
    return false;
  }

  async #decline(form: HTMLFormElement, each: Waiting, what: string): Promise<void> {
    const reason = formValue(form, 'reason');
    if (reason === '') return;
    const result = await this.sendAct({ command: DECLINE, args: { offer: each.offer.id, reason } }, each.room.ref.room);
    if (this.#answered(each, result, false, this.t('offers.declined', { what }))) this.declining = '';
  }

  #answered({ offer, room }: Waiting, result: Result<string> | undefined, accepted: boolean, words: string): boolean {
    this.problem = result?.ok === false ? { offer: offer.id, refusal: result.refusal } : undefined;
    if (result?.ok !== true) return false;
    this.said = words;
    this.emit('od-offer-answered', { case: this.caseId, room: room.ref.room, offer: offer.id, accepted });
    // The button that was pressed goes: whoever works by keyboard stays here.
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('summary')?.focus());
    return true;
  }

  #putBack(): void {
    this.declining = '';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('summary')?.focus());
  }
}
