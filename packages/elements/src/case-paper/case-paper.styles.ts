import { css } from 'lit';

export const casePaperStyles = css`
  article {
    color: #000;
    background: #fff;
    font-size: 10.5pt;
    line-height: 1.6;
  }
  h1 {
    margin: 0 0 4pt;
    font-size: 16pt;
    line-height: 1.4;
    text-align: center;
  }
  .code {
    text-align: center;
  }
  h2 {
    margin: 14pt 0 4pt;
    padding-bottom: 2pt;
    border-bottom: 1px solid #000;
    font-size: 12pt;
    break-after: avoid;
  }
  h3 {
    font-size: 10.5pt;
    break-after: avoid;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr) max-content minmax(0, 1fr);
    gap: 2pt 10pt;
    padding: 6pt 0;
  }
  dt {
    color: #333;
  }
  .text {
    white-space: pre-wrap;
  }
  table {
    font-size: 9.5pt;
  }
  thead {
    display: table-header-group;
  }
  tr {
    break-inside: avoid;
  }
  th,
  td {
    padding: 2pt 4pt;
    border: 1px solid #666;
    color: #000;
  }
  td:first-child,
  td.keep {
    white-space: nowrap;
  }
  .none {
    color: #333;
  }
  .lines li {
    padding: 1pt 0;
    break-inside: avoid;
  }
  .record {
    margin-top: 14pt;
    padding-top: 6pt;
    border-top: 1px solid #000;
    font-size: 9pt;
    break-inside: avoid;
  }
  .record::after {
    content: '';
    display: block;
    clear: both;
  }
  .record svg {
    float: left;
    width: 30mm;
    height: 30mm;
    margin-right: 8pt;
  }
  footer {
    margin-top: 14pt;
    color: #333;
    font-size: 9pt;
  }
`;
