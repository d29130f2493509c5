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
  .chart {
    display: grid;
    grid-template-columns: minmax(72px, max-content) minmax(80px, 1fr) max-content;
    align-items: center;
    gap: 6px 8px;
    margin: 8px 0;
    font-size: 13px;
    line-height: 18px;
  }
  .chart .name {
    max-width: 150px;
    text-align: end;
    overflow-wrap: anywhere;
  }
  .chart .value {
    font-variant-numeric: tabular-nums;
  }
  .bar {
    display: block;
    width: 100%;
    height: 16px;
  }
  rect {
    fill: var(--_accent);
  }
  .added {
    margin-top: 24px;
    break-inside: avoid;
  }
  .scroll {
    overflow-x: auto;
  }
  .added th[scope='row'] {
    min-width: 120px;
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
`;
