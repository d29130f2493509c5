import { css } from 'lit';

export const tasksStyles = css`
  li {
    padding: 8px 0;
    border-bottom: 1px solid var(--_line);
  }
  .what {
    font-weight: 600;
  }
  .mine .what::before {
    content: '▸ ';
    color: var(--_accent);
  }
  .line {
    font-size: 13px;
    line-height: 20px;
  }
  .row {
    padding-top: 4px;
  }
  form {
    margin-top: 4px;
  }
  details summary {
    min-height: var(--_target);
    line-height: var(--_target);
    color: var(--_muted);
    cursor: pointer;
  }
  .note {
    padding-left: 8px;
    border-left: 2px solid var(--_line);
    color: var(--_muted);
  }
`;
