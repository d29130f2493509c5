import { CATEGORIES, type FileRef, provisionalCode, type Result } from '@onedoor/core';
import { errorLabel, field, filled, formValue, guardComposition, oneOf, onSubmit, options, typed } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { GridElement, type MatterValue, type VisitValue } from './grid-element.js';
import { reportUp } from './report-up.js';
import {
  addMatter,
  addVisit,
  attachPhoto,
  correctVisit,
  detachPhoto,
  endMatter,
  type MatterResult,
  removeVisit,
  restoreVisit,
  VISIT_KINDS,
  Visit,
  type VisitKind,
} from './visits.js';

/** While somebody types, a field is stored when they pause; leaving it stores at once. */
const PAUSE_MS = 400;

/** One visit as it is written down: every field is stored as it is filled in, so that nothing depends on a last press. */
export abstract class VisitPart extends GridElement {
  /** Grid that is worked in. */
  protected abstract readonly code: string;
  /** Visit on the screen. */
  @state() protected visit: string | undefined;
  @state() protected removed: string | undefined;
  /** What of a report did not go through. */
  @state() private problems: readonly string[] = [];
  @state() private busy = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
  }

  /** Begins a visit: a draft from now on, here and, with network, with the server. */
  protected async begin(kind: VisitKind, household?: { readonly village: string; readonly household: string }): Promise<void> {
    const { code } = this;
    const { villages } = this.gridNamed(code);
    const id = this.ctx.id();
    const begun = await this.placeOf(code).commands.run(
      addVisit.request({
        id,
        day: this.ctx.clock.today(),
        kind,
        by: this.ctx.me.person,
        village: household?.village ?? (villages.length === 1 ? (villages[0] ?? '') : ''),
        ...(household === undefined ? {} : { household: household.household }),
        words: '',
        draft: true,
      }),
    );
    if (!this.told(begun)) return;
    this.removed = undefined;
    this.problems = [];
    this.visit = id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#visit')?.focus();
  }

  protected renderVisit(visit: VisitValue): TemplateResult {
    const { id, kind, day } = visit;
    const { writable } = this.placeOf(this.code);
    const matters = this.mattersOf(this.code).filter((matter) => matter.visit === id);
    return html`<section class="screen" aria-labelledby="visit">
      <p><button type="button" class="back" @click=${() => this.leave()}>← ${this.t('mine')}</button></p>
      <h2 id="visit" tabindex="-1">${this.t(`kind.${kind}`)} <span class="quiet number">${this.day(day)}</span></h2>
      ${this.refusal()} ${this.#problemLines()}
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(() => void this.finish(visit))}>
        ${this.#where(visit, writable)}
        ${field(this.t('visit.words'), this.words(this.code, id, this.t('visit.words')), this.t('visit.wordsHint'))}
        ${field(
          this.t('visit.leaflets'),
          html`<input name="leaflets" type="number" inputmode="numeric" min="1" max="10000" ?readonly=${!writable} .value=${typed(visit.leaflets === undefined ? '' : String(visit.leaflets))} @change=${(event: Event) => this.#leaflets(event, visit)} />`,
        )}
        <details class="more">
          <summary>${this.t('visit.more')}</summary>
          <div class="stack">
            ${field(this.t('visit.day'), html`<input name="day" type="date" max=${this.ctx.clock.today()} ?readonly=${!writable} .value=${typed(day)} @change=${(event: Event) => this.#day(event, visit)} />`)}
            ${field(
              this.t('visit.kind'),
              html`<select name="kind" ?disabled=${!writable} @change=${(event: Event) => this.#kind(event, visit)}>
                ${VISIT_KINDS.map((each) => html`<option value=${each} ?selected=${each === kind}>${this.t(`kind.${each}`)}</option>`)}
              </select>`,
            )}
          </div>
        </details>
      </form>
      <section aria-labelledby="photos">
        <h3 id="photos">${this.t('visit.photos')}</h3>
        <onedoor-files case=${this.ctx.case} room=${this.roomName} label=${this.t('visit.photos')} accept="image/*" ?read-only=${!writable}
          .files=${this.photosOf(this.code).flatMap((photo) => (photo.visit === id ? [photo.file] : []))}
          @od-file-added=${(event: CustomEvent<{ file: FileRef }>) => void this.#attach(id, event.detail.file)}
          @od-file-removed=${(event: CustomEvent<{ file: FileRef }>) => void this.#detach(event.detail.file)}></onedoor-files>
      </section>
      <section class="stack" aria-labelledby="matters">
        <h3 id="matters">${this.t('visit.matters')}</h3>
        ${matters.length === 0 ? nothing : html`<ul>${matters.map((matter) => html`<li class="card">${this.renderMatter(matter)}</li>`)}</ul>`}
        ${writable ? this.#matterForm(visit) : nothing}
      </section>
      <div class="bar no-print">
        ${
          visit.draft === true
            ? html`<button type="button" class="primary big" @click=${() => void this.finish(visit)}>${this.t('visit.finish')}</button>
                <button type="button" class="big" @click=${() => void this.#remove(id)}>${this.t('visit.remove')}</button>`
            : html`<button type="button" class="primary big" @click=${() => this.leave()}>${this.t('visit.close')}</button>
                ${writable ? html`<button type="button" class="big" @click=${() => void this.#remove(id)}>${this.t('visit.remove')}</button>` : nothing}`
        }
      </div>
    </section>`;
  }

  protected abstract readonly roomName: string;

  /** Back to the grid; what was written is stored already. */
  protected leave(): void {
    this.visit = undefined;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#title')?.focus());
  }

  #where(visit: VisitValue, writable: boolean): TemplateResult {
    const { villages } = this.gridNamed(this.code);
    const known = villages.includes(visit.village) || visit.village === '';
    const households = this.visitsOf(this.code).flatMap(({ household, village }) =>
      household !== undefined && (visit.village === '' || village === visit.village) ? [household] : [],
    );
    const name = (key: 'village' | 'household', label: string, list: string, max: number) =>
      field(
        label,
        html`<input name=${key} maxlength=${max} autocomplete="off" enterkeyhint="done" list=${list} ?readonly=${!writable} .value=${typed(visit[key] ?? '')}
          @input=${(event: Event) => this.#typing(event, visit, key)} @change=${(event: Event) => this.#name(event, visit, key)} />`,
      );
    return html`<fieldset class="stack">
      <legend class="sr">${this.t('visit.where')}</legend>
      ${
        villages.length < 2 || !writable
          ? nothing
          : html`<div class="chips" role="group" aria-label=${this.t('visit.village')}>
              ${villages.map(
                (village) =>
                  html`<button type="button" class="chip" aria-pressed=${village === visit.village ? 'true' : 'false'} @click=${() => void this.#patch(visit.id, { village })}>${village}</button>`,
              )}
            </div>`
      }
      ${villages.length > 1 && known && writable ? nothing : name('village', this.t('visit.village'), 'villages', 40)}
      ${visit.kind === 'round' ? nothing : name('household', this.t('visit.household'), 'households', 60)}
      <datalist id="villages">${villages.map((village) => html`<option value=${village}></option>`)}</datalist>
      <datalist id="households">${[...new Set(households)].map((household) => html`<option value=${household}></option>`)}</datalist>
    </fieldset>`;
  }

  async #patch(id: string, patch: Parameters<typeof correctVisit.request>[0]['patch']): Promise<boolean> {
    return this.told(await this.placeOf(this.code).commands.run(correctVisit.request({ id, patch })));
  }

  #typing(event: Event, visit: VisitValue, key: 'village' | 'household'): void {
    clearTimeout(this.#pause);
    if (event instanceof InputEvent && event.isComposing) return;
    const { currentTarget } = event;
    this.#pause = setTimeout(() => this.#store(currentTarget, visit, key), PAUSE_MS);
  }

  #name(event: Event, visit: VisitValue, key: 'village' | 'household'): void {
    clearTimeout(this.#pause);
    this.#store(event.currentTarget, visit, key);
  }

  #store(box: EventTarget | null, { id }: VisitValue, key: 'village' | 'household'): void {
    if (!(box instanceof HTMLInputElement)) return;
    const value = box.value.trim();
    const read = this.placeOf(this.code).data.collection(Visit).get(id);
    // An empty household is none: a field that must not be empty is taken away by the next name alone.
    if (read?.ok !== true || (read.value[key] ?? '') === value || (key === 'household' && value === '')) return;
    void this.#patch(id, { [key]: value });
  }

  #leaflets(event: Event, { id }: VisitValue): void {
    const count = event.currentTarget instanceof HTMLInputElement ? Number(event.currentTarget.value) : 0;
    if (Number.isInteger(count) && count > 0) void this.#patch(id, { leaflets: count });
  }

  #day(event: Event, { id }: VisitValue): void {
    const day = event.currentTarget instanceof HTMLInputElement ? event.currentTarget.value : '';
    if (day !== '' && day <= this.ctx.clock.today()) void this.#patch(id, { day });
  }

  #kind(event: Event, { id }: VisitValue): void {
    const kind = event.currentTarget instanceof HTMLSelectElement ? oneOf(VISIT_KINDS, event.currentTarget.value) : undefined;
    if (kind !== undefined) void this.#patch(id, { kind });
  }

  protected async finish({ id }: Pick<VisitValue, 'id'>): Promise<void> {
    // A name that is still in its box goes first.
    for (const box of this.renderRoot.querySelectorAll<HTMLInputElement>('input[name=village], input[name=household]'))
      box.dispatchEvent(new Event('change'));
    if (await this.#patch(id, { draft: false })) this.leave();
  }

  async #remove(id: string): Promise<void> {
    if (!this.told(await this.placeOf(this.code).commands.run(removeVisit.request({ id })))) return;
    this.removed = id;
    this.leave();
  }

  protected removedLine(): TemplateResult | typeof nothing {
    const { removed } = this;
    if (removed === undefined) return nothing;
    const back = async () => {
      if (this.told(await this.placeOf(this.code).commands.run(restoreVisit.request({ id: removed })))) this.removed = undefined;
    };
    return html`<p class="notice row" role="status">${this.t('visit.removed')} <button type="button" @click=${() => void back()}>${this.say('common.undo')}</button></p>`;
  }

  async #attach(visit: string, file: FileRef): Promise<void> {
    this.told(await this.placeOf(this.code).commands.run(attachPhoto.request({ id: this.ctx.id(), visit, file })));
  }

  async #detach(file: FileRef): Promise<void> {
    const photo = this.photosOf(this.code).find((each) => each.file.id === file.id);
    if (photo !== undefined) this.told(await this.placeOf(this.code).commands.run(detachPhoto.request({ id: photo.id })));
  }

  #matterForm(visit: VisitValue): TemplateResult {
    const send = (form: HTMLFormElement, event: SubmitEvent) => {
      const button = event.submitter;
      const result = button instanceof HTMLButtonElement ? button.value : 'open';
      void this.#found(form, visit, result === 'settled' || result === 'reported' ? result : 'open');
    };
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) send(event.currentTarget, event);
    };
    return html`<details class="act">
      <summary>${this.t('matter.add')}</summary>
      <form class="stack" aria-label=${this.t('matter.add')} @keydown=${guardComposition} @submit=${submit}>
        ${field(this.t('matter.title'), html`<textarea name="title" rows="2" maxlength="200" required></textarea>`)}
        ${field(
          this.say('case.category'),
          html`<select name="category" required>${options(CATEGORIES, (each) => `${each} ${this.say(`category.${each}`)}`, this.t('choose'))}</select>`,
        )}
        ${field(this.t('matter.people'), html`<input name="people" maxlength="200" autocomplete="off" />`, this.t('matter.peopleHint'))}
        ${field(this.t('matter.place'), html`<input name="place" maxlength="200" autocomplete="off" />`)}
        ${field(this.t('matter.done'), html`<textarea name="done" rows="3" maxlength="2000"></textarea>`)}
        <div class="choices">
          <button type="submit" class="big" name="result" value="settled" ?disabled=${this.busy}>${this.t('result.settled')}</button>
          <button type="submit" class="big primary" name="result" value="reported" ?disabled=${this.busy}>${this.t('matter.reportUp')}</button>
          <button type="submit" class="big" name="result" value="open" ?disabled=${this.busy}>${this.t('matter.later')}</button>
        </div>
        <p class="hint">${this.t('matter.reportHint')}</p>
      </form>
    </details>`;
  }

  async #found(form: HTMLFormElement, visit: VisitValue, result: MatterResult): Promise<void> {
    const category = oneOf(CATEGORIES, formValue(form, 'category'));
    if (category === undefined || this.busy) return;
    const done = filled(form, 'done');
    if (result === 'settled' && done === undefined) {
      this.problems = [this.t('matter.howSettled')];
      form.querySelector<HTMLElement>('[name=done]')?.focus();
      return;
    }
    const [people, place] = [filled(form, 'people'), filled(form, 'place')];
    const id = this.ctx.id();
    await this.#alone(async () => {
      const request = addMatter.request({
        id,
        visit: visit.id,
        foundOn: visit.day,
        title: formValue(form, 'title'),
        category,
        ...(people === undefined ? {} : { people }),
        ...(place === undefined ? {} : { place }),
        ...(done === undefined ? {} : { done }),
        ...(result === 'settled' ? { result, endedOn: this.ctx.clock.today() } : { result: 'open' as const }),
      });
      if (!this.told(await this.placeOf(this.code).commands.run(request))) return;
      form.reset();
      form.closest('details')?.removeAttribute('open');
      if (result === 'reported') await this.#report(id);
    });
  }

  async #report(id: string): Promise<void> {
    const { ctx, tree } = this;
    const reported = await reportUp(ctx, { grid: this.gridNamed(this.code), tree, matter: id });
    if (this.told(reported) && reported.ok) this.problems = reported.value.refusals.map(({ code }) => errorLabel(ctx.locale, code));
  }

  /** One report at a time: a second press while the first is under way makes no second case. */
  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } finally {
      this.busy = false;
    }
  }

  #problemLines(): TemplateResult | typeof nothing {
    if (this.problems.length === 0) return nothing;
    return html`<div class="notice" role="alert"><ul>${this.problems.map((each) => html`<li>${each}</li>`)}</ul></div>`;
  }

  /** A matter with what can still be done with it. */
  protected renderMatter(matter: MatterValue): TemplateResult {
    const { writable } = this.placeOf(this.code);
    return html`<div class="matter" data-matter=${matter.id}>
      <p class="name">${matter.title}</p>
      <p class="quiet">${[this.say(`category.${matter.category}`), matter.people, matter.place].filter(Boolean).join(' · ')}</p>
      ${matter.done === undefined ? nothing : html`<p>${matter.done}</p>`}
      <p>
        <span class="mark">${this.t(`result.${matter.result}`)}</span>
        ${matter.endedOn === undefined ? nothing : html`<span class="quiet number">${this.day(matter.endedOn)}</span>`}
      </p>
      ${matter.case === undefined ? nothing : this.#caseLine(matter.case)}
      ${
        matter.result === 'open' && writable
          ? html`<div class="choices no-print">
              <button type="button" class="primary" ?disabled=${this.busy} @click=${() => void this.#alone(() => this.#report(matter.id))}>${this.t('matter.reportUp')}<span class="sr"> ${matter.title}</span></button>
            </div>
            <details class="act no-print">
              <summary>${this.t('result.settled')}</summary>
              <form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#settle(form, matter.id))}>
                ${field(this.t('matter.done'), html`<textarea name="done" rows="3" maxlength="2000" required></textarea>`)}
                <button type="submit" class="primary">${this.t('matter.settle')}</button>
              </form>
            </details>`
          : nothing
      }
    </div>`;
  }

  #caseLine(id: string): TemplateResult {
    const number = this.caseNumber(id);
    return html`<p>
      ${this.t('matter.case')} <span class="number">${number ?? `${this.t('unnumbered')}（${this.t('provisional')} ${provisionalCode(id)}）`}</span>
      <button type="button" class="link no-print" @click=${() => this.ctx.cases.open(id)}>${this.t('matter.look')}</button>
    </p>`;
  }

  async #settle(form: HTMLFormElement, id: string): Promise<void> {
    const settled: Result<void> = await this.placeOf(this.code).commands.run(
      endMatter.request({ id, result: 'settled', endedOn: this.ctx.clock.today(), done: formValue(form, 'done') }),
    );
    this.told(settled);
  }

  /** Visits as a list, each to be opened. */
  protected visitList(visits: readonly VisitValue[], unsent: ReadonlySet<string>): TemplateResult {
    return html`<ul>
      ${repeat(
        visits,
        ({ id }) => id,
        (visit) => html`<li>
          <button type="button" class="line" data-visit=${visit.id} @click=${() => this.open(visit.id)}>
            <span class="name">${visit.household ?? this.t(`kind.${visit.kind}`)}</span>
            <span class="quiet">${[visit.village, visit.household === undefined ? '' : this.t(`kind.${visit.kind}`)].filter(Boolean).join(' · ')}</span>
            <span class="quiet number">${this.day(visit.day)}</span>
            ${visit.draft === true ? html`<span class="mark">${this.t('visit.draft')}</span>` : nothing}
            ${unsent.has(visit.id) ? html`<span class="mark pending">${this.t('unsent')}</span>` : nothing}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  protected open(id: string): void {
    this.problems = [];
    this.visit = id;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#visit')?.focus());
  }
}
