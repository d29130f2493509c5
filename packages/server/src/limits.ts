import { OnedoorError } from '@onedoor/core';

interface LimitKind {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** Every limit of the server, its unit in its name. The comment says which accident or attack it stops. */
export const LIMITS = {
  /** One frame on a socket. Stops one message from filling the memory; the socket closes with 1009. */
  maxFrameBytes: { default: 16_777_216, min: 65_536, max: 268_435_456 },
  /** One update. Stops a pasted picture, or a nesting bomb, from becoming an entry that every device must load. */
  maxUpdateBytes: { default: 8_388_608, min: 1024, max: 134_217_728 },
  /** Body of one bulk request. Stops a request from filling the memory before it is read. */
  maxBulkBytes: { default: 33_554_432, min: 65_536, max: 268_435_456 },
  /** One file. Stops one upload from filling memory and disk: a file is encrypted as a whole. */
  maxBlobBytes: { default: 20_971_520, min: 1024, max: 536_870_912 },
  /** Frames of one socket that wait for what they build on. Stops a client that never sends it from being stored for. */
  maxHeldFrames: { default: 64, min: 1, max: 10_000 },
  /** The same in bytes. */
  maxHeldBytes: { default: 1_048_576, min: 1024, max: 134_217_728 },
  /** Client ids of one person in one room that have written nothing yet. Stops squatting on ids by the million. */
  maxUnusedClientIds: { default: 8192, min: 16, max: 1_000_000 },
  /** One presence state. Stops presence from being used to send data that no log holds. */
  maxPresenceBytes: { default: 4096, min: 256, max: 65_536 },
  /** Unsent bytes of one socket. A client that does not read is closed with 4503, instead of being stored for. */
  maxBufferedBytes: { default: 33_554_432, min: 1_048_576, max: 1_073_741_824 },
  /** Items of one journal flush. Stops one huge bulk request from holding up all others: the rest waits a turn. */
  maxFlushItems: { default: 2000, min: 1, max: 100_000 },
  /** A socket that got nothing for so long gets a sign of life: stock clients reconnect after 30 s of silence. */
  quietMs: { default: 15_000, min: 50, max: 25_000 },
  /** Time between `head` messages, and between `rows` messages, on one socket. Stops an answer to every keystroke. */
  headMs: { default: 1000, min: 10, max: 60_000 },
  /** Rows are derived so long after a commit. Stops a row from being derived for every keystroke. */
  summaryMs: { default: 50, min: 1, max: 1000 },
  /** The index of edits is written so long after a commit: a transaction a second and not one a key. */
  historyMs: { default: 1000, min: 1, max: 60_000 },
  /** The record's tree is written and its head signed so long after a commit: once a second and not once a key. */
  recordMs: { default: 1000, min: 1, max: 60_000 },
  /** Changes of one field by one person that follow each other within this time are one edit of the history. */
  editGapMs: { default: 600_000, min: 0, max: 86_400_000 },
  /** Edits of one page of the history. Stops one request from reading years of a room. */
  maxHistoryEdits: { default: 200, min: 1, max: 10_000 },
  /** Time after which what nobody uses leaves the memory: the guarded copy, then the room. */
  idleMs: { default: 60_000, min: 100, max: 86_400_000 },
  /** A room is compacted after so many entries. Stops opening a room from costing its whole history. */
  snapshotEntries: { default: 500, min: 10, max: 100_000 },
  /** A room that leaves the memory is compacted when it has more new entries than this. */
  unloadSnapshotEntries: { default: 50, min: 0, max: 100_000 },
  /** A bulk answer sends entries one by one up to this number, and the whole content beyond it. */
  bulkDiffEntries: { default: 500, min: 1, max: 10_000 },
  /** Rows of one page. Stops one request from assembling every case. */
  maxRows: { default: 500, min: 1, max: 10_000 },
  /** Life of a demo token. */
  demoTokenMs: { default: 3_600_000, min: 1000, max: 86_400_000 },
} as const satisfies Record<string, LimitKind>;

export type Limits = { readonly [K in keyof typeof LIMITS]: number };

const DEFAULTS = mapValues(LIMITS, (kind) => kind.default);

function mapValues<K extends string, A, B>(from: Readonly<Record<K, A>>, change: (value: A) => B): Record<K, B> {
  // Object.entries forgets the keys' type: this is the one place where it is put back.
  return Object.fromEntries(Object.entries<A>(from).map(([key, value]) => [key, change(value)])) as Record<K, B>;
}

/**
 * The limits of a server: the defaults, with some of them set otherwise.
 *
 * @throws BAD_OPTION for an unknown name or a value out of its range
 */
export function resolveLimits(overrides: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(overrides)) {
    const kind: LimitKind | undefined = Object.entries(LIMITS).find(([known]) => known === name)?.[1];
    if (kind === undefined)
      throw new OnedoorError('BAD_OPTION', {
        seen: `limit "${name}"`,
        expected: `one of ${Object.keys(LIMITS).join(', ')}`,
        todo: 'Correct the name.',
        at: `limits.${name}`,
      });
    if (!Number.isInteger(value) || value < kind.min || value > kind.max) {
      throw new OnedoorError('BAD_OPTION', {
        seen: `${name} = ${value}`,
        expected: `an integer from ${kind.min} to ${kind.max}`,
        todo: 'Correct the value.',
        at: `limits.${name}`,
      });
    }
  }
  return { ...DEFAULTS, ...overrides };
}
