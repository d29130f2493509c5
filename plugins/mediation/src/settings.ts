import { defineSetting, defineSettings } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { DEFAULT_METHOD } from './locales/method-default.js';
import { en, zh } from './locales/settings.js';
import type { Method } from './method/method.js';

const text = z.string().check(z.minLength(1), z.maxLength(200));
const words = z.object({ zh: text, en: z.optional(z.string().check(z.maxLength(200))) });
const some = z.array(words).check(z.maxLength(20));
const STAGES = ['screening', 'graded', 'joint', 'leader', 'supervised'] as const;

const step = z.object({
  stage: z.enum(STAGES),
  title: words,
  entry: some,
  exit: some,
  decides: z.enum(['lead', 'leader']),
  skippable: z.boolean(),
  skipReasons: some,
  needsLeader: z.boolean(),
  needsGroup: z.boolean(),
});

const method = z.object({
  steps: z.array(step).check(
    z.minLength(1),
    z.maxLength(STAGES.length),
    z.refine((steps) => {
      const at = steps.map(({ stage }) => STAGES.indexOf(stage));
      return at.every((place, index) => index === 0 || place > (at[index - 1] ?? -1));
    }, 'steps that stand twice, or not in the order of the board'),
    z.refine(
      (steps) => steps.every(({ decides }, at) => decides === 'lead' || steps.slice(0, at + 1).some(({ needsLeader }) => needsLeader)),
      'a step that a leader decides on before any step needs a leader: nobody could leave it',
    ),
  ),
  levels: z.array(z.object({ id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,20}$/)), title: words })).check(
    z.minLength(1),
    z.maxLength(6),
    z.refine((levels) => new Set(levels.map(({ id }) => id)).size === levels.length, 'a level that stands twice'),
  ),
  supervision: z.object({
    replyDays: z.int().check(z.minimum(1), z.maximum(60)),
    noteDays: z.int().check(z.minimum(1), z.maximum(90)),
  }),
});

/** What a centre decides of mediation: its method, and how the record is laid out. */
export default defineSettings({
  group: 'mediation',
  settings: { method: defineSetting<Method>({ schema: method, default: DEFAULT_METHOD, dated: true }) },
  papers: { record: () => import('./record-paper.js').then((module) => module.default) },
  locales: { zh, en },
});
