/**
 * Tables in files, for imports and exports: CSV in the encodings in which they arrive, and workbooks. Runs in pages, workers
 * and Node; loaded when somebody imports or exports, never with a page's first view.
 */
export type { CellValue, Delimiter, TableRow } from './csv.js';
export { CsvReader, csvRow, delimiterOf, isFormulaLike } from './csv.js';
export type { TableEncoding } from './encoding.js';
export { detectEncoding } from './encoding.js';
export type { TableHead } from './header.js';
export { columnKey, findHead, isHeadAgain } from './header.js';
export type { OpenTable } from './open-table.js';
export { firstRows, openTable, writeCsv } from './open-table.js';
export type { Pace } from './pace.js';
export { pacer } from './pace.js';
export { serialDate, serialOf } from './serial-date.js';
export type { TableFault } from './table-error.js';
export { TableError } from './table-error.js';
export type { DayOrMoment, Phone, Read, Trap } from './values.js';
export { isLost, readCode, readCount, readDay, readIdentityCell, readPhone, readText, TRAPS_LOST, TRAPS_READ } from './values.js';
export type { Workbook } from './xlsx-read.js';
export { openWorkbook } from './xlsx-read.js';
export type { SheetToWrite } from './xlsx-write.js';
export { writeXlsx } from './xlsx-write.js';
