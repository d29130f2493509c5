import type { ActEntry, ErrorCode, Refusal } from '@onedoor/core';
import type { Kernel } from '../kernel.js';
import type { Visits } from '../personal/visits.js';
import { refusedRow } from '../refused-row.js';
import type { RoomsIndex } from '../rows/rooms-index.js';
import type { Shelf } from '../shelf.js';
import type { StoreChange } from '../storage/client-store.js';
import type { Tabs } from '../tabs/tabs.js';
import type { Api } from '../transport/api.js';
import type { TokenKeeper } from '../transport/token.js';

/** What the leading tab's parts share. */
export interface Office {
  readonly server: string;
  readonly kernel: Kernel;
  readonly tabs: Tabs;
  readonly shelf: Shelf;
  readonly index: RoomsIndex;
  readonly api: Api;
  readonly tokens: TokenKeeper;
  readonly visits: Visits;
}

/** A change of this device and the number of the log entry that holds it. */
export interface Logged {
  readonly id: string;
  readonly seq: number;
}

/** Why a room is rejoined: what the server refused, and which changes it blamed. */
export interface RejoinCause {
  readonly refusal: Refusal;
  readonly blamed: readonly string[];
}

/** Stores; what the disk refuses is told and tried again by the queue. */
export function store(office: Office, changes: readonly StoreChange[]): Promise<void> {
  return office.kernel.queue.commit(changes).catch(() => {});
}

/** The server has logged these changes of a room. */
export function settleLogged(office: Office, room: string, logged: readonly Logged[]): void {
  for (const { seq } of logged) office.visits.ownLogged(room, seq);
  const ids = logged.map(({ id }) => id);
  const clients = ids.flatMap((id) => office.kernel.outbox.get(id)?.client ?? []);
  const settled = office.kernel.outbox.logged(ids);
  const changes = settled.length === 0 ? settled : [...settled, ...office.index.wrote(room, clients)];
  if (changes.length === 0) return;
  const offered = changes.some(({ table }) => table === 'refused');
  void store(office, changes).then(() => {
    if (offered) office.tabs.post({ kind: 'refused' });
  });
  office.tabs.post({ kind: 'settled', ids });
}

/** Acts that the log holds: those that answer what this person has offered are told at the offered change. */
export function noteAnswers(office: Office, entries: readonly ActEntry[]): void {
  const changes = office.kernel.outbox.answered(entries);
  if (changes.length > 0) void store(office, changes).then(() => office.tabs.post({ kind: 'refused' }));
}

/** The server has refused these changes for good: they wait for their author. */
export function settleRefused(office: Office, ids: readonly string[], refusal: Refusal): void {
  const changes = office.kernel.outbox.refuse(ids, refusal, refusedRow);
  if (changes.length === 0) return;
  void store(office, changes).then(() => office.tabs.post({ kind: 'refused' }));
  office.tabs.post({ kind: 'settled', ids });
}

export const isTooOld = (code: ErrorCode): boolean => code === 'CLIENT_TOO_OLD' || code === 'SERVER_TOO_OLD';
