import { css } from 'lit';

export const centreStyles = css`
  .sections {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    padding: 4px 0 12px;
  }
  .sections [aria-pressed='true'] {
    border-color: var(--_accent);
    font-weight: 600;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 4px 8px;
  }
  td .row,
  th .row {
    align-items: center;
  }
  table {
    margin: 12px 0;
  }
  td,
  th {
    padding: 6px 8px;
    vertical-align: top;
  }
  .now {
    background: var(--_raised);
  }
  td select {
    max-width: 110px;
  }
  .panel {
    margin: 12px 0;
    padding: 12px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  .swaps,
  .items {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  @media (max-width: 640px) {
    .stack-narrow thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .stack-narrow,
    .stack-narrow tbody,
    .stack-narrow tr,
    .stack-narrow th,
    .stack-narrow td {
      display: block;
    }
    .stack-narrow tr {
      padding: 8px 0;
      border-bottom: 1px solid var(--_line);
    }
    .stack-narrow td,
    .stack-narrow th {
      padding: 2px 0;
      border: 0;
    }
    .stack-narrow td[data-label] {
      display: grid;
      grid-template-columns: 112px 1fr;
      gap: 0 8px;
    }
    .stack-narrow td[data-label]::before {
      content: attr(data-label);
      color: var(--_muted);
    }
    .stack-narrow td[data-label] > * {
      grid-column: 2;
    }
    td select {
      max-width: none;
    }
  }
`;
