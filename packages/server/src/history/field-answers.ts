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
import type { EntryFacts, TracedCharacters, TracedValue, TraceIndex } from './trace-index.js';

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
    return { ...entry, ...(json === undefined ? {} : { json }), state };
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
  const characters = reader.doc.share.has(name) ? index.characters(name, reader.doc.getText(name)) : [];
  const { moments, momentOf } = momentsOf(characters, gapMs);
  const runs = runsOf(characters, momentOf);
  const page: TextRun[] = [];
  let length = 0;
  for (const run of runs.slice(from, from + limit)) {
    length += run.text.length;
    if (page.length > 0 && length > MAX_PAGE_TEXT) break;
    page.push(run);
  }
  return { kind: 'text', moments, runs: page, seq: index.seq, more: from + page.length < runs.length };
}

/** Groups the entries that touched a text: one person's until they rest or another one begins, coarser where there are too many. */
function momentsOf(
  characters: readonly TracedCharacters[],
  gapMs: number,
): { readonly moments: TextMoment[]; readonly momentOf: ReadonlyMap<EntryFacts, number> } {
  const touched = new Set<EntryFacts>();
  for (const { written, deleted } of characters) {
    touched.add(written);
    if (deleted !== undefined) touched.add(deleted);
  }
  const entries = [...touched].sort((a, b) => a.seq - b.seq);
  let groups = grouped(entries, (entry, last) => entry.person !== last.person || entry.at - last.at > gapMs);
  for (const spanMs of COARSER_MS) {
    if (groups.length <= MAX_MOMENTS) break;
    groups = grouped(entries, (entry, _, first) => entry.at - first.at > spanMs);
  }
  const momentOf = new Map<EntryFacts, number>();
  const moments = groups.map((group, at) => {
    const people = new Set<string>();
    let [from, until] = [Infinity, -Infinity];
    for (const entry of group) {
      momentOf.set(entry, at);
      people.add(entry.person);
      from = Math.min(from, entry.at);
      until = Math.max(until, entry.at);
    }
    return { people: [...people], from, until };
  });
  return { moments, momentOf };
}

function grouped(
  entries: readonly EntryFacts[],
  begins: (entry: EntryFacts, last: EntryFacts, first: EntryFacts) => boolean,
): readonly EntryFacts[][] {
  const groups: EntryFacts[][] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    const [first, last] = [group?.[0], group?.at(-1)];
    if (group === undefined || first === undefined || last === undefined || begins(entry, last, first)) groups.push([entry]);
    else group.push(entry);
  }
  return groups;
}

interface OpenRun {
  readonly person: string;
  readonly moment: number;
  readonly gone: { readonly person: string; readonly moment: number } | undefined;
  readonly texts: string[];
  at: number;
  goneAt: number;
}

function runsOf(characters: readonly TracedCharacters[], momentOf: ReadonlyMap<EntryFacts, number>): TextRun[] {
  const runs: OpenRun[] = [];
  for (const { text, written, deleted } of characters) {
    const moment = momentOf.get(written) ?? 0;
    const gone = deleted === undefined ? undefined : { person: deleted.person, moment: momentOf.get(deleted) ?? 0 };
    // Typed and taken back at once: nobody but its writer ever read it.
    if (gone !== undefined && gone.moment === moment && gone.person === written.person) continue;
    const last = runs.at(-1);
    if (
      last !== undefined &&
      last.person === written.person &&
      last.moment === moment &&
      last.gone?.person === gone?.person &&
      last.gone?.moment === gone?.moment
    ) {
      last.texts.push(text);
      last.at = Math.max(last.at, written.at);
      last.goneAt = Math.max(last.goneAt, deleted?.at ?? 0);
    } else runs.push({ person: written.person, moment, gone, texts: [text], at: written.at, goneAt: deleted?.at ?? 0 });
  }
  return runs.map(({ person, moment, gone, texts, at, goneAt }) => ({
    text: texts.join(''),
    person,
    at,
    moment,
    ...(gone === undefined ? {} : { deleted: { ...gone, at: goneAt } }),
  }));
}
