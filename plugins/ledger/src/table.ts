import type { PluginRow } from '@onedoor/core';

/** By what rows may be put together. */
export const GROUPS = ['category', 'stage', 'source', 'village', 'outcome', 'month'] as const;
export type Group = (typeof GROUPS)[number];

/** What is looked at and how. Empty texts leave nothing out. */
export interface LedgerView {
  readonly words: string;
  readonly stage: string;
  readonly category: string;
  readonly source: string;
  readonly outcome: string;
  /** First and last day on which a matter came in, `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
  readonly group: Group | '';
  readonly sort: string;
  readonly descending: boolean;
  /** Columns of plugins that are shown, by key. */
  readonly columns: readonly string[];
}

export const EVERYTHING: LedgerView = {
  words: '',
  stage: '',
  category: '',
  source: '',
  outcome: '',
  from: '',
  until: '',
  group: '',
  sort: 'createdOn',
  descending: true,
  columns: [],
};

export const writeView = (view: LedgerView): string => JSON.stringify(view);

/** A kept view; what this version does not know of it is as in `EVERYTHING`. */
export function readView(text: string): LedgerView {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return EVERYTHING;
  }
  if (typeof given !== 'object' || given === null) return EVERYTHING;
  const of = new Map<string, unknown>(Object.entries(given));
  const word = (key: keyof LedgerView, otherwise = ''): string => {
    const value = of.get(key);
    return typeof value === 'string' ? value : otherwise;
  };
  const columns = of.get('columns');
  return {
    words: word('words'),
    stage: word('stage'),
    category: word('category'),
    source: word('source'),
    outcome: word('outcome'),
    from: word('from'),
    until: word('until'),
    group: GROUPS.find((group) => group === of.get('group')) ?? '',
    sort: word('sort', EVERYTHING.sort),
    descending: of.get('descending') !== false,
    columns: Array.isArray(columns) ? columns.filter((each): each is string => typeof each === 'string') : [],
  };
}

/** What stands in a column, to sort by. */
export type ValueOf = (row: PluginRow, column: string) => string | number | undefined;

/** A matter as a line of the table. */
export interface RowLine {
  readonly key: string;
  readonly row: PluginRow;
}

/** A line of the table: a matter, or the head of a group. */
export type Line = RowLine | { readonly key: string; readonly group: string; readonly count: number };

export const groupOf = (row: PluginRow, group: Group): string => (group === 'month' ? row.createdOn.slice(0, 7) : (row[group] ?? ''));

/** A line that knows, once somebody has looked, in what a search looks. */
interface Entry extends RowLine {
  text?: string;
}

interface Order {
  readonly rows: readonly PluginRow[];
  readonly by: string;
  readonly entries: readonly Entry[];
}

/**
 * Rows that a view leaves in, in its order. They are put in order and read for their words once: a key of the search looks
 * through what is ready, and one that makes the words longer through what the words before it have left.
 */
export class Chooser {
  readonly #valueIn: ValueOf;
  readonly #entryOf = new WeakMap<PluginRow, Entry>();
  #order: Order = { rows: [], by: '', entries: [] };
  #chosen: { readonly order: Order; readonly view: LedgerView; readonly entries: readonly Entry[] } | undefined;

  constructor(valueIn: ValueOf) {
    this.#valueIn = valueIn;
  }

  chosen(rows: readonly PluginRow[], view: LedgerView): readonly RowLine[] {
    const order = this.#ordered(rows, view);
    const before = this.#chosen;
    const isNarrower = before?.order === order && view.words.startsWith(before.view.words) && isAlike(view, before.view);
    const words = view.words.trim().toLowerCase().split(/\s+/u).filter(Boolean);
    const entries = (isNarrower ? before : order).entries.filter(
      (entry) => fits(entry.row, view) && (words.length === 0 || holds((entry.text ??= textOf(entry.row)), words)),
    );
    this.#chosen = { order, view, entries };
    return entries;
  }

  /**
   * Reads ahead what a search looks in.
   *
   * @param isOver asked before each row whether to stop
   * @returns whether all is read
   */
  prepare(isOver: () => boolean): boolean {
    for (const entry of this.#order.entries) {
      if (entry.text !== undefined) continue;
      if (isOver()) return false;
      entry.text = textOf(entry.row);
    }
    return true;
  }

  #ordered(rows: readonly PluginRow[], { sort, descending }: LedgerView): Order {
    const by = `${sort} ${descending}`;
    if (this.#order.rows === rows && this.#order.by === by) return this.#order;
    // Values are worked out once a row: a comparison of a hundred thousand asks for each seventeen times.
    const keyed = this.#asBefore(rows).map((row) => ({ row, value: this.#valueIn(row, sort) }));
    const sign = descending ? -1 : 1;
    keyed.sort((a, b) => compare(a.value, b.value, sign) || (a.row.case < b.row.case ? -1 : 1) * sign);
    return (this.#order = { rows, by, entries: keyed.map(({ row }) => this.#entry(row)) });
  }

  /** Rows as they stood: what is nearly in order is put in order in one pass. */
  #asBefore(rows: readonly PluginRow[]): readonly PluginRow[] {
    const left = new Map(rows.map((row) => [row.case, row]));
    const known: PluginRow[] = [];
    for (const { key } of this.#order.entries) {
      const row = left.get(key);
      if (row !== undefined) known.push(row);
      left.delete(key);
    }
    return [...known, ...left.values()];
  }

  #entry(row: PluginRow): Entry {
    const known = this.#entryOf.get(row) ?? { key: row.case, row };
    this.#entryOf.set(row, known);
    return known;
  }
}

const textOf = (row: PluginRow): string => `${row.title}\n${row.village}\n${row.parties.join('\n')}`.toLowerCase();

function holds(text: string, words: readonly string[]): boolean {
  for (const word of words) if (!text.includes(word)) return false;
  return true;
}

const CONDITIONS = ['stage', 'category', 'source', 'outcome', 'from', 'until'] as const;
const isAlike = (view: LedgerView, other: LedgerView): boolean => CONDITIONS.every((key) => view[key] === other[key]);

const fits = (row: PluginRow, view: LedgerView): boolean =>
  (view.stage === '' || row.stage === view.stage) &&
  (view.category === '' || row.category === view.category) &&
  (view.source === '' || row.source === view.source) &&
  (view.outcome === '' || row.outcome === view.outcome) &&
  (view.from === '' || row.createdOn >= view.from) &&
  (view.until === '' || row.createdOn <= view.until);

/** What is not there stands last, whichever way the order goes. */
function compare(a: string | number | undefined, b: string | number | undefined, sign: number): number {
  if (a === b) return 0;
  if (a === undefined || a === '') return 1;
  if (b === undefined || b === '') return -1;
  return (a < b ? -1 : 1) * sign;
}

/** Lines of the table: rows as they are, or under the heads of their groups, the largest group first. */
export function linesOf(rows: readonly RowLine[], group: Group | ''): readonly Line[] {
  if (group === '') return rows;
  const groups = new Map<string, RowLine[]>();
  for (const line of rows) {
    const name = groupOf(line.row, group);
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [line]);
    else members.push(line);
  }
  return [...groups]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .flatMap(([name, members]): Line[] => [{ key: `group ${name}`, group: name, count: members.length }, ...members]);
}
