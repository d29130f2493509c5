import {
  type Actor,
  type CaseRole,
  type CaseRow,
  changedRooms,
  daysBetween,
  explain,
  formatNumber,
  moveNeedsReason,
  type RoomRule,
  type Rule,
  STAGES,
  type Stage,
  type TaskFor,
  type Visit,
} from '@onedoor/core';
import type { ShownCell, ShownClock } from '../plugin-host/contributions.js';
import type { BoardFilter, BoardSort } from './board-view.js';

/** What the board knows beside the rows. A new object when any of it changes, `visits` excepted. */
export interface BoardFacts {
  readonly locale: string;
  readonly numberPrefix: string;
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly today: string;
  readonly me: Pick<Actor, 'person' | 'department'> | undefined;
  personName(person: string): string;
  /** Department of a person, or undefined while the directory is not here. */
  departmentOf(person: string): string | undefined;
  /** Running deadlines, the nearest first. */
  clocks(row: CaseRow): readonly ShownClock[];
  /** A cell of a plugin's column. */
  cell(column: string, row: CaseRow): ShownCell | undefined;
}

/** A row and what it is sorted by; undefined for one without. */
export interface Keyed {
  readonly row: CaseRow;
  readonly key: string | number | undefined;
}

export type Visits = ReadonlyMap<string, Visit>;

/** Longer ago than this, a case that this person never opened is not told as new. */
const NEW_FOR_MS = 7 * 86_400_000;

/** The lead of a case, who answers for it. */
export function leadOf(row: CaseRow): string {
  for (const { person, role } of Object.values(row.members)) if (role === 'lead') return person;
  return row.createdBy;
}

/** Who is in the case, the lead first, then the leader, then as they came. */
export function membersOf(row: CaseRow): readonly string[] {
  const rank = (role: CaseRole) => (role === 'lead' ? 0 : role === 'leader' ? 1 : 2);
  return Object.values(row.members)
    .sort((a, b) => rank(a.role) - rank(b.role) || a.since - b.since)
    .map(({ person }) => person);
}

/** Whether a case has changed by others since this person's last visit, or is new to them. */
export function newsOf(row: CaseRow, visits: Visits, me: string | undefined, nowMs: number): 'changed' | 'new' | undefined {
  const visit = visits.get(row.case);
  if (visit !== undefined) return changedRooms(row, visit).length > 0 ? 'changed' : undefined;
  const since = me === undefined ? undefined : row.members[me]?.since;
  return since !== undefined && row.members[me ?? '']?.by !== me && nowMs - since < NEW_FOR_MS ? 'new' : undefined;
}

/** Text as it is searched: full width becomes plain, capitals small. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * Reads rows for the board: what is searched, filtered and sorted by. Results are kept per row, which stays the same
 * object while it says the same; make a new reader when the facts change.
 */
export class BoardReader {
  readonly #facts: BoardFacts;
  readonly #haystacks = new WeakMap<CaseRow, string>();
  readonly #collator: Intl.Collator;

  constructor(facts: BoardFacts) {
    this.#facts = facts;
    this.#collator = new Intl.Collator(facts.locale);
  }

  /** All words of a case that a search looks in. */
  haystack(row: CaseRow): string {
    const known = this.#haystacks.get(row);
    if (known !== undefined) return known;
    const { numberPrefix, personName } = this.#facts;
    const number = formatNumber(row.number, numberPrefix) ?? '';
    const people = Object.keys(row.members).map(personName);
    const made = folded([number, row.title, row.village, row.matter, ...row.parties, personName(leadOf(row)), ...people].join('\n'));
    this.#haystacks.set(row, made);
    return made;
  }

  /** The deadline that comes first. */
  clock(row: CaseRow): ShownClock | undefined {
    return this.#facts.clocks(row)[0];
  }

  /** Until when somebody has to act; a day until which a right can be used is none. */
  dueOn(row: CaseRow): string | undefined {
    const clock = this.clock(row);
    return clock?.binding === true ? clock.dueOn : undefined;
  }

  /** Whether something is asked of this person or of their department: by a task, or by a plugin's deadline. */
  waitsForMe(row: CaseRow): boolean {
    const { mine, ours } = this.waiting(row);
    return mine + ours > 0;
  }

  /** How much waits for this person, and how much for their department. */
  waiting(row: CaseRow): { readonly mine: number; readonly ours: number } {
    const { me } = this.#facts;
    if (me === undefined) return { mine: 0, ours: 0 };
    const asked: TaskFor[] = row.tasks.map((task) => task.for);
    for (const { key, waitsFor } of this.#facts.clocks(row)) if (waitsFor !== undefined && !key.startsWith('task.')) asked.push(waitsFor);
    return {
      mine: asked.filter((whom) => 'person' in whom && whom.person === me.person).length,
      ours: asked.filter((whom) => 'department' in whom && whom.department === me.department).length,
    };
  }

  /** Rows that pass a filter, in their order. */
  filter(rows: readonly CaseRow[], filter: BoardFilter, visits: Visits = new Map(), nowMs = 0): readonly CaseRow[] {
    const { words, passes } = this.asks(filter, visits, nowMs);
    if (words.length === 0 && passes === undefined) return rows;
    return rows.filter((row) => words.every((word) => this.haystack(row).includes(word)) && passes?.(row) !== false);
  }

  /** What a filter asks of a row: words that its haystack holds, and the rest; undefined where there is no rest. */
  asks(
    filter: BoardFilter,
    visits: Visits,
    nowMs: number,
  ): { readonly words: readonly string[]; readonly passes: ((row: CaseRow) => boolean) | undefined } {
    const tests = this.#tests(filter, visits, nowMs);
    return {
      words: folded(filter.words).split(/\s+/).filter(Boolean),
      passes: tests.length === 0 ? undefined : (row) => tests.every((each) => each(row)),
    };
  }

  /** Rows in order. What has no value stands last in either direction; of two alike the younger case stands first. */
  sort(rows: readonly CaseRow[], { by, descending }: BoardSort): readonly CaseRow[] {
    return rows
      .map((row) => this.keyed(row, by))
      .sort(this.comparator({ by, descending }))
      .map(({ row }) => row);
  }

  /** A row with what it is sorted by. */
  keyed(row: CaseRow, by: string): Keyed {
    return { row, key: this.#key(row, by) };
  }

  /** The order of `sort`. */
  comparator({ descending }: BoardSort): (a: Keyed, b: Keyed) => number {
    const sign = descending ? -1 : 1;
    return (a, b) => {
      if (a.key === b.key) return a.row.case < b.row.case ? 1 : -1;
      if (a.key === undefined) return 1;
      if (b.key === undefined) return -1;
      const order =
        typeof a.key === 'number' && typeof b.key === 'number' ? a.key - b.key : this.#collator.compare(String(a.key), String(b.key));
      return order === 0 ? (a.row.case < b.row.case ? 1 : -1) : sign * order;
    };
  }

  #tests(filter: BoardFilter, visits: Visits, nowMs: number): ((row: CaseRow) => boolean)[] {
    const { me, departmentOf, today } = this.#facts;
    const tests: ((row: CaseRow) => boolean)[] = [];
    const { category, village, stage, person, clock } = filter;
    if (stage !== '') tests.push((row) => row.stage === stage);
    if (category !== '') tests.push((row) => row.category === category);
    if (village !== '') tests.push((row) => row.village === village);
    if (person === LEAD) tests.push((row) => me !== undefined && leadOf(row) === me.person);
    else if (person !== '') {
      const who = person === ME ? me?.person : person;
      tests.push((row) => who !== undefined && row.members[who] !== undefined);
    }
    if (filter.department !== '') {
      const department = filter.department === MINE ? me?.department : filter.department;
      tests.push((row) => Object.keys(row.members).some((each) => departmentOf(each) === department));
    }
    if (clock !== '') tests.push((row) => isWithin(this.dueOn(row), clock, today));
    if (filter.waits) tests.push((row) => this.waitsForMe(row));
    if (filter.changed) tests.push((row) => newsOf(row, visits, me?.person, nowMs) !== undefined);
    return tests;
  }

  #key(row: CaseRow, by: string): string | number | undefined {
    switch (by) {
      case 'clock': {
        const due = this.dueOn(row);
        return due === undefined ? undefined : Number(due.replaceAll('-', ''));
      }
      case 'changed':
        return row.changedAt;
      case 'created':
        return row.createdAt;
      case 'code':
        return row.number === undefined ? Number.POSITIVE_INFINITY : row.number.year * 1e7 + row.number.value;
      case 'stage':
        return STAGES.indexOf(row.stage);
      case 'title':
        return row.title;
      case 'village':
        return row.village || undefined;
      case 'category':
        return row.category;
      case 'parties':
        return row.parties[0];
      case 'lead':
        return this.#facts.personName(leadOf(row));
      default:
        return this.#facts.cell(by, row)?.value;
    }
  }
}

/** In place of a person in a filter: cases that the reader leads; that the reader is in. */
export const LEAD = '-lead';
export const ME = '-me';
/** In place of a department in a filter: the reader's own. */
export const MINE = '-mine';

/** Whether a last day lies in a span; what is overdue lies in every span that reaches back to today. */
function isWithin(dueOn: string | undefined, clock: NonNullable<BoardFilter['clock']>, today: string): boolean {
  if (dueOn === undefined) return clock === 'none';
  const left = daysBetween(today, dueOn);
  if (clock === 'overdue') return left < 0;
  if (clock === 'today') return left === 0;
  return clock === 'within3' ? left <= 3 : clock === 'within7' && left <= 7;
}

/** A value for each stage. */
export const perStage = <T>(make: (stage: Stage) => T): Record<Stage, T> =>
  Object.fromEntries(STAGES.map((stage) => [stage, make(stage)])) as Record<Stage, T>;

/** Rows by stage, each stage in the order of the rows. */
export type ByStage = Readonly<Record<Stage, readonly CaseRow[]>>;

export function byStage(rows: readonly CaseRow[]): ByStage {
  const columns = perStage((): CaseRow[] => []);
  for (const row of rows) columns[row.stage].push(row);
  return columns;
}

/** Whether a person may bring a case to a stage, by the same rule that the server asks. */
export type MoveDecision =
  | { readonly allowed: true; readonly reason: 'none' | 'needed' | 'outcome' }
  | { readonly allowed: false; readonly why: 'same' | 'signed-out' | { readonly rule: Rule; readonly role: CaseRole | undefined } };

export function decideMove(row: CaseRow, to: Stage, rule: RoomRule | undefined, me: Actor | undefined): MoveDecision {
  if (row.stage === to) return { allowed: false, why: 'same' };
  if (rule === undefined || me === undefined) return { allowed: false, why: 'signed-out' };
  const command = to === 'closed' ? 'case.close' : 'case.move';
  const decision = mayAct(row, command, rule, me);
  if (!decision) return { allowed: false, why: { rule: rule.acts[command] ?? { nobody: true }, role: row.members[me.person]?.role } };
  return { allowed: true, reason: to === 'closed' ? 'outcome' : moveNeedsReason(row.stage, to) ? 'needed' : 'none' };
}

/** Whether a person may do an act in the `case` room of a row. */
export const mayAct = (row: CaseRow, command: string, rule: RoomRule, me: Actor): boolean =>
  explain(rule, { to: 'act', command }, me, { roleOf: (person) => row.members[person]?.role }).allowed;
