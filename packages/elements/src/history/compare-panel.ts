import type { ComparedChange, Refusal } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CaseElement } from '../internal/case-element.js';
import { dialogView } from '../internal/dialog.js';
import { dialogStyles } from '../internal/parts.styles.js';
import { formatList, formatMoment } from '../locales/format.js';
import { printPaper } from '../paper/print-paper.js';
import { pluginActWords, pluginRoomLabel } from '../plugin-host/plugin-words.js';
import { actWords } from '../timeline/act-words.js';
import { recordNames } from '../timeline/record-names.js';
import { compareStyles } from './compare-panel.styles.js';
import { comparedPlace, comparedWords } from './compared-words.js';
import type { HistoryController } from './history-controller.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

/** A moment to choose: epoch milliseconds, and what it was. */
interface Moment {
  readonly at: number;
  readonly words: string;
}

/** What of one room differs, or why it is not known. */
interface Compared {
  readonly room: string;
  readonly changes: readonly ComparedChange[];
  readonly more: boolean;
  readonly refusal?: Refusal;
}

/** Acts that are offered as moments, the latest. */
const MAX_ACTS = 30;
const DAY_MS = 86_400_000;
/** Behind everything: this device's clock may be late. */
const NOW = 8_640_000_000_000_000;
const OWN = 'own';

/**
 * The dialog that compares two moments of a case, which `<onedoor-timeline>` alone writes.
 *
 * @internal
 */
export class ComparePanel extends CaseElement {
  static override styles = [...CaseElement.styles, dialogStyles, compareStyles];

  /** Rooms, acts and names of the timeline that opened it. */
  @property({ attribute: false }) history: HistoryController | undefined;

  @state() private from = 0;
  @state() private until = NOW;
  @state() private own: { readonly from: boolean; readonly until: boolean } = { from: false, until: false };
  @state() private compared: readonly Compared[] | undefined;
  #asked = 0;

  protected override firstUpdated(): void {
    this.from = this.history?.history?.visit?.at ?? 0;
    void this.#compare();
  }

  protected override render(): TemplateResult {
    const content = html`
      <div class="grid">${this.#chooser('from')} ${this.#chooser('until')}</div>
      ${this.from >= this.until ? html`<p class="notice" role="alert">${this.t('compare.order')}</p>` : this.#result()}
    `;
    return dialogView({
      label: this.t('compare.title'),
      content,
      close: this.t('common.done'),
      onClose: () => this.dispatchEvent(new Event('close')),
    });
  }

  #chooser(which: 'from' | 'until'): TemplateResult {
    const moments = this.#moments();
    const isOwn = this.own[which];
    const chosen = (event: Event) => {
      if (!(event.currentTarget instanceof HTMLSelectElement)) return;
      const { value } = event.currentTarget;
      this.own = { ...this.own, [which]: value === OWN };
      if (value !== OWN) this.#choose(which, Number(value));
    };
    return html`<div class="stack">
      <label class="field"><span class="label">${this.t(`compare.${which}`)}</span>
        <select @change=${chosen}>
          ${which === 'until' ? html`<option value=${NOW} ?selected=${!isOwn && this.until === NOW}>${this.t('compare.now')}</option>` : nothing}
          ${moments.map(({ at, words }) => html`<option value=${at} ?selected=${!isOwn && this[which] === at}>${words}</option>`)}
          <option value=${OWN} ?selected=${isOwn}>${this.t('compare.own')}</option>
        </select>
      </label>
      ${
        isOwn
          ? html`<input type="datetime-local" aria-label=${`${this.t(`compare.${which}`)}${this.t('common.colon')}${this.t('compare.own')}`} @change=${(
              event: Event,
            ) => {
              // The clock of the centre, wherever this device is.
              const at = event.currentTarget instanceof HTMLInputElement ? Date.parse(`${event.currentTarget.value}+08:00`) : Number.NaN;
              if (Number.isFinite(at)) this.#choose(which, at);
            }} />`
          : nothing
      }
    </div>`;
  }

  /** The making of the case, the last visit, a day and a week ago, and the latest acts. */
  #moments(): Moment[] {
    const when = (at: number) => formatMoment(this.desk.locale, at, this.desk.today);
    const visit = this.history?.history?.visit?.at;
    const now = Date.now();
    return [
      { at: 0, words: this.t('compare.start') },
      ...(visit === undefined ? [] : [{ at: visit, words: `${this.t('compare.visit')} ${when(visit)}` }]),
      { at: now - (now % 60_000) - DAY_MS, words: this.t('compare.day') },
      { at: now - (now % 60_000) - 7 * DAY_MS, words: this.t('compare.week') },
      ...this.#acts()
        .slice(-MAX_ACTS)
        .reverse()
        .map(({ at, words }) => ({ at, words: `${when(at)} ${words}` })),
    ];
  }

  #acts(): (Moment & { readonly person: string })[] {
    const speaker = {
      t: this.t.bind(this),
      nameOf: (person: string) => this.nameOf(person),
      departmentOf: (department: string) => this.departmentOf(department),
    };
    return (this.history?.rooms() ?? [])
      .flatMap(({ acts }) => acts)
      .map((act) => ({
        at: act.at,
        person: act.person,
        words: pluginActWords(this.desk.contributions, act) ?? actWords(act.intent, speaker),
      }))
      .sort((a, b) => a.at - b.at);
  }

  #choose(which: 'from' | 'until', at: number): void {
    this[which] = at;
    void this.#compare();
  }

  async #compare(): Promise<void> {
    const { session } = this.desk;
    const asked = ++this.#asked;
    this.compared = undefined;
    if (session === undefined || this.from >= this.until) return;
    const span = { from: this.from, until: this.until };
    const rooms = (this.history?.rooms() ?? []).filter(({ room }) => (session.model.room(room)?.records.length ?? 0) > 0);
    const compared = await Promise.all(
      rooms.map(async ({ room }): Promise<Compared> => {
        const answer = await session.compare({ case: this.caseId, room }, span);
        return answer.ok ? { room, ...answer.value } : { room, changes: [], more: false, refusal: answer.refusal };
      }),
    );
    if (asked === this.#asked) this.compared = compared;
  }

  #result(): TemplateResult {
    if (this.compared === undefined) return html`<p class="quiet">${this.t('common.loading')}</p>`;
    const refused = this.compared.find(({ refusal }) => refusal !== undefined && refusal.code !== 'FORBIDDEN');
    return html`${this.refusal(refused?.refusal)}
      <div class="result" tabindex="0" role="group" aria-label=${this.t('compare.result')}>${this.#told(this.compared)}</div>
      ${refused === undefined ? html`<button type="button" @click=${() => this.#print(this.compared ?? [])}>${this.t('compare.print')}</button>` : nothing}`;
  }

  /** What differs, by room and record, and what was done between: on screen as on paper. */
  #told(compared: readonly Compared[]): TemplateResult {
    const acts = this.#acts().filter(({ at }) => at > this.from && at <= this.until);
    const rooms = compared.filter(({ changes }) => changes.length > 0);
    if (acts.length === 0 && rooms.length === 0 && compared.every(({ refusal }) => refusal === undefined))
      return html`<p>${this.t('compare.same')}</p>`;
    return html`${rooms.map((room) => this.#room(room))}
      ${
        acts.length === 0
          ? nothing
          : html`<h3>${this.t('timeline.kind.act')}</h3>
            <ul>${acts.map(({ at, person, words }) => html`<li>${formatMoment(this.desk.locale, at)} ${this.nameOf(person)}${this.t('common.colon')}${words}</li>`)}</ul>`
      }`;
  }

  #room({ room, changes, more }: Compared): TemplateResult {
    const names = recordNames(
      this.desk,
      (key, params) => this.t(key, params),
      () => this.history?.room(room),
    );
    const places = new Map<string, { readonly name: string; readonly changes: ComparedChange[] }>();
    for (const change of changes) {
      const key = `${change.collection}/${change.record}`;
      const place = places.get(key) ?? { name: comparedPlace(change, names), changes: [] };
      places.set(key, place);
      place.changes.push(change);
    }
    const label = room === 'joint' ? this.t('room.joint') : (pluginRoomLabel(this.desk.contributions, room) ?? room);
    return html`<h3>${label}</h3>
      ${[...places.values()].map(
        ({ name, changes: inside }) => html`${name === '' || inside.length < 2 ? nothing : html`<h4>${name}</h4>`}
          <ul>${inside.map((change) =>
            this.#change(
              change,
              comparedWords(change, names, (key, params) => this.t(key, params)),
            ),
          )}</ul>`,
      )}
      ${more ? html`<p>${this.t('compare.more')}</p>` : nothing}`;
  }

  #change({ people, pieces }: ComparedChange, words: string): TemplateResult {
    const by = formatList(
      this.desk.locale,
      people.map((person) => this.nameOf(person)),
    );
    return html`<li>${words}${by === '' ? nothing : html` <span class="by">(${by})</span>`}
      ${
        pieces === undefined
          ? nothing
          : html`<p class="pieces">${pieces.map(({ kind, text }) => (kind === 'kept' ? html`<span>${text}</span>` : kind === 'inserted' ? html`<ins>${text}</ins>` : html`<del>${text}</del>`))}</p>`
      }
    </li>`;
  }

  #print(compared: readonly Compared[]): void {
    const { locale, session } = this.desk;
    const title = this.caseState(this.history?.room('case'))?.title ?? '';
    const when = (at: number) => (at === 0 ? this.t('compare.start') : formatMoment(locale, at === NOW ? Date.now() : at));
    void printPaper({
      title: `${this.t('compare.title')} ${title}`,
      lang: locale === 'zh' ? 'zh-CN' : 'en',
      content: html`<h1>${title}</h1>
        <p>${this.t('compare.span', { from: when(this.from), until: when(this.until) })}</p>
        ${this.#told(compared)}
        <p>${this.t('paper.printed', { when: formatMoment(locale, Date.now()), name: this.nameOf(this.me ?? '') })}</p>`,
      ...(session === undefined ? {} : { head: () => session.recordHead() }),
    });
  }
}
