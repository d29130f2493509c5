import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ErrandPart } from './errand-part.js';
import { openErrands } from './errands.js';
import type { VisitValue } from './grid-element.js';
import { mineStyles } from './mine.styles.js';
import { householdKey } from './tally.js';
import { contactsOf, roomOf } from './tree.js';
import { Visit } from './visits.js';

const SHOWN = 10;
/** So many households are shown of those that a search finds. */
const MOST_FOUND = 20;

interface Household {
  readonly village: string;
  readonly household: string;
  readonly last: string;
}

/**
 * The worker's own grid, for a telephone in one hand: what is to be done stands first, the ways to begin something at the bottom
 * where a thumb reaches. Everything is here without network; what waits to be sent is told.
 */
export class MineView extends ErrandPart {
  static override styles = [...ErrandPart.styles, mineStyles];

  @state() private picked: string | undefined;
  @state() private search = '';
  @state() private limit = SHOWN;

  protected get code(): string {
    return this.picked ?? this.codesBy('grid.work.')[0] ?? '';
  }

  protected get roomName(): string {
    return roomOf(this.code);
  }

  protected override render(): TemplateResult {
    if (this.code === '') return html`<section><h2 id="title">${this.t('mine')}</h2><p class="empty">${this.t('noGrid')}</p></section>`;
    if (this.errand !== undefined) return this.renderErrand(this.errand);
    const read = this.visit === undefined ? undefined : this.placeOf(this.code).data.collection(Visit).get(this.visit);
    return read?.ok === true ? this.renderVisit(read.value) : this.#home();
  }

  #home(): TemplateResult {
    const { code } = this;
    const unsent = this.placeOf(code).unsent();
    const visits = this.visitsOf(code).sort((a, b) => (a.day === b.day ? (a.id < b.id ? 1 : -1) : a.day < b.day ? 1 : -1));
    const drafts = visits.filter(({ draft }) => draft === true);
    const done = visits.filter(({ draft }) => draft !== true);
    const today = done.filter(({ day }) => day === this.ctx.clock.today()).length;
    const open = this.mattersOf(code).filter(({ result }) => result === 'open');
    const errands = openErrands(this.errandsOf(code));
    const codes = this.codesBy('grid.work.');
    return html`<section class="screen" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${this.gridNamed(code).name} <span class="quiet">${this.committeeName(code)}</span></h2>
      ${
        codes.length < 2
          ? nothing
          : html`<div class="chips" role="group" aria-label=${this.t('grid.choose')}>${codes.map((each) => html`<button type="button" class="chip" aria-pressed=${each === code ? 'true' : 'false'} @click=${() => (this.picked = each)}>${this.gridNamed(each).name}</button>`)}</div>`
      }
      ${this.refusal()} ${this.removedLine()} ${this.damaged(code)}
      <p class="today"><span>${this.t('today', { count: today })}</span> <span role="status" class=${unsent.size === 0 ? 'quiet' : 'waits'}>${unsent.size === 0 ? this.t('allSent') : this.t('waits', { count: unsent.size })}</span></p>
      ${this.#searching(visits)}
      ${
        this.search !== ''
          ? nothing
          : html`${drafts.length === 0 ? nothing : html`<section aria-labelledby="drafts"><h3 id="drafts">${this.t('drafts', { count: drafts.length })}</h3>${this.visitList(drafts, unsent)}</section>`}
      ${open.length === 0 ? nothing : html`<section aria-labelledby="open"><h3 id="open">${this.t('openMatters', { count: open.length })}</h3><ul>${open.map((matter) => html`<li class="card">${this.renderMatter(matter)}</li>`)}</ul></section>`}
      ${errands.length === 0 ? nothing : html`<section aria-labelledby="errands"><h3 id="errands">${this.t('openErrands', { count: errands.length })}</h3>${this.#errandList(errands, unsent)}</section>`}
      ${
        done.length === 0 && drafts.length === 0
          ? html`<p class="empty">${this.t('nothingYet')}</p>`
          : html`<section aria-labelledby="done"><h3 id="done">${this.t('visits', { count: done.length })}</h3>${this.visitList(done.slice(0, this.limit), unsent)}
        ${done.length > this.limit ? html`<p><button type="button" class="wide" @click=${() => (this.limit += SHOWN)}>${this.t('moreVisits', { count: Math.min(SHOWN, done.length - this.limit) })}</button></p>` : nothing}</section>`
      }
      ${this.#contacts()}`
      }
      <div class="bar no-print">
        <button type="button" class="primary big" @click=${() => void this.begin('household')}>${this.t('begin.household')}</button>
        <button type="button" class="big" @click=${() => void this.begin('round')}>${this.t('begin.round')}</button>
        <button type="button" class="big" @click=${() => void this.begin('leaflets')}>${this.t('begin.leaflets')}</button>
        <button type="button" class="big" @click=${() => this.openErrand('new')}>${this.t('begin.errand')}</button>
      </div>
    </section>`;
  }

  /** Households by name, from what was written down before; one is visited again with one press. */
  #searching(visits: readonly VisitValue[]): TemplateResult {
    const words = householdKey('', this.search).slice(1);
    const found = new Map<string, Household>();
    if (words !== '')
      for (const { village, household, day } of visits) {
        if (household === undefined) continue;
        const key = householdKey(village, household);
        if (key.includes(words) && !found.has(key)) found.set(key, { village, household, last: day });
      }
    const typing = (event: Event) => {
      if (event instanceof InputEvent && event.isComposing) return;
      if (event.currentTarget instanceof HTMLInputElement) this.search = event.currentTarget.value.trim();
    };
    return html`<div>
      <input type="search" name="search" .value=${this.search} aria-label=${this.t('search')} placeholder=${this.t('search')} autocomplete="off" enterkeyhint="search" @input=${typing} @compositionend=${typing} />
      ${
        this.search === ''
          ? nothing
          : html`<p class="quiet" role="status">${this.t('found', { count: found.size })}</p>
              <ul>
                ${[...found.values()]
                  .slice(0, MOST_FOUND)
                  .map(
                    (each) =>
                      html`<li><button type="button" class="line" @click=${() => this.#again(each)}><span class="name">${each.household}</span> <span class="quiet">${each.village}</span> <span class="quiet number">${this.t('lastVisit', { on: this.day(each.last) })}</span></button></li>`,
                  )}
              </ul>`
      }
    </div>`;
  }

  #again({ village, household }: Household): void {
    this.search = '';
    void this.begin('household', { village, household });
  }

  #errandList(errands: ReturnType<typeof openErrands>, unsent: ReadonlySet<string>): TemplateResult {
    const today = this.ctx.clock.today();
    return html`<ul>
      ${errands.map(
        (errand) => html`<li><button type="button" class="line" data-errand=${errand.id} @click=${() => this.openErrand(errand.id)}>
          <span class="name">${errand.what}</span> <span class="quiet">${errand.forWhom}</span>
          ${errand.dueOn === undefined ? nothing : html`<span class=${errand.dueOn < today ? 'late number' : 'quiet number'}>${errand.dueOn < today ? html`<span aria-hidden="true">■</span> ` : nothing}${this.t('errand.due', { on: this.day(errand.dueOn) })}</span>`}
          ${unsent.has(errand.id) ? html`<span class="mark pending">${this.t('unsent')}</span>` : nothing}
        </button></li>`,
      )}
    </ul>`;
  }

  /** Who can help here. */
  #contacts(): TemplateResult | typeof nothing {
    const contacts = contactsOf(this.tree, this.code);
    if (contacts.length === 0) return nothing;
    return html`<details class="more">
      <summary>${this.t('contacts', { count: contacts.length })}</summary>
      <ul>
        ${contacts.map(
          ({
            force,
            name,
            phone,
            note,
          }) => html`<li class="card"><p class="name">${name} <span class="mark">${this.t(`force.${force}`)}</span></p>
            ${note === '' ? nothing : html`<p class="quiet">${note}</p>`} ${phone === '' ? nothing : html`<p><a href=${`tel:${phone.replace(/[^\d+]/g, '')}`}>${phone}</a></p>`}</li>`,
        )}
      </ul>
    </details>`;
  }
}
