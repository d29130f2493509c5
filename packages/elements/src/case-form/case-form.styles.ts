import { css } from 'lit';

export const caseFormStyles = css`
  form {
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  form > * + * {
    margin-top: 12px;
  }
`;
