import {
  type ComparedChange,
  type CompareResponse,
  type ContentReader,
  type parseKey as parse,
  parseKey,
  parseTextName,
  type RecordDefinition,
  shortValue,
} from '@onedoor/core';
import type { EntryFacts, TracedValue, TraceIndex } from './trace-index.js';

/** Two moments of a room, epoch milliseconds by the server's clock. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

const MAX_CHANGES = 500;
/** Of what stayed only so many characters at either side of a change are told. */
const KEPT = 24;
/** Characters of one text's pieces, in UTF-16 units. */
const MAX_PIECES_TEXT = 20_000;

type Piece = NonNullable<ComparedChange['pieces']>[number];
type RecordKey = NonNullable<ReturnType<typeof parse>>;

/** What of a room's content is another at the second moment than at the first. */
export function compareAnswer(
  index: TraceIndex,
  reader: ContentReader,
  definitionOf: (collection: string) => RecordDefinition | undefined,
  span: Span,
): CompareResponse {
  const changes: ComparedChange[] = [];
  const isGone = new Set<string>();
  for (const collection of index.collections) {
    if (definitionOf(collection) !== undefined) changes.push(...comparedRecords(collection, index.values(collection), span, isGone));
  }
  let isCut = false;
  // In an order of its own: that of the document depends on how it was loaded.
  for (const name of [...reader.doc.share.keys()].sort()) {
    const place = parseTextName(name);
    const kind = place === undefined ? undefined : definitionOf(place.collection)?.kinds[place.field];
    if (place === undefined || (kind !== 'text' && kind !== 'rich')) continue;
    if (isGone.has(`${place.collection}/${place.id}`)) continue;
    const compared = comparedText(index, reader, name, span);
    if (compared === undefined) continue;
    isCut ||= compared.isCut;
    const { pieces, people } = compared;
    changes.push({ kind: 'text', collection: place.collection, record: place.id, field: place.field, pieces, people });
  }
  return { changes: changes.slice(0, MAX_CHANGES), seq: index.seq, more: isCut || changes.length > MAX_CHANGES };
}

/** @param isGone is told the records that are not there at the second moment, whose fields say nothing */
function comparedRecords(
  collection: string,
  keys: ReadonlyMap<string, readonly TracedValue[]>,
  span: Span,
  isGone: Set<string>,
): ComparedChange[] {
  const records = new Map<string, { readonly key: RecordKey; readonly values: readonly TracedValue[] }[]>();
  for (const [name, values] of keys) {
    const key = parseKey(name);
    if (key === undefined) continue;
    const known = records.get(key.record);
    if (known === undefined) records.set(key.record, [{ key, values }]);
    else known.push({ key, values });
  }
  return [...records].flatMap(([record, fields]) => {
    const stood = (kind: RecordKey['kind'], at: number) => {
      const values = fields.find(({ key }) => key.kind === kind)?.values;
      return values === undefined ? undefined : valueAt(values, at);
    };
    // Singletons have no mark of their making: they are always there.
    const isMarked = fields.some(({ key }) => key.kind === 'created');
    const was = (!isMarked || stood('created', span.from) !== undefined) && stood('removed', span.from)?.json !== 'true';
    const is = (!isMarked || stood('created', span.until) !== undefined) && stood('removed', span.until)?.json !== 'true';
    if (!is) isGone.add(`${collection}/${record}`);
    if (!is && !was) return [];
    const whole = { collection, record };
    if (!is) return [{ kind: 'removed', ...whole, people: peopleOf(fields, ['removed'], span) }];
    const changed = fields.flatMap(({ key, values }) => comparedField(collection, key, values, span));
    if (was) return changed;
    if (stood('created', span.from) !== undefined)
      return [{ kind: 'restored', ...whole, people: peopleOf(fields, ['removed'], span) }, ...changed];
    const registers = fields.flatMap(({ key, values }) =>
      key.kind === 'register' ? [[key.field, jsonValue(valueAt(values, span.until))] as const] : [],
    );
    const value = shortValue(Object.fromEntries(registers));
    return [
      {
        kind: 'created',
        ...whole,
        ...(value === undefined ? {} : { value }),
        people: peopleOf(fields, ['created', 'register', 'part'], span),
      },
    ];
  });
}

function comparedField(collection: string, key: RecordKey, values: readonly TracedValue[], span: Span): ComparedChange[] {
  if (key.kind !== 'register' && key.kind !== 'part') return [];
  const [before, after] = [valueAt(values, span.from), valueAt(values, span.until)];
  if (before?.json === after?.json) return [];
  const told = {
    collection,
    record: key.record,
    field: key.field,
    ...short('before', before),
    ...short('value', after),
    people: peopleIn(values, span),
  };
  if (!('part' in key)) return [{ kind: 'set', ...told }];
  const kind = before?.json === undefined ? 'part-added' : after?.json === undefined ? 'part-removed' : 'part-set';
  return [{ kind, ...told, part: key.part }];
}

const short = <K extends 'before' | 'value'>(key: K, value: TracedValue | undefined): { readonly [P in K]?: string } => {
  const cut = value?.json === undefined ? undefined : shortValue(jsonValue(value));
  return cut === undefined ? {} : ({ [key]: cut } as { readonly [P in K]: string });
};

/** The value that stood at a moment. */
const valueAt = (values: readonly TracedValue[], at: number): TracedValue | undefined =>
  values.findLast(({ lost, entry }) => !lost && entry.at <= at);

const jsonValue = (value: TracedValue | undefined): unknown => {
  if (value?.json === undefined) return undefined;
  const read: unknown = JSON.parse(value.json);
  return read;
};

const peopleIn = (values: readonly TracedValue[], { from, until }: Span): string[] =>
  people(values.filter(({ entry }) => entry.at > from && entry.at <= until).map(({ entry }) => entry));

const peopleOf = (
  fields: readonly { readonly key: RecordKey; readonly values: readonly TracedValue[] }[],
  kinds: readonly RecordKey['kind'][],
  span: Span,
): string[] => [...new Set(fields.filter(({ key }) => kinds.includes(key.kind)).flatMap(({ values }) => peopleIn(values, span)))];

/** Persons of entries, each once, whoever came last last. */
const people = (entries: readonly EntryFacts[]): string[] =>
  [...new Set([...entries].sort((a, b) => b.seq - a.seq).map(({ person }) => person))].reverse();

function comparedText(
  index: TraceIndex,
  reader: ContentReader,
  name: string,
  { from, until }: Span,
): { readonly pieces: Piece[]; readonly people: string[]; readonly isCut: boolean } | undefined {
  const pieces: { kind: Piece['kind']; texts: string[]; person: string | undefined }[] = [];
  const entries = new Set<EntryFacts>();
  index.visit(name, reader.doc.getText(name), (source, start, end, written, deleted) => {
    const stood = (at: number) => written.at <= at && (deleted === undefined || deleted.at > at);
    const [was, is] = [stood(from), stood(until)];
    if (!was && !is) return;
    const text = source.slice(start, end);
    const by = was ? (is ? undefined : deleted) : written;
    const kind = was ? (is ? 'kept' : 'deleted') : 'inserted';
    if (by !== undefined) entries.add(by);
    const last = pieces.at(-1);
    if (last !== undefined && last.kind === kind && last.person === by?.person) last.texts.push(text);
    else pieces.push({ kind, texts: [text], person: by?.person });
  });
  if (entries.size === 0) return undefined;
  let left = MAX_PIECES_TEXT;
  let isCut = false;
  const told = pieces.flatMap(({ kind, texts, person }, at): Piece[] => {
    const whole = texts.join('');
    const text = kind === 'kept' ? edgesOf(whole, at > 0, at < pieces.length - 1) : whole.slice(0, left);
    if (kind !== 'kept') {
      isCut ||= text.length < whole.length;
      left -= text.length;
    }
    return text === '' ? [] : [{ kind, text, ...(person === undefined ? {} : { person }) }];
  });
  return { pieces: told, people: people([...entries]), isCut };
}

/** Characters, not halves of them, at the ends that touch a change. */
function edgesOf(text: string, start: boolean, end: boolean): string {
  const characters = [...text];
  const sides = (start ? KEPT : 0) + (end ? KEPT : 0);
  if (characters.length <= sides) return text;
  return `${start ? characters.slice(0, KEPT).join('') : ''}…${end ? characters.slice(-KEPT).join('') : ''}`;
}
