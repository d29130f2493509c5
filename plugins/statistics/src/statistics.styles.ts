import { css } from 'lit';

export const statisticsStyles = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
    padding: 8px 0;
  }
  .tools .field {
    width: 140px;
  }
  .pictures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(420px, 100%), 1fr));
    gap: 16px 32px;
  }
  figure {
    min-width: 0;
    break-inside: avoid;
  }
  svg {
    display: block;
    width: 100%;
    height: auto;
  }
  rect {
    fill: var(--_accent);
  }
  svg text {
    fill: var(--_ink);
    font-size: 12px;
  }
  td .link {
    min-height: 24px;
    padding: 0 4px;
  }
  td,
  th {
    padding: 4px 8px;
    overflow-wrap: break-word;
  }
  @media (max-width: 640px) {
    td,
    th {
      padding: 4px 4px 4px 0;
    }
  }
  .end {
    font-variant-numeric: tabular-nums;
  }
  .list {
    margin: 12px 0;
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  .list ul {
    max-height: 320px;
    overflow: auto;
  }
  @media print {
    td .link {
      display: inline !important;
      border: 0;
      color: inherit;
      text-decoration: none;
    }
  }
`;
