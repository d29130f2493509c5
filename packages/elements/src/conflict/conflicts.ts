import { type ActEntry, type Conflict, type Refusal, SETTLE } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { RoomController } from '../controllers/room-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { field, focusWhenShown, formValue, guardComposition, oneOf, onSubmit, options } from '../internal/form.js';
import { formatMoment } from '../locales/format.js';
import { pluginActWords } from '../plugin-host/plugin-words.js';
import { actWords } from '../timeline/act-words.js';
import { conflictsStyles } from './conflicts.styles.js';

const CHOICES = ['apply', 'dismiss'] as const;

/**
 * Open conflicts of a case: the act that waits against the one that counts, who did each and when, and for those who
 * have the right to the act the form that settles it. Shows nothing when there is none.
 *
 * @attr case - Case id.
 * @attr room - Room of the case whose conflicts they are, such as a plugin's; default: the case's own.
 * @attr {number} seq - Only the conflict whose waiting act has this number; absent: all open ones of the room.
 * @fires {CustomEvent<{case: string, conflict: number, choice: 'apply' | 'dismiss'}>} od-settled - The settling act is stored.
 * @csspart conflict - One conflict.
 */
export class OnedoorConflicts extends CaseElement {
  static override styles = [...CaseElement.styles, conflictsStyles];

  @property() room = 'case';
  @property({ type: Number }) seq: number | undefined;
  @state() private settling = 0;
  @state() private problem: Refusal | undefined;
  readonly #case = this.openRoom('case');
  readonly #room = new RoomController(this, { room: () => this.room, session: () => this.desk.session, case: () => this.caseId });

  protected override render(): TemplateResult {
    const blocked = this.unavailable(this.#room);
    if (blocked !== nothing) return html`${blocked}`;
    const open = [...(this.#room.room?.logged().conflicts.values() ?? [])].filter(
      ({ seq, settled }) => settled === undefined && (this.seq === undefined || seq === this.seq),
    );
    return html`${repeat(
      open,
      (conflict) => conflict.seq,
      (conflict) => this.#conflict(conflict),
    )}`;
  }

  #conflict(conflict: Conflict): TemplateResult {
    const { room } = this.#room;
    const against = room?.timeline().find((entry) => entry.seq === conflict.against);
    const waits = room?.pending().some(({ command, args }) => command === SETTLE && args['conflict'] === conflict.seq) === true;
    const maySettle = this.mayAct(this.#case.room, conflict.entry.intent.command, this.room).allowed;
    return html`<div class="conflict stack" part="conflict">
      <p><span class="mark conflict">${this.t('conflict.mark')}</span> ${this.t('conflict.what')}</p>
      <dl>
        ${against === undefined ? nothing : this.#act(this.t('conflict.counts'), against)}
        ${this.#act(this.t('conflict.waits'), conflict.entry)}
      </dl>
      ${
        waits
          ? html`<p><span class="mark pending">${this.t('conflict.settling')}</span></p>`
          : !maySettle
            ? html`<p class="quiet">${this.t('conflict.mayNot')}</p>`
            : this.settling === conflict.seq
              ? this.#form(conflict)
              : html`<button type="button" data-return class="no-print" @click=${() => (this.settling = conflict.seq)}>${this.t('conflict.settle')}</button>`
      }
    </div>`;
  }

  #act(title: string, entry: ActEntry): TemplateResult {
    const reason = entry.intent.args['reason'];
    return html`<div>
      <dt>${title}</dt>
      <dd>
        <strong>${this.#words(entry)}</strong>
        <span class="quiet">${this.nameOf(entry.person)} <time class="number">${formatMoment(this.desk.locale, entry.at, this.desk.today)}</time></span>
        ${typeof reason === 'string' && reason !== '' ? html`<p class="reason">${reason}</p>` : nothing}
      </dd>
    </div>`;
  }

  #words(entry: ActEntry): string {
    return (
      pluginActWords(this.desk.contributions, entry) ??
      actWords(entry.intent, {
        t: (key, params) => this.t(key, params),
        nameOf: (person) => this.nameOf(person),
        departmentOf: (department) => this.departmentOf(department),
      })
    );
  }

  #form(conflict: Conflict): TemplateResult {
    return html`<form class="stack no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#settle(form, conflict.seq))}>
      ${field(this.t('conflict.choice'), html`<select name="choice" ${ref(focusWhenShown)} required>${options(CHOICES, (choice) => this.t(`conflict.choice.${choice}`), this.t('common.choose'))}</select>`)}
      ${field(this.t('stage.reasonNeeded'), html`<textarea name="reason" required maxlength="2000"></textarea>`)}
      <div class="row">
        <button class="primary" type="submit">${this.t('conflict.settle')}</button>
        <button type="button" @click=${() => (this.settling = 0)}>${this.t('common.cancel')}</button>
      </div>
      ${this.refusal(this.problem)}
    </form>`;
  }

  async #settle(form: HTMLFormElement, conflict: number): Promise<void> {
    const choice = oneOf(CHOICES, formValue(form, 'choice'));
    const reason = formValue(form, 'reason');
    if (choice === undefined || reason === '') return;
    const result = await this.sendAct({ command: SETTLE, args: { conflict, choice, reason } }, this.room);
    this.problem = result?.ok === false ? result.refusal : undefined;
    if (result?.ok !== true) return;
    this.settling = 0;
    this.emit('od-settled', { case: this.caseId, conflict, choice });
  }
}
