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

/** A line of the table: a matter, or the head of a group. */
export type Line =
  | { readonly key: string; readonly row: PluginRow }
  | { readonly key: string; readonly group: string; readonly count: number };

export const groupOf = (row: PluginRow, group: Group): string => (group === 'month' ? row.createdOn.slice(0, 7) : (row[group] ?? ''));

/** Rows that a view leaves in, in its order. */
export function chosenRows(rows: readonly PluginRow[], view: LedgerView, valueIn: ValueOf): readonly PluginRow[] {
  const words = view.words.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  const fits = (row: PluginRow): boolean =>
    (view.stage === '' || row.stage === view.stage) &&
    (view.category === '' || row.category === view.category) &&
    (view.source === '' || row.source === view.source) &&
    (view.outcome === '' || row.outcome === view.outcome) &&
    (view.from === '' || row.createdOn >= view.from) &&
    (view.until === '' || row.createdOn <= view.until) &&
    (words.length === 0 || hasWords(row, words));
  const chosen = rows.filter(fits);
  // Values are worked out once a row: a comparison of a hundred thousand asks for each seventeen times.
  const keyed = chosen.map((row) => ({ row, value: valueIn(row, view.sort) }));
  const sign = view.descending ? -1 : 1;
  keyed.sort((a, b) => compare(a.value, b.value, sign) || (a.row.case < b.row.case ? -1 : 1) * sign);
  return keyed.map(({ row }) => row);
}

function hasWords(row: PluginRow, words: readonly string[]): boolean {
  const text = `${row.title}\n${row.village}\n${row.parties.join('\n')}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What is not there stands last, whichever way the order goes. */
function compare(a: string | number | undefined, b: string | number | undefined, sign: number): number {
  if (a === b) return 0;
  if (a === undefined || a === '') return 1;
  if (b === undefined || b === '') return -1;
  return (a < b ? -1 : 1) * sign;
}

/** Lines of the table: rows as they are, or under the heads of their groups, the largest group first. */
export function linesOf(rows: readonly PluginRow[], group: Group | ''): readonly Line[] {
  if (group === '') return rows.map((row) => ({ key: row.case, row }));
  const groups = new Map<string, PluginRow[]>();
  for (const row of rows) {
    const name = groupOf(row, group);
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [row]);
    else members.push(row);
  }
  return [...groups]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .flatMap(([name, members]): Line[] => [
      { key: `group ${name}`, group: name, count: members.length },
      ...members.map((row) => ({ key: row.case, row })),
    ]);
}
