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
  .card {
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_raised);
  }
  .rows li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 104px 144px auto;
    gap: 4px 12px;
    align-items: end;
    padding: 8px 0;
    border-bottom: 1px solid var(--_line);
  }
  .part {
    min-height: 32px;
    text-align: right;
    line-height: 32px;
  }
  .rows .link {
    min-height: 32px;
  }
  .share input {
    text-align: right;
  }
  .each {
    grid-column: 1 / -1;
    padding-top: 4px;
    font-size: 13px;
  }
  .weights {
    grid-column: 1 / -1;
    font-size: 13px;
  }
  .weights li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 96px 128px;
    gap: 8px;
    align-items: center;
    padding: 4px 0;
  }
  .weights input,
  .weights .end {
    text-align: right;
  }
  .scroll {
    overflow-x: auto;
  }
  .sum {
    margin-left: auto;
  }
  .flaw {
    color: var(--_warning);
  }
  @media (max-width: 640px) {
    th,
    td {
      padding: 8px 4px;
    }
    .card {
      padding: 12px;
    }
    .rows li {
      grid-template-columns: 104px minmax(0, 1fr) auto;
    }
    .rows .weights li {
      grid-template-columns: minmax(0, 1fr) 72px 112px;
    }
    .rows .group {
      grid-column: 1 / -1;
    }
    .part {
      line-height: 44px;
    }
    .rows .link {
      min-height: 44px;
    }
  }
`;
