import {
  type Badge,
  type Cell,
  type ContentReader,
  defineSummary,
  formatFen,
  type PluginClock,
  type PluginContributions,
  type PluginRow,
  type TimelineAct,
  type Words,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import {
  confirmationDue,
  effectOf,
  isBinding,
  type JudicialState,
  judicialSlice,
  nextDueOn,
  type Phase,
  phaseOf,
  rulingDue,
  waitsForSigning,
} from './acts.js';
import { Clause } from './content.js';
import { shortHash } from './draft.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';

const phases = [
  'drafting',
  'submitted',
  'signed',
  'oral',
  'applied',
  'received',
  'confirmed',
  'rejected',
  'withdrawn',
] as const satisfies readonly Phase[];

const standSchema = z.object({
  phase: z.enum(phases),
  clauses: z.int(),
  versions: z.int(),
  effectOn: z.optional(z.string()),
  receivedOn: z.optional(z.string()),
  /** A version was laid before the team that nobody is bound by until it is signed anew. */
  resign: z.optional(z.boolean()),
  /** Of the earliest payment that is still open. */
  payDueOn: z.optional(z.string()),
});
export type Stand = z.infer<typeof standSchema>;

/** What board and table know of an agreement. */
export const stand = defineSummary('judicial', standSchema, (room, content: ContentReader) =>
  standOf(judicialSlice.of(room.slices), content.ids(Clause).length),
);

/** The summary of a state, for board and screen alike. */
export const standOf = (state: JudicialState, clauses: number): Stand => ({
  phase: phaseOf(state),
  clauses,
  versions: state.versions.length,
  effectOn: effectOf(state),
  receivedOn: state.received?.on,
  resign: waitsForSigning(state),
  payDueOn: isBinding(state) ? nextDueOn(state) : undefined,
});

/** Nothing has been written or done. */
const isEmpty = ({ phase, clauses }: Stand): boolean => phase === 'drafting' && clauses === 0;

/** The one deadline that runs now. The thirty days are the parties' right: once they are over, nothing is overdue. */
export function running(
  { phase, effectOn, receivedOn }: Stand,
  today: string,
): (PluginClock & { readonly id: 'confirmation' | 'ruling' }) | undefined {
  if ((phase === 'signed' || phase === 'oral') && effectOn !== undefined) {
    const { dueOn, provisional } = confirmationDue(effectOn);
    if (today > dueOn) return undefined;
    return {
      id: 'confirmation',
      words: { key: 'clock.confirmation' },
      counted: { term: 'confirmation.apply' },
      startedOn: effectOn,
      dueOn,
      provisional,
      binding: false,
    };
  }
  if (phase !== 'received' || receivedOn === undefined) return undefined;
  const { dueOn, provisional } = rulingDue(receivedOn);
  return {
    id: 'ruling',
    words: { key: 'clock.ruling' },
    startedOn: receivedOn,
    dueOn,
    provisional,
    counted: { term: 'confirmation.ruling' },
  };
}

function badge(row: PluginRow): Badge | undefined {
  const seen = row.read(stand);
  if (seen === undefined || isEmpty(seen)) return undefined;
  const { phase, clauses, versions, effectOn = '' } = seen;
  const words: Words = { key: `badge.${phase}`, params: { clauses, versions, effect: { date: effectOn } } };
  if (seen.resign === true) return { words: { key: 'badge.resign', params: { versions } }, tone: 'warning' };
  const isSound = phase === 'signed' || phase === 'oral' || phase === 'confirmed';
  return { words, tone: isSound ? 'ok' : phase === 'rejected' ? 'warning' : 'plain' };
}

const clock =
  (id: 'confirmation' | 'ruling') =>
  (row: PluginRow): PluginClock | undefined => {
    const seen = row.read(stand);
    const found = seen === undefined ? undefined : running(seen, row.today);
    if (found?.id !== id) return undefined;
    const { id: _, ...shown } = found;
    return shown;
  };

/** The committee supervises performance (人民调解法 art. 31): the earliest payment that is still open. */
function payment(row: PluginRow): PluginClock | undefined {
  const { payDueOn, effectOn } = row.read(stand) ?? {};
  if (payDueOn === undefined || effectOn === undefined) return undefined;
  return { words: { key: 'clock.payment' }, startedOn: effectOn, dueOn: payDueOn, provisional: false, basis: '人民调解法 第三十一条' };
}

const paidSchema = z.array(z.object({ amountFen: z.int() }));

const on =
  (key: string, params: (args: TimelineAct['args']) => Words['params'] = () => ({})) =>
  ({ args }: TimelineAct): Words => ({ key, params: { ...params(args), on: { date: String(args['on']) } } });

export const contributions: PluginContributions = {
  locales: { zh, en },
  cardBadges: { stand: badge },
  ledgerColumns: {
    stand(row): Cell | undefined {
      const seen = row.read(stand);
      return seen === undefined || isEmpty(seen) ? undefined : { value: phases.indexOf(seen.phase), words: { key: `stand.${seen.phase}` } };
    },
    effect(row): Cell | undefined {
      const effectOn = row.read(stand)?.effectOn;
      return effectOn === undefined ? undefined : { value: effectOn };
    },
  },
  deadlineRules: { confirmation: clock('confirmation'), payment, ruling: clock('ruling') },
  timelineEntries: {
    'judicial.submit': ({ args }) => ({ key: 'act.submit', params: { hash: shortHash(String(args['hash'])) } }),
    'judicial.giveNumber': ({ number }) => ({ key: 'act.giveNumber', params: { year: number?.year ?? '', value: number?.value ?? '' } }),
    'judicial.sign': on('act.sign', ({ hash }) => ({ hash: shortHash(String(hash)) })),
    'judicial.registerOral': on('act.registerOral'),
    'judicial.recordReceipt': on('act.receipt', ({ paid }) => {
      const rows = paidSchema.safeParse(paid).data ?? [];
      return { count: rows.length, amount: formatFen(rows.reduce((sum, { amountFen }) => sum + amountFen, 0)) };
    }),
    'judicial.voidReceipt': ({ args }) => ({
      key: 'act.voidReceipt',
      params: { number: Number(args['receipt']) + 1, reason: String(args['reason']) },
    }),
    'judicial.applyConfirmation': on('act.apply', ({ court }) => ({ court: String(court) })),
    'judicial.receiveConfirmation': on('act.receive', ({ caseNumber }) => ({ number: String(caseNumber) })),
    'judicial.ruleConfirmation': on('act.rule', ({ result }) => ({ result: { word: `result.${String(result)}` } })),
  },
};
