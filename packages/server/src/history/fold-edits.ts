import { type ContentChange, type Run, shortValue, type WrittenRun } from '@onedoor/core';
import { excerptOf, type Piece, putBehind, takeOut } from './excerpt.js';
import type { Chunk, KeptEdit } from './stored-edits.js';

/** What one entry of a room's log changed, and who made it when. */
export interface EntryChanges {
  readonly seq: number;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  readonly person: string;
  readonly changes: readonly ContentChange[];
}

/** A chunk that has more edits is cut, and this many stay behind as one that never changes again. */
const MAX_EDITS = 64;
const SEALED_EDITS = 32;
/** Runs of one edit that are kept: beyond them, own deletions are counted as deletions. */
const MAX_RUNS = 100;

interface TextState {
  readonly inserted: number;
  readonly deleted: number;
  readonly runs: [client: number, clock: number, length: number][];
  readonly recent: Piece[];
}

const NO_TEXT: TextState = { inserted: 0, deleted: 0, runs: [], recent: [] };

/**
 * The end of a room's index, to which entries are added. Consecutive changes of one person to one field become one
 * edit; in a text others may write in between, for there every key is a change.
 */
export class EditTail {
  #start: number;
  #seq: number;
  #next: number;
  #edits: KeptEdit[];
  /** Full chunks that are not stored yet. */
  #sealed: Omit<Chunk, 'seq' | 'next'>[] = [];
  readonly #gapMs: number;

  /** @param gapMs how long after a person's last change of a field the next one still counts as the same edit */
  constructor(gapMs: number, last: Chunk = { start: 1, seq: 0, next: 1, edits: [] }) {
    this.#gapMs = gapMs;
    this.#start = last.start;
    this.#seq = last.seq;
    this.#edits = [...last.edits];
    this.#next = last.next;
  }

  /** Entry up to which this is derived. */
  get seq(): number {
    return this.#seq;
  }

  /** Adds what an entry changed. */
  add({ seq, at, person, changes }: EntryChanges): void {
    for (const [index, change] of changes.entries()) {
      const known = this.#findOwn(change, person, at);
      const own = known === undefined ? undefined : this.#edits[known];
      const merged = own === undefined ? firstEdit(change) : mergedEdit(own, change);
      if (known !== undefined) this.#edits.splice(known, 1);
      // Written and taken back: nothing is left to tell of.
      if (merged.kind === 'text' && merged.inserted === 0 && merged.deleted === 0) continue;
      const { collection, record } = change;
      const { id, from } = own ?? { id: `${seq}.${index}`, from: at };
      this.#edits.push({ ...merged, id, order: this.#next++, person, from, until: at, seq, collection, record });
    }
    // After each entry, not when it is stored: what is read from the log again must come out the same.
    while (this.#edits.length > MAX_EDITS) {
      this.#sealed.push({ start: this.#start, edits: this.#edits.splice(0, SEALED_EDITS) });
      this.#start = this.#edits[0]?.order ?? this.#next;
    }
  }

  /** The log has been read up to here. @returns the chunks to store, the last of which goes on */
  advance(seq: number): Chunk[] {
    this.#seq = seq;
    const chunks = [...this.#sealed, { start: this.#start, edits: [...this.#edits] }];
    this.#sealed = [];
    return chunks.map((chunk) => ({ ...chunk, seq, next: this.#next }));
  }

  /** The edit that a change continues. */
  #findOwn(change: ContentChange, person: string, at: number): number | undefined {
    if (!isFieldChange(change)) return undefined;
    for (let index = this.#edits.length - 1; index >= 0; index--) {
      const edit = this.#edits[index];
      if (edit === undefined || at - edit.until > this.#gapMs) return undefined;
      if (!isSamePlace(edit, change)) continue;
      if (edit.person === person && isMergeable(edit, change)) return index;
      // A value of somebody else stands between the two, or this person's own of another kind.
      if (change.kind !== 'text') return undefined;
    }
    return undefined;
  }
}

type FieldChange = Extract<ContentChange, { readonly field: string }>;

const isFieldChange = (change: ContentChange): change is FieldChange => 'field' in change;
const partOf = (change: FieldChange): string | undefined => ('part' in change ? change.part : undefined);

const isSamePlace = (edit: KeptEdit, change: FieldChange): boolean =>
  edit.record === change.record && edit.collection === change.collection && edit.field === change.field && edit.part === partOf(change);

function isMergeable(edit: KeptEdit, change: FieldChange): boolean {
  if (change.kind === 'set' && (change.apart || edit.apart === true)) return false;
  if (change.kind === 'part-set') return edit.kind === 'part-set' || edit.kind === 'part-added';
  return edit.kind === change.kind && (change.kind === 'text' || change.kind === 'set' || change.kind === 'part-moved');
}

type Told = Omit<KeptEdit, 'id' | 'order' | 'person' | 'from' | 'until' | 'seq' | 'collection' | 'record'>;

function firstEdit(change: ContentChange): Told {
  switch (change.kind) {
    case 'created':
      return { kind: change.kind, ...given('value', shortValue(change.value)) };
    case 'removed':
    case 'restored':
      return { kind: change.kind };
    case 'text':
      return { kind: change.kind, field: change.field, ...writeText(NO_TEXT, change) };
    default:
      return {
        kind: change.kind,
        field: change.field,
        ...given('part', partOf(change)),
        ...given('value', shortValue(change.value)),
        ...given('before', shortValue(change.before)),
        ...('apart' in change && change.apart ? { apart: true } : {}),
      };
  }
}

function mergedEdit(edit: KeptEdit, change: ContentChange): Told {
  if (change.kind === 'text') {
    const { inserted = 0, deleted = 0, runs = [], recent = [] } = edit;
    return { kind: 'text', field: change.field, ...writeText({ inserted, deleted, runs, recent }, change) };
  }
  // What stood there before the first change stays what it was.
  const { kind, field, part, before } = edit;
  const value = 'value' in change ? shortValue(change.value) : undefined;
  return { kind, ...given('field', field), ...given('part', part), ...given('value', value), ...given('before', before) };
}

const given = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: string });

/** Characters that a person takes back of their own are not counted as deleted, nor as written. */
function writeText(
  before: TextState,
  change: { readonly written: readonly WrittenRun[]; readonly deleted: readonly Run[] },
): TextState & Pick<KeptEdit, 'excerpt'> {
  let { inserted, deleted, recent } = before;
  const runs = [...before.runs];
  for (const gone of change.deleted) {
    let own = 0;
    for (const [client, clock, length] of runs)
      if (client === gone.client) own += Math.max(0, Math.min(clock + length, gone.clock + gone.length) - Math.max(clock, gone.clock));
    inserted -= own;
    deleted += gone.length - own;
    recent = takeOut(recent, gone);
  }
  for (const written of change.written) {
    const { client, clock, length } = written;
    const last = runs.at(-1);
    recent = putBehind(recent, written, last === undefined ? undefined : [last[0], last[1] + last[2] - 1]);
    if (last !== undefined && client === last[0] && clock === last[1] + last[2])
      runs[runs.length - 1] = [client, last[1], last[2] + length];
    else runs.push([client, clock, length]);
    inserted += length;
  }
  const excerpt = excerptOf(recent);
  return { inserted, deleted, runs: runs.slice(-MAX_RUNS), recent, ...given('excerpt', excerpt === '' ? undefined : excerpt) };
}
