import type { RecordHead } from '@onedoor/core';
import type { Kernel } from '../kernel.js';
import type { Api } from '../transport/api.js';

const KEY = 'record/head';
/** A head is asked for no more often than this, so that one is here when the network is not. */
const FETCH_MS = 600_000;

/** The last head of the centre's record that the server told, kept for papers that are printed without network. */
export class Heads {
  readonly #kernel: Kernel;
  readonly #api: Api;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(kernel: Kernel, api: Api) {
    this.#kernel = kernel;
    this.#api = api;
  }

  /** The server answers: a head is fetched if the last one is old. */
  async reached(): Promise<void> {
    if (this.#kernel.platform.now() - this.#askedAt >= FETCH_MS) await this.#fetch();
  }

  async get(isOffline: boolean): Promise<RecordHead | undefined> {
    return (isOffline ? undefined : await this.#fetch()) ?? (await this.#kept());
  }

  async #fetch(): Promise<RecordHead | undefined> {
    const { platform, queue } = this.#kernel;
    this.#askedAt = platform.now();
    const answer = await this.#api.recordHead();
    if (!answer.ok || answer.value === undefined) return undefined;
    const value = { ...answer.value, heardAt: platform.now() };
    await queue.commit([{ table: 'meta', put: { key: KEY, value } }]).catch(() => {});
    return { ...value, stale: false };
  }

  async #kept(): Promise<RecordHead | undefined> {
    const stored = (await this.#kernel.queue.get('meta', KEY))?.value;
    if (typeof stored !== 'object' || stored === null || !('line' in stored) || !('publicKey' in stored) || !('heardAt' in stored))
      return undefined;
    const { line, publicKey, heardAt } = stored;
    if (typeof line !== 'string' || typeof publicKey !== 'string' || typeof heardAt !== 'number') return undefined;
    return { line, publicKey, heardAt, stale: true };
  }
}
