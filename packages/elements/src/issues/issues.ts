import { addIssue, editIssue, Issue, type ReadResult, type RecordValue, removeIssue } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { HistoryController } from '../history/history-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { contestedView } from '../internal/contested.js';
import { focusWhenShown, formValue, guardComposition, isComposing, onSubmit } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import { RecordSteps } from '../internal/record-steps.js';
import { issuesStyles } from './issues.styles.js';
import '../locales/case-texts.js';

type IssueValue = RecordValue<typeof Issue>;

/**
 * The disputed issues of a case, each with the views on it, which several people write together. What was removed can
 * be taken back.
 *
 * @attr case - Case id.
 */
export class OnedoorIssues extends CaseElement {
  static override styles = [...CaseElement.styles, issuesStyles];

  readonly #joint = this.openRoom('joint', { collections: [Issue.name] });
  readonly #steps = new RecordSteps(this, Issue, () => this.#joint.room);
  readonly #history = new HistoryController(
    this,
    () => this.desk.session,
    () => this.caseId,
  );
  #fresh: ReadonlySet<string> = new Set();

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('caseId')) this.#steps.reset();
  }

  protected override render(): TemplateResult {
    const room = this.#joint.room;
    if (room === undefined || this.unavailable(this.#joint) !== nothing) return html``;
    const issues = room.records.list(Issue);
    this.#fresh = this.#history.newRecords(Issue.name);
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('issues.title')}</h2>
      ${issues.length === 0 ? html`<p class="quiet">${this.t('issues.none')}</p>` : nothing}
      ${this.undoLine(this.#steps)}
      <ol>
        ${repeat(
          issues,
          (issue) => issue.id,
          (issue) => this.#issue(issue),
        )}
      </ol>
      ${this.refusal(this.#steps.problem)}
      ${
        this.#joint.writable
          ? html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
            <input name="title" data-return required maxlength="300" autocomplete="off" aria-label=${this.t('issues.new')} placeholder=${this.t('issues.new')} />
            <button type="submit">${this.t('common.add')}</button>
          </form>`
          : nothing
      }
    </section>`;
  }

  #issue(read: ReadResult<typeof Issue>): TemplateResult {
    if (!read.ok) return html`<li>${this.damaged(read, Issue)}${this.#views(read.id)}</li>`;
    const issue = read.value;
    return html`<li>
      ${this.#steps.edited === issue.id && this.#joint.writable ? this.#editForm(issue) : this.#heading(issue)}
      ${contestedView(this.#joint.room?.records.contested(Issue, issue.id, 'title'), {
        label: this.t('issues.name'),
        words: this.contestedWords(),
        format: String,
        ...(this.#joint.writable ? { confirm: (value: unknown) => void this.#rename(issue.id, String(value)) } : {}),
      })}
      ${this.#views(issue.id)}
    </li>`;
  }

  #heading({ id, title }: IssueValue): TemplateResult {
    return html`<div class="head">
      <h3>${title}${this.newMark(this.#fresh.has(id))}</h3>
      ${this.historyOf(Issue, id, title, ['views', 'title'], this.#joint.text(Issue, id, 'views', this.t('issues.views')))}
      ${
        this.#joint.writable
          ? html`<button type="button" class="link no-print" aria-label=${`${this.t('common.edit')}: ${title}`} @click=${() => this.#steps.edit(id)}>${this.t('common.edit')}</button>`
          : nothing
      }
    </div>`;
  }

  #editForm(issue: IssueValue): TemplateResult {
    return html`<form class="row edit" @keydown=${(event: KeyboardEvent) => this.#keys(event)} @submit=${onSubmit((form) => void this.#save(issue, form))}>
      <input name="title" value=${issue.title} ${ref(focusWhenShown)} required maxlength="300" autocomplete="off" aria-label=${this.t('issues.name')} />
      <button class="primary" type="submit">${this.t('common.save')}</button>
      <button type="button" @click=${() => this.#steps.edit('')}>${this.t('common.cancel')}</button>
      <button type="button" class="danger" aria-label=${`${this.t('issues.remove')}: ${issue.title}`} @click=${() => void this.#remove(issue)}>${this.t('issues.remove')}</button>
    </form>`;
  }

  #views(id: string): TemplateResult | typeof nothing {
    const views = this.#joint.text(Issue, id, 'views', this.t('issues.views'));
    return views === undefined
      ? nothing
      : html`<onedoor-text data-record=${id} data-field="views" .field=${views} rows="2" placeholder=${this.t('issues.views')}></onedoor-text>`;
  }

  #keys(event: KeyboardEvent): void {
    guardComposition(event);
    if (event.key === 'Escape' && !isComposing(event)) this.#steps.edit('');
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const title = formValue(form, 'title');
    if (title === '') return;
    form.reset();
    await this.#steps.run(addIssue.request({ id: newId(), title }));
  }

  async #save({ id, title }: IssueValue, form: HTMLFormElement): Promise<void> {
    const given = formValue(form, 'title');
    if (given === title || (await this.#rename(id, given))) this.#steps.edit('');
  }

  #rename(id: string, title: string): Promise<boolean> {
    return this.#steps.run(editIssue.request({ id, title }));
  }

  #remove({ id, title }: IssueValue): Promise<void> {
    return this.#steps.remove(removeIssue.request({ id }), { id, name: title });
  }
}
