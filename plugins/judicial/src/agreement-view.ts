// Long because: the agreement's page is one element; all its parts show or act on the draft as it stands at that moment.
import {
  capitalFen,
  clocksOf,
  type Deadline,
  formatFen,
  type PaperDefinition,
  type ReadResult,
  shanghaiDate,
  templateOn,
} from '@onedoor/core';
import {
  field,
  filled,
  focusWhenShown,
  formValue,
  guardComposition,
  isComposing,
  oneOf,
  onSubmit,
  options,
  PluginElement,
  tick,
  ticked,
  typed,
} from '@onedoor/elements';
import type { DocxValues } from '@onedoor/elements/docx';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  effectOf,
  isBinding,
  isFixed,
  type JudicialState,
  judicialSlice,
  papers,
  paymentsOf,
  phaseOf,
  submitFaults,
  type Version,
} from './acts.js';
import type { PaperAbout } from './agreement-values.js';
import {
  Agreement,
  addClause,
  Clause,
  describeParty,
  editAgreement,
  editClause,
  moveClause,
  removeClause,
  restoreClause,
  setPayments,
} from './content.js';
import { CLAUSE_KINDS, type ClauseKind, copiesFor, type Draft, draftHash, type Payments, shortHash } from './draft.js';
import { type EffectHost, effectView, signaturesHere, versionMarks } from './effect-view.js';
import { clauseHints, draftHints } from './hints.js';
import type { viewZh } from './locales/view-zh.js';
import type { zh } from './locales/zh.js';
import { type OralPaper, oralPaper, oralWords } from './oral.js';
import { ageFrom, agreementPaper, introduce } from './paper.js';
import { performanceView } from './performance-view.js';
import { running, standOf } from './stand.js';

const { request } = judicialSlice;
const RESULTS = ['confirmed', 'rejected', 'withdrawn'] as const;
const HEAD = ['committee', 'mediator', 'recorder'] as const;

/** The agreement of a case (人民调解协议书): its clauses, written together, and its way to judicial confirmation. */
export class AgreementView extends PluginElement<keyof typeof zh | keyof typeof viewZh> {
  static override styles = [
    ...PluginElement.styles,
    css`
      .stand {
        padding: 8px 12px;
        border-left: 3px solid var(--_accent);
        background: var(--_raised);
      }
      .clauses > li {
        padding: 8px 0 12px 12px;
        border-left: 2px solid var(--_line);
      }
      .clauses > li + li {
        margin-top: 8px;
      }
      .clauses > li > * + * {
        margin-top: 8px;
      }
      .clause-head h4 {
        margin: 0;
        font-size: 14px;
        font-weight: 600;
        min-width: 56px;
      }
      .clause-head select,
      select.kind {
        width: auto;
      }
      .scroll {
        overflow-x: auto;
      }
      .scroll table {
        min-width: 640px;
      }
      td input:not([type='checkbox']) {
        min-width: 72px;
      }
      .version-text {
        padding: 8px 12px;
        white-space: pre-line;
      }
      code {
        font-family: ui-monospace, monospace;
      }
    `,
  ];

  @state() private removed: { readonly id: string; readonly kind: ClauseKind } | undefined;
  /** That a paper was not made by the centre's own template, and why. */
  @state() private notice = '';
  /** What was just moved where, told to screen readers. */
  @state() private moved = '';

  get #state(): JudicialState {
    return this.ctx.acts.state(judicialSlice);
  }

  get #agreement() {
    const read = this.ctx.data.collection(Agreement).get('agreement');
    return read?.ok === true ? read.value : undefined;
  }

  /** The clauses in their order, those that are put away left out. */
  get #clauses(): readonly ReadResult<typeof Clause>[] {
    const here = new Map(
      this.ctx.data
        .collection(Clause)
        .list()
        .map((read) => [read.id, read]),
    );
    const ordered = (this.#agreement?.clauses ?? []).flatMap(({ id }) => here.get(id) ?? []);
    // A clause without a place, of a writer who was cut off in between, stands at the end and is not lost.
    return [...ordered, ...[...here.values()].filter((read) => !ordered.includes(read))];
  }

  /** The agreement as it stands now, the parties' ages on a day. */
  #draft(day = this.ctx.clock.today()): Draft {
    const { committee = '', mediator = '', recorder = '', ethnicity = {}, occupation = {}, payments } = this.#agreement ?? {};
    return {
      format: payments === undefined ? 1 : 2,
      title: this.ctx.core.case()?.title ?? '',
      committee,
      mediator,
      recorder,
      parties: this.ctx.core
        .parties()
        .map((party) => introduce(party, { ethnicity: ethnicity[party.id], occupation: occupation[party.id] }, day)),
      clauses: this.#clauses.flatMap((read) => (read.ok ? [{ kind: read.value.kind, text: read.value.text }] : [])),
      ...(payments === undefined ? {} : { payments }),
    };
  }

  protected override render(): TemplateResult {
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('title')} ${this.waiting(judicialSlice)}</h2>
      ${this.#stand()} ${this.refusal()} ${this.#head()} ${this.#parties()} ${this.#clauseList()} ${this.#paymentPart()} ${this.#versions()} ${effectView(this.#state, this.#host)}
      ${performanceView(this.#state, { ctx: this.ctx, t: (key, params) => this.t(key, params), act: (request, form) => this.act(request, form) })}
      ${this.#confirmation()}
      <p class="sr" role="status">${this.moved}</p>
    </section>`;
  }

  #may(act: string): boolean {
    return this.ctx.acts.may(`judicial.${act}`).allowed;
  }

  #day(name = 'on'): TemplateResult {
    return html`<input type="date" name=${name} required max=${this.ctx.clock.today()} value=${this.ctx.clock.today()} />`;
  }

  #opens(act: string, label: keyof typeof viewZh, form: TemplateResult): TemplateResult | typeof nothing {
    return this.#may(act) ? html`<details class="act no-print"><summary>${this.t(label)}</summary>${form}</details>` : nothing;
  }

  #stand(): TemplateResult {
    const seen = standOf(this.#state, this.#clauses.length);
    const clock = running(seen, { today: this.ctx.clock.today(), settings: this.ctx.settings });
    return html`<p class="stand">
      <strong>${this.t(`stand.${seen.phase}`)}</strong>
      ${clock === undefined ? nothing : html`<span class="number"> · ${this.t(`clock.${clock.id}`)} ${this.ctx.i18n.date(clock.dueOn)}</span> <span class="quiet">${clock.basis}</span>`}
    </p>`;
  }

  #numberWords(): string {
    const { number } = this.#state;
    return number === undefined ? this.t('unnumbered') : this.t('numbered', { year: number.year, value: number.value });
  }

  #head(): TemplateResult {
    const agreement = this.#agreement;
    const parties = this.ctx.core.parties().length;
    const { number, versions, oral } = this.#state;
    const mayNumber = number === undefined && (versions.length > 0 || oral !== undefined) && this.#may('giveNumber');
    const input = (name: (typeof HEAD)[number]) => html`<input
      maxlength="200"
      autocomplete="off"
      .value=${typed(agreement?.[name] ?? '')}
      @keydown=${guardComposition}
      @change=${(event: Event) => event.currentTarget instanceof HTMLInputElement && void this.#edit(name, event.currentTarget.value)}
    />`;
    return html`<section class="part" aria-labelledby="head">
      <h3 id="head">${this.t('head')}</h3>
      <div class="row">
        <span class="quiet">${this.t('number')}</span> <span class="number">${this.#numberWords()}</span>
        ${mayNumber ? html`<button type="button" class="no-print" @click=${() => void this.act(request.giveNumber({}))}>${this.t('giveNumber')}</button>` : nothing}
      </div>
      ${
        this.ctx.writable
          ? html`<div class="grid">${HEAD.map((name) => field(this.t(name), input(name)))}</div>`
          : html`<dl class="about">${HEAD.map((name) => html`<dt>${this.t(name)}</dt><dd>${agreement?.[name] ?? this.t('unknown')}</dd>`)}</dl>`
      }
      ${parties === 0 ? nothing : html`<p class="quiet">${this.t('copies', { copies: copiesFor(parties), parties })}</p>`}
    </section>`;
  }

  async #edit(name: (typeof HEAD)[number], value: string): Promise<void> {
    this.told(await this.ctx.commands.run(editAgreement.request({ patch: { [name]: value.trim() || undefined } })));
  }

  #parties(): TemplateResult {
    const parties = this.ctx.core.parties();
    const { ethnicity = {}, occupation = {} } = this.#agreement ?? {};
    const today = this.ctx.clock.today();
    const cell = (party: string, name: string, what: 'ethnicity' | 'occupation', value: string | undefined): TemplateResult | string =>
      this.ctx.writable
        ? html`<input
            maxlength=${what === 'ethnicity' ? 40 : 100}
            autocomplete="off"
            aria-label=${this.t(`${what}Of`, { name })}
            .value=${typed(value ?? '')}
            @keydown=${guardComposition}
            @change=${(event: Event) => event.currentTarget instanceof HTMLInputElement && void this.#describe(party, what, event.currentTarget.value)}
          />`
        : (value ?? '');
    return html`<section class="part" aria-labelledby="parties">
      <h3 id="parties">${this.t('parties')} <span class="quiet number">${this.t('partyCount', { count: parties.length })}</span></h3>
      ${
        parties.length === 0
          ? html`<p class="quiet">${this.t('noParties')}</p>`
          : html`<details ?open=${parties.length <= 6}>
              <summary>${this.t('partiesTable')}</summary>
              <p class="hint">${this.t('partiesHint')}</p>
              <div class="scroll" tabindex="0" role="region" aria-label=${this.t('partiesTable')}>
                <table>
                  <thead><tr>${(['name', 'sex', 'age', 'ethnicity', 'occupation', 'address'] as const).map((column) => html`<th scope="col">${this.t(column)}</th>`)}</tr></thead>
                  <tbody>
                    ${repeat(
                      parties,
                      ({ id }) => id,
                      ({ id, name, sex, idNumber, address }) => html`<tr>
                        <th scope="row">${name}</th>
                        <td>${sex === undefined ? '' : this.t(`sex.${sex}`)}</td>
                        <td class="number">${ageFrom(today, idNumber) ?? ''}</td>
                        <td>${cell(id, name, 'ethnicity', ethnicity[id])}</td>
                        <td>${cell(id, name, 'occupation', occupation[id])}</td>
                        <td>${address ?? ''}</td>
                      </tr>`,
                    )}
                  </tbody>
                </table>
              </div>
            </details>`
      }
    </section>`;
  }

  async #describe(party: string, what: 'ethnicity' | 'occupation', value: string): Promise<void> {
    this.told(await this.ctx.commands.run(describeParty.request({ party, [what]: value.trim() })));
  }

  #clauseList(): TemplateResult {
    const clauses = this.#clauses;
    const hints = draftHints(this.#draft().clauses, this.#agreement?.payments);
    return html`<section class="part" aria-labelledby="clauses">
      <h3 id="clauses">${this.t('clauses')}</h3>
      ${this.ctx.writable && isBinding(this.#state) ? html`<p class="notice">${this.t(isFixed(this.#state) ? 'bound' : 'boundAnew')}</p>` : nothing}
      ${this.ctx.writable && clauses.length > 1 ? html`<p class="hint no-print">${this.t('moveKeys')}</p>` : nothing}
      ${clauses.length === 0 ? html`<p class="quiet">${this.t('noClauses')}</p>` : nothing}
      ${
        this.removed === undefined
          ? nothing
          : html`<p class="notice row no-print" role="status">${this.t('removed', { kind: this.t(`kind.${this.removed.kind}`) })}<button type="button" ${ref(focusWhenShown)} @click=${() => void this.#restore()}>${this.t('undo')}</button></p>`
      }
      <ol class="clauses">
        ${repeat(
          clauses,
          ({ id }) => id,
          (read, at) => this.#clause(read, at, clauses),
        )}
      </ol>
      ${this.ctx.writable ? this.#addForm() : nothing}
      ${
        hints.length === 0
          ? nothing
          : html`<div class="notice"><p><strong>${this.t('hints')}</strong></p><ul>${hints.map((hint) => html`<li>· ${this.t(hint)}</li>`)}</ul></div>`
      }
    </section>`;
  }

  #clause(read: ReadResult<typeof Clause>, at: number, all: readonly ReadResult<typeof Clause>[]): TemplateResult {
    const number = at + 1;
    if (!read.ok) return html`<li class="notice">${this.t('damaged')}</li>`;
    const { id, kind, text } = read.value;
    const title = this.t('clause', { number });
    const up = () => void this.#move(id, at - 1, all);
    const down = () => void this.#move(id, at + 1, all);
    const keys = (event: KeyboardEvent): void => {
      if (!event.altKey || isComposing(event) || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      if (event.key === 'ArrowUp') up();
      else down();
    };
    return html`<li data-clause=${id}>
      <div class="row clause-head" @keydown=${keys}>
        <h4>${title}</h4>
        ${
          this.ctx.writable
            ? html`<select aria-label=${this.t('kindOf', { number })} .value=${live(kind)} @change=${(event: Event) => event.currentTarget instanceof HTMLSelectElement && void this.#setKind(id, event.currentTarget.value)}>
                  ${CLAUSE_KINDS.map((each) => html`<option value=${each} ?selected=${each === kind}>${this.t(`kind.${each}`)}</option>`)}
                </select>
                <button type="button" class="no-print" data-move="up" ?disabled=${at === 0} aria-label=${this.t('upOf', { number })} @click=${up}>${this.t('up')}</button>
                <button type="button" class="no-print" data-move="down" ?disabled=${number === all.length} aria-label=${this.t('downOf', { number })} @click=${down}>${this.t('down')}</button>
                <button type="button" class="link no-print" aria-label=${this.t('removeOf', { number })} @click=${() => void this.#remove(id, kind)}>${this.t('remove')}</button>`
            : html`<span class="mark">${this.t(`kind.${kind}`)}</span>`
        }
        ${this.history(Clause, id, title, ['text'], this.ctx.text(Clause, id, 'text', title))}
      </div>
      <onedoor-text data-record=${id} data-field="text" .field=${this.ctx.text(Clause, id, 'text', title)} rows="3" placeholder=${this.t(`write.${kind}`)}></onedoor-text>
      ${clauseHints({ kind, text }).map((hint) => html`<p class="notice"><span aria-hidden="true">▲ </span>${this.t(hint)}</p>`)}
    </li>`;
  }

  #addForm(): TemplateResult {
    return html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      <select name="kind" required aria-label=${this.t('kind')} class="kind">${options(CLAUSE_KINDS, (kind) => this.t(`kind.${kind}`), this.t('kind'))}</select>
      <button type="submit">${this.t('addClause')}</button>
    </form>`;
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const kind = oneOf(CLAUSE_KINDS, formValue(form, 'kind'));
    if (kind === undefined) return;
    const id = this.ctx.id();
    const added = addClause.request({ id, kind, after: this.#clauses.at(-1)?.id, text: '' });
    if (!this.told(await this.ctx.commands.run(added))) return;
    form.reset();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-clause="${id}"] onedoor-text`)?.focus();
  }

  async #setKind(id: string, value: string): Promise<void> {
    const kind = oneOf(CLAUSE_KINDS, value);
    if (kind !== undefined) this.told(await this.ctx.commands.run(editClause.request({ id, kind })));
  }

  /** Moves a clause to a place among all; the focus stays on the control that moved it, and the new place is said. */
  async #move(id: string, to: number, all: readonly ReadResult<typeof Clause>[]): Promise<void> {
    if (to < 0 || to >= all.length) return;
    const focused = this.renderRoot instanceof ShadowRoot ? this.renderRoot.activeElement : null;
    const others = all.filter((each) => each.id !== id);
    if (!this.told(await this.ctx.commands.run(moveClause.request({ id, after: others[to - 1]?.id })))) return;
    await this.updateComplete;
    const back =
      focused instanceof HTMLButtonElement && focused.disabled
        ? focused.parentElement?.querySelector<HTMLElement>('[data-move]:not([disabled])')
        : focused;
    if (back instanceof HTMLElement) back.focus();
    this.moved = this.t('moved', { number: to + 1 });
  }

  async #remove(id: string, kind: ClauseKind): Promise<void> {
    if (this.told(await this.ctx.commands.run(removeClause.request({ id })))) this.removed = { id, kind };
  }

  async #restore(): Promise<void> {
    if (this.removed !== undefined && this.told(await this.ctx.commands.run(restoreClause.request({ id: this.removed.id }))))
      this.removed = undefined;
  }

  /** Of an agreement in effect its performance stands below: what is to be paid is changed by a further version alone. */
  #paymentPart(): TemplateResult | typeof nothing {
    if (paymentsOf(this.#state).length === 0 || !isBinding(this.#state)) return this.#payments();
    return isFixed(this.#state) || !this.ctx.writable
      ? nothing
      : html`<details class="act no-print"><summary>${this.t('pay.change')}</summary>${this.#payments()}</details>`;
  }

  /** Who is paid how much until when: taken from the allocation, then part of the words that are signed. */
  #payments(): TemplateResult {
    const payments = this.#agreement?.payments;
    const parts = (this.ctx.core.allocation() ?? []).flatMap(({ key, fen, members }): readonly { id: string; fen: number }[] =>
      members.length === 0 ? [{ id: key, fen }] : members,
    );
    const nameOf = (id: string) => this.ctx.core.parties().find((party) => party.id === id)?.name ?? id;
    const take = (form: HTMLFormElement): void => {
      const dueOn = formValue(form, 'dueOn') || undefined;
      const rows = parts
        .filter(({ fen }) => fen > 0)
        .map(({ id, fen }) => ({ payee: nameOf(id), amountFen: fen, ...(dueOn === undefined ? {} : { dueOn }) }));
      void this.#setPayments({ payer: formValue(form, 'payer').trim(), manner: formValue(form, 'manner').trim(), rows });
    };
    const text = (name: 'payer' | 'manner', max: number) =>
      field(
        this.t(`pay.${name}`),
        html`<input name=${name} required maxlength=${max} autocomplete="off" .value=${payments?.[name] ?? ''} />`,
      );
    return html`<section class="part" aria-labelledby="payments">
      <h3 id="payments">${this.t('payments')}</h3>
      ${payments === undefined ? html`<p class="quiet">${this.t(parts.length === 0 ? 'pay.noPlan' : 'pay.none')}</p>` : this.#paymentTable(payments)}
      ${
        !this.ctx.writable || isFixed(this.#state)
          ? nothing
          : html`${
              parts.length === 0
                ? nothing
                : html`<details class="act no-print"><summary>${this.t(payments === undefined ? 'pay.take' : 'pay.again')}</summary>
                    <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(take)}>
                      <div class="grid">${text('payer', 100)}${text('manner', 200)}${field(this.t('pay.dueOn'), html`<input type="date" name="dueOn" required .value=${payments?.rows[0]?.dueOn ?? ''} />`)}</div>
                      <button type="submit" class="primary">${this.t('pay.fill', { count: parts.length })}</button>
                    </form></details>`
            }
            ${payments === undefined ? nothing : html`<button type="button" class="link no-print" @click=${() => void this.#setPayments(undefined)}>${this.t('pay.remove')}</button>`}`
      }
    </section>`;
  }

  async #setPayments(payments: Payments | undefined): Promise<void> {
    this.told(await this.ctx.commands.run(setPayments.request({ payments })));
  }

  #paymentTable({ payer, manner, rows }: Payments): TemplateResult {
    const total = rows.reduce((sum, { amountFen }) => sum + amountFen, 0);
    return html`<p>${this.t('pay.by', { payer, manner })}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.t('payments')}>
        <table>
          <thead><tr><th scope="col" class="end">${this.t('pay.no')}</th><th scope="col">${this.t('pay.payee')}</th><th scope="col" class="end">${this.t('pay.amount')}</th><th scope="col">${this.t('pay.dueOn')}</th></tr></thead>
          <tbody>
            ${rows.map(
              ({ payee, amountFen, dueOn }, at) => html`<tr>
                <td class="end number">${at + 1}</td>
                <th scope="row">${payee}</th>
                <td class="end number">${formatFen(amountFen)}</td>
                <td class="number">${dueOn === undefined ? '' : this.ctx.i18n.date(dueOn)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p>${this.t('pay.total', { amount: formatFen(total) })} <span lang="zh-CN">${capitalFen(total)}</span></p>`;
  }

  #versions(): TemplateResult {
    const { versions } = this.#state;
    const draft = this.#draft();
    const host = this.#host;
    const { isSame } = host;
    const signatures = signaturesHere(this.#state, this.ctx);
    const isOpen = !isFixed(this.#state) && !(isBinding(this.#state) && isSame);
    const own = templateOn(this.ctx.settings, 'judicial', 'agreement', this.ctx.clock.today());
    const faults = draft.parties.length === 0 ? (['refusal.empty'] as const) : submitFaults(this.#state, draft);
    return html`<section class="part" aria-labelledby="versions">
      <h3 id="versions">${this.t('versions')}</h3>
      ${versions.length === 0 ? html`<p class="quiet">${this.t('noVersions')}</p>` : html`<p class="quiet">${isOpen ? this.t(isSame ? 'same' : 'changed', { number: versions.length }) : ''} ${this.t('hashHint')}</p>`}
      <ol class="clauses">${versions.map((version, at) => this.#version(version, at + 1, versionMarks(signatures[at], host)))}</ol>
      <div class="row no-print">
        <button type="button" ?disabled=${draft.clauses.length === 0} @click=${() => this.#print(draft, '')}>${this.t('print')}</button>
        <button type="button" ?disabled=${draft.clauses.length === 0} @click=${() => void this.#download(draft, '')}>${this.t('docx')}</button>
        ${
          this.#may('submit') && isOpen
            ? html`<button type="button" class="primary" ?disabled=${faults.length > 0} aria-describedby="submit-hint" @click=${() => void this.act(request.submit({ hash: draftHash(draft), draft: { ...draft } }))}>${this.t('submit')}</button>`
            : nothing
        }
      </div>
      ${own === undefined ? nothing : html`<p class="hint no-print">${this.t('ownTemplate', { number: own.number })}</p>`}
      ${this.notice === '' ? nothing : html`<p class="notice" role="alert">${this.notice}</p>`}
      ${this.#may('submit') && isOpen ? html`<p class="hint no-print" id="submit-hint">${faults.length > 0 ? faults.map((fault) => this.t(fault)).join(' ') : this.t('submitHint')}</p>` : nothing}
    </section>`;
  }

  #version({ hash, draft, by, at }: Version, number: number, marks: unknown): TemplateResult {
    return html`<li>
      <p><strong>${this.t('version', { number })}</strong> <span class="quiet">${this.t('versionBy', { when: this.ctx.i18n.moment(at), who: this.ctx.i18n.person(by) })}</span> <code title=${hash}>${this.t('hash', { hash: shortHash(hash) })}</code></p>
      ${marks}
      ${this.#made(hash)}
      <details>
        <summary>${this.t('show', { number })}</summary>
        ${draft.clauses.map(({ kind, text }) => html`<p class="version-text"><span class="mark">${this.t(`kind.${kind}`)}</span> ${text}</p>`)}
        <button type="button" class="no-print" @click=${() => this.#print(draft, hash)}>${this.t('printVersion', { number })}</button>
        <button type="button" class="no-print" @click=${() => void this.#download(draft, hash)}>${this.t('docxVersion', { number })}</button>
      </details>
    </li>`;
  }

  /** The official number as papers write it, whatever the page speaks. */
  #paperNumber(): string {
    const { number } = this.#state;
    return number === undefined ? '待编号' : `人调字〔${number.year}〕第${number.value}号`;
  }

  /** What is signed has its day and no mark; all else is a draft. */
  #about(draft: Draft, hash: string): PaperAbout {
    const { signed } = this.#state;
    return {
      number: this.#paperNumber(),
      hash: hash === '' ? draftHash(draft) : hash,
      ...(hash !== '' && signed?.hash === hash ? { signedOn: signed.on } : {}),
    };
  }

  /** The paper as .docx, by the template that the centre has decided on for the day on which its version was laid before the team. */
  async #download(draft: Draft, hash: string): Promise<void> {
    const { agreement, agreementValues } = await import('./papers.js');
    const version = this.#state.versions.find((each) => each.hash === hash);
    const about = this.#about(draft, hash);
    const name = `人民调解协议书 ${draft.title}.docx`;
    await this.#handOut(agreement, { paper: 'agreement', of: about.hash, name, on: version?.at }, agreementValues(draft, about));
  }

  /** Hands out a paper and says where another template than the centre's made it. */
  async #handOut(
    definition: PaperDefinition,
    { on, ...of }: { readonly paper: string; readonly of: string; readonly name: string; readonly on?: number | undefined },
    values: DocxValues,
  ): Promise<void> {
    const { handOutPaper } = await import('@onedoor/elements/docx');
    const day = on === undefined ? {} : { on: shanghaiDate(on) };
    this.notice = (await handOutPaper(this.ctx, papers, { group: 'judicial', ...of, ...day }, definition, values)).notice ?? '';
  }

  #print(draft: Draft, hash: string): void {
    const about = this.#about(draft, hash);
    void this.print({
      title: `人民调解协议书 ${draft.title}`,
      lang: 'zh-CN',
      content: agreementPaper(draft, about),
      ...(about.signedOn === undefined ? { mark: '草稿' } : {}),
    });
  }

  async #downloadOral(of: OralPaper): Promise<void> {
    const { oral, oralValues } = await import('./papers.js');
    const name = `${oralWords.title} ${of.oral.on}.docx`;
    await this.#handOut(oral, { paper: 'oral', of: `oral ${of.oral.on}`, name, on: this.#state.oral?.at }, oralValues(of));
  }

  /** By which templates a version was made into papers. */
  #made(hash: string): TemplateResult | typeof nothing {
    const made = this.ctx.acts.state(papers).filter((each) => each.of === hash);
    if (made.length === 0) return nothing;
    return html`<p class="quiet">${made.map(
      ({ by, at, version, hash: template }) =>
        html`${this.t('made', { when: this.ctx.i18n.moment(at), who: this.ctx.i18n.person(by), template: version === 0 ? this.t('templateBuiltIn') : this.t('templateOwn', { number: version, hash: shortHash(template) }) })} `,
    )}</p>`;
  }

  get #host(): EffectHost {
    const { versions } = this.#state;
    const last = versions.at(-1);
    return {
      ctx: this.ctx,
      t: (key, params) => this.t(key, params),
      act: (asked, form) => this.act(asked, form),
      told: (result) => this.told(result),
      draft: () => this.#draft(),
      // Nobody has changed a word because somebody had a birthday since.
      isSame: last !== undefined && last.hash === draftHash(this.#draft(shanghaiDate(last.at))),
      number: this.#paperNumber(),
      print: (of) =>
        void this.print({
          title: `${oralWords.title} ${of.oral.on}`,
          lang: 'zh-CN',
          content: oralPaper(of),
          ...(of.isRegistered ? {} : { mark: '草稿' }),
        }),
      download: (of) => void this.#downloadOral(of),
    };
  }

  #confirmation(): TemplateResult {
    const { application, received, ruling } = this.#state;
    const effectOn = effectOf(this.#state);
    const date = (day: string) => this.ctx.i18n.date(day);
    return html`<section class="part" aria-labelledby="confirmation">
      <h3 id="confirmation">${this.t('confirmation')}</h3>
      ${effectOn === undefined ? html`<p class="quiet">${this.t('confirmationWaits')}</p>` : html`<p class="quiet">${this.t('confirmationHint')}</p>`}
      ${effectOn !== undefined && application === undefined ? this.#dueLine(effectOn) : nothing}
      ${application === undefined ? nothing : html`<p>${this.t('applyShown', { on: date(application.on), court: application.court })} ${application.reason ?? ''}</p>`}
      ${received === undefined ? nothing : html`<p>${this.t('receiveShown', { on: date(received.on), number: received.caseNumber })}</p>`}
      ${
        ruling === undefined
          ? nothing
          : html`<p><span class="mark">${this.t(`result.${ruling.result}`)}</span> ${date(ruling.on)} ${ruling.caseNumber}</p>
              ${ruling.result === 'withdrawn' ? nothing : html`<p class="quiet">${this.t(ruling.result === 'confirmed' ? 'confirmedEffect' : 'rejectedEffect')}</p>`}`
      }
      ${effectOn === undefined || phaseOf(this.#state) === 'confirmed' ? nothing : this.#confirmationForms(effectOn)}
    </section>`;
  }

  /** Thirty days from effect (人民调解法 art. 33, 民事诉讼法 art. 205), by the centre's calendar. */
  #confirmationDue(effectOn: string): Deadline {
    return clocksOf(this.ctx.settings).due(effectOn, 'confirmation.apply');
  }

  #dueLine(effectOn: string): TemplateResult {
    const { dueOn, provisional } = this.#confirmationDue(effectOn);
    const due = this.ctx.i18n.date(dueOn);
    const isOver = this.ctx.clock.today() > dueOn;
    return html`<p class="number">${this.t(isOver ? 'confirmationOver' : 'confirmationDue', { due })}${provisional ? html` <span class="quiet">${this.t('provisional')}</span>` : nothing}</p>`;
  }

  #confirmationForms(effectOn: string): TemplateResult {
    const { application, received, ruling } = this.#state;
    const apply = (form: HTMLFormElement): void => {
      const together = ticked(form, 'together').length > 0;
      void this.act(
        request.applyConfirmation({ on: formValue(form, 'on'), court: formValue(form, 'court'), together, reason: filled(form, 'reason') }),
        form,
      );
    };
    const receive = (form: HTMLFormElement) =>
      void this.act(request.receiveConfirmation({ on: formValue(form, 'on'), caseNumber: formValue(form, 'caseNumber') }), form);
    const rule = (form: HTMLFormElement): void => {
      const result = oneOf(RESULTS, formValue(form, 'result'));
      if (result !== undefined)
        void this.act(request.ruleConfirmation({ on: formValue(form, 'on'), result, caseNumber: formValue(form, 'caseNumber') }), form);
    };
    const number = field(
      this.t('caseNumber'),
      html`<input name="caseNumber" maxlength="100" autocomplete="off" ?required=${received === undefined && application !== undefined} />`,
    );
    if (application === undefined)
      return html`${this.#opens(
        'applyConfirmation',
        'apply',
        html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(apply)}>
          <div class="grid">
            ${field(this.t('applyOn'), this.#day())} ${field(this.t('court'), html`<input name="court" required maxlength="200" autocomplete="off" />`)}
            ${this.ctx.clock.today() > this.#confirmationDue(effectOn).dueOn ? field(this.t('lateReason'), html`<input name="reason" maxlength="500" autocomplete="off" />`, this.t('lateReasonHint')) : nothing}
          </div>
          ${tick('together', this.t('together'))}
          <button type="submit" class="primary">${this.t('apply')}</button>
        </form>`,
      )}`;
    if (ruling !== undefined) return html``;
    return html`${
      received === undefined
        ? this.#opens(
            'receiveConfirmation',
            'receive',
            html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(receive)}>
              <div class="grid">${field(this.t('receiveOn'), this.#day())}${number}</div>
              <button type="submit" class="primary">${this.t('receive')}</button>
            </form>`,
          )
        : nothing
    }
    ${this.#opens(
      'ruleConfirmation',
      'rule',
      html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(rule)}>
        <div class="grid">
          ${field(this.t('ruleOn'), this.#day())}
          ${field(this.t('ruleResult'), html`<select name="result" required>${options(RESULTS, (result) => this.t(`result.${result}`), this.t('chooseResult'))}</select>`)}
          ${field(this.t('caseNumber'), html`<input name="caseNumber" maxlength="100" autocomplete="off" />`)}
        </div>
        <button type="submit" class="primary">${this.t('rule')}</button>
      </form>`,
    )}`;
  }
}
