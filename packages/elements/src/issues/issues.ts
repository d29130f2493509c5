import { addIssue, Issue, type Refusal } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { CaseElement } from '../internal/case-element.js';
import { formValue, guardComposition, onSubmit } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import { issuesStyles } from './issues.styles.js';

/**
 * The disputed issues of a case, each with the views on it, which several people write together.
 *
 * @attr case - Case id.
 */
export class OnedoorIssues extends CaseElement {
  static override styles = [...CaseElement.styles, issuesStyles];

  @state() private problem: Refusal | undefined;
  readonly #joint = this.openRoom('joint', { collections: [Issue.name] });

  protected override render(): TemplateResult {
    const room = this.#joint.room;
    if (room === undefined || this.unavailable(this.#joint) !== nothing) return html``;
    const issues = room.records.list(Issue);
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('issues.title')}</h2>
      ${issues.length === 0 ? html`<p class="quiet">${this.t('issues.none')}</p>` : nothing}
      <ol>
        ${repeat(
          issues,
          (issue) => issue.id,
          (issue) =>
            html`<li>${issue.ok ? html`<h3>${issue.value.title}</h3>` : this.refusal(issue.refusal)}${this.#views(issue.id)}</li>`,
        )}
      </ol>
      ${this.refusal(this.problem)}
      ${
        this.#joint.writable
          ? html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
            <input name="title" required maxlength="300" autocomplete="off" aria-label=${this.t('issues.new')} placeholder=${this.t('issues.new')} />
            <button type="submit">${this.t('common.add')}</button>
          </form>`
          : nothing
      }
    </section>`;
  }

  #views(id: string): TemplateResult | typeof nothing {
    const views = this.#joint.text(Issue, id, 'views', this.t('issues.views'));
    return views === undefined
      ? nothing
      : html`<onedoor-text .field=${views} rows="2" placeholder=${this.t('issues.views')}></onedoor-text>`;
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const title = formValue(form, 'title');
    if (title === '') return;
    form.reset();
    const result = await this.#joint.room?.run(addIssue.request({ id: newId(), title }));
    this.problem = result === undefined || result.ok ? undefined : result.refusal;
  }
}
