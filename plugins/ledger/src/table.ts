import type { PluginRow } from '@onedoor/core';
import type { slices } from '@onedoor/elements';

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
export type ValueOf = (row: PluginRow, column: string) => Value | undefined;

/** A matter as a line of the table. */
export interface RowLine {
  readonly key: string;
  readonly row: PluginRow;
}

/** A line of the table: a matter, or the head of a group. */
export type Line = RowLine | { readonly key: string; readonly group: string; readonly count: number };

export const groupOf = (row: PluginRow, group: Group): string => (group === 'month' ? row.createdOn.slice(0, 7) : (row[group] ?? ''));

/** What a line of the table is, and what its matter says beside. */
interface Entry extends RowLine {
  /** Number of the list that it came with, and of the last one that had it. */
  readonly born: number;
  seen: number;
  /** In what a search looks, once somebody has looked. */
  text?: string;
}

/** Entries by what stands in a column, the least first; those in which nothing does stand apart. */
interface Order {
  /** Number of the list whose entries these are. */
  readonly list: number;
  readonly present: readonly Entry[];
  readonly absent: readonly Entry[];
  /** The same in one, each way, where somebody has asked for it. */
  up?: readonly Entry[];
  down?: readonly Entry[];
}

/** What is being put in order. */
interface Job {
  readonly rows: readonly PluginRow[];
  readonly sort: string;
  readonly pending: 'few' | 'many';
}

/** Work that can be stopped after each step. */
type Steps<T = void> = Generator<undefined, T, undefined>;

/** So many rows are put in order at once; of more, a page that waited would be felt. */
const AT_ONCE = 6_000;
/** Rows that are looked through before the others when nothing stands in order yet. */
const FIRST = 300;
/** Lists that differ by no more are of the same matters, a moment apart. */
const FEW = 500;
const STEP = 256;
/** As many are read for their words in less than a millisecond. */
const READ = 16;
const BATCH = 1_024;

/**
 * Rows that a view leaves in, in its order. Of thousands, an order is made in slices while the one before it stands, and kept:
 * a list that has become another one is put into it, and back to it costs nothing. They are read for their words once: a key
 * of the search looks through what is ready, and one that makes the words longer through what the words before it have left.
 */
export class Chooser {
  readonly #valueIn: ValueOf;
  readonly #slices: typeof slices;
  readonly #changed: () => void;
  readonly #entryOf = new Map<string, Entry>();
  /** The list whose entries these are, and its number. */
  #rows: readonly PluginRow[] = [];
  #entries: readonly Entry[] = [];
  #list = 0;
  /** The last number that was given. */
  #lists = 0;
  readonly #orders = new Map<string, Order>();
  #job: Job | undefined;
  #ahead: { readonly list: number; readonly steps: Steps } | undefined;
  /** What was in order when this was asked last, and its column. */
  #standing: { readonly entries: readonly Entry[]; readonly sort: string } = { entries: [], sort: '' };
  #chosen: { readonly from: readonly Entry[]; readonly view: LedgerView; readonly entries: readonly Entry[] } | undefined;

  /**
   * @param inSlices gives the page its turn in between
   * @param changed called when what was worked on is there
   */
  constructor(valueIn: ValueOf, inSlices: typeof slices, changed: () => void) {
    this.#valueIn = valueIn;
    this.#slices = inSlices;
    this.#changed = changed;
  }

  /** Whether what is given is on its way to be another: by `few` matters that have changed, or by its order or `many`. */
  get pending(): 'few' | 'many' | undefined {
    return this.#job?.pending;
  }

  chosen(rows: readonly PluginRow[], view: LedgerView): readonly RowLine[] {
    const from = this.#ordered(rows, view);
    const before = this.#chosen;
    const isAsBefore = before?.from === from && isAlike(view, before.view);
    if (isAsBefore && view.words === before.view.words) return before.entries;
    const words = view.words.trim().toLowerCase().split(/\s+/u).filter(Boolean);
    const within = isAsBefore && view.words.startsWith(before.view.words) ? before.entries : from;
    const isAll = words.length === 0 && isAlike(view, EVERYTHING);
    const entries = isAll
      ? from
      : within.filter((entry) => fits(entry.row, view) && (words.length === 0 || holds((entry.text ??= textOf(entry.row)), words)));
    this.#chosen = { from, view, entries };
    return entries;
  }

  /**
   * Does ahead what a search and an order would have to wait for.
   *
   * @param isOver asked before each step whether to stop
   * @param columns by which somebody may want to have it next
   * @returns whether nothing is left to do
   */
  prepare(isOver: () => boolean, columns: readonly string[] = []): boolean {
    if (this.#job !== undefined) return true;
    if (this.#ahead?.list !== this.#list) this.#ahead = { list: this.#list, steps: this.#read(columns) };
    while (!isOver()) if (this.#ahead.steps.next().done === true) return true;
    return false;
  }

  #ordered(rows: readonly PluginRow[], { sort, descending }: LedgerView): readonly Entry[] {
    if (rows.length <= AT_ONCE) toEnd(this.#bring(rows, sort));
    const order = this.#orders.get(sort);
    const isReady = order?.list === this.#list;
    if (isReady) this.#standing = { entries: directed(order, descending), sort };
    if (isReady && this.#rows === rows) this.#job = undefined;
    // A list that grows again meanwhile is taken up afterwards.
    else if (this.#job?.sort !== sort) {
      const isFew = this.#standing.sort === sort && Math.abs(this.#standing.entries.length - rows.length) <= FEW;
      void this.#work({ rows, sort, pending: isFew ? 'few' : 'many' });
    }
    return this.#standing.entries.length === 0 && this.#job !== undefined ? this.#first(rows, sort, descending) : this.#standing.entries;
  }

  /** Some to begin with. */
  #first(rows: readonly PluginRow[], sort: string, descending: boolean): readonly Entry[] {
    const some = rows.slice(0, FIRST).map((row): Entry => ({ key: row.case, row, born: 0, seen: 0 }));
    this.#standing = { entries: directed(toEnd(this.#put({ list: 0, present: [], absent: [] }, some, sort, 0)), descending), sort };
    return this.#standing.entries;
  }

  async #work(job: Job): Promise<void> {
    this.#job = job;
    const turn = this.#slices();
    const steps = this.#bring(job.rows, job.sort);
    while (steps.next().done !== true) {
      if (!turn.isOver()) continue;
      await turn.next();
      if (this.#job !== job) return;
    }
    // Whoever began it is still drawing.
    await turn.next();
    if (this.#job !== job) return;
    this.#job = undefined;
    this.#changed();
  }

  *#bring(rows: readonly PluginRow[], sort: string): Steps<Order> {
    if (this.#rows !== rows) yield* this.#take(rows);
    return yield* this.#sort(sort);
  }

  /** Takes over another list: what says the same as before stays the same entry. */
  *#take(rows: readonly PluginRow[]): Steps {
    const list = ++this.#lists;
    const entries: Entry[] = [];
    for (const row of rows) {
      const known = this.#entryOf.get(row.case);
      const entry = known?.row === row ? known : { key: row.case, row, born: list, seen: list };
      if (entry !== known) this.#entryOf.set(row.case, entry);
      entry.seen = list;
      if (entries.push(entry) % STEP === 0) yield;
    }
    if (this.#entryOf.size > rows.length) for (const [id, { seen }] of this.#entryOf) if (seen !== list) this.#entryOf.delete(id);
    this.#list = list;
    this.#rows = rows;
    this.#entries = entries;
  }

  /** The order by a column: the one that was there, without what has gone and with what has come. */
  *#sort(column: string): Steps<Order> {
    const list = this.#list;
    const before = this.#orders.get(column) ?? { list: -1, present: [], absent: [] };
    if (before.list === list) return before;
    const fresh: Entry[] = [];
    let at = 0;
    for (const entry of this.#entries) {
      if (entry.born > before.list) fresh.push(entry);
      if (at++ % STEP === 0) yield;
    }
    const order = yield* this.#put(before, fresh, column, list);
    this.#orders.set(column, order);
    return order;
  }

  *#put(before: Order, fresh: readonly Entry[], column: string, list: number): Steps<Order> {
    // Values are worked out once a row: a comparison of a hundred thousand asks for each seventeen times.
    const valueIn = ({ row }: Entry) => this.#valueIn(row, column);
    const [present, absent]: [Keyed, Keyed] = [keyed(), keyed()];
    let at = 0;
    for (const entry of fresh) {
      const value = valueIn(entry);
      const { entries, values } = value === undefined || value === '' ? absent : present;
      entries.push(entry);
      values.push(value ?? '');
      if (at++ % STEP === 0) yield;
    }
    return {
      list,
      present: yield* merged(yield* there(before.present, list), yield* sorted(present), (entry) => valueIn(entry) ?? ''),
      absent: yield* merged(yield* there(before.absent, list), yield* sorted(absent), () => ''),
    };
  }

  *#read(columns: readonly string[]): Steps {
    let at = 0;
    for (const entry of this.#entries) {
      entry.text ??= textOf(entry.row);
      if (at++ % READ === 0) yield;
    }
    for (const column of columns) {
      const order = yield* this.#sort(column);
      yield;
      directed(order, false);
      yield;
      directed(order, true);
    }
  }
}

type Value = string | number;

/** Entries and what stands in a column of each, side by side: a pair for each would be a hundred thousand objects to clear away. */
interface Keyed {
  readonly entries: Entry[];
  readonly values: Value[];
}

const keyed = (): Keyed => ({ entries: [], values: [] });

const isBefore = (a: Entry, value: Value, b: Entry, other: Value): boolean => (value === other ? a.key < b.key : value < other);

function toEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** What is not there stands last, whichever way the order goes. */
function directed(order: Order, descending: boolean): readonly Entry[] {
  if (descending) return (order.down ??= order.present.toReversed().concat(order.absent.toReversed()));
  return (order.up ??= order.present.concat(order.absent));
}

/** Those of them that are in the list with this number, which was the last one. */
function* there(entries: readonly Entry[], list: number): Steps<readonly Entry[]> {
  const left: Entry[] = [];
  let at = 0;
  for (const entry of entries) {
    if (entry.seen === list) left.push(entry);
    if (at++ % STEP === 0) yield;
  }
  return left;
}

/** Merge sort, in steps: of places, in two lists of numbers that are used again and again. */
function* sorted({ entries, values }: Keyed): Steps<Keyed> {
  const { length } = entries;
  const isLess = (a: number, b: number): boolean =>
    isBefore(entries[a] as Entry, values[a] as Value, entries[b] as Entry, values[b] as Value);
  let [from, to] = [new Uint32Array(length), new Uint32Array(length)];
  for (let at = 0; at < length; at++) from[at] = at;
  for (let at = 0; at < length; at += BATCH) {
    from.subarray(at, at + BATCH).sort((a, b) => (isLess(a, b) ? -1 : 1));
    yield;
  }
  for (let width = BATCH; width < length; width *= 2) {
    for (let low = 0; low < length; low += 2 * width) {
      const [middle, high] = [Math.min(low + width, length), Math.min(low + 2 * width, length)];
      let [a, b] = [low, middle];
      for (let at = low; at < high; at++) {
        const left = a < middle && (b >= high || isLess(from[a] as number, from[b] as number));
        to[at] = from[left ? a++ : b++] as number;
        if (at % STEP === 0) yield;
      }
    }
    [from, to] = [to, from];
  }
  const inOrder = keyed();
  for (const place of from) {
    inOrder.entries.push(entries[place] as Entry);
    if (inOrder.values.push(values[place] as Value) % STEP === 0) yield;
  }
  return inOrder;
}

/** Puts what has come into what is in order: of few, only their places are looked for. */
function* merged(long: readonly Entry[], { entries, values }: Keyed, valueIn: (entry: Entry) => Value): Steps<readonly Entry[]> {
  if (long.length === 0) return entries;
  const all: Entry[] = [];
  let from = 0;
  let place = 0;
  for (const next of entries) {
    const value = values[place++] as Value;
    const isLess = (at: number): boolean => {
      const entry = long[at] as Entry;
      return isBefore(entry, valueIn(entry), next, value);
    };
    // In growing steps, then by halves: as quick for neighbours as for what lies far apart.
    let [low, by] = [from, 1];
    while (low + by <= long.length && isLess(low + by - 1)) {
      low += by;
      by *= 2;
    }
    let high = Math.min(low + by - 1, long.length);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLess(middle)) low = middle + 1;
      else high = middle;
    }
    for (; from < low; from++) all.push(long[from] as Entry);
    if (all.push(next) % 32 === 0) yield;
  }
  for (; from < long.length; from++) all.push(long[from] as Entry);
  return all;
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
  const lines: Line[] = [];
  for (const [name, members] of [...groups].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))) {
    lines.push({ key: `group ${name}`, group: name, count: members.length });
    for (const member of members) lines.push(member);
  }
  return lines;
}
