/*
 * What makes the office's papers: loaded when one is asked for.
 */
export { default as agreement } from './agreement-paper.js';
export { agreementValues } from './agreement-values.js';
export { oralValues } from './oral-docx.js';
export { default as oral } from './oral-paper.js';
