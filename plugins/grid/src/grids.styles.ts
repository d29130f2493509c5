import { css } from 'lit';

export const gridsStyles = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 16px;
  }
  .tools .field {
    flex: 0 1 200px;
  }
  .scroll {
    overflow-x: auto;
  }
  .sums th[scope='row'] {
    color: inherit;
    font-size: inherit;
  }
  .terms li + li,
  .contacts li + li {
    margin-top: 8px;
  }
  .open {
    padding-left: 20px;
    list-style: disc;
  }
  @media (max-width: 640px) {
    .sums thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .sums,
    .sums tbody,
    .sums tr,
    .sums th[scope='row'] {
      display: block;
    }
    .sums tr {
      padding: 8px 0;
      border-bottom: 1px solid var(--_line);
    }
    .sums th[scope='row'] {
      padding: 0;
      border: 0;
    }
    .sums td {
      display: inline-block;
      padding: 0 12px 0 0;
      border: 0;
    }
    .sums td::before {
      content: attr(data-label) ' ';
      color: var(--_muted);
      font-size: 13px;
    }
  }
`;
