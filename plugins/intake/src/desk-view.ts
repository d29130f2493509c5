import { CATEGORIES, type DirectoryPerson, type Refusal, type Source, sourceSchema } from '@onedoor/core';
import { errorLabel, field, filled, formValue, guardComposition, oneOf, onSubmit, options, PluginElement, qrCode } from '@onedoor/elements';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { intake, SOURCE_FIELDS } from './acts.js';
import { deskStyles } from './desk.styles.js';
import { type Candidate, duplicates } from './duplicates.js';
import type { viewZh } from './locales/view-zh.js';
import { answering } from './model.js';
import { codeOf, drawnOf, numberOf, printReceipt, type Receipt } from './receipt.js';
import { type Entry, marksOf, type Person, register } from './register.js';

const SOURCES = sourceSchema.options;
const EVERYBODY = '*';
/** While somebody types, cases are compared when they pause. */
const PAUSE_MS = 250;

type Key = keyof typeof viewZh;

/**
 * The desk of the reception: one form for every way in, that asks what the source needs; cases that may be the same matter
 * beside it; then the receipt. Above it stands what this person still answers for.
 */
export class DeskView extends PluginElement<Key> {
  static override styles = [...PluginElement.styles, deskStyles];

  @state() private source: Source | undefined;
  @state() private candidates: readonly Candidate[] = [];
  @state() private receipt: Receipt | undefined;
  @state() private problems: readonly Refusal[] = [];
  @state() private drawn: TemplateResult | undefined;
  @state() private busy = false;
  /** The name that the case gets when none is written. */
  @state() private made = '';
  /** A new form for each matter. */
  #form = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** The form in which somebody has typed. */
  #typedIn: HTMLFormElement | undefined;
  #wasReading = false;
  #coded = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const isReading = this.ctx.cases.reading() !== undefined;
    if (this.#wasReading && !isReading && this.#typedIn?.isConnected === true) this.#compare(this.#typedIn);
    this.#wasReading = isReading;
    if (this.receipt === undefined) return;
    // The number arrives later than the receipt: its code is drawn again.
    const code = drawnOf(this.ctx, this.receipt);
    if (code === this.#coded) return;
    this.#coded = code;
    void qrCode(code, this.t('qr')).then((drawn) => (this.drawn = drawn));
  }

  protected override render(): TemplateResult {
    return html`<section class="desk" aria-labelledby="title">
      <h2 id="title">${this.t('title')}</h2>
      ${this.#mine()} ${this.refusal()}
      ${this.receipt === undefined ? html`<div class="sides">${keyed(this.#form, this.#asking())}${this.#hints()}</div>` : this.#given(this.receipt)}
    </section>`;
  }

  /** What I received and nobody has accepted. */
  #mine(): TemplateResult {
    const mine = this.ctx.cases.rows().flatMap((row) => {
      const found = answering(row);
      return found?.by === this.ctx.me.person ? [{ row, dueOn: found.dueOn }] : [];
    });
    if (mine.length === 0) return html`<p>${this.sum(this.t('mineNone'))}</p>`;
    const isWhole = this.ctx.cases.reading() === undefined;
    return html`<details class="mine">
      <summary>${isWhole ? this.t('mine', { count: mine.length }) : this.t('mineSome')}</summary>
      ${isWhole ? nothing : html`<p>${this.sum('')}</p>`}
      <p class="hint">${this.t('mineHint')}</p>
      <ul>
        ${mine.map(
          ({ row, dueOn }) => html`<li class="row">
            <span class="grow"><span class="number">${this.ctx.i18n.number(row.number) ?? this.t('unnumbered')}</span> ${row.title}</span>
            <span class=${dueOn < row.today ? 'late' : 'quiet'}>${dueOn < row.today ? html`<span aria-hidden="true">■</span> ${this.t('late')} ` : nothing}${this.t('acceptBy', { due: this.ctx.i18n.date(dueOn) })}</span>
            <button type="button" @click=${() => this.ctx.cases.open(row.case)}>${this.t('look')}</button>
            <button type="button" @click=${() => void this.#accept(row.case)}>${this.t('acceptSelf')}</button>
          </li>`,
        )}
      </ul>
    </details>`;
  }

  async #accept(id: string): Promise<void> {
    this.told(await this.ctx.cases.act(id, 'intake', intake.request.accept({})));
  }

  #asking(): TemplateResult {
    const { source } = this;
    return html`<form
      class="stack"
      aria-label=${this.t('title')}
      @keydown=${guardComposition}
      @input=${(event: Event) => this.#typed(event)}
      @submit=${onSubmit((form) => void this.#register(form))}
    >
      <fieldset>
        <legend>${this.t('source')}</legend>
        <div class="choices">
          ${SOURCES.map(
            (each) => html`<label class="choice"
              ><input type="radio" name="source" value=${each} required @change=${() => (this.source = each)} ?checked=${source === each} /><span
                >${this.say(`source.${each}`)}</span
              ></label
            >`,
          )}
        </div>
      </fieldset>
      ${source === undefined ? nothing : [this.#ofSource(source), this.#people(source), this.#matter(), this.#departments()]}
      ${
        source === undefined
          ? nothing
          : html`<div class="row foot">
              <button type="submit" class="primary" ?disabled=${this.busy}>${this.t('submit')}</button>
            </div>`
      }
    </form>`;
  }

  /** Only what this way in needs. */
  #ofSource(source: Source): TemplateResult | typeof nothing {
    const { ask, need } = SOURCE_FIELDS[source];
    if (ask.length === 0) return nothing;
    const word = (name: string): string => this.t(`${name}.${source}` as Key);
    return html`<div class="grid">
      ${
        ask.includes('form')
          ? field(
              this.t('form'),
              html`<select name="form" required>${options(['letter', 'visit'], (each) => this.t(`form.${each}`), this.t('choose'))}</select>`,
            )
          : nothing
      }
      ${ask.includes('ref') ? field(word('ref'), html`<input name="ref" maxlength="80" autocomplete="off" ?required=${need.includes('ref')} />`) : nothing}
      ${ask.includes('from') ? field(word('from'), html`<input name="from" maxlength="100" autocomplete="off" ?required=${need.includes('from')} />`) : nothing}
      ${
        ask.includes('people')
          ? field(
              this.t('people'),
              html`<input name="people" type="number" min="1" max="100000" inputmode="numeric" />`,
              this.t('peopleHint'),
            )
          : nothing
      }
      ${ask.includes('receivedOn') ? field(this.t('receivedOn'), html`<input name="receivedOn" type="date" value=${this.ctx.clock.today()} max=${this.ctx.clock.today()} />`) : nothing}
    </div>`;
  }

  #people(source: Source): TemplateResult {
    const { need } = SOURCE_FIELDS[source];
    const heading = (name: 'asker' | 'other'): string => {
      const own = this.t(`${name}.${source}` as Key);
      return own === `${name}.${source}` ? this.t(name) : own;
    };
    return html`<fieldset>
        <legend>${heading('asker')}</legend>
        <div class="grid">
          ${field(this.t('name'), html`<input name="name" maxlength="100" autocomplete="off" ?required=${need.includes('name')} />`)}
          ${field(this.t('phone'), html`<input name="phone" maxlength="40" inputmode="tel" autocomplete="off" ?required=${need.includes('phone')} />`)}
          ${source === 'phone' || source === 'hotline' ? nothing : field(this.t('idNumber'), html`<input name="idNumber" maxlength="18" autocomplete="off" />`)}
          ${field(this.t('address'), html`<input name="address" maxlength="200" autocomplete="off" />`)}
        </div>
      </fieldset>
      <fieldset>
        <legend>${heading('other')}</legend>
        <div class="grid">
          ${field(this.t('otherName'), html`<input name="otherName" maxlength="100" autocomplete="off" />`)}
          ${field(this.t('otherPhone'), html`<input name="otherPhone" maxlength="40" inputmode="tel" autocomplete="off" />`)}
        </div>
      </fieldset>`;
  }

  #matter(): TemplateResult {
    const villages = [...new Set(this.ctx.cases.rows().map(({ village }) => village))].filter(Boolean).sort();
    return html`<fieldset>
      <legend>${this.t('matter')}</legend>
      <div class="grid">
        <div class="wide">${field(this.t('words'), html`<textarea name="words" rows="4" maxlength="10000" required></textarea>`)}</div>
        ${field(this.say('case.category'), html`<select name="category" required>${options(CATEGORIES, (code) => `${code} ${this.say(`category.${code}`)}`, this.t('choose'))}</select>`)}
        ${field(this.say('case.village'), html`<input name="village" maxlength="100" autocomplete="off" list="villages" />`)}
        ${field(this.t('place'), html`<input name="place" maxlength="200" autocomplete="off" />`)}
        ${field(this.t('happenedOn'), html`<input name="happenedOn" type="date" max=${this.ctx.clock.today()} />`)}
        <div class="wide">
          ${field(this.t('caseTitle'), html`<input name="title" maxlength="200" autocomplete="off" />`, this.made === '' ? undefined : this.t('caseTitleHint', { title: this.made }))}
        </div>
      </div>
      <datalist id="villages">${villages.map((village) => html`<option value=${village}></option>`)}</datalist>
    </fieldset>`;
  }

  #staff(): Map<string, DirectoryPerson[]> {
    const staff = new Map<string, DirectoryPerson[]>();
    for (const person of Object.values(this.ctx.core.people())) {
      if (!person.active || person.person === this.ctx.me.person) continue;
      staff.set(person.department, [...(staff.get(person.department) ?? []), person]);
    }
    return staff;
  }

  #departments(): TemplateResult {
    return html`<fieldset>
      <legend>${this.t('departments')}</legend>
      <div class="grid">
        ${[...this.#staff()].map(([department, people]) =>
          field(
            this.ctx.i18n.department(department),
            html`<select name="asked-${department}">
              <option value="">${this.t('notAsked')}</option>
              ${people.map(({ person, name, post }) => html`<option value=${person}>${this.ctx.locale === 'zh' && post !== '' ? `${name}（${post}）` : name}</option>`)}
              ${people.length > 1 ? html`<option value=${EVERYBODY}>${this.t('everybody', { count: people.length })}</option>` : nothing}
            </select>`,
          ),
        )}
      </div>
      <div class="grid task">
        <div class="wide2">${field(this.t('task'), html`<input name="task" maxlength="300" autocomplete="off" value=${this.t('taskDefault')} required />`)}</div>
        ${field(this.t('dueOn'), html`<input name="dueOn" type="date" min=${this.ctx.clock.today()} />`)}
      </div>
    </fieldset>`;
  }

  #hints(): TemplateResult {
    const { candidates } = this;
    const isWhole = this.ctx.cases.reading() === undefined;
    // Of cases that are still to come nobody can say that none is alike.
    const reading = isWhole || this.#typedIn === undefined ? nothing : html`<p class="quiet">${this.say('list.reading')}</p>`;
    if (candidates.length === 0) return html`<aside aria-live="polite">${reading}</aside>`;
    return html`<aside class="hints" aria-live="polite" aria-labelledby="hints">
      <h3 id="hints">${isWhole ? this.t('duplicates', { count: candidates.length }) : this.t('duplicatesSome')}</h3>${reading}
      <p class="hint">${this.t('duplicatesHint')}</p>
      <ul>
        ${candidates.map(
          ({ row, why }) => html`<li class="part">
            <p><span class="number quiet">${this.ctx.i18n.number(row.number) ?? this.t('unnumbered')}</span> ${row.title}</p>
            <p class="quiet">${row.parties.join(this.ctx.locale === 'zh' ? '、' : ', ')} ${row.closed ? html`<span class="mark">${this.t('closed')}</span>` : nothing}</p>
            <p>${why.map((each) => html`<span class="mark">${this.t(`why.${each}`)}</span> `)}</p>
            <div class="row">
              <select form="" data-link=${row.case} aria-label=${this.t('linkHow', { title: row.title })}>
                ${(['none', 'other', 'this'] as const).map((each) => html`<option value=${each}>${this.t(`link.${each}`)}</option>`)}
              </select>
              <button type="button" @click=${() => this.ctx.cases.open(row.case)}>${this.t('look')}</button>
            </div>
          </li>`,
        )}
      </ul>
    </aside>`;
  }

  /** Looks for cases that may be the same, and what the case will be called, a moment after the last letter. */
  #typed(event: Event): void {
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    this.#typedIn = form;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#compare(form), PAUSE_MS);
  }

  #compare(form: HTMLFormElement): void {
    const people = this.#peopleOf(form);
    this.made = this.#titleOf(form, people);
    this.candidates = duplicates(this.ctx.cases.rows(), {
      names: people.map(({ name }) => name),
      marks: marksOf([...people, { phone: formValue(form, 'phone'), idNumber: formValue(form, 'idNumber') }]),
      ref: formValue(form, 'ref'),
      place: `${formValue(form, 'village')} ${formValue(form, 'place')} ${formValue(form, 'address')}`,
      words: `${formValue(form, 'words')} ${formValue(form, 'title')}`,
    });
  }

  #peopleOf(form: HTMLFormElement): Person[] {
    const asker = filled(form, 'name');
    const other = filled(form, 'otherName');
    return [
      ...(asker === undefined
        ? []
        : [
            {
              name: asker,
              group: this.t('group.asker'),
              asks: true as const,
              phone: filled(form, 'phone'),
              idNumber: filled(form, 'idNumber'),
              address: filled(form, 'address'),
            },
          ]),
      ...(other === undefined ? [] : [{ name: other, group: this.t('group.other'), phone: filled(form, 'otherPhone') }]),
    ];
  }

  #titleOf(form: HTMLFormElement, people: readonly Person[]): string {
    const code = oneOf(CATEGORIES, formValue(form, 'category'));
    if (code === undefined) return '';
    const asker = filled(form, 'name') ?? this.t('nobody');
    const other = people.find(({ group }) => group === this.t('group.other'))?.name;
    const category = this.say(`category.${code}`);
    return other === undefined ? this.t('madeTitleOne', { asker, category }) : this.t('madeTitle', { asker, other, category });
  }

  #entryOf(form: HTMLFormElement): Entry | undefined {
    const [source, category] = [oneOf(SOURCES, formValue(form, 'source')), oneOf(CATEGORIES, formValue(form, 'category'))];
    if (source === undefined || category === undefined) return undefined;
    const people = this.#peopleOf(form);
    const count = filled(form, 'people');
    const asked = [...this.#staff()].flatMap(([department, staff]) => {
      const chosen = formValue(form, `asked-${department}`);
      if (chosen === '') return [];
      return [{ department, people: chosen === EVERYBODY ? staff.map(({ person }) => person) : [chosen] }];
    });
    const links = [...this.renderRoot.querySelectorAll<HTMLSelectElement>('[data-link]')].flatMap(({ value, dataset }) =>
      value === 'this' || value === 'other' ? [{ other: dataset['link'] ?? '', leads: value } as const] : [],
    );
    // A caller without a name leaves a number to be called back on: it stands with the words.
    const unnamed = filled(form, 'name') === undefined ? filled(form, 'phone') : undefined;
    const words = formValue(form, 'words');
    return {
      source,
      category,
      title: filled(form, 'title') ?? this.#titleOf(form, people),
      village: formValue(form, 'village'),
      place: filled(form, 'place'),
      happenedOn: filled(form, 'happenedOn'),
      words: unnamed === undefined ? words : `${words}\n${this.t('phone')} ${unnamed}`,
      people,
      ref: filled(form, 'ref'),
      from: filled(form, 'from'),
      form: oneOf(['letter', 'visit'], formValue(form, 'form')),
      count: count === undefined ? undefined : Number(count),
      receivedOn: filled(form, 'receivedOn'),
      asked,
      task: formValue(form, 'task'),
      dueOn: filled(form, 'dueOn'),
      links,
    };
  }

  async #register(form: HTMLFormElement): Promise<void> {
    const entry = this.#entryOf(form);
    if (entry === undefined || this.busy) return;
    this.busy = true;
    try {
      const made = await register(this.ctx, entry);
      if (!this.told(made) || !made.ok) return;
      this.problems = made.value.refusals;
      const { case: id, key } = made.value;
      this.receipt = { case: id, entry, at: this.ctx.clock.now(), by: this.ctx.me.name, ...(key === undefined ? {} : { key }) };
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('#receipt')?.focus();
    } finally {
      this.busy = false;
    }
  }

  #given(receipt: Receipt): TemplateResult {
    const number = numberOf(this.ctx, receipt.case);
    const { entry } = receipt;
    return html`<section class="receipt" aria-labelledby="receipt">
      <h3 id="receipt" tabindex="-1">${this.t('receipt')}</h3>
      <div class="sides">
        <dl class="about">
          <dt>${this.t(number === undefined ? 'provisional' : 'code')}</dt>
          <dd class="code number">${codeOf(this.ctx, receipt.case)} ${number === undefined ? html`<span class="mark pending">${this.t('unnumbered')}</span>` : nothing}</dd>
          <dt>${this.t('caseTitle')}</dt>
          <dd>${entry.title}</dd>
          <dt>${this.t('receivedBy')}</dt>
          <dd>${receipt.by} · <span class="number">${this.ctx.i18n.moment(receipt.at)}</span></dd>
          ${
            entry.asked.length === 0
              ? nothing
              : html`<dt>${this.t('handlers')}</dt>
                  <dd>${entry.asked.map(({ department, people }) => html`<span class="mark">${this.ctx.i18n.department(department)}${people.length === 1 ? ` ${people.map(this.ctx.i18n.person)}` : ''}</span> `)}</dd>`
          }
        </dl>
        <div class="coded">${this.drawn ?? nothing}${receipt.key === undefined ? nothing : html`<p class="hint">${this.t('keyHint')}</p>`}</div>
      </div>
      ${number === undefined ? html`<p class="hint">${this.t('provisionalHint')}</p>` : nothing}
      ${
        this.problems.length === 0
          ? nothing
          : html`<div class="notice" role="alert">
              <p>${this.t('partly', { count: this.problems.length })}</p>
              <ul>${this.problems.map(({ code }) => html`<li>${errorLabel(this.ctx.locale, code)}</li>`)}</ul>
            </div>`
      }
      <div class="row">
        <button type="button" class="primary" @click=${() => void printReceipt(this.ctx, receipt)}>${this.t('print')}</button>
        <button type="button" @click=${() => this.#again()}>${this.t('another')}</button>
        <button type="button" @click=${() => this.ctx.cases.open(receipt.case)}>${this.t('open')}</button>
      </div>
    </section>`;
  }

  #again(): void {
    this.#form += 1;
    this.source = undefined;
    this.receipt = undefined;
    this.candidates = [];
    this.#typedIn = undefined;
    this.problems = [];
    this.drawn = undefined;
    this.made = '';
    this.#coded = '';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input[name=source]')?.focus());
  }
}
