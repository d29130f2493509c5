import { css } from 'lit';

export const offersStyles = css`
  section {
    margin-top: 12px;
    padding: 12px 16px;
    border: 1px solid var(--_line);
    border-left: 3px solid var(--_accent);
    border-radius: 4px;
    background: var(--_surface);
  }
  summary {
    cursor: pointer;
  }
  summary h2 {
    display: inline;
  }
  details .stack {
    margin-top: 8px;
  }
  .said {
    padding-bottom: 4px;
  }
  .author {
    justify-content: space-between;
    padding-bottom: 8px;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .offer {
    padding: 12px 0;
    border-top: 1px solid var(--_line);
  }
  .offer > * + * {
    margin-top: 8px;
  }
  .second {
    font-size: 13px;
    line-height: 20px;
  }
  .lines {
    display: grid;
    gap: 8px;
  }
  .lines dt {
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }
  .lines dd {
    white-space: pre-wrap;
  }
  .arrow {
    padding: 0 6px;
    color: var(--_muted);
  }
  del {
    color: var(--_danger);
    text-decoration: line-through;
  }
  ins {
    color: var(--_ok);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .values {
    padding-left: 12px;
    border-left: 2px solid var(--_line);
  }
  @media (max-width: 640px) {
    section {
      padding: 12px;
    }
    .offer .row button {
      flex: 1;
    }
  }
`;
