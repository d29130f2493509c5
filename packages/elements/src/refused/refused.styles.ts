import { css } from 'lit';

export const refusedStyles = css`
  section {
    margin-top: 8px;
    padding: 12px 16px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  li {
    padding: 12px 0;
    border-top: 1px solid var(--_line);
  }
  li > * + * {
    margin-top: 8px;
  }
  .head {
    justify-content: space-between;
  }
  .offer:empty {
    display: none;
  }
  .mark.ok {
    color: var(--_ok);
    border-color: currentColor;
  }
  ul {
    margin-top: 8px;
    max-height: 50vh;
    overflow: auto;
  }
  pre {
    margin: 8px 0 0;
    padding: 8px;
    background: var(--_raised);
    font: 13px/20px ui-monospace, monospace;
    white-space: pre-wrap;
  }
`;
