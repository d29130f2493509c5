import { css } from 'lit';

export const glanceStyles = css`
  dl {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  .cell {
    padding: 8px 12px;
    border-left: 1px solid var(--_line);
  }
  .cell:first-child {
    border-left: 3px solid var(--_accent);
    border-radius: 4px 0 0 4px;
  }
  dt {
    color: var(--_muted);
    font-size: 12px;
    line-height: 20px;
  }
  dd {
    font-size: 13px;
    line-height: 20px;
  }
  dd li + li {
    padding-top: 4px;
  }
  .next dd {
    font-size: var(--_text);
  }
  .next strong {
    display: block;
  }
  summary {
    cursor: pointer;
  }
  .basis {
    padding-left: 20px;
    color: var(--_muted);
    font-size: 12px;
  }
  @media (max-width: 1079px) {
    dl {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .cell:nth-child(n + 3) {
      border-top: 1px solid var(--_line);
    }
    .cell:nth-child(odd) {
      border-left: 0;
    }
    .cell:first-child {
      border-left: 3px solid var(--_accent);
    }
  }
  @media (max-width: 640px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }
    .cell {
      display: grid;
      grid-template-columns: 72px minmax(0, 1fr);
      gap: 8px;
      padding: 6px 12px;
      border-left: 0;
      border-top: 1px solid var(--_line);
    }
    .cell:first-child {
      border-top: 0;
    }
    :host(:lang(en)) .cell {
      grid-template-columns: 96px minmax(0, 1fr);
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
