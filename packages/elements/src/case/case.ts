import { type CaseState, explain, formatNumber } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CaseElement } from '../internal/case-element.js';
import { caseStyles } from './case.styles.js';

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly view: () => TemplateResult;
}

/**
 * One case: its header, and its parts in tabs. Plugins add tabs of their own. Stage, team and timeline stand beside
 * the tabs where there is room, and in a tab where there is not.
 *
 * @attr case - Case id.
 * @attr tab - Id of the chosen tab: `overview`, `parties`, `evidence`, `allocation`, `handling`, or a plugin's.
 * @fires {CustomEvent<{tab: string}>} od-tab - A tab was chosen.
 * @slot back - A link back to the list.
 */
export class OnedoorCase extends CaseElement {
  static override styles = [...CaseElement.styles, caseStyles];

  @property({ reflect: true }) tab = 'overview';

  readonly #case = this.openRoom('case');

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#case);
    if (blocked !== nothing) return html`<slot name="back"></slot>${blocked}`;
    const shown = this.caseState(this.#case.room);
    if (shown === undefined || !shown.created)
      return html`<slot name="back"></slot><p class="empty notice" role="status">${this.t('case.notStored')}</p>`;
    const tabs = this.#tabs();
    const chosen = tabs.find((tab) => tab.id === this.tab) ?? tabs[0];
    return html`
      <slot name="back"></slot>
      ${this.#header(shown)}
      <div class="tabs no-print" role="tablist" aria-label=${shown.title} @keydown=${(event: KeyboardEvent) => this.#keys(event, tabs)}>
        ${tabs.map((tab) => this.#tabButton(tab, tab === chosen))}
      </div>
      <div class="body" data-tab=${chosen?.id ?? ''}>
        <section class="panel" id="panel" role="tabpanel" tabindex="-1" aria-labelledby=${`tab-${chosen?.id}`}>${chosen?.view()}</section>
        <aside>${this.#handling()}</aside>
      </div>
    `;
  }

  #header(shown: CaseState): TemplateResult {
    const logged = this.#case.room?.logged();
    const stage = logged === undefined ? undefined : this.desk.session?.model.caseOf(logged).stage;
    const moved = stage !== shown.stage;
    const lead = Object.values(shown.members).find((member) => member.role === 'lead')?.person ?? shown.createdBy;
    const conflicts = [...(logged?.conflicts.values() ?? [])].filter((conflict) => conflict.settled === undefined).length;
    return html`<header>
      <p class="row meta">
        <span class="number">${formatNumber(shown.number, this.desk.numberPrefix) ?? html`<span class="mark pending">${this.t('case.unnumbered')}</span>`}</span>
        <span class=${moved ? 'mark pending' : 'mark'}>${this.t(`stage.${shown.stage}`)}${moved ? ` · ${this.t('act.waiting')}` : nothing}</span>
        ${shown.outcome === undefined ? nothing : html`<span class="mark">${this.t(`outcome.${shown.outcome}`)}</span>`}
        ${conflicts === 0 ? nothing : html`<span class="mark conflict">${this.t('list.conflicts', { count: conflicts })}</span>`}
      </p>
      <h1>${shown.title}</h1>
      <dl>
        <div><dt>${this.t('case.lead')}</dt><dd>${this.nameOf(lead)}</dd></div>
        <div><dt>${this.t('case.team')}</dt><dd>${Object.keys(shown.members)
          .map((person) => this.nameOf(person))
          .join(this.t('common.comma'))}</dd></div>
        ${shown.village === '' ? nothing : html`<div><dt>${this.t('case.village')}</dt><dd>${shown.village}</dd></div>`}
      </dl>
      <onedoor-presence class="no-print" case=${this.caseId}></onedoor-presence>
    </header>`;
  }

  #tabs(): Tab[] {
    const id = this.caseId;
    const own: Tab[] = [
      {
        id: 'overview',
        label: this.t('tab.overview'),
        view: () => html`<onedoor-facts case=${id}></onedoor-facts><onedoor-issues case=${id}></onedoor-issues>`,
      },
      {
        id: 'parties',
        label: this.t('tab.parties'),
        view: () => html`<onedoor-parties case=${id}></onedoor-parties>`,
      },
      {
        id: 'evidence',
        label: this.t('tab.evidence'),
        view: () => html`<onedoor-evidence case=${id}></onedoor-evidence>`,
      },
      {
        id: 'allocation',
        label: this.t('tab.allocation'),
        view: () => html`<onedoor-proposals case=${id}></onedoor-proposals><onedoor-allocation case=${id}></onedoor-allocation>`,
      },
    ];
    const handling: Tab = {
      id: 'handling',
      label: this.t('tab.handling'),
      view: () => html`<p class="quiet">${this.t('tab.handlingHere')}</p>`,
    };
    return [...own, ...this.#pluginTabs(), handling];
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
          return rule !== undefined && explain(rule, { to: 'read' }, actor, team).allowed;
        })
        .map((tab) => ({
          id: `${manifest.name}-${tab.id}`,
          label: tab.label[locale],
          view: () => html`<onedoor-plugin-tab case=${this.caseId} plugin=${manifest.name} tab=${tab.id}></onedoor-plugin-tab>`,
        })),
    );
  }

  #tabButton(tab: Tab, chosen: boolean): TemplateResult {
    return html`<button type="button" role="tab" id=${`tab-${tab.id}`} class=${tab.id} aria-selected=${chosen} aria-controls="panel" tabindex=${chosen ? 0 : -1} @click=${() => this.#choose(tab.id)}>
      ${tab.label}
    </button>`;
  }

  #handling(): TemplateResult {
    const id = this.caseId;
    return html`<onedoor-stage case=${id}></onedoor-stage><onedoor-team case=${id}></onedoor-team><onedoor-timeline case=${id}></onedoor-timeline>`;
  }

  #choose(id: string): void {
    this.tab = id;
    this.emit('od-tab', { tab: id });
  }

  /** On a narrow page the tabs scroll: the chosen one is brought into sight. */
  protected override updated(): void {
    this.renderRoot.querySelector('[role=tab][aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Arrow keys, Home and End go through the tabs. */
  #keys(event: KeyboardEvent, tabs: readonly Tab[]): void {
    const shown = tabs.filter((tab) => this.renderRoot.querySelector(`#tab-${tab.id}`)?.checkVisibility?.() ?? true);
    const at = shown.findIndex((tab) => tab.id === this.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = shown[(to + shown.length) % shown.length];
    if (next === undefined) return;
    this.#choose(next.id);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus());
  }
}
