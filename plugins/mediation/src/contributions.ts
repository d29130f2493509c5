import {
  clockChangeSchema,
  countedClock,
  defineSummary,
  endOf,
  type PluginClock,
  type PluginContributions,
  type PluginRow,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { Minutes } from './minutes.js';
import { CLOCK, changesOf, periodSlice } from './period.js';
import { isHeld, sessionSlice } from './session.js';

/** How many sessions have minutes. */
export const held = defineSummary('joint', z.object({ sessions: z.int() }), (_, content) => ({ sessions: content.ids(Minutes).length }));

/** From when to when mediation runs. */
export const period = defineSummary(
  'mediation',
  z.object({
    begunOn: z.optional(z.string()),
    changes: z._default(z.array(clockChangeSchema), []),
    concludedOn: z.optional(z.string()),
    /** Sessions with minutes that were not held: called for a day to come, or cancelled. */
    notHeld: z.optional(z.int()),
  }),
  (room) => {
    const state = periodSlice.of(room.slices);
    return {
      begunOn: state.begun?.on,
      changes: changesOf(state),
      concludedOn: state.concluded?.on,
      notHeld: Object.values(sessionSlice.of(room.slices).sessions).filter((session) => !isHeld(session)).length,
    };
  },
);

/** So many of those who were told of a change the timeline names. */
const NAMED = 3;

/** Minutes are opened with the call: those of a session that was not held are no session held. */
function heldOf(row: PluginRow): number | undefined {
  const minutes = row.read(held)?.sessions;
  return minutes === undefined ? undefined : Math.max(0, minutes - (row.read(period)?.notHeld ?? 0));
}

/** The period with all that changed it, an appraisal that was waited for among it. */
function periodClock(row: PluginRow): PluginClock | undefined {
  const { begunOn, changes, concludedOn } = row.read(period) ?? {};
  if (begunOn === undefined) return undefined;
  const endedOn = endOf(row, concludedOn);
  const counted = countedClock(row, {
    clock: CLOCK,
    term: 'settlement.period',
    startedOn: begunOn,
    changes: changes ?? [],
    endedOn,
  });
  return { words: { key: 'clock.period' }, ...counted, ...(endedOn === undefined ? {} : { endedOn }) };
}

export const contributions: PluginContributions = {
  locales: { zh, en },
  settings: () => import('./settings.js').then((module) => module.default),
  cardBadges: {
    sessions(row) {
      const count = heldOf(row) ?? 0;
      return count === 0 ? undefined : { words: { key: 'badge.sessions', params: { count } } };
    },
  },
  ledgerColumns: {
    sessions(row) {
      const count = heldOf(row);
      return count === undefined ? undefined : { value: count };
    },
    due(row) {
      const dueOn = periodClock(row)?.dueOn;
      return dueOn === undefined ? undefined : { value: dueOn };
    },
  },
  deadlineRules: {
    period: periodClock,
  },
  timelineEntries: {
    'mediation.begin': ({ args }) => ({ key: 'act.begin', params: { on: { date: String(args['on']) } } }),
    'mediation-session.convene': ({ args }) => ({
      key: 'act.convene',
      params: { on: { date: String(args['on']) }, from: String(args['from']), place: String(args['place']) },
    }),
    'mediation-session.correct': ({ args }) => ({
      key: 'act.correct',
      params: {
        on: { date: String(args['on']) },
        from: String(args['from']),
        place: String(args['place']),
        reason: String(args['reason']),
      },
    }),
    'mediation-session.cancel': ({ args }) => ({ key: 'act.cancel', params: { reason: String(args['reason']) } }),
    'mediation-session.tell': ({ args }) => {
      const names: readonly unknown[] = Array.isArray(args['names']) ? args['names'] : [];
      const first = names.slice(0, NAMED).map(String).join(', ');
      return { key: 'act.tell', params: { count: names.length, names: names.length > NAMED ? `${first} …` : first } };
    },
    'mediation-session.attend': ({ args }) => ({
      key: 'act.attend',
      params: { count: Array.isArray(args['seats']) ? args['seats'].length : 0 },
    }),
    'mediation-session.answer': ({ args }) => ({
      key: 'act.answer',
      params: { party: String(args['party']), answer: { word: `answer.${String(args['answer'])}` } },
    }),
    'mediation-session.end': ({ args }) => ({ key: 'act.end', params: { result: { word: `ended.${String(args['result'])}` } } }),
    'mediation-session.sign': ({ args }) => ({
      key: args['how'] === 'paper' ? 'act.sign' : 'act.signNot',
      params: { name: String(args['name']) },
    }),
    'mediation.extend': ({ args }) => ({ key: 'act.extend', params: { until: { date: String(args['until']) } } }),
    'mediation.conclude': ({ args }) => ({
      key: 'act.conclude',
      params: { on: { date: String(args['on']) }, outcome: { word: `outcome.${String(args['outcome'])}` } },
    }),
  },
};
