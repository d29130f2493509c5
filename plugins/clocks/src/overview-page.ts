import { field, PluginElement } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { clocksStyles } from './clocks.styles.js';
import { chosenLines, GROUPS, type Group, groupOf, isOfRule, type Line, linesOf } from './overview.js';
import { basisOf, type Key, SIGNS, standOf, standWords } from './words.js';

/** More than this of one group is told by a number: a page of thousands helps nobody. */
const LISTED = 300;
const TASKS = 'task';

/** Every deadline of the cases that the person may read, by day. */
export class OverviewPage extends PluginElement<Key> {
  static override styles = [...[PluginElement.styles].flat(), clocksStyles];

  @state() private department = '';
  @state() private rule = '';

  protected override render(): TemplateResult {
    const today = this.ctx.clock.today();
    const isWhole = this.ctx.cases.reading() === undefined;
    const all = linesOf(this.ctx);
    const lines = chosenLines(all, { department: this.department, rule: this.rule });
    const groups = GROUPS.map((group) => [group, lines.filter(({ clock }) => groupOf(clock.dueOn, today) === group)] as const);
    return html`<section class="stack" aria-labelledby="title">
      <div class="row"><h2 id="title">${this.t('title')}</h2>${this.sum(this.t('count', { count: lines.length }))}</div>
      ${this.#tools(all, isWhole)}
      <p class="quiet">${this.t('page.hint')}</p>
      ${lines.length === 0 && isWhole ? html`<p class="empty">${this.t('page.none')}</p>` : groups.map(([group, of]) => this.#group(group, of, today, isWhole))}
    </section>`;
  }

  #tools(all: readonly Line[], isWhole: boolean): TemplateResult {
    const departments = [...new Set(all.map(({ department }) => department))].filter((id) => id !== '').sort();
    const rules = this.ctx.cases.clockRules().filter(({ key }) => all.some(({ clock }) => isOfRule(clock, key)));
    const hasTasks = all.some(({ clock }) => isOfRule(clock, TASKS));
    return html`<div class="tools no-print">
      ${field(
        this.t('department'),
        html`<select name="department" @change=${(event: Event) => (this.department = given(event))}>
          <option value="">${this.t('all')}</option>
          ${departments.map((id) => html`<option value=${id} ?selected=${id === this.department}>${this.ctx.i18n.department(id)}</option>`)}
        </select>`,
      )}
      ${field(
        this.t('kind'),
        html`<select name="rule" @change=${(event: Event) => (this.rule = given(event))}>
          <option value="">${this.t('all')}</option>
          ${rules.map(({ key, label }) => html`<option value=${key} ?selected=${key === this.rule}>${label}</option>`)}
          ${hasTasks ? html`<option value=${TASKS} ?selected=${this.rule === TASKS}>${this.t('kind.task')}</option>` : nothing}
        </select>`,
      )}
      <button type="button" ?disabled=${!isWhole} @click=${() => print()}>${this.t('print')}</button>
    </div>`;
  }

  #group(group: Group, lines: readonly Line[], today: string, isWhole: boolean): TemplateResult | typeof nothing {
    if (lines.length === 0) return nothing;
    const shown = lines.slice(0, LISTED);
    return html`<section class="group" aria-labelledby=${group}>
      <h3 id=${group}>${this.t(`group.${group}`)}${isWhole ? html` <span class="quiet number">${this.t('count', { count: lines.length })}</span>` : nothing}</h3>
      <ul>${shown.map((line) => this.#line(line, today))}</ul>
      ${shown.length === lines.length || !isWhole ? nothing : html`<p class="quiet">${this.t('more', { count: lines.length - shown.length })}</p>`}
    </section>`;
  }

  #line({ row, clock, department }: Line, today: string): TemplateResult {
    const stand = standOf(clock);
    const number = this.ctx.i18n.number(row.number);
    return html`<li class="line" data-clock=${`${row.case} ${clock.key}`}>
      <span class="number">${this.ctx.i18n.date(clock.dueOn)}</span>
      <span class=${stand}><span class="sign" aria-hidden="true">${SIGNS[stand]}</span> ${standWords(
        clock,
        today,
        (key, params) => this.t(key, params),
        (day) => this.ctx.i18n.date(day),
      )}${clock.provisional ? this.t('provisional') : nothing}</span>
      <span>${clock.text}${basisOf(clock) === '' ? nothing : html` <span class="quiet">${basisOf(clock)}</span>`}</span>
      <span><button type="button" class="link printed" @click=${() => this.ctx.cases.open(row.case)}>${row.title}</button>${number === undefined ? nothing : html` <span class="quiet number">${number}</span>`}</span>
      <span>${department === '' ? nothing : this.ctx.i18n.department(department)}</span>
    </li>`;
  }
}

const given = (event: Event): string => (event.target instanceof HTMLSelectElement ? event.target.value : '');
