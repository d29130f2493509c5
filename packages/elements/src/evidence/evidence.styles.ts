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
  td:last-child {
    white-space: nowrap;
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
      flex: 1 1 80%;
    }
    td:not(:first-child) {
      color: var(--_muted);
    }
    td[data-label]:not(:empty)::before {
      content: attr(data-label) ' ';
      font-size: 12px;
    }
  }
`;
