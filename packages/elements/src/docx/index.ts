/**
 * Papers as .docx: templates are data, filled and packed here. Apart from the elements and loaded when a paper is asked for;
 * runs in Node too.
 *
 * @module
 */
export type { DocxParts, DocxValue, DocxValues } from './docx.js';
export { DocxError, fillDocx, readDocx, writeDocx } from './docx.js';
export type { PaperColumn, PaperStyle } from './paper-docx.js';
export { paperDocx, paragraph, TEXT_WIDTH, table } from './paper-docx.js';
