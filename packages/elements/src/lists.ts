/** What a page of cases needs beside the shell, in a module of its own for bundlers that split code. */

export { OnedoorBoard } from './board/board.js';
export { OnedoorCaseForm } from './case-form/case-form.js';
export { OnedoorConflicts } from './conflict/conflicts.js';
