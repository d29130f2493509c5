import { type FieldHistory, type FieldValue, restoreField, type TextField, type TextMoment } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { RoomController } from '../controllers/room-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { dialogView } from '../internal/dialog.js';
import { departmentHue } from '../internal/hue.js';
import { dialogStyles, sealStyles } from '../internal/parts.styles.js';
import { sealView } from '../internal/seal.js';
import { formatList, formatMoment } from '../locales/format.js';
import { type RecordNames, recordNames } from '../timeline/record-names.js';
import { panelStyles } from './history-panel.styles.js';
import { changesAt, deltaTo, type ShownRun, type TextHistory, textAt, writersAt, writersOf } from './text-states.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

/** Pages of a text that are fetched; a text of more runs is shown as far as it goes, and not put back. */
const MAX_PAGES = 10;
const PAGE_VALUES = 100;
/** The others' keys are gathered this long before the history is asked for again. */
const AGAIN_MS = 1500;
/** Writers are told apart by these, colour aside. */
const SIGNS = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';

/**
 * The dialog of `<onedoor-field-history>`, which alone writes it.
 *
 * @internal
 */
export class HistoryPanel extends CaseElement {
  static override styles = [...CaseElement.styles, sealStyles, dialogStyles, panelStyles];

  @property({ attribute: false }) room = 'joint';
  @property({ attribute: false }) collection = '';
  @property({ attribute: false }) record = '';
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) fields: readonly string[] = [];
  @property({ attribute: false }) field = '';
  @property({ attribute: false }) text: TextField | undefined;
  @property({ attribute: false }) locked = false;

  @state() private told: FieldHistory | undefined;
  @state() private problem: Parameters<CaseElement['refusal']>[0];
  /** Place of the moment that is looked at; undefined: the last. */
  @state() private at: number | undefined;
  @state() private view: 'writers' | 'changes' = 'writers';
  @state() private withDeleted = false;
  /** Run that the pointer or the caret keys are at. */
  @state() private run: number | undefined;
  @state() private said = '';

  readonly #room = new RoomController(this, {
    session: () => this.desk.session,
    case: () => this.caseId,
    room: () => this.room,
  });
  #asked = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #unwatch: (() => void) | undefined;
  #watched: unknown;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#unwatch?.();
    this.#watched = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('field') || changed.has('record') || changed.has('collection')) {
      this.told = undefined;
      this.at = undefined;
      this.run = undefined;
      this.said = '';
      void this.#fetch();
    }
    const { room } = this.#room;
    if (room === this.#watched) return;
    this.#watched = room;
    this.#unwatch?.();
    this.#unwatch = room?.watch((change) => {
      if (change.kind !== 'content' || this.#again !== undefined) return;
      this.#again = setTimeout(() => {
        this.#again = undefined;
        void this.#fetch();
      }, AGAIN_MS);
    });
  }

  protected override render(): TemplateResult {
    const names = this.#names();
    const label = this.t('history.of', { what: this.label });
    const content = html`
      ${this.fields.length < 2 ? nothing : this.#chooser(names)}
      ${this.refusal(this.problem)}
      <p class="sr" role="status">${this.said}</p>
      ${this.told === undefined ? (this.problem === undefined ? html`<p class="quiet">${this.t('common.loading')}</p>` : nothing) : this.told.kind === 'text' ? this.#text(this.told) : this.#values(this.told, names)}
    `;
    return dialogView({ label, content, close: this.t('common.done'), onClose: () => this.dispatchEvent(new Event('close')) });
  }

  #chooser(names: RecordNames): TemplateResult {
    return html`<label class="row"><span class="quiet">${this.t('history.field')}</span>
      <select class="fields" @change=${(event: Event) => (this.field = event.currentTarget instanceof HTMLSelectElement ? event.currentTarget.value : this.field)}>
        ${this.fields.map((name) => html`<option value=${name} ?selected=${name === this.field}>${names.field(this.collection, name)}</option>`)}
      </select>
    </label>`;
  }

  // values

  #values({ values, more }: Extract<FieldHistory, { kind: 'values' }>, names: RecordNames): TemplateResult {
    if (values.length === 0) return html`<p class="empty">${this.t('history.none')}</p>`;
    const isContested = values.some((value) => value.state === 'contested');
    return html`${isContested ? html`<p class="notice">${this.t('history.contested')}</p>` : nothing}
      <ol class="values">${repeat(
        values,
        (value) => `${value.seq}/${value.part ?? ''}/${value.json ?? ''}`,
        (value) => this.#value(value, names, isContested),
      )}</ol>
      ${more ? html`<button type="button" @click=${() => void this.#older()}>${this.t('timeline.more')}</button>` : nothing}`;
  }

  #value(value: FieldValue, names: RecordNames, isContested: boolean): TemplateResult {
    const { person, at, json, part, state } = value;
    const words = part ?? names.value(this.collection, this.field, json, Infinity);
    const gone = json === undefined;
    const shown =
      part === undefined ? (gone ? this.t('history.empty') : words) : this.t(gone ? 'history.partGone' : 'history.partThere', { part });
    // The value that stands has nothing to put back, unless saying so settles which is meant.
    const mayRestore = this.#mayRestore && (state !== 'current' || isContested);
    const verb = this.t(state !== 'past' ? 'contested.confirm' : 'history.restore');
    return html`<li>
      <p class="value"><span class=${state === 'contested' ? 'mark conflict' : 'mark'}>${this.t(`history.state.${state}`)}</span> <strong class=${gone ? 'quiet' : ''}>${shown}</strong></p>
      <p class="who quiet">${this.#who(person)} <span class="number">${formatMoment(this.desk.locale, at, this.desk.today)}</span>
        ${mayRestore ? html`<button type="button" class="link" aria-label=${`${verb}: ${shown}`} @click=${() => void this.#restoreValue(value, shown)}>${verb}</button>` : nothing}
      </p>
    </li>`;
  }

  async #restoreValue({ json, part }: FieldValue, shown: string): Promise<void> {
    const { collection, record, field } = this;
    const result = await this.#room.room?.run(
      restoreField({ collection, record, field, ...(part === undefined ? {} : { part }), ...(json === undefined ? {} : { json }) }),
    );
    this.problem = result === undefined || result.ok ? undefined : result.refusal;
    if (result?.ok === true) this.#restored(shown);
  }

  // text

  #text(history: TextHistory): TemplateResult {
    const { moments } = history;
    if (moments.length === 0) return html`<p class="empty">${this.t('history.none')}</p>`;
    const last = moments.length - 1;
    const at = Math.min(this.at ?? last, last);
    const moment = moments[at];
    const shown = this.view === 'writers' ? writersAt(history, at, this.withDeleted) : changesAt(history, at);
    const writers = writersOf(history, at);
    const signs = new Map(
      [...new Set([...writersOf(history, last), ...history.runs].map(({ person }) => person))].map((person, index) => [
        person,
        SIGNS[index] ?? '●',
      ]),
    );
    return html`
      <div class="moments" role="group" aria-label=${this.t('history.moment')}>
        <button type="button" class="icon" aria-label=${this.t('history.earlier')} ?disabled=${at === 0} @click=${() => this.#go(at - 1)}>◀</button>
        <input type="range" min="0" max=${last} .value=${String(at)} aria-label=${this.t('history.moment')} aria-valuetext=${moment === undefined ? '' : this.#momentWords(moment)} ?disabled=${last === 0} @input=${(event: Event) => event.currentTarget instanceof HTMLInputElement && this.#go(Number(event.currentTarget.value))} />
        <button type="button" class="icon" aria-label=${this.t('history.later')} ?disabled=${at === last} @click=${() => this.#go(at + 1)}>▶</button>
      </div>
      <p class="moment"><span class="number">${this.t('history.place', { at: at + 1, count: moments.length })}</span> ${moment === undefined ? nothing : this.#momentWords(moment)}${at === last ? html` <span class="mark">${this.t('history.state.current')}</span>` : nothing}</p>
      <div class="row views" role="group" aria-label=${this.t('history.view')}>
        ${(['writers', 'changes'] as const).map((view) => html`<button type="button" class="chip" aria-pressed=${this.view === view} @click=${() => this.#show(view)}>${this.t(`history.view.${view}`)}</button>`)}
        ${this.view === 'changes' ? nothing : html`<label class="check"><input type="checkbox" .checked=${this.withDeleted} @change=${(event: Event) => (this.withDeleted = event.currentTarget instanceof HTMLInputElement && event.currentTarget.checked)} /><span>${this.t('history.withDeleted')}</span></label>`}
      </div>
      ${this.#runs(shown, signs)}
      <p class="told" role="status">${this.#toldOf(shown[this.run ?? -1])}</p>
      <ul class="writers" aria-label=${this.t('history.writers')}>${writers.map(
        ({ person, count }) =>
          html`<li><span class="sign" aria-hidden="true">${signs.get(person)}</span> ${this.#who(person)} <span class="quiet number">${this.t('history.characters', { count })}</span></li>`,
      )}</ul>
      ${history.more ? html`<p class="quiet">${this.t('history.tooLong')}</p>` : nothing}
      ${
        this.#mayRestore && this.text !== undefined && at < last && !history.more
          ? html`<button type="button" class="primary" @click=${() => void this.#restoreText(at)}>${this.t('history.restoreText')}</button>`
          : nothing
      }
    `;
  }

  /** One stop for the tab key; arrow keys go from run to run. */
  #runs(shown: readonly ShownRun[], signs: ReadonlyMap<string, string>): TemplateResult {
    if (shown.length === 0) return html`<p class="empty">${this.t('history.emptyText')}</p>`;
    return html`<div class="text" role="group" tabindex="0" aria-label=${this.t('history.text')} aria-describedby="keys" @keydown=${(event: KeyboardEvent) => this.#keys(event, shown.length)} @focus=${() => (this.run ??= 0)}>${shown.map(
      ({ run, state }, index) => {
        const place = [...signs.keys()].indexOf(state === 'deleted' ? (run.deleted?.person ?? run.person) : run.person);
        const sign =
          state === 'there' && this.view === 'changes'
            ? nothing
            : html`<sup class="sign" aria-hidden="true">${signs.get(run.person)}</sup>`;
        const classes = `run w${place % 6} ${state}${index === this.run ? ' chosen' : ''}`;
        const point = () => (this.run = index);
        // No white space around the characters: the text is shown as it is.
        return state === 'deleted'
          ? html`<del class=${classes} @pointerenter=${point}>${sign}${run.text}</del>`
          : state === 'inserted'
            ? html`<ins class=${classes} @pointerenter=${point}>${sign}${run.text}</ins>`
            : html`<span class=${this.view === 'changes' ? `run kept${index === this.run ? ' chosen' : ''}` : classes} @pointerenter=${point}>${sign}${run.text}</span>`;
      },
    )}</div><p class="sr" id="keys">${this.t('history.keys')}</p>`;
  }

  /** Who wrote the run that is pointed at, and who deleted it. */
  #toldOf(shown: ShownRun | undefined): string {
    if (shown === undefined) return this.t('history.point');
    const { person, at, deleted } = shown.run;
    const when = (ms: number) => formatMoment(this.desk.locale, ms, this.desk.today);
    const written = this.t('history.wrote', { name: this.nameOf(person), when: when(at) });
    if (shown.state !== 'deleted' || deleted === undefined) return written;
    return `${written}${this.t('common.semicolon')}${this.t('history.deleted', { name: this.nameOf(deleted.person), when: when(deleted.at) })}`;
  }

  #keys(event: KeyboardEvent, count: number): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : step === undefined ? undefined : (this.run ?? -step) + step;
    if (to === undefined) return;
    event.preventDefault();
    this.run = Math.max(0, Math.min(count - 1, to));
    void this.updateComplete.then(() => this.renderRoot.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' }));
  }

  #go(at: number): void {
    const last = this.told?.kind === 'text' ? this.told.moments.length - 1 : 0;
    this.at = at >= last ? undefined : Math.max(0, at);
    this.run = undefined;
  }

  #show(view: 'writers' | 'changes'): void {
    this.view = view;
    this.run = undefined;
  }

  async #restoreText(at: number): Promise<void> {
    const { text } = this;
    await this.#fetch();
    const history = this.told;
    if (text === undefined || history?.kind !== 'text') return;
    if (text.value() !== textAt(history, history.moments.length - 1)) {
      this.said = '';
      this.problem = {
        code: 'TEXT_MOVED',
        seen: 'a text with changes that the log does not have yet',
        expected: 'a text that is logged',
        todo: 'Wait until all is sent and try again.',
      };
      return;
    }
    text.edit(deltaTo(history, at));
    this.at = undefined;
    this.view = 'changes';
    const moment = history.moments[at];
    this.#restored(moment === undefined ? '' : formatMoment(this.desk.locale, moment.until, this.desk.today));
  }

  // both

  #restored(what: string): void {
    this.said = this.t('history.restored', { what });
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#again = undefined;
      void this.#fetch();
    }, AGAIN_MS / 3);
  }

  get #mayRestore(): boolean {
    return !this.locked && this.#room.writable;
  }

  #momentWords({ people, from, until }: TextMoment): string {
    const { locale, today } = this.desk;
    const names = formatList(
      locale,
      people.map((person) => this.nameOf(person)),
    );
    const [start, end] = [formatMoment(locale, from, today), formatMoment(locale, until, today)];
    return `${start === end ? start : `${start} – ${end}`} · ${names}`;
  }

  #who(person: string): TemplateResult {
    const name = this.nameOf(person);
    return html`${sealView(name, departmentHue(this.directory.value?.people[person]?.department ?? ''), this.postOf(person))} <span class="name">${name}</span>`;
  }

  #names(): RecordNames {
    return recordNames(
      this.desk,
      (key, params) => this.t(key, params),
      () => this.#room.room,
    );
  }

  async #older(): Promise<void> {
    const { session } = this.desk;
    const told = this.told;
    if (session === undefined || told?.kind !== 'values') return;
    const { collection, record, field } = this;
    const before = told.values.at(-1)?.seq ?? 0;
    const asked = this.#asked;
    const answer = await session.fieldHistory(
      { case: this.caseId, room: this.room },
      { collection, record, field },
      { before, limit: PAGE_VALUES },
    );
    if (asked !== this.#asked) return;
    this.problem = answer.ok ? undefined : answer.refusal;
    if (answer.ok && answer.value.kind === 'values') this.told = { ...answer.value, values: [...told.values, ...answer.value.values] };
  }

  async #fetch(): Promise<void> {
    const { session } = this.desk;
    const { collection, record, field } = this;
    const asked = ++this.#asked;
    if (session === undefined || field === '') return;
    const ref = { case: this.caseId, room: this.room };
    const place = { collection, record, field };
    let told: FieldHistory | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const from = told?.kind === 'text' ? told.runs.length : 0;
      const answer = await session.fieldHistory(ref, place, { from });
      if (asked !== this.#asked) return;
      this.problem = answer.ok ? undefined : answer.refusal;
      if (!answer.ok) return;
      const { value } = answer;
      // The text has changed between two pages: the first one is asked for again.
      if (told?.kind === 'text' && value.seq !== told.seq) {
        told = undefined;
        continue;
      }
      told = value.kind === 'text' && told?.kind === 'text' ? { ...value, runs: [...told.runs, ...value.runs] } : value;
      if (value.kind === 'values' || !value.more) break;
    }
    this.told = told;
  }
}
