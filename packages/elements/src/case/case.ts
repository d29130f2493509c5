import { CATEGORIES, type CaseState, explain, formatNumber, isSealed, OPEN_SEALED } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { WatchController } from '../controllers/watch-controller.js';
import { HistoryController } from '../history/history-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { departmentHue } from '../internal/hue.js';
import { menuView } from '../internal/menu.js';
import { dialogStyles, sealStyles } from '../internal/parts.styles.js';
import { sealView } from '../internal/seal.js';
import { loadStamp, type Stamp } from '../paper/record-stamp.js';
import { isNamedIn, isOrphaned } from '../sealed/seal-stand.js';
import type { Entry } from '../timeline/entries.js';
import { caseStyles } from './case.styles.js';
import '../locales/case-texts.js';

interface Tab {
  readonly id: string;
  readonly label: string;
  /** Room whose content stands in it: undo, presence and marks follow it. */
  readonly room: string;
  readonly view: () => TemplateResult;
  /** Tab below whose content it stands. */
  readonly into?: string | undefined;
  /** What stands below its own content: each has been a tab that its plugin puts here. */
  readonly below?: readonly Tab[];
}

/** Seals of a team that a header shows; the others are a number. */
const SEALS = 6;
/** Lines of the timeline beside the tabs. */
const LATEST = 5;
/** The head of the record is fetched so long after the page was opened. */
const STAMP_MS = 3000;
/** Tab that shows what the joint room's records of a kind are. */
const TAB_OF: Readonly<Record<string, string>> = {
  facts: 'overview',
  issue: 'overview',
  party: 'parties',
  evidence: 'evidence',
  proposal: 'allocation',
  allocation: 'allocation',
};

/** Whether a tab is the one of this id, or shows it below its own content. */
const holds = ({ id, below = [] }: Tab, wanted: string): boolean => id === wanted || below.some((tab) => tab.id === wanted);

/** Each tab that its plugin puts into another one, below that one's content. One that names no tab of this page stays. */
function joined(tabs: readonly Tab[]): Tab[] {
  const goes = ({ into }: Tab) => tabs.some((host) => host.id === into && host.into === undefined);
  return tabs.filter((tab) => !goes(tab)).map((tab) => ({ ...tab, below: tabs.filter((each) => each.into === tab.id && goes(each)) }));
}

/**
 * One case: header, a strip that answers at a glance, what changed since the last visit, and the parts of the case in tabs.
 * Plugins add tabs of their own, for those who may read their rooms. Stage, tasks, team and the latest of the timeline stand
 * beside the tabs where there is room, and in a tab where there is not. Printed, it is a document of its own, whatever tab
 * is open.
 *
 * All acts of the elements inside ask by `od-before-act` and tell by `od-acted`.
 *
 * @attr case - Case id.
 * @attr tab - Id of the chosen tab: `overview`, `parties`, `evidence`, `allocation`, `timeline`, `handling`, or
 *   `<plugin>-<tab>` of a plugin.
 * @fires {CustomEvent<{tab: string}>} od-tab - A tab was chosen.
 * @slot back - A link back to the list.
 * @cssproperty --od-sticky-top - Height of what the page itself keeps at the upper edge. Default: 0.
 * @csspart tabs - The row of tabs.
 * @csspart panel - The chosen tab's content.
 * @csspart side - Stage, tasks, team and timeline beside it.
 */
export class OnedoorCase extends CaseElement {
  static override styles = [...CaseElement.styles, sealStyles, dialogStyles, caseStyles];

  @property({ reflect: true }) tab = 'overview';
  @state() private printing = false;
  @state() private menuAt: DOMRect | undefined;
  @state() private overflows = false;
  @state() private scrolled = false;

  readonly #case = this.openRoom('case');
  /** A sealed room's tab comes and goes with the list of rooms. */
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #history = new HistoryController(
    this,
    () => this.desk.session,
    () => this.caseId,
  );
  readonly #sizes = new ResizeObserver(() => this.#measure());
  readonly #head = new IntersectionObserver(([entry]) => {
    if (entry !== undefined) this.scrolled = !entry.isIntersecting && entry.boundingClientRect.top < 0;
  });
  readonly #print = matchMedia('print');
  #watched: Element | undefined;
  #shownTab = '';
  #stamp: Stamp | undefined;
  #stampTimer: ReturnType<typeof setTimeout> | undefined;

  readonly #onPrint = () => {
    this.printing = true;
  };
  readonly #afterPrint = () => {
    this.printing = false;
  };
  readonly #onPrintMedia = () => {
    this.printing = this.#print.matches;
  };
  readonly #onHidden = () => {
    if (document.visibilityState === 'hidden') this.#leave(this.caseId);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeprint', this.#onPrint);
    addEventListener('afterprint', this.#afterPrint);
    this.#print.addEventListener('change', this.#onPrintMedia);
    document.addEventListener('visibilitychange', this.#onHidden);
    this.printing = this.#print.matches;
    // The browser prints at once: what the paper says of the record has to be here before, and the page comes first.
    this.#stampTimer = setTimeout(() => void this.#loadStamp(), STAMP_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeprint', this.#onPrint);
    removeEventListener('afterprint', this.#afterPrint);
    this.#print.removeEventListener('change', this.#onPrintMedia);
    document.removeEventListener('visibilitychange', this.#onHidden);
    this.#sizes.disconnect();
    this.#head.disconnect();
    clearTimeout(this.#stampTimer);
    this.#watched = undefined;
    this.#leave(this.caseId);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before: unknown = changed.get('caseId');
    if (typeof before === 'string') this.#leave(before);
  }

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#case);
    if (blocked !== nothing) return html`<slot name="back"></slot>${blocked}`;
    const shown = this.caseState(this.#case.room);
    if (shown === undefined || !shown.created)
      return html`<slot name="back"></slot><p class="empty notice" role="status">${this.t('case.notStored')}</p>`;
    if (this.printing) return html`<onedoor-case-paper case=${this.caseId} .stamp=${this.#stamp}></onedoor-case-paper>`;
    const tabs = this.#tabs();
    const chosen = tabs.find((tab) => holds(tab, this.tab)) ?? tabs[0];
    const changed = this.#changedTabs();
    return html`
      <slot name="back"></slot>
      ${this.#header(shown)}
      <onedoor-glance class="no-print" case=${this.caseId}></onedoor-glance>
      <onedoor-news case=${this.caseId}></onedoor-news>
      <onedoor-offers class="no-print" case=${this.caseId}></onedoor-offers>
      <onedoor-plugin-problems @od-plugin-retry=${() => this.requestUpdate()}></onedoor-plugin-problems>
      <div class="bar no-print" @od-timeline-all=${() => this.#choose('timeline')}>
        <p class=${this.scrolled ? 'stuck' : 'stuck away'} aria-hidden="true"><span class="number">${formatNumber(shown.number, this.desk.numberPrefix) ?? this.t('case.unnumbered')}</span> ${shown.title}</p>
        <div class="tabs" part="tabs" role="tablist" aria-label=${shown.title} @keydown=${(event: KeyboardEvent) => this.#keys(event, tabs)}>
          ${tabs.map((tab) =>
            this.#tabButton(
              tab,
              tab === chosen,
              [...changed].some((id) => holds(tab, id)),
            ),
          )}
        </div>
        <button type="button" class=${this.overflows ? 'more' : 'more away'} aria-haspopup="menu" aria-expanded=${this.menuAt !== undefined} @click=${this.#openMenu}>${this.t('tab.more')} <span aria-hidden="true">▾</span></button>
        ${this.menuAt === undefined ? nothing : this.#menu(tabs, chosen, this.menuAt)}
      </div>
      <div class="body" data-tab=${chosen?.id ?? ''} @od-timeline-all=${() => this.#choose('timeline')}>
        <section class="panel" part="panel" id="panel" role="tabpanel" tabindex="-1" aria-labelledby=${`tab-${chosen?.id}`}>
          ${chosen === undefined ? nothing : this.#tools(chosen)}
          ${chosen?.view()}
          ${(chosen?.below ?? []).map((tab) => html`<div class="below">${tab.room === chosen?.room ? nothing : this.#tools(tab)}${tab.view()}</div>`)}
        </section>
        <aside part="side" aria-label=${this.t('tab.handling')}>${this.#handling(chosen?.id !== 'timeline')}</aside>
      </div>
    `;
  }

  #header(shown: CaseState): TemplateResult {
    const logged = this.#case.room?.logged();
    const stage = logged === undefined ? undefined : this.desk.session?.model.caseOf(logged).stage;
    const moved = stage !== shown.stage;
    const conflicts = [...(logged?.conflicts.values() ?? [])].filter((conflict) => conflict.settled === undefined).length;
    const waiting = this.#case.room?.pending().length ?? 0;
    return html`<header>
      <p class="row meta">
        <span class="number">${formatNumber(shown.number, this.desk.numberPrefix) ?? html`<span class="mark pending">${this.t('case.unnumbered')}</span>`}</span>
        <span class=${moved ? 'mark pending' : 'mark'}>${this.t(`stage.${shown.stage}`)}${moved ? ` · ${this.t('act.waiting')}` : nothing}</span>
        ${shown.outcome === undefined ? nothing : html`<span class="mark">${this.t(`outcome.${shown.outcome}`)}</span>`}
        ${conflicts === 0 ? nothing : html`<span class="mark conflict">${this.t('list.conflicts', { count: conflicts })}</span>`}
        ${waiting === 0 ? nothing : html`<span class="mark pending">${this.t('list.pending', { count: waiting })}</span>`}
        <span>${this.#category(shown.category)}</span>
        ${shown.village === '' ? nothing : html`<span>${shown.village}</span>`}
      </p>
      <h1>${shown.title}</h1>
      ${this.#team(shown)}
    </header>`;
  }

  /** The lead by name, the others by seals; all names and posts on demand. */
  #team(shown: CaseState): TemplateResult {
    const members = Object.values(shown.members);
    const lead = members.find((member) => member.role === 'lead')?.person ?? shown.createdBy;
    const others = members.map(({ person }) => person).filter((person) => person !== lead);
    const seal = (person: string) =>
      sealView(
        this.nameOf(person),
        departmentHue(this.directory.value?.people[person]?.department ?? ''),
        `${this.nameOf(person)} ${this.postOf(person)}`,
      );
    return html`<details class="team">
      <summary>
        <span class="quiet">${this.t('case.lead')}</span> ${seal(lead)} ${this.nameOf(lead)}
        ${others.length === 0 ? nothing : html`<span class="seals">${others.slice(0, SEALS).map(seal)}</span>`}
        <span class="quiet">${this.t('case.people', { count: members.length })}</span>
      </summary>
      <ul>${members.map(({ person, role }) => html`<li>${seal(person)} ${this.nameOf(person)} <span class="mark">${this.t(`role.${role}`)}</span> <span class="quiet">${this.postOf(person)}</span></li>`)}</ul>
    </details>`;
  }

  #category(code: string): string {
    const category = CATEGORIES.find((known) => known === code) ?? '99';
    return this.t(`category.${category}`);
  }

  /** What stands above a tab's content: who is in its room, where that is another than the case's own, and undo. */
  #tools({ room }: Tab): TemplateResult | typeof nothing {
    if (room === 'case') return nothing;
    // Who reads a sealed room spreads no presence: to name oneself alone would say that nobody else is there.
    const rule = this.desk.session?.model.room(room)?.rule;
    const isQuiet = room === 'joint' || (rule !== undefined && isSealed(rule));
    return html`<div class=${room === 'joint' ? 'tools aside no-print' : 'tools no-print'}>
      ${isQuiet ? nothing : html`<onedoor-presence case=${this.caseId} room=${room}></onedoor-presence>`}
      <onedoor-undo case=${this.caseId} room=${room}></onedoor-undo>
    </div>`;
  }

  #tabs(): Tab[] {
    const id = this.caseId;
    const own: Tab[] = [
      {
        id: 'overview',
        label: this.t('tab.overview'),
        room: 'joint',
        view: () => html`<onedoor-facts case=${id}></onedoor-facts><onedoor-issues case=${id}></onedoor-issues>`,
      },
      {
        id: 'parties',
        label: this.t('tab.parties'),
        room: 'joint',
        view: () => html`<onedoor-parties case=${id}></onedoor-parties>`,
      },
      {
        id: 'evidence',
        label: this.t('tab.evidence'),
        room: 'joint',
        view: () => html`<onedoor-evidence case=${id}></onedoor-evidence>`,
      },
      {
        id: 'allocation',
        label: this.t('tab.allocation'),
        room: 'joint',
        view: () => html`<onedoor-proposals case=${id}></onedoor-proposals><onedoor-allocation case=${id}></onedoor-allocation>`,
      },
    ];
    const timeline: Tab = {
      id: 'timeline',
      label: this.t('tab.timeline'),
      room: 'case',
      view: () => html`<onedoor-timeline case=${id}></onedoor-timeline>`,
    };
    const handling: Tab = {
      id: 'handling',
      label: this.t('tab.handling'),
      room: 'case',
      view: () => html`<p class="quiet">${this.t('tab.handlingHere')}</p>`,
    };
    return joined([...own, ...this.#pluginTabs(), timeline, handling]);
  }

  /** Tabs of plugins, without those whose room this person may not read: a closed room leaves no trace. */
  #pluginTabs(): Tab[] {
    const { session, plugins, locale } = this.desk;
    const actor = session?.me.get()?.person;
    const room = this.#case.room;
    if (session === undefined || actor === undefined || room === undefined) return [];
    const team = session.model.team(room.state());
    return plugins.flatMap(({ model: { manifest } }) =>
      manifest.contributes.caseTabs
        .filter((tab) => {
          const rule = session.model.room(tab.room)?.rule;
          if (rule === undefined) return false;
          // Whoever may open a sealed room sees its tab whether it is there or not.
          if (isSealed(rule))
            return (
              isNamedIn(this.#rows.value ?? [], this.caseId, tab.room) ||
              isOrphaned(this.#rows.value ?? [], this.caseId, tab.room) ||
              explain(rule, { to: 'act', command: OPEN_SEALED }, actor, team).allowed
            );
          return explain(rule, { to: 'read' }, actor, team).allowed;
        })
        .map((tab) => ({
          id: `${manifest.name}-${tab.id}`,
          label: tab.label[locale],
          room: tab.room,
          into: tab.into,
          view: () => html`<onedoor-plugin-tab case=${this.caseId} plugin=${manifest.name} tab=${tab.id}></onedoor-plugin-tab>`,
        })),
    );
  }

  /** Tabs in which somebody else has changed something since the last visit. */
  #changedTabs(): ReadonlySet<string> {
    const tabs = new Set<string>();
    for (const entry of this.#history.news()?.entries ?? []) tabs.add(this.#tabOf(entry));
    return tabs;
  }

  #tabOf(entry: Entry): string {
    if (entry.room === 'case') return 'timeline';
    if (entry.kind === 'edit') {
      const own = TAB_OF[entry.edit.collection];
      if (own !== undefined) return own;
    }
    for (const { model } of this.desk.plugins) {
      const { name, contributes } = model.manifest;
      const tab = contributes.caseTabs.find(({ room }) => room === entry.room);
      if (tab !== undefined) return `${name}-${tab.id}`;
    }
    return 'timeline';
  }

  #tabButton(tab: Tab, chosen: boolean, changed: boolean): TemplateResult {
    return html`<button type="button" role="tab" id=${`tab-${tab.id}`} class=${tab.id} aria-selected=${chosen} aria-controls="panel" tabindex=${chosen ? 0 : -1} @click=${() => this.#choose(tab.id)}>
      ${tab.label}${this.newMark(changed)}
    </button>`;
  }

  #menu(tabs: readonly Tab[], chosen: Tab | undefined, at: DOMRect): TemplateResult {
    const items = tabs
      .filter((tab) => this.#isVisible(tab))
      .map((tab) => ({
        kind: 'item' as const,
        id: tab.id,
        label: tab === chosen ? this.t('tab.chosen', { label: tab.label }) : tab.label,
        run: () => this.#choose(tab.id),
      }));
    return menuView({ label: this.t('tab.all'), items, at, onClose: () => (this.menuAt = undefined) });
  }

  #handling(withTimeline: boolean): TemplateResult {
    const id = this.caseId;
    return html`<onedoor-stage case=${id}></onedoor-stage><onedoor-tasks case=${id}></onedoor-tasks>${
      withTimeline ? html`<onedoor-timeline case=${id} latest=${LATEST}></onedoor-timeline>` : nothing
    }<onedoor-team case=${id}></onedoor-team>`;
  }

  #choose(id: string): void {
    this.tab = id;
    this.emit('od-tab', { tab: id });
  }

  #openMenu(event: Event): void {
    if (event.currentTarget instanceof Element) this.menuAt = event.currentTarget.getBoundingClientRect();
  }

  async #loadStamp(): Promise<void> {
    const { session } = this.desk;
    if (session !== undefined) this.#stamp = await loadStamp(() => session.recordHead());
  }

  #leave(caseId: string): void {
    if (caseId !== '') void this.desk.session?.markVisited(caseId);
  }

  /** The sides of the row of tabs are watched, and the header, which the compact line stands for once it is out of sight. */
  protected override updated(): void {
    const tabs = this.renderRoot.querySelector('.tabs');
    if (tabs !== null && tabs !== this.#watched) {
      this.#watched = tabs;
      this.#sizes.disconnect();
      this.#sizes.observe(tabs);
      this.#head.disconnect();
      const header = this.renderRoot.querySelector('header');
      if (header !== null) this.#head.observe(header);
    }
    this.#measure();
    if (this.#shownTab === this.tab) return;
    this.#shownTab = this.tab;
    // On a narrow page the tabs scroll: the chosen one is brought into sight.
    this.renderRoot.querySelector('[role=tab][aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #measure(): void {
    const tabs = this.renderRoot.querySelector('.tabs');
    this.overflows = tabs !== null && tabs.scrollWidth > tabs.clientWidth + 1;
  }

  #isVisible(tab: Tab): boolean {
    return this.renderRoot.querySelector(`#tab-${CSS.escape(tab.id)}`)?.checkVisibility?.() ?? true;
  }

  /** Arrow keys, Home and End go through the tabs. */
  #keys(event: KeyboardEvent, tabs: readonly Tab[]): void {
    const shown = tabs.filter((tab) => this.#isVisible(tab));
    const at = shown.findIndex((tab) => holds(tab, this.tab));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = shown[(to + shown.length) % shown.length];
    if (next === undefined) return;
    this.#choose(next.id);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${CSS.escape(next.id)}`)?.focus());
  }
}
