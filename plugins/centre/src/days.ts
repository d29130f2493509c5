import { type Done, defineSlice, doneBy, faultsOf, isBlank, refusalOfFaults } from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const day = z.string().check(z.regex(/^20\d\d-\d\d-\d\d$/));
/** A half hour of the clock of Shanghai. */
const time = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[03]0$/));
const words = (max: number) => z.string().check(z.maxLength(max));

export interface Booking {
  readonly id: string;
  readonly room: string;
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
  /** Case that it is for: shown to whoever may read the case. */
  readonly case?: string | undefined;
}
export type Booked = Done<Booking> & { readonly off?: Done<{ readonly reason: string }> };

/** A duty: one post on one day. */
export interface Slot {
  readonly day: string;
  readonly post: string;
}

/** Somebody asks another to take over a duty, for one of theirs where `inReturn` names it. */
export interface Swap extends Slot {
  readonly id: string;
  readonly to: string;
  readonly inReturn?: Slot | undefined;
  readonly words: string;
}
export type AskedSwap = Done<Swap> & { readonly answer?: Done<{ readonly agree: boolean }>; readonly withdrawn?: true };

export interface Days {
  /** By day and id. */
  readonly bookings: Readonly<Record<string, Readonly<Record<string, Booked>>>>;
  /** Person by day and post. */
  readonly duty: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly swaps: Readonly<Record<string, AskedSwap>>;
}

/** Room of a day's year. */
export const roomOfDay = (of: string): string => `centre.days.${of.slice(0, 4)}`;

/** Bookings of a day that are in force, by room and time. */
export const bookingsOn = ({ bookings }: Days, on: string): readonly Booked[] =>
  Object.values(bookings[on] ?? {})
    .filter(({ off }) => off === undefined)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1));

export const onDuty = ({ duty }: Days, slot: Slot): string | undefined => duty[slot.day]?.[slot.post];
/** Swaps that wait for an answer. */
export const openSwaps = ({ swaps }: Days): readonly AskedSwap[] =>
  Object.values(swaps).filter(({ answer, withdrawn }) => answer === undefined && withdrawn === undefined);

export type Fault =
  | 'refusal.taken'
  | 'refusal.times'
  | 'refusal.purpose'
  | 'refusal.noBooking'
  | 'refusal.notYours'
  | 'refusal.notTheirs'
  | 'refusal.self'
  | 'refusal.noSwap'
  | 'refusal.moved'
  | 'refusal.year';

const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.taken': 'a room that is free then',
  'refusal.times': 'an end after the beginning',
  'refusal.purpose': 'what it is for',
  'refusal.noBooking': 'a booking of yours in force',
  'refusal.notYours': 'a duty of yours',
  'refusal.notTheirs': 'a duty of theirs',
  'refusal.self': 'somebody else',
  'refusal.noSwap': 'an open question to you, or of yours',
  'refusal.moved': 'duties as they were when it was asked',
  'refusal.year': 'days of one year',
};
const refusalOf = (checks: readonly (readonly [boolean, Fault])[]) => refusalOfFaults(faultsOf<Fault>(checks), EXPECTED);

/** Half hours from one time to another. */
function halves(from: string, to: string): readonly number[] {
  const [first, end] = [from, to].map((each) => Number(each.slice(0, 2)) * 2 + (each.endsWith('30') ? 1 : 0));
  return Array.from({ length: Math.max(0, (end ?? 0) - (first ?? 0)) }, (_, at) => (first ?? 0) + at);
}

const assigned = (state: Days, slots: readonly (Slot & { readonly person?: string | undefined })[]): Days => {
  const duty = { ...state.duty };
  for (const { day: on, post, person } of slots) {
    const { [post]: _, ...others } = duty[on] ?? {};
    duty[on] = person === undefined ? others : { ...others, [post]: person };
  }
  return { ...state, duty };
};

/** The duties that a swap would exchange are still as they were asked about. */
const stands = (state: Days, { day: on, post, by, to, inReturn }: AskedSwap): boolean =>
  onDuty(state, { day: on, post }) === by && (inReturn === undefined || onDuty(state, inReturn) === to);

const off = (
  state: Days,
  { day: on, id: of, reason }: { day: string; id: string; reason: string },
  done: { person: string; at: number },
): Days => {
  const booking = state.bookings[on]?.[of];
  if (booking === undefined) return state;
  return {
    ...state,
    bookings: { ...state.bookings, [on]: { ...state.bookings[on], [of]: { ...booking, off: doneBy({ reason }, done) } } },
  };
};
const slot = z.object({ day, post: id });
const cancelled = z.object({ day, id, reason: words(500) });

/** What happens in the house in one year: rooms that are booked, and who is on duty. */
export const daysSlice = defineSlice<Days>('centre-days', { bookings: {}, duty: {}, swaps: {} })
  .act('book', {
    args: z.object({ id, day, room: id, from: time, to: time, purpose: words(200), case: z.optional(id) }),
    // By half hours: two who book one room for one time while apart are a conflict, and two who follow each other are none.
    keys: (args) => halves(args.from, args.to).map((half) => `${args.room}:${args.day}:${half}`),
    check: (state, args) =>
      refusalOf([
        [args.from >= args.to, 'refusal.times'],
        [isBlank(args.purpose), 'refusal.purpose'],
        [
          bookingsOn(state, args.day).some((each) => each.room === args.room && each.from < args.to && each.to > args.from),
          'refusal.taken',
        ],
      ]),
    apply: (state, { day: on, ...booking }, facts) => ({
      ...state,
      bookings: { ...state.bookings, [on]: { ...state.bookings[on], [booking.id]: doneBy(booking, facts) } },
    }),
  })
  .act('cancel', {
    args: cancelled,
    keys: (args) => [`booking:${args.id}`],
    check(state, args, { person }) {
      const booking = state.bookings[args.day]?.[args.id];
      return refusalOf([[booking === undefined || booking.off !== undefined || booking.by !== person, 'refusal.noBooking']]);
    },
    apply: off,
  })
  .act('revoke', {
    args: cancelled,
    keys: (args) => [`booking:${args.id}`],
    check(state, args) {
      const booking = state.bookings[args.day]?.[args.id];
      return refusalOf([[booking === undefined || booking.off !== undefined, 'refusal.noBooking']]);
    },
    apply: off,
  })
  .act('assign', {
    args: z.object({ slots: z.array(z.object({ day, post: id, person: z.optional(id) })).check(z.minLength(1), z.maxLength(400)) }),
    keys: ({ slots }) => slots.map((each) => `duty:${each.day}:${each.post}`),
    apply: (state, { slots }) => assigned(state, slots),
  })
  .act('askSwap', {
    args: z.object({ id, day, post: id, to: id, inReturn: z.optional(slot), words: words(300) }),
    keys: (args) => [`swap:${args.id}`],
    check: (state, args, { person }) =>
      refusalOf([
        [onDuty(state, args) !== person, 'refusal.notYours'],
        [args.to === person, 'refusal.self'],
        [args.inReturn !== undefined && args.inReturn.day.slice(0, 4) !== args.day.slice(0, 4), 'refusal.year'],
        [args.inReturn !== undefined && onDuty(state, args.inReturn) !== args.to, 'refusal.notTheirs'],
      ]),
    apply: (state, args, facts) => ({ ...state, swaps: { ...state.swaps, [args.id]: doneBy(args, facts) } }),
  })
  .act('answerSwap', {
    args: z.object({ id, agree: z.boolean() }),
    keys: (args) => [`swap:${args.id}`],
    check(state, { id: of, agree }, { person }) {
      const swap = openSwaps(state).find((each) => each.id === of);
      return refusalOf([
        [swap?.to !== person, 'refusal.noSwap'],
        [agree && swap !== undefined && !stands(state, swap), 'refusal.moved'],
      ]);
    },
    apply(state, { id: of, agree }, facts) {
      const swap = state.swaps[of];
      if (swap === undefined) return state;
      const { day: on, post, by, to, inReturn } = swap;
      const answered = { ...state, swaps: { ...state.swaps, [of]: { ...swap, answer: doneBy({ agree }, facts) } } };
      if (!agree) return answered;
      return assigned(answered, [{ day: on, post, person: to }, ...(inReturn === undefined ? [] : [{ ...inReturn, person: by }])]);
    },
  })
  .act('withdrawSwap', {
    args: z.object({ id }),
    keys: (args) => [`swap:${args.id}`],
    check: (state, { id: of }, { person }) =>
      refusalOf([[openSwaps(state).find((each) => each.id === of)?.by !== person, 'refusal.noSwap']]),
    apply(state, { id: of }) {
      const swap = state.swaps[of];
      return swap === undefined ? state : { ...state, swaps: { ...state.swaps, [of]: { ...swap, withdrawn: true } } };
    },
  });
