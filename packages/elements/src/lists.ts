/** What a page of cases needs beside the shell, in a module of its own for bundlers that split code. */

export { OnedoorCaseForm } from './case-form/case-form.js';
export { OnedoorCaseList } from './case-list/case-list.js';
