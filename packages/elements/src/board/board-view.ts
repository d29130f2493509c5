import { STAGES, type Stage } from '@onedoor/core';
import { oneOf } from '../internal/form.js';

export const LAYOUTS = ['cards', 'table'] as const;
export const CLOCKS = ['overdue', 'today', 'within3', 'within7', 'none'] as const;
/** What cards are sorted by; a table also by its columns. */
export const CARD_SORTS = ['clock', 'changed', 'code', 'created'] as const;
/** Columns of the table that the board knows itself; the title always stands. Plugins add theirs. */
export const OWN_COLUMNS = ['code', 'stage', 'clock', 'parties', 'lead', 'village', 'category', 'created', 'changed'] as const;
export type OwnColumn = (typeof OWN_COLUMNS)[number];
const SHOWN_AT_FIRST: readonly string[] = ['code', 'stage', 'clock', 'parties', 'lead', 'village', 'changed'];

export interface BoardFilter {
  /** Words that all have to be found. */
  readonly words: string;
  readonly stage: Stage | '';
  readonly category: string;
  readonly village: string;
  /** Id of a department, or `-mine`. */
  readonly department: string;
  /** Id of a person, `-me`, or `-lead` for cases that one leads. */
  readonly person: string;
  readonly clock: (typeof CLOCKS)[number] | '';
  readonly waits: boolean;
  readonly changed: boolean;
}

export interface BoardSort {
  /** One of `CARD_SORTS`, a column of the table, or a plugin's column. */
  readonly by: string;
  readonly descending: boolean;
}

/** How a person looks at the board. */
export interface BoardView {
  readonly layout: (typeof LAYOUTS)[number];
  readonly sort: BoardSort;
  readonly filter: BoardFilter;
  /** Columns of the table beside the title. */
  readonly columns: readonly string[];
}

export const NO_FILTER: BoardFilter = {
  words: '',
  stage: '',
  category: '',
  village: '',
  department: '',
  person: '',
  clock: '',
  waits: false,
  changed: false,
};

export const FIRST_VIEW: BoardView = {
  layout: 'cards',
  sort: { by: 'clock', descending: false },
  filter: NO_FILTER,
  columns: SHOWN_AT_FIRST,
};

/** What is latest or highest first when it is chosen to sort by. */
export const startsDescending = (by: string): boolean => by === 'changed' || by === 'created';

/** How many filters are on; words count as one. */
export const activeFilters = (filter: BoardFilter): number =>
  Object.values(filter).filter((value) => value !== '' && value !== false).length;

/** The filter as an address says it: `clock=overdue&waits=1`; empty without a filter. */
export function filterQuery(filter: BoardFilter): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== '' && value !== false) params.set(name, value === true ? '1' : String(value));
  return params.toString();
}

/** The whole view as an address says it, without what is as at first. */
export function viewQuery(view: BoardView): string {
  const params = new URLSearchParams(filterQuery(view.filter));
  if (view.layout !== FIRST_VIEW.layout) params.set('view', view.layout);
  const { by, descending } = view.sort;
  if (by !== FIRST_VIEW.sort.by || descending) params.set('sort', descending ? `${by}.down` : by);
  if (view.columns.join() !== FIRST_VIEW.columns.join()) params.set('columns', view.columns.join(' '));
  return params.toString();
}

/** Reads an address or a stored view; what it does not know is left as at first. */
export function parseView(query: string, first: BoardView = FIRST_VIEW): BoardView {
  const params = new URLSearchParams(query);
  const text = (name: string) => params.get(name)?.slice(0, 200) ?? '';
  const sort = params.get('sort');
  const columns = params.get('columns');
  const descending = sort?.endsWith('.down') === true;
  return {
    layout: oneOf(LAYOUTS, text('view')) ?? first.layout,
    sort: sort ? { by: descending ? sort.slice(0, -'.down'.length) : sort, descending } : first.sort,
    columns: columns === null ? first.columns : columns.split(' ').filter(Boolean),
    filter: {
      words: text('words'),
      stage: oneOf(STAGES, text('stage')) ?? '',
      category: text('category'),
      village: text('village'),
      department: text('department'),
      person: text('person'),
      clock: oneOf(CLOCKS, text('clock')) ?? '',
      waits: params.has('waits'),
      changed: params.has('changed'),
    },
  };
}

/** Views that everybody has. Their ids are also keys of their names. */
export const BUILT_IN = ['all', 'lead', 'waits', 'soon', 'department'] as const;
export type BuiltIn = (typeof BUILT_IN)[number];
const BUILT_IN_QUERIES: Readonly<Record<BuiltIn, string>> = {
  all: '',
  lead: 'person=-lead',
  waits: 'waits=1',
  soon: 'clock=within3',
  department: 'department=-mine',
};

/** A built-in view over the present one: it brings its filter, and leaves layout and columns. */
export const builtInView = (id: BuiltIn, now: BoardView): BoardView => ({
  ...now,
  sort: id === 'soon' ? FIRST_VIEW.sort : now.sort,
  filter: parseView(BUILT_IN_QUERIES[id]).filter,
});

/** A view that a person has named. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** As `viewQuery` says it. */
  readonly query: string;
}

/** Reads stored views; what is none is left out. */
export function readSavedViews(value: unknown): readonly SavedView[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (each): each is SavedView =>
      typeof each === 'object' &&
      each !== null &&
      ['id', 'name', 'query'].every((key) => typeof (each as Record<string, unknown>)[key] === 'string'),
  );
}

/** Which view is in use: a saved one when all is as it says, a built-in one when the filter is, else none. */
export function viewInUse(view: BoardView, saved: readonly SavedView[]): string | undefined {
  const query = viewQuery(view);
  const own = saved.find((each) => viewQuery(parseView(each.query)) === query);
  if (own !== undefined) return own.id;
  const filter = filterQuery(view.filter);
  return BUILT_IN.find((id) => filterQuery(parseView(BUILT_IN_QUERIES[id]).filter) === filter);
}
