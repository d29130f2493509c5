import { css } from 'lit';

export const undoStyles = css`
  .row {
    justify-content: flex-end;
  }
  .said {
    max-width: 320px;
    font-size: 13px;
    line-height: 16px;
  }
  button,
  button[disabled] {
    border-color: var(--_line);
    border-style: solid;
  }
`;
