import { type ActEntry, type Edit, type ErasureNote, shanghaiDate } from '@onedoor/core';

/** One line of the timeline: an act, an edit, or that something was erased, of one room. */
export type Entry =
  | {
      readonly kind: 'act';
      readonly key: string;
      readonly room: string;
      readonly person: string;
      readonly at: number;
      readonly seq: number;
      readonly act: ActEntry;
    }
  | {
      readonly kind: 'edit';
      readonly key: string;
      readonly room: string;
      readonly person: string;
      readonly at: number;
      readonly seq: number;
      readonly edit: Edit;
    }
  | {
      readonly kind: 'erasure';
      readonly key: string;
      readonly room: string;
      readonly person: string;
      readonly at: number;
      /** 0: no entry that a visit could be compared with. */
      readonly seq: number;
      readonly erasure: ErasureNote;
    };

export interface EntryFilter {
  readonly kind: 'all' | 'act' | 'edit';
  /** Only what this person did. */
  readonly person?: string | undefined;
  readonly room?: string | undefined;
}

/** What is known of one room. */
export interface RoomEntries {
  readonly room: string;
  readonly acts: readonly ActEntry[];
  readonly edits: readonly Edit[];
  /** Older edits exist that are not here yet. */
  readonly more: boolean;
  readonly erasures?: readonly ErasureNote[];
}

export const actEntry = (room: string, act: ActEntry): Entry => ({
  kind: 'act',
  key: `${room}#${act.seq}`,
  room,
  person: act.person,
  at: act.at,
  seq: act.seq,
  act,
});
export const editEntry = (room: string, edit: Edit): Entry => ({
  kind: 'edit',
  key: `${room}@${edit.id}`,
  room,
  person: edit.person,
  at: edit.until,
  seq: edit.seq,
  edit,
});

const erasureEntry = (room: string, erasure: ErasureNote): Entry => ({
  kind: 'erasure',
  key: `${room}!${erasure.at}`,
  room,
  person: erasure.person,
  at: erasure.at,
  seq: 0,
  erasure,
});

const fits = (entry: Entry, { kind, person, room }: EntryFilter): boolean =>
  (kind === 'all' || entry.kind === kind) &&
  (person === undefined || entry.person === person) &&
  (room === undefined || entry.room === room);

/** What was filled in this long around its making belongs to the making of a record. */
const MAKING_MS = 600_000;

/**
 * Leaves out the fields that a person filled in while making a record: the line that says it was made is enough. Texts
 * stay, they say something, and so does whatever changes a value that stood there.
 */
export function withoutMaking(edits: readonly Edit[]): readonly Edit[] {
  const made = new Map(edits.flatMap((edit) => (edit.kind === 'created' ? [[makingOf(edit), edit.until] as const] : [])));
  return edits.filter((edit) => {
    const fills = (edit.kind === 'set' && edit.before === undefined) || edit.kind === 'part-added';
    const at = fills ? made.get(makingOf(edit)) : undefined;
    return at === undefined || Math.abs(edit.until - at) > MAKING_MS;
  });
}

const makingOf = ({ collection, record, person }: Edit): string => `${collection}/${record}/${person}`;

/**
 * Acts and edits of several rooms, the latest first. Where a room has older edits that are not here, what is older than
 * the oldest of them is held back: a gap in the middle of a history would not be seen.
 *
 * @returns `complete`: nothing is held back
 */
export function mergeEntries(
  rooms: readonly RoomEntries[],
  filter: EntryFilter,
): { readonly entries: readonly Entry[]; readonly complete: boolean } {
  const watched =
    filter.kind === 'act' ? [] : rooms.filter(({ room, more }) => more && (filter.room === undefined || filter.room === room));
  const frontier = Math.max(-Infinity, ...watched.map(({ edits }) => edits.at(-1)?.until ?? Infinity));
  const all = rooms.flatMap(({ room, acts, edits, erasures = [] }) => [
    ...acts.map((act) => actEntry(room, act)),
    ...withoutMaking(edits).map((edit) => editEntry(room, edit)),
    ...erasures.map((erasure) => erasureEntry(room, erasure)),
  ]);
  const entries = all
    .filter((entry) => entry.at >= frontier && fits(entry, filter))
    .sort((a, b) => b.at - a.at || b.seq - a.seq || (a.key < b.key ? 1 : -1));
  return { entries, complete: watched.length === 0 };
}

/** Entries by day in Asia/Shanghai, `YYYY-MM-DD`, in their order. */
export function byDay(entries: readonly Entry[]): { readonly day: string; readonly entries: readonly Entry[] }[] {
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const day = shanghaiDate(entry.at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
