import {
  type Done,
  dayOfAct,
  defineCommand,
  defineRecord,
  defineSlice,
  doneBy,
  type FaultChecks,
  faultsOf,
  fileRef,
  isBlank,
  type LegalDate,
  legalDate,
  refusalOfFaults,
  register,
  text,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const words = (max: number) => z.string().check(z.maxLength(max));
const filledWords = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));

/** What is asked of an appraiser, written together before it is commissioned. */
export const Question = defineRecord('evidence/question', {
  title: register(z.string().check(z.minLength(1), z.maxLength(200))),
  questions: text(),
});
export const addQuestion = defineCommand({
  name: 'evidence.addQuestion',
  args: z.object({ id, title: Question.shape.title }),
  run: (tx, { id: question, title }) => tx.create(Question, question, { title }),
});

/** A photograph or scan of an item of evidence. */
export const Attachment = defineRecord('evidence/attachment', {
  /** Id of the item in the case's list. */
  item: register(id),
  file: register(fileRef),
});
export const attach = defineCommand({
  name: 'evidence.attach',
  args: z.object({ id, item: id, file: fileRef }),
  run: (tx, { id: attachment, item, file }) => tx.create(Attachment, attachment, { item, file }),
});
export const detach = defineCommand({
  name: 'evidence.detach',
  args: z.object({ id }),
  run: (tx, { id: attachment }) => tx.remove(Attachment, attachment),
});

const takeArgs = z.object({
  /** Id of the item in the case's list. */
  item: id,
  name: filledWords(200),
  from: filledWords(100),
  original: z.boolean(),
  pages: z.int().check(z.minimum(0), z.maximum(100_000)),
  on: legalDate(),
  /** SHA-256 of its scan, where there is one. */
  hash: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** What was attached to it then: each by its name and hash. */
  files: z.optional(z.array(z.pick(fileRef, { id: true, name: true, hash: true })).check(z.maxLength(100))),
});
const handArgs = z.object({ item: id, to: filledWords(100), on: legalDate(), why: filledWords(300), back: z.boolean() });
type Step = ({ readonly kind: 'taken' } & Done<z.infer<typeof takeArgs>>) | ({ readonly kind: 'handed' } & Done<z.infer<typeof handArgs>>);

/** An appraisal by a third party (鉴定). */
export interface Appraisal {
  readonly commissioned: Done<{ body: string; title: string; hash: string; items: readonly string[]; on: LegalDate }>;
  readonly sent?: Done<{ on: LegalDate; dueOn: LegalDate; pauses: boolean; basis: string }>;
  readonly received?: Done<{ on: LegalDate; number: string; result: string }>;
  readonly recalled?: Done<{ on: LegalDate; reason: string }>;
}
export interface EvidenceState {
  /** By item, each step of its custody in the order of the log. */
  readonly custody: Readonly<Record<string, readonly Step[]>>;
  readonly appraisals: Readonly<Record<string, Appraisal>>;
}

export type Fault =
  | 'refusal.future'
  | 'refusal.here'
  | 'refusal.notHere'
  | 'refusal.before'
  | 'refusal.consent'
  | 'refusal.questions'
  | 'refusal.twice'
  | 'refusal.noAppraisal'
  | 'refusal.sent'
  | 'refusal.notSent'
  | 'refusal.over'
  | 'refusal.due'
  | 'refusal.basis';
const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.future': 'a day that is not after today',
  'refusal.here': 'an item that is not in custody',
  'refusal.notHere': 'an item that is in custody',
  'refusal.before': 'a day not before the step that came last',
  'refusal.consent': 'the consent of the parties',
  'refusal.questions': 'questions that are written down',
  'refusal.twice': 'an appraisal that is not commissioned yet',
  'refusal.noAppraisal': 'a commissioned appraisal',
  'refusal.sent': 'one that is not sent yet',
  'refusal.notSent': 'one that was sent',
  'refusal.over': 'one that is open',
  'refusal.due': 'a day after it was sent',
  'refusal.basis': 'the article by which waiting stops the clock',
};
const refusalOf = (checks: FaultChecks<Fault>) => refusalOfFaults(faultsOf(checks), EXPECTED);

/** Whether an item is in the centre's hands: taken in, and not handed on since. */
export const isHere = (steps: readonly Step[] | undefined): boolean => steps?.at(-1)?.kind === 'taken';
const isOver = (appraisal: Appraisal | undefined): boolean => appraisal?.received !== undefined || appraisal?.recalled !== undefined;

const withStep = (state: EvidenceState, item: string, step: Step): EvidenceState => ({
  ...state,
  custody: { ...state.custody, [item]: [...(state.custody[item] ?? []), step] },
});
const withAppraisal = (state: EvidenceState, appraisal: string, more: Partial<Appraisal>): EvidenceState => {
  const known = state.appraisals[appraisal];
  return known === undefined ? state : { ...state, appraisals: { ...state.appraisals, [appraisal]: { ...known, ...more } } };
};

/** Acts of custody and appraisal. */
export const evidenceSlice = defineSlice<EvidenceState>('evidence', { custody: {}, appraisals: {} })
  .act('take', {
    args: takeArgs,
    keys: ({ item }) => [`item:${item}`],
    check: ({ custody }, { item, on }, facts) =>
      refusalOf([
        [isHere(custody[item]), 'refusal.here'],
        [on > dayOfAct(facts), 'refusal.future'],
        [on < (custody[item]?.at(-1)?.on ?? ''), 'refusal.before'],
      ]),
    apply: (state, args, facts) => withStep(state, args.item, { kind: 'taken', ...doneBy(args, facts) }),
  })
  .act('hand', {
    args: handArgs,
    keys: ({ item }) => [`item:${item}`],
    check: ({ custody }, { item, on }, facts) =>
      refusalOf([
        [!isHere(custody[item]), 'refusal.notHere'],
        [on > dayOfAct(facts), 'refusal.future'],
        [on < (custody[item]?.at(-1)?.on ?? ''), 'refusal.before'],
      ]),
    apply: (state, args, facts) => withStep(state, args.item, { kind: 'handed', ...doneBy(args, facts) }),
  })
  .act('commission', {
    args: z.object({
      /** Id of the record of its questions. */
      id,
      title: filledWords(200),
      body: filledWords(200),
      items: z.array(id).check(z.maxLength(200)),
      /** Of the questions as they stand. */
      hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      hasQuestions: z.boolean(),
      consent: z.boolean(),
      on: legalDate(),
    }),
    keys: ({ id: appraisal }) => [`appraisal:${appraisal}`],
    check: ({ appraisals }, { id: appraisal, consent, hasQuestions, on }, facts) =>
      refusalOf([
        [appraisals[appraisal] !== undefined, 'refusal.twice'],
        [!hasQuestions, 'refusal.questions'],
        [!consent, 'refusal.consent'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]),
    apply: (state, { id: appraisal, body, title, hash, items, on }, facts) => ({
      ...state,
      appraisals: { ...state.appraisals, [appraisal]: { commissioned: doneBy({ body, title, hash, items, on }, facts) } },
    }),
  })
  .act('send', {
    args: z.object({ id, on: legalDate(), dueOn: legalDate(), pauses: z.boolean(), basis: words(200) }),
    keys: ({ id: appraisal }) => [`appraisal:${appraisal}`],
    check: ({ appraisals }, { id: appraisal, on, dueOn, pauses, basis }, facts) => {
      const known = appraisals[appraisal];
      return refusalOf([
        [known === undefined, 'refusal.noAppraisal'],
        [isOver(known), 'refusal.over'],
        [known?.sent !== undefined, 'refusal.sent'],
        [on < (known?.commissioned.on ?? ''), 'refusal.before'],
        [on > dayOfAct(facts), 'refusal.future'],
        [dueOn <= on, 'refusal.due'],
        [pauses && isBlank(basis), 'refusal.basis'],
      ]);
    },
    apply: (state, { id: appraisal, ...sent }, facts) => withAppraisal(state, appraisal, { sent: doneBy(sent, facts) }),
  })
  .act('receive', {
    args: z.object({ id, on: legalDate(), number: words(100), result: filledWords(2000) }),
    keys: ({ id: appraisal }) => [`appraisal:${appraisal}`],
    check: ({ appraisals }, { id: appraisal, on }, facts) => {
      const known = appraisals[appraisal];
      return refusalOf([
        [known === undefined, 'refusal.noAppraisal'],
        [isOver(known), 'refusal.over'],
        [known?.sent === undefined, 'refusal.notSent'],
        [on < (known?.sent?.on ?? ''), 'refusal.before'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]);
    },
    apply: (state, { id: appraisal, ...received }, facts) => withAppraisal(state, appraisal, { received: doneBy(received, facts) }),
  })
  .act('recall', {
    args: z.object({ id, on: legalDate(), reason: filledWords(500) }),
    keys: ({ id: appraisal }) => [`appraisal:${appraisal}`],
    check: ({ appraisals }, { id: appraisal, on }, facts) =>
      refusalOf([
        [appraisals[appraisal] === undefined, 'refusal.noAppraisal'],
        [isOver(appraisals[appraisal]), 'refusal.over'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]),
    apply: (state, { id: appraisal, ...recalled }, facts) => withAppraisal(state, appraisal, { recalled: doneBy(recalled, facts) }),
  });

/** Days on which a clock stands because somebody waits for an appraisal. */
export interface Pause {
  readonly from: LegalDate;
  /** Absent while it is not over. */
  readonly until?: LegalDate;
  readonly basis: string;
  /** What was waited for: rules of clocks name it. */
  readonly kind: 'appraisal';
}

/** Where a rule says so, from sending to receiving or recalling; where none was named, waiting stops nothing. */
export const pausesOf = ({ appraisals }: EvidenceState): Pause[] =>
  Object.values(appraisals)
    .flatMap(({ sent, received, recalled }): Pause[] => {
      const until = received?.on ?? recalled?.on;
      return sent?.pauses === true
        ? [{ from: sent.on, basis: sent.basis, kind: 'appraisal', ...(until === undefined ? {} : { until }) }]
        : [];
    })
    .sort((a, b) => (a.from < b.from ? -1 : 1));
