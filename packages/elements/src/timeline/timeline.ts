import { type ActEntry, type Conflict, type Intent, type Refusal, type RoomState, SETTLE, shanghaiTime } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { field, focusWhenShown, formValue, guardComposition, oneOf, onSubmit, options } from '../internal/form.js';
import { actWords } from './act-words.js';
import { timelineStyles } from './timeline.styles.js';

const CHOICES = ['apply', 'dismiss'] as const;

/**
 * What was done with a case: who, when (Shanghai time), what and why, latest first. What waits for the server stands
 * on top; two acts that crossed each other stand as a conflict until somebody with the right settles it.
 *
 * @attr case - Case id.
 */
export class OnedoorTimeline extends CaseElement {
  static override styles = [...CaseElement.styles, timelineStyles];

  @state() private settling = 0;
  @state() private problem: Refusal | undefined;
  readonly #case = this.openRoom('case');

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#case);
    const room = this.#case.room;
    if (blocked !== nothing || room === undefined) return html`${blocked}`;
    const logged = room.logged();
    const entries = [...room.timeline()].reverse();
    const pending = [...room.pending()].reverse();
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('timeline.title')}</h2>
      <ol aria-live="polite">
        ${repeat(
          pending,
          (intent) => intent.id,
          (intent) => this.#pending(intent),
        )}
        ${repeat(
          entries,
          (entry) => entry.intent.id,
          (entry) => this.#entry(entry, logged),
        )}
      </ol>
      ${entries.length + pending.length === 0 ? html`<p class="quiet">${this.t('timeline.none')}</p>` : nothing}
    </section>`;
  }

  #pending(intent: Intent): TemplateResult {
    return html`<li class="waiting">
      <p class="when"><span class="mark pending">${this.t('act.waiting')}</span></p>
      <p>${this.#words(intent)}</p>
      ${this.#reason(intent)}
    </li>`;
  }

  #entry(entry: ActEntry, state: RoomState): TemplateResult {
    const conflict = state.conflicts.get(entry.seq);
    return html`<li>
      <p class="when quiet"><time class="number">${shanghaiTime(entry.at)}</time> ${this.nameOf(entry.person)}</p>
      <p>${this.#words(entry.intent)}</p>
      ${this.#reason(entry.intent)} ${conflict === undefined ? nothing : this.#conflict(conflict)}
    </li>`;
  }

  #conflict(conflict: Conflict): TemplateResult {
    const { settled } = conflict;
    if (settled !== undefined) {
      return html`<p class="quiet">${this.t(`timeline.settled.${settled.choice}`, { name: this.nameOf(settled.by), reason: settled.reason })}</p>`;
    }
    const against = this.#case.room?.timeline().find((entry) => entry.seq === conflict.against);
    const maySettle = this.mayAct(this.#case.room, conflict.entry.intent.command).allowed;
    return html`<div class="conflict">
      <p><span class="mark conflict">${this.t('timeline.conflict')}</span> ${this.t('timeline.against', { what: against === undefined ? '' : this.#words(against.intent), name: against === undefined ? '' : this.nameOf(against.person) })}</p>
      ${!maySettle ? nothing : this.settling === conflict.seq ? this.#settleForm(conflict) : html`<button type="button" data-return class="no-print" @click=${() => (this.settling = conflict.seq)}>${this.t('timeline.settle')}</button>`}
    </div>`;
  }

  #settleForm(conflict: Conflict): TemplateResult {
    return html`<form class="stack no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#settle(form, conflict.seq))}>
      ${field(this.t('timeline.choice'), html`<select name="choice" ${ref(focusWhenShown)} required>${options(CHOICES, (choice) => this.t(`timeline.choice.${choice}`), this.t('common.choose'))}</select>`)}
      ${field(this.t('stage.reasonNeeded'), html`<textarea name="reason" required maxlength="2000"></textarea>`)}
      <div class="row">
        <button class="primary" type="submit">${this.t('timeline.settle')}</button>
        <button type="button" @click=${() => (this.settling = 0)}>${this.t('common.cancel')}</button>
      </div>
      ${this.refusal(this.problem)}
    </form>`;
  }

  #words(intent: Pick<Intent, 'command' | 'args'>): string {
    return actWords(intent, {
      t: (key, params) => this.t(key, params),
      nameOf: (person) => this.nameOf(person),
      departmentOf: (department) => this.departmentOf(department),
    });
  }

  #reason({ args }: Pick<Intent, 'args'>): TemplateResult | typeof nothing {
    const reason = args['reason'];
    return typeof reason === 'string' && reason !== '' ? html`<p class="reason">${reason}</p>` : nothing;
  }

  async #settle(form: HTMLFormElement, conflict: number): Promise<void> {
    const choice = oneOf(CHOICES, formValue(form, 'choice'));
    if (choice === undefined) return;
    const result = await this.desk.session?.act(
      { case: this.caseId, room: 'case' },
      { command: SETTLE, args: { conflict, choice, reason: formValue(form, 'reason') } },
    );
    this.problem = result?.ok === false ? result.refusal : undefined;
    if (result?.ok === true) this.settling = 0;
  }
}
