import { type ActEntry, type Conflict, type Intent, type RoomState, shanghaiTime } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { actWords } from './act-words.js';
import { timelineStyles } from './timeline.styles.js';

/**
 * What was done with a case: who, when (Shanghai time), what and why, latest first. What waits for the server stands
 * on top; two acts that crossed each other stand as a conflict until somebody with the right settles it.
 *
 * @attr case - Case id.
 */
export class OnedoorTimeline extends CaseElement {
  static override styles = [...CaseElement.styles, timelineStyles];

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
    return html`<onedoor-conflicts case=${this.caseId} seq=${conflict.seq}></onedoor-conflicts>`;
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
}
