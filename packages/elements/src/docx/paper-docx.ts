import type { DocxParts } from './docx.js';

/*
 * The parts that official papers of the house share: A4 with the margins of GB/T 9704, 仿宋 of the third size, a header that
 * says 草稿 while it is one, page numbers. A template is what `paperDocx` gives for a body, or any .docx with the same
 * placeholders that a centre has made in Word or WPS.
 */
const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Looks of a paragraph, as the styles of the paper name them. */
export type PaperStyle = 'Normal' | 'Title' | 'Heading1' | 'Plain' | 'End' | 'Cell' | 'CellHead' | 'CellEnd' | 'Small';

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A paragraph of a template; its words may hold placeholders. */
export const paragraph = (text: string, style: PaperStyle = 'Normal'): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`;

/** A column of a table: its heading, the words of a cell, its width in twentieths of a point, and whether it holds numbers. */
export interface PaperColumn {
  readonly head: string;
  readonly cell: string;
  readonly width: number;
  readonly end?: boolean;
}

/**
 * A table with one row for each of a list. The heading is repeated on every page, and no row is torn in two.
 *
 * @param list name of the list among the values
 * @param foot cells of a last row, one for each column
 * @param height least height of a row in twentieths of a point, such as of those that are signed; default: of its words
 */
export function table(list: string, columns: readonly PaperColumn[], foot?: readonly string[], height = 0): string {
  const cell = (text: string, width: number, style: PaperStyle) => tableCell(paragraph(text, style), width);
  const row = (cells: string, head = false) =>
    `<w:tr><w:trPr><w:cantSplit/>${height === 0 ? '' : `<w:trHeight w:val="${height}"/>`}${head ? '<w:tblHeader/>' : ''}</w:trPr>${cells}</w:tr>`;
  const styleOf = ({ end }: PaperColumn): PaperStyle => (end === true ? 'CellEnd' : 'Cell');
  const last = columns.length - 1;
  const marked = (text: string, at: number) => `${at === 0 ? `{#${list}}` : ''}${text}${at === last ? `{/${list}}` : ''}`;
  return `<w:tbl>${tableLook(columns.map(({ width }) => width))}${row(columns.map(({ head, width }) => cell(head, width, 'CellHead')).join(''), true)}${row(columns.map((column, at) => cell(marked(column.cell, at), column.width, styleOf(column))).join(''))}${foot === undefined ? '' : row(columns.map((column, at) => cell(foot[at] ?? '', column.width, styleOf(column))).join(''))}</w:tbl>`;
}

const borders = (): string =>
  ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((name) => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
    .join('');

/** Words keep off the lines of a table. */
const CELL_MARGINS =
  '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>';
/** What all tables of a paper have in common. */
const tableLook = (widths: readonly number[]): string =>
  `<w:tblPr><w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>${borders()}</w:tblBorders><w:tblLayout w:type="fixed"/>${CELL_MARGINS}</w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`;
const tableCell = (paragraphs: string, width: number): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${paragraphs}</w:tc>`;

/** A table of words, such as one that stands in the minutes: its columns share the width of the text. Its words are no template. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  const count = Math.max(1, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, () => Math.floor(TEXT_WIDTH / count));
  const row = (cells: readonly string[]) =>
    `<w:tr><w:trPr><w:cantSplit/></w:trPr>${widths.map((width, at) => tableCell(paragraph(cells[at] ?? '', 'Cell'), width)).join('')}</w:tr>`;
  // Two tables that touch would be one.
  return `<w:tbl>${tableLook(widths)}${rows.map(row).join('')}</w:tbl>${paragraph('', 'Small')}`;
}

/** A row of a form: what is asked, and the paragraphs of its answer, which may repeat among themselves. */
export interface FormRow {
  readonly head: string;
  readonly lines: readonly string[];
  /** Least height in twentieths of a point; default: of its words. */
  readonly height?: number;
}

/**
 * A form of two columns, as registers are laid out: what is asked at the left, the answer beside it. A long answer goes on on the
 * next page. Marks of a block stand in paragraphs of one answer; give each list at least one element, since a cell needs a
 * paragraph.
 *
 * @param headWidth of the left column, in twentieths of a point
 */
export function formTable(rows: readonly FormRow[], headWidth = 1900): string {
  const width = TEXT_WIDTH - headWidth;
  const row = ({ head, lines, height = 0 }: FormRow) =>
    `<w:tr><w:trPr>${height === 0 ? '' : `<w:trHeight w:val="${height}"/>`}</w:trPr>${tableCell(paragraph(head, 'CellHead'), headWidth)}${tableCell(lines.map((line) => paragraph(line, 'Cell')).join(''), width)}</w:tr>`;
  return `<w:tbl>${tableLook([headWidth, width])}${rows.map(row).join('')}</w:tbl>`;
}

/** The width of the text of the page, in twentieths of a point: what the columns of a table make together. */
export const TEXT_WIDTH = 8844;

const fonts = (latin: string, asian: string) => `<w:rFonts w:ascii="${latin}" w:hAnsi="${latin}" w:eastAsia="${asian}" w:cs="${latin}"/>`;

function styles(): string {
  const style = (id: PaperStyle, paragraphLook: string, runLook = '') =>
    `<w:style w:type="paragraph" ${id === 'Normal' ? 'w:default="1" ' : ''}w:styleId="${id}"><w:name w:val="${id}"/>${id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>'}<w:qFormat/><w:pPr>${paragraphLook}</w:pPr><w:rPr>${runLook}</w:rPr></w:style>`;
  const still = '<w:ind w:firstLineChars="0" w:firstLine="0"/>';
  const tight = '<w:spacing w:line="320" w:lineRule="exact"/>';
  const size = (half: number) => `<w:sz w:val="${half}"/><w:szCs w:val="${half}"/>`;
  return `${XML}<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>${fonts('Times New Roman', '仿宋')}${size(32)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>${[
    style('Normal', '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'),
    style(
      'Title',
      `<w:keepNext/><w:spacing w:after="280" w:line="640" w:lineRule="exact"/>${still}<w:jc w:val="center"/>`,
      `${fonts('Times New Roman', '方正小标宋简体')}${size(44)}`,
    ),
    style('Heading1', '<w:keepNext/><w:outlineLvl w:val="0"/>', fonts('Times New Roman', '黑体')),
    style('Plain', `<w:keepNext/>${still}`),
    style('End', `<w:keepNext/>${still}<w:jc w:val="right"/>`),
    style('Cell', `${tight}${still}<w:jc w:val="left"/>`, size(24)),
    style('CellHead', `<w:keepNext/>${tight}${still}<w:jc w:val="center"/>`, `${fonts('Times New Roman', '黑体')}${size(24)}`),
    style('CellEnd', `${tight}${still}<w:jc w:val="right"/>`, size(24)),
    style('Small', `${tight}${still}<w:jc w:val="right"/>`, size(21)),
  ].join('')}</w:styles>`;
}

/** A number that Word counts itself. */
const count = (name: 'PAGE' | 'NUMPAGES') => `<w:fldSimple w:instr=" ${name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;

/**
 * The parts of a paper with this body. The header holds the placeholder `{mark}`, the footer the page numbers and `{code}`.
 *
 * @param body paragraphs and tables, made with `paragraph` and `table`
 */
export function paperDocx(body: string): DocxParts {
  const override = (part: string, kind: string) => `<Override PartName="/word/${part}.xml" ContentType="${TYPE}.${kind}+xml"/>`;
  const relation = (id: string, kind: string, target: string) => `<Relationship Id="${id}" Type="${RELATION}/${kind}" Target="${target}"/>`;
  const relations = (all: string) => `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`;
  const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('document', 'document.main')}${override('styles', 'styles')}${override('header1', 'header')}${override('footer1', 'footer')}</Types>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'word/document.xml')),
    'word/_rels/document.xml.rels': relations(
      `${relation('rId1', 'styles', 'styles.xml')}${relation('rId2', 'header', 'header1.xml')}${relation('rId3', 'footer', 'footer1.xml')}`,
    ),
    'word/styles.xml': styles(),
    'word/header1.xml': `${XML}<w:hdr ${NAMESPACES}>${paragraph('{mark}', 'End')}</w:hdr>`,
    'word/footer1.xml': `${XML}<w:ftr ${NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Small"/></w:pPr>${run('{code}　第')}${count('PAGE')}${run('页　共')}${count('NUMPAGES')}${run('页')}</w:p></w:ftr>`,
    'word/document.xml': `${XML}<w:document ${NAMESPACES}><w:body>${body}<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`,
  };
}
