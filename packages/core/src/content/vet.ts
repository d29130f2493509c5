import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { checkJsonDepth, checkValueDepth, MAX_DEPTH, mayHoldValues, UpdateRejected, walkAny } from './depth.js';
import { decodeWhole, readDecoded, type UpdateReading, WholeDecoder } from './guard.js';

export interface VettedUpdate extends UpdateReading {
  /** Structs and ranges of deletes in it: what reading and applying it costs. */
  readonly parts: number;
}

export interface UpdateBounds {
  /** Structs and ranges of deletes. Default: no bound. */
  readonly maxParts?: number;
}

type Struct = Y.Item | Y.GC | Y.Skip;

/** No document gets so far by typing; above it clocks lose their last digits, and two replicas count differently. */
const MAX_CLOCK = 2 ** 45;

/** What is being read now: Yjs makes the decoder itself, and tells it nothing but the bytes. */
let count = { parts: 0, maxParts: 0 };

function countPart(): void {
  if (++count.parts > count.maxParts) throw new UpdateRejected('TOO_MANY', `more than ${count.maxParts} structs and ranges`);
}

/** Counts and measures while it reads, so that a bomb costs no more than the bytes before its first excess. */
class GuardedDecoder extends WholeDecoder {
  override readInfo(): number {
    countPart();
    return super.readInfo();
  }

  override readDsLen(): number {
    countPart();
    return super.readDsLen();
  }

  override readAny(): unknown {
    const { pos } = this.restDecoder;
    // A plain value has no parts: to walk it is to read it.
    if (!mayHoldValues(this.restDecoder.arr[pos])) return super.readAny();
    walkAny(this.restDecoder, { maxDepth: MAX_DEPTH, maxValues: count.maxParts });
    this.restDecoder.pos = pos;
    const value: unknown = super.readAny();
    return value;
  }

  override readJSON(): unknown {
    const { pos } = this.restDecoder;
    checkJsonDepth(decoding.readVarString(this.restDecoder));
    this.restDecoder.pos = pos;
    const value: unknown = super.readJSON();
    return value;
  }
}

/**
 * Reads an update of a stranger against a document, as `readUpdate` does. Costs what the update's own bytes cost.
 *
 * @throws UpdateRejected for what is too deep, too many, or would be read differently when applied; otherwise whatever
 *   the decoder throws on bytes that are no update
 */
export function vetUpdate(doc: Y.Doc, update: Uint8Array, { maxParts = Number.POSITIVE_INFINITY }: UpdateBounds = {}): VettedUpdate {
  count = { parts: 0, maxParts };
  const decoded = decodeWhole(update, GuardedDecoder);
  const { parts } = count;
  checkDepth(doc, decoded.structs, new OwnStructs(decoded.structs));
  return { ...readDecoded(doc, decoded), parts };
}

/** The structs of an update, found by id. */
class OwnStructs {
  readonly #byClient = new Map<number, Struct[]>();

  /** @throws UpdateRejected where a client stands in the update twice: what applies it takes the last part alone */
  constructor(structs: readonly Struct[]) {
    let current: number | undefined;
    for (const struct of structs) {
      const { client, clock } = struct.id;
      if (clock + struct.length > MAX_CLOCK) throw new UpdateRejected('MALFORMED', 'a clock beyond all counting');
      const known = this.#byClient.get(client);
      if (known === undefined) this.#byClient.set(client, [struct]);
      else if (client !== current) throw new UpdateRejected('MALFORMED', 'a client id that stands in it twice');
      else known.push(struct);
      current = client;
    }
  }

  find({ client, clock }: Y.ID): Struct | undefined {
    const structs = this.#byClient.get(client);
    if (structs === undefined) return undefined;
    let [low, high] = [0, structs.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = structs[middle];
      if (struct === undefined) return undefined;
      if (struct.id.clock > clock) high = middle - 1;
      else if (struct.id.clock + struct.length <= clock) low = middle + 1;
      else return struct;
    }
    return undefined;
  }
}

/**
 * How deep each struct would lie, without walking any path twice: a path of 20,000 levels, walked from each of its
 * ends, costs 20 seconds.
 *
 * @throws UpdateRejected
 */
function checkDepth(doc: Y.Doc, structs: readonly Struct[], own: OwnStructs): void {
  const levels = new Map<Struct, number>();
  const path: Struct[] = [];
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    checkContent(struct.content);
    let level: number | undefined;
    let at: Struct = struct;
    while (level === undefined) {
      const known = levels.get(at);
      // Met again on its own way: what goes round in a circle never becomes part of a document.
      if (known !== undefined) {
        level = Math.max(known, 0);
        break;
      }
      levels.set(at, -1);
      path.push(at);
      const above: Y.ID | undefined = at instanceof Y.Item ? leadsTo(at) : undefined;
      const next: Struct | undefined =
        above === undefined || above.clock < Y.getState(doc.store, above.client) ? undefined : own.find(above);
      if (next === undefined) level = above === undefined ? 0 : levelInDoc(doc, above);
      else at = next;
    }
    level ??= 0;
    for (let below = path.pop(); below !== undefined; below = path.pop()) {
      if (below instanceof Y.Item && (below.parent instanceof Y.ID || typeof below.parent === 'string')) level++;
      if (level > MAX_DEPTH) throw new UpdateRejected('TOO_DEEP', `more than ${MAX_DEPTH} levels`);
      levels.set(below, level);
    }
  }
}

/** The struct from which an item learns where it lies: its container, or a neighbour in the same container. */
function leadsTo(item: Y.Item): Y.ID | undefined {
  if (item.parent instanceof Y.ID) return item.parent;
  if (item.parent !== null) return undefined;
  return item.origin ?? item.rightOrigin ?? undefined;
}

function levelInDoc(doc: Y.Doc, id: Y.ID): number {
  if (id.clock >= Y.getState(doc.store, id.client)) return 0;
  let item: Y.Item | Y.GC | null = Y.getItem(doc.store, id);
  let level = 0;
  while (item instanceof Y.Item && level <= MAX_DEPTH) {
    level++;
    item = item.parent !== null && '_item' in item.parent ? item.parent._item : null;
  }
  return level;
}

function checkContent(content: Y.Item['content']): void {
  if (content instanceof Y.ContentDoc) throw new UpdateRejected('MALFORMED', 'a document inside the document');
  if (content instanceof Y.ContentJSON) checkValueDepth(content.arr, MAX_DEPTH + 1);
}

const V2_COLUMNS = 9;

/**
 * Whether bytes that are no V1 update have the shape of a V2 one: a flag and nine columns. Told by the lengths alone:
 * its decoder must not see what strangers send, as a few bytes of its run lengths unfold without end.
 */
export function looksLikeV2(update: Uint8Array): boolean {
  try {
    const decoder = decoding.createDecoder(update);
    if (decoding.readVarUint(decoder) !== 0) return false;
    for (let column = 0; column < V2_COLUMNS; column++) decoding.readVarUint8Array(decoder);
    return decoding.hasContent(decoder);
  } catch {
    return false;
  }
}
