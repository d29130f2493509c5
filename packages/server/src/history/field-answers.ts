import {
  type ContentReader,
  type FieldHistory,
  type FieldValue,
  fieldKey,
  parseKey,
  type RecordDefinition,
  standingIds,
  type TextMoment,
  type TextRun,
  textName,
} from '@onedoor/core';
import type { EntryFacts, TracedValue, TraceIndex, VisitCharacters } from './trace-index.js';

/** A field of a record in a room. */
export interface FieldPlace {
  readonly definition: RecordDefinition;
  readonly record: string;
  readonly field: string;
}

/** Moments of a text that one answer tells; of a longer history neighbouring ones are told as one. */
const MAX_MOMENTS = 200;
/** Lengths of time that are told as one moment, tried one after the other until there are few enough. */
const COARSER_MS = [10_000, 60_000, 600_000, 3_600_000, 43_200_000, 604_800_000, 7_776_000_000, Infinity];
/** Characters of one page of runs, in UTF-16 units. */
const MAX_PAGE_TEXT = 500_000;

/** Values of a register, or of all parts of a field, the latest first. */
export function valuesAnswer(
  index: TraceIndex,
  reader: ContentReader,
  { definition, record, field }: FieldPlace,
  { before, limit }: { readonly before: number; readonly limit: number },
): FieldHistory {
  const keys = index.values(definition.name);
  const told: FieldValue[] = [];
  if (definition.kinds[field] === 'register') {
    const values = keys.get(fieldKey(record, field)) ?? [];
    const contested = standingIds(reader.records(definition), record, field).slice(1);
    const isContested = ({ id }: TracedValue) => contested.some(({ client, clock }) => client === id?.client && clock === id.clock);
    told.push(...valuesOf(values, isContested));
  } else {
    for (const [key, values] of keys) {
      const parsed = parseKey(key);
      if (parsed?.kind !== 'part' || parsed.record !== record || parsed.field !== field) continue;
      told.push(...valuesOf(values, () => false).map((value) => ({ ...value, part: parsed.part })));
    }
  }
  const older = told.filter(({ seq }) => seq < before).sort((a, b) => b.seq - a.seq);
  // A page ends with an entry, not within one: the next page begins before its last.
  const last = older[limit - 1]?.seq ?? 0;
  const page = older.filter(({ seq }) => seq >= last);
  return { kind: 'values', values: page, seq: index.seq, more: older.length > page.length };
}

function valuesOf(values: readonly TracedValue[], isContested: (value: TracedValue) => boolean): FieldValue[] {
  const current = values.findLast(({ lost }) => !lost);
  return values.map((value) => {
    const { entry, json } = value;
    const state = value === current ? 'current' : isContested(value) ? 'contested' : 'past';
    const { person, at, seq } = entry;
    return { person, at, seq, ...(json === undefined ? {} : { json }), state };
  });
}

/** A text in runs of one writer and moment, deleted ones in their places. */
export function textAnswer(
  index: TraceIndex,
  reader: ContentReader,
  { definition, record, field }: FieldPlace,
  { from, limit, gapMs }: { readonly from: number; readonly limit: number; readonly gapMs: number },
): FieldHistory {
  const name = textName(definition.name, record, field);
  const { moments, runs } = textOf(index, reader, name, gapMs);
  const page: TextRun[] = [];
  let length = 0;
  for (const run of runs.slice(from, from + limit)) {
    length += run.text.length;
    if (page.length > 0 && length > MAX_PAGE_TEXT) break;
    page.push(run);
  }
  return { kind: 'text', moments, runs: page, seq: index.seq, more: from + page.length < runs.length };
}

interface TextAsTold {
  readonly name: string;
  readonly seq: number;
  readonly moments: TextMoment[];
  readonly runs: TextRun[];
}

/** The text that was told last of each room: its next page, and the next person who asks, get it from here. */
const lastTold = new WeakMap<TraceIndex, TextAsTold>();

function textOf(index: TraceIndex, reader: ContentReader, name: string, gapMs: number): TextAsTold {
  const known = lastTold.get(index);
  if (known?.name === name && known.seq === index.seq) return known;
  const text = reader.doc.share.has(name) ? reader.doc.getText(name) : undefined;
  const visit = (each: VisitCharacters) => text !== undefined && index.visit(name, text, each);
  const { moments, momentOf } = momentsOf(index.count, visit, gapMs);
  const told = { name, seq: index.seq, moments, runs: runsOf(visit, momentOf) };
  lastTold.set(index, told);
  return told;
}

/**
 * Groups the entries that touched a text: one person's until they rest or another one begins, coarser where there are too
 * many.
 *
 * @returns the moments, and the moment of each entry by its place in the index
 */
function momentsOf(
  count: number,
  visit: (each: VisitCharacters) => void,
  gapMs: number,
): { readonly moments: TextMoment[]; readonly momentOf: Int32Array } {
  const touched = new Array<EntryFacts | undefined>(count);
  visit((_, __, ___, written, deleted) => {
    touched[written.index] = written;
    if (deleted !== undefined) touched[deleted.index] = deleted;
  });
  const entries = touched.filter((entry) => entry !== undefined);
  const strict = startsOf(
    entries,
    entries.map((_, at) => at),
    (entry, last) => entry.person !== last.person || entry.at - last.at > gapMs,
  );
  let starts = strict;
  for (const spanMs of COARSER_MS) {
    if (starts.length <= MAX_MOMENTS) break;
    starts = startsOf(entries, strict, (entry, _, first) => entry.at - first.at > spanMs);
  }
  const momentOf = new Int32Array(count);
  const moments = starts.map((start, moment) => {
    const people = new Set<string>();
    let [from, until] = [Infinity, -Infinity];
    for (let at = start; at < (starts[moment + 1] ?? entries.length); at++) {
      const entry = entries[at];
      if (entry === undefined) continue;
      momentOf[entry.index] = moment;
      people.add(entry.person);
      from = Math.min(from, entry.at);
      until = Math.max(until, entry.at);
    }
    return { people: [...people], from, until };
  });
  return { moments, momentOf };
}

/**
 * Those of some places at which a moment begins. `begins` is asked with the entry there, the one before it, and the first of
 * its moment.
 */
function startsOf(
  entries: readonly EntryFacts[],
  places: readonly number[],
  begins: (entry: EntryFacts, last: EntryFacts, first: EntryFacts) => boolean,
): number[] {
  const starts: number[] = [];
  let first: EntryFacts | undefined;
  for (const at of places) {
    const entry = entries[at];
    const last = entries[at - 1];
    if (entry === undefined) continue;
    if (first !== undefined && last !== undefined && !begins(entry, last, first)) continue;
    starts.push(at);
    first = entry;
  }
  return starts;
}

interface OpenRun {
  readonly person: string;
  readonly moment: number;
  readonly gone: { readonly person: string; readonly moment: number } | undefined;
  text: string;
  at: number;
  goneAt: number;
}

function runsOf(visit: (each: VisitCharacters) => void, momentOf: Int32Array): TextRun[] {
  const runs: OpenRun[] = [];
  // Characters of the last run that are not cut out of their source yet.
  let [source, start, end] = ['', 0, 0];
  let last: OpenRun | undefined;
  const cut = () => {
    if (last !== undefined && start < end) last.text += source.slice(start, end);
  };
  visit((from, first, behind, written, deleted) => {
    const moment = momentOf[written.index] ?? 0;
    const goneMoment = deleted === undefined ? -1 : (momentOf[deleted.index] ?? 0);
    // Typed and taken back at once: nobody but its writer ever read it.
    if (deleted !== undefined && goneMoment === moment && deleted.person === written.person) return;
    if (
      last === undefined ||
      last.person !== written.person ||
      last.moment !== moment ||
      last.gone?.person !== deleted?.person ||
      (last.gone?.moment ?? -1) !== goneMoment
    ) {
      cut();
      [source, start, end] = [from, first, behind];
      const gone = deleted === undefined ? undefined : { person: deleted.person, moment: goneMoment };
      runs.push((last = { person: written.person, moment, gone, text: '', at: written.at, goneAt: deleted?.at ?? 0 }));
      return;
    }
    if (written.at > last.at) last.at = written.at;
    if (deleted !== undefined && deleted.at > last.goneAt) last.goneAt = deleted.at;
    if (from === source && first === end) end = behind;
    else {
      cut();
      [source, start, end] = [from, first, behind];
    }
  });
  cut();
  return runs.map(({ person, moment, gone, text, at, goneAt }) => ({
    text,
    person,
    at,
    moment,
    ...(gone === undefined ? {} : { deleted: { ...gone, at: goneAt } }),
  }));
}
