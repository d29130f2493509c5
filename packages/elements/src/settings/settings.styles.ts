import { css } from 'lit';

/** What the page of settings and its parts share. */
export const settingsStyles = css`
  .part {
    padding: 8px;
    border-left: 2px solid var(--_line);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
  }
  .stack > * + * {
    margin-top: 8px;
  }
  details {
    border-top: 1px solid var(--_line);
  }
  details[open] {
    padding-bottom: 8px;
  }
  summary {
    padding-block: calc((var(--_target) - 1.5em) / 2);
    line-height: 1.5;
    cursor: pointer;
  }
  .grid {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
  }
  th,
  td {
    padding: 4px 16px 4px 0;
    border-bottom: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
    font-weight: normal;
  }
  thead th {
    color: var(--_muted);
  }
  fieldset {
    min-width: 0;
    border: 1px solid var(--_line);
  }
  form {
    max-width: 760px;
  }
  textarea,
  input,
  select {
    max-width: 100%;
  }
  dl,
  ol {
    margin: 4px 0;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin-left: 16px;
    overflow-wrap: anywhere;
  }
`;
