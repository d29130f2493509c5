import { outcomeSchema, sourceSchema, stageSchema } from '../model/case.js';
import { endedTaskSchema, taskSchema } from '../model/tasks.js';
import { caseRole } from '../policy/policy.js';
import type { Row } from '../protocol/rows.js';
import { alreadyIs } from '../schema/already.js';
import * as z from '../z.js';

const caseSummary = z.object({
  title: z.string(),
  category: z.string(),
  source: sourceSchema,
  village: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
  number: z.optional(z.object({ register: z.string(), year: z.int(), value: z.int() })),
  stage: stageSchema,
  outcome: z.optional(outcomeSchema),
  members: z.record(z.string(), z.object({ person: z.string(), role: caseRole, since: z.number(), by: z.string() })),
  changedAt: z.number(),
  /** When it came to its stage. */
  stageAt: z.optional(z.number()),
  /** Milliseconds in each stage that it has left; absent in rows of before this was told. */
  spent: z.optional(z.record(z.string(), z.number())),
  /** Stage before the present one. */
  before: z.optional(stageSchema),
  conflicts: z.number(),
  /** What is asked of somebody and open, the earliest day first. */
  tasks: z._default(z.array(taskSchema), []),
  /** What was asked until a day and answered, the latest first. */
  endedTasks: z.optional(z.array(endedTaskSchema)),
});
const jointSummary = z.partial(
  z.object({ parties: z.array(z.string()), partyCount: z.number(), matter: z.string(), marks: z.array(z.string()) }),
);
const isCaseSummary = alreadyIs(caseSummary);
const isJointSummary = alreadyIs(jointSummary);

/** A case as a list or card shows it. */
export interface CaseRow extends z.infer<typeof caseSummary> {
  readonly case: string;
  readonly parties: readonly string[];
  readonly partyCount: number;
  readonly matter: string;
  /** Marks of the identity numbers of its people: see `identityMark`. */
  readonly marks?: readonly string[];
  /** Changes that somebody without the right offers, in rooms where this person may write. */
  readonly offers: number;
  /** Acts of this person on this case that the server has not logged yet. */
  readonly pendingActs: number;
  readonly rooms: Row['rooms'];
  /** Sealed rooms that nobody can read any more, and in which this person may name a successor. */
  readonly orphans?: readonly string[];
  /** By room, those that this person may read: what each room tells of itself. Read by plugins through `PluginRow.read`. */
  readonly summaries: Row['summary'];
}

/** Reads a row; undefined for a tombstone or for a row of a shape that this version does not know. */
export function readCaseRow(row: Row, pendingActs = 0): CaseRow | undefined {
  // A list of thousands is read when the page opens; nearly all of it is as it should be.
  const { case: caseValue, joint: jointValue = {} } = row.summary;
  const main = isCaseSummary(caseValue) ? caseValue : caseSummary.safeParse(caseValue).data;
  if (row.gone || main === undefined) return undefined;
  const joint = isJointSummary(jointValue) ? jointValue : jointSummary.safeParse(jointValue).data;
  const { parties = [], partyCount = parties.length, matter = '', marks } = joint ?? {};
  // A hundred thousand rows: no list is made for what nearly none of them has.
  let [conflicts, offers] = [0, 0];
  for (const room in row.summary) conflicts += countIn(row.summary[room], 'conflicts');
  for (const listed of row.rooms) if (hasOffers(listed, row)) offers += countIn(row.summary[listed.room], 'offers');
  return {
    ...main,
    conflicts,
    offers,
    case: row.case,
    rooms: row.rooms,
    ...(row.orphans === undefined ? {} : { orphans: row.orphans }),
    summaries: row.summary,
    parties,
    partyCount,
    matter,
    ...(marks === undefined ? {} : { marks }),
    pendingActs,
  };
}

const countIn = (summary: Row['summary'][string] | undefined, what: 'conflicts' | 'offers'): number => {
  const count = summary?.[what];
  return typeof count === 'number' ? count : 0;
};

/**
 * Rooms of a case in which conflicts wait to be settled, of those that the reader may read.
 *
 * @param summaries of a `CaseRow`
 */
export const conflictRooms = (summaries: CaseRow['summaries']): string[] =>
  Object.keys(summaries).filter((room) => countIn(summaries[room], 'conflicts') > 0);

/**
 * Rooms of a case in which offered changes wait for this person: those where they may write. The `case` room has acts
 * alone; it counts for whoever may write anywhere in the case.
 */
export const offerRooms = (row: Pick<Row, 'rooms' | 'summary'>): string[] =>
  row.rooms.flatMap((listed) => (hasOffers(listed, row) ? [listed.room] : []));

const hasOffers = ({ room, write }: Row['rooms'][number], { rooms, summary }: Pick<Row, 'rooms' | 'summary'>): boolean =>
  countIn(summary[room], 'offers') > 0 && (write || (room === 'case' && rooms.some((each) => each.write)));

/** `红综〔2024〕12号` in the centre's own form; undefined (待编号) until the server has given the number. */
export function formatNumber(number: CaseRow['number'], prefix: string): string | undefined {
  return number === undefined ? undefined : `${prefix}〔${number.year}〕${number.value}号`;
}
