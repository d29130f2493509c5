import {
  type ActFacts,
  type Done,
  dayOfAct,
  defineSlice,
  doneBy,
  faultsOf,
  isBlank,
  type LegalDate,
  refusalOfFaults,
  type SettingValues,
  shanghaiDate,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { type Order, orderNumber, orderSchema } from './order.js';
import { callBackBy, type Due, dueOf, returnBy, slaOn } from './sla.js';

/** Orders of one act of an import; the rest of its size is bounded by the length of its words. */
export const MOST_STAGED = 500;
const MOST_PARTS = 20_000;

/** One import: a batch that is in force as a whole, or undone as a whole. */
export interface Import {
  readonly id: string;
  /** Who sent the file, as its columns are remembered by. */
  readonly source: string;
  readonly file: string;
  readonly count: number;
  readonly by: string;
  readonly at: number;
  readonly undone?: Done<{ readonly reason: string }>;
}

export interface CallBack {
  /** Whether somebody answered. */
  readonly reached: boolean;
  /** The caller's word, given when they were reached. */
  readonly solved?: boolean | undefined;
  /** 1 (very dissatisfied) to 5 (very satisfied), as the caller says; absent where they gave none. */
  readonly satisfied?: number | undefined;
  readonly note: string;
}

/** What was done with one order, beside what it said when it came in. */
export interface Work {
  /** How often it was to be done again. */
  readonly redone: number;
  /** The day from which the clock counts anew. */
  readonly redoneOn?: LegalDate;
  readonly dispatched?: Done<{ readonly lead: string; readonly assist: readonly string[]; readonly note: string }>;
  readonly signed?: Done<Readonly<Record<never, never>>>;
  readonly returned?: Done<{ readonly reason: string }>;
  readonly extensions: readonly Done<{ readonly days: number; readonly reason: string }>[];
  readonly reply?: Done<{ readonly text: string; readonly handler: string }>;
  readonly callBack?: Done<CallBack>;
  readonly closed?: Done<{ readonly note: string }>;
  readonly cases: readonly string[];
  /** All that was done, oldest first, with rounds that were done again. */
  readonly history: readonly {
    readonly act: string;
    readonly by: string;
    readonly at: number;
    readonly words?: string;
    readonly callBack?: CallBack;
  }[];
}
const UNTOUCHED: Work = { redone: 0, extensions: [], cases: [], history: [] };

export interface OrdersState {
  /** Rows of imports that are not in force yet, by import and part. Nothing shows them. */
  readonly staged: Readonly<Record<string, Readonly<Record<string, readonly Order[]>>>>;
  readonly imports: readonly Import[];
  /** Rows of imports that are in force, by import. */
  readonly batches: Readonly<Record<string, readonly (readonly Order[])[]>>;
  /** Orders that were written down here. */
  readonly single: readonly Order[];
  /** By a part of the number and the number: an act copies a small part of many. */
  readonly work: Readonly<Record<string, Readonly<Record<string, Work>>>>;
}

export interface ListedOrder {
  readonly order: Order;
  /** Absent for an order that was written down here. */
  readonly import?: string;
}

const indexes = new WeakMap<object, WeakMap<object, ReadonlyMap<string, ListedOrder>>>();
/** Orders in force by number, in the order in which they came. Made once for each change of what is in force. */
export function ordersOf({ batches, single }: Pick<OrdersState, 'batches' | 'single'>): ReadonlyMap<string, ListedOrder> {
  const bySingle = indexes.get(batches) ?? new WeakMap();
  indexes.set(batches, bySingle);
  const known = bySingle.get(single);
  if (known !== undefined) return known;
  const made = new Map<string, ListedOrder>();
  for (const [id, parts] of Object.entries(batches))
    for (const part of parts) for (const order of part) made.set(order.no, { order, import: id });
  for (const order of single) made.set(order.no, { order });
  bySingle.set(single, made);
  return made;
}

/** Two characters that spread over numbers of one day. */
const shard = (no: string): string => no.slice(-2);
export const workOf = ({ work }: Pick<OrdersState, 'work'>, no: string): Work => work[shard(no)]?.[no] ?? UNTOUCHED;

export type Phase = 'new' | 'returned' | 'again' | 'dispatched' | 'signed' | 'replied' | 'called' | 'closed';
/** Where an order stands. */
export function phaseOf(work: Work): Phase {
  if (work.closed !== undefined) return 'closed';
  if (work.callBack?.reached === true) return 'called';
  if (work.reply !== undefined) return 'replied';
  if (work.dispatched !== undefined) return work.signed === undefined ? 'dispatched' : 'signed';
  if (work.returned !== undefined) return 'returned';
  return work.redone > 0 ? 'again' : 'new';
}
/** The desk has it and nobody works on it. */
export const isWaiting = (phase: Phase): boolean => phase === 'new' || phase === 'returned' || phase === 'again';

const extendedBy = (work: Work): number => work.extensions.reduce((sum, { days }) => sum + days, 0);

/** The day on which the present round of an order began: by the days that held then it goes. */
export const startOf = (order: Order, { redoneOn }: Work): LegalDate => redoneOn ?? order.receivedAt.slice(0, 10);

/** The clock of an order by the centre's settings: until the answer, then until the call back; none of a closed one. */
export function clockOf(
  order: Order,
  work: Work,
  settings: SettingValues | undefined,
): (Due & { readonly of: 'answer' | 'callBack' }) | undefined {
  const phase = phaseOf(work);
  if (phase === 'closed' || phase === 'called') return undefined;
  if (work.reply !== undefined)
    return {
      dueOn: callBackBy(settings, shanghaiDate(work.reply.at), slaOn(settings, startOf(order, work))),
      from: 'table',
      provisional: false,
      of: 'callBack',
    };
  return { ...answerBy(order, work, settings), of: 'answer' };
}

/** The last day for an answer of the present round. */
export const answerBy = (order: Order, work: Work, settings: SettingValues | undefined): Due =>
  dueOf(order, {
    settings,
    startedOn: startOf(order, work),
    extendedBy: extendedBy(work),
    again: work.redoneOn !== undefined,
  });

/** Whoever had a part in the answer: they do not ask the caller what it was worth. */
export const handledBy = ({ reply, signed }: Work, person: string): boolean =>
  reply?.by === person || reply?.handler === person || signed?.by === person;

export type Fault =
  | 'refusal.unknown'
  | 'refusal.known'
  | 'refusal.twice'
  | 'refusal.part'
  | 'refusal.incomplete'
  | 'refusal.imported'
  | 'refusal.notImported'
  | 'refusal.worked'
  | 'refusal.closed'
  | 'refusal.notDispatched'
  | 'refusal.replied'
  | 'refusal.notReplied'
  | 'refusal.called'
  | 'refusal.handler'
  | 'refusal.solved'
  | 'refusal.unreached'
  | 'refusal.notCalled'
  | 'refusal.noCallBack'
  | 'refusal.reason'
  | 'refusal.text'
  | 'refusal.extension'
  | 'refusal.late'
  | 'refusal.returnLate'
  | 'refusal.signed'
  | 'refusal.linked'
  | 'refusal.future';

const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.unknown': 'the number of an order that is here',
  'refusal.known': 'a number that no order has',
  'refusal.twice': 'each number once in a file',
  'refusal.part': 'each part of an import once',
  'refusal.incomplete': 'all parts of the import, with as many rows as it names',
  'refusal.imported': 'an import that is not in force yet',
  'refusal.notImported': 'an import that is in force',
  'refusal.worked': 'an import with no order that somebody has worked on',
  'refusal.closed': 'an order that is open',
  'refusal.notDispatched': 'an order that was handed to a unit',
  'refusal.replied': 'an order that has no answer yet',
  'refusal.notReplied': 'an answered order',
  'refusal.called': 'an order whose caller was not reached yet',
  'refusal.handler': 'somebody who had no part in the answer',
  'refusal.solved': "the caller's word whether it is solved",
  'refusal.unreached': 'no words of a caller who was not reached',
  'refusal.notCalled': 'a caller who was called back',
  'refusal.noCallBack': 'a call back, or why there can be none',
  'refusal.reason': 'a reason',
  'refusal.text': 'an answer in words',
  'refusal.extension': 'extensions within the limit',
  'refusal.late': 'an extension before the last day has passed',
  'refusal.returnLate': 'a return within the days for it',
  'refusal.signed': 'an order that the unit has not taken yet',
  'refusal.linked': 'a case that the order does not name yet',
  'refusal.future': 'a day that has come',
};
const refusalOf = (checks: readonly (readonly [boolean, Fault])[]) => refusalOfFaults(faultsOf<Fault>(checks), EXPECTED);

const id = z.string().check(z.minLength(1), z.maxLength(64));
const text = (max: number) => z.string().check(z.maxLength(max));
const no = orderNumber();

/** Rows of an import that is staged; undefined unless all of it is there. */
function stagedRows(state: OrdersState, { import: batch, parts, count }: { import: string; parts: number; count: number }) {
  const staged = state.staged[batch] ?? {};
  const rows = Array.from({ length: parts }, (_, part) => staged[String(part)] ?? []);
  const whole = Object.keys(staged).length === parts && rows.reduce((sum, { length }) => sum + length, 0) === count;
  return whole ? rows : undefined;
}

function withoutStaged(state: OrdersState, batch: string): OrdersState['staged'] {
  const { [batch]: _, ...others } = state.staged;
  return others;
}

/** Faults of any act on one order, before those of its own. */
const open = (state: OrdersState, number: string): readonly (readonly [boolean, Fault])[] => [
  [!ordersOf(state).has(number), 'refusal.unknown'],
  [workOf(state, number).closed !== undefined, 'refusal.closed'],
];

type Told = { readonly words?: string; readonly callBack?: CallBack };
/** The state after something was done with one order, and a line of its history. */
function worked(state: OrdersState, number: string, act: string, facts: ActFacts, change: Partial<Work>, told: Told = {}): OrdersState {
  const before = workOf(state, number);
  const after: Work = { ...before, ...change, history: [...before.history, { act, by: facts.person, at: facts.at, ...told }] };
  const part = shard(number);
  return { ...state, work: { ...state.work, [part]: { ...state.work[part], [number]: after } } };
}
/** Without what belongs to one round of handling. */
const NEW_ROUND: Partial<Work> = {
  dispatched: undefined,
  signed: undefined,
  returned: undefined,
  reply: undefined,
  callBack: undefined,
  extensions: [],
};

/**
 * The orders of one year, each act logged. An import is staged in parts and in force with one act more: what is staged shows
 * nowhere, and an import that was given up is dropped.
 */
export const ordersSlice = defineSlice<OrdersState>('hotline', { staged: {}, imports: [], batches: {}, single: [], work: {} })
  .act('stage', {
    args: z.object({
      import: id,
      part: z.int().check(z.minimum(0), z.maximum(MOST_PARTS)),
      orders: z.array(orderSchema).check(z.minLength(1), z.maxLength(MOST_STAGED)),
    }),
    check: (state, args) =>
      refusalOf([
        [state.imports.some((each) => each.id === args.import), 'refusal.imported'],
        [state.staged[args.import]?.[String(args.part)] !== undefined, 'refusal.part'],
      ]),
    apply: (state, args) => ({
      ...state,
      staged: { ...state.staged, [args.import]: { ...state.staged[args.import], [String(args.part)]: args.orders } },
    }),
  })
  .act('commit', {
    args: z.object({
      import: id,
      parts: z.int().check(z.minimum(1), z.maximum(MOST_PARTS)),
      count: z.int().check(z.minimum(1)),
      source: text(100),
      file: text(200),
    }),
    keys: (args) => [`import:${args.import}`],
    check(state, args) {
      if (state.imports.some((each) => each.id === args.import)) return refusalOf([[true, 'refusal.imported']]);
      const rows = stagedRows(state, args)?.flat();
      if (rows === undefined) return refusalOf([[true, 'refusal.incomplete']]);
      const known = ordersOf(state);
      return refusalOf([
        [new Set(rows.map((order) => order.no)).size < rows.length, 'refusal.twice'],
        [rows.some((order) => known.has(order.no)), 'refusal.known'],
      ]);
    },
    apply: (state, args, { person: by, at }) => ({
      ...state,
      staged: withoutStaged(state, args.import),
      imports: [...state.imports, { id: args.import, source: args.source, file: args.file, count: args.count, by, at }],
      batches: { ...state.batches, [args.import]: stagedRows(state, args) ?? [] },
    }),
  })
  .act('drop', {
    args: z.object({ import: id }),
    apply: (state, args) => ({ ...state, staged: withoutStaged(state, args.import) }),
  })
  .act('undoImport', {
    args: z.object({ import: id, reason: text(500) }),
    keys: (args) => [`import:${args.import}`],
    check(state, args) {
      const batch = state.batches[args.import];
      return refusalOf([
        [batch === undefined, 'refusal.notImported'],
        [batch?.some((part) => part.some((order) => workOf(state, order.no).history.length > 0)) === true, 'refusal.worked'],
        [isBlank(args.reason), 'refusal.reason'],
      ]);
    },
    apply(state, args, facts) {
      const { [args.import]: _, ...batches } = state.batches;
      const imports = state.imports.map((each) =>
        each.id === args.import ? { ...each, undone: doneBy({ reason: args.reason }, facts) } : each,
      );
      return { ...state, batches, imports };
    },
  })
  .act('add', {
    args: z.object({ order: orderSchema }),
    keys: ({ order }) => [`order:${order.no}`],
    check: (state, { order }, facts) =>
      refusalOf([
        [ordersOf(state).has(order.no), 'refusal.known'],
        [order.receivedAt.slice(0, 10) > dayOfAct(facts), 'refusal.future'],
      ]),
    apply: (state, { order }) => ({ ...state, single: [...state.single, order] }),
  })
  .act('dispatch', {
    args: z.object({
      no,
      lead: z.string().check(z.minLength(1), z.maxLength(100)),
      assist: z.array(z.string().check(z.minLength(1), z.maxLength(100))).check(z.maxLength(10)),
      note: text(500),
    }),
    keys: (args) => [`order:${args.no}`],
    check: (state, args) => refusalOf([...open(state, args.no), [workOf(state, args.no).reply !== undefined, 'refusal.replied']]),
    apply(state, { no: number, ...how }, facts) {
      const words = [how.lead, ...how.assist].join('、');
      return worked(
        state,
        number,
        'dispatch',
        facts,
        { signed: undefined, returned: undefined, dispatched: doneBy(how, facts) },
        { words },
      );
    },
  })
  .act('sign', {
    args: z.object({ no }),
    keys: (args) => [`order:${args.no}`],
    check: (state, args) => {
      const work = workOf(state, args.no);
      return refusalOf([
        ...open(state, args.no),
        [work.dispatched === undefined, 'refusal.notDispatched'],
        [work.signed !== undefined || work.reply !== undefined, 'refusal.signed'],
      ]);
    },
    apply: (state, args, facts) => worked(state, args.no, 'sign', facts, { signed: doneBy({}, facts) }),
  })
  .act('extend', {
    args: z.object({ no, days: z.int().check(z.minimum(1), z.maximum(60)), reason: text(500) }),
    keys: (args) => [`order:${args.no}`],
    check(state, args, facts) {
      const work = workOf(state, args.no);
      const order = ordersOf(state).get(args.no)?.order;
      return refusalOf([
        ...open(state, args.no),
        [work.reply !== undefined, 'refusal.replied'],
        [
          order !== undefined && extendedBy(work) + args.days > slaOn(facts.settings, startOf(order, work)).extensionDays,
          'refusal.extension',
        ],
        [order !== undefined && answerBy(order, work, facts.settings).dueOn < dayOfAct(facts), 'refusal.late'],
        [isBlank(args.reason), 'refusal.reason'],
      ]);
    },
    apply: (state, { no: number, ...how }, facts) =>
      worked(
        state,
        number,
        'extend',
        facts,
        { extensions: [...workOf(state, number).extensions, doneBy(how, facts)] },
        { words: `${how.days}：${how.reason}` },
      ),
  })
  .act('return', {
    args: z.object({ no, reason: text(500) }),
    keys: (args) => [`order:${args.no}`],
    check(state, args, facts) {
      const work = workOf(state, args.no);
      const { dispatched, reply } = work;
      const order = ordersOf(state).get(args.no)?.order;
      const lastDay =
        order === undefined || dispatched === undefined
          ? undefined
          : returnBy(facts.settings, shanghaiDate(dispatched.at), slaOn(facts.settings, startOf(order, work)));
      return refusalOf([
        ...open(state, args.no),
        [dispatched === undefined, 'refusal.notDispatched'],
        [reply !== undefined, 'refusal.replied'],
        [lastDay !== undefined && lastDay < dayOfAct(facts), 'refusal.returnLate'],
        [isBlank(args.reason), 'refusal.reason'],
      ]);
    },
    apply: (state, { no: number, reason }, facts) =>
      worked(
        state,
        number,
        'return',
        facts,
        { dispatched: undefined, signed: undefined, returned: doneBy({ reason }, facts) },
        { words: reason },
      ),
  })
  .act('reply', {
    args: z.object({ no, text: text(5000), handler: text(100) }),
    keys: (args) => [`order:${args.no}`],
    check: (state, args) =>
      refusalOf([
        ...open(state, args.no),
        [workOf(state, args.no).reply !== undefined, 'refusal.replied'],
        [isBlank(args.text), 'refusal.text'],
      ]),
    apply: (state, { no: number, ...how }, facts) =>
      worked(state, number, 'reply', facts, { reply: doneBy(how, facts) }, { words: how.text }),
  })
  .act('callBack', {
    args: z.object({
      no,
      reached: z.boolean(),
      solved: z.optional(z.boolean()),
      satisfied: z.optional(z.int().check(z.minimum(1), z.maximum(5))),
      note: text(1000),
    }),
    keys: (args) => [`order:${args.no}`],
    check(state, args, { person }) {
      const work = workOf(state, args.no);
      return refusalOf([
        ...open(state, args.no),
        [work.reply === undefined, 'refusal.notReplied'],
        [work.callBack?.reached === true, 'refusal.called'],
        [handledBy(work, person), 'refusal.handler'],
        [args.reached && args.solved === undefined, 'refusal.solved'],
        [!args.reached && (args.solved !== undefined || args.satisfied !== undefined), 'refusal.unreached'],
      ]);
    },
    apply: (state, { no: number, ...how }, facts) =>
      worked(state, number, 'callBack', facts, { callBack: doneBy(how, facts) }, { callBack: how, words: how.note }),
  })
  .act('redo', {
    args: z.object({ no, reason: text(500) }),
    keys: (args) => [`order:${args.no}`],
    check: (state, args) =>
      refusalOf([
        ...open(state, args.no),
        [workOf(state, args.no).callBack?.reached !== true, 'refusal.notCalled'],
        [isBlank(args.reason), 'refusal.reason'],
      ]),
    apply: (state, { no: number, reason }, facts) =>
      worked(
        state,
        number,
        'redo',
        facts,
        { ...NEW_ROUND, redone: workOf(state, number).redone + 1, redoneOn: dayOfAct(facts) },
        { words: reason },
      ),
  })
  .act('close', {
    args: z.object({ no, note: text(1000) }),
    keys: (args) => [`order:${args.no}`],
    check(state, args) {
      const { reply, callBack } = workOf(state, args.no);
      return refusalOf([
        ...open(state, args.no),
        [reply === undefined, 'refusal.notReplied'],
        // Whoever left no number, or never picks up, is not kept open for ever; why is said.
        [callBack?.reached !== true && isBlank(args.note), 'refusal.noCallBack'],
      ]);
    },
    apply: (state, { no: number, note }, facts) =>
      worked(state, number, 'close', facts, { closed: doneBy({ note }, facts) }, { words: note }),
  })
  .act('link', {
    args: z.object({ no, case: id }),
    keys: (args) => [`order:${args.no}`],
    check: (state, args) =>
      refusalOf([
        [!ordersOf(state).has(args.no), 'refusal.unknown'],
        [workOf(state, args.no).cases.includes(args.case), 'refusal.linked'],
      ]),
    apply: (state, args, facts) => worked(state, args.no, 'link', facts, { cases: [...workOf(state, args.no).cases, args.case] }),
  })
  .act('unlink', {
    args: z.object({ no, case: id }),
    keys: (args) => [`order:${args.no}`],
    apply: (state, args, facts) =>
      worked(state, args.no, 'unlink', facts, { cases: workOf(state, args.no).cases.filter((each) => each !== args.case) }),
  });
