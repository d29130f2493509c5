import { css } from 'lit';

export const teamStyles = css`
  li {
    padding: 6px 0;
    border-bottom: 1px solid var(--_line);
  }
  summary {
    min-height: var(--_target);
    line-height: var(--_target);
    color: var(--_muted);
    cursor: pointer;
  }
  .who {
    flex: 1 1 100px;
    min-width: 0;
  }
  .actions {
    margin-left: auto;
  }
  .post {
    font-size: 13px;
    line-height: 20px;
  }
`;
