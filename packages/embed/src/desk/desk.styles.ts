import { css } from 'lit';

export const deskStyles = css`
  :host {
    display: block;
  }
  .told {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    margin-bottom: 8px;
  }
  .told details {
    flex-basis: 100%;
  }
`;
