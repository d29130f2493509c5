import { parseKey, parseTextName } from '@onedoor/core';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** A record of a room's content. */
export interface RecordPlace {
  readonly collection: string;
  readonly id: string;
}

/**
 * Takes one record out of updates as they were logged. Each of its structs becomes an empty one of the same length: all
 * numbers of all clients stay as they are, so that whatever else an update holds keeps its place, its author and its time.
 */
export class Redaction {
  readonly #doc = new Y.Doc({ gc: false });
  readonly #isErased: (item: Y.Item) => boolean;
  /** Strings that stood in the record: to find where else they stand. */
  readonly words = new Set<string>();
  /** Strings of everything else. */
  readonly otherWords = new Set<string>();
  #found = false;

  /** @param updates all of the room, in order: what a struct belongs to is told only by the whole */
  constructor(updates: Iterable<Uint8Array>, { collection, id }: RecordPlace) {
    this.#doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.#doc, update);
    });
    // To name a type makes another object of it: first of all.
    for (const [name, type] of [...this.#doc.share]) {
      const text = parseTextName(name);
      if (text?.collection === collection && text.id === id && type._map.size === 0) this.words.add(this.#doc.getText(name).toString());
    }
    const names = new Map<unknown, string>();
    for (const [name, type] of this.#doc.share) names.set(type, name);
    this.#isErased = (item) => {
      let top = item;
      for (let { parent } = top; parent instanceof Y.AbstractType && parent._item !== null; { parent } = top) top = parent._item;
      const name = names.get(top.parent);
      if (name === undefined) return false;
      const text = parseTextName(name);
      // A collection's name may have a slash itself, as a text's has: the map is asked for first.
      return name === collection ? (top.parentSub?.startsWith(`${id}/`) ?? false) : text?.collection === collection && text.id === id;
    };
    for (const structs of this.#doc.store.clients.values()) {
      for (const struct of structs) {
        if (!(struct instanceof Y.Item)) continue;
        const erased = this.#isErased(struct);
        this.#found ||= erased;
        for (const word of wordsOf(struct)) (erased ? this.words : this.otherWords).add(word);
      }
    }
  }

  /** Whether the room ever held anything of the record. */
  get found(): boolean {
    return this.#found;
  }

  /** The update without the record; undefined where it holds nothing of it. */
  redact(update: Uint8Array): Uint8Array | undefined {
    const { structs, ds } = Y.decodeUpdate(update);
    let changed = false;
    const kept = structs.map((struct) => {
      if (!(struct instanceof Y.Item) || !this.#holds(struct.id)) return struct;
      changed = true;
      return new Y.GC(struct.id, struct.length);
    });
    return changed ? writeUpdate(kept, ds) : undefined;
  }

  destroy(): void {
    this.#doc.destroy();
  }

  #holds(id: Y.ID): boolean {
    // The type says an item; a freed struct stands at its place all the same.
    const struct: unknown = Y.getItem(this.#doc.store, id);
    return struct instanceof Y.Item && this.#isErased(struct);
  }
}

type Structs = ReturnType<typeof Y.decodeUpdate>['structs'];
type Deletes = ReturnType<typeof Y.decodeUpdate>['ds'];

/** An update of version 1: runs of structs per client, the greatest client first, then what is deleted, in the same order. */
function writeUpdate(structs: Structs, ds: Deletes): Uint8Array {
  const byClient = new Map<number, Structs>();
  for (const struct of structs) {
    const list = byClient.get(struct.id.client);
    if (list === undefined) byClient.set(struct.id.client, [struct]);
    else list.push(struct);
  }
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder: rest } = encoder;
  encoding.writeVarUint(rest, byClient.size);
  for (const [client, list] of [...byClient].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(rest, list.length);
    encoding.writeVarUint(rest, client);
    encoding.writeVarUint(rest, list[0]?.id.clock ?? 0);
    for (const struct of list) struct.write(encoder, 0);
  }
  encoding.writeVarUint(rest, ds.clients.size);
  for (const [client, deletes] of [...ds.clients].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(rest, client);
    encoding.writeVarUint(rest, deletes.length);
    for (const { clock, len } of deletes) {
      encoding.writeVarUint(rest, clock);
      encoding.writeVarUint(rest, len);
    }
  }
  return encoder.toUint8Array();
}

/** Strings in an item's value. Runs of a text are left out: a syllable that was typed stands everywhere. */
function wordsOf({ content, parentSub }: Y.Item): string[] {
  const key = parentSub === null ? undefined : parseKey(parentSub);
  // The members of a household are keys of their set.
  const part = key?.kind === 'part' ? [key.part] : [];
  return content instanceof Y.ContentAny || content instanceof Y.ContentJSON ? [...part, ...stringsIn(content.arr)] : part;
}

/** All strings in a JSON value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
