import type { Conflict, Intent } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { WatchController } from '../controllers/watch-controller.js';
import { HistoryController } from '../history/history-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { departmentHue } from '../internal/hue.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { sealStyles } from '../internal/parts.styles.js';
import { sealView } from '../internal/seal.js';
import { formatDate, formatMoment } from '../locales/format.js';
import type { MessageKey } from '../locales/locale.js';
import { offerWords } from '../offers/offer-words.js';
import { pluginActWords, pluginRoomLabel } from '../plugin-host/plugin-words.js';
import { actWords } from './act-words.js';
import { editWords } from './edit-words.js';
import { byDay, type Entry, mergeEntries } from './entries.js';
import { type RecordNames, recordNames } from './record-names.js';
import { timelineStyles } from './timeline.styles.js';
import '../locales/case-texts.js';

/** Lines that are shown at first, and that "show more" adds. */
const STEP = 40;
/** A screen reader hears of new lines no more often than this. */
const SAY_MS = 8000;
const COMPARE = new LazyElement(
  'onedoor-compare-panel',
  new Lazy(() => import('../history/compare-panel.js').then(({ ComparePanel }) => ComparePanel)),
);
const KINDS = ['all', 'act', 'edit'] as const;
/** Records that a case has one of: named by what they are. */
const SINGLES: Readonly<Record<string, MessageKey>> = { allocation: 'allocation.title', facts: 'facts.title' };

/**
 * What was done with a case: acts of all rooms that the person may read and edits of their content, the latest first, by
 * day. What waits for the server stands on top; two acts that crossed each other stand as a conflict until somebody with
 * the right settles it. Filters: acts or edits, one person, one department's room.
 *
 * @attr case - Case id.
 * @attr {number} latest - Show only so many, without filters, as at the side of a page; all open conflicts stay.
 * @attr {boolean} news - Show only what others did since the last visit.
 * @fires od-timeline-all - A shortened timeline was asked for the whole.
 * @csspart entry - One line.
 */
export class OnedoorTimeline extends CaseElement {
  static override styles = [...CaseElement.styles, sealStyles, timelineStyles];

  @property({ type: Number }) latest = 0;
  @property({ type: Boolean }) news = false;
  @state() private kind: (typeof KINDS)[number] = 'all';
  @state() private person = '';
  @state() private room = '';
  @state() private limit = STEP;
  @state() private said = '';
  @state() private comparing = false;
  @state() private missing = false;

  readonly #case = this.openRoom('case');
  readonly #history = new HistoryController(
    this,
    () => this.desk.session,
    () => this.caseId,
  );
  readonly #sync = new WatchController(this, () => this.desk.session?.sync);
  #newest: { readonly at: number; readonly keys: ReadonlySet<string> } | undefined;
  #saidAt = 0;

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('caseId')) return;
    this.kind = 'all';
    this.person = '';
    this.room = '';
    this.limit = STEP;
    this.said = '';
    this.#newest = undefined;
  }

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#case);
    const room = this.#case.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const { entries, complete } = this.#entries();
    const isOpen = (entry: Entry): boolean => {
      const conflict = entry.kind === 'act' ? this.#history.room(entry.room)?.logged().conflicts.get(entry.seq) : undefined;
      return conflict !== undefined && conflict.settled === undefined;
    };
    const limit = this.latest > 0 ? this.latest : this.limit;
    const shown = entries.filter((entry, at) => at < limit || (this.latest > 0 && isOpen(entry)));
    const pending = this.news || this.kind === 'edit' ? [] : this.#pending();
    const more = !this.news && (entries.length > shown.length || !complete);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row"><h2 id="title" class=${this.news ? 'sr' : ''}>${this.t('timeline.title')}</h2>${this.latest > 0 || this.news ? nothing : this.#comparing()}</div>
      ${this.latest > 0 || this.news ? nothing : this.#filters()} ${this.#freshness()}
      <p class="sr" role="status">${this.said}</p>
      ${
        pending.length === 0
          ? nothing
          : html`<ol class="entries">${repeat(
              pending,
              ({ intent }) => intent.id,
              ({ intent, in: where }) => this.#waiting(intent, where),
            )}</ol>`
      }
      ${repeat(
        byDay(shown),
        ({ day }) => day,
        ({ day, entries: lines }) => html`<div class="day">
          <h3><time datetime=${day}>${formatDate(this.desk.locale, day, this.desk.today)}</time></h3>
          <ol class="entries">${repeat(
            lines,
            (entry) => entry.key,
            (entry) => this.#entry(entry),
          )}</ol>
        </div>`,
      )}
      ${entries.length + pending.length === 0 && complete ? html`<p class="quiet">${this.t(this.kind === 'all' && this.person === '' && this.room === '' ? 'timeline.none' : 'timeline.noMatch')}</p>` : nothing}
      ${
        !more
          ? nothing
          : this.latest > 0
            ? html`<button type="button" class="no-print" @click=${() => this.emit('od-timeline-all', undefined)}>${this.t('timeline.all')}</button>`
            : html`<button type="button" class="no-print" @click=${() => this.#more(entries.length)}>${this.t('timeline.more')}</button>`
      }
    </section>`;
  }

  /** New lines of others are told, the newest by its words, at most every few seconds. */
  protected override updated(): void {
    if (this.news || this.latest > 0 || this.#case.status?.loaded !== true) return;
    const { entries } = this.#entries();
    const known = this.#newest;
    const newest = entries[0]?.at ?? 0;
    this.#newest = { at: newest, keys: new Set(entries.slice(0, STEP).map(({ key }) => key)) };
    if (known === undefined || known.at === 0) return;
    const fresh = entries.slice(0, STEP).filter((entry) => entry.at >= known.at && !known.keys.has(entry.key) && entry.person !== this.me);
    const [first] = fresh;
    if (first === undefined || Date.now() - this.#saidAt < SAY_MS) return;
    this.#saidAt = Date.now();
    const words =
      fresh.length === 1
        ? `${this.nameOf(first.person)}${this.t('common.colon')}${this.#wordsOf(first)}`
        : this.t('timeline.fresh', { count: fresh.length });
    queueMicrotask(() => (this.said = words));
  }

  /** The dialog is fetched when it is asked for. */
  #comparing(): TemplateResult {
    return html`<button type="button" class="no-print" aria-haspopup="dialog" @click=${() => void this.#compare()}>${this.t('compare.open')}</button>
      ${this.missing ? html`<p class="notice" role="alert">${this.t('history.notLoaded')}</p>` : nothing}
      ${this.comparing ? html`<onedoor-compare-panel case=${this.caseId} .history=${this.#history} @close=${() => (this.comparing = false)}></onedoor-compare-panel>` : nothing}`;
  }

  async #compare(): Promise<void> {
    try {
      await COMPARE.ready();
      this.missing = false;
      this.comparing = true;
    } catch {
      this.missing = true;
    }
  }

  #entries(): { readonly entries: readonly Entry[]; readonly complete: boolean } {
    if (this.news) return { entries: this.#history.news()?.entries ?? [], complete: true };
    return mergeEntries(this.#history.rooms(), {
      kind: this.kind,
      person: this.person || undefined,
      room: this.room || undefined,
    });
  }

  #pending(): { readonly intent: Intent; readonly in: string }[] {
    return this.#history
      .rooms()
      .filter(({ room }) => this.room === '' || this.room === room)
      .flatMap(({ room }) => (this.#history.room(room)?.pending() ?? []).map((intent) => ({ intent, in: room })))
      .reverse();
  }

  #filters(): TemplateResult {
    const rooms = this.#history.rooms();
    const people = [...new Set(rooms.flatMap(({ acts, edits }) => [...acts, ...edits].map(({ person }) => person)))];
    const mine = this.me !== undefined && this.person === this.me;
    return html`<div class="filters row no-print" role="group" aria-label=${this.t('timeline.filter')}>
      ${KINDS.map(
        (kind) =>
          html`<button type="button" class="chip" aria-pressed=${this.kind === kind} @click=${() => (this.kind = kind)}>${this.t(`timeline.kind.${kind}`)}</button>`,
      )}
      <button type="button" class="chip" aria-pressed=${mine} @click=${() => (this.person = mine ? '' : (this.me ?? ''))}>${this.t('timeline.mine')}</button>
      <select aria-label=${this.t('timeline.person')} @change=${(event: Event) => (this.person = chosenIn(event))}>
        <option value="" ?selected=${this.person === ''}>${this.t('timeline.everybody')}</option>
        ${people.map((person) => html`<option value=${person} ?selected=${this.person === person}>${this.nameOf(person)}</option>`)}
      </select>
      ${
        rooms.length < 2
          ? nothing
          : html`<select aria-label=${this.t('timeline.room')} @change=${(event: Event) => (this.room = chosenIn(event))}>
            <option value="" ?selected=${this.room === ''}>${this.t('timeline.everywhere')}</option>
            ${rooms.map(({ room }) => html`<option value=${room} ?selected=${this.room === room}>${this.#roomName(room)}</option>`)}
          </select>`
      }
    </div>`;
  }

  /** Whether the edits are whole: nothing is said while they are. */
  #freshness(): TemplateResult | typeof nothing {
    const rooms = [...(this.#history.history?.rooms.values() ?? [])];
    const stale = rooms.filter((room) => room.stale);
    if (stale.length === 0 || (this.latest > 0 && this.#sync.value?.connection === 'online')) return nothing;
    const at = Math.min(...stale.map((room) => room.at));
    const words =
      at === 0 ? this.t('timeline.noEdits') : this.t('timeline.stale', { when: formatMoment(this.desk.locale, at, this.desk.today) });
    return html`<p class="quiet fresh">${words}</p>`;
  }

  #waiting(intent: Intent, room: string): TemplateResult {
    return html`<li class="waiting" part="entry">
      <p class="when"><span class="mark pending">${this.t('act.waiting')}</span></p>
      <p>${this.#actWords(intent, room)}</p>
      ${this.#reason(intent)}
    </li>`;
  }

  #entry(entry: Entry): TemplateResult {
    const { person, at, room } = entry;
    const name = this.nameOf(person);
    const department = this.directory.value?.people[person]?.department ?? '';
    const [, time = ''] = formatMoment('zh', at).split(' ');
    return html`<li class=${entry.kind} part="entry">
      <p class="when quiet">
        ${sealView(name, departmentHue(department), this.postOf(person))}<span>${name}</span><time class="number" title=${formatMoment(this.desk.locale, at)}>${time}</time>
        ${room === 'case' || room === 'joint' ? nothing : html`<span class="mark">${this.#roomName(room)}</span>`}
      </p>
      ${entry.kind === 'act' ? this.#act(entry) : entry.kind === 'edit' ? this.#edit(entry) : this.#erased(entry)}
    </li>`;
  }

  #act({ act, room }: Extract<Entry, { kind: 'act' }>): TemplateResult {
    const conflict = this.#history.room(room)?.logged().conflicts.get(act.seq);
    return html`<p>${this.#wordsOf({ kind: 'act', act, room })}</p>
      ${this.#reason(act.intent)} ${conflict === undefined ? nothing : this.#conflict(conflict, room)}`;
  }

  #edit({ edit, room }: Extract<Entry, { kind: 'edit' }>): TemplateResult {
    const { words, excerpt } = editWords(edit, this.#names(room), (key, params) => this.t(key, params));
    return html`<p>${words}${edit.apart === true ? html` <span class="mark">${this.t('timeline.apart')}</span>` : nothing}</p>
      ${excerpt === undefined ? nothing : html`<p class="reason">${excerpt}</p>`}`;
  }

  /** Of what was erased its kind, the provision and the reason: what stood there is nowhere any more. */
  #erased(entry: Extract<Entry, { kind: 'erasure' }>): TemplateResult {
    const { article, reason } = entry.erasure;
    return html`<p>${this.#wordsOf(entry)}</p>
      <p class="reason">${article === undefined ? reason : `${article}${this.t('common.colon')}${reason}`}</p>`;
  }

  #wordsOf(
    entry:
      | Pick<Extract<Entry, { kind: 'act' }>, 'kind' | 'act' | 'room'>
      | Extract<Entry, { kind: 'edit' }>
      | Extract<Entry, { kind: 'erasure' }>,
  ): string {
    if (entry.kind === 'erasure') {
      const { collection } = entry.erasure;
      if (collection === undefined) return this.t('timeline.erasedRoom');
      const single = SINGLES[collection];
      return this.t('timeline.erased', {
        what: single === undefined ? this.#names(entry.room).record(collection, '', '') || this.t('timeline.erasedRecord') : this.t(single),
      });
    }
    if (entry.kind === 'edit') return editWords(entry.edit, this.#names(entry.room), (key, params) => this.t(key, params)).words;
    return (
      this.#offerWords(entry.act.intent, entry.room) ??
      pluginActWords(this.desk.contributions, entry.act) ??
      this.#actWords(entry.act.intent, entry.room)
    );
  }

  #conflict(conflict: Conflict, room: string): TemplateResult {
    const { settled } = conflict;
    if (settled !== undefined) {
      return html`<p class="quiet">${this.t(`timeline.settled.${settled.choice}`, { name: this.nameOf(settled.by), reason: settled.reason })}</p>`;
    }
    return html`<onedoor-conflicts case=${this.caseId} room=${room} seq=${conflict.seq}></onedoor-conflicts>`;
  }

  /** An act that waits has no number and no time yet; a plugin's own words want neither. */
  #actWords(intent: Intent, room: string): string {
    const waiting = { seq: 0, at: Date.now(), person: this.me ?? '', device: '', intent, outcome: 'applied' as const };
    return (
      this.#offerWords(intent, room) ??
      (room === 'case' ? undefined : pluginActWords(this.desk.contributions, waiting)) ??
      actWords(intent, {
        t: (key, params) => this.t(key, params),
        nameOf: (person) => this.nameOf(person),
        departmentOf: (department) => this.departmentOf(department),
      })
    );
  }

  #offerWords(intent: Intent, room: string): string | undefined {
    return offerWords(intent, this.#history.room(room)?.logged(), {
      t: (key, params) => this.t(key, params),
      nameOf: (person) => this.nameOf(person),
      departmentOf: (department) => this.departmentOf(department),
    });
  }

  #names(room: string): RecordNames {
    return recordNames(
      this.desk,
      (key, params) => this.t(key, params),
      () => this.#history.room(room),
    );
  }

  #roomName(room: string): string {
    if (room === 'case') return this.t('room.case');
    if (room === 'joint') return this.t('room.joint');
    return pluginRoomLabel(this.desk.contributions, room) ?? room;
  }

  #reason({ args }: Pick<Intent, 'args'>): TemplateResult | typeof nothing {
    const reason = args['reason'];
    return typeof reason === 'string' && reason !== '' ? html`<p class="reason">${reason}</p>` : nothing;
  }

  #more(here: number): void {
    this.limit += STEP;
    if (this.limit >= here) void this.#history.history?.more();
  }
}

const chosenIn = (event: Event): string => (event.currentTarget instanceof HTMLSelectElement ? event.currentTarget.value : '');
