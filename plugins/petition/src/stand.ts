import {
  addDays,
  type Badge,
  type Cell,
  type ClockChange,
  type CountedClock,
  clockChangeSchema,
  clockState,
  countedClock,
  daysBetween,
  defineSummary,
  endOf,
  type LegalDate,
  type PluginClock,
  type PluginContributions,
  type PluginRow,
  type SharedRow,
  TERMS,
  type TermId,
  type TimelineAct,
  type WordParam,
  type Words,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { currentReferral, inHearing, needsOpinion, type PetitionState, PHASES, petitionSlice, phaseOf } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';

const day = z.optional(z.string());
const standSchema = z.object({
  phase: z.enum(PHASES),
  registeredOn: day,
  reachable: z.boolean(),
  /** With another body, since this day. */
  receivedOn: day,
  acceptedOn: day,
  /** A claim that ends with a written opinion. */
  sixth: z.boolean(),
  /** The extension of the handling: asked for, decided, told. */
  changes: z._default(z.array(clockChangeSchema), []),
  opinionGot: day,
  reviewAsked: day,
  reviewGot: day,
  recheckAsked: day,
  hearing: z.boolean(),
  hearings: z._default(z.array(z.object({ from: z.string(), to: day })), []),
  /** When each step was done: what was owed until then ended on that day. */
  passedOn: day,
  objectedOn: day,
  decidedOn: day,
  handledOn: day,
  reviewedOn: day,
  recheckedOn: day,
});
export type Stand = z.infer<typeof standSchema>;

/** What board and table know of a petition: days and where it stands, nothing of the people and nothing of the matter. */
export const stand = defineSummary('petition', standSchema, (room) => standOf(petitionSlice.of(room.slices)));

/** The summary of a state, for board and screen alike. */
export function standOf(state: PetitionState): Stand {
  const { registered, decision, delivered, review, recheck } = state;
  return {
    phase: phaseOf(state),
    registeredOn: registered?.on,
    reachable: registered?.reachable === true,
    receivedOn: currentReferral(state)?.receivedOn,
    acceptedOn: decision?.accepted === true ? decision.on : undefined,
    sixth: needsOpinion(state),
    changes: changesOf(state),
    opinionGot: delivered.opinion?.on,
    reviewAsked: review?.asked.on,
    reviewGot: delivered.review?.on,
    recheckAsked: recheck?.asked.on,
    hearing: inHearing(state),
    hearings: [...(recheck?.hearings ?? [])],
    passedOn: state.referrals.at(-1)?.on ?? decision?.on,
    objectedOn: currentReferral(state)?.objection?.on,
    decidedOn: decision?.on,
    handledOn: state.opinion?.on ?? (state.mediation?.settled === true ? state.mediation.on : undefined),
    reviewedOn: review?.answered?.on,
    recheckedOn: recheck?.answered?.on,
  };
}

/** The extension of art. 34 as all clocks tell theirs, but for reasons and names: those are on the petition's own tab. */
function changesOf({ decision, extension }: PetitionState): ClockChange[] {
  if (decision === undefined || extension === undefined) return [];
  const { asked, decided, told } = extension;
  return [
    {
      id: 'extension',
      clock: 'petition.handling',
      startedOn: decision.on,
      kind: 'extension',
      days: asked.days,
      asked: { by: asked.by, on: asked.on, reason: '', basis: EXTENSION },
      ...(decided === undefined ? {} : { decided: { by: decided.by, on: decided.on, approved: decided.approved, note: '', who: 'head' } }),
      told: told === undefined ? [] : [{ by: told.by, on: told.on, how: told.how ?? '', to: '' }],
      notice: true,
    },
  ];
}
const EXTENSION = TERMS['letters.handling'].basis;

/** Every clock of a petition, with its rule. `binding: false` is a right that somebody may use until that day. */
export const CLOCKS = ['transfer', 'notice', 'objection', 'handling', 'review-open', 'review', 'recheck-open', 'recheck'] as const;
export type ClockId = (typeof CLOCKS)[number];

const TERM_OF = {
  transfer: 'letters.transfer',
  notice: 'letters.notice',
  objection: 'letters.objection',
  handling: 'letters.handling',
  'review-open': 'letters.askReview',
  review: 'letters.review',
  'recheck-open': 'letters.askRecheck',
  recheck: 'letters.recheck',
} as const satisfies Readonly<Record<ClockId, TermId>>;

export interface Running extends CountedClock {
  readonly id: ClockId;
  readonly binding: boolean;
  readonly endedOn?: LegalDate;
}

/**
 * Clocks of a petition in the order of its way, those that have ended too. A right whose day is over has ended with it; a duty
 * stays until it is done.
 */
export function clocksOf(seen: Stand, row: SharedRow): Running[] {
  const { phase } = seen;
  const isOver = phase === 'settled' || phase === 'concluded' || phase === 'final';
  const clock = (id: ClockId, startedOn: LegalDate | undefined, done: LegalDate | undefined): Running[] => {
    if (startedOn === undefined) return [];
    const binding = TERMS[TERM_OF[id]].kind === 'duty';
    const counted = countedClock(row, {
      clock: `petition.${id}`,
      term: TERM_OF[id],
      startedOn,
      endedOn: done,
      ...(id === 'handling' ? { changes: seen.changes } : {}),
      // Days of hearings are not counted, first and last included (art. 36).
      ...(id === 'recheck'
        ? { pauses: seen.hearings.map(({ from, to }) => ({ from, why: HEARING, ...(to === undefined ? {} : { until: addDays(to, 1) }) })) }
        : {}),
    });
    const endedOn = done ?? (!binding && counted.dueOn < row.today ? counted.dueOn : undefined);
    return [{ id, binding, ...counted, ...(endedOn === undefined ? {} : { endedOn }) }];
  };
  const decidedOn = phase === 'registered' || phase === 'referred' || phase === 'objected' ? undefined : seen.decidedOn;
  return [
    ...clock('transfer', seen.registeredOn, phase === 'registered' ? undefined : seen.passedOn),
    // Nobody can be told whose name or address is not clear (art. 23).
    ...(seen.reachable ? clock('notice', seen.receivedOn, decidedOn) : []),
    ...clock('objection', seen.receivedOn, seen.objectedOn ?? decidedOn),
    ...(seen.sixth ? clock('handling', seen.acceptedOn, seen.handledOn) : []),
    ...clock('review-open', seen.opinionGot, seen.reviewAsked),
    ...clock('review', seen.reviewAsked, seen.reviewedOn),
    ...clock('recheck-open', seen.reviewGot, seen.recheckAsked),
    ...clock('recheck', seen.recheckAsked, seen.recheckedOn),
  ].filter(({ endedOn }) => endedOn !== undefined || !isOver);
}
const HEARING = TERMS['letters.recheck'].basis;

/** Days of the hearings that are over. */
export const hearingDays = ({ hearings = [] }: Stand): number =>
  hearings.reduce((sum, { from, to }) => (to === undefined ? sum : sum + daysBetween(from, to) + 1), 0);

/**
 * Clocks that run on a day.
 *
 * @param row the day, and the centre's settings; of other rooms nothing is needed
 */
export const running = (seen: Stand, { today, settings }: Pick<SharedRow, 'today' | 'settings'>): Running[] =>
  clocksOf(seen, { today, shared: () => [], ...(settings === undefined ? {} : { settings }) }).filter(
    ({ endedOn }) => endedOn === undefined,
  );

function badge(row: PluginRow): Badge | undefined {
  const seen = row.read(stand);
  if (seen === undefined || seen.phase === 'none') return undefined;
  const duty = row.closed ? undefined : running(seen, row).find((clock) => clock.binding);
  const state = duty === undefined ? 'running' : clockState(duty.dueOn, row.today);
  // The card has a line of its own for the nearest clock; here a day stands only while it is pressing.
  if (duty === undefined || state === 'running') return { words: { key: `badge.${wordOf(seen)}` } };
  if (state === 'overdue') return { words: { key: `late.${duty.id}` }, tone: 'danger' };
  return { words: { key: `due.${duty.id}`, params: { due: { date: duty.dueOn } } }, tone: 'warning' };
}

/** Where it stands, as one word of the dictionary behind `badge.` and `stand.`. */
export const wordOf = ({ phase, hearing }: Stand): string => (phase === 'examining' && hearing ? 'hearing' : phase);

const clock =
  (id: ClockId) =>
  (row: PluginRow): PluginClock | undefined => {
    const seen = row.read(stand);
    const found = seen === undefined ? undefined : clocksOf(seen, row).find((each) => each.id === id);
    if (found === undefined) return undefined;
    const { id: _, binding, endedOn: ended, ...counted } = found;
    const endedOn = endOf(row, ended);
    return {
      words: { key: `clock.${id}` },
      ...counted,
      ...(binding ? { waitsFor: { department: 'petition' } } : { binding }),
      ...(endedOn === undefined ? {} : { endedOn }),
    };
  };

function registered(row: PluginRow): Cell | undefined {
  const on = row.read(stand)?.registeredOn;
  return on === undefined ? undefined : { value: on };
}

function state(row: PluginRow): Cell | undefined {
  const seen = row.read(stand);
  return seen === undefined || seen.phase === 'none'
    ? undefined
    : { value: PHASES.indexOf(seen.phase), words: { key: `stand.${wordOf(seen)}` } };
}

type Params = (args: TimelineAct['args']) => Readonly<Record<string, WordParam>>;
/** A line of the timeline: which sentence, by the act's arguments, and what it names beside the day. */
const line =
  (key: string | ((args: TimelineAct['args']) => string), params: Params = () => ({})) =>
  ({ args }: TimelineAct): Words => ({
    key: typeof key === 'string' ? key : key(args),
    params: { on: { date: String(args['on']) }, ...params(args) },
  });
const word =
  (prefix: string, name: string): Params =>
  (args) => ({ [name]: { word: `${prefix}.${String(args[name])}` } });

export const contributions: PluginContributions = {
  locales: { zh, en },
  settings: () => import('./settings.js').then((module) => module.default),
  cardBadges: { stand: badge },
  ledgerColumns: { registered, state },
  deadlineRules: Object.fromEntries(CLOCKS.map((id) => [id, clock(id)])),
  timelineEntries: {
    'petition.register': ({ number, args }) => ({
      key: number === undefined ? 'act.register' : 'act.registerNumbered',
      params: {
        on: { date: String(args['on']) },
        channel: { word: `channel.${String(args['channel'])}` },
        kind: { word: `kind.${String(args['kind'])}` },
        ...(number === undefined ? {} : { year: String(number.year), number: number.value }),
      },
    }),
    'petition.refer': line(
      (args) => `act.refer.${String(args['manner'])}`,
      (args) => ({ to: String(args['to']) }),
    ),
    'petition.receive': line('act.receive'),
    'petition.object': line('act.object'),
    'petition.answerObjection': line((args) => (args['agreed'] === true ? 'act.objectionAgreed' : 'act.objectionDeclined')),
    'petition.accept': line('act.accept', (args) => ({ body: String(args['body']) })),
    'petition.decline': line('act.decline', word('why', 'why')),
    'petition.askExtension': line('act.askExtension', (args) => ({ days: Number(args['days']) })),
    'petition.decideExtension': line((args) => (args['approved'] === true ? 'act.extended' : 'act.notExtended')),
    'petition.tellExtension': line('act.tellExtension'),
    'petition.opine': line('act.opine', word('opinion', 'opinion')),
    'petition.mediate': line((args) => (args['settled'] === true ? 'act.settled' : 'act.notSettled')),
    'petition.conclude': line('act.conclude'),
    'petition.deliver': line('act.deliver', (args) => ({
      paper: { word: `paper.${String(args['paper'])}` },
      how: { word: `how.${String(args['how'])}` },
    })),
    'petition.askReview': line('act.askReview'),
    'petition.answerReview': line('act.answerReview', word('result', 'result')),
    'petition.askRecheck': line('act.askRecheck'),
    'petition.beginHearing': line('act.beginHearing'),
    'petition.endHearing': line('act.endHearing'),
    'petition.answerRecheck': line('act.answerRecheck', word('result', 'result')),
  },
};
