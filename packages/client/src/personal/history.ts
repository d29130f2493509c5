import { type HistoryPage, historyResponse, ok, type Result, type RoomRef, refuse, roomKey } from '@onedoor/core';
import type { Kernel } from '../kernel.js';
import type { RoomsIndex } from '../rows/rooms-index.js';
import type { StoreChange } from '../storage/client-store.js';
import type { Api } from '../transport/api.js';

/** Edits that are kept of each room for reading without network. */
const MAX_KEPT = 200;
const DEFAULT_LIMIT = 50;

const keyOf = (room: string): string => `history/${room}`;

/** What to store when a room is this person's no more. */
export const forgetHistory = (room: string): StoreChange => ({ table: 'meta', delete: keyOf(room) });

/** Edits of rooms, asked of the server; the newest page of each room is kept for when it cannot be asked. */
export class Histories {
  readonly #kernel: Kernel;
  readonly #index: RoomsIndex;
  readonly #api: Api;

  constructor(kernel: Kernel, index: RoomsIndex, api: Api) {
    this.#kernel = kernel;
    this.#index = index;
    this.#api = api;
  }

  async page(
    ref: RoomRef,
    { before, limit = DEFAULT_LIMIT }: { readonly before?: number; readonly limit?: number },
    isOffline: boolean,
  ): Promise<Result<HistoryPage>> {
    const room = roomKey({ centre: this.#kernel.identity.centre, ...ref });
    const wanted = Math.max(1, Math.min(MAX_KEPT, Math.trunc(limit)));
    const answer = isOffline ? OFFLINE : await this.#api.history(ref, { limit: wanted, ...(before === undefined ? {} : { before }) });
    if (answer.ok) {
      const at = this.#kernel.platform.now();
      if (before === undefined && this.#index.listed(room) !== undefined) {
        const value = { at, page: answer.value };
        await this.#kernel.queue.commit([{ table: 'meta', put: { key: keyOf(room), value } }]).catch(() => {});
      }
      return ok({ ...answer.value, at, stale: false });
    }
    if (answer.refusal.code !== 'OFFLINE' && answer.refusal.code !== 'UNAVAILABLE') return answer;
    return (await this.#kept(room, before, wanted)) ?? answer;
  }

  async #kept(room: string, before: number | undefined, limit: number): Promise<Result<HistoryPage> | undefined> {
    const stored = (await this.#kernel.queue.get('meta', keyOf(room)))?.value;
    if (typeof stored !== 'object' || stored === null || !('page' in stored) || !('at' in stored)) return undefined;
    const page = historyResponse.safeParse(stored.page);
    if (!page.success || typeof stored.at !== 'number') return undefined;
    const older = page.data.edits.filter((edit) => before === undefined || edit.order < before);
    // What lies before the kept page is with the server alone: an empty answer would say that there is nothing.
    if (older.length === 0 && before !== undefined && page.data.more) return undefined;
    const edits = older.slice(0, limit);
    const { erasures } = page.data;
    const erased = before !== undefined || erasures === undefined ? {} : { erasures };
    return ok({ edits, ...erased, seq: page.data.seq, more: page.data.more || edits.length < older.length, at: stored.at, stale: true });
  }
}

const OFFLINE = refuse('OFFLINE', {
  seen: 'work without network',
  expected: 'a network, or a history that was read before',
  todo: 'Connect and ask again.',
});
