import { css } from 'lit';

export const allocationStyles = css`
  table {
    background: var(--_surface);
    border: 1px solid var(--_line);
  }
  tbody th,
  tfoot th {
    color: var(--_ink);
    font-size: 14px;
  }
  tfoot td,
  tfoot th {
    border-top: 2px solid var(--_edge);
  }
  td:last-child {
    white-space: normal;
  }
  @media (max-width: 640px) {
    th,
    td {
      padding: 8px 4px;
    }
  }
`;
