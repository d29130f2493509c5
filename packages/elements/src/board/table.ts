import type { CaseRow } from '@onedoor/core';
import { formatFen, shanghaiDate } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { clockView } from '../internal/clock-view.js';
import { styled } from '../internal/styled.js';
import type { DrawnSpan } from '../internal/window-controller.js';
import { formatDate } from '../locales/format.js';
import type { MessageKey } from '../locales/locale.js';
import type { ShownColumn } from '../plugin-host/contributions.js';
import { leadOf } from './board-model.js';
import { type BoardSort, OWN_COLUMNS, type OwnColumn } from './board-view.js';
import { marksView, menuButton, numberView, partiesOf, titleView } from './card.js';
import type { BoardTools, ItemPlace } from './tools.js';

/** A column of the table. */
export interface TableColumn {
  readonly key: string;
  readonly label: string;
  /** Shown to the right, as numbers are. */
  readonly end: boolean;
  cell(place: ItemPlace): unknown;
}

const LABELS: Readonly<Record<OwnColumn, MessageKey>> = {
  code: 'case.number',
  stage: 'case.stage',
  clock: 'board.clock',
  parties: 'case.parties',
  lead: 'case.lead',
  village: 'case.village',
  category: 'case.category',
  created: 'board.created',
  changed: 'case.changed',
};

/** All columns that can be chosen, in their order: the board's own, then those of plugins. */
export function allColumns(tools: BoardTools): readonly TableColumn[] {
  const own = OWN_COLUMNS.map((key) => ({
    key,
    label: tools.t(LABELS[key]),
    end: false,
    cell: ({ row }: ItemPlace) => ownCell(key, row, tools),
  }));
  const added = tools.contributions.columns.map((column) => ({
    key: column.key,
    label: column.label,
    end: column.kind === 'number' || column.kind === 'money',
    cell: ({ row }: ItemPlace) => addedCell(column, row, tools),
  }));
  return [...own, ...added];
}

function ownCell(key: OwnColumn, row: CaseRow, tools: BoardTools): unknown {
  const date = (atMs: number) => html`<span class="number">${formatDate(tools.locale, shanghaiDate(atMs), tools.today)}</span>`;
  switch (key) {
    case 'code':
      return numberView(row, tools);
    case 'stage':
      return tools.t(`stage.${row.stage}`);
    case 'clock': {
      const clock = tools.clockOf(row);
      return clock === undefined ? nothing : clockView(clock, tools.locale, tools.today);
    }
    case 'parties':
      return partiesOf(row, tools);
    case 'lead':
      return tools.nameOf(leadOf(row));
    case 'village':
      return row.village;
    case 'category':
      return tools.categoryOf(row.category);
    case 'created':
      return date(row.createdAt);
    case 'changed':
      return date(row.changedAt);
  }
}

function addedCell(column: ShownColumn, row: CaseRow, tools: BoardTools): unknown {
  const cell = tools.contributions.cell(column, row);
  if (cell === undefined) return nothing;
  if (cell.text !== undefined) return cell.text;
  if (column.kind === 'date') return html`<span class="number">${formatDate(tools.locale, String(cell.value), tools.today)}</span>`;
  return html`<span class="number">${column.kind === 'money' && typeof cell.value === 'number' ? formatFen(cell.value) : cell.value}</span>`;
}

export interface TableOptions {
  readonly rows: readonly CaseRow[];
  readonly span: DrawnSpan;
  readonly columns: readonly TableColumn[];
  readonly sort: BoardSort;
  readonly tools: BoardTools;
  onSort(by: string): void;
}

/**
 * The rows as a table of which only what is in sight is drawn; how many there are is told by `aria-rowcount`. The roles
 * are written out: a narrow page lays rows out as blocks, which takes them away otherwise.
 */
export function tableView({ rows, span, columns, sort, tools, onSort }: TableOptions): TemplateResult {
  const title: TableColumn = { key: 'title', label: tools.t('case.title'), end: false, cell: () => nothing };
  const width = columns.length + 2;
  return html`<table role="table" part="table" aria-rowcount=${rows.length + 1} aria-label=${tools.t('board.title')}>
    <thead role="rowgroup">
      <tr role="row" aria-rowindex="1">
        ${[title, ...columns].map((column) => header(column, sort, onSort))}
        <th role="columnheader" scope="col" class="no-print"><span class="sr">${tools.t('board.more')}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup" data-window="table">
      ${repeat(
        span.items,
        ({ slot }) => slot,
        ({ index, gap }) => {
          const row = rows[index];
          if (row === undefined) return nothing;
          const place: ItemPlace = { row, index, count: rows.length, gap, tabbable: true };
          return html`${gap === 0 ? nothing : html`<tr aria-hidden="true" class="gap"><td colspan=${width} ${styled({ height: `${gap}px` })}></td></tr>`}
            <tr role="row" part="row" data-key=${row.case} data-case=${row.case} aria-rowindex=${index + 2}>
              <td role="cell" class="title-cell">
                ${titleView(place, tools)}
                ${row.matter === '' ? nothing : html`<p class="matter quiet">${row.matter}</p>`}
                <p class="marks" id=${`about-${row.case}`}>${marksView(place, tools)}</p>
              </td>
              ${columns.map((column) => html`<td role="cell" class=${column.end ? `end c-${column.key}` : `c-${column.key}`} data-label=${column.label}>${column.cell(place)}</td>`)}
              <td role="cell" class="menu-cell no-print">${menuButton(place, tools)}</td>
            </tr>`;
        },
      )}
      ${span.after === 0 ? nothing : html`<tr aria-hidden="true" class="gap"><td colspan=${width} ${styled({ height: `${span.after}px` })}></td></tr>`}
    </tbody>
  </table>`;
}

function header({ key, label, end }: TableColumn, sort: BoardSort, onSort: (by: string) => void): TemplateResult {
  const sorted = sort.by === key;
  const sign = sorted ? (sort.descending ? '↓' : '↑') : '';
  return html`<th role="columnheader" scope="col" class=${end ? `end c-${key}` : `c-${key}`} aria-sort=${sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
    <button type="button" class="sort" @click=${() => onSort(key)}>${label}<span aria-hidden="true" class="direction">${sign}</span></button>
  </th>`;
}
