import {
  type ActFacts,
  dayOfAct,
  defineSlice,
  type FaultChecks,
  faultsOf,
  type LegalDate,
  legalDate,
  refusalOfFaults,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** 5+1 forces (5+1力量): party groups, village cadres, stationed units, grid workers, volunteers, and warm-hearted people. */
export const FORCES = ['party', 'cadre', 'unit', 'worker', 'volunteer', 'warm'] as const;
export type Force = (typeof FORCES)[number];

/** A village committee (村委会), the coded parent of natural villages, which have names alone. */
export interface Committee {
  readonly code: string;
  readonly name: string;
  /** Natural villages (自然村), as people call them. */
  readonly villages: readonly string[];
}

/** A grid (网格): the part of a committee's area that one worker looks after. */
export interface Grid {
  readonly code: string;
  readonly name: string;
  /** Code of its committee. */
  readonly committee: string;
  /** Natural villages in it, by name. */
  readonly villages: readonly string[];
}

/** One worker's time in a grid. `to` is the last day; absent while it lasts. */
export interface Term {
  readonly person: string;
  readonly from: LegalDate;
  readonly to?: LegalDate;
  /** What the next one took over: what was open on that day. */
  readonly handed?: Handed;
}
/** Ids of what was open when a grid was handed over. */
export interface Handed {
  readonly to: string;
  readonly matters: readonly string[];
  readonly errands: readonly string[];
  readonly note: string;
  readonly by: string;
  readonly at: number;
}

/** Somebody of the 5+1 forces who helps in a committee or a grid. */
export interface Contact {
  readonly id: string;
  /** Code of the committee or the grid that they help in. */
  readonly of: string;
  readonly force: Force;
  readonly name: string;
  readonly phone: string;
  readonly note: string;
}

export interface TreeState {
  readonly committees: Readonly<Record<string, Committee>>;
  readonly grids: Readonly<Record<string, Grid>>;
  /** By grid, the latest last. */
  readonly terms: Readonly<Record<string, readonly Term[]>>;
  readonly contacts: Readonly<Record<string, Contact>>;
  /** Staff of the centre who join each case that a grid reports up. */
  readonly receivers: readonly string[];
}

/** The worker of a grid; undefined while nobody is. */
export function workerOf({ terms }: Pick<TreeState, 'terms'>, grid: string): Term | undefined {
  const last = terms[grid]?.at(-1);
  return last?.to === undefined ? last : undefined;
}
/** The grid that a person works in; undefined where there is none. */
export const gridOf = (tree: Pick<TreeState, 'terms'>, person: string): string | undefined =>
  Object.keys(tree.terms).find((grid) => workerOf(tree, grid)?.person === person);
/** Grids of a committee, by code. */
export const gridsOf = ({ grids }: Pick<TreeState, 'grids'>, committee: string): readonly Grid[] =>
  Object.values(grids)
    .filter((grid) => grid.committee === committee)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
/** Committees by code. */
export const committeesOf = ({ committees }: Pick<TreeState, 'committees'>): readonly Committee[] =>
  Object.values(committees).sort((a, b) => (a.code < b.code ? -1 : 1));

/** The room of a grid's visits, and the rights to work in it and to read it. */
export const roomOf = (grid: string): string => `grid.visits.${grid}`;
export const rightToWork = (grid: string): string => `grid.work.${grid}`;
export const rightToSee = (grid: string): string => `grid.see.${grid}`;

export type Fault =
  | 'refusal.committee'
  | 'refusal.grid'
  | 'refusal.worker'
  | 'refusal.noWorker'
  | 'refusal.sameWorker'
  | 'refusal.twoGrids'
  | 'refusal.before'
  | 'refusal.future'
  | 'refusal.moved'
  | 'refusal.lineGrid'
  | 'refusal.lineWorker'
  | 'refusal.contact';
const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.committee': 'a committee of the tree',
  'refusal.grid': 'a grid of the tree',
  'refusal.worker': 'a grid without a worker',
  'refusal.noWorker': 'a grid with a worker',
  'refusal.sameWorker': 'another person',
  'refusal.twoGrids': 'a person without a grid',
  'refusal.before': 'a later day',
  'refusal.future': 'a day that has come',
  'refusal.moved': 'the same committee',
  'refusal.lineGrid': 'a grid that is new',
  'refusal.lineWorker': 'a person without a grid',
  'refusal.contact': 'a contact of the tree',
};
const refusalOf = (checks: FaultChecks<Fault>) => refusalOfFaults(faultsOf<Fault>(checks), EXPECTED);

const id = z.string().check(z.minLength(1), z.maxLength(64));
/** Codes name rooms: letters, digits, hyphens. */
const code = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/));
const line = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
const villages = z.array(line(40)).check(z.maxLength(60));
const ids = z.array(id).check(z.maxLength(500));

const importRow = z.object({
  /** Line of the file, for what is told of it. */
  line: z.int().check(z.minimum(1)),
  committee: code,
  committeeName: line(60),
  code,
  name: line(60),
  villages,
  /** Id of the worker; absent while nobody is. */
  worker: z.optional(id),
});
/** A row of a file of grids. */
export type ImportRow = z.infer<typeof importRow>;
/** What is wrong with a row. */
export interface RowFault {
  readonly line: number;
  readonly fault: 'refusal.lineGrid' | 'refusal.lineWorker';
}

/** What is wrong with the rows of a file, each by its line. The act refuses a file that has any. */
export function importFaults(tree: TreeState, rows: readonly ImportRow[]): readonly RowFault[] {
  const [grids, workers] = [new Set(Object.keys(tree.grids)), new Set(Object.keys(tree.terms).map((grid) => workerOf(tree, grid)?.person))];
  return rows.flatMap(({ line: at, code: grid, worker }): RowFault[] => {
    const faults: RowFault[] = [];
    if (grids.has(grid)) faults.push({ line: at, fault: 'refusal.lineGrid' });
    if (worker !== undefined && workers.has(worker)) faults.push({ line: at, fault: 'refusal.lineWorker' });
    grids.add(grid);
    if (worker !== undefined) workers.add(worker);
    return faults;
  });
}

const begun = (state: TreeState, grid: string, term: Term): TreeState => ({
  ...state,
  terms: { ...state.terms, [grid]: [...(state.terms[grid] ?? []), term] },
});
/** The tree after its present worker has left a grid. */
const ended = (state: TreeState, grid: string, change: Partial<Term>): TreeState => ({
  ...state,
  terms: {
    ...state.terms,
    [grid]: (state.terms[grid] ?? []).map((term, at, all) => (at === all.length - 1 ? { ...term, ...change } : term)),
  },
});
/** Faults of any act that says since when somebody works in a grid. */
const beginning = (state: TreeState, grid: string, person: string, on: LegalDate, facts: ActFacts): FaultChecks<Fault> => [
  [state.grids[grid] === undefined, 'refusal.grid'],
  [gridOf(state, person) !== undefined, 'refusal.twoGrids'],
  [on > dayOfAct(facts), 'refusal.future'],
];
const leaving = (state: TreeState, grid: string, on: LegalDate): FaultChecks<Fault> => [
  [workerOf(state, grid) === undefined, 'refusal.noWorker'],
  [on < (workerOf(state, grid)?.from ?? ''), 'refusal.before'],
];

/**
 * The tree of a town's grids: committees with their codes, grids, who works where from when to when, and whom they can ask.
 * Who may read and write a grid's visits is a right of the directory (`grid.work.<code>`), given and taken beside these acts.
 */
export const treeSlice = defineSlice<TreeState>('grid-tree', { committees: {}, grids: {}, terms: {}, contacts: {}, receivers: [] })
  .act('setCommittee', {
    args: z.object({ code, name: line(60), villages }),
    keys: (args) => [`committee:${args.code}`],
    apply: (state, committee) => ({ ...state, committees: { ...state.committees, [committee.code]: committee } }),
  })
  .act('setGrid', {
    args: z.object({ code, name: line(60), committee: code, villages }),
    keys: (args) => [`grid:${args.code}`],
    check: (state, args) =>
      refusalOf([
        [state.committees[args.committee] === undefined, 'refusal.committee'],
        [(state.grids[args.code]?.committee ?? args.committee) !== args.committee, 'refusal.moved'],
      ]),
    apply: (state, grid) => ({ ...state, grids: { ...state.grids, [grid.code]: grid } }),
  })
  .act('import', {
    /** At most 200 grids: a town has a hundred at most, and an act 64 KB. */
    args: z.object({ rows: z.array(importRow).check(z.minLength(1), z.maxLength(200)), on: legalDate() }),
    keys: ({ rows }) => rows.map((row) => `grid:${row.code}`),
    check(state, { rows }) {
      const [found] = importFaults(state, rows);
      const told = refusalOf(found === undefined ? [] : [[true, found.fault]]);
      return told === undefined || found === undefined ? told : { ...told, seen: `line ${found.line}: ${told.seen}` };
    },
    apply(state, { rows, on }) {
      const [committees, grids, terms] = [{ ...state.committees }, { ...state.grids }, { ...state.terms }];
      for (const row of rows) {
        const names = [...new Set([...(committees[row.committee]?.villages ?? []), ...row.villages])];
        committees[row.committee] = { code: row.committee, name: row.committeeName, villages: names };
        grids[row.code] = { code: row.code, name: row.name, committee: row.committee, villages: row.villages };
        if (row.worker !== undefined) terms[row.code] = [...(terms[row.code] ?? []), { person: row.worker, from: on }];
      }
      return { ...state, committees, grids, terms };
    },
  })
  .act('assign', {
    args: z.object({ grid: code, person: id, on: legalDate() }),
    keys: ({ grid, person }) => [`worker:${grid}`, `person:${person}`],
    check: (state, { grid, person, on }, facts) =>
      refusalOf([...beginning(state, grid, person, on, facts), [workerOf(state, grid) !== undefined, 'refusal.worker']]),
    apply: (state, { grid, person, on }) => begun(state, grid, { person, from: on }),
  })
  .act('handOver', {
    args: z.object({ grid: code, from: id, to: id, on: legalDate(), matters: ids, errands: ids, note: z.string().check(z.maxLength(500)) }),
    keys: ({ grid, to }) => [`worker:${grid}`, `person:${to}`],
    check: (state, { grid, from, to, on }, facts) =>
      refusalOf([
        [workerOf(state, grid)?.person !== from, 'refusal.noWorker'],
        [from === to, 'refusal.sameWorker'],
        ...beginning(state, grid, to, on, facts),
        ...leaving(state, grid, on),
      ]),
    apply: (state, { grid, to, on, matters, errands, note }, { person: by, at }) =>
      begun(ended(state, grid, { to: on, handed: { to, matters, errands, note, by, at } }), grid, { person: to, from: on }),
  })
  .act('leave', {
    args: z.object({ grid: code, on: legalDate() }),
    keys: ({ grid }) => [`worker:${grid}`],
    check: (state, { grid, on }, facts) => refusalOf([...leaving(state, grid, on), [on > dayOfAct(facts), 'refusal.future']]),
    apply: (state, { grid, on }) => ended(state, grid, { to: on }),
  })
  .act('setContact', {
    args: z.object({
      id,
      of: code,
      force: z.enum(FORCES),
      name: line(60),
      phone: z.string().check(z.maxLength(40)),
      note: z.string().check(z.maxLength(200)),
    }),
    keys: (args) => [`contact:${args.id}`],
    check: (state, { of }) => refusalOf([[state.committees[of] === undefined && state.grids[of] === undefined, 'refusal.grid']]),
    apply: (state, contact) => ({ ...state, contacts: { ...state.contacts, [contact.id]: contact } }),
  })
  .act('removeContact', {
    args: z.object({ id }),
    keys: (args) => [`contact:${args.id}`],
    check: (state, args) => refusalOf([[state.contacts[args.id] === undefined, 'refusal.contact']]),
    apply(state, args) {
      const { [args.id]: _, ...contacts } = state.contacts;
      return { ...state, contacts };
    },
  })
  .act('setReceivers', {
    args: z.object({ people: z.array(id).check(z.maxLength(10)) }),
    keys: () => ['receivers'],
    apply: (state, { people }) => ({ ...state, receivers: people }),
  });

/** People of the forces in a grid and in its committee. */
export const contactsOf = (tree: TreeState, of: string): readonly Contact[] => {
  const parent = tree.grids[of]?.committee;
  return Object.values(tree.contacts).filter((contact) => contact.of === of || (parent !== undefined && contact.of === parent));
};
