import {
  clocksOf,
  type Done,
  dayOfAct,
  defineSlice,
  doneBy,
  faultsOf,
  fen,
  fileRef,
  isBlank,
  type LegalDate,
  legalDate,
  papersMade,
  refusalOfFaults,
  shanghaiDate,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { type Draft, draftHash, draftSchema } from './draft.js';

/** Papers that were made of agreements, with their templates. */
export const papers = papersMade('judicial');

/** Register of the numbers of agreements, one series a year. */
export const NUMBERS = 'agreement';

const words = (max: number) => z.string().check(z.maxLength(max));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal digits'));

const signArgs = z.object({
  /** Day on which the last of them signed: from then on it is in effect (人民调解法 art. 29). */
  on: legalDate(),
  /** The version that was signed. */
  hash,
  /** All parties have signed, sealed or put their fingerprint. */
  parties: z.boolean(),
  mediator: z.boolean(),
  seal: z.boolean(),
  /** The signed pages that were there then, each by its name and hash. */
  pages: z.optional(z.array(z.pick(fileRef, { id: true, name: true, hash: true })).check(z.maxLength(100))),
});
const oralArgs = z.object({
  /** In effect on the day on which it was reached (人民调解法 art. 30). */
  on: legalDate(),
  content: words(4000),
  performance: words(1000),
  mediator: words(200),
  // What its paper says besides (口头协议登记表).
  place: z.optional(words(200)),
  facts: z.optional(words(4000)),
  recorder: z.optional(words(200)),
  /** Each party as the paper introduces it, on that day. */
  parties: z.optional(draftSchema.shape.parties),
});
export type Oral = z.infer<typeof oralArgs>;
const applyArgs = z.object({
  on: legalDate(),
  court: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Both sides apply together. */
  together: z.boolean(),
  /** Why it is not late although the thirty days are over, such as posted before their end (art. 85). */
  reason: z.optional(words(500)),
});
const receiveArgs = z.object({ on: legalDate(), caseNumber: z.string().check(z.minLength(1), z.maxLength(100)) });
const ruleArgs = z.object({
  on: legalDate(),
  result: z.enum(['confirmed', 'rejected', 'withdrawn']),
  caseNumber: words(100),
});

const receiptArgs = z.object({
  on: legalDate(),
  /** The version whose payments it belongs to. */
  hash,
  /** Rows of its payments, from 0, with what was paid of each: a bank pays many at once, and proves it on one slip. */
  paid: z.array(z.object({ row: z.int().check(z.minimum(0), z.maximum(399)), amountFen: fen() })).check(
    z.minLength(1),
    z.maxLength(400),
    z.refine((paid) => new Set(paid.map(({ row }) => row)).size === paid.length, 'a row stands twice'),
  ),
  /** How it was paid and what proves it: a slip's number, who signed for it. */
  proof: z.string().check(z.minLength(1), z.maxLength(300)),
});
const voidArgs = z.object({ receipt: z.int().check(z.minimum(0)), reason: words(500) });

/** A draft as it was laid before the team: it stays as it was, whatever is written on. */
export type Version = Done<{ readonly hash: string; readonly draft: Draft }>;

/** A payment that was made (收条、汇款单). */
export type Receipt = Done<z.infer<typeof receiptArgs>> & { readonly voided?: Done<{ readonly reason: string }> };

export interface JudicialState {
  readonly versions: readonly Version[];
  readonly number?: { readonly register: string; readonly year: number; readonly value: number };
  /** What was paid, in the order of the acts; what was entered by mistake stays, with why. */
  readonly receipts?: readonly Receipt[];
  readonly signed?: Done<z.infer<typeof signArgs>>;
  readonly oral?: Done<z.infer<typeof oralArgs>>;
  readonly application?: Done<z.infer<typeof applyArgs>>;
  readonly received?: Done<z.infer<typeof receiveArgs>>;
  readonly ruling?: Done<z.infer<typeof ruleArgs>>;
}

export type Phase = 'drafting' | 'submitted' | 'signed' | 'oral' | 'applied' | 'received' | 'confirmed' | 'rejected' | 'withdrawn';

export function phaseOf({ versions, signed, oral, application, received, ruling }: JudicialState): Phase {
  if (ruling !== undefined) return ruling.result;
  if (received !== undefined) return 'received';
  if (application !== undefined) return 'applied';
  if (signed !== undefined) return 'signed';
  if (oral !== undefined) return 'oral';
  return versions.length > 0 ? 'submitted' : 'drafting';
}

/** From which day an agreement is in effect, written or oral. */
export const effectOf = ({ signed, oral }: JudicialState): LegalDate | undefined => signed?.on ?? oral?.on;

export type Fault =
  | 'refusal.future'
  | 'refusal.hash'
  | 'refusal.empty'
  | 'refusal.same'
  | 'refusal.inEffect'
  | 'refusal.fixed'
  | 'refusal.numbered'
  | 'refusal.notSubmitted'
  | 'refusal.otherVersion'
  | 'refusal.signatures'
  | 'refusal.beforeDraft'
  | 'refusal.content'
  | 'refusal.notInEffect'
  | 'refusal.beforeEffect'
  | 'refusal.together'
  | 'refusal.late'
  | 'refusal.applied'
  | 'refusal.notApplied'
  | 'refusal.notReceived'
  | 'refusal.ruled'
  | 'refusal.noPayment'
  | 'refusal.tooMuch'
  | 'refusal.noReceipt'
  | 'refusal.reason';

const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.future': 'a day that has come',
  'refusal.hash': 'the hash of the draft that is sent with it',
  'refusal.empty': 'at least one agreed item, and no empty clause',
  'refusal.same': 'another draft than the one that was laid before last',
  'refusal.inEffect': 'an agreement that is not in effect yet',
  'refusal.fixed': 'an agreement that is not before a court, nor confirmed by one',
  'refusal.numbered': 'an agreement without a number',
  'refusal.notSubmitted': 'a draft that was laid before the team',
  'refusal.otherVersion': 'the version that was laid before last',
  'refusal.signatures': "the parties' signatures, the mediator's and the committee's seal (人民调解法 art. 29)",
  'refusal.beforeDraft': 'a day on or after that of the draft',
  'refusal.content': 'what was agreed (人民调解法 art. 28)',
  'refusal.notInEffect': 'an agreement in effect',
  'refusal.beforeEffect': 'a day after the effect',
  'refusal.together': 'a joint application (人民调解法 art. 33)',
  'refusal.late': 'thirty days from effect, or a reason (民事诉讼法 art. 85, 205)',
  'refusal.applied': 'no application yet',
  'refusal.notApplied': 'an application',
  'refusal.notReceived': 'an application that the court has received',
  'refusal.ruled': 'an application without a ruling',
  'refusal.noPayment': 'a payment of the agreement that was signed',
  'refusal.tooMuch': 'more than 0, and no more than what is still open of it',
  'refusal.noReceipt': 'a receipt that counts',
  'refusal.reason': 'a reason',
};

const refusalOf = (found: readonly Fault[]) => refusalOfFaults(found, EXPECTED);
/** In effect, and not rejected by a court: after a rejection the parties may change their agreement and sign again (民事诉讼法 art. 206). */
export const isBinding = (state: JudicialState): boolean => effectOf(state) !== undefined && state.ruling?.result !== 'rejected';

/**
 * A court has it: while it is asked, and once it has confirmed, the agreement stays as it is. Until then the parties may change
 * it, by a further version that all of them sign anew (人民调解法 art. 29).
 */
export const isFixed = ({ application, ruling }: JudicialState): boolean =>
  ruling === undefined ? application !== undefined : ruling.result === 'confirmed';

/** A version was laid before the team after the one that is signed: until it is signed too, nobody is bound by it. */
export const waitsForSigning = ({ versions, signed }: JudicialState): boolean =>
  signed !== undefined && signed.hash !== versions.at(-1)?.hash;

/** A payment of the agreement in effect, and how it stands. */
export interface Payment {
  readonly payee: string;
  readonly amountFen: number;
  readonly dueOn?: LegalDate | undefined;
  readonly paidFen: number;
  /** The day of the last receipt, once all of it is paid. */
  readonly paidOn?: LegalDate;
}

/** The payments of the agreement that was signed, in the order of its paper, with what the receipts say of each. */
export function paymentsOf({ versions, signed, receipts = [] }: JudicialState): readonly Payment[] {
  const rows = signed === undefined ? [] : (versions.findLast(({ hash }) => hash === signed.hash)?.draft.payments?.rows ?? []);
  return rows.map((row, at) => {
    const made = receipts
      .filter((receipt) => receipt.voided === undefined && receipt.hash === signed?.hash)
      .flatMap(({ on, paid }) => paid.filter((each) => each.row === at).map(({ amountFen }) => ({ on, amountFen })));
    const paidFen = made.reduce((sum, { amountFen }) => sum + amountFen, 0);
    const last = made
      .map(({ on }) => on)
      .sort()
      .at(-1);
    return { ...row, paidFen, ...(paidFen < row.amountFen || last === undefined ? {} : { paidOn: last }) };
  });
}

/** What stands against laying a draft before the team. */
export function submitFaults(state: JudicialState, draft: Draft): Fault[] {
  return faultsOf<Fault>([
    [isFixed(state), 'refusal.fixed'],
    [!draft.clauses.some(({ kind }) => kind === 'item') || draft.clauses.some(({ text }) => isBlank(text)), 'refusal.empty'],
    [state.versions.at(-1)?.hash === draftHash(draft), 'refusal.same'],
  ]);
}

/** The way of an agreement (人民调解协议) from draft to judicial confirmation, each act logged. */
export const judicialSlice = defineSlice<JudicialState>('judicial', { versions: [] })
  .act('submit', {
    args: z.object({ hash, draft: draftSchema }),
    // Two versions laid before the team while apart: which of them is meant is for a person to say.
    keys: () => ['version'],
    check: (state, { hash: claimed, draft }) =>
      refusalOf([...faultsOf<Fault>([[draftHash(draft) !== claimed, 'refusal.hash']]), ...submitFaults(state, draft)]),
    apply: (state, args, facts) => ({ ...state, versions: [...state.versions, doneBy(args, facts)] }),
  })
  .act('giveNumber', {
    args: z.object({}),
    keys: () => ['number'],
    numbers: NUMBERS,
    check: (state) =>
      refusalOf(
        faultsOf<Fault>([
          [state.number !== undefined, 'refusal.numbered'],
          [state.versions.length === 0 && state.oral === undefined, 'refusal.notSubmitted'],
        ]),
      ),
    apply: (state, _, { number }) => (number === undefined ? state : { ...state, number }),
  })
  .act('sign', {
    args: signArgs,
    keys: () => ['version', 'effect'],
    check: (state, args, facts) => {
      const last = state.versions.at(-1);
      return refusalOf(
        faultsOf<Fault>([
          [isFixed(state), 'refusal.fixed'],
          [isBinding(state) && state.signed !== undefined && state.signed.hash === last?.hash, 'refusal.inEffect'],
          [last === undefined, 'refusal.notSubmitted'],
          [last !== undefined && last.hash !== args.hash, 'refusal.otherVersion'],
          [!args.parties || !args.mediator || !args.seal, 'refusal.signatures'],
          [args.on > dayOfAct(facts), 'refusal.future'],
          [last !== undefined && args.on < shanghaiDate(last.at), 'refusal.beforeDraft'],
        ]),
      );
    },
    apply: ({ application: _, received: __, ruling: ___, ...state }, args, facts) => ({ ...state, signed: doneBy(args, facts) }),
  })
  .act('recordReceipt', {
    args: receiptArgs,
    // Two people who enter one payment while apart have entered it twice.
    keys: ({ paid }) => paid.map(({ row }) => `payment/${row}`),
    check: (state, { on, hash: of, paid }, facts) => {
      const payments = of === state.signed?.hash ? paymentsOf(state) : [];
      const isKnown = paid.every(({ row }) => payments[row] !== undefined);
      const fits = ({ row, amountFen }: (typeof paid)[number]) =>
        amountFen >= 1 && amountFen <= (payments[row]?.amountFen ?? 0) - (payments[row]?.paidFen ?? 0);
      return refusalOf(
        faultsOf<Fault>([
          [!isBinding(state), 'refusal.notInEffect'],
          [!isKnown, 'refusal.noPayment'],
          [isKnown && !paid.every(fits), 'refusal.tooMuch'],
          [on > dayOfAct(facts), 'refusal.future'],
        ]),
      );
    },
    apply: (state, args, facts) => ({ ...state, receipts: [...(state.receipts ?? []), doneBy(args, facts)] }),
  })
  .act('voidReceipt', {
    args: voidArgs,
    keys: ({ receipt }) => [`receipt/${receipt}`],
    check: ({ receipts = [] }, { receipt, reason }) =>
      refusalOf(
        faultsOf<Fault>([
          [receipts[receipt] === undefined || receipts[receipt]?.voided !== undefined, 'refusal.noReceipt'],
          [isBlank(reason), 'refusal.reason'],
        ]),
      ),
    apply: ({ receipts = [], ...state }, { receipt, reason }, facts) => ({
      ...state,
      receipts: receipts.map((each, at) => (at === receipt ? { ...each, voided: doneBy({ reason }, facts) } : each)),
    }),
  })
  .act('registerOral', {
    args: oralArgs,
    keys: () => ['effect'],
    check: (state, args, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [effectOf(state) !== undefined, 'refusal.inEffect'],
          [isBlank(args.content), 'refusal.content'],
          [args.on > dayOfAct(facts), 'refusal.future'],
        ]),
      ),
    apply: (state, args, facts) => ({ ...state, oral: doneBy(args, facts) }),
  })
  .act('applyConfirmation', {
    args: applyArgs,
    keys: () => ['confirmation'],
    check: (state, args, facts) => {
      const effectOn = effectOf(state);
      return refusalOf(
        faultsOf<Fault>([
          [effectOn === undefined, 'refusal.notInEffect'],
          [state.application !== undefined, 'refusal.applied'],
          [!args.together, 'refusal.together'],
          [args.on > dayOfAct(facts), 'refusal.future'],
          [effectOn !== undefined && args.on < effectOn, 'refusal.beforeEffect'],
          [
            effectOn !== undefined && args.on > clocksOf(facts.settings).due(effectOn, 'confirmation.apply').dueOn && isBlank(args.reason),
            'refusal.late',
          ],
        ]),
      );
    },
    apply: (state, args, facts) => ({ ...state, application: doneBy(args, facts) }),
  })
  .act('receiveConfirmation', {
    args: receiveArgs,
    keys: () => ['confirmation'],
    check: (state, { on }, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [state.application === undefined, 'refusal.notApplied'],
          [state.received !== undefined || state.ruling !== undefined, 'refusal.ruled'],
          [on > dayOfAct(facts), 'refusal.future'],
        ]),
      ),
    apply: (state, args, facts) => ({ ...state, received: doneBy(args, facts) }),
  })
  .act('ruleConfirmation', {
    args: ruleArgs,
    keys: () => ['confirmation'],
    check: (state, { on, result }, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [state.application === undefined, 'refusal.notApplied'],
          [result !== 'withdrawn' && state.received === undefined, 'refusal.notReceived'],
          [state.ruling !== undefined, 'refusal.ruled'],
          [on > dayOfAct(facts), 'refusal.future'],
        ]),
      ),
    apply: (state, args, facts) => ({ ...state, ruling: doneBy(args, facts) }),
  });
