import { css } from 'lit';

export const ordersStyles = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  .tools .search {
    flex: 1 1 200px;
  }
  .orders {
    width: 100%;
    border-collapse: collapse;
  }
  .orders th,
  .orders td {
    padding: 8px;
    border-bottom: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
  }
  .orders th {
    color: var(--_muted);
    font-size: 13px;
    font-weight: 400;
    white-space: nowrap;
  }
  .orders .words {
    display: -webkit-box;
    overflow: hidden;
    max-width: 44em;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  button.link {
    padding: 0;
    border: 0;
    text-align: start;
  }
  .late {
    color: var(--_danger);
  }
  .soon {
    color: var(--_warning);
  }
  .pre {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .acts {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
  }
  .acts > details[open] {
    width: 100%;
  }
  .done > li {
    padding: 4px 0 4px 12px;
    border-left: 2px solid var(--_line);
  }
  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    padding: 0;
    list-style: none;
    color: var(--_muted);
  }
  .steps [aria-current] {
    color: var(--_ink);
    font-weight: 600;
  }
  progress {
    width: min(320px, 100%);
  }
  .scroll {
    overflow-x: auto;
  }
  .scroll td,
  .scroll th {
    min-width: 4em;
    padding: 4px 8px;
    overflow-wrap: anywhere;
    text-align: start;
    vertical-align: top;
  }
  @media (max-width: 640px) {
    .orders thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .orders,
    .orders tbody,
    .orders tr,
    .orders td {
      display: block;
    }
    .orders tr {
      padding: 8px 0;
      border-bottom: 1px solid var(--_line);
    }
    .orders td {
      padding: 2px 0;
      border: 0;
    }
    .scroll .report {
      min-width: 640px;
    }
  }
`;
