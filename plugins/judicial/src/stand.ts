import {
  addDays,
  type Badge,
  type Cell,
  type ChangeLimits,
  type ContentReader,
  countedClock,
  defineSummary,
  effectOfChanges,
  endOf,
  formatFen,
  type PluginClock,
  type PluginContributions,
  type PluginRow,
  type SharedRow,
  sharedChanges,
  type TimelineAct,
  type Words,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { effectOf, isBinding, type JudicialState, judicialSlice, type Phase, paymentsOf, phaseOf, waitsForSigning } from './acts.js';
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

const paymentSchema = z.object({
  row: z.int(),
  payee: z.string(),
  amountFen: z.int(),
  paidFen: z.int(),
  dueOn: z.string(),
  paidOn: z.optional(z.string()),
});
/** A row tells of so many payments: the agreement's tab has them all. */
const TOLD = 60;

const standSchema = z.object({
  phase: z.enum(phases),
  clauses: z.int(),
  versions: z.int(),
  effectOn: z.optional(z.string()),
  appliedOn: z.optional(z.string()),
  receivedOn: z.optional(z.string()),
  /** A version was laid before the team that nobody is bound by until it is signed anew. */
  resign: z.optional(z.boolean()),
  ruledOn: z.optional(z.string()),
  /** Payments that have a day: those that are open first, the earliest first. `row` counts from 1, as on paper. */
  payments: z._default(z.array(paymentSchema), []),
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
  appliedOn: state.application?.on,
  receivedOn: state.received?.on,
  resign: waitsForSigning(state),
  ruledOn: state.ruling?.on,
  payments: isBinding(state) ? datedPayments(state) : [],
});

function datedPayments(state: JudicialState): z.infer<typeof paymentSchema>[] {
  const order = ({ paidOn, dueOn, row }: z.infer<typeof paymentSchema>) =>
    `${paidOn === undefined ? 0 : 1}${dueOn}${String(row).padStart(3, '0')}`;
  return paymentsOf(state)
    .flatMap(({ dueOn, ...payment }, at) => (dueOn === undefined ? [] : [{ ...payment, row: at + 1, dueOn }]))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .slice(0, TOLD);
}

/** Nothing has been written or done. */
const isEmpty = ({ phase, clauses }: Stand): boolean => phase === 'drafting' && clauses === 0;

type CourtClock = PluginClock & { readonly id: 'confirmation' | 'ruling' };

/**
 * The deadlines of a confirmation, those that have ended too. The thirty days are the parties' right: once they are over, or
 * used, nothing is overdue.
 */
function courtClocks({ effectOn, appliedOn, receivedOn, ruledOn }: Stand, row: SharedRow): CourtClock[] {
  const found: CourtClock[] = [];
  if (effectOn !== undefined) {
    const counted = countedClock(row, { clock: 'judicial.confirmation', term: 'confirmation.apply', startedOn: effectOn });
    const endedOn = appliedOn ?? (row.today > counted.dueOn ? counted.dueOn : undefined);
    found.push({ id: 'confirmation', words: { key: 'clock.confirmation' }, ...counted, binding: false, endedOn });
  }
  if (receivedOn !== undefined) {
    const run = { clock: 'judicial.ruling', term: 'confirmation.ruling', startedOn: receivedOn } as const;
    found.push({ id: 'ruling', words: { key: 'clock.ruling' }, ...countedClock(row, { ...run, endedOn: ruledOn }), endedOn: ruledOn });
  }
  return found;
}

/** The one deadline that runs now, by the centre's settings. */
export const running = (seen: Stand, { today, settings }: Pick<SharedRow, 'today' | 'settings'>): CourtClock | undefined =>
  courtClocks(seen, { today, shared: () => [], ...(settings === undefined ? {} : { settings }) }).find(
    ({ endedOn }) => endedOn === undefined,
  );

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
  (id: CourtClock['id']) =>
  (row: PluginRow): PluginClock | undefined => {
    const seen = row.read(stand);
    const found = seen === undefined ? undefined : courtClocks(seen, row).find((each) => each.id === id);
    if (found === undefined) return undefined;
    const { id: _, endedOn: ended, ...shown } = found;
    const endedOn = endOf(row, ended);
    return { ...shown, ...(endedOn === undefined ? {} : { endedOn }) };
  };

/** The payee lets the payer have more time: nobody else has to approve of it, and nobody else is told. */
const POSTPONED: ChangeLimits = { extension: { approval: 'parties', notice: false } };

/**
 * A clock for each payment that has a day, until its receipts make up the amount: the committee supervises performance
 * (人民调解法 art. 31). The day is the parties' own and moves by their consent alone.
 */
function payments(row: PluginRow): PluginClock[] {
  const { payments: told = [], effectOn } = row.read(stand) ?? {};
  if (effectOn === undefined) return [];
  return told.map(({ row: number, payee, amountFen, paidFen, dueOn, paidOn }) => {
    const id = String(number);
    const changes = sharedChanges(row, `judicial.payment.${id}`, effectOn);
    const isPart = paidFen > 0 && paidFen < amountFen;
    return {
      id,
      words: {
        key: isPart ? 'clock.paymentPart' : 'clock.payment',
        params: { number, payee, amount: { fen: amountFen }, ...(isPart ? { rest: { fen: amountFen - paidFen } } : {}) },
      },
      from: 'effect',
      startedOn: effectOn,
      dueOn: addDays(dueOn, effectOfChanges(changes, POSTPONED).extendedBy),
      provisional: false,
      basis: '人民调解法 第三十一条',
      limits: POSTPONED,
      ...(changes.length === 0 ? {} : { changes }),
      ...(paidOn === undefined ? {} : { endedOn: paidOn }),
    };
  });
}

const paidSchema = z.array(z.object({ amountFen: z.int() }));

const on =
  (key: string, params: (args: TimelineAct['args']) => Words['params'] = () => ({})) =>
  ({ args }: TimelineAct): Words => ({ key, params: { ...params(args), on: { date: String(args['on']) } } });

export const contributions: PluginContributions = {
  locales: { zh, en },
  settings: () => import('./settings.js').then((module) => module.default),
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
  deadlineRules: { confirmation: clock('confirmation'), payment: payments, ruling: clock('ruling') },
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
