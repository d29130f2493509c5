import { css } from 'lit';

/** One column at a time, filters in a sheet, rows of the table as blocks. */
export const narrowBoardStyles = css`
  .stages {
    display: flex;
    gap: 4px;
    overflow-x: auto;
    padding: 2px 2px 6px;
    scrollbar-width: none;
  }
  .stages button {
    flex: none;
    padding: 0 10px;
  }
  .stages [aria-selected='true'] {
    border-color: var(--_accent);
    color: var(--_accent);
    font-weight: 600;
    box-shadow: inset 0 -2px 0 var(--_accent);
  }
  .stages .allowed {
    border-style: dashed;
    border-color: var(--_accent);
  }
  .stages .refused {
    border-style: dotted;
    color: var(--_muted);
  }
  .stages .over {
    outline: 2px solid var(--_accent);
  }
  :host([data-narrow]) .search {
    flex: 1 1 100%;
    max-width: none;
    order: -1;
  }
  :host([data-narrow]) .views {
    flex: 1 1 84px;
  }
  :host([data-narrow]) .views select {
    width: 100%;
  }
  :host([data-narrow]) .columns {
    display: block;
    overflow: visible;
  }
  :host([data-narrow]) .column {
    height: auto;
    border: 0;
    background: none;
  }
  :host([data-narrow]) .column h2 {
    display: none;
  }
  :host([data-narrow]) .scroller {
    overflow: visible;
    padding: 0;
  }
  :host([data-narrow]) .card {
    padding: 8px 12px 10px;
    font-size: 14px;
  }
  :host([data-narrow]) .table {
    max-height: none;
    overflow: visible;
    border: 0;
    background: none;
  }
  :host([data-narrow]) .table table,
  :host([data-narrow]) .table tbody {
    display: block;
  }
  :host([data-narrow]) .table thead {
    position: absolute;
    clip-path: inset(50%);
  }
  :host([data-narrow]) .table tr:not(.gap) {
    position: relative;
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 2px 12px;
    margin-bottom: 8px;
    padding: 10px 12px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  :host([data-narrow]) .table tr.gap,
  :host([data-narrow]) .table tr.gap td {
    display: block;
  }
  :host([data-narrow]) .table td {
    width: auto;
    padding: 0;
    border: 0;
  }
  :host([data-narrow]) .table tr:hover > td {
    background: none;
  }
  :host([data-narrow]) .table td:empty {
    display: none;
  }
  :host([data-narrow]) .table td[data-label]::before {
    content: attr(data-label);
    display: block;
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }
  :host([data-narrow]) .table .title-cell,
  :host([data-narrow]) .table .c-clock,
  :host([data-narrow]) .table .c-parties {
    grid-column: 1 / -1;
  }
  :host([data-narrow]) .table .title-cell {
    padding-right: 40px;
  }
  :host([data-narrow]) .table .menu-cell {
    position: absolute;
    top: 4px;
    right: 4px;
  }
  :host([data-narrow]) td.end {
    text-align: left;
  }
  @media (max-width: 640px) {
    .card .more,
    td .more,
    button.mark {
      min-width: var(--_target);
      min-height: var(--_target) !important;
    }
    .card .head {
      margin: -6px -10px 0 0;
    }
    .keys div {
      grid-template-columns: 112px 1fr;
    }
  }
  @media (forced-colors: active) {
    .card,
    .column,
    .seal {
      border-color: CanvasText;
    }
    .column.allowed.over,
    .segments [aria-pressed='true'],
    .stages [aria-selected='true'] {
      outline: 3px solid Highlight;
    }
  }
`;

/** Lists per stage; the table whole, its head on each sheet. */
export const boardPaperStyles = css`
  @media print {
    .columns {
      display: block;
    }
    .column {
      height: auto;
      margin-bottom: 12px;
      border: 0;
    }
    .column h2 {
      break-after: avoid;
    }
    .scroller,
    .table {
      max-height: none;
      overflow: visible;
      padding: 0;
    }
    .column ul {
      columns: 2;
      padding: 0 !important;
    }
    li {
      margin: 0 !important;
      break-inside: avoid;
    }
    .table {
      border: 0;
    }
    .table thead {
      display: table-header-group;
    }
    .table tr {
      break-inside: avoid;
    }
    .table thead th {
      position: static;
    }
    .table th button.sort,
    button.mark {
      display: inline !important;
      border: 0;
    }
    .matter {
      white-space: normal;
    }
    .drop-words {
      display: none;
    }
    .card a.title:focus-visible::after {
      outline: none;
    }
  }
`;
