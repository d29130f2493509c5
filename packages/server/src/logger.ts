/** Where the server tells what it does: pino's shape, fields first. Never a token, never content. */
export interface Logger {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** Tells nothing: for tests. */
export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };
