import { css } from 'lit';

export const compareStyles = css`
  dialog.box {
    width: min(720px, calc(100vw - 32px));
  }
  .result {
    max-height: 56vh;
    overflow: auto;
  }
  h4 {
    margin: 8px 0 0;
    font-size: 14px;
    font-weight: 600;
  }
  .result li {
    padding: 4px 0;
    border-top: 1px solid var(--_line);
    overflow-wrap: anywhere;
  }
  .by {
    color: var(--_muted);
    font-size: 13px;
  }
  .pieces {
    padding-left: 8px;
    border-left: 2px solid var(--_line);
    white-space: pre-wrap;
  }
  ins {
    background: var(--_raised);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  del {
    color: var(--_muted);
  }
`;
