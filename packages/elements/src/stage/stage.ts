import { type CaseState, caseSlice, moveNeedsReason, outcomeSchema, type Refusal, STAGES, type Stage, shanghaiDate } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { CaseElement } from '../internal/case-element.js';
import { field, formValue, guardComposition, oneOf, onSubmit, options } from '../internal/form.js';
import { formatDate } from '../locales/format.js';
import { stageStyles } from './stage.styles.js';
import { type StageTime, stageTimes } from './stage-times.js';

const OUTCOMES = outcomeSchema.options;

/**
 * Where a case stands on its way and how long it stood in each stage, and the form that moves or closes it. A move shows at once, marked until the server
 * has logged it. Skipping, going back, reopening and closing need a reason; no outcome is ever prefilled.
 *
 * @attr case - Case id.
 */
export class OnedoorStage extends CaseElement {
  static override styles = [...CaseElement.styles, stageStyles];

  @state() private chosen: Stage | undefined;
  @state() private problem: Refusal | undefined;
  readonly #case = this.openRoom('case');

  protected override render(): TemplateResult | typeof nothing {
    const room = this.#case.room;
    const shown = this.caseState(room);
    if (room === undefined || shown === undefined || !shown.created) return nothing;
    const logged = caseSlice.of(room.logged().slices);
    const at = STAGES.indexOf(shown.stage);
    const times = stageTimes(shown, Date.now());
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('stage.title')}</h2>
      <ol class="way">
        ${STAGES.map((stage, index) => {
          const now = stage === shown.stage;
          const waiting = now && logged.stage !== shown.stage;
          return html`<li class=${index < at ? 'past' : now ? 'now' : ''} aria-current=${now ? 'step' : nothing}>
            <span class="what">${this.t(`stage.${stage}`)} ${waiting ? html`<span class="mark pending">${this.t('act.waiting')}</span>` : nothing}
            ${now && shown.outcome !== undefined ? html`<span class="quiet">${this.t(`outcome.${shown.outcome}`)}</span>` : nothing}</span>
            ${this.#time(stage, times.get(stage), now)}
          </li>`;
        })}
      </ol>
      ${this.#form(shown)}
    </section>`;
  }

  /** How long it stood there; of a closed case, since when. */
  #time(stage: Stage, time: StageTime | undefined, now: boolean): TemplateResult | typeof nothing {
    if (time === undefined) return nothing;
    const { locale, today } = this.desk;
    const since = formatDate(locale, shanghaiDate(time.since), today);
    const words =
      stage === 'closed'
        ? now
          ? since
          : ''
        : time.days === 0
          ? this.t('stage.lessThanDay')
          : this.t(now ? 'stage.daysSoFar' : 'stage.days', { days: time.days });
    return html`<span class="time quiet number" title=${this.t('stage.since', { date: since })}>${words}</span>`;
  }

  #form(shown: CaseState): TemplateResult | typeof nothing {
    const mayMove = this.mayAct(this.#case.room, 'case.move').allowed;
    const mayClose = this.mayAct(this.#case.room, 'case.close').allowed && shown.stage !== 'closed';
    if (!mayMove && !mayClose) return nothing;
    const open = STAGES.filter((stage) => stage !== shown.stage && (stage === 'closed' ? mayClose : mayMove));
    const target = this.chosen !== undefined && open.includes(this.chosen) ? this.chosen : undefined;
    const reasonNeeded = target !== undefined && moveNeedsReason(shown.stage, target);
    return html`<form class="stack no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#move(form))}>
      ${field(
        this.t('stage.moveTo'),
        html`<select name="to" data-return required @change=${this.#choose}>${options(open, (stage) => this.t(`stage.${stage}`), this.t('common.choose'))}</select>`,
      )}
      ${target === 'closed' ? field(this.t('stage.outcome'), html`<select name="outcome" required>${options(OUTCOMES, (outcome) => this.t(`outcome.${outcome}`), this.t('common.choose'))}</select>`) : nothing}
      ${
        target === undefined
          ? nothing
          : html`${field(this.t(reasonNeeded ? 'stage.reasonNeeded' : 'stage.reason'), html`<textarea name="reason" maxlength="2000" ?required=${reasonNeeded}></textarea>`)}
            <button class="primary" type="submit">${this.t(target === 'closed' ? 'stage.close' : 'stage.move')}</button>`
      }
      ${this.refusal(this.problem)}
    </form>`;
  }

  #choose(event: Event): void {
    this.chosen = event.currentTarget instanceof HTMLSelectElement ? oneOf(STAGES, event.currentTarget.value) : undefined;
  }

  async #move(form: HTMLFormElement): Promise<void> {
    const to = oneOf(STAGES, formValue(form, 'to'));
    const outcome = oneOf(OUTCOMES, formValue(form, 'outcome'));
    const reason = formValue(form, 'reason');
    if (to === undefined || (to === 'closed' && outcome === undefined)) return;
    const request =
      to === 'closed' && outcome !== undefined
        ? caseSlice.request.close({ outcome, reason })
        : to !== 'closed'
          ? caseSlice.request.move({ to, reason })
          : undefined;
    if (request === undefined) return;
    const result = await this.sendAct(request);
    this.problem = result?.ok === false ? result.refusal : undefined;
    if (result?.ok !== true) return;
    form.reset();
    this.chosen = undefined;
  }
}
