/**
 * Papers as .docx: templates are data, filled and packed here. Apart from the elements and loaded when a paper is asked for;
 * runs in Node too.
 *
 * @module
 */
export type { TemplateFault, TemplateFaultKind } from './check-template.js';
export { assertTemplate, checkTemplate, MAX_TEMPLATE_BYTES } from './check-template.js';
export type { DocxParts, DocxTable, DocxValue, DocxValues } from './docx.js';
export { DocxError, fillDocx, readDocx, writeDocx } from './docx.js';
export type { DocxBlock } from './docx-blocks.js';
export { docxBlocks } from './docx-blocks.js';
export type { HandOutPlace } from './hand-out.js';
export { handOutPaper } from './hand-out.js';
export type { MadePaper, PaperPlace, TemplateUsed } from './make-paper.js';
export { makePaper } from './make-paper.js';
export type { FormRow, PaperColumn, PaperStyle } from './paper-docx.js';
export { formTable, paperDocx, paragraph, TEXT_WIDTH, table } from './paper-docx.js';
export { paperFaults, sampleWords } from './paper-faults.js';
