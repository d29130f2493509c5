import { clockState, openTasks, type Refusal, type Task, type TaskFor, taskSlice } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { daysLeft, signOf } from '../internal/clock-view.js';
import { field, focusWhenShown, formValue, guardComposition, isComposing, onSubmit } from '../internal/form.js';
import { clockStyles } from '../internal/parts.styles.js';
import { formatDate, formatMoment } from '../locales/format.js';
import { askedIn, askFields } from './ask-fields.js';
import { tasksStyles } from './tasks.styles.js';

/**
 * What the people of a case ask of one another (交办事项): of a person of the team or of a department, until a day. Who is
 * asked answers with a note, who asked may take it back. Each is an act: it shows at once, marked until the server has
 * logged it. What is done is folded away.
 *
 * @attr case - Case id.
 * @csspart task - One task.
 */
export class OnedoorTasks extends CaseElement {
  static override styles = [...CaseElement.styles, clockStyles, tasksStyles];

  @state() private asking = false;
  @state() private finishing: { readonly task: string; readonly how: 'answer' | 'withdraw' } | undefined;
  @state() private problem: Refusal | undefined;
  readonly #case = this.openRoom('case');

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('caseId')) return;
    this.asking = false;
    this.finishing = undefined;
    this.problem = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const room = this.#case.room;
    const shown = this.caseState(room);
    if (room === undefined || shown === undefined || !shown.created) return nothing;
    const tasks = taskSlice.of(room.state().slices);
    const logged = taskSlice.of(room.logged().slices).tasks;
    const open = openTasks(tasks);
    const done = Object.values(tasks.tasks)
      .filter((task) => task.done !== undefined)
      .sort((a, b) => (b.done?.at ?? 0) - (a.done?.at ?? 0));
    const mayAsk = this.mayAct(room, 'task.ask').allowed;
    return html`<section class="stack" aria-labelledby="title">
      <div class="row">
        <h2 id="title">${this.t('tasks.title')}</h2>
        ${mayAsk && !this.asking ? html`<button type="button" data-return class="no-print" @click=${() => (this.asking = true)}>${this.t('tasks.ask')}</button>` : nothing}
      </div>
      ${this.asking ? this.#askForm(Object.keys(shown.members)) : nothing} ${this.refusal(this.problem)}
      ${open.length === 0 ? html`<p class="quiet">${this.t(mayAsk ? 'tasks.none' : 'tasks.noneToRead')}</p>` : nothing}
      <ul>${repeat(
        open,
        ({ id }) => id,
        (task) => this.#open(task, logged[task.id] === undefined),
      )}</ul>
      ${
        done.length === 0
          ? nothing
          : html`<details><summary>${this.t('tasks.done', { count: done.length })}</summary><ul>${repeat(
              done,
              ({ id }) => id,
              (task) => this.#done(task, logged[task.id]?.done === undefined),
            )}</ul></details>`
      }
    </section>`;
  }

  #open(task: Task, waiting: boolean): TemplateResult {
    const { locale, today } = this.desk;
    const mine = this.#isMine(task.for);
    const clock = task.dueOn === undefined ? undefined : clockState(task.dueOn, today);
    return html`<li part="task" class=${mine ? 'mine' : ''}>
      <p><span class="what">${task.what}</span> ${waiting ? html`<span class="mark pending">${this.t('act.waiting')}</span>` : nothing}</p>
      <p class="line">${this.t('tasks.waits', { who: this.nameOf(task.askedBy), whom: this.whom(task.for) })}
        <span class="quiet">${this.t('tasks.since', { when: formatMoment(locale, task.askedAt, today) })}</span></p>
      ${
        task.dueOn === undefined || clock === undefined
          ? nothing
          : html`<p class="line clock ${clock}"><span class="sign" aria-hidden="true">${signOf(clock)}</span> ${this.t('tasks.until', { date: formatDate(locale, task.dueOn, today) })} <strong>${daysLeft(locale, task.dueOn, today)}</strong></p>`
      }
      ${this.finishing?.task === task.id ? this.#finishForm(task, this.finishing.how) : this.#buttons(task, mine)}
    </li>`;
  }

  #buttons(task: Task, mine: boolean): TemplateResult | typeof nothing {
    const room = this.#case.room;
    const mayAnswer = this.mayAct(room, 'task.answer').allowed;
    const mayWithdraw = this.mayAct(room, 'task.withdraw').allowed && task.askedBy === this.me;
    if (!mayAnswer && !mayWithdraw) return nothing;
    const button = (how: 'answer' | 'withdraw', primary = false) =>
      html`<button type="button" class=${primary ? 'primary' : ''} aria-label=${`${this.t(`tasks.${how}`)}: ${task.what}`} @click=${() => (this.finishing = { task: task.id, how })}>${this.t(`tasks.${how}`)}</button>`;
    return html`<div class="row no-print">${mayAnswer ? button('answer', mine) : nothing} ${mayWithdraw ? button('withdraw') : nothing}</div>`;
  }

  #done(task: Task, waiting: boolean): TemplateResult {
    const { locale, today } = this.desk;
    const { done } = task;
    if (done === undefined) return html``;
    return html`<li>
      <p>${task.what} ${waiting ? html`<span class="mark pending">${this.t('act.waiting')}</span>` : nothing}</p>
      <p class="line quiet">${this.t(`tasks.${done.how}By`, { name: this.nameOf(done.by) })} <span class="number">${formatMoment(locale, done.at, today)}</span></p>
      ${done.note === '' ? nothing : html`<p class="note">${done.note}</p>`}
    </li>`;
  }

  #askForm(members: readonly string[]): TemplateResult {
    const named = (ids: readonly string[], name: (id: string) => string) => ids.map((id) => ({ id, name: name(id) }));
    return html`<form class="stack" @keydown=${(event: KeyboardEvent) => this.#keys(event)} @submit=${onSubmit((form) => void this.#ask(form))}>
      ${askFields({
        words: (key) => this.t(key),
        today: this.desk.today,
        people: named(
          members.filter((person) => person !== this.me),
          (person) => `${this.nameOf(person)} · ${this.postOf(person)}`,
        ),
        departments: named(Object.keys(this.directory.value?.departments ?? {}), (id) => this.departmentOf(id)),
      })}
      <div class="row">
        <button class="primary" type="submit">${this.t('tasks.send')}</button>
        <button type="button" @click=${() => (this.asking = false)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  #finishForm(task: Task, how: 'answer' | 'withdraw'): TemplateResult {
    const needed = how === 'answer';
    return html`<form class="stack notice" @keydown=${(event: KeyboardEvent) => this.#keys(event)} @submit=${onSubmit((form) => void this.#finish(task, how, form))}>
      ${field(this.t(`tasks.${how}Note`), html`<textarea name="note" rows="2" ${ref(focusWhenShown)} ?required=${needed} maxlength="2000"></textarea>`)}
      <div class="row">
        <button class="primary" type="submit">${this.t(`tasks.${how}`)}</button>
        <button type="button" @click=${() => (this.finishing = undefined)}>${this.t('common.cancel')}</button>
      </div>
    </form>`;
  }

  /** Asked of this person, or of the department as a whole. */
  #isMine(whom: TaskFor): boolean {
    if ('person' in whom) return whom.person === this.me;
    return whom.department === this.desk.session?.me.get()?.person.department;
  }

  #keys(event: KeyboardEvent): void {
    guardComposition(event);
    if (event.key !== 'Escape' || isComposing(event)) return;
    this.asking = false;
    this.finishing = undefined;
  }

  async #ask(form: HTMLFormElement): Promise<void> {
    const request = askedIn(form);
    if (request !== undefined && (await this.#send(request))) this.asking = false;
  }

  async #finish({ id }: Task, how: 'answer' | 'withdraw', form: HTMLFormElement): Promise<void> {
    if (await this.#send(taskSlice.request[how]({ id, note: formValue(form, 'note') }))) this.finishing = undefined;
  }

  async #send(request: ReturnType<typeof taskSlice.request.answer>): Promise<boolean> {
    const result = await this.sendAct(request);
    this.problem = result?.ok === false ? result.refusal : undefined;
    return result?.ok === true;
  }
}
