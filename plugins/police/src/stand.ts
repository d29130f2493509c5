import {
  type Badge,
  type Cell,
  type ClockState,
  clockState,
  countedClock,
  defineSummary,
  endOf,
  type LegalDate,
  type PluginClock,
  type PluginContributions,
  type PluginRow,
  type SettingValues,
  type SharedRow,
  type TimelineAct,
  type Words,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { type Phase, type PoliceState, phaseOf, policeSlice } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';

const phases = ['none', 'accepted', 'agreed', 'performed', 'broken', 'settled', 'ended'] as const satisfies readonly Phase[];

const standSchema = z.object({
  phase: z.enum(phases),
  acceptedOn: z.optional(z.string()),
  /** An appraisal is under way: no clock runs until it is there. */
  awaiting: z.boolean(),
  appraisedOn: z.optional(z.string()),
  sessions: z.int(),
  firstOn: z.optional(z.string()),
  lastOn: z.optional(z.string()),
  performBy: z.optional(z.string()),
  handedOver: z.boolean(),
  /** The last session ended with an agreement. */
  agreed: z.optional(z.boolean()),
  /** The day on which it was performed, or was not. */
  performedOn: z.optional(z.string()),
  /** The day on which it ended, or was settled elsewhere: what was owed until then ended with it. */
  overOn: z.optional(z.string()),
});

/** What board and table know of a police mediation. */
export const stand = defineSummary('police', standSchema, (room) => standOf(policeSlice.of(room.slices)));
export type Stand = z.infer<typeof standSchema>;

/** The summary of a state, for board and screen alike. */
export function standOf(state: PoliceState): Stand {
  const { accepted, appraisal, sessions, handover, performance, ended } = state;
  return {
    phase: phaseOf(state),
    acceptedOn: accepted?.on,
    awaiting: appraisal !== undefined && appraisal.receivedOn === undefined,
    appraisedOn: appraisal?.receivedOn,
    sessions: sessions.length,
    firstOn: sessions[0]?.on,
    lastOn: sessions.at(-1)?.on,
    performBy: sessions.at(-1)?.performBy,
    handedOver: handover !== undefined && handover.decision === undefined,
    agreed: sessions.at(-1)?.result === 'agreed',
    performedOn: performance?.on,
    overOn: ended?.on ?? (handover?.decision?.approved === true ? handover.decision.on : undefined),
  };
}

type ClockId = 'first' | 'second' | 'performance';
interface Running extends Pick<PluginClock, 'startedOn' | 'dueOn' | 'from' | 'counted' | 'changes' | 'limits' | 'endedOn'> {
  readonly id: ClockId;
  readonly provisional: boolean;
}

/**
 * The deadlines of a police mediation, those that have ended too. An appraisal under way leaves the first one without a day; its
 * result starts it.
 */
function clocksOf(seen: Stand, row: SharedRow): Running[] {
  const { acceptedOn, awaiting, appraisedOn, sessions, firstOn, lastOn, performBy, agreed, performedOn, overOn } = seen;
  const session = (id: 'first' | 'second', startedOn: LegalDate | undefined, heldOn: LegalDate | undefined): Running[] => {
    const endedOn = heldOn ?? overOn;
    if (startedOn === undefined || (endedOn === undefined && awaiting)) return [];
    const counted = countedClock(row, { clock: `police.${id}`, term: `publicOrder.${id}`, startedOn, endedOn });
    const { basis: _, ...shown } = counted;
    return [{ id, ...shown, ...(endedOn === undefined ? {} : { endedOn }) }];
  };
  return [
    ...session('first', appraisedOn ?? acceptedOn, firstOn),
    // After a first session that settled it no second one is owed.
    ...(sessions === 1 && agreed === true ? [] : session('second', firstOn, sessions > 1 ? lastOn : undefined)),
    ...(agreed === true && lastOn !== undefined && performBy !== undefined
      ? [{ id: 'performance', startedOn: lastOn, dueOn: performBy, provisional: false, endedOn: performedOn ?? overOn } as const]
      : []),
  ];
}

/** The one deadline that runs now, by the centre's settings. */
export const running = (seen: Stand, settings?: SettingValues): Running | undefined =>
  clocksOf(seen, { today: '', shared: () => [], ...(settings === undefined ? {} : { settings }) }).findLast(
    ({ endedOn }) => endedOn === undefined,
  );

const TONES = { running: 'plain', soon: 'warning', due: 'warning', overdue: 'danger' } as const satisfies Record<
  ClockState,
  NonNullable<Badge['tone']>
>;

function badge(row: PluginRow): Badge | undefined {
  const seen = row.read(stand);
  if (seen === undefined || (seen.phase === 'none' && !seen.handedOver)) return undefined;
  if (seen.handedOver) return { words: { key: 'badge.handedOver' }, tone: 'warning' };
  const clock = running(seen, row.settings);
  if (clock !== undefined && clock.id !== 'performance')
    return {
      words: { key: `badge.${clock.id}`, params: { due: { date: clock.dueOn } } },
      tone: row.closed ? 'plain' : TONES[clockState(clock.dueOn, row.today)],
    };
  return { words: { key: `badge.${wordOf(seen)}` }, tone: seen.phase === 'performed' || seen.phase === 'settled' ? 'ok' : 'plain' };
}

/** Where it stands, as one word of the dictionary behind `badge.` and `stand.`. */
export function wordOf({ phase, awaiting, sessions }: Stand): string {
  if (phase !== 'accepted') return phase;
  if (awaiting) return 'awaiting';
  return sessions > 1 ? 'unsettled' : 'accepted';
}

const clock =
  (id: ClockId) =>
  (row: PluginRow): PluginClock | undefined => {
    const seen = row.read(stand);
    const found = seen === undefined ? undefined : clocksOf(seen, row).find((each) => each.id === id);
    if (found === undefined) return undefined;
    const { id: _, endedOn: ended, ...shown } = found;
    const endedOn = endOf(row, ended);
    return { words: { key: `clock.${id}` }, ...shown, waitsFor: { department: 'police' }, ...(endedOn === undefined ? {} : { endedOn }) };
  };

const say =
  (key: string, params: Words['params'] = {}) =>
  ({ args: { on } }: TimelineAct): Words => ({ key, params: { ...params, on: { date: String(on) } } });

export const contributions: PluginContributions = {
  locales: { zh, en },
  cardBadges: { stand: badge },
  ledgerColumns: {
    stand(row): Cell | undefined {
      const seen = row.read(stand);
      return seen === undefined || seen.phase === 'none' ? undefined : { value: seen.phase, words: { key: `stand.${wordOf(seen)}` } };
    },
    accepted(row): Cell | undefined {
      const acceptedOn = row.read(stand)?.acceptedOn;
      return acceptedOn === undefined ? undefined : { value: acceptedOn };
    },
  },
  deadlineRules: { first: clock('first'), second: clock('second'), performance: clock('performance') },
  timelineEntries: {
    'police.accept': (act) => say('act.accept', { conduct: { word: `conduct.${String(act.args['conduct'])}` } })(act),
    'police.orderAppraisal': (act) => say('act.orderAppraisal', { what: String(act.args['what']) })(act),
    'police.receiveAppraisal': (act) => say('act.receiveAppraisal', { result: String(act.args['result']) })(act),
    'police.hold': (act) => say(act.args['result'] === 'agreed' ? 'act.agreed' : 'act.failed')(act),
    'police.perform': (act) => say(act.args['outcome'] === 'performed' ? 'act.performed' : 'act.broken')(act),
    'police.handOver': (act) => say('act.handOver', { agreement: String(act.args['agreement']) })(act),
    'police.decide': (act) => say(act.args['approved'] === true ? 'act.approved' : 'act.notApproved')(act),
    'police.end': (act) => say('act.end', { why: { word: `end.${String(act.args['why'])}` } })(act),
  },
};
