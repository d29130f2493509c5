import { css } from 'lit';

export const boardStyles = css`
  :host {
    --_height: var(--od-board-height, max(360px, calc(100vh - 232px)));
    --_column: var(--od-column-width, 200px);
  }
  /* toolbar */
  .toolbar {
    display: grid;
    gap: 8px;
    padding-bottom: 4px;
  }
  .toolbar .views select {
    width: auto;
    max-width: 180px;
    font-weight: 600;
  }
  .search {
    flex: 1 1 200px;
    max-width: 360px;
  }
  .segments {
    display: flex;
  }
  .segments button {
    border-radius: 0;
  }
  .segments button:first-child {
    border-radius: 4px 0 0 4px;
  }
  .segments button:last-child {
    margin-left: -1px;
    border-radius: 0 4px 4px 0;
  }
  .segments [aria-pressed='true'] {
    position: relative;
    border-color: var(--_accent);
    color: var(--_accent);
    font-weight: 600;
    box-shadow: inset 0 -2px 0 var(--_accent);
  }
  slot[name='new-case'] {
    display: block;
  }
  .tools > slot {
    margin-left: auto;
  }
  .choice {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .choice .label {
    padding: 0;
    white-space: nowrap;
  }
  .choice select {
    width: auto;
    max-width: 148px;
  }
  .filter .choice .label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .choice.active select {
    border-color: var(--_accent);
    box-shadow: inset 0 -2px 0 var(--_accent);
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: var(--_target);
    white-space: nowrap;
  }
  input[type='checkbox'] {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .status {
    padding: 2px 0 6px;
    font-size: 13px;
    line-height: 20px;
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 8px;
    padding-bottom: 8px;
  }
  .problem .refusal {
    flex: 1;
  }

  /* columns */
  .columns {
    display: grid;
    grid-auto-columns: minmax(var(--_column), 1fr);
    grid-auto-flow: column;
    gap: 8px;
    overflow-x: auto;
    scroll-padding: 8px;
  }
  .column {
    display: flex;
    flex-direction: column;
    min-width: 0;
    height: var(--_height);
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_raised);
  }
  .column h2 {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
    padding: 6px 12px;
    border-bottom: 1px solid var(--_line);
    font-size: 14px;
    line-height: 20px;
  }
  .count {
    color: var(--_muted);
    font-weight: 400;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .column.allowed {
    border: 1px dashed var(--_accent);
  }
  .column.allowed.over {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
    background: var(--_surface);
  }
  .column.refused {
    border-style: dotted;
  }
  .column.refused .scroller {
    opacity: 0.5;
  }
  .column.refused.over {
    outline: 2px dotted var(--_danger);
    outline-offset: -2px;
  }
  .drop-words {
    padding: 4px 12px;
    border-bottom: 1px solid var(--_line);
    color: var(--_accent);
    font-size: 12px;
    line-height: 16px;
  }
  .refused .drop-words {
    color: var(--_muted);
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow: hidden auto;
    padding: 8px 8px 0;
    overscroll-behavior-y: contain;
    scrollbar-width: thin;
  }
  li {
    padding-bottom: 8px;
  }

  /* card */
  .card {
    position: relative;
    padding: 6px 10px 8px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
    font-size: 13px;
    line-height: 20px;
    user-select: none;
    -webkit-touch-callout: none;
  }
  .card:hover {
    border-color: var(--_edge);
  }
  .card.waiting {
    border-style: dashed;
    border-color: var(--_warning);
  }
  .card.held {
    outline: 2px dashed var(--_accent);
    outline-offset: 1px;
    opacity: 0.7;
  }
  .card .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 24px;
    margin-right: -6px;
    color: var(--_muted);
    font-size: 12px;
  }
  .card .more,
  td .more {
    position: relative;
    z-index: 1;
    min-width: max(24px, calc(var(--_target) - 8px));
    min-height: max(24px, calc(var(--_target) - 8px));
    font-size: 16px;
    line-height: 1;
  }
  a.title {
    color: var(--_ink);
    font-weight: 600;
    text-decoration: none;
  }
  .card a.title {
    display: -webkit-box;
    overflow: hidden;
    font-size: var(--_text);
    line-height: 1.45;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .card a.title::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 4px;
  }
  a.title:hover {
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .card a.title:focus-visible {
    outline: none;
  }
  .card a.title:focus-visible::after {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .matter {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .marks {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .card .marks:not(:empty) {
    padding-top: 4px;
  }
  .marks:empty {
    display: none;
  }
  .marks .mark {
    max-width: 100%;
    min-height: 0;
    white-space: normal;
  }
  button.mark {
    position: relative;
    z-index: 1;
    min-height: max(24px, calc(var(--_target) - 8px)) !important;
    background: var(--_surface);
    text-align: left;
  }
  .mark.ok {
    border-color: currentColor;
    color: var(--_ok);
  }
  .mark.warning {
    border-color: currentColor;
    color: var(--_warning);
  }
  .mark.danger {
    border-color: currentColor;
    color: var(--_danger);
  }
  .mark.mine {
    border-color: var(--_accent);
    color: var(--_accent);
    font-weight: 600;
  }
  .mark.news {
    border-color: transparent;
    padding: 0;
    color: var(--_accent);
  }
  .people {
    display: flex;
    align-items: center;
    gap: 6px;
    padding-top: 6px;
  }
  .seals {
    display: inline-flex;
    gap: 2px;
  }
  .lead {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .ghost {
    position: fixed;
    z-index: 10;
    pointer-events: none;
    rotate: 1.5deg;
  }
  .ghost .card {
    border-color: var(--_accent);
    opacity: 1;
    outline: none;
    box-shadow: 0 8px 24px rgb(0 0 0 / 0.25);
  }

  /* table */
  .table {
    max-height: var(--_height);
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  .table thead th {
    position: sticky;
    top: 0;
    z-index: 2;
    padding: 0;
    background: var(--_raised);
    white-space: nowrap;
  }
  .sort {
    width: 100%;
    padding: 0 8px;
    border-color: transparent;
    background: none;
    text-align: inherit;
    font-weight: 500;
  }
  .direction {
    display: inline-block;
    width: 1em;
    padding-left: 4px;
    color: var(--_accent);
  }
  .table td {
    font-size: 13px;
    line-height: 20px;
  }
  .title-cell {
    width: 32%;
    min-width: 200px;
  }
  .title-cell a.title {
    font-size: var(--_text);
  }
  .title-cell .matter {
    display: -webkit-box;
    white-space: normal;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
  }
  .c-stage,
  .c-lead,
  .c-village,
  .c-created,
  .c-changed {
    white-space: nowrap;
  }
  .menu-cell {
    width: 40px;
  }
  tr:hover > td {
    background: var(--_raised);
  }
  .gap td {
    padding: 0;
    border: 0;
  }

  /* dialogs */
  .sheet-fields {
    display: grid;
    gap: 8px;
  }
  .sheet-fields .choice {
    display: grid;
    grid-template-columns: 96px 1fr;
  }
  .sheet-fields .choice select {
    width: 100%;
    max-width: none;
  }
  .checks {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
  }
  .own-views li {
    flex-wrap: nowrap;
  }
  .grow {
    flex: 1;
    min-width: 80px;
  }
  .keys div {
    display: grid;
    grid-template-columns: 160px 1fr;
    gap: 12px;
    padding: 4px 0;
    border-bottom: 1px solid var(--_line);
  }
  kbd {
    font: inherit;
    font-variant-numeric: tabular-nums;
  }

  /* one column at a time */
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
  }
`;
