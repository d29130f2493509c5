import type { LogStore, LogWriter, StoredHead, StoredLeaf, StoredRoom } from '@onedoor/core';
import type { Limits } from '../limits.js';
import type { Logger } from '../logger.js';
import { type Hash, hashLeaf, hashNode, MerkleTree, type TreeNodes } from './merkle.js';
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
/** Leaves that the tree takes up at a stretch, and the time after which it takes the next ones: sockets have their turn in between. */
const LEAVES_AT_ONCE = 512;
const BETWEEN_MS = 20;
/**
 * Of the levels of nodes each so manieth is stored: those between are made of at most eight others, and storing them would
 * cost fifteen times the rows. Folders of before hold all of them.
 */
const STORED_LEVELS = 4;
export const isStoredLevel = (level: number): boolean => level % STORED_LEVELS === 0;
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
  tx.append(room.id, seq, body, tx.addLeaf(room.id, seq, leafOfEntry(room, seq, body)));
}

/**
 * The record: a Merkle tree (RFC 6962) over the ciphertexts of all rooms' entries, with signed heads. Leaves are written
 * with their entries; nodes and a signed head follow in batches, off the way of a request.
 */
export class Record {
  readonly #services: RecordServices;
  readonly #tree: MerkleTree;
  /** Nodes of the present batch by level, leaves as level 0: they are asked for again by those beside and above them. */
  #made: Map<number, Hash>[] = [];
  /** Leaves of the last signed head. */
  #signed: number;
  #cancel: (() => void) | undefined;

  constructor(services: RecordServices) {
    this.#services = services;
    const { store } = services;
    this.#signed = store.lastHead()?.size ?? 0;
    this.#tree = new MerkleTree(this.#nodes(), this.#signed);
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
    this.#arm(this.#services.limits.recordMs);
  }

  #arm(ms: number): void {
    this.#cancel ??= this.#services.later(() => {
      this.#cancel = undefined;
      this.#attempt(() => {
        if (this.#takeUp(LEAVES_AT_ONCE)) this.#sign();
        else this.#arm(BETWEEN_MS);
      });
    }, ms);
  }

  /** Takes all leaves into the tree and signs its head, at once. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#attempt(() => {
      while (!this.#takeUp(PAGE));
      this.#sign();
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      // The log has the entries and their leaves: the next flush begins where the last signed head ends.
      this.#services.log.error({ error: String(error) }, 'the record could not be written');
      this.#made = [];
      this.#tree.truncate(this.#signed);
    }
  }

  /** @returns whether the tree has all leaves now */
  #takeUp(most: number): boolean {
    const leaves = this.#services.store.leaves(this.#tree.size, most);
    for (const { hash } of leaves) this.#tree.append(hash);
    return leaves.length < most;
  }

  #sign(): void {
    const { store, signer, now } = this.#services;
    const { size } = this.#tree;
    if (size === this.#signed) return;
    const head = { number: (store.lastHead()?.number ?? 0) + 1, size, at: now(), hash: this.#tree.head() };
    store.transaction(
      (tx) => {
        for (const [level, nodes] of this.#made.entries())
          if (level > 0 && isStoredLevel(level)) for (const [index, hash] of nodes) tx.putTreeNode(level, index, hash);
        tx.putHead({ ...head, signature: signer.sign(head) });
      },
      { durable: false },
    );
    this.#signed = size;
    this.#made = [];
  }

  get publicKey(): string {
    return this.#services.signer.publicKey;
  }

  /** The signed head of all that is logged; undefined of an empty log. Only here the disk is waited for: nobody has been told of a head before. */
  head(): StoredHead | undefined {
    this.flush();
    this.#services.store.sync();
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

  /** Nodes come from this batch, from the store, or from those below them. */
  #nodes(): TreeNodes {
    const get = (level: number, index: number): Hash => {
      const { store } = this.#services;
      const made = this.#made[level]?.get(index);
      if (made !== undefined) return made;
      if (level > 0 && !isStoredLevel(level)) return hashNode(get(level - 1, 2 * index), get(level - 1, 2 * index + 1));
      const hash = level === 0 ? store.leaves(index, 1)[0]?.hash : store.treeNode(level, index);
      if (hash === undefined) throw new RangeError(`the record has no node ${index} at level ${level}`);
      return hash;
    };
    return {
      get,
      put: (level, index, hash) => {
        let nodes = this.#made[level];
        if (nodes === undefined) this.#made[level] = nodes = new Map();
        nodes.set(index, hash);
      },
    };
  }
}
