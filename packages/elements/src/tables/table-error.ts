/** Why a file cannot be read as a table. */
export type TableFault =
  /** Bytes that are no text of an encoding that is known. */
  | 'encoding'
  /** A quoted field that never ends: what follows it would be lost. */
  | 'quote'
  /** The former binary format of spreadsheets (.xls). */
  | 'oldFormat'
  /** A web page under the name of a spreadsheet, as some exports are. */
  | 'webPage'
  /** A zip that is no workbook, or one that is cut off or locked by a password. */
  | 'workbook'
  /** It unpacks to more than a device should hold. */
  | 'tooLarge'
  /** Nothing in it. */
  | 'empty';

/** A file that cannot be read as a table. `line` is the line of the file, from 1, where one is to blame. */
export class TableError extends Error {
  readonly fault: TableFault;
  readonly line: number | undefined;
  constructor(fault: TableFault, line?: number) {
    super(`table: ${fault}${line === undefined ? '' : ` at line ${line}`}`);
    this.name = 'TableError';
    this.fault = fault;
    this.line = line;
  }
}
