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
  /** Structs and ranges of deletes in one update. Stops a few megabytes of two-byte structs from becoming gigabytes in memory. */
  maxUpdateParts: { default: 400_000, min: 1000, max: 10_000_000 },
  /** Applying one update. Stops an update whose structs name far neighbours from holding up all others for minutes. */
  maxApplyMs: { default: 3000, min: 50, max: 60_000 },
  /** Structs of an update times structs of its document above which applying it is watched and its time counts against its sender. Stops crafted updates from being the only ones that nobody times; a keystroke never comes near. */
  watchedSteps: { default: 2_000_000, min: 1000, max: 1_000_000_000 },
  /** One state vector. Stops a question of many megabytes, which would be taken apart into a map. */
  maxVectorBytes: { default: 1_048_576, min: 1024, max: 16_777_216 },
  /** One private message. Stops JSON of many megabytes before it is parsed. */
  maxMessageBytes: { default: 131_072, min: 16_384, max: 1_048_576 },
  /** Values in one bulk request, nested ones counted. Stops an array of millions from being checked one by one. */
  maxBulkValues: { default: 200_000, min: 1000, max: 10_000_000 },
  /** Arguments of one intent, as JSON. Stops an act from becoming a file: acts are never compacted away. */
  maxIntentBytes: { default: 65_536, min: 1024, max: 1_048_576 },
  /** Offered changes of one person in one room that nobody has answered. Stops a removed person from filling a log that they may not read. */
  maxOpenOffers: { default: 200, min: 1, max: 10_000 },
  /** How long after losing a right somebody may offer what they did before they knew of it. Stops a list of former members from being a way in for good. */
  offerMs: { default: 7_776_000_000, min: 60_000, max: 94_608_000_000 },
  /** Body of one bulk request. Stops a request from filling the memory before it is read. */
  maxBulkBytes: { default: 33_554_432, min: 65_536, max: 268_435_456 },
  /** Body of any other request. Stops a question from being as long as an answer. */
  maxRequestBytes: { default: 65_536, min: 4096, max: 1_048_576 },
  /** One file. Stops one upload from filling memory and disk: a file is encrypted as a whole. */
  maxBlobBytes: { default: 20_971_520, min: 1024, max: 536_870_912 },
  /** Frames of one socket that wait for what they build on. Stops a client that never sends it from being stored for. */
  maxHeldFrames: { default: 64, min: 1, max: 10_000 },
  /** Bytes of such frames of one socket. Stops the same by few and large ones. */
  maxHeldBytes: { default: 1_048_576, min: 1024, max: 134_217_728 },
  /** Client ids of one person in one room that have written nothing yet. Stops squatting on ids by the million. */
  maxUnusedClientIds: { default: 8192, min: 16, max: 1_000_000 },
  /** One presence state. Stops presence from being used to send data that no log holds. */
  maxPresenceBytes: { default: 4096, min: 256, max: 65_536 },
  /** One frame of presence: clients also pass on what they know of the others. Stops a large one from being taken apart. */
  maxPresenceFrameBytes: { default: 262_144, min: 4096, max: 4_194_304 },
  /** Client ids of one socket that are shown as present: the tabs of one browser. Stops one person from being a crowd on everybody's screen. */
  maxPresentIds: { default: 64, min: 1, max: 4096 },
  /** Presence of one socket a second, and at once. Stops a caret in a hurry from being sent to all; what is left out the next one says. */
  presencePerS: { default: 30, min: 1, max: 10_000 },
  presenceBurst: { default: 120, min: 1, max: 100_000 },
  /** All frames of one person a second, and at once. Stops a flood of frames that cost more to read than to send. */
  framesPerPersonPerS: { default: 1000, min: 1, max: 1_000_000 },
  framesPerPersonBurst: { default: 20_000, min: 10, max: 10_000_000 },
  /** Updates and intents of one person a second, and at once. Stops a program, or a key that hangs, from filling the log. */
  writesPerPersonPerS: { default: 200, min: 1, max: 1_000_000 },
  writesPerPersonBurst: { default: 10_000, min: 10, max: 10_000_000 },
  /** The same of one room, whoever writes. Stops several accounts together from filling what all of its devices must load. */
  writesPerRoomPerS: { default: 1000, min: 1, max: 1_000_000 },
  writesPerRoomBurst: { default: 40_000, min: 10, max: 10_000_000 },
  /** Kilobytes that one person sends and asks for a second, and at once. Stops short questions with long answers. */
  kilobytesPerPersonPerS: { default: 8192, min: 16, max: 10_000_000 },
  kilobytesPerPersonBurst: { default: 262_144, min: 1024, max: 100_000_000 },
  /** Requests and new sockets of one address a second, and at once. Stops a program without a token; a whole town hall may stand behind one address. */
  requestsPerAddressPerS: { default: 200, min: 1, max: 1_000_000 },
  requestsPerAddressBurst: { default: 5000, min: 5, max: 10_000_000 },
  /** Requests of one person a second, and at once. Stops a page that asks in a loop. */
  requestsPerPersonPerS: { default: 50, min: 1, max: 1_000_000 },
  requestsPerPersonBurst: { default: 1000, min: 5, max: 10_000_000 },
  /** Failed sign-ins of one address a minute, and at once. Stops guessing; who was signed in before goes on. */
  failuresPerAddressPerMinute: { default: 30, min: 1, max: 100_000 },
  failuresPerAddressBurst: { default: 60, min: 1, max: 100_000 },
  /** People, rooms or addresses that are counted at one time. Stops the counting itself from filling the memory. */
  maxCountedKeys: { default: 20_000, min: 100, max: 1_000_000 },
  /** Devices of one person that hold local data. Stops a token from making keys without end. */
  maxDevices: { default: 100, min: 1, max: 10_000 },
  /**
   * How long local data may be opened on a device without this server; 0 for never. Stops a lost or revoked device from
   * opening for whoever knows its PIN for longer; so long may a week in the villages last.
   */
  leaseMs: { default: 604_800_000, min: 0, max: 2_592_000_000 },
  /** Open sockets of one person: several devices, each with the rooms that it shows. Stops a page that opens sockets in a loop. */
  maxPersonSockets: { default: 200, min: 1, max: 100_000 },
  /** Open sockets of one address, those that are being refused counted. Stops one machine from taking all that there are. */
  maxAddressSockets: { default: 4000, min: 1, max: 1_000_000 },
  /** Open sockets in all. Stops a flood from taking the last file handle, which the log needs. */
  maxSockets: { default: 20_000, min: 10, max: 1_000_000 },
  /** A client of ours that has not said hello in this time is closed. Stops open sockets that nobody uses. */
  helloMs: { default: 15_000, min: 50, max: 600_000 },
  /** A frame that has begun must end within this time. Stops a byte a second from holding what came before it. */
  frameMs: { default: 120_000, min: 200, max: 3_600_000 },
  /** A socket that has not answered a ping by the next one is closed. Stops phones that left without a word from counting as open: TCP alone does not tell. */
  pingMs: { default: 30_000, min: 50, max: 600_000 },
  /** The headers of a request must have come within this time. Stops a header a minute from keeping a connection. */
  headersMs: { default: 20_000, min: 200, max: 600_000 },
  /** A whole request must have come within this time: a file on a slow line. Stops one that never ends. */
  requestMs: { default: 300_000, min: 500, max: 3_600_000 },
  /** Unsent bytes of one socket above which presence is left out, until the client has read. Stops carets from waiting in front of content on a slow line. */
  presenceBufferedBytes: { default: 1_048_576, min: 4096, max: 1_073_741_824 },
  /** Unsent bytes of one socket above which it is closed with 4503. Stops a client that does not read from being stored for. */
  maxBufferedBytes: { default: 33_554_432, min: 1_048_576, max: 1_073_741_824 },
  /** Items of one journal flush. Stops one huge bulk request from holding up all others: the rest waits a turn. */
  maxFlushItems: { default: 400, min: 1, max: 100_000 },
  /** A socket that got nothing for so long gets a sign of life. Stops stock clients from reconnecting after 30 s of silence. */
  quietMs: { default: 15_000, min: 50, max: 25_000 },
  /** Time between `head` messages, and between `rows` messages, on one socket. Stops an answer to every keystroke. */
  headMs: { default: 1000, min: 10, max: 60_000 },
  /** Rows are derived so long after a commit. Stops a row from being derived for every keystroke. */
  summaryMs: { default: 50, min: 1, max: 1000 },
  /** The indexes of edits and of who wrote what are written when a room has rested so long, or much of it waits. Stops a transaction for every keystroke. */
  historyMs: { default: 1000, min: 1, max: 60_000 },
  /** Those of a room that never rests are written after so long at the latest. Stops a death of the process from leaving hours to be read from the log. */
  historyLagMs: { default: 30_000, min: 1, max: 600_000 },
  /** The record's tree is written and its head signed so long after a commit. Stops a signature for every keystroke. */
  recordMs: { default: 1000, min: 1, max: 60_000 },
  /** Changes of one field by one person that follow each other within this time are one edit of the history. Stops a list with an edit for every keystroke. */
  editGapMs: { default: 600_000, min: 0, max: 86_400_000 },
  /** Edits of one page of the history. Stops one request from reading years of a room. */
  maxHistoryEdits: { default: 200, min: 1, max: 10_000 },
  /** Runs of one page of a text's history. Stops one answer from holding a book of one-letter runs. */
  maxTextRuns: { default: 5000, min: 1, max: 100_000 },
  /** The words of a room are taken up for the search when it has rested so long. Stops a room from being read through for every keystroke. */
  searchMs: { default: 1000, min: 1, max: 60_000 },
  /** Those of a room that never rests are taken up after so long at the latest. Stops what is written all day from being found the next day. */
  searchLagMs: { default: 30_000, min: 1, max: 600_000 },
  /** Characters of one room that it is found by, the first ones. Stops one pasted book from filling the memory. */
  maxSearchChars: { default: 20_000, min: 1000, max: 60_000 },
  /** Megabytes of the search index in memory, above which texts of further rooms are not taken up, and answers say so. Stops years of cases from taking the memory that rooms need. */
  maxSearchMegabytes: { default: 512, min: 1, max: 16_384 },
  /** Cases of one answer. Stops one letter from assembling every row. */
  maxSearchHits: { default: 50, min: 1, max: 500 },
  /** People for whom it is kept what they may read, those who looked for something last. Stops a list of all cases for everybody who ever did. */
  maxSearchReaders: { default: 100, min: 1, max: 10_000 },
  /** Searches of one person a second, and at once: each reads through the index. Stops a program from asking all day; whoever types asks every quarter of a second. */
  searchesPerPersonPerS: { default: 5, min: 1, max: 1000 },
  searchesPerPersonBurst: { default: 30, min: 1, max: 10_000 },
  /** Time after which what nobody uses leaves the memory: a room's document, then the room. Stops all rooms that were ever opened from staying there. */
  idleMs: { default: 60_000, min: 100, max: 86_400_000 },
  /** A room is compacted after so many entries. Stops opening a room from costing its whole history. */
  snapshotEntries: { default: 500, min: 10, max: 100_000 },
  /** A room that leaves the memory is compacted when it has more new entries than this. Stops every short visit from rewriting a whole room. */
  unloadSnapshotEntries: { default: 50, min: 0, max: 100_000 },
  /** A bulk answer is made of entries up to this number, and of the whole content beyond it. Stops an old `since` from reading years of a log. */
  bulkDiffEntries: { default: 500, min: 1, max: 10_000 },
  /** Rows of one page. Stops one request from assembling every case. */
  maxRows: { default: 500, min: 1, max: 10_000 },
  /** So long after stating a purpose may a sealed room be read. Stops a desk that was left, and a purpose of last week, from reading on. */
  sealedViewMs: { default: 3_600_000, min: 100, max: 86_400_000 },
  /** Life of a demo token. Stops a sign-in of a demonstration from being good the next day. */
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
