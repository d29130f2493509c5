import {
  findHead,
  isHeadAgain,
  isLost,
  type OpenTable,
  type Pace,
  type Read,
  readCode,
  readCount,
  readDay,
  readIdentityCell,
  readPhone,
  readText,
  type TableHead,
  type TableRow,
  type Trap,
} from '@onedoor/elements/tables';
import { MOST_CONTENT, MOST_DAYS, type Order, yearOf } from '../order.js';
import { isKnownName } from './columns.js';
import { type Field, NEEDED } from './fields.js';
import { isAnonymous, kindOf, urgencyOf } from './words.js';

/** What was noticed of a row, beside what was of its cells. */
export type RowFinding =
  | 'missing'
  /** The number stands in an earlier row of the file. */
  | 'twice'
  /** The number is among the orders already. */
  | 'already'
  | 'unknownWord'
  | 'tooLong'
  /** More cells than columns: something stands in the wrong place. */
  | 'moreCells'
  | 'headAgain';

/** `error`: the row is left out. `warning`: it comes, and somebody should look. `note`: how a cell was read. */
export type Level = 'error' | 'warning' | 'note';
/** One line of the report. */
export interface Finding {
  readonly line: number;
  readonly level: Level;
  readonly what: Trap | RowFinding;
  readonly field?: Field;
  /** The cell as it stood. */
  readonly cell?: string;
  /** What it was read as, where it was. */
  readonly read?: string;
  /** The line on which the same number stood first. */
  readonly firstLine?: number;
}

/** So many findings are kept to be shown; all of them are counted. */
export const MOST_FINDINGS = 20_000;

/** What an import would do. Nothing is changed by reading. */
export interface Reading {
  /** Orders that would come, by year. */
  readonly years: ReadonlyMap<string, readonly Order[]>;
  readonly rows: number;
  readonly orders: number;
  /** Rows that are left out because of an error, and those that are there already. */
  readonly errors: number;
  readonly already: number;
  readonly warnings: number;
  readonly findings: readonly Finding[];
  readonly counted: Readonly<Record<Level, number>>;
}

export interface ReadOptions extends Pace {
  readonly head: TableHead;
  /** Field of each column. */
  readonly fields: readonly (Field | undefined)[];
  readonly sheet?: string | undefined;
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly today: string;
  /** Whether a number is among the orders of a year already. */
  readonly isKnown: (no: string, year: string) => boolean;
}

/** Where the names of the columns stand, from the first rows of a table. */
export const headOf = (rows: readonly TableRow[]): TableHead | undefined => findHead(rows, isKnownName);

/**
 * Reads a file of orders and reports on every row: by its line and in what it falls short. What a spreadsheet damaged is told
 * and kept as it stood; nothing is guessed.
 *
 * @throws TableError for a file that cannot be read to its end; the signal's reason when it is aborted
 */
export async function readOrders(table: OpenTable, options: ReadOptions): Promise<Reading> {
  const { head, fields, today, isKnown, sheet, signal, onProgress } = options;
  const reader = new RowReader(fields, today, isKnown);
  const dataFrom = head.dataAt;
  let seen = 0;
  for await (const rows of table.rows({ signal, onProgress, sheet }))
    for (const row of rows) {
      if (seen++ < dataFrom) continue;
      if (isHeadAgain(row, head)) reader.note(row.line, 'headAgain');
      else reader.take(row);
    }
  return reader.done();
}

class RowReader {
  readonly #fields: readonly (Field | undefined)[];
  readonly #today: string;
  readonly #isKnown: (no: string, year: string) => boolean;
  readonly #lines = new Map<string, number>();
  readonly #years = new Map<string, Order[]>();
  readonly #findings: Finding[] = [];
  readonly #counted = { error: 0, warning: 0, note: 0 };
  #rows = 0;
  #orders = 0;
  #errors = 0;
  #already = 0;
  #warnings = 0;

  constructor(fields: readonly (Field | undefined)[], today: string, isKnown: (no: string, year: string) => boolean) {
    this.#fields = fields;
    this.#today = today;
    this.#isKnown = isKnown;
  }

  note(line: number, what: RowFinding): void {
    this.#add({ line, level: 'note', what });
  }

  take({ line, cells }: TableRow): void {
    this.#rows++;
    const row = new OneRow(line, this.#today);
    const surplus = cells.slice(this.#fields.length).filter((cell) => cell.trim() !== '');
    if (surplus.length > 0) row.tell('warning', 'moreCells', undefined, surplus.join(' ｜ ').slice(0, 200));
    for (const [at, field] of this.#fields.entries()) if (field !== undefined) row.read(field, cells[at] ?? '');
    const order = row.order();
    const no = row.no;
    const first = no === undefined ? undefined : this.#lines.get(no);
    const isAlready = no !== undefined && first === undefined && order !== undefined && this.#isKnown(no, yearOf(order));
    if (no !== undefined && first !== undefined) row.tell('error', 'twice', 'no', no, { firstLine: first });
    else if (isAlready) row.tell('note', 'already', 'no', no);
    if (no !== undefined && first === undefined) this.#lines.set(no, line);
    for (const finding of row.findings) this.#add(finding);
    const failed = row.findings.some(({ level }) => level === 'error');
    if (failed) this.#errors++;
    else if (isAlready) this.#already++;
    else if (order !== undefined) {
      this.#orders++;
      if (row.findings.some(({ level }) => level === 'warning')) this.#warnings++;
      const year = yearOf(order);
      const known = this.#years.get(year);
      if (known === undefined) this.#years.set(year, [order]);
      else known.push(order);
    }
  }

  done(): Reading {
    return {
      years: this.#years,
      rows: this.#rows,
      orders: this.#orders,
      errors: this.#errors,
      already: this.#already,
      warnings: this.#warnings,
      findings: this.#findings,
      counted: this.#counted,
    };
  }

  #add(finding: Finding): void {
    this.#counted[finding.level]++;
    if (this.#findings.length < MOST_FINDINGS) this.#findings.push(finding);
  }
}

type Draft = { -readonly [K in keyof Order]?: Order[K] };
const LONGEST: Readonly<Partial<Record<Field, number>>> = {
  no: 60,
  caller: 100,
  title: 200,
  content: MOST_CONTENT,
  place: 300,
  category: 100,
  channel: 60,
  unit: 100,
  assist: 200,
  remark: 1000,
};

class OneRow {
  readonly findings: Finding[] = [];
  readonly #line: number;
  readonly #today: string;
  readonly #draft: Draft = {};
  readonly #asWritten: Record<string, string> = {};
  readonly #given = new Set<Field>();

  constructor(line: number, today: string) {
    this.#line = line;
    this.#today = today;
  }

  get no(): string | undefined {
    return this.#draft.no;
  }

  tell(level: Level, what: Trap | RowFinding, field?: Field, cell?: string, more: Pick<Finding, 'read' | 'firstLine'> = {}): void {
    this.findings.push({
      line: this.#line,
      level,
      what,
      ...(field === undefined ? {} : { field }),
      ...(cell === undefined ? {} : { cell: cell.slice(0, 200) }),
      ...more,
    });
  }

  read(field: Field, cell: string): void {
    if (cell.trim() === '') return;
    this.#given.add(field);
    const draft = this.#draft;
    switch (field) {
      case 'no':
        return this.#put(field, cell, readCode(cell), (value) => (draft.no = value));
      case 'receivedAt':
        return this.#put(field, cell, this.#notFuture(readDay(cell)), (value) => (draft.receivedAt = value));
      case 'identity':
        return this.#put(field, cell, readIdentityCell(cell, this.#today), (value) => (draft.identity = value));
      case 'phone':
        return this.#put(field, cell, readPhone(cell), ({ number, extension, others }) => {
          draft.phone = extension === undefined ? number : `${number} 转 ${extension}`;
          if (others !== undefined) this.#asWritten['phone'] = others.slice(0, 200);
          return draft.phone;
        });
      case 'limit':
        return this.#limit(cell);
      case 'kind':
        return this.#word(field, cell, kindOf(cell), (kind) => (draft.kind = kind));
      case 'urgency':
        return this.#word(field, cell, urgencyOf(cell), (urgency) => (draft.urgency = urgency));
      case 'confidential':
        if (/^(?:是|保密|y|yes|true|1)$/i.test(cell.trim())) draft.confidential = true;
        else if (!/^(?:否|不保密|公开|n|no|false|0)$/i.test(cell.trim())) this.#word(field, cell, undefined, () => undefined);
        return;
      case 'caller':
        if (!isAnonymous(cell)) this.#put(field, cell, readText(cell), (value) => (draft.caller = value));
        return;
      default:
        this.#put(field, cell, readText(cell), (value) => (draft[field] = value));
    }
  }

  /** The order, where the row has no error. Call it once, after all cells. */
  order(): Order | undefined {
    for (const field of NEEDED) if (!this.#given.has(field)) this.tell('error', 'missing', field);
    const { no, receivedAt, content } = this.#draft;
    if (this.findings.some(({ level }) => level === 'error') || no === undefined || receivedAt === undefined || content === undefined)
      return undefined;
    const asWritten = Object.keys(this.#asWritten).length === 0 ? {} : { asWritten: this.#asWritten };
    return { ...this.#draft, no, receivedAt, content, ...asWritten };
  }

  #put<T>(field: Field, cell: string, read: Read<T>, put: (value: T) => string): void {
    const needed = NEEDED.includes(field);
    const { value } = read;
    const longest = LONGEST[field] ?? Number.POSITIVE_INFINITY;
    if (typeof value === 'string' && value.length > longest) {
      this.tell(needed ? 'error' : 'warning', 'tooLong', field, cell);
      if (!needed) this.#asWritten[field] = cell.slice(0, 200);
      return;
    }
    const shown = value === undefined ? undefined : put(value);
    for (const trap of read.traps) {
      const lost = isLost(trap);
      // A formula is no fault of the order; but it was meant to run on somebody's machine.
      const level: Level = lost ? (needed ? 'error' : 'warning') : trap === 'formula' || trap === 'several' ? 'warning' : 'note';
      this.tell(level, trap, field, cell, lost || shown === undefined || shown === cell.trim() ? {} : { read: shown });
    }
    if (value === undefined && read.traps.length > 0 && !needed) this.#asWritten[field] = cell.trim().slice(0, 200);
  }

  #word<T>(field: Field, cell: string, found: T | undefined, put: (value: T) => void): void {
    if (found !== undefined) return put(found);
    this.tell('warning', 'unknownWord', field, cell);
    this.#asWritten[field] = cell.trim().slice(0, 200);
  }

  /** A count of days, or the last day. */
  #limit(cell: string): void {
    const count = readCount(cell);
    if (count.value !== undefined && count.value >= 0 && count.value <= MOST_DAYS)
      return this.#put('limit', cell, count, (days) => String((this.#draft.days = days)));
    const day = readDay(cell);
    this.#put('limit', cell, day, (value) => (this.#draft.dueOn = value.slice(0, 10)));
  }

  #notFuture(read: Read<string>): Read<string> {
    if (read.value === undefined || read.value.slice(0, 10) <= this.#today) return read;
    return { traps: [...read.traps, 'future'] };
  }
}

/** Numbers of the report by what it is about, most frequent first. */
export function tally(findings: readonly Finding[]): { readonly what: Finding['what']; readonly level: Level; readonly count: number }[] {
  const counts = new Map<string, { what: Finding['what']; level: Level; count: number }>();
  for (const { what, level } of findings) {
    const known = counts.get(`${level}/${what}`);
    if (known === undefined) counts.set(`${level}/${what}`, { what, level, count: 1 });
    else known.count++;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
