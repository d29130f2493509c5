import { CATEGORIES, STAGES, sourceSchema } from '@onedoor/core';
import { type CountedStatistic, field, type ListedStatistic, PluginElement, type StatisticFigure, saveFile } from '@onedoor/elements';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { drawBars } from './bars.js';
import {
  beside,
  type Counted,
  type Cut,
  changeOf,
  closedRate,
  cutOf,
  daysOf,
  figuresOf,
  formerOf,
  inPeriod,
  isStanding,
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

/** A bar and its line in the table: the matters that make it, and those of the former period where it is compared. */
interface Bar {
  readonly label: string;
  readonly rows: readonly Counted[];
  readonly former?: readonly Counted[];
  readonly value: number;
  readonly shown: string;
  readonly cells?: readonly string[];
}
/** A row of a list, whatever it is a row of. */
interface Listed {
  readonly title: string;
  readonly on?: string | undefined;
  readonly case?: string | undefined;
}
/** Figures of a plugin on the page: they wait, are being counted, or are here. */
interface Added {
  readonly listed: ListedStatistic;
  readonly counted?: CountedStatistic;
  readonly failed?: true;
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
  @state() private shown: { readonly title: string; readonly rows: readonly Listed[] } | undefined;
  /** What other plugins count; undefined until they are listed. */
  @state() private added: readonly Added[] | undefined;
  @state() private isCounting = false;
  /** Language in which they were counted: their words come in it. */
  #countedIn = '';

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#countedIn !== this.ctx.locale && this.ctx.cases.reading() === undefined) void this.#count();
  }

  /** Counts one after the other; each stands on the page as soon as it is counted. */
  async #count(): Promise<void> {
    const { locale } = this.ctx;
    // Rows of another language are not left standing.
    if (this.#countedIn !== locale) this.shown = undefined;
    this.#countedIn = locale;
    this.isCounting = true;
    const isPast = () => this.ctx.signal.aborted || this.#countedIn !== locale;
    const listed = await this.ctx.statistics.list();
    let added: readonly Added[] = listed.map((each) => ({ listed: each }));
    for (const [at, each] of listed.entries()) {
      if (isPast()) return;
      // What was counted before stays to be read until it is counted anew.
      this.added = added.map((one, index) => (one.counted === undefined ? (this.added?.[index] ?? one) : one));
      const counted = await each.count();
      added = added.with(at, { listed: each, ...(counted.ok ? { counted: counted.value } : { failed: true }) });
    }
    if (isPast()) return;
    this.added = added;
    this.isCounting = false;
  }

  protected override render(): TemplateResult {
    // Of some matters there is no figure.
    if (this.ctx.cases.reading() !== undefined)
      return html`<section aria-labelledby="title"><h2 id="title">${this.t('title')}</h2><p class="empty">${this.sum('')}</p></section>`;
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
      ${(this.added ?? []).map((each) => this.#added(each, period))}
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
    const isAnything = this.added === undefined || this.added.length > 0;
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
      ${isAnything ? html`<button type="button" ?disabled=${this.isCounting} @click=${() => void this.#count()}>${this.t(this.isCounting ? 'counting' : 'recount')}</button>` : nothing}
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
      ${this.#heads(period)}
      <tbody>${counts} ${rates}</tbody>
    </table>`;
  }

  #heads(period: Period): TemplateResult {
    return html`<thead><tr><th scope="col">${this.t('item')}</th><th scope="col" class="end">${this.t('now')} ${period}</th><th scope="col" class="end">${this.t('former')} ${formerOf(period)}</th><th scope="col" class="end">${this.t('change')}</th></tr></thead>`;
  }

  #rate(rate: Rate): string {
    const { numerator, denominator } = rate;
    return this.t('rate', { numerator, denominator, percent: percentOf(rate) ?? this.t('noRate') });
  }

  /** A number that opens the matters that make it. */
  #open(title: string, rows: readonly Counted[]): TemplateResult {
    const listed = () => rows.map((row) => ({ title: row.title, on: row.createdOn, case: row.case }));
    return this.#link(this.t('drill', { title, count: rows.length }), title, String(rows.length), listed);
  }

  #link(label: string, title: string, words: string, rows: () => readonly Listed[]): TemplateResult {
    return html`<button type="button" class="link printed" aria-label=${label} @click=${() => (this.shown = { title, rows: rows() })}>${words}</button>`;
  }

  #list(): TemplateResult | typeof nothing {
    if (this.shown === undefined) return nothing;
    const { title, rows } = this.shown;
    return html`<div class="list no-print" role="region" aria-label=${title}>
      <p class="row"><strong>${this.t('listed', { title, count: rows.length })}</strong>
        <button type="button" class="link" @click=${() => (this.shown = undefined)}>${this.t('hide')}</button></p>
      ${rows.length > LISTED ? html`<p class="quiet">${this.t('firstOnly', { count: LISTED })}</p>` : nothing}
      <ul tabindex="0" aria-label=${title}>${rows.slice(0, LISTED).map((row) => this.#row(row))}</ul>
    </div>`;
  }

  #row({ title, on, case: id }: Listed): TemplateResult {
    return html`<li>${id === undefined ? title : html`<button type="button" class="link printed" @click=${() => this.ctx.cases.open(id)}>${title}</button>`}
      ${on === undefined ? nothing : html`<span class="quiet number">${this.ctx.i18n.date(on)}</span>`}</li>`;
  }

  /** What another plugin counts, in the period of the page and the one before. */
  #added({ listed, counted, failed }: Added, period: Period): TemplateResult | typeof nothing {
    const former = formerOf(period);
    const id = `added-${listed.plugin}-${listed.id}`;
    // A plugin that has nothing for this reader has no place on the page.
    if (counted?.figures.length === 0) return nothing;
    if (counted === undefined)
      return html`<section class="added" aria-labelledby=${id}><h3 id=${id}>${listed.label}</h3>
        <p class="quiet" role="status">${this.t(failed === true ? 'failed' : 'counting')}</p></section>`;
    return html`<section class="added" aria-labelledby=${id}>
      <h3 id=${id}>${listed.label}</h3>
      <p class="quiet">${counted.basis} ${this.#held(counted)}</p>
      <div class="scroll"><table>
        <caption class="sr">${listed.label} ${period}</caption>
        ${this.#heads(period)}
        <tbody>${counted.figures.map((figure) => {
          const [now, then] = [cutOf(figure, period), isStanding(figure) ? undefined : cutOf(figure, former)];
          return html`<tr><th scope="row">${this.#called(figure)}</th>
            <td class="end">${this.#cut(figure.label, now)}</td>
            <td class="end">${then === undefined ? this.t('standing') : this.#cut(`${this.t('former')} ${figure.label}`, then)}</td>
            <td class="end">${then === undefined || now.of !== undefined ? nothing : this.#rate(changeOf(now.size, then.size))}</td></tr>`;
        })}</tbody>
      </table></div>
    </section>`;
  }

  /** From what it was counted, and when: figures of a device are no more than what it holds. */
  #held({ at, rooms }: CountedStatistic): string {
    const when = this.t('counted', { at: this.ctx.i18n.moment(at) });
    return rooms.absent === 0 ? when : `${when} ${this.t('absent', { all: rooms.read + rooms.absent, absent: rooms.absent })}`;
  }

  #called = ({ label, of }: StatisticFigure): string => (of === undefined ? label : this.t('part', { label, of: of.label }));

  #words = ({ size, of }: Cut): string => (of === undefined ? String(size) : this.#rate({ numerator: size, denominator: of }));

  #cut(title: string, cut: Cut): TemplateResult {
    const words = this.#words(cut);
    return this.#link(this.t('open', { title, value: words }), title, words, () => cut.items);
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
    const compared = bars.some(({ former }) => former !== undefined);
    return html`<figure>
      <h3>${title}</h3>
      ${note === undefined ? nothing : html`<p class="quiet">${note}</p>`}
      ${drawBars(this.t('bars', { title }), bars)}
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
    const added = (this.added ?? []).flatMap(({ listed, counted }) =>
      counted === undefined ? [] : [{ name: listed.label, rows: this.#sheet(counted, period) }],
    );
    saveFile(`${this.t('title')}-${period}.xlsx`, await writeXlsx([{ name: this.t('title'), rows: cells }, ...sheets, ...added]), XLSX);
  }

  /** Figures of a plugin for the spreadsheet: of a rate both numbers, and what was counted from what. */
  #sheet(counted: CountedStatistic, period: Period): (string | number)[][] {
    const former = formerOf(period);
    const numbers = (cut: Cut | undefined): (string | number)[] => (cut === undefined ? ['', ''] : [cut.size, cut.of ?? '']);
    return [
      [this.t('item'), `${this.t('now')} ${period}`, this.t('outOf'), `${this.t('former')} ${former}`, this.t('outOf'), this.t('rateHead')],
      ...counted.figures.map((figure) => {
        const now = cutOf(figure, period);
        const then = isStanding(figure) ? undefined : cutOf(figure, former);
        const rate = now.of === undefined ? undefined : percentOf({ numerator: now.size, denominator: now.of });
        return [this.#called(figure), ...numbers(now), ...numbers(then), rate ?? ''];
      }),
      [`${counted.basis} ${this.#held(counted)}`],
    ];
  }
}

const given = (event: Event): string => (event.target instanceof HTMLSelectElement ? event.target.value : '');
