import { css } from 'lit';

export const caseListStyles = css`
  .filter {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding-bottom: 12px;
  }
  .filter label:first-child {
    flex: 1 1 240px;
    max-width: 420px;
  }
  table {
    background: var(--_surface);
    border: 1px solid var(--_line);
  }
  thead th {
    background: var(--_raised);
    white-space: nowrap;
  }
  tbody tr:hover {
    background: var(--_raised);
  }
  .title {
    width: 40%;
  }
  .title a {
    font-weight: 600;
    color: var(--_ink);
    text-decoration-color: var(--_edge);
    text-underline-offset: 3px;
  }
  .title a:hover {
    color: var(--_accent);
  }
  .matter {
    display: -webkit-box;
    overflow: hidden;
    font-size: 13px;
    line-height: 20px;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
  }
  .code,
  .stage,
  .lead,
  .changed {
    white-space: nowrap;
  }
  @media (max-width: 760px) {
    table,
    tbody {
      display: block;
      border: 0;
      background: none;
    }
    thead {
      position: absolute;
      clip-path: inset(50%);
    }
    tr {
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
      margin-bottom: 8px;
      padding: 12px;
      border: 1px solid var(--_line);
      border-radius: 4px;
      background: var(--_surface);
    }
    td {
      padding: 0;
      border: 0;
    }
    .title {
      order: -1;
      width: 100%;
      font-size: 16px;
    }
    .title a {
      display: inline-block;
      padding: 4px 0;
    }
    .parties {
      width: 100%;
    }
    .changed {
      margin-left: auto;
    }
  }
`;
