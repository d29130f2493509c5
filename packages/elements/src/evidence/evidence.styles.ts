import { css } from 'lit';

export const evidenceStyles = css`
  .scroll {
    overflow-x: auto;
  }
  table {
    min-width: 640px;
  }
  tbody th {
    color: var(--_ink);
    font-size: 14px;
    min-width: 140px;
  }
  thead th {
    white-space: nowrap;
  }
  td.date {
    min-width: 96px;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  td.actions {
    padding: 4px 0;
    text-align: right;
  }
  .apart {
    margin-left: auto;
  }
  .card {
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  @media (max-width: 760px) {
    table,
    tbody {
      display: block;
      min-width: 0;
    }
    thead {
      position: absolute;
      clip-path: inset(50%);
    }
    tr {
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
      padding: 8px 0;
      border-bottom: 1px solid var(--_line);
    }
    td,
    tbody th {
      padding: 0;
      border: 0;
    }
    tbody th {
      flex: 1 1 60%;
    }
    td:not(:first-child) {
      color: var(--_muted);
    }
    td.whole {
      flex: 1 1 100%;
    }
    tbody th {
      order: -1;
    }
    td:first-child:not(.whole) {
      order: -3;
    }
    td.actions {
      order: -1;
      margin-left: auto;
    }
    td.actions button {
      margin: -10px 0;
    }
    td.date {
      min-width: 0;
    }
    td[data-label]:not(:empty)::before {
      content: attr(data-label) ' ';
      font-size: 12px;
    }
  }
`;
