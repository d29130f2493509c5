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
`;
