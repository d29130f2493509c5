import { createHash } from 'node:crypto';
import { type Refusal, refuse } from '@onedoor/core';
import type { Limits } from './limits.js';

/** So much at once, and so much more a second. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #left: number;
  #at: number;
  /** Number of the placing that put it behind all others. */
  placing = 0;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#left = burst;
    this.#at = now;
  }

  left(now: number): number {
    // A clock that was set back must not lock anybody out.
    return Math.min(this.#burst, this.#left + Math.max(0, now - this.#at) * this.#perMs);
  }

  isFull(now: number): boolean {
    return this.left(now) >= this.#burst;
  }

  /** Takes `cost`, if anything is left: a cost above the burst is let through once and paid off afterwards. */
  take(now: number, cost = 1): boolean {
    this.#left = this.left(now);
    this.#at = now;
    if (this.#left <= 0) return false;
    this.#left -= cost;
    return true;
  }
}

/** A bucket a key. Keys that were not used for long are forgotten first. */
export class Buckets {
  readonly #make: (now: number) => TokenBucket;
  readonly #maxKeys: number;
  readonly #buckets = new Map<string, TokenBucket>();
  #placings = 0;

  constructor(perSecond: number, burst: number, maxKeys: number) {
    this.#make = (now) => new TokenBucket(perSecond, burst, now);
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#buckets.size;
  }

  take(key: string, now: number, cost = 1): boolean {
    let bucket = this.#buckets.get(key);
    // Not with each frame, which would cost more than to take from it: those among the last quarter are forgotten after half of all.
    if (bucket === undefined || this.#placings - bucket.placing > this.#maxKeys / 4) {
      this.#buckets.delete(key);
      this.#buckets.set(key, (bucket ??= this.#make(now)));
      bucket.placing = ++this.#placings;
      if (this.#buckets.size > this.#maxKeys) this.#forget(now);
    }
    return bucket.take(now, cost);
  }

  /** Whether `take` would succeed. */
  has(key: string, now: number): boolean {
    return (this.#buckets.get(key)?.left(now) ?? 1) > 0;
  }

  /** Map keeps the order of use: the first ones have rested longest, and most of them are full again. */
  #forget(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (this.#buckets.size <= this.#maxKeys && !bucket.isFull(now)) return;
      if (this.#buckets.size <= this.#maxKeys / 2) return;
      this.#buckets.delete(key);
    }
  }
}

const tooOften = (what: string): Refusal =>
  refuse('TOO_OFTEN', {
    seen: `more ${what} than one may send`,
    expected: 'fewer',
    todo: 'Wait a moment; clients of ours do so by themselves.',
  }).refusal;

const FRAMES = tooOften('frames');
const WRITES = tooOften('changes');
const ROOM = tooOften('changes in this room');
const BYTES = tooOften('bytes');
const REQUESTS = tooOften('requests');
const SEARCHES = tooOften('searches');
const FAILURES = tooOften('sign-ins that fail');

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64');

/** How much each person, room and address may ask of a server. */
export class Gate {
  readonly #now: () => number;
  readonly #frames: Buckets;
  readonly #writes: Buckets;
  readonly #roomWrites: Buckets;
  readonly #kilobytes: Buckets;
  readonly #addressRequests: Buckets;
  readonly #personRequests: Buckets;
  readonly #searches: Buckets;
  readonly #failures: Buckets;
  /** Digests of tokens that were good, and until when. */
  readonly #good = new Map<string, number>();
  readonly #maxGood: number;
  readonly #writesPerWorkedMs: number;

  constructor(limits: Limits, now: () => number) {
    this.#now = now;
    this.#maxGood = limits.maxCountedKeys;
    this.#writesPerWorkedMs = (4 * limits.writesPerPersonPerS) / 1000;
    const buckets = (perSecond: number, burst: number) => new Buckets(perSecond, burst, limits.maxCountedKeys);
    this.#frames = buckets(limits.framesPerPersonPerS, limits.framesPerPersonBurst);
    this.#writes = buckets(limits.writesPerPersonPerS, limits.writesPerPersonBurst);
    this.#roomWrites = buckets(limits.writesPerRoomPerS, limits.writesPerRoomBurst);
    this.#kilobytes = buckets(limits.kilobytesPerPersonPerS, limits.kilobytesPerPersonBurst);
    this.#addressRequests = buckets(limits.requestsPerAddressPerS, limits.requestsPerAddressBurst);
    this.#personRequests = buckets(limits.requestsPerPersonPerS, limits.requestsPerPersonBurst);
    this.#searches = buckets(limits.searchesPerPersonPerS, limits.searchesPerPersonBurst);
    this.#failures = buckets(limits.failuresPerAddressPerMinute / 60, limits.failuresPerAddressBurst);
  }

  /** One frame of a socket. */
  frame(person: string, byteCount: number): Refusal | undefined {
    const now = this.#now();
    if (!this.#frames.take(person, now)) return FRAMES;
    return this.#kilobytes.take(person, now, byteCount / 1024) ? undefined : BYTES;
  }

  /** What a question is answered with counts as well. */
  answered(person: string, byteCount: number): void {
    this.#kilobytes.take(person, this.#now(), byteCount / 1024);
  }

  /** Updates or intents. `room` is left out where it is closed to them: they must not make it busy for others. */
  writes(person: string, room: string | undefined, count = 1): Refusal | undefined {
    const now = this.#now();
    if (count === 0) return undefined;
    if (!this.#writes.take(person, now, count)) return WRITES;
    return room === undefined || this.#roomWrites.take(room, now, count) ? undefined : ROOM;
  }

  /** Time that an update of theirs took which had to be watched: as many changes as they might have made in four times as long. */
  worked(person: string, ms: number): void {
    this.#writes.take(person, this.#now(), ms * this.#writesPerWorkedMs);
  }

  /** A request, or a socket that opens. */
  request(address: string): Refusal | undefined {
    return this.#addressRequests.take(address, this.#now()) ? undefined : REQUESTS;
  }

  requestOf(person: string): Refusal | undefined {
    return this.#personRequests.take(person, this.#now()) ? undefined : REQUESTS;
  }

  /** A search, beside the request that brings it. */
  search(person: string): Refusal | undefined {
    return this.#searches.take(person, this.#now()) ? undefined : SEARCHES;
  }

  /** A token that was good: its holder may go on while somebody behind the same address tries others. */
  signedIn(token: string, expiresAt: number): void {
    const digest = digestOf(token);
    this.#good.delete(digest);
    this.#good.set(digest, expiresAt);
    for (const [oldest] of this.#good) {
      if (this.#good.size <= this.#maxGood) return;
      this.#good.delete(oldest);
    }
  }

  signInFailed(address: string): void {
    this.#failures.take(address, this.#now());
  }

  /** Whether this address may still try; undefined when it may. */
  signIn(address: string, token: string): Refusal | undefined {
    const now = this.#now();
    return this.#failures.has(address, now) || (this.#good.get(digestOf(token)) ?? 0) > now ? undefined : FAILURES;
  }
}

/** IPv4 as it is; of IPv6 the network, as one household or attacker has all of its addresses. */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter((group) => group !== '');
  const rest = (tail ?? '').split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** Who a request comes from: the last address that no proxy of ours stands for. */
export function clientAddress(remote: string | undefined, forwarded: string | undefined, proxies: ReadonlySet<string>): string {
  let address = addressKey(remote);
  const hops = (forwarded ?? '').split(',').map((hop) => hop.trim());
  while (proxies.has(address)) {
    const hop = hops.pop();
    if (hop === undefined || hop === '') break;
    address = addressKey(hop);
  }
  return address;
}
