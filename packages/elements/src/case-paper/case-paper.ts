import {
  Allocation,
  allocate,
  Evidence,
  Facts,
  formatFen,
  formatNumber,
  Issue,
  openTasks,
  Party,
  Proposal,
  type ReadResult,
  type RecordDefinition,
  taskSlice,
} from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { HistoryController } from '../history/history-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { percent } from '../internal/money.js';
import { formatDate, formatList, formatMoment } from '../locales/format.js';
import { type Stamp, stampView } from '../paper/record-stamp.js';
import { pluginActWords } from '../plugin-host/plugin-words.js';
import { actWords } from '../timeline/act-words.js';
import { mergeEntries } from '../timeline/entries.js';
import { casePaperStyles } from './case-paper.styles.js';
import '../locales/case-texts.js';

/**
 * A case as a document to print: header, facts, disputed issues, parties, proposals, allocation, evidence, open tasks and
 * the acts of the timeline, without a control and without colours. `<onedoor-case>` shows it while the page is printed.
 *
 * @attr case - Case id.
 */
export class OnedoorCasePaper extends CaseElement {
  static override styles = [...CaseElement.styles, casePaperStyles];

  /** What the paper says of the record. `null`: nothing is said. */
  @property({ attribute: false }) stamp: Stamp | undefined | null = null;

  readonly #case = this.openRoom('case');
  readonly #joint = this.openRoom('joint');
  readonly #history = new HistoryController(
    this,
    () => this.desk.session,
    () => this.caseId,
  );

  protected override render(): TemplateResult | typeof nothing {
    const shown = this.caseState(this.#case.room);
    if (shown === undefined || !shown.created) return nothing;
    const { locale, numberPrefix } = this.desk;
    const team = Object.values(shown.members).map(({ person, role }) => `${this.nameOf(person)} (${this.t(`role.${role}`)})`);
    const pair = (label: string, value: string) => html`<dt>${label}</dt><dd>${value === '' ? '—' : value}</dd>`;
    return html`<article>
      <p class="code">${formatNumber(shown.number, numberPrefix) ?? this.t('case.unnumbered')}</p>
      <h1>${shown.title}</h1>
      <dl>
        ${pair(this.t('case.stage'), this.t(`stage.${shown.stage}`) + (shown.outcome === undefined ? '' : ` · ${this.t(`outcome.${shown.outcome}`)}`))}
        ${pair(this.t('case.village'), shown.village)} ${pair(this.t('case.source'), this.t(`source.${shown.source}`))}
        ${pair(this.t('paper.created'), formatMoment(locale, shown.createdAt))} ${pair(this.t('case.team'), formatList(locale, team))}
      </dl>
      ${this.#facts()} ${this.#issues()} ${this.#parties()} ${this.#proposals()} ${this.#allocation()} ${this.#evidence()} ${this.#tasks()} ${this.#acts()}
      ${this.stamp === null ? nothing : stampView(this.stamp, locale)}
      <footer>${this.t('paper.printed', { when: formatMoment(locale, Date.now()), name: this.nameOf(this.me ?? '') })}</footer>
    </article>`;
  }

  #read<R extends RecordDefinition>(record: R): readonly ReadResult<R>[] {
    return this.#joint.room?.records.list(record) ?? [];
  }

  #none(): TemplateResult {
    return html`<p class="none">${this.t('paper.none')}</p>`;
  }

  /** A damaged record stands with its raw value: paper leaves nothing out silently. */
  #raw({ raw }: { readonly raw: Readonly<Record<string, unknown>> }): string {
    return `${this.t('common.rawValue')}${this.t('common.colon')}${JSON.stringify(raw)}`;
  }

  #facts(): TemplateResult {
    const read = this.#joint.room?.records.get(Facts, Facts.name);
    const facts = read?.ok === true ? read.value : undefined;
    const { locale } = this.desk;
    return html`<h2>${this.t('facts.title')}</h2>
      <dl>
        <dt>${this.t('facts.place')}</dt><dd>${facts?.place ?? '—'}</dd>
        <dt>${this.t('facts.happenedOn')}</dt><dd>${facts?.happenedOn === undefined ? '—' : formatDate(locale, facts.happenedOn)}</dd>
        <dt>${this.t('facts.amountFen')}</dt><dd>${facts?.amountFen === undefined ? '—' : formatFen(facts.amountFen)}</dd>
      </dl>
      ${read?.ok === false ? html`<p>${this.#raw(read)}</p>` : nothing}
      <p class="text">${facts?.summary ?? ''}</p>`;
  }

  #issues(): TemplateResult {
    const issues = this.#read(Issue);
    return html`<h2>${this.t('issues.title')}</h2>
      ${issues.length === 0 ? this.#none() : nothing}
      ${issues.map((read, at) =>
        read.ok ? html`<h3>${at + 1}. ${read.value.title}</h3><p class="text">${read.value.views}</p>` : html`<p>${this.#raw(read)}</p>`,
      )}`;
  }

  #parties(): TemplateResult {
    const parties = this.#read(Party);
    if (parties.length === 0) return html`<h2>${this.t('parties.title')}</h2>${this.#none()}`;
    const head = (['name', 'kind', 'group', 'representative', 'phone', 'address'] as const).map(
      (name) => html`<th scope="col">${this.t(`party.field.${name}`)}</th>`,
    );
    return html`<h2>${this.t('parties.title')} (${this.t('parties.count', { count: parties.length })})</h2>
      <table>
        <thead><tr><th scope="col">#</th>${head}<th scope="col">${this.t('party.members')}</th></tr></thead>
        <tbody>${parties.map((read, at) =>
          read.ok
            ? html`<tr><td>${at + 1}</td><td>${read.value.name}</td><td class="keep">${this.t(`party.${read.value.kind}`)}</td><td>${read.value.group ?? ''}</td><td class="keep">${read.value.representative ?? ''}</td><td class="number">${read.value.phone ?? ''}</td><td>${read.value.address ?? ''}</td><td>${formatList(this.desk.locale, read.value.members)}</td></tr>`
            : html`<tr><td>${at + 1}</td><td colspan="7">${this.#raw(read)}</td></tr>`,
        )}</tbody>
      </table>`;
  }

  #proposals(): TemplateResult | typeof nothing {
    const proposals = this.#read(Proposal);
    if (proposals.length === 0) return nothing;
    return html`<h2>${this.t('proposals.title')}</h2>
      ${proposals.map((read) =>
        read.ok
          ? html`<h3>${read.value.from} — ${this.t(`proposals.answer.${read.value.answer}`)}</h3><p class="text">${read.value.terms}</p>`
          : html`<p>${this.#raw(read)}</p>`,
      )}`;
  }

  #allocation(): TemplateResult | typeof nothing {
    const read = this.#joint.room?.records.get(Allocation, Allocation.name);
    if (read === undefined) return nothing;
    if (!read.ok) return html`<h2>${this.t('allocation.title')}</h2><p>${this.#raw(read)}</p>`;
    const { plan, note } = read.value;
    if (plan === undefined && note === '') return nothing;
    const parts = plan === undefined ? [] : allocate(plan.totalFen, plan.shares);
    const named = new Map(this.#joint.room?.records.values(Party).map(({ id, name }) => [id, name]));
    return html`<h2>${this.t('allocation.title')}</h2>
      ${
        plan === undefined
          ? nothing
          : html`<table>
            <thead><tr><th scope="col">${this.t('allocation.group')}</th><th scope="col" class="end">${this.t('allocation.share')}</th><th scope="col" class="end">${this.t('allocation.amount')}</th></tr></thead>
            <tbody>${plan.shares.map((share, at) => html`<tr><td>${named.get(share.key) ?? share.key}</td><td class="end">${percent(share.basisPoints)}</td><td class="end">${formatFen(parts[at] ?? 0)}</td></tr>`)}
              <tr><td>${this.t('allocation.total')}</td><td class="end">${percent(10_000)}</td><td class="end">${formatFen(plan.totalFen)}</td></tr></tbody>
          </table>`
      }
      <p class="text">${note}</p>`;
  }

  #evidence(): TemplateResult {
    const items = this.#read(Evidence);
    if (items.length === 0) return html`<h2>${this.t('evidence.title')}</h2>${this.#none()}`;
    const head = (['name', 'from', 'original', 'pages', 'purpose', 'receivedOn'] as const).map(
      (name) => html`<th scope="col">${this.t(`evidence.${name}`)}</th>`,
    );
    return html`<h2>${this.t('evidence.title')}</h2>
      <table>
        <thead><tr><th scope="col">#</th>${head}</tr></thead>
        <tbody>${items.map((read, at) =>
          read.ok
            ? html`<tr><td>${at + 1}</td><td>${read.value.name}</td><td>${read.value.from}</td><td class="keep">${this.t(read.value.original ? 'evidence.isOriginal' : 'evidence.isCopy')}</td><td class="end">${read.value.pages}</td><td>${read.value.purpose ?? ''}</td><td class="keep">${read.value.receivedOn === undefined ? '' : formatDate(this.desk.locale, read.value.receivedOn)}</td></tr>`
            : html`<tr><td>${at + 1}</td><td colspan="6">${this.#raw(read)}</td></tr>`,
        )}</tbody>
      </table>`;
  }

  #tasks(): TemplateResult | typeof nothing {
    const state = this.#case.room?.state();
    const tasks = state === undefined ? [] : openTasks(taskSlice.of(state.slices));
    if (tasks.length === 0) return nothing;
    const { locale } = this.desk;
    return html`<h2>${this.t('tasks.title')}</h2>
      <ul class="lines">${tasks.map(
        ({ askedBy, for: whom, what, dueOn }) =>
          html`<li>${this.t('tasks.waits', { who: this.nameOf(askedBy), whom: this.whom(whom) })}${this.t('common.colon')}${what}${dueOn === undefined ? nothing : html` (${this.t('tasks.until', { date: formatDate(locale, dueOn) })})`}</li>`,
      )}</ul>`;
  }

  #acts(): TemplateResult {
    const { entries } = mergeEntries(this.#history.rooms(), { kind: 'act' });
    const speaker = {
      t: this.t.bind(this),
      nameOf: (person: string) => this.nameOf(person),
      departmentOf: (department: string) => this.departmentOf(department),
    };
    return html`<h2>${this.t('timeline.title')}</h2>
      <ol class="lines">${[...entries]
        .reverse()
        .map((entry) =>
          entry.kind === 'act'
            ? html`<li><span class="number">${formatMoment(this.desk.locale, entry.at)}</span> ${this.nameOf(entry.person)}${this.t('common.colon')}${pluginActWords(this.desk.contributions, entry.act) ?? actWords(entry.act.intent, speaker)}${reasonOf(entry.act.intent.args)}</li>`
            : nothing,
        )}</ol>`;
  }
}

function reasonOf(args: Readonly<Record<string, unknown>>): string {
  const reason = args['reason'];
  return typeof reason === 'string' && reason !== '' ? ` (${reason})` : '';
}
