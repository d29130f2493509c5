import type { LogStore, LogWriter, StoredHead, StoredLeaf, StoredRoom } from '@onedoor/core';
import type { Limits } from '../limits.js';
import type { Logger } from '../logger.js';
import { type Hash, hashLeaf, MerkleTree, type TreeNodes } from './merkle.js';
import type { HeadSigner } from './signer.js';

/** What the record needs of its centre. */
export interface RecordServices {
  readonly store: LogStore;
  readonly signer: HeadSigner;
  readonly limits: Limits;
  readonly log: Logger;
  readonly now: () => number;
  /** Runs after a while; returns how to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
}

/** That an entry stands in the log, for whoever holds a signed head. */
export interface InclusionProof {
  readonly leaf: StoredLeaf;
  readonly head: StoredHead;
  readonly path: readonly Hash[];
}

const PAGE = 1000;
const encoder = new TextEncoder();

/**
 * The leaf of an entry: its place and its ciphertext, so that neither can be changed. The ciphertext alone would do for an
 * entry that stays where it is; the place keeps one from being told as another.
 */
export const leafOfEntry = ({ id, epoch }: Pick<StoredRoom, 'id' | 'epoch'>, seq: number, body: Uint8Array): Hash => {
  return hashLeaf(encoder.encode(`${id}|${epoch}|${seq}\n`), body);
};

/** Writes an entry with its leaf: in one transaction, so that the record never lacks what the log holds. */
export function appendEntry(tx: LogWriter, room: Pick<StoredRoom, 'id' | 'epoch'>, seq: number, body: Uint8Array): void {
  tx.append(room.id, seq, body);
  tx.addLeaf(room.id, seq, leafOfEntry(room, seq, body));
}

/**
 * The record: a Merkle tree (RFC 6962) over the ciphertexts of all rooms' entries, with signed heads. Leaves are written
 * with their entries; nodes and a signed head follow in batches, off the way of a request.
 */
export class Record {
  readonly #services: RecordServices;
  readonly #tree: MerkleTree;
  #waiting = new Map<string, Hash>();
  /** Leaves of the present batch: each is asked for again by the one beside it. */
  readonly #fresh = new Map<number, Hash>();
  #cancel: (() => void) | undefined;

  constructor(services: RecordServices) {
    this.#services = services;
    const { store } = services;
    this.#tree = new MerkleTree(this.#nodes(), store.lastHead()?.size ?? 0);
  }

  /** Gives leaves to entries of a folder that was written before there was a record, and signs what has no head yet. */
  recover(): void {
    const { store } = this.#services;
    if (store.leafCount() === 0) {
      for (const room of store.rooms()) {
        for (let seq = 1; seq <= room.head; seq += PAGE) {
          const entries = store.entries(room.id, seq, PAGE);
          store.transaction((tx) => {
            for (const { seq: at, body } of entries) tx.addLeaf(room.id, at, leafOfEntry(room, at, body));
          });
        }
      }
    }
    this.flush();
  }

  /** Takes note that the log has grown. */
  mark(): void {
    this.#cancel ??= this.#services.later(() => {
      this.#cancel = undefined;
      this.flush();
    }, this.#services.limits.recordMs);
  }

  /** Takes all leaves into the tree and signs its head, at once. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { store, signer, log, now } = this.#services;
    const before = this.#tree.size;
    try {
      for (let leaves = store.leaves(before, PAGE); leaves.length > 0; leaves = store.leaves(this.#tree.size, PAGE)) {
        this.#fresh.clear();
        for (const { number, hash } of leaves) this.#fresh.set(number, hash);
        for (const { hash } of leaves) this.#tree.append(hash);
      }
      if (this.#tree.size === before) return;
      const head = { number: (store.lastHead()?.number ?? 0) + 1, size: this.#tree.size, at: now(), hash: this.#tree.head() };
      store.transaction((tx) => {
        for (const [place, hash] of this.#waiting) {
          const [level = 0, index = 0] = place.split('/').map(Number);
          tx.putTreeNode(level, index, hash);
        }
        tx.putHead({ ...head, signature: signer.sign(head) });
      });
      this.#waiting.clear();
    } catch (error) {
      // The log has the entries and their leaves: the next flush begins where the last signed head ends.
      log.error({ error: String(error) }, 'the record could not be written');
      this.#waiting.clear();
      this.#tree.truncate(before);
    } finally {
      this.#fresh.clear();
    }
  }

  get publicKey(): string {
    return this.#services.signer.publicKey;
  }

  /** The signed head of all that is logged; undefined of an empty log. */
  head(): StoredHead | undefined {
    this.flush();
    return this.#services.store.lastHead();
  }

  /** Proof that an entry is in the record; undefined where there is none. */
  inclusion(room: number, seq: number): InclusionProof | undefined {
    const head = this.head();
    const leaf = this.#services.store.leafOf(room, seq);
    if (head === undefined || leaf === undefined) return undefined;
    return { leaf, head, path: this.#tree.inclusion(leaf.number, head.size) };
  }

  /** Proof that the record of `first` entries begins the one of `second`. @throws RangeError for sizes that it never had */
  consistency(first: number, second: number): Hash[] {
    this.flush();
    return this.#tree.consistency(first, second);
  }

  /** Nodes come from the store; what this batch makes is kept until it is stored. */
  #nodes(): TreeNodes {
    return {
      get: (level, index) => {
        const { store } = this.#services;
        const hash =
          level === 0
            ? (this.#fresh.get(index) ?? store.leaves(index, 1)[0]?.hash)
            : (this.#waiting.get(`${level}/${index}`) ?? store.treeNode(level, index));
        if (hash === undefined) throw new RangeError(`the record has no node ${index} at level ${level}`);
        return hash;
      },
      put: (level, index, hash) => {
        // Leaves are stored already.
        if (level > 0) this.#waiting.set(`${level}/${index}`, hash);
      },
    };
  }
}
