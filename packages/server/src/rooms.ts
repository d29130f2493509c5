import {
  CENTRE_CASE,
  EMPTY_STATE,
  type ErasedPlace,
  type ErasureNote,
  familyOf,
  isSealed,
  type Model,
  parseRoomKey,
  parseWireName,
  type Room,
  type RoomName,
  type RoomState,
  roomKey,
  wireName,
} from '@onedoor/core';
import type { ErasureOrder } from './erase/ledger.js';
import { type Restored, readRestored } from './erase/restored.js';
import type { RoomCipher } from './log/keys.js';
import { RoomRuntime, type RoomServices } from './room.js';

/** A room that a name leads to, whether the log knows it yet or not. */
export interface Address {
  readonly name: RoomName;
  readonly key: string;
  readonly definition: Room;
  /** As named by the caller; undefined where the room was named without. */
  readonly epoch: number | undefined;
  /** A sealed room by its plain name, which opens it and does nothing else: those who may read it have its random name. */
  readonly toOpen?: boolean;
}

/** Which of a room's two sides a question is about. */
export type SideName = 'settled' | 'staged';

interface Known {
  readonly id: number;
  readonly name: RoomName;
  readonly epoch: number;
  readonly head: number;
}

const WIRE = 'wire';

/** All rooms of a centre: what the log knows of each, and those that are in memory. */
export class Rooms {
  readonly #services: RoomServices;
  readonly #model: Model;
  readonly #centre: string;
  readonly #loaded = new Map<string, RoomRuntime>();
  readonly #known = new Map<string, Known>();
  readonly #ciphers = new Map<string, RoomCipher>();
  /** Names of rooms of the centre that the log knows. */
  readonly #ofCentre = new Set<string>();
  /** Sealed rooms by the name that stands on the wire for them, without epoch. */
  readonly #aliases = new Map<string, string>();
  readonly #keys = new Map<number, string>();
  readonly #byCase = new Map<string, Set<string>>();
  readonly #restored: Restored;
  /** What was erased of each room, in the order in which it was. */
  readonly #erasures = new Map<string, ErasureOrder[]>();

  constructor(services: RoomServices, model: Model, centre: string, erasures: readonly ErasureOrder[] = []) {
    this.#services = services;
    this.#model = model;
    this.#centre = centre;
    this.#restored = readRestored(services.store);
    for (const order of erasures) this.#erasures.set(order.room, [...(this.#erasures.get(order.room) ?? []), order]);
    for (const stored of services.store.rooms()) {
      const name = parseRoomKey(stored.key);
      if (name !== undefined) this.#know(stored.key, { id: stored.id, name, epoch: stored.epoch, head: stored.head });
    }
  }

  /** Reads a wire name or a room key; undefined where no such room can be. */
  address(text: string): Address | undefined {
    const wire = text.includes('@') ? parseWireName(text) : undefined;
    const name = wire?.name ?? (text.includes('@') ? undefined : parseRoomKey(text));
    if (name === undefined || name.centre !== this.#centre) return undefined;
    const sealed = wire === undefined ? undefined : this.#aliases.get(roomKey(name));
    if (sealed !== undefined) {
      const address = this.address(sealed);
      return address === undefined ? undefined : { ...address, epoch: wire?.epoch };
    }
    const definition = this.#model.room(name.room);
    if (definition === undefined || (name.case === CENTRE_CASE) !== (definition.scope === 'centre')) return undefined;
    const toOpen = wire !== undefined && isSealed(definition.rule);
    return { name, key: roomKey(name), definition, epoch: wire?.epoch, ...(toOpen ? { toOpen } : {}) };
  }

  /** @throws DATA_DAMAGED where the room's log does not open */
  open(address: Address): RoomRuntime {
    const loaded = this.#loaded.get(address.key);
    if (loaded !== undefined) return loaded;
    const room = new RoomRuntime(this.#services, address.name, address.definition);
    this.#loaded.set(address.key, room);
    return room;
  }

  openKey(key: string): RoomRuntime | undefined {
    const address = this.address(key);
    return address === undefined ? undefined : this.open(address);
  }

  /** Opens a room for one look that changes nothing: what was not in memory is put away again. @throws DATA_DAMAGED */
  look<T>(key: string, work: (room: RoomRuntime) => T): T | undefined {
    const isLoaded = this.#loaded.has(key);
    const room = this.openKey(key);
    if (room === undefined) return undefined;
    try {
      return work(room);
    } finally {
      if (!isLoaded) this.unload(room);
    }
  }

  isLoaded(key: string): boolean {
    return this.#loaded.has(key);
  }

  /** Folded state of a room that may not exist: asking does not make it. */
  state(key: string, side: SideName): RoomState {
    const room = this.#loaded.get(key) ?? (this.#known.has(key) ? this.openKey(key) : undefined);
    if (room === undefined) return EMPTY_STATE;
    return side === 'staged' ? room.stagedState : room.state;
  }

  /** The store's number of a room; undefined for one that the log does not know. */
  id(key: string): number | undefined {
    return this.#known.get(key)?.id;
  }

  /** Whether an intent was logged in a room. Asks the store once, whether there is such a room or not. */
  knowsIntent(key: string, intent: string): boolean {
    const id = this.#known.get(key)?.id;
    const asked = id ?? this.#known.values().next().value?.id;
    const seq = asked === undefined ? undefined : this.#services.store.intent(asked, intent);
    return id !== undefined && (seq !== undefined || this.#loaded.get(key)?.actOf(intent) !== undefined);
  }

  /** The cipher of a room that the log knows, without loading the room. */
  cipher(key: string): RoomCipher | undefined {
    const known = this.#ciphers.get(key);
    if (known !== undefined) return known;
    const stored = this.#services.store.room(key);
    if (stored === undefined) return undefined;
    const cipher = this.#services.keys.cipher(key, stored.epoch, stored.wrappedKey);
    this.#ciphers.set(key, cipher);
    return cipher;
  }

  /** Key of the room with this number in the store. */
  keyOfId(id: number): string | undefined {
    return this.#keys.get(id);
  }

  /** What stands on the wire for a room; of a sealed one only for those who may read it. */
  wire(key: string): string | undefined {
    const address = this.address(key);
    if (address === undefined) return undefined;
    const { name, definition } = address;
    const cipher = isSealed(definition.rule) ? this.cipher(key) : undefined;
    return wireName(cipher === undefined ? name : { ...name, room: cipher.alias(WIRE) }, this.wireEpoch(key));
  }

  /** The epoch in a room's name on the wire: of its log, raised by each restore of a backup that the room was in. */
  wireEpoch(key: string): number {
    const known = this.#known.get(key);
    return known === undefined ? 1 : known.epoch + (known.id <= this.#restored.upTo ? this.#restored.raise : 0);
  }

  /** How often this centre's data were put back from a backup. */
  get restores(): number {
    return this.#restored.raise;
  }

  /** What became of a room since it had this epoch in its name: whether a backup was put back, and what was erased. */
  since(key: string, epoch: number): { readonly restored: boolean; readonly erased: readonly ErasedPlace[] } {
    const known = this.#known.get(key);
    const restoredAt = known === undefined ? undefined : this.#restored.epochs[String(known.id)];
    const above = this.wireEpoch(key) - this.epoch(key);
    // Each erasure began an epoch, in their order. Names of before a restore count too few of it rather than too many: what
    // is erased is then dropped once more, and never once too little.
    const erased = (this.#erasures.get(key) ?? []).filter((_, at) => at + 2 + above > epoch);
    return {
      restored: restoredAt !== undefined && restoredAt > epoch,
      erased: erased.flatMap(({ record, marksBefore }) => (marksBefore === undefined ? [record === undefined ? {} : { record }] : [])),
    };
  }

  /** What was erased of a room, the latest first, without what it was. */
  erasuresOf(key: string): ErasureNote[] {
    const orders = (this.#erasures.get(key) ?? []).filter(({ marksBefore }) => marksBefore === undefined);
    return orders.reverse().map(({ at, person, reason, article, record }) => ({
      at,
      person,
      reason,
      ...(article === undefined ? {} : { article }),
      ...(record === undefined ? {} : { collection: record.collection }),
    }));
  }

  /** The epoch of a room's log, key and files. */
  epoch(key: string): number {
    return this.#known.get(key)?.epoch ?? 1;
  }

  head(key: string): number {
    return this.#known.get(key)?.head ?? 0;
  }

  /** Takes note of a room that a turn has changed. */
  committed(room: RoomRuntime): void {
    if (room.id !== undefined) this.#know(room.key, { id: room.id, name: room.name, epoch: room.epoch, head: room.head });
  }

  get loaded(): RoomRuntime[] {
    return [...this.#loaded.values()];
  }

  cases(): string[] {
    return [...this.#byCase.keys()];
  }

  /** Names of the members of a family that the log knows. */
  membersOf(family: string): string[] {
    return [...this.#ofCentre].filter((room) => familyOf(room)?.family === family);
  }

  keysOf(caseId: string): string[] {
    return [...(this.#byCase.get(caseId) ?? [])];
  }

  keyOf(caseId: string, room: string): string {
    return roomKey({ centre: this.#centre, case: caseId, room });
  }

  unload(room: RoomRuntime): void {
    room.destroy();
    this.#loaded.delete(room.key);
  }

  /** Worked out when the room is made or read, so that no question about it is answered later for its sake. */
  #seal(key: string, name: RoomName): void {
    for (const [alias, other] of this.#aliases) if (other === key) this.#aliases.delete(alias);
    this.#ciphers.delete(key);
    const cipher = this.cipher(key);
    if (cipher !== undefined) this.#aliases.set(roomKey({ ...name, room: cipher.alias(WIRE) }), key);
  }

  #know(key: string, known: Known): void {
    const before = this.#known.get(key);
    this.#known.set(key, known);
    this.#keys.set(known.id, key);
    const rule = this.#model.room(known.name.room)?.rule;
    if (rule !== undefined && isSealed(rule) && before?.epoch !== known.epoch) this.#seal(key, known.name);
    if (known.name.case === CENTRE_CASE) {
      this.#ofCentre.add(known.name.room);
      return;
    }
    const keys = this.#byCase.get(known.name.case) ?? new Set();
    this.#byCase.set(known.name.case, keys.add(key));
  }
}
