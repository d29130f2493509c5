import {
  type ErrorCode,
  hasPending,
  looksLikeV2,
  MAX_DEPTH,
  type Refusal,
  refuse,
  UpdateRejected,
  type VettedUpdate,
  vetUpdate,
} from '@onedoor/core';
import * as Y from 'yjs';
import { OutOfTime, within } from './bounded.js';
import type { Limits } from './limits.js';

/** The room as the guard sees it: the document on which updates are tried before anything is logged. */
export interface GuardedCopy {
  readonly doc: Y.Doc;
  /** Client ids that may not be bound to the sender, because another has them or the sender has too many. */
  foreign(clients: Iterable<number>): number[];
  /** Does what applies updates, as one change, and returns what the document emitted; throws what Yjs throws. */
  together(work: () => void): Uint8Array | undefined;
  /** Makes the document anew from what is logged and staged, after an update left a part of itself in it. */
  rebuild(): void;
  /** Told how long an update took that had to be watched, milliseconds. */
  worked(ms: number): void;
}

export type Verdict =
  /** Nothing in it is new: a receipt, and nothing is logged. */
  | { readonly kind: 'known' }
  /** It builds on what is not here: ask once, then refuse. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly clients?: readonly number[] }
  /** Tried and found good: what to log, and whose client ids wrote in it. */
  | { readonly kind: 'new'; readonly update: Uint8Array; readonly clients: readonly number[] };

interface Attempt {
  readonly update: Uint8Array;
  readonly copy: GuardedCopy;
  readonly limits: Limits;
  /** Why the sender may not write here; undefined when they may. */
  readonly notWritable: Refusal | undefined;
  reading: VettedUpdate;
}

type Check = (attempt: Attempt) => Verdict | undefined;

const refused = (refusal: Refusal, clients?: readonly number[]): Verdict => ({
  kind: 'refused',
  refusal,
  ...(clients === undefined ? {} : { clients }),
});

const size: Check = ({ update, limits }) =>
  update.length > limits.maxUpdateBytes
    ? refused(
        refuse('TOO_LARGE', {
          seen: `an update of ${update.length} bytes`,
          expected: `${limits.maxUpdateBytes} bytes or less`,
          todo: 'Add large things as files.',
        }).refusal,
      )
    : undefined;

/** What is told of bytes that are not taken as an update at all. */
const UNREADABLE = {
  MALFORMED: { expected: 'an update, version 1', todo: 'Send what Yjs emitted, unchanged.' },
  UPDATE_V2: { expected: 'version 1', todo: 'Encode with encodeStateAsUpdate, not with encodeStateAsUpdateV2.' },
  TOO_DEEP: { expected: `${MAX_DEPTH} levels or less`, todo: 'Put records beside each other, not into each other.' },
  TOO_MANY: { expected: 'fewer at once', todo: 'Send it in several updates.' },
} as const satisfies Partial<Record<ErrorCode, object>>;

const unreadable = (code: keyof typeof UNREADABLE, seen: string): Verdict => refused(refuse(code, { seen, ...UNREADABLE[code] }).refusal);

const decodes: Check = (attempt) => {
  const { copy, update, limits } = attempt;
  try {
    attempt.reading = vetUpdate(copy.doc, update, { maxParts: limits.maxUpdateParts });
    return undefined;
  } catch (error) {
    if (error instanceof UpdateRejected) return unreadable(error.code, `an update with ${error.message}`);
    return looksLikeV2(update)
      ? unreadable('UPDATE_V2', 'an update of version 2')
      : unreadable('MALFORMED', 'bytes that are no Yjs update, version 1');
  }
};

// Before the right to write: a stock reader answers step 1 with all deletes it knows, and must not be refused.
const news: Check = ({ reading }) => (reading.news || reading.missing ? undefined : { kind: 'known' });

const right: Check = ({ notWritable }) => (notWritable === undefined ? undefined : refused(notWritable));

const ownership: Check = ({ reading, copy }) => {
  const foreign = copy.foreign(reading.newClients);
  if (foreign.length === 0) return undefined;
  return refused(
    refuse('FOREIGN_CLIENT', {
      seen: `writing under the client id ${foreign[0]}`,
      expected: 'a client id of the sender',
      todo: 'Rejoin under a new client id.',
    }).refusal,
    foreign,
  );
};

const complete: Check = ({ reading }) => (reading.missing ? { kind: 'missing' } : undefined);

/** In this order; the first that answers decides. Checks that need no document stand first. */
const CHECKS: readonly Check[] = [size, decodes, news, right, ownership, complete];

/**
 * Tries an update of a client on the room's document. After any verdict but `new`, document and log are as before.
 * Never throws on what a client sent.
 */
export function tryUpdate(update: Uint8Array, copy: GuardedCopy, limits: Limits, notWritable: Refusal | undefined): Verdict {
  const attempt = attemptOf(update, copy, limits, notWritable);
  const verdict = verdictOf(attempt);
  if (verdict !== undefined) return verdict;
  let emitted: Uint8Array | undefined;
  try {
    const apply = () => copy.together(() => Y.applyUpdate(copy.doc, update));
    emitted = mayBeSlow(attempt.reading.parts, copy.doc, limits) ? watched(copy, limits, apply) : apply();
  } catch (error) {
    // What decodes may still throw, and leaves a part of itself behind when it does.
    copy.rebuild();
    if (error instanceof OutOfTime)
      return refused(
        refuse('TOO_COSTLY', {
          seen: `an update that takes longer than ${limits.maxApplyMs} ms`,
          expected: 'one that merges at once',
          todo: 'Send it in several updates.',
        }).refusal,
      );
    return refused(
      refuse('UPDATE_THROWS', {
        seen: 'an update that decodes and cannot be applied',
        expected: 'what Yjs emitted',
        todo: 'Rejoin under a new client id.',
      }).refusal,
    );
  }
  if (hasPending(copy.doc)) {
    copy.rebuild();
    return { kind: 'missing' };
  }
  return emitted === undefined ? { kind: 'known' } : { kind: 'new', update: emitted, clients: [...attempt.reading.newClients] };
}

const attemptOf = (update: Uint8Array, copy: GuardedCopy, limits: Limits, notWritable: Refusal | undefined): Attempt => ({
  update,
  copy,
  limits,
  notWritable,
  reading: NOT_READ,
});

const NOT_READ: VettedUpdate = { newClients: new Set(), missing: false, news: false, parts: 0 };

/** What the checks before applying say; undefined where the update may be applied. */
function verdictOf(attempt: Attempt): Verdict | undefined {
  for (const check of CHECKS) {
    const verdict = check(attempt);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** Updates of one sender, tried together. */
export interface RunVerdict {
  /** How many of them, from the first on, are settled by this: new, or known already. */
  readonly taken: number;
  /** What to log for all of them, and whose client ids wrote in it; absent where they bring nothing new. */
  readonly news?: { readonly update: Uint8Array; readonly clients: readonly number[] };
}

/**
 * Tries several updates of one sender as one change: what costs by the change and not by the byte is paid once. It ends
 * before the first update that is not plainly good, which is then tried by itself.
 *
 * @returns undefined where nothing of it stands, and each is to be tried by itself
 */
export function tryRun(
  updates: readonly Uint8Array[],
  copy: GuardedCopy,
  limits: Limits,
  notWritable: Refusal | undefined,
): RunVerdict | undefined {
  let taken = 0;
  const clients = new Set<number>();
  try {
    const update = copy.together(() => {
      for (const each of updates) {
        const attempt = attemptOf(each, copy, limits, notWritable);
        const verdict = verdictOf(attempt);
        if (verdict !== undefined && verdict.kind !== 'known') return;
        if (verdict === undefined) {
          if (mayBeSlow(attempt.reading.parts, copy.doc, limits)) return;
          Y.applyUpdate(copy.doc, each);
          if (hasPending(copy.doc)) throw new Error('an update that waits for others');
          for (const client of attempt.reading.newClients) clients.add(client);
        }
        taken++;
      }
    });
    return update === undefined ? { taken } : { taken, news: { update, clients: [...clients] } };
  } catch {
    copy.rebuild();
    return undefined;
  }
}

/** Within its time, which counts against the sender whether it was enough or not. */
function watched<T>(copy: GuardedCopy, limits: Limits, apply: () => T): T {
  const started = performance.now();
  try {
    return within(limits.maxApplyMs, apply);
  } finally {
    copy.worked(performance.now() - started);
  }
}

/** So few are never slow. */
const KEYSTROKE_PARTS = 8;

/**
 * Yjs looks at every struct between the two neighbours that a new one names. Crafted neighbours lie far apart, so that
 * each of an update's structs passes all those of the document: a few hundred kilobytes cost minutes.
 */
function mayBeSlow(parts: number, doc: Y.Doc, limits: Limits): boolean {
  if (parts <= KEYSTROKE_PARTS) return false;
  let structs = parts;
  for (const own of doc.store.clients.values()) structs += own.length;
  return parts * structs > limits.watchedSteps;
}

/** What a frame is told that still lacks its dependencies after the sender was asked for them. */
export const MISSING: Refusal = refuse('MISSING_DEPENDENCIES', {
  seen: 'an update that builds on what nobody has',
  expected: 'everything before it',
  todo: 'Rejoin under a new client id.',
}).refusal;
