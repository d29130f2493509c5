import {
  clockState,
  defineCommand,
  definePlugin,
  defineRecord,
  defineSlice,
  defineSummary,
  type LegalDate,
  legalDate,
  type PluginRow,
  register,
  rich,
  shanghaiDate,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

// This file runs in every page and on the server: no DOM, no network, no clock of its own.

/* 1. Content: what people write together. It merges by itself, offline too. Every field says how: the last writer of a
      `register` wins, a `text` or a `rich` one takes the letters of all. Optional unless it is always given. */
export const Talk = defineRecord('template/talk', {
  title: register(z.string().check(z.minLength(1), z.maxLength(200))),
  heldOn: z.optional(register(legalDate())),
  text: rich(),
});

/* 2. A command: the only way to change content. Named, checked, run in one transaction. Ids are made by whoever asks. */
export const addTalk = defineCommand({
  name: 'template.addTalk',
  args: z.object({ id: z.string().check(z.minLength(1), z.maxLength(64)), title: Talk.shape.title, heldOn: Talk.shape.heldOn }),
  run: (tx, { id, ...fields }) => tx.create(Talk, id, fields),
});

/* 3. Acts: what has consequences. The server checks the right and `check`, stamps person and time and logs it; everybody
      folds the logged acts in one order with `apply`, so it must be pure. */
type Promised = {
  /** The day on which it was promised, and until when. */
  readonly on?: LegalDate;
  readonly dueOn?: LegalDate;
};
export const callBack = defineSlice<Promised>('template', {})
  .act('promise', {
    args: z.object({ dueOn: legalDate() }),
    // Two people who promise while apart: the first counts, the second is kept as a conflict for somebody to settle.
    keys: () => ['promise'],
    // `at` names a text of the dictionary that says it to a person.
    check: (_, { dueOn }, { at }) =>
      dueOn < shanghaiDate(at)
        ? { seen: `a promise until ${dueOn}`, expected: 'a day that has not passed', todo: 'Choose a later day.', at: 'refusal.past' }
        : undefined,
    apply: (_, { dueOn }, { at }) => ({ on: shanghaiDate(at), dueOn }),
  })
  .act('keep', {
    args: z.object({}),
    keys: () => ['promise'],
    check: ({ dueOn }) =>
      dueOn === undefined
        ? { seen: 'no promise', expected: 'an open promise', todo: 'Nothing needs doing.', at: 'refusal.none' }
        : undefined,
    apply: () => ({}),
  });

/* 4. A summary: what the board may know of this room. The server derives it; it travels in the case's row to those who may
      read the room. Days, numbers and short words; never the content itself. */
const stand = defineSummary('template', z.object({ on: z.optional(z.string()), dueOn: z.optional(z.string()) }), (room) =>
  callBack.of(room.slices),
);

/* 5. Contributions: pure functions from a row to what the host draws. They run for every card, so they only look. */
const promised = (row: PluginRow) => {
  const { on, dueOn } = row.read(stand) ?? {};
  return on === undefined || dueOn === undefined || row.closed ? undefined : { on, dueOn };
};
const TONES = { running: 'plain', soon: 'warning', due: 'warning', overdue: 'danger' } as const;

/* 6. All of it bound to the manifest. Code and manifest that disagree are refused at start, by name. */
export const model = definePlugin(
  manifest,
  { [manifest.name]: { records: [Talk], commands: [addTalk], slices: [callBack], summary: stand } },
  {
    locales: { zh, en },
    cardBadges: {
      promised(row) {
        const due = promised(row)?.dueOn;
        return due === undefined
          ? undefined
          : { words: { key: 'badge', params: { due: { date: due } } }, tone: TONES[clockState(due, row.today)] };
      },
    },
    ledgerColumns: {
      promised(row) {
        const due = promised(row)?.dueOn;
        return due === undefined ? undefined : { value: due };
      },
    },
    deadlineRules: {
      promised(row) {
        const found = promised(row);
        return found === undefined ? undefined : { words: { key: 'clock' }, startedOn: found.on, dueOn: found.dueOn };
      },
    },
    timelineEntries: {
      'template.promise': ({ args }) => ({ key: 'act.promise', params: { due: { date: String(args['dueOn']) } } }),
      'template.keep': () => ({ key: 'act.keep' }),
    },
  },
);

export { manifest };
export default model;
