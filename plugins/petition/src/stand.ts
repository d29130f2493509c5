import {
  type Badge,
  type Cell,
  clockState,
  type Deadline,
  defineSummary,
  type LegalDate,
  type PluginClock,
  type PluginContributions,
  type PluginRow,
  TERMS,
  type TermId,
  type TimelineAct,
  type WordParam,
  type Words,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { currentReferral, hearingDays, inHearing, needsOpinion, type PetitionState, PHASES, petitionSlice, phaseOf } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { handlingDue, noticeDue, objectionDue, recheckDue, reviewDue, reviewOpenUntil, transferDue } from './terms.js';

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
  /** Days of an approved extension. */
  extendedBy: z.int(),
  opinionGot: day,
  reviewAsked: day,
  reviewGot: day,
  recheckAsked: day,
  hearing: z.boolean(),
  hearingDays: z.int(),
});
export type Stand = z.infer<typeof standSchema>;

/** What board and table know of a petition: days and where it stands, nothing of the people and nothing of the matter. */
export const stand = defineSummary('petition', standSchema, (room) => standOf(petitionSlice.of(room.slices)));

/** The summary of a state, for board and screen alike. */
export function standOf(state: PetitionState): Stand {
  const { registered, decision, extension, delivered, review, recheck } = state;
  return {
    phase: phaseOf(state),
    registeredOn: registered?.on,
    reachable: registered?.reachable === true,
    receivedOn: currentReferral(state)?.receivedOn,
    acceptedOn: decision?.accepted === true ? decision.on : undefined,
    sixth: needsOpinion(state),
    extendedBy: extension?.decided?.approved === true ? extension.asked.days : 0,
    opinionGot: delivered.opinion?.on,
    reviewAsked: review?.asked.on,
    reviewGot: delivered.review?.on,
    recheckAsked: recheck?.asked.on,
    hearing: inHearing(state),
    hearingDays: hearingDays(recheck?.hearings ?? []),
  };
}

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

export interface Running extends Deadline {
  readonly id: ClockId;
  /** Day of the act from which it counts. */
  readonly startedOn: LegalDate;
  readonly counted: NonNullable<PluginClock['counted']>;
  readonly basis: string;
  readonly binding: boolean;
}

/**
 * Clocks that run on a day, duties first. A right whose day is over is no clock any more; a duty stays until it is done.
 *
 * @param today `YYYY-MM-DD`
 */
export function running(seen: Stand, today: LegalDate): Running[] {
  const { phase, registeredOn, receivedOn, acceptedOn } = seen;
  const clock = (id: ClockId, startedOn: LegalDate | undefined, due: (from: LegalDate) => Deadline, extendedBy = 0): Running[] => {
    if (startedOn === undefined) return [];
    const term = TERM_OF[id];
    const { basis, kind } = TERMS[term];
    const found = { id, startedOn, basis, binding: kind === 'duty', counted: { term, extendedBy }, ...due(startedOn) };
    return found.binding || found.dueOn >= today ? [found] : [];
  };
  switch (phase) {
    case 'registered':
      return clock('transfer', registeredOn, transferDue);
    case 'referred':
    case 'objected':
      return [
        // Nobody can be told whose name or address is not clear (art. 23).
        ...(seen.reachable ? clock('notice', receivedOn, noticeDue) : []),
        ...(phase === 'referred' ? clock('objection', receivedOn, objectionDue) : []),
      ];
    case 'accepted':
      return seen.sixth ? clock('handling', acceptedOn, (from) => handlingDue(from, seen.extendedBy), seen.extendedBy) : [];
    case 'issued':
      return clock('review-open', seen.opinionGot, reviewOpenUntil);
    case 'reviewing':
      return clock('review', seen.reviewAsked, reviewDue);
    case 'reviewed':
      return clock('recheck-open', seen.reviewGot, reviewOpenUntil);
    case 'examining':
      // While a hearing is held the time stands still.
      return seen.hearing ? [] : clock('recheck', seen.recheckAsked, (from) => recheckDue(from, seen.hearingDays), seen.hearingDays);
    default:
      return [];
  }
}

function badge(row: PluginRow): Badge | undefined {
  const seen = row.read(stand);
  if (seen === undefined || seen.phase === 'none') return undefined;
  const duty = row.closed ? undefined : running(seen, row.today).find((clock) => clock.binding);
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
    const found = seen === undefined || row.closed ? undefined : running(seen, row.today).find((each) => each.id === id);
    if (found === undefined) return undefined;
    const { startedOn, dueOn, provisional, basis, counted, binding } = found;
    return {
      words: { key: `clock.${id}` },
      startedOn,
      dueOn,
      provisional,
      basis,
      counted,
      ...(binding ? { waitsFor: { department: 'petition' } } : { binding }),
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
