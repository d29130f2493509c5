import { css } from 'lit';

export const proposalsStyles = css`
  form {
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  li {
    padding: 8px 0;
  }
  .head {
    justify-content: space-between;
    padding-bottom: 4px;
  }
  label select {
    width: auto;
  }
`;
