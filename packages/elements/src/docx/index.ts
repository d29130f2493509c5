/**
 * Papers as .docx: templates are data, filled and packed here. Apart from the elements and loaded when a paper is asked for;
 * runs in Node too.
 *
 * @module
 */
export type { DocxParts, DocxTable, DocxValue, DocxValues } from './docx.js';
export { DocxError, fillDocx, readDocx, writeDocx } from './docx.js';
export type { FormRow, PaperColumn, PaperStyle } from './paper-docx.js';
export { formTable, paperDocx, paragraph, TEXT_WIDTH, table } from './paper-docx.js';
