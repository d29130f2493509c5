import { CATEGORIES, STAGES, sourceSchema } from '@onedoor/core';
import { field, PluginElement, saveFile } from '@onedoor/elements';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import {
  beside,
  type Counted,
  changeOf,
  closedRate,
  daysOf,
  figuresOf,
  formerOf,
  inPeriod,
  monthsOf,
  OPEN_STAGES,
  type Period,
  percentOf,
  periodOf,
  periodsOf,
  type Rate,
  RISKS,
  riskOf,
  SPANS,
  type Span,
  settledRate,
  stageTimesOf,
  tally,
} from './figures.js';
import type { zh } from './locales/zh.js';
import { statisticsStyles } from './statistics.styles.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const LISTED = 500;
const [BAR, STEP, WIDTH] = [16, 24, 420];
/** At 12 px: a character of a square, and one of an alphabet on average. */
const [SQUARE, LETTER] = [12, 6.4];
/** Room for the longest label of a picture, no more than half of it. */
const labelWidth = (bars: readonly { readonly label: string }[]): number =>
  Math.min(
    WIDTH / 2,
    Math.max(64, ...bars.map(({ label }) => 12 + [...label].reduce((sum, each) => sum + (each > '\u2e7f' ? SQUARE : LETTER), 0))),
  );

/** A bar and its line in the table: the matters that make it, and those of the former period where it is compared. */
interface Bar {
  readonly label: string;
  readonly rows: readonly Counted[];
  readonly former?: readonly Counted[];
  readonly value: number;
  readonly shown: string;
  readonly cells?: readonly string[];
}
interface Picture {
  readonly title: string;
  readonly note?: string;
  /** Heads of columns behind the counts. */
  readonly heads?: readonly string[];
  readonly bars: readonly Bar[];
}
const counted = (label: string, rows: readonly Counted[]): Bar => ({ label, rows, value: rows.length, shown: String(rows.length) });

/** Figures of a month, a quarter or a year, with the matters behind each. */
export class StatisticsPage extends PluginElement<keyof typeof zh> {
  static override styles = [...[PluginElement.styles].flat(), statisticsStyles];

  @state() private span: Span = 'year';
  @state() private chosen: Period | undefined;
  @state() private column = '';
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
      <div class="pictures">${this.#pictures(rows, period).map((picture) => this.#picture(picture))}</div>
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
    const columns = this.ctx.cases.columns();
    return html`<div class="tools no-print">
      ${field(this.t('span'), html`<select name="span" @change=${turn}>${SPANS.map((span) => html`<option value=${span} ?selected=${span === this.span}>${this.t(span)}</option>`)}</select>`)}
      ${field(
        this.t('period'),
        html`<select name="period" @change=${choose}>
          ${periodsOf(rows, this.span, this.ctx.clock.today()).map((each) => html`<option value=${each} ?selected=${each === period}>${each}</option>`)}
        </select>`,
      )}
      ${
        columns.length === 0
          ? nothing
          : field(
              this.t('column.choose'),
              html`<select name="column" @change=${(event: Event) => (this.column = given(event))}><option value="">${this.t('column.none')}</option>${columns.map(({ key, label }) => html`<option value=${key} ?selected=${key === this.column}>${label}</option>`)}</select>`,
            )
      }
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

  /** What pictures are drawn of: of the matters received in the period, and of the deadlines that run now. */
  #pictures(rows: readonly Counted[], period: Period): readonly Picture[] {
    const [received, former] = [inPeriod(rows, period), inPeriod(rows, formerOf(period))];
    const months = tally(received, ({ createdOn }) => createdOn.slice(0, 7));
    const trend = monthsOf(period).map((month) => counted(month, months.find(([key]) => key === month)?.[1] ?? []));
    const compared = (of: (row: Counted) => string, words: (key: string) => string): readonly Bar[] =>
      beside(received, former, of).map((part) => ({ ...counted(words(part.key), part.now), former: part.former }));
    const closed = received.filter((row) => row.closed && row.before !== undefined);
    const column = this.ctx.cases.columns().find(({ key }) => key === this.column);
    const inColumn = (row: Counted): string => {
      const cell = column === undefined ? undefined : this.ctx.cases.cell(column.key, row.case);
      return cell === undefined ? this.t('noRate') : (cell.text ?? String(cell.value));
    };
    const open = rows.filter((row) => !row.closed);
    const risks = tally(open, (row) => riskOf(this.ctx.cases.clocks(row.case)));
    return [
      ...(trend.length > 1 && received.length > 0 ? [{ title: this.t('trend'), bars: trend }] : []),
      ...(received.length === 0 && former.length === 0
        ? []
        : [
            {
              title: this.t('category'),
              bars: compared(
                ({ category }) => category,
                (key) => this.#category(key),
              ),
            },
            {
              title: this.t('source'),
              bars: compared(
                ({ source }) => source,
                (key) => this.#source(key),
              ),
            },
          ]),
      ...(received.length === 0
        ? []
        : [
            {
              title: this.t('stage'),
              bars: STAGES.map((stage) =>
                counted(
                  this.say(`stage.${stage}`),
                  received.filter((row) => row.stage === stage),
                ),
              ),
            },
            {
              title: this.t('times'),
              note: this.t('timesNote'),
              heads: [this.t('median'), this.t('longest')],
              bars: stageTimesOf(received, this.ctx.clock.now()).map(({ stage, rows: of, median, longest }) => ({
                label: this.say(`stage.${stage}`),
                rows: of,
                value: median,
                shown: daysOf(median),
                cells: [daysOf(median), daysOf(longest)],
              })),
            },
          ]),
      ...(closed.length === 0
        ? []
        : [
            {
              title: this.t('closedFrom'),
              bars: OPEN_STAGES.map((stage) =>
                counted(
                  this.say(`stage.${stage}`),
                  closed.filter(({ before }) => before === stage),
                ),
              ),
            },
          ]),
      ...(column === undefined || received.length === 0
        ? []
        : [{ title: column.label, bars: tally(received, inColumn).map(([label, of]) => counted(label, of)) }]),
      ...(open.length === 0
        ? []
        : [
            {
              title: this.t('risks'),
              bars: RISKS.map((risk) => counted(this.t(`risk.${risk}`), risks.find(([key]) => key === risk)?.[1] ?? [])),
            },
          ]),
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

  /** A picture for those who look, with the same numbers in a table for those who read. */
  #picture({ title, note, heads = [], bars }: Picture): TemplateResult {
    const most = Math.max(1, ...bars.map(({ value }) => value));
    const before = labelWidth(bars);
    const length = (value: number) => (value / most) * (WIDTH - before - 48);
    const compared = bars.some(({ former }) => former !== undefined);
    return html`<figure>
      <h3>${title}</h3>
      ${note === undefined ? nothing : html`<p class="quiet">${note}</p>`}
      <svg viewBox="0 0 ${WIDTH} ${bars.length * STEP}" role="img" aria-label=${this.t('bars', { title })}>
        ${bars.map(
          ({ label, value, shown }, at) => svg`<text x=${before - 8} y=${at * STEP + 16} text-anchor="end">${label}</text>
            <rect x=${before} y=${at * STEP + 4} height=${BAR} width=${length(value)}></rect>
            <text x=${before + length(value) + 6} y=${at * STEP + 16}>${shown}</text>`,
        )}
      </svg>
      <table>
        <caption class="sr">${title}</caption>
        <thead><tr><th scope="col">${this.t('item')}</th><th scope="col" class="end">${this.t('count')}</th>${
          compared
            ? html`<th scope="col" class="end">${this.t('former')}</th><th scope="col" class="end">${this.t('change')}</th>`
            : nothing
        }${heads.map((head) => html`<th scope="col" class="end">${head}</th>`)}</tr></thead>
        <tbody>${bars.map(
          ({ label, rows, former, cells = [] }) =>
            html`<tr><th scope="row">${label}</th><td class="end">${this.#open(`${title} ${label}`, rows)}</td>${
              former === undefined
                ? nothing
                : html`<td class="end">${this.#open(`${title} ${label} ${this.t('former')}`, former)}</td><td class="end">${this.#rate(changeOf(rows.length, former.length))}</td>`
            }${cells.map((cell) => html`<td class="end">${cell}</td>`)}</tr>`,
        )}</tbody>
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
    const sheets = this.#pictures(rows, period).map(({ title, heads = [], bars }) => {
      const compared = bars.some(({ former }) => former !== undefined);
      return {
        name: title,
        rows: [
          [this.t('item'), this.t('count'), ...(compared ? [this.t('former'), this.t('change')] : []), ...heads],
          ...bars.map(({ label, rows: of, former, cells = [] }) => [
            label,
            of.length,
            ...(former === undefined ? [] : [former.length, this.#rate(changeOf(of.length, former.length))]),
            ...cells,
          ]),
        ],
      };
    });
    saveFile(`${this.t('title')}-${period}.xlsx`, await writeXlsx([{ name: this.t('title'), rows: cells }, ...sheets]), XLSX);
  }
}

const given = (event: Event): string => (event.target instanceof HTMLSelectElement ? event.target.value : '');
