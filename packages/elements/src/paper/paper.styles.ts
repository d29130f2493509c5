import { css } from 'lit';

/**
 * Official paper: A4 with the margins of GB/T 9704, 仿宋 of the third size (16 pt), 22 lines a page. Only in the paper's
 * own document: a page box cannot be set from inside a component.
 */
export const paperStyles = css`
  @page {
    size: A4;
    margin: 37mm 26mm 35mm 28mm;
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    color: #000;
    background: #fff;
    font:
      16pt / 28pt FangSong,
      STFangsong,
      FangSong_GB2312,
      'Noto Serif CJK SC',
      serif;
    overflow-wrap: anywhere;
  }
  h1 {
    margin: 0 0 14pt;
    font: 400 22pt / 32pt STZhongsong, FZXiaoBiaoSong-B05S, SimSun, 'Noto Serif CJK SC', serif;
    text-align: center;
  }
  h2 {
    margin: 0;
    font: 400 16pt / 28pt SimHei, 'Noto Sans CJK SC', sans-serif;
    break-after: avoid;
  }
  p {
    margin: 0;
    text-indent: 2em;
    white-space: pre-line;
  }
  .plain {
    text-indent: 0;
  }
  .end {
    text-align: right;
    text-indent: 0;
  }
  .keep {
    break-inside: avoid;
  }
  /* A page of its own behind the words, whose foot stands on every page. */
  .sheet {
    width: 100%;
    border: 0;
  }
  .sheet > * > tr > td {
    padding: 0;
    border: 0;
  }
  .sheet > tfoot > tr > td {
    padding-top: 14pt;
    font-size: 12pt;
  }
  table {
    width: 100%;
    margin: 6pt 0;
    border-collapse: collapse;
    font-size: 12pt;
    line-height: 16pt;
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
    border: 0.5pt solid #000;
    text-align: left;
  }
  th {
    font-weight: 400;
    text-align: center;
  }
  td.end {
    text-align: right;
    white-space: nowrap;
  }
  /* A register: what is asked at the left, room for the pen where nothing is known. */
  .form th.label {
    width: 7em;
  }
  .form td {
    padding: 6pt 8pt;
  }
  .form .blank {
    min-height: 56pt;
    white-space: pre-line;
  }
  .form tr {
    break-inside: auto;
  }
  .signs {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 14pt 24pt;
    margin-top: 28pt;
  }
  .signs p {
    text-indent: 0;
    break-inside: avoid;
  }
  .record {
    margin-top: 20pt;
    padding-top: 6pt;
    border-top: 0.5pt solid #000;
    font-size: 9pt;
    line-height: 13pt;
    break-inside: avoid;
  }
  .record::after {
    content: '';
    display: block;
    clear: both;
  }
  .record svg {
    float: left;
    width: 34mm;
    height: 34mm;
    margin-right: 8pt;
  }
  .record p {
    text-indent: 0;
  }
  .qr {
    display: block;
    width: 34mm;
    height: 34mm;
  }
  /* A fixed box is printed on every page. */
  .mark {
    position: fixed;
    inset: 0;
    display: grid;
    place-items: center;
    color: #000;
    opacity: 0.08;
    font-size: 120pt;
    letter-spacing: 0.3em;
    transform: rotate(-30deg);
    pointer-events: none;
  }
`;
