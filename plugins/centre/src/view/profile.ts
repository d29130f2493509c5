import { field, formValue, guardComposition, onSubmit } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { onDuty } from '../days.js';
import { Evidence, evidenceId, gather, houseSlice, type Item, itemsOf } from '../house.js';
import { RosterPart } from './roster.js';

const FIRST_YEAR = 2024;

/** What the centre has (四有, 五有) with what speaks for it, and who works there. */
export abstract class ProfilePart extends RosterPart {
  @state() private year = '';

  protected profileSection(): TemplateResult {
    const now = Number(this.today.slice(0, 4));
    const years = Array.from({ length: Math.max(1, now - FIRST_YEAR + 1) }, (_, at) => String(now - at));
    const judged = Object.keys(this.house.profile).sort().at(-1);
    const year = this.year === '' ? (judged ?? String(now)) : this.year;
    const items = itemsOf(year);
    const held = items.filter((item) => this.house.profile[year]?.[item]?.held === true).length;
    const choose = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.year = event.target.value;
    };
    return html`<div class="row no-print">${field(
      this.t('year'),
      html`<select name="year" @change=${choose}>${years.map((each) => html`<option ?selected=${each === year}>${each}</option>`)}</select>`,
    )}</div>
      <p><strong>${this.t(items.length === 4 ? 'profile.four' : 'profile.five', { year, held, all: items.length })}</strong> ${this.waiting(houseSlice, ({ profile }) => profile)}</p>
      <p class="quiet">${this.t('profile.hint')}</p>
      <ol class="items">${items.map((item) => html`<li class="part">${this.#item(year, item)}</li>`)}</ol>`;
  }

  #item(year: string, item: Item): TemplateResult {
    const judged = this.house.profile[year]?.[item];
    const id = evidenceId(year, item);
    const evidence = this.ctx.data.collection(Evidence).get(id);
    const label = this.t(`item.${item}`);
    const send = (form: HTMLFormElement): void => {
      const stand = formValue(form, 'held');
      if (stand === '') return;
      void this.act(houseSlice.request.assess({ year, item, held: stand === 'yes', words: formValue(form, 'words') }), form);
    };
    return html`<h3>${label} ${
      judged === undefined
        ? html`<span class="mark">${this.t('held.open')}</span>`
        : judged.held
          ? html`<span class="mark ok">${this.t('held.yes')}</span>`
          : html`<span class="mark warning">${this.t('held.no')}</span>`
    }</h3>
      ${judged === undefined ? nothing : html`<p class="quiet">${this.t('judged', { by: this.ctx.i18n.person(judged.by), at: this.ctx.i18n.moment(judged.at) })}${judged.words === '' ? nothing : html`${this.say('common.colon')}${judged.words}`}</p>`}
      ${
        evidence?.ok === true
          ? html`<onedoor-text .field=${this.ctx.text(Evidence, id, 'words', this.t('evidenceOf', { label }))} rows="2"></onedoor-text>
            ${this.history(Evidence, id, label, ['words'], this.ctx.text(Evidence, id, 'words', this.t('evidenceOf', { label })))}`
          : this.ctx.writable
            ? html`<p class="no-print"><button type="button" @click=${() => void this.ctx.commands.run(gather.request({ year, item })).then((done) => this.told(done))}>${this.t('evidence.add', { label })}</button></p>`
            : html`<p class="quiet">${this.t('evidence.none')}</p>`
      }
      ${
        this.ctx.acts.may('centre.assess').allowed
          ? html`<details class="act no-print"><summary>${this.t('assess', { label })}</summary>
            <form class="row" @keydown=${guardComposition} @submit=${onSubmit(send)}>
              ${field(this.t('stand'), html`<select name="held" required><option value="">${this.say('common.choose')}</option><option value="yes">${this.t('held.yes')}</option><option value="no">${this.t('held.no')}</option></select>`)}
              ${field(this.t('words'), html`<input name="words" maxlength="500" />`)}
              <button type="submit">${this.say('common.save')}</button>
            </form></details>`
          : nothing
      }`;
  }

  protected staffSection(): TemplateResult {
    const people = Object.values(this.ctx.core.people()).filter(({ active }) => active);
    const duties = (person: string) =>
      this.week.flatMap((day) =>
        this.posts.flatMap((post) =>
          onDuty(this.daysOf(day), { day, post: post.id }) === person ? [`${this.dayWords(day)} ${this.named(post)}`] : [],
        ),
      );
    return html`<p>${this.t('staff.count', { count: people.length })}</p>
      <table class="stack-narrow">
        <caption class="sr">${this.t('staff')}</caption>
        <thead><tr><th scope="col">${this.t('person')}</th><th scope="col">${this.t('department')}</th><th scope="col">${this.t('staff.post')}</th><th scope="col">${this.t('staff.duties')}</th></tr></thead>
        <tbody>${people.map(
          ({ person, name, department, post, postEn }) => html`<tr>
            <th scope="row">${name}</th>
            <td data-label=${this.t('department')}>${this.ctx.i18n.department(department)}</td>
            <td data-label=${this.t('staff.post')}>${this.ctx.locale === 'en' ? (postEn ?? post) : post}</td>
            <td data-label=${this.t('staff.duties')}>${duties(person).map((words) => html`<div>${words}</div>`)}</td>
          </tr>`,
        )}</tbody>
      </table>`;
  }
}
