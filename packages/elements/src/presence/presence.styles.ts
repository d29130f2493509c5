import { css } from 'lit';

export const presenceStyles = css`
  ul {
    gap: 4px 12px;
  }
  li {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
`;
