import { css } from 'lit';

export const undoStyles = css`
  .row {
    justify-content: flex-end;
  }
  .said {
    font-size: 13px;
  }
  button {
    border-color: var(--_line);
  }
`;
