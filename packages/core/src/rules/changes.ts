import type { SettingValues } from '../settings/setting.js';
import * as z from '../z.js';
import type { Circumstances, Deadline, Pause } from './clock.js';
import { clocksOf } from './clocks.js';
import { daysBetween, type LegalDate } from './dates.js';
import { shanghaiDate } from './shanghai.js';
import type { ChangeLimits, TermId, TermStart } from './terms.js';

/** Names under which summaries of rooms tell rules of other plugins what changes their clocks: see `PluginRow.shared`. */
export const SHARED_PAUSES = 'pauses';
export const SHARED_CHANGES = 'clockChanges';

/** Somebody who did a part of a change, and on which day. */
const part = { by: z.string(), on: z.string() };

/**
 * One change of one run of a clock, from the question to the notice: an extension (延长) or a pause (中止). Whatever acts it
 * was made by, this is its shape, on rows and in explanations.
 */
export const clockChangeSchema = z.object({
  id: z.string(),
  /** The clock, as `<plugin>.<rule>`, with `.<id>` behind it where a rule has several. */
  clock: z.string(),
  /** The run that it belongs to, by the day of the act that started it: a clock that starts anew starts without changes. */
  startedOn: z.string(),
  kind: z.enum(['extension', 'pause']),
  /** Of an extension: by how many days, of the term's own unit. */
  days: z.optional(z.int()),
  /** Of a pause: the first day that is not counted. */
  from: z.optional(z.string()),
  /** Of an extension the day agreed on instead of a number; of a pause the day from which it counts again, absent while it stands. */
  until: z.optional(z.string()),
  asked: z.object({ ...part, reason: z.string(), basis: z.optional(z.string()) }),
  decided: z.optional(z.object({ ...part, approved: z.boolean(), note: z.string(), who: z.enum(['parties', 'head', 'president']) })),
  /** Who was told, when and how. */
  told: z.array(z.object({ ...part, how: z.string(), to: z.string() })),
  /** Those concerned have to be told. */
  notice: z.boolean(),
  /** Taken back by whoever asked, before it was decided. */
  withdrawn: z.optional(z.boolean()),
});
export type ClockChange = Readonly<z.infer<typeof clockChangeSchema>>;

/** Days on which something that a case waits for stops those of its clocks whose rule says so. */
export const sharedPauseSchema = z.object({
  from: z.string(),
  until: z.optional(z.string()),
  basis: z.string(),
  kind: z._default(z.enum(['appraisal']), 'appraisal'),
});

/** Where a change stands. `incomplete`: it counts, and those whom the rule wants told have not been told. */
export type ChangeState = 'asked' | 'refused' | 'withdrawn' | 'incomplete' | 'complete';

export function changeState({ decided, told, notice, withdrawn }: ClockChange): ChangeState {
  if (withdrawn === true) return 'withdrawn';
  if (decided === undefined) return 'asked';
  if (!decided.approved) return 'refused';
  return notice && told.length === 0 ? 'incomplete' : 'complete';
}

const counts = (change: ClockChange): boolean => change.decided?.approved === true && change.withdrawn !== true;

/** The part of a `PluginRow` that tells of other plugins' rooms. */
export interface SharedRow {
  readonly today: LegalDate;
  /** What the centre has decided; absent: what comes with the program. */
  readonly settings?: SettingValues;
  shared(name: string): readonly unknown[];
}

/** The day on which a clock ended: by its own act, or with the case. Undefined while it runs. */
export const endOf = (row: { readonly closed: boolean; readonly changedAt: number }, on?: LegalDate): LegalDate | undefined =>
  on ?? (row.closed ? shanghaiDate(row.changedAt) : undefined);

/** What of a row fits; what another version wrote in another shape is passed over. */
const read = <T>(schema: z.core.$ZodType<T>, found: readonly unknown[]): T[] =>
  found.flatMap((each) => {
    const parsed = z.safeParse(schema, each);
    return parsed.success ? [parsed.data] : [];
  });

/** Changes of one run of a clock that were made by the acts which all clocks share, the earliest question first. */
export const sharedChanges = (row: SharedRow, clock: string, startedOn: LegalDate): ClockChange[] =>
  read(clockChangeSchema, row.shared(SHARED_CHANGES)).filter((each) => each.clock === clock && each.startedOn === startedOn);

export interface CountedClock extends Deadline {
  readonly startedOn: LegalDate;
  /** The act that starts it. */
  readonly from: TermStart;
  readonly basis: string;
  readonly counted: { readonly term: TermId } & Pick<Circumstances, 'extendedBy' | 'pauses' | 'agreed'>;
  readonly changes?: readonly ClockChange[];
  /** What may be asked for by the acts which all clocks share. */
  readonly limits?: ChangeLimits;
}

/** A run of a clock, before anything changed it. */
export interface ClockRun {
  /** As `<plugin>.<rule>`. */
  readonly clock: string;
  readonly term: TermId;
  readonly startedOn: LegalDate;
  /** Changes that the plugin's own acts have made of this run. With these the acts which all clocks share are not offered for extensions. */
  readonly changes?: readonly ClockChange[];
  /** Further days that are not counted, of the plugin's own acts. */
  readonly pauses?: readonly Pause[];
  /** The plugin has acts of its own by which this clock is extended. Default: where `changes` is given. */
  readonly ownExtension?: boolean;
  /** The day on which it ended: a pause that has no end then ended with it. Default: today. */
  readonly endedOn?: LegalDate | undefined;
}

/**
 * Counts a run of a clock with all that has changed it: its plugin's own acts, pauses and extensions that were asked for and
 * approved, and what the case waits for, such as an appraisal, where the term's rule says so. What was not approved counts
 * nothing, and no more days count than the rule allows, whatever was approved.
 *
 * @param row of the case, for what other rooms tell; a reader who may not read them sees the clock without them
 * @example const due = countedClock(row, { clock: 'bell.repair', term: 'letters.handling', startedOn }).dueOn;
 */
export function countedClock(row: SharedRow, run: ClockRun): CountedClock {
  const { term, startedOn, changes: own = [], ownExtension = run.changes !== undefined } = run;
  const clocks = clocksOf(row.settings);
  const rule = clocks.rule(term, startedOn);
  const changes = [...own, ...sharedChanges(row, run.clock, startedOn)];
  const { extendedBy, agreed, pauses } = effectOfChanges(changes, rule);
  const waits = rule.pausedBy === undefined ? [] : read(sharedPauseSchema, row.shared(SHARED_PAUSES));
  const stands = [
    ...(run.pauses ?? []),
    ...pauses,
    ...waits.filter(({ kind }) => rule.pausedBy?.includes(kind) === true).map(({ from, until, basis }) => pauseOf(from, until, basis)),
  ].filter(({ until }) => until === undefined || until > startedOn);
  const limits: ChangeLimits = {
    ...(ownExtension || rule.extension === undefined ? {} : { extension: rule.extension }),
    ...(rule.pause === undefined ? {} : { pause: rule.pause }),
  };
  const circumstances = {
    ...(extendedBy === 0 ? {} : { extendedBy }),
    ...(stands.length === 0 ? {} : { pauses: stands.sort((a, b) => (a.from < b.from ? -1 : 1)) }),
    ...(agreed === undefined ? {} : { agreed }),
  };
  const { dueOn, provisional } =
    Object.keys(circumstances).length === 0
      ? clocks.due(startedOn, rule.term)
      : clocks.due(startedOn, rule.term, { ...circumstances, today: run.endedOn ?? row.today });
  return {
    startedOn,
    from: rule.from,
    dueOn,
    provisional,
    basis: rule.basis,
    counted: { term, ...circumstances },
    ...(changes.length === 0 ? {} : { changes }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

const pauseOf = (from: LegalDate, until: LegalDate | undefined, why: string): Pause => ({
  from,
  ...(until === undefined ? {} : { until }),
  ...(why === '' ? {} : { why }),
});

/** What approved changes do to a clock: days together, no more than the rule allows; the day agreed on last; days that do not count. */
export function effectOfChanges(changes: readonly ClockChange[], { extension, pause }: ChangeLimits) {
  const approved = changes.filter(counts);
  const extensions = approved.filter(({ kind }) => kind === 'extension');
  const days = extensions.reduce((sum, each) => sum + (each.days ?? 0), 0);
  const last = extensions.findLast(({ until }) => until !== undefined);
  return {
    extendedBy: Math.min(days, extension?.days ?? days),
    agreed: last?.until === undefined ? undefined : { until: last.until, on: last.decided?.on ?? last.asked.on },
    pauses: approved.flatMap(({ kind, from, until, asked }) =>
      kind === 'pause' && from !== undefined && pause !== undefined ? [pauseOf(from, until, asked.basis ?? asked.reason)] : [],
    ),
  };
}

/** What stands against asking for a change of a clock; undefined where nothing does. */
export type AskFault = 'reason' | 'extension' | 'pause' | 'days' | 'from' | 'until' | 'open';

/**
 * What is asked for against what the rule allows.
 *
 * @param known changes of the same run
 * @param today nothing begins in the future
 */
export function askFault(
  asked: Pick<ClockChange, 'kind' | 'days' | 'from' | 'until' | 'startedOn'> & { readonly reason: string },
  limits: ChangeLimits,
  known: readonly ClockChange[],
  today: LegalDate,
): AskFault | undefined {
  const limit = limits[asked.kind];
  if (limit === undefined) return asked.kind;
  if (asked.reason.trim() === '') return 'reason';
  if (known.some((each) => each.kind === asked.kind && changeState(each) === 'asked')) return 'open';
  if (asked.kind === 'extension') {
    const given = known.filter((each) => each.kind === 'extension' && counts(each)).reduce((sum, { days = 0 }) => sum + days, 0);
    if (asked.days === undefined || asked.days < 1) return 'days';
    return limit.days !== undefined && given + asked.days > limit.days ? 'days' : undefined;
  }
  const { from, until } = asked;
  if (from === undefined || from < asked.startedOn || from > today) return 'from';
  const overlaps = known.some(
    (each) => each.kind === 'pause' && counts(each) && from < (each.until ?? '9') && (until ?? '9') > (each.from ?? ''),
  );
  if (overlaps) return 'open';
  if (until === undefined) return undefined;
  if (until <= from) return 'until';
  return limit.days !== undefined && daysBetween(from, until) > limit.days ? 'days' : undefined;
}
