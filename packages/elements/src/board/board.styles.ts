import { css } from 'lit';

export const boardStyles = css`
  :host {
    --_height: var(--od-board-height, max(360px, calc(100vh - 232px)));
    --_column: var(--od-column-width, 192px);
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
`;
