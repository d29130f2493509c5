import {
  type ActRequest,
  CENTRE_CASE,
  type ContentRequest,
  type OpenRoom,
  type PluginGrant,
  type Result,
  type RichField,
  type RoomRef,
  refuse,
  type Session,
  type TextField,
} from '@onedoor/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { FilesController } from '../controllers/files-controller.js';
import { RoomController } from '../controllers/room-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { sealStand } from '../sealed/seal-stand.js';
import { clearProblem, isOff, noteCrash } from './crashes.js';
import { createView, PluginCrash } from './guarded-view.js';
import { createPluginContext } from './plugin-context.js';
import type { CasesReading, PluginView, PluginViews } from './plugin-view.js';
import '../locales/case-texts.js';

/** Where a view of a plugin stands, as its manifest names it. */
export interface ViewPlace {
  readonly view: string;
  /** The view's own room; a page of the centre may have none. */
  readonly room?: string | undefined;
}

/**
 * Hosts one view of a plugin: loads its code when it is first shown, gives it a context bound to its room, and shows
 * a placeholder with the plugin's name when it throws. Three crashes within a minute switch it off for the session.
 *
 * @attr plugin - Name of the plugin.
 * @fires {CustomEvent<{case: string}>} od-open-case - The view asks the page to show a case.
 */
export abstract class PluginHostElement extends CaseElement {
  static override styles = [
    ...CaseElement.styles,
    css`
      .note {
        margin-bottom: 8px;
      }
    `,
  ];

  @property() plugin = '';
  @state() private crashed: 'no' | 'yes' | 'off' = 'no';

  readonly #room = new RoomController(this, {
    room: () => this.place?.room,
    session: () => this.desk.session,
    case: () => this.caseId,
  });
  readonly #case = new RoomController(this, {
    room: () => (this.caseId === CENTRE_CASE ? undefined : 'case'),
    session: () => this.desk.session,
    case: () => this.caseId,
  });
  readonly #joint = new RoomController(this, {
    room: () => (this.caseId !== CENTRE_CASE && (this.#grants('parties') || this.#grants('facts')) ? 'joint' : undefined),
    session: () => this.desk.session,
    case: () => this.caseId,
    collections: ['party', 'facts'],
  });
  readonly #files = new FilesController(this, () => this.desk.session);
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #sync = new WatchController(
    this,
    () => (this.#grants('cases') ? this.desk.session?.sync : undefined),
    (a, b) => a.rowsLoading === b.rowsLoading && a.rowsTotal === b.rowsTotal,
  );
  readonly #others = new Map<string, RoomController>();
  readonly #wanted = new Set<string>();
  #views: PluginViews | undefined;
  #view: PluginView | undefined;
  #abort = new AbortController();
  #texts = new Map<string, TextField>();
  #riches = new Map<string, RichField>();
  /** It has failed, and the placeholder is about to show: no second view is made in between, whose failing would count twice. */
  #failed = false;
  #shown = '';

  /** The contribution that is to be shown; undefined where the manifest has none of that id. */
  protected abstract get place(): ViewPlace | undefined;
  /** How it is named where something is told of it. */
  protected abstract get placeName(): string;

  protected get entry() {
    return this.desk.plugins.find((entry) => entry.model.manifest.name === this.plugin);
  }

  #grants(grant: PluginGrant): boolean {
    return this.entry?.model.manifest.grants.includes(grant) === true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('plugin') || changed.has('caseId') || this.#shown !== this.placeName) {
      this.#shown = this.placeName;
      this.#drop();
      this.#views = undefined;
      this.#failed = false;
      this.crashed = 'no';
    }
    if (isOff(this.plugin)) this.crashed = 'off';
  }

  protected override render(): TemplateResult {
    const label =
      this.desk.installed.find(({ model }) => model.manifest.name === this.plugin)?.model.manifest.label[this.desk.locale] ?? this.plugin;
    const off = this.directory.value?.off?.[this.plugin];
    if (off !== undefined)
      return html`<p class="notice" role="status">${this.t('plugin.switchedOff', { name: label, by: this.nameOf(off.by), reason: off.reason })}</p>`;
    if (this.crashed !== 'no') {
      return html`<div class="notice" role="alert">
        <p><strong>${this.t('plugin.crashed', { name: label })}</strong></p>
        <p>${this.t(this.crashed === 'off' ? 'plugin.off' : 'plugin.crashedHint')}</p>
        ${this.crashed === 'off' ? nothing : html`<p><button type="button" @click=${this.#retry}>${this.t('plugin.retry')}</button></p>`}
      </div>`;
    }
    const stand = this.#sealed();
    // A sealed room's view is not even made before the purpose is stated.
    if (stand !== undefined)
      return html`<onedoor-sealed case=${this.caseId} room=${this.place?.room ?? ''}>${stand === 'open' ? html`${this.#conflicts()}${this.#show() ?? nothing}` : nothing}</onedoor-sealed>`;
    const unavailable = this.unavailable(this.#room);
    if (unavailable !== nothing) return html`${unavailable}`;
    return html`${this.#readOnly()}${this.#conflicts()}${this.#show() ?? html`<p class="quiet">${this.t('common.loading')}</p>`}`;
  }

  #sealed() {
    const { session } = this.desk;
    if (session === undefined || this.caseId === CENTRE_CASE) return undefined;
    const at = { case: this.caseId, room: this.place?.room ?? '', now: Date.now() };
    return sealStand(session, at, { case: this.#case.room, room: this.#room.room });
  }

  /** Acts of this room that two people did while apart: settled here, beside the state that they are about. */
  #conflicts(): TemplateResult | typeof nothing {
    const { room } = this.#room;
    const open = [...(room?.logged().conflicts.values() ?? [])].some(({ settled }) => settled === undefined);
    return open && room !== undefined ? html`<onedoor-conflicts case=${this.caseId} room=${room.ref.room}></onedoor-conflicts>` : nothing;
  }

  /** Not where nobody writes: what is done there are acts, and the view says who may do which. */
  #readOnly(): TemplateResult | typeof nothing {
    if (this.place?.room === undefined) return nothing;
    const rule = this.desk.session?.model.room(this.place?.room ?? '')?.rule.write;
    if (rule !== undefined && 'nobody' in rule) return nothing;
    const note = this.readOnlyNote(this.#room);
    return note === nothing ? nothing : html`<div class="note">${note}</div>`;
  }

  /** Another room that the view asks for: open from then on, and rendered with. */
  #other(name: string): OpenRoom | undefined {
    const known =
      this.#others.get(name) ??
      new RoomController(this, {
        room: () => (this.#wanted.has(name) ? name : undefined),
        session: () => this.desk.session,
        case: () => this.#caseOf(name),
      });
    this.#others.set(name, known);
    if (!this.#wanted.has(name)) {
      this.#wanted.add(name);
      this.requestUpdate();
    }
    return known.room?.status.get().loaded === true ? known.room : undefined;
  }

  /** The case that a room of this name stands in: this one, or none where it is the centre's. */
  #caseOf(room: string): string {
    return this.desk.session?.model.room(room)?.scope === 'centre' ? CENTRE_CASE : this.caseId;
  }

  #show(): PluginView | undefined {
    const room = this.#room.room;
    const place = this.place;
    const [session, entry, directory] = [this.desk.session, this.entry, this.directory.value];
    if (this.#failed || session === undefined || entry === undefined || place === undefined) return undefined;
    if (place.room !== undefined && room?.status.get().loaded !== true) return undefined;
    if (this.#views === undefined) {
      void this.#load();
      return undefined;
    }
    const viewName = place.view;
    const viewClass = this.#views.views[viewName];
    try {
      if (viewClass === undefined) throw new Error(`View "${viewName}" of plugin "${this.plugin}" is not in its views.`);
      if (this.#view === undefined) {
        this.#view = createView(this.plugin, viewName, viewClass);
        this.#view.addEventListener(PluginCrash.type, (event) => this.#fail(event instanceof PluginCrash ? event.error : event));
      }
      const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
      this.#view.ctx = createPluginContext(
        {
          plugin: entry,
          locales: this.#views.locales,
          session,
          room,
          shared: { case: this.#case.room, joint: this.#joint.room },
          signal: this.#abort.signal,
          at: { case: this.caseId, room: place.room ?? '' },
          act: (request) => this.#act(request, place.room ?? ''),
          open: (name) => this.#other(name),
          actIn: (name, request) => this.#act(request, name),
          cases: {
            rows: this.desk.session?.rows.get() ?? [],
            reading: this.#reading(),
            screen: place.view,
            today: this.desk.today,
            contributions: this.desk.contributions,
            openCase: (id) => void this.emit('od-open-case', { case: id }),
            act: (id, name, request) => this.#act(request, name, id),
            run: (id, name, request) => runIn(session, { case: id, room: name }, request),
          },
          texts: this.#texts,
          riches: this.#riches,
          installed: this.desk.installed,
          files: (ref) => this.#files.of(ref),
        },
        {
          locale: this.desk.locale,
          theme,
          directory: directory ?? { people: {}, departments: {} },
          numberPrefix: this.desk.numberPrefix,
        },
      );
      return this.#view;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #reading(): CasesReading | undefined {
    const { rowsLoading: read, rowsTotal: total } = this.#sync.value ?? {};
    return read === undefined ? undefined : { read, ...(total === undefined ? {} : { total }) };
  }

  async #act(request: ActRequest, room: string, caseId = this.#caseOf(room)): Promise<Result<string>> {
    return (
      (await this.sendAct(request, room, caseId)) ??
      refuse('ACT_NOT_ALLOWED', {
        seen: `${request.command}, held back by the page`,
        expected: 'an act that the page lets pass',
        todo: 'Nothing has happened.',
      })
    );
  }

  async #load(): Promise<void> {
    const entry = this.entry;
    try {
      const views = await entry?.load();
      // Who goes on through the tabs meanwhile is shown another plugin: these views are not that one's.
      if (entry !== this.entry) return;
      this.#views = views;
      this.requestUpdate();
    } catch (error) {
      if (entry === this.entry) this.#fail(error);
    }
  }

  /** Waits for the render in progress: a crash may be reported from inside it. */
  #fail(error: unknown): void {
    console.error(`[${this.plugin}]`, error);
    this.#drop();
    this.#failed = true;
    const off = noteCrash(this.plugin, Date.now(), this.placeName);
    queueMicrotask(() => (this.crashed = off ? 'off' : 'yes'));
  }

  #retry(): void {
    clearProblem(this.plugin);
    this.#failed = false;
    this.crashed = 'no';
  }

  #drop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#view = undefined;
    this.#texts = new Map();
    this.#riches = new Map();
    this.#wanted.clear();
  }
}

/** Runs a content command in a room that nobody shows: it is opened for that, quietly. */
async function runIn(session: Session, ref: RoomRef, request: ContentRequest): Promise<Result<void>> {
  const room = session.open(ref, { quiet: true });
  try {
    await room.ready;
    return await room.run(request);
  } finally {
    room.close();
  }
}
