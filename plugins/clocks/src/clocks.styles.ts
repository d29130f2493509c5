import { css } from 'lit';

export const clocksStyles = css`
  h4 {
    margin: 0;
    font-size: 15px;
    line-height: 22px;
  }
  .clock-part summary {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    align-items: baseline;
    cursor: pointer;
  }
  .clock-part summary > * {
    margin: 0;
  }
  .clock-part summary::after {
    content: '▾';
    color: var(--_muted);
  }
  .clock-part [open] > summary::after {
    content: '▴';
  }
  .day {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
  }
  .overdue,
  .late {
    color: var(--_danger);
  }
  .soon,
  .due,
  .incomplete {
    color: var(--_warning);
  }
  .changes > li + li {
    margin-top: 8px;
  }
  .changes {
    padding-left: 0;
    list-style: none;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
    padding: 8px 0;
  }
  .tools .field {
    width: 200px;
  }
  .line {
    display: grid;
    grid-template-columns: 112px 132px minmax(0, 2fr) minmax(0, 2fr) minmax(0, 1fr);
    gap: 0 12px;
    padding: 6px 0;
    border-top: 1px solid var(--_line);
  }
  .line > * {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .line .link {
    padding-inline: 0;
  }
  .group + .group {
    margin-top: 16px;
  }
  @media (max-width: 640px) {
    .tools .field {
      width: 100%;
    }
    .line {
      grid-template-columns: auto 1fr;
    }
    .line > :nth-child(n + 3) {
      grid-column: 1 / -1;
    }
  }
  @media print {
    .clock-part,
    .line {
      break-inside: avoid;
    }
  }
`;
