import {
  clockChangeSchema,
  clocksOf,
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
import { type MethodState, methodSlice } from './method/acts.js';
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
    /** Letters of supervision, the latest first: sent, to be answered in so many working days, answered. */
    letters: z.optional(z.array(z.object({ no: z.int(), on: z.string(), days: z.int(), answeredOn: z.optional(z.string()) }))),
  }),
  (room) => {
    const state = periodSlice.of(room.slices);
    const letters = lettersOf(methodSlice.of(room.slices));
    return {
      begunOn: state.begun?.on,
      changes: changesOf(state),
      concludedOn: state.concluded?.on,
      notHeld: Object.values(sessionSlice.of(room.slices).sessions).filter((session) => !isHeld(session)).length,
      ...(letters.length === 0 ? {} : { letters }),
    };
  },
);

/** A row tells of so many letters; the case's own tab has them all. */
const LETTERS = 10;

/** By the days of the method that the case began with, whatever became of the setting. */
function lettersOf({ begun, notes, answers }: MethodState) {
  const days = begun?.method.supervision.replyDays ?? 0;
  return notes
    .filter(({ kind }) => kind === 'letter')
    .map(({ id, on }, at) => {
      const answeredOn = answers[id]?.on;
      return { no: at + 1, on, days, ...(answeredOn === undefined ? {} : { answeredOn }) };
    })
    .reverse()
    .slice(0, LETTERS);
}

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

/** A clock for each letter of supervision, from sending to the answer; it waits for whoever leads the case. */
function letterClocks(row: PluginRow): readonly PluginClock[] {
  const [lead] = Object.entries(row.members).find(([, role]) => role === 'lead') ?? [];
  return (row.read(period)?.letters ?? []).map(({ no, on, days, answeredOn }): PluginClock => {
    const term = { days, unit: 'working' } as const;
    const endedOn = endOf(row, answeredOn);
    return {
      id: String(no),
      words: { key: 'clock.letter', params: { no } },
      from: 'sending',
      startedOn: on,
      ...clocksOf(row.settings).due(on, term),
      counted: { term },
      ...(lead === undefined ? {} : { waitsFor: { person: lead } }),
      ...(endedOn === undefined ? {} : { endedOn }),
    };
  });
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
    letter: letterClocks,
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
