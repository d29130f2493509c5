import { type DirectoryPerson, type Result, shanghaiDate } from '@onedoor/core';
import { field, formatList, formValue, guardComposition, oneOf, onSubmit, options } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { openErrands } from './errands.js';
import { GridElement } from './grid-element.js';
import { readRows } from './read-rows.js';
import {
  type Contact,
  contactsOf,
  FORCES,
  type Grid,
  gridOf,
  importFaults,
  rightToSee,
  rightToWork,
  type Term,
  treeSlice,
  workerOf,
} from './tree.js';

const { request } = treeSlice;

/** What the office does with the tree: grids and contacts, who works where, hand-over with the right that goes with it. */
export abstract class OfficePart extends GridElement {
  /** Grid on the screen. */
  @state() protected opened: string | undefined;
  /** What is wrong with the rows that were pasted. */
  @state() private faults: readonly string[] = [];

  protected mayRead(code: string): boolean {
    return this.has('grid.all') || this.has(rightToWork(code)) || this.has(rightToSee(code));
  }

  private get mayManage(): boolean {
    return this.ctx.acts.may('grid-tree.handOver').allowed;
  }

  protected listed(names: readonly string[]): string {
    return formatList(this.ctx.locale, names);
  }

  protected pendingTree(): TemplateResult | typeof nothing {
    return this.waiting(treeSlice);
  }

  /** A month, or a whole year. */
  protected spanField(shown: string, set: (span: string) => void): TemplateResult {
    const [year, month] = this.ctx.clock.today().split('-').map(Number);
    const months = Array.from({ length: 12 }, (_, back) => shanghaiDate(Date.UTC(year ?? 2024, (month ?? 1) - 1 - back, 2)).slice(0, 7));
    const years = [0, 1, 2].map((back) => String((year ?? 2024) - back));
    return field(
      this.t('tree.span'),
      html`<select name="span" @change=${(event: Event) => event.currentTarget instanceof HTMLSelectElement && set(event.currentTarget.value)}>
        ${[...months, ...years].map((each) => html`<option value=${each} ?selected=${each === shown}>${each}</option>`)}
      </select>`,
    );
  }

  protected openGrid(code: string | undefined): void {
    this.opened = code;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#title')?.focus());
  }

  protected renderGrid(code: string): TemplateResult {
    const grid = this.gridNamed(code);
    const terms = this.tree.terms[code] ?? [];
    const worker = workerOf(this.tree, code);
    return html`<section class="stack" aria-labelledby="title">
      <p class="no-print"><button type="button" @click=${() => this.openGrid(undefined)}>← ${this.committeeName(code) || this.t('tree.back')}</button></p>
      <h2 id="title" tabindex="-1">${grid.name} <span class="quiet number">${code}</span> ${this.pendingTree()}</h2>
      ${this.refusal()}
      <p>${this.t('tree.villages', { villages: this.listed(grid.villages) })}</p>
      <section class="part" aria-labelledby="terms">
        <h3 id="terms">${this.t('worker')}</h3>
        ${terms.length === 0 ? html`<p class="quiet">${this.t('tree.vacant')}</p>` : html`<ol class="terms">${[...terms].reverse().map((term) => this.#term(term))}</ol>`}
        ${this.#rightLine(code, terms)} ${this.mayManage ? (worker === undefined ? this.#assign(code) : this.#handOver(code, worker)) : nothing}
      </section>
      ${this.renderContacts(code, contactsOf(this.tree, code))} ${this.mayManage ? this.#edit(grid) : nothing}
    </section>`;
  }

  #term({ person, from, to, handed }: Term): TemplateResult {
    return html`<li>
      <strong>${this.ctx.i18n.person(person)}</strong>
      <span class="number">${to === undefined ? this.t('term.since', { from: this.day(from) }) : this.t('term.span', { from: this.day(from), to: this.day(to) })}</span>
      ${
        handed === undefined
          ? nothing
          : html`<p class="quiet">${this.t('term.handed', { to: this.ctx.i18n.person(handed.to), matters: handed.matters.length, errands: handed.errands.length })} ${handed.note}</p>`
      }
    </li>`;
  }

  /** Whoever works in a grid has its right, and nobody who has left: where the directory says otherwise it is told, and mended. */
  #rightLine(code: string, terms: readonly Term[]): TemplateResult | typeof nothing {
    const worker = workerOf(this.tree, code)?.person;
    const people = this.ctx.core.people();
    const right = rightToWork(code);
    const holds = (person: string) => people[person]?.rights.includes(right) === true;
    const late = [...new Set(terms.map(({ person }) => person))].filter((person) => person !== worker && holds(person));
    const lacks = worker !== undefined && people[worker] !== undefined && !holds(worker);
    if (late.length === 0 && !lacks) return nothing;
    return html`<div class="notice" role="status">
      ${late.map((person) => html`<p>${this.t('right.late', { person: this.ctx.i18n.person(person) })}</p>`)}
      ${lacks ? html`<p>${this.t('right.lacks', { person: this.ctx.i18n.person(worker) })}</p>` : nothing}
      ${
        this.has('directory.manage')
          ? html`<p><button type="button" @click=${() => void this.#setRights(code, { to: lacks ? worker : undefined, from: late })}>${this.t('right.mend')}</button></p>`
          : html`<p class="quiet">${this.t('right.ask')}</p>`
      }
    </div>`;
  }

  async #setRights(code: string, { to, from }: { readonly to: string | undefined; readonly from: readonly string[] }): Promise<boolean> {
    const results: Result<string>[] = [];
    for (const person of from) results.push(await this.ctx.rights.take(person, rightToWork(code)));
    if (to !== undefined) results.push(await this.ctx.rights.give(to, rightToWork(code)));
    return results.every((result) => this.told(result));
  }

  /** Staff who work in no grid yet. */
  #free(): readonly DirectoryPerson[] {
    return Object.values(this.ctx.core.people())
      .filter(({ active, person }) => active && gridOf(this.tree, person) === undefined)
      .sort((a, b) => a.name.localeCompare(b.name, 'zh-Hans-CN-u-co-pinyin'));
  }

  #who(name: string): TemplateResult {
    const free = this.#free();
    return field(
      this.t('worker'),
      html`<select name=${name} required>${options(
        free.map(({ person }) => person),
        (person) => {
          const found = free.find((each) => each.person === person);
          return `${found?.name ?? person} · ${this.ctx.i18n.department(found?.department ?? '')}`;
        },
        this.t('choose'),
      )}</select>`,
    );
  }

  #on(min = ''): TemplateResult {
    const today = this.ctx.clock.today();
    return field(this.t('term.on'), html`<input name="on" type="date" required min=${min} max=${today} value=${today} />`);
  }

  #assign(code: string): TemplateResult {
    const send = async (form: HTMLFormElement) => {
      const [person, on] = [formValue(form, 'person'), formValue(form, 'on')];
      if (await this.act(request.assign({ grid: code, person, on }), form)) await this.#follow(code, { to: person, from: [] });
    };
    return html`<details class="act no-print"><summary>${this.t('assign')}</summary>
      <form class="row" aria-label=${this.t('assign')} @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form))}>
        ${this.#who('person')} ${this.#on()} <button type="submit" class="primary">${this.t('assign')}</button>
      </form></details>`;
  }

  /** The right goes with the work, where this person may change the directory; otherwise the page says that it is still to be done. */
  async #follow(code: string, who: { readonly to: string | undefined; readonly from: readonly string[] }): Promise<void> {
    if (this.has('directory.manage')) await this.#setRights(code, who);
  }

  #handOver(code: string, worker: Term): TemplateResult {
    const reads = this.mayRead(code);
    const matters = reads ? this.mattersOf(code).filter(({ result }) => result === 'open') : [];
    const errands = reads ? openErrands(this.errandsOf(code)) : [];
    const send = async (form: HTMLFormElement) => {
      const [to, on] = [formValue(form, 'to'), formValue(form, 'on')];
      const made = request.handOver({
        grid: code,
        from: worker.person,
        to,
        on,
        matters: matters.map(({ id }) => id),
        errands: errands.map(({ id }) => id),
        note: formValue(form, 'note'),
      });
      if (await this.act(made, form)) await this.#follow(code, { to, from: [worker.person] });
    };
    const leave = async (form: HTMLFormElement) => {
      if (await this.act(request.leave({ grid: code, on: formValue(form, 'on') }), form))
        await this.#follow(code, { to: undefined, from: [worker.person] });
    };
    return html`<details class="act no-print"><summary>${this.t('handOver')}</summary>
      <form class="stack" aria-label=${this.t('handOver')} @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form))}>
        <p>${this.t('handOver.from', { person: this.ctx.i18n.person(worker.person) })}</p>
        <div class="grid">${this.#who('to')} ${this.#on(worker.from)}</div>
        ${
          reads
            ? html`<p>${this.t('handOver.open', { matters: matters.length, errands: errands.length })}</p>
                <ul class="open">${matters.map(({ title }) => html`<li>${title}</li>`)}${errands.map(({ what, forWhom }) => html`<li>${what} · ${forWhom}</li>`)}</ul>`
            : html`<p class="quiet">${this.t('handOver.unread')}</p>`
        }
        ${field(this.t('handOver.note'), html`<textarea name="note" rows="2" maxlength="500"></textarea>`)}
        <p class="hint">${this.t(this.has('directory.manage') ? 'handOver.right' : 'right.ask')}</p>
        <button type="submit" class="primary">${this.t('handOver')}</button>
      </form></details>
      <details class="act no-print"><summary>${this.t('leave')}</summary>
        <form class="row" aria-label=${this.t('leave')} @submit=${onSubmit((form) => void leave(form))}>
          ${this.#on(worker.from)} <button type="submit">${this.t('leave')}</button>
        </form></details>`;
  }

  #edit(grid: Grid): TemplateResult {
    const send = async (form: HTMLFormElement) => {
      const made = request.setGrid({
        code: grid.code,
        committee: grid.committee,
        name: formValue(form, 'name'),
        villages: namesOf(formValue(form, 'villages')),
      });
      if (this.told(await this.ctx.acts.run(made))) form.closest('details')?.removeAttribute('open');
    };
    return html`<details class="act no-print"><summary>${this.t('grid.edit')}</summary>
      <form class="grid" aria-label=${this.t('grid.edit')} @keydown=${guardComposition} @submit=${onSubmit((form) => void send(form))}>
        ${field(this.t('grid.name'), html`<input name="name" required maxlength="60" value=${grid.name} />`)}
        ${field(this.t('grid.villages'), html`<input name="villages" maxlength="500" value=${grid.villages.join('、')} />`, this.t('grid.villagesHint'))}
        <button type="submit">${this.say('common.save')}</button>
      </form></details>`;
  }

  protected renderContacts(of: string, contacts: readonly Contact[]): TemplateResult {
    return html`<section class="part" aria-labelledby="contacts">
      <h3 id="contacts">${this.t('forces')}</h3>
      ${
        contacts.length === 0
          ? html`<p class="quiet">${this.t('forces.none')}</p>`
          : html`<ul class="contacts">${FORCES.flatMap((force) => contacts.filter((contact) => contact.force === force)).map((contact) => this.#contact(of, contact))}</ul>`
      }
      ${this.mayManage ? this.#contactForm(of) : nothing}
    </section>`;
  }

  #contact(of: string, { id, force, name, phone, note, of: place }: Contact): TemplateResult {
    return html`<li class="row">
      <span class="mark">${this.t(`force.${force}`)}</span> <span>${name}</span> <span class="number">${phone}</span> <span class="quiet">${note}</span>
      ${place === of && this.mayManage ? html`<button type="button" class="link no-print" @click=${() => void this.act(request.removeContact({ id }))}>${this.t('forces.remove')}<span class="sr"> ${name}</span></button>` : nothing}
    </li>`;
  }

  #contactForm(of: string): TemplateResult {
    const send = (form: HTMLFormElement) => {
      const force = oneOf(FORCES, formValue(form, 'force'));
      if (force === undefined) return;
      const said = { name: formValue(form, 'name'), phone: formValue(form, 'phone'), note: formValue(form, 'note') };
      void this.act(request.setContact({ id: this.ctx.id(), of, force, ...said }), form);
    };
    return html`<details class="act no-print"><summary>${this.t('forces.add')}</summary>
      <form class="grid" aria-label=${this.t('forces.add')} @keydown=${guardComposition} @submit=${onSubmit(send)}>
        ${field(this.t('forces.force'), html`<select name="force" required>${options(FORCES, (each) => this.t(`force.${each}`), this.t('choose'))}</select>`)}
        ${field(this.t('forces.name'), html`<input name="name" required maxlength="60" autocomplete="off" />`)}
        ${field(this.t('forces.phone'), html`<input name="phone" maxlength="40" inputmode="tel" autocomplete="off" />`)}
        ${field(this.t('forces.note'), html`<input name="note" maxlength="200" autocomplete="off" />`)}
        <button type="submit">${this.t('forces.add')}</button>
      </form></details>`;
  }

  /** What changes the tree as a whole. */
  protected renderOffice(): TemplateResult | typeof nothing {
    if (!this.mayManage) return nothing;
    return html`<details class="act no-print"><summary>${this.t('import')}</summary>
        <form class="stack" aria-label=${this.t('import')} @submit=${onSubmit((form) => void this.#import(form))}>
          <p class="hint">${this.t('import.hint')}</p>
          ${field(this.t('import.rows'), html`<textarea name="rows" rows="8" required spellcheck="false"></textarea>`)} ${this.#on()}
          ${this.faults.length === 0 ? nothing : html`<div class="refusal" role="alert"><ul>${this.faults.map((each) => html`<li>${each}</li>`)}</ul></div>`}
          <button type="submit" class="primary">${this.t('import')}</button>
        </form></details>
      <details class="act no-print"><summary>${this.t('receivers')}</summary>
        <form class="stack" aria-label=${this.t('receivers')} @submit=${onSubmit((form) => void this.#receivers(form))}>
          <p class="hint">${this.t('receivers.hint')}</p>
          <div class="grid">${Object.values(this.ctx.core.people())
            .filter(({ active }) => active)
            .map(
              ({ person, name, department }) =>
                html`<label class="check"><input type="checkbox" name="people" value=${person} ?checked=${this.tree.receivers.includes(person)} /><span>${name} <span class="quiet">${this.ctx.i18n.department(department)}</span></span></label>`,
            )}</div>
          <button type="submit">${this.say('common.save')}</button>
        </form></details>`;
  }

  async #import(form: HTMLFormElement): Promise<void> {
    const { rows, faults } = readRows(formValue(form, 'rows'), Object.values(this.ctx.core.people()));
    const told = [...faults, ...importFaults(this.tree, rows)];
    this.faults = told.sort((a, b) => a.line - b.line).map(({ line, fault }) => this.t('import.line', { line, why: this.t(fault) }));
    if (told.length > 0) return;
    const on = formValue(form, 'on');
    if (!(await this.act(request.import({ rows: [...rows], on }), form)) || !this.has('directory.manage')) return;
    for (const { code, worker } of rows) if (worker !== undefined) await this.#setRights(code, { to: worker, from: [] });
  }

  async #receivers(form: HTMLFormElement): Promise<void> {
    const people = new FormData(form).getAll('people').flatMap((each) => (typeof each === 'string' ? [each] : []));
    if (this.told(await this.ctx.acts.run(request.setReceivers({ people })))) form.closest('details')?.removeAttribute('open');
  }
}

const namesOf = (words: string): string[] =>
  words
    .split(/[、，,;；\s]+/u)
    .map((each) => each.trim())
    .filter((each) => each !== '');
