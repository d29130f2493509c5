import {
  addDays,
  type ChangeLimits,
  clockState,
  definePlugin,
  defineSummary,
  effectOfChanges,
  endOf,
  type PluginClock,
  type PluginRow,
  SHARED_PAUSES,
  sharedChanges,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { Attachment, addQuestion, attach, detach, evidenceSlice, pausesOf, Question } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

/** A row tells of so many: who has more finds them on the tab. */
const TOLD = 20;

/** What the board knows: appraisals that were sent, and days on which other clocks of the case stand for them. */
const stand = defineSummary(
  'evidence',
  z.object({
    sent: z.array(z.object({ id: z.string(), body: z.string(), sentOn: z.string(), dueOn: z.string(), endedOn: z.optional(z.string()) })),
    [SHARED_PAUSES]: z.array(z.object({ from: z.string(), until: z.optional(z.string()), basis: z.string() })),
  }),
  (room) => {
    const state = evidenceSlice.of(room.slices);
    const sent = Object.entries(state.appraisals).flatMap(([id, { commissioned, sent: went, received, recalled }]) =>
      went === undefined
        ? []
        : [{ id, body: commissioned.body, sentOn: went.on, dueOn: went.dueOn, endedOn: received?.on ?? recalled?.on }],
    );
    const order = ({ endedOn = '', dueOn }: (typeof sent)[number]) => `${endedOn === '' ? 0 : 1}${dueOn}`;
    return { sent: sent.sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, TOLD), [SHARED_PAUSES]: pausesOf(state) };
  },
);

/** Whoever leads the case lets the appraisers have more time; the parties are told why. */
const LIMITS: ChangeLimits = { extension: { approval: 'head', notice: true } };

/** A clock for each appraisal: until when its result was asked for. */
const clocksOf = (row: PluginRow): PluginClock[] =>
  (row.read(stand)?.sent ?? []).map(({ id, body, sentOn, dueOn, endedOn }) => {
    const changes = sharedChanges(row, `evidence.appraisal.${id}`, sentOn);
    const ended = endOf(row, endedOn);
    return {
      id,
      words: { key: 'clock', params: { body } },
      from: 'sending',
      startedOn: sentOn,
      dueOn: addDays(dueOn, effectOfChanges(changes, LIMITS).extendedBy),
      limits: LIMITS,
      ...(changes.length === 0 ? {} : { changes }),
      ...(ended === undefined ? {} : { endedOn: ended }),
    };
  });

const TONES = { running: 'plain', soon: 'warning', due: 'warning', overdue: 'danger' } as const;

export const evidence = definePlugin(
  manifest,
  {
    evidence: { records: [Question, Attachment], commands: [addQuestion, attach, detach], slices: [evidenceSlice], summary: stand },
    joint: {},
  },
  {
    locales: { zh, en },
    cardBadges: {
      appraisal(row) {
        const [first] = clocksOf(row).filter(({ endedOn }) => endedOn === undefined);
        if (first === undefined) return undefined;
        return { words: { key: 'badge', params: { due: { date: first.dueOn } } }, tone: TONES[clockState(first.dueOn, row.today)] };
      },
    },
    deadlineRules: {
      appraisal: clocksOf,
    },
    timelineEntries: {
      'evidence.take': ({ args }) => ({ key: 'act.take', params: { name: String(args['name']), from: String(args['from']) } }),
      'evidence.hand': ({ args }) => ({ key: 'act.hand', params: { to: String(args['to']), why: String(args['why']) } }),
      'evidence.commission': ({ args }) => ({
        key: 'act.commission',
        params: { body: String(args['body']), title: String(args['title']) },
      }),
      'evidence.send': ({ args }) => ({ key: 'act.send', params: { due: { date: String(args['dueOn']) } } }),
      'evidence.receive': ({ args }) => ({ key: 'act.receive', params: { on: { date: String(args['on']) } } }),
      'evidence.recall': ({ args }) => ({ key: 'act.recall', params: { reason: String(args['reason']) } }),
    },
  },
);
export { manifest };
export default evidence;
