import { css } from 'lit';

export const presenceStyles = css`
  ul {
    padding-top: 4px;
    gap: 4px 12px;
    font-size: 13px;
  }
  li {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .dot {
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: hsl(var(--hue) 55% 45%);
  }
`;
