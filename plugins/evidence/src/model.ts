import { clockState, definePlugin, defineSummary } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { Attachment, addQuestion, attach, detach, evidenceSlice, pausesOf, Question } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

/** What the board knows: appraisals that are awaited, and days on which a clock stands. */
const stand = defineSummary(
  'evidence',
  z.object({
    awaited: z.array(z.object({ body: z.string(), sentOn: z.string(), dueOn: z.string() })),
    pauses: z.array(z.object({ from: z.string(), until: z.optional(z.string()), basis: z.string() })),
  }),
  (room) => {
    const state = evidenceSlice.of(room.slices);
    const awaited = Object.values(state.appraisals).flatMap(({ commissioned, sent, received, recalled }) =>
      sent === undefined || received !== undefined || recalled !== undefined
        ? []
        : [{ body: commissioned.body, sentOn: sent.on, dueOn: sent.dueOn }],
    );
    return { awaited: awaited.sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1)), pauses: pausesOf(state) };
  },
);

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
        const first = row.closed ? undefined : row.read(stand)?.awaited[0];
        if (first === undefined) return undefined;
        return { words: { key: 'badge', params: { due: { date: first.dueOn } } }, tone: TONES[clockState(first.dueOn, row.today)] };
      },
    },
    deadlineRules: {
      appraisal(row) {
        const first = row.closed ? undefined : row.read(stand)?.awaited[0];
        if (first === undefined) return undefined;
        return { words: { key: 'clock', params: { body: first.body } }, startedOn: first.sentOn, dueOn: first.dueOn, provisional: false };
      },
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
