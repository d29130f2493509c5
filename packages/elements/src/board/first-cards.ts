import { type CaseRow, type Session, STAGES, type Stage } from '@onedoor/core';
import { whenIdle } from '../internal/idle.js';

/** As many as a tall window shows of one column, and of a table. */
const A_COLUMN = 12;
const A_TABLE = 40;

/** Tells the session which cards the board shows first, so that these are read first when the page is opened again. */
export class FirstCards {
  readonly #session: () => Session | undefined;
  #noted: readonly CaseRow[] | undefined;
  #waiting = false;

  constructor(session: () => Session | undefined) {
    this.#session = session;
  }

  /** @param rows in the order and with the filter that the board opens with */
  note(rows: readonly CaseRow[], layout: 'cards' | 'table'): void {
    if (rows === this.#noted) return;
    this.#noted = rows;
    if (this.#waiting) return;
    this.#waiting = true;
    whenIdle(() => {
      this.#waiting = false;
      this.#session()?.noteFirst?.(firstOf(this.#noted ?? [], layout));
    });
  }
}

/** Cases of the cards at the top of each column, or of the first lines of a table. */
export function firstOf(rows: readonly CaseRow[], layout: 'cards' | 'table'): string[] {
  if (layout === 'table') return rows.slice(0, A_TABLE).map((row) => row.case);
  const left = new Map<Stage, number>(STAGES.map((stage) => [stage, A_COLUMN]));
  const first: string[] = [];
  for (const row of rows) {
    const free = left.get(row.stage);
    if (free === undefined) continue;
    first.push(row.case);
    if (free > 1) left.set(row.stage, free - 1);
    else left.delete(row.stage);
    if (left.size === 0) break;
  }
  return first;
}
