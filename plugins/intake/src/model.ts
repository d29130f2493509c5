import {
  clockState,
  clocksOf,
  type Deadline,
  defineCommand,
  definePlugin,
  defineSummary,
  endOf,
  Facts,
  type LegalDate,
  type PluginRow,
  settingOn,
  shanghaiDate,
  type Term,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { access, followed, intake } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { ACCEPT_DAYS } from './term.js';

/** The first words of a matter, as the person at the desk wrote them down; later ones are typed on the case page. */
export const describe = defineCommand({
  name: 'intake.describe',
  args: z.object({ words: z.string().check(z.minLength(1), z.maxLength(10_000)) }),
  run(tx, { words }) {
    // Once: a second run, as after a rejoin, must not write it twice.
    if ((tx.get(Facts, Facts.name)?.summary ?? '') === '') tx.edit(Facts, Facts.name, 'summary', [{ insert: words }]);
  },
});

/** What lists know of a case's intake. */
export const stand = defineSummary(
  'intake',
  z.object({
    receivedBy: z.optional(z.string()),
    receivedOn: z.optional(z.string()),
    answerableOn: z.optional(z.string()),
    ref: z.optional(z.string()),
    marks: z.optional(z.array(z.string())),
    acceptedBy: z.optional(z.string()),
    acceptedOn: z.optional(z.string()),
    links: z.optional(z.array(z.object({ other: z.string(), leads: z.enum(['this', 'other']) }))),
  }),
  (room) => {
    const { received, accepted, links } = intake.of(room.slices);
    const linked = Object.entries(links).map(([other, { leads }]) => ({ other, leads }));
    return {
      ...(received === undefined
        ? {}
        : {
            receivedBy: received.by,
            receivedOn: received.receivedOn,
            // Who took it is answerable from the day on which they took it, not from the one on which it was posted.
            answerableOn: shanghaiDate(received.at),
            ...(received.ref === undefined ? {} : { ref: received.ref }),
            ...(received.marks.length === 0 ? {} : { marks: [...received.marks] }),
          }),
      ...(accepted === undefined ? {} : { acceptedBy: accepted.by, acceptedOn: shanghaiDate(accepted.at) }),
      ...(linked.length === 0 ? {} : { links: linked }),
    };
  },
);

interface Answering extends Deadline {
  readonly by: string;
  readonly startedOn: LegalDate;
  readonly counted: { readonly term: Term };
  readonly endedOn?: LegalDate;
}

/** Who answers for what was received until somebody accepts it, and until when: first-asked responsibility (首问负责制). */
function firstAsked(row: PluginRow): Answering | undefined {
  const { receivedBy: by, answerableOn: startedOn, acceptedOn } = row.read(stand) ?? {};
  if (by === undefined || startedOn === undefined) return undefined;
  const decided = settingOn(row.settings, 'intake.accept', startedOn)?.value;
  const term: Term = { days: Number(decided ?? ACCEPT_DAYS), unit: 'working' };
  const endedOn = endOf(row, acceptedOn);
  return {
    by,
    startedOn,
    counted: { term },
    ...clocksOf(row.settings).due(startedOn, term),
    ...(endedOn === undefined ? {} : { endedOn }),
  };
}

/** Who still answers for a case because nobody has accepted it, and until when. */
export function answering(row: PluginRow): Answering | undefined {
  const found = firstAsked(row);
  // Rows of before the day was told know only that somebody accepted it.
  return found?.endedOn === undefined && row.read(stand)?.acceptedBy === undefined ? found : undefined;
}

const TONES = { running: 'plain', soon: 'warning', due: 'warning', overdue: 'danger' } as const;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const model = definePlugin(
  manifest,
  { intake: { slices: [intake, access], summary: stand }, joint: { commands: [describe] } },
  {
    locales: { zh, en },
    cardBadges: {
      answering(row) {
        const found = answering(row);
        return found === undefined
          ? undefined
          : { words: { key: 'badge.answering', params: { who: { person: found.by } } }, tone: TONES[clockState(found.dueOn, row.today)] };
      },
      linked(row) {
        const links = row.read(stand)?.links ?? [];
        if (links.length === 0) return undefined;
        return links.some(({ leads }) => leads === 'other')
          ? { words: { key: 'badge.follows' } }
          : { words: { key: 'badge.leads', params: { count: links.length } } };
      },
    },
    ledgerColumns: {
      ref(row) {
        const ref = row.read(stand)?.ref;
        return ref === undefined ? undefined : { value: ref };
      },
      received(row) {
        const on = row.read(stand)?.receivedOn;
        return on === undefined ? undefined : { value: on };
      },
    },
    deadlineRules: {
      accept(row) {
        const found = firstAsked(row);
        if (found === undefined || (found.endedOn === undefined && answering(row) === undefined)) return undefined;
        const { by, ...dates } = found;
        return { words: { key: 'clock.accept' }, ...dates, basis: zh['basis.accept'], waitsFor: { person: by } };
      },
    },
    settings: () => import('./settings.js').then((module) => module.default),
    timelineEntries: {
      'intake.receive': ({ args }) =>
        text(args['ref']) === '' ? { key: 'act.receive' } : { key: 'act.receiveRef', params: { ref: text(args['ref']) } },
      'intake.accept': () => ({ key: 'act.accept' }),
      'intake.link': ({ args }) => ({
        key: args['leads'] === 'other' ? 'act.follow' : 'act.lead',
        params: { reason: text(args['reason']) },
      }),
      'intake.unlink': ({ args }) => ({ key: 'act.unlink', params: { reason: text(args['reason']) } }),
      'intake-access.give': () => ({ key: 'act.give' }),
      'intake-access.revoke': ({ args }) => ({ key: 'act.revoke', params: { reason: text(args['reason']) } }),
      'intake-access.rate': ({ args }) => ({ key: 'act.rate', params: { score: Number(args['score']), words: text(args['words']) } }),
    },
  },
);

export { access, followed, intake, manifest };
export default model;
