import { CATEGORIES, STAGES, sourceSchema } from '@onedoor/core';
import { field, PluginElement, saveFile } from '@onedoor/elements';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import {
  type Counted,
  changeOf,
  closedRate,
  figuresOf,
  formerOf,
  inPeriod,
  monthsOf,
  type Period,
  percentOf,
  periodOf,
  periodsOf,
  type Rate,
  SPANS,
  type Span,
  settledRate,
  tally,
} from './figures.js';
import type { zh } from './locales/zh.js';
import { statisticsStyles } from './statistics.styles.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const LISTED = 500;
const [BAR, STEP, LABEL, WIDTH] = [16, 24, 120, 420];

type Parts = readonly (readonly [string, readonly Counted[]])[];

/** Figures of a month, a quarter or a year, with the matters behind each. */
export class StatisticsPage extends PluginElement<keyof typeof zh> {
  static override styles = [...[PluginElement.styles].flat(), statisticsStyles];

  @state() private span: Span = 'year';
  @state() private chosen: Period | undefined;
  @state() private shown: { readonly title: string; readonly rows: readonly Counted[] } | undefined;

  protected override render(): TemplateResult {
    const rows = this.ctx.cases.rows();
    const period = this.#period();
    const now = figuresOf(rows, period);
    return html`<section aria-labelledby="title">
      <h2 id="title">${this.t('title')}</h2>
      ${this.#tools(rows)}
      <p class="quiet">${this.t('basis')} ${this.t('settledNote')} ${this.t('device', { count: rows.length })}</p>
      ${now.received.length === 0 ? html`<p class="empty">${this.t('empty')}</p>` : nothing}
      ${this.#form(rows, period)} ${this.#list()}
      ${
        now.received.length === 0
          ? nothing
          : html`<div class="pictures">${this.#parts(now.received, period).map(([title, parts]) => this.#picture(title, parts))}</div>`
      }
    </section>`;
  }

  #period(): Period {
    if (this.chosen !== undefined) return this.chosen;
    // Early in a period there is nothing in it yet: then the last one that has something.
    const rows = this.ctx.cases.rows();
    const today = this.ctx.clock.today();
    return periodsOf(rows, this.span, today).find((period) => inPeriod(rows, period).length > 0) ?? periodOf(today, this.span);
  }

  #tools(rows: readonly Counted[]): TemplateResult {
    const turn = (event: Event): void => {
      this.span = SPANS.find((span) => span === given(event)) ?? 'year';
      this.chosen = undefined;
      this.shown = undefined;
    };
    const choose = (event: Event): void => {
      this.chosen = given(event);
      this.shown = undefined;
    };
    const period = this.#period();
    return html`<div class="tools no-print">
      ${field(this.t('span'), html`<select name="span" @change=${turn}>${SPANS.map((span) => html`<option value=${span} ?selected=${span === this.span}>${this.t(span)}</option>`)}</select>`)}
      ${field(
        this.t('period'),
        html`<select name="period" @change=${choose}>
          ${periodsOf(rows, this.span, this.ctx.clock.today()).map((each) => html`<option value=${each} ?selected=${each === period}>${each}</option>`)}
        </select>`,
      )}
      <button type="button" @click=${() => void this.#export()}>${this.t('export')}</button>
      <button type="button" @click=${() => print()}>${this.t('print')}</button>
    </div>`;
  }

  #form(rows: readonly Counted[], period: Period): TemplateResult {
    const [now, former] = [figuresOf(rows, period), figuresOf(rows, formerOf(period))];
    const counts = (['received', 'closed', 'settled'] as const).map(
      (
        key,
      ) => html`<tr><th scope="row">${this.t(key)}</th><td class="end">${this.#open(this.t(key), now[key])}</td><td class="end">${this.#open(`${this.t('former')} ${this.t(key)}`, former[key])}</td>
        <td class="end">${this.#rate(changeOf(now[key].length, former[key].length))}</td></tr>`,
    );
    const rates = (
      [
        ['closedRate', closedRate],
        ['settledRate', settledRate],
      ] as const
    ).map(
      ([key, of]) =>
        html`<tr><th scope="row">${this.t(key)}</th><td class="end">${this.#rate(of(now))}</td><td class="end">${this.#rate(of(former))}</td><td></td></tr>`,
    );
    return html`<table>
      <caption class="sr">${this.t('title')} ${period}</caption>
      <thead><tr><th scope="col">${this.t('item')}</th><th scope="col" class="end">${this.t('now')} ${period}</th><th scope="col" class="end">${this.t('former')} ${formerOf(period)}</th><th scope="col" class="end">${this.t('change')}</th></tr></thead>
      <tbody>${counts} ${rates}</tbody>
    </table>`;
  }

  #rate(rate: Rate): string {
    const { numerator, denominator } = rate;
    return this.t('rate', { numerator, denominator, percent: percentOf(rate) ?? this.t('noRate') });
  }

  /** A number that opens the matters that make it. */
  #open(title: string, rows: readonly Counted[]): TemplateResult {
    return html`<button type="button" class="link" aria-label=${this.t('drill', { title, count: rows.length })} @click=${() => (this.shown = { title, rows })}>${rows.length}</button>`;
  }

  #list(): TemplateResult | typeof nothing {
    if (this.shown === undefined) return nothing;
    const { title, rows } = this.shown;
    return html`<div class="list no-print" role="region" aria-label=${title}>
      <p class="row"><strong>${this.t('drill', { title, count: rows.length })}</strong>
        <button type="button" class="link" @click=${() => (this.shown = undefined)}>${this.t('hide')}</button></p>
      <ul>${rows.slice(0, LISTED).map((row) => html`<li><button type="button" class="link" @click=${() => this.ctx.cases.open(row.case)}>${row.title}</button> <span class="quiet number">${this.ctx.i18n.date(row.createdOn)}</span></li>`)}</ul>
    </div>`;
  }

  /** What pictures are drawn of, each with its name. */
  #parts(received: readonly Counted[], period: Period): readonly (readonly [string, Parts])[] {
    const months = tally(received, ({ createdOn }) => createdOn.slice(0, 7));
    const trend = monthsOf(period).map((month) => [month, months.find(([key]) => key === month)?.[1] ?? []] as const);
    const worded = (parts: Parts, words: (key: string) => string): Parts => parts.map(([key, rows]) => [words(key), rows]);
    return [
      ...(trend.length > 1 ? [[this.t('trend'), trend] as const] : []),
      [
        this.t('category'),
        worded(
          tally(received, ({ category }) => category),
          (key) => this.#category(key),
        ),
      ],
      [
        this.t('source'),
        worded(
          tally(received, ({ source }) => source),
          (key) => this.#source(key),
        ),
      ],
      [this.t('stage'), STAGES.map((stage) => [this.say(`stage.${stage}`), received.filter((row) => row.stage === stage)])],
    ];
  }

  #category(code: string): string {
    const known = CATEGORIES.find((each) => each === code);
    return known === undefined ? code : this.say(`category.${known}`);
  }

  #source(code: string): string {
    const known = sourceSchema.options.find((each) => each === code);
    return known === undefined ? code : this.say(`source.${known}`);
  }

  #picture(title: string, parts: Parts): TemplateResult {
    const most = Math.max(1, ...parts.map(([, rows]) => rows.length));
    const length = (count: number) => (count / most) * (WIDTH - LABEL - 48);
    return html`<figure>
      <h3>${title}</h3>
      <svg viewBox="0 0 ${WIDTH} ${parts.length * STEP}" role="img" aria-label=${this.t('bars', { title })}>
        ${parts.map(
          ([label, rows], at) => svg`<text x=${LABEL - 8} y=${at * STEP + 16} text-anchor="end">${label.slice(0, 16)}</text>
            <rect x=${LABEL} y=${at * STEP + 4} height=${BAR} width=${length(rows.length)}></rect>
            <text x=${LABEL + length(rows.length) + 6} y=${at * STEP + 16}>${rows.length}</text>`,
        )}
      </svg>
      <table>
        <caption class="sr">${title}</caption>
        <thead><tr><th scope="col">${this.t('item')}</th><th scope="col" class="end">${this.t('count')}</th></tr></thead>
        <tbody>${parts.map(([label, rows]) => html`<tr><th scope="row">${label}</th><td class="end">${this.#open(`${title} ${label}`, rows)}</td></tr>`)}</tbody>
      </table>
    </figure>`;
  }

  async #export(): Promise<void> {
    const { writeXlsx } = await import('@onedoor/elements/tables');
    const rows = this.ctx.cases.rows();
    const period = this.#period();
    const [now, former] = [figuresOf(rows, period), figuresOf(rows, formerOf(period))];
    const cells: (string | number)[][] = [
      [this.t('item'), `${this.t('now')} ${period}`, `${this.t('former')} ${formerOf(period)}`],
      ...(['received', 'closed', 'settled'] as const).map((key) => [this.t(key), now[key].length, former[key].length]),
      [this.t('closedRate'), this.#rate(closedRate(now)), this.#rate(closedRate(former))],
      [this.t('settledRate'), this.#rate(settledRate(now)), this.#rate(settledRate(former))],
    ];
    const sheets = this.#parts(now.received, period).map(([name, parts]) => ({
      name,
      rows: [[this.t('item'), this.t('count')], ...parts.map(([label, members]) => [label, members.length])],
    }));
    saveFile(`${this.t('title')}-${period}.xlsx`, await writeXlsx([{ name: this.t('title'), rows: cells }, ...sheets]), XLSX);
  }
}

const given = (event: Event): string => (event.target instanceof HTMLSelectElement ? event.target.value : '');
