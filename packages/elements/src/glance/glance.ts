import { clocksOf, openTasks, type Task, type TaskFor, taskSlice } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { WatchController } from '../controllers/watch-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { clockView } from '../internal/clock-view.js';
import { clockStyles } from '../internal/parts.styles.js';
import { formatMoment } from '../locales/format.js';
import type { ShownClock } from '../plugin-host/contributions.js';
import { basisOf, clockLines } from './clock-lines.js';
import { glanceStyles } from './glance.styles.js';
import { RowMemo } from './row-of.js';
import '../locales/case-texts.js';

/** More than this is told by a number: the strip stays a strip. */
const MOST = 3;

/**
 * The strip that answers at a glance: what is next, who waits for whom, which deadlines run, who is here now.
 *
 * @attr case - Case id.
 * @csspart cell - One of the four.
 */
export class OnedoorGlance extends CaseElement {
  static override styles = [...CaseElement.styles, clockStyles, glanceStyles];

  readonly #case = this.openRoom('case');
  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #row = new RowMemo();

  protected override render(): TemplateResult | typeof nothing {
    const room = this.#case.room;
    const state = this.caseState(room);
    if (room === undefined || state === undefined || !state.created) return nothing;
    const row = this.#row.of(
      this.#rows.value?.find((each) => each.case === this.caseId),
      room.state(),
    );
    const tasks = openTasks(taskSlice.of(room.state().slices));
    const clocks = row === undefined || state.stage === 'closed' ? [] : this.desk.contributions.clocks(row);
    const conflicts = [...room.logged().conflicts.values()].filter(({ settled }) => settled === undefined).length;
    return html`<dl>
      <div class="cell next" part="cell"><dt>${this.t('glance.next')}</dt><dd>${this.#next(clocks, tasks, conflicts, state.stage === 'closed')}</dd></div>
      <div class="cell" part="cell"><dt>${this.t('glance.waits')}</dt><dd>${this.#waits(tasks)}</dd></div>
      <div class="cell" part="cell"><dt>${this.t('glance.clocks')}</dt><dd>${this.#clocks(clocks)}</dd></div>
      <div class="cell" part="cell"><dt>${this.t('presence.title')}</dt><dd><onedoor-presence case=${this.caseId}></onedoor-presence></dd></div>
    </dl>`;
  }

  /** A conflict first, then what others ask this person to adopt, then what they owe, then the nearest day, then the oldest question. */
  #next(clocks: readonly ShownClock[], tasks: readonly Task[], conflicts: number, closed: boolean): TemplateResult {
    const { locale, today } = this.desk;
    if (conflicts > 0) return html`<strong>${this.t('glance.settle', { count: conflicts })}</strong>`;
    const offers = this.#rows.value?.find((each) => each.case === this.caseId)?.offers ?? 0;
    if (offers > 0) return html`<strong>${this.t('glance.offers', { count: offers })}</strong>`;
    const own = clocks.find(({ waitsFor }) => waitsFor !== undefined && this.#isMine(waitsFor));
    const clock = own ?? clocks[0];
    const task = tasks.find((each) => this.#isMine(each.for)) ?? (clock === undefined ? tasks[0] : undefined);
    if (task !== undefined && (own === undefined || task.dueOn === undefined) && this.#isMine(task.for) && task.dueOn === undefined)
      return html`<strong>${this.t('glance.you')}</strong> ${task.what}`;
    if (clock !== undefined)
      return html`<strong>${clock.waitsFor === undefined ? nothing : this.#isMine(clock.waitsFor) ? this.t('glance.you') : this.whom(clock.waitsFor)}</strong> ${clockView(clock, locale, today)}`;
    if (task !== undefined) return html`<strong>${this.whom(task.for)}</strong> ${task.what}`;
    return html`<span class="quiet">${this.t(closed ? 'glance.closed' : 'glance.nothing')}</span>`;
  }

  #waits(tasks: readonly Task[]): TemplateResult {
    if (tasks.length === 0) return html`<span class="quiet">${this.t('glance.nobodyWaits')}</span>`;
    const { locale, today } = this.desk;
    return html`<ul>${tasks.slice(0, MOST).map(
      (task) =>
        html`<li title=${this.t('tasks.since', { when: formatMoment(locale, task.askedAt, today) })}>${this.t('tasks.waits', {
          who: task.askedBy === this.me ? this.t('glance.me') : this.nameOf(task.askedBy),
          whom: this.#isMine(task.for) ? this.t('glance.me') : this.whom(task.for),
        })}${this.t('common.colon')}${task.what}</li>`,
    )}</ul>${this.#more(tasks.length)}`;
  }

  #clocks(clocks: readonly ShownClock[]): TemplateResult {
    if (clocks.length === 0) return html`<span class="quiet">${this.t('glance.noClock')}</span>`;
    const { locale, today } = this.desk;
    return html`<ul>${clocks.slice(0, MOST).map((clock) => {
      const basis = basisOf(clock);
      return basis === undefined
        ? html`<li>${clockView(clock, locale, today)}</li>`
        : html`<li><details><summary>${clockView(clock, locale, today)}</summary><div class="basis"><p>${this.t('glance.basis', { basis })}</p>${clockLines(clock, locale, today, clocksOf(this.desk.contributions.settings)).map((words) => html`<p>${words}</p>`)}</div></details></li>`;
    })}</ul>${this.#more(clocks.length)}`;
  }

  #more(count: number): TemplateResult | typeof nothing {
    return count <= MOST ? nothing : html`<p class="quiet">${this.t('glance.more', { count: count - MOST })}</p>`;
  }

  #isMine(whom: TaskFor): boolean {
    if ('person' in whom) return whom.person === this.me;
    return whom.department === this.desk.session?.me.get()?.person.department;
  }
}
