import { css } from 'lit';

export const teamStyles = css`
  li {
    padding: 6px 0;
    border-bottom: 1px solid var(--_line);
  }
  .actions {
    margin-left: auto;
  }
  .post {
    font-size: 13px;
    line-height: 20px;
  }
`;
