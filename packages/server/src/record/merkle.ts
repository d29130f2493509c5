import { hash } from 'node:crypto';

/**
 * Merkle tree of RFC 6962, section 2.1, with SHA-256: an append-only list whose head says what all its entries are. A leaf
 * is hashed behind a byte 0, a node behind a byte 1, so that neither can pass for the other.
 */
export type Hash = Uint8Array;

/** At once: an object that takes its bytes part by part costs several times what hashing so few of them costs. */
const sha256 = (bytes: Uint8Array): Hash => Uint8Array.from(hash('sha256', bytes, 'buffer'));

function behind(mark: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 1));
  bytes[0] = mark;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** @param parts the entry, in one part or in several that follow each other */
export const hashLeaf = (...parts: readonly Uint8Array[]): Hash => sha256(behind(0, ...parts));
export const hashNode = (left: Hash, right: Hash): Hash => sha256(behind(1, left, right));
export const EMPTY_HEAD: Hash = sha256(new Uint8Array());

export const sameHash = (a: Hash, b: Hash): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);

/** Where the hashes of complete subtrees are kept: level 0 holds leaves, level k subtrees of 2^k leaves. */
export interface TreeNodes {
  get(level: number, index: number): Hash;
  put(level: number, index: number, hash: Hash): void;
}

/** Nodes in memory, for trees that are made to be checked. */
export class MemoryNodes implements TreeNodes {
  readonly #levels: Hash[][] = [];

  get(level: number, index: number): Hash {
    const hash = this.#levels[level]?.[index];
    if (hash === undefined) throw new RangeError(`no node ${index} at level ${level}`);
    return hash;
  }

  put(level: number, index: number, hash: Hash): void {
    let nodes = this.#levels[level];
    if (nodes === undefined) this.#levels[level] = nodes = [];
    nodes[index] = hash;
  }
}

/** Largest power of two below `count`, as its exponent. */
const split = (count: number): number => 31 - Math.clz32(count - 1);

/** The tree over the first `size` leaves that a store of nodes holds. Trees below 2^31 leaves. */
export class MerkleTree {
  readonly #nodes: TreeNodes;
  #size: number;

  constructor(nodes: TreeNodes, size = 0) {
    this.#nodes = nodes;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its hash and the nodes that become complete with it. Amortised two nodes a leaf. */
  append(leaf: Hash): void {
    let index = this.#size;
    let hash = leaf;
    this.#nodes.put(0, index, hash);
    for (let level = 1; index % 2 === 1; level++) {
      hash = hashNode(this.#nodes.get(level - 1, index - 1), hash);
      index = (index - 1) / 2;
      this.#nodes.put(level, index, hash);
    }
    this.#size += 1;
  }

  /** Goes back to the first `size` leaves: what was added since is to be added again. */
  truncate(size: number): void {
    this.#within(size);
    this.#size = size;
  }

  /** The head of the first `size` leaves. */
  head(size = this.#size): Hash {
    this.#within(size);
    return size === 0 ? EMPTY_HEAD : this.#range(0, size);
  }

  /** Proof that leaf `index` is in the first `size` leaves: RFC 6962, 2.1.1. */
  inclusion(index: number, size = this.#size): Hash[] {
    this.#within(size);
    if (index < 0 || index >= size) throw new RangeError(`leaf ${index} of ${size}`);
    return this.#path(index, 0, size);
  }

  /** Proof that the first `first` leaves begin the first `second`: RFC 6962, 2.1.2. */
  consistency(first: number, second = this.#size): Hash[] {
    this.#within(second);
    if (first < 0 || first > second) throw new RangeError(`${first} of ${second} leaves`);
    return first === 0 || first === second ? [] : this.#subproof(first, 0, second, true);
  }

  #within(size: number): void {
    if (size < 0 || size > this.#size) throw new RangeError(`a tree of ${size} of ${this.#size} leaves`);
  }

  /** Hash of `count` leaves from `start` on, which lies on a boundary of subtrees of that size. */
  #range(start: number, count: number): Hash {
    if ((count & (count - 1)) === 0) return this.#nodes.get(Math.log2(count), start / count);
    const left = 2 ** split(count);
    return hashNode(this.#range(start, left), this.#range(start + left, count - left));
  }

  #path(index: number, start: number, count: number): Hash[] {
    if (count === 1) return [];
    const left = 2 ** split(count);
    return index < left
      ? [...this.#path(index, start, left), this.#range(start + left, count - left)]
      : [...this.#path(index - left, start + left, count - left), this.#range(start, left)];
  }

  #subproof(first: number, start: number, count: number, whole: boolean): Hash[] {
    if (first === count) return whole ? [] : [this.#range(start, count)];
    const left = 2 ** split(count);
    return first <= left
      ? [...this.#subproof(first, start, left, whole), this.#range(start + left, count - left)]
      : [...this.#subproof(first - left, start + left, count - left, false), this.#range(start, left)];
  }
}

/** Whether a proof shows that a leaf is the `index`-th of a tree with this head. RFC 9162, 2.1.3.2. */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], head: Hash): boolean {
  if (index < 0 || index >= size) return false;
  let [at, last] = [index, size - 1];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = hashNode(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else hash = hashNode(hash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameHash(hash, head);
}

/** Whether a proof shows that the tree of `first` leaves begins the tree of `second`. RFC 9162, 2.1.4.2. */
export function verifyConsistency(first: number, second: number, firstHead: Hash, secondHead: Hash, proof: readonly Hash[]): boolean {
  if (first > second || first < 0) return false;
  if (first === second) return proof.length === 0 && sameHash(firstHead, secondHead);
  if (first === 0) return proof.length === 0 && sameHash(firstHead, EMPTY_HEAD);
  const path = (first & (first - 1)) === 0 ? [firstHead, ...proof] : [...proof];
  const [start, ...rest] = path;
  if (start === undefined) return false;
  let [at, last] = [first - 1, second - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [old, now] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = hashNode(sibling, old);
      now = hashNode(sibling, now);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else now = hashNode(now, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameHash(old, firstHead) && sameHash(now, secondHead);
}
