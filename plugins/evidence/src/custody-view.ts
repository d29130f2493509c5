import { Evidence, type FileRef, type RecordValue, sha256Text } from '@onedoor/core';
import { field, filled, formValue, guardComposition, onSubmit, options, PluginElement, tick, ticked } from '@onedoor/elements';
import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type Appraisal, Attachment, addQuestion, attach, detach, type EvidenceState, evidenceSlice, isHere, Question } from './acts.js';
import type { viewZh } from './locales/view-zh.js';

const { request } = evidenceSlice;
type Item = Pick<RecordValue<typeof Evidence>, 'id' | 'name' | 'from' | 'pages'>;
const KINDS = ['original', 'copy'] as const;
/** So much of a hash is shown; all of it stands in the act. */
const SHOWN = 12;

/** Who has each item of evidence since when, and what was asked of a third party. */
export class CustodyView extends PluginElement<keyof typeof viewZh> {
  static override styles = [
    ...PluginElement.styles,
    css`
      li {
        padding: 8px 0;
        border-top: 1px solid var(--_line);
      }
      li > * + * {
        margin-top: 4px;
      }
      .item {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: 4px 16px;
      }
      .item > * + * {
        margin: 0;
      }
      .item > p {
        flex: 1 1 240px;
      }
      .item > .steps {
        flex: 1 1 100%;
        order: 1;
      }
      .item > .files {
        flex: 1 1 100%;
        order: 1;
      }
      .item > details[open] {
        flex: 1 1 100%;
        order: 2;
      }
      .steps:empty {
        display: none;
      }
      .steps li {
        padding: 2px 0;
        border: 0;
        color: var(--_muted);
        font-size: 13px;
      }
      .mono {
        overflow-wrap: anywhere;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const state = this.ctx.acts.state(evidenceSlice);
    const items = this.ctx.in('joint').data.collection(Evidence).list();
    const questions = this.ctx.data.collection(Question).list();
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('custody')} ${this.waiting(evidenceSlice)}</h2>
      ${this.refusal()} ${items.length === 0 && Object.keys(state.custody).length === 0 ? html`<p class="empty">${this.t('noItems')}</p>` : nothing}
      <ol>${repeat(
        [...items.map((item) => (item.ok ? item.value : item.id)), ...unlisted(state, new Set(items.map(({ id }) => id)))],
        (item) => (typeof item === 'string' ? item : item.id),
        (item) => (typeof item === 'string' ? html`<li class="notice">${this.t('damaged')}</li>` : this.#item(item)),
      )}</ol>
      <h3>${this.t('appraisal')}</h3>
      ${questions.length === 0 ? html`<p class="quiet">${this.t('noAppraisals')}</p>` : nothing}
      <ul>${repeat(
        questions,
        ({ id }) => id,
        (question) =>
          question.ok ? this.#appraisal(question.value, state.appraisals[question.id]) : html`<li class="notice">${this.t('damaged')}</li>`,
      )}</ul>
      ${this.ctx.writable ? this.#opens(this.t('addQuestion'), this.#questionForm()) : nothing}
    </section>`;
  }

  /** Says to whom a button of a long list belongs, where that cannot be seen. */
  #named(key: 'take' | 'hand', { name }: Item): TemplateResult {
    return html`${this.t(key)}<span class="sr">${name}</span>`;
  }

  #opens(summary: string | TemplateResult, form: TemplateResult): TemplateResult {
    return html`<details class="act no-print"><summary>${summary}</summary>${form}</details>`;
  }

  #may(act: string): boolean {
    return this.ctx.acts.may(`evidence.${act}`).allowed;
  }

  #item(item: Item): TemplateResult {
    const steps = this.ctx.acts.state(evidenceSlice).custody[item.id] ?? [];
    const [here, last] = [isHere(steps), steps.at(-1)];
    const where = last === undefined ? this.t('untaken') : last.kind === 'taken' ? this.t('here') : this.t('away', { to: last.to });
    return html`<li class="item">
      <p><strong>${item.name}</strong> <span class="mark">${where}</span></p>
      <ul class="steps">${steps.map((step) => {
        const on = this.ctx.i18n.date(step.on);
        return step.kind === 'handed'
          ? html`<li>${this.t('handedShown', { on, to: step.to, why: step.why })} · ${this.ctx.i18n.person(step.by)}</li>`
          : html`<li>${this.t('tookShown', { on, from: step.from, kind: this.t(step.original ? 'isOriginal' : 'isCopy'), pages: step.pages })} · ${this.ctx.i18n.person(step.by)}
              ${step.hash === undefined ? nothing : html`<span class="mono">${this.t('hashShown', { hash: step.hash.slice(0, SHOWN) })}</span>`}
              ${(step.files ?? []).map(({ name, hash }) => html`<br /><span class="mono" title=${hash}>${name} ${this.t('hashShown', { hash: hash.slice(0, SHOWN) })}</span>`)}</li>`;
      })}</ul>
      <onedoor-files class="files" case=${this.ctx.case} room=${this.ctx.room} label=${this.t('filesOf', { name: item.name })} .files=${this.#filesOf(item.id)} ?read-only=${!this.ctx.writable}
        @od-file-added=${(event: CustomEvent<{ file: FileRef }>) => void this.#attach(item.id, event.detail.file)}
        @od-file-removed=${(event: CustomEvent<{ file: FileRef }>) => void this.#detach(event.detail.file)}></onedoor-files>
      ${here && this.#may('hand') ? this.#opens(this.#named('hand', item), this.#handForm(item)) : nothing}
      ${!here && this.#may('take') ? this.#opens(this.#named('take', item), this.#takeForm(item)) : nothing}
    </li>`;
  }

  #attachments() {
    return this.ctx.data
      .collection(Attachment)
      .list()
      .flatMap((read) => (read.ok ? [read.value] : []));
  }

  #filesOf(item: string): FileRef[] {
    return this.#attachments().flatMap((attachment) => (attachment.item === item ? [attachment.file] : []));
  }

  async #attach(item: string, file: FileRef): Promise<void> {
    this.told(await this.ctx.commands.run(attach.request({ id: file.id, item, file })));
  }

  async #detach(file: FileRef): Promise<void> {
    this.told(await this.ctx.commands.run(detach.request({ id: file.id })));
  }

  #day(name = 'on'): TemplateResult {
    const today = this.ctx.clock.today();
    return field(this.t('on'), html`<input type="date" name=${name} required max=${today} value=${today} />`);
  }

  #takeForm(item: Item): TemplateResult {
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#take(item, form))}>
      <div class="grid">
        ${field(this.t('from'), html`<input name="from" required maxlength="100" value=${item.from} autocomplete="off" />`)}
        ${field(this.t('original'), html`<select name="kind" required>${options(KINDS, (kind) => this.t(kind === 'original' ? 'isOriginal' : 'isCopy'), this.t('choose'))}</select>`)}
        ${field(this.t('pages'), html`<input name="pages" type="number" min="0" max="100000" required value=${item.pages} />`)} ${this.#day()}
      </div>
      <p class="quiet">${this.t('takesFiles', { count: this.#filesOf(item.id).length })}</p>
      <button type="submit" class="primary">${this.t('take')}</button>
    </form>`;
  }

  async #take(item: Item, form: HTMLFormElement): Promise<void> {
    const files = this.#filesOf(item.id).map(({ id, name, hash }) => ({ id, name, hash }));
    const taken = {
      item: item.id,
      name: item.name,
      from: formValue(form, 'from'),
      original: formValue(form, 'kind') === 'original',
      pages: Number(formValue(form, 'pages')),
      on: formValue(form, 'on'),
      ...(files.length === 0 ? {} : { files }),
    };
    await this.act(request.take(taken), form);
  }

  #handForm(item: Item): TemplateResult {
    const send = (form: HTMLFormElement) =>
      void this.act(
        request.hand({
          item: item.id,
          to: formValue(form, 'to'),
          on: formValue(form, 'on'),
          why: formValue(form, 'why'),
          back: ticked(form, 'back').length > 0,
        }),
        form,
      );
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <div class="grid">
        ${field(this.t('to'), html`<input name="to" required maxlength="100" autocomplete="off" />`)}
        ${field(this.t('why'), html`<input name="why" required maxlength="300" autocomplete="off" />`)} ${this.#day()}
      </div>
      ${tick('back', this.t('back'))}
      <button type="submit" class="primary">${this.t('hand')}</button>
    </form>`;
  }

  #questionForm(): TemplateResult {
    const add = async (form: HTMLFormElement) => {
      if (this.told(await this.ctx.commands.run(addQuestion.request({ id: this.ctx.id(), title: formValue(form, 'title') })))) form.reset();
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void add(form))}>
      ${field(this.t('title'), html`<input name="title" required maxlength="200" autocomplete="off" />`)}
      <button type="submit" class="primary">${this.t('addQuestion')}</button>
    </form>`;
  }

  #appraisal(question: RecordValue<typeof Question>, appraisal: Appraisal | undefined): TemplateResult {
    const { commissioned, sent, received, recalled } = appraisal ?? {};
    const date = (on: string) => this.ctx.i18n.date(on);
    const text = this.ctx.text(Question, question.id, 'questions', question.title);
    const over = received !== undefined || recalled !== undefined;
    return html`<li>
      <p><strong>${question.title}</strong> ${commissioned !== undefined && commissioned.hash !== sha256Text(question.questions) ? html`<span class="mark pending">${this.t('questionsChanged')}</span>` : nothing}</p>
      <onedoor-text data-record=${question.id} data-field="questions" .field=${text} rows="3" placeholder=${this.t('questionsHint')}></onedoor-text>
      ${commissioned === undefined ? nothing : html`<p>${this.t('commissionedShown', { on: date(commissioned.on), body: commissioned.body })}</p>`}
      ${sent === undefined ? nothing : html`<p>${this.t('sentShown', { on: date(sent.on), due: date(sent.dueOn) })} · ${sent.pauses ? this.t('pausedShown', { basis: sent.basis }) : this.t('countsShown')}</p>`}
      ${received === undefined ? nothing : html`<p>${this.t('receivedShown', { on: date(received.on), number: received.number })}</p><p>${received.result}</p>`}
      ${recalled === undefined ? nothing : html`<p>${this.t('recalledShown', { on: date(recalled.on), reason: recalled.reason })}</p>`}
      <div class="row">
        ${appraisal === undefined && this.#may('commission') ? this.#opens(this.t('commission'), this.#commissionForm(question)) : nothing}
        ${commissioned !== undefined && sent === undefined && !over && this.#may('send') ? this.#opens(this.t('send'), this.#sendForm(question.id)) : nothing}
        ${sent !== undefined && !over && this.#may('receive') ? this.#opens(this.t('receive'), this.#receiveForm(question.id)) : nothing}
        ${commissioned !== undefined && !over && this.#may('recall') ? this.#opens(this.t('recall'), this.#recallForm(question.id)) : nothing}
      </div>
    </li>`;
  }

  #commissionForm({ id, title, questions }: RecordValue<typeof Question>): TemplateResult {
    const items = this.ctx
      .in('joint')
      .data.collection(Evidence)
      .list()
      .flatMap((read) => (read.ok ? [read.value] : []));
    const send = (form: HTMLFormElement) =>
      void this.act(
        request.commission({
          id,
          title,
          body: formValue(form, 'body'),
          items: ticked(form, 'items'),
          hash: sha256Text(questions),
          hasQuestions: questions.trim() !== '',
          consent: ticked(form, 'consent').length > 0,
          on: formValue(form, 'on'),
        }),
        form,
      );
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <div class="grid">${field(this.t('body'), html`<input name="body" required maxlength="200" autocomplete="off" />`)} ${this.#day()}</div>
      <fieldset><legend>${this.t('items')}</legend>${items.map((item) => tick('items', item.name, item.id))}</fieldset>
      ${tick('consent', this.t('consent'))}
      <button type="submit" class="primary">${this.t('commission')}</button>
    </form>`;
  }

  #sendForm(id: string): TemplateResult {
    const send = (form: HTMLFormElement) =>
      void this.act(
        request.send({
          id,
          on: formValue(form, 'on'),
          dueOn: formValue(form, 'dueOn'),
          pauses: ticked(form, 'pauses').length > 0,
          basis: filled(form, 'basis') ?? '',
        }),
        form,
      );
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <div class="grid">${this.#day()} ${field(this.t('dueOn'), html`<input type="date" name="dueOn" required />`)}</div>
      ${tick('pauses', this.t('pauses'))} ${field(this.t('basis'), html`<input name="basis" maxlength="200" autocomplete="off" />`, this.t('basisHint'))}
      <button type="submit" class="primary">${this.t('send')}</button>
    </form>`;
  }

  #receiveForm(id: string): TemplateResult {
    const send = (form: HTMLFormElement) =>
      void this.act(
        request.receive({ id, on: formValue(form, 'on'), number: formValue(form, 'number'), result: formValue(form, 'result') }),
        form,
      );
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <div class="grid">${this.#day()} ${field(this.t('number'), html`<input name="number" maxlength="100" autocomplete="off" />`)}</div>
      ${field(this.t('result'), html`<textarea name="result" rows="3" required maxlength="2000"></textarea>`)}
      <button type="submit" class="primary">${this.t('receive')}</button>
    </form>`;
  }

  #recallForm(id: string): TemplateResult {
    const send = (form: HTMLFormElement) =>
      void this.act(request.recall({ id, on: formValue(form, 'on'), reason: formValue(form, 'reason') }), form);
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <div class="grid">${this.#day()} ${field(this.t('reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}</div>
      <button type="submit" class="primary">${this.t('recall')}</button>
    </form>`;
  }
}

/** What is in custody and no longer, or not yet, in the case's list: it is somewhere all the same. */
function unlisted({ custody }: EvidenceState, listed: ReadonlySet<string>): Item[] {
  return Object.entries(custody).flatMap(([id, steps]) => {
    const taken = steps.find((step) => step.kind === 'taken');
    return listed.has(id) || taken === undefined ? [] : [{ id, name: taken.name, from: taken.from, pages: taken.pages }];
  });
}
