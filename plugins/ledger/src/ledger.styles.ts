import { css } from 'lit';

export const ledgerStyles = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
    padding: 8px 0;
  }
  .tools .field {
    width: 140px;
  }
  .head {
    align-items: end;
  }
  .head .wider {
    width: 260px;
    margin-inline-start: auto;
  }
  .fold[open] > summary {
    display: none;
  }
  .scroll {
    height: max(320px, calc(100vh - 320px));
    overflow: auto;
    border: 1px solid var(--_line);
    background: var(--_surface);
  }
  table {
    min-width: 960px;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 4px 8px;
    background: var(--_raised);
  }
  th button {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-weight: inherit;
  }
  td {
    padding: 6px 8px;
  }
  td.long {
    min-width: 160px;
  }
  td.one {
    white-space: nowrap;
  }
  tr.gap td {
    padding: 0;
    border: 0;
  }
  tr.group th {
    background: var(--_raised);
    color: var(--_ink);
    font-weight: 600;
  }
  td .link {
    min-height: 24px;
    padding: 0;
    text-align: left;
    white-space: normal;
  }
  input[type='checkbox'] {
    width: 18px;
    height: 18px;
    min-height: 0;
    margin: 3px;
    accent-color: var(--_accent);
  }
  .report {
    margin: 8px 0;
    padding: 8px 12px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_surface);
  }
  .report ul {
    max-height: 200px;
    overflow: auto;
  }
  .paper {
    display: none;
  }
  @media (max-width: 640px) {
    /* It is moved sideways anyway: lines of two rows at most rather than columns that break their words, and a title that is read without moving. */
    table {
      min-width: 1240px;
    }
    td .link {
      display: inline-block;
      width: 160px;
    }
    .tools > .field {
      width: calc(50% - 6px);
    }
    .head .wider {
      width: 100%;
    }
    .fold[open] > summary {
      display: list-item;
    }
    .fold > summary {
      padding: 12px 0;
    }
  }
  @media print {
    .scroll {
      height: auto;
      overflow: visible;
      border: 0;
    }
    table {
      min-width: 0;
    }
    thead th {
      position: static;
    }
    tr {
      break-inside: avoid;
    }
    /* Heads have words of their own: a browser does not repeat a button on each page. */
    .paper {
      display: block;
    }
  }
`;
