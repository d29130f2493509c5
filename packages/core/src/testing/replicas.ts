import * as Y from 'yjs';
import { ContentReader } from '../content/reader.js';
import { createRoomDoc } from '../content/register.js';

/** A replica of one room in a test, with the updates that it has made and nobody has yet. */
export class Replica {
  readonly doc: Y.Doc;
  readonly reader: ContentReader;
  readonly #outgoing: Uint8Array[] = [];

  constructor(clientId: number) {
    this.doc = createRoomDoc(clientId);
    this.reader = new ContentReader(this.doc);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'delivery') this.#outgoing.push(update);
    });
  }

  /** Updates made here since the last call. */
  take(): Uint8Array[] {
    return this.#outgoing.splice(0);
  }

  receive(updates: readonly Uint8Array[]): void {
    for (const update of updates) Y.applyUpdate(this.doc, update, 'delivery');
  }
}

/** Two replicas that are apart until `exchange` is called. */
export class TwoReplicas {
  readonly a: Replica;
  readonly b: Replica;

  constructor(clientIds: readonly [number, number] = [1, 2]) {
    this.a = new Replica(clientIds[0]);
    this.b = new Replica(clientIds[1]);
  }

  exchange(): void {
    const fromA = this.a.take();
    const fromB = this.b.take();
    this.a.receive(fromB);
    this.b.receive(fromA);
  }
}

/** Of a structured text its formatting, too. */
function wordsOf(text: Y.Text): string | object {
  const delta: readonly { readonly attributes?: object }[] = text.toDelta();
  return delta.some(({ attributes }) => attributes !== undefined) ? delta : text.toString();
}

/** One comparable text of all that a document holds, for equality of replicas. */
export function contentDigest(doc: Y.Doc): string {
  const types = [...doc.share.keys()].sort().flatMap((name) => {
    const type = doc.share.get(name);
    if (type === undefined) return [];
    // A type that came from the wire has no class yet: its parts tell what it is.
    const value =
      type instanceof Y.Map || type._map.size > 0
        ? doc.getMap(name).toJSON()
        : type instanceof Y.XmlFragment
          ? type.toString()
          : wordsOf(doc.getText(name));
    const empty = typeof value === 'string' ? value === '' : Object.keys(value).length === 0;
    return empty ? [] : [[name, value] as const];
  });
  return JSON.stringify(types, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
