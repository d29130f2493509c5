import { encodeMessage, encodeUpdateFrame, isSealed, type Refusal } from '@onedoor/core';
import type { Connection } from './connection.js';
import { mergeUpdates } from './merge.js';
import { Presence } from './presence.js';
import type { Grounds, Rights } from './rights.js';
import type { RoomRuntime, TurnNews } from './room.js';
import type { Address } from './rooms.js';

interface RoomSockets {
  readonly connections: Set<Connection>;
  readonly presence: Presence<Connection>;
}

interface Permit {
  readonly refusal: Refusal | undefined;
  readonly write: boolean;
}

/** The sockets of all rooms: who is connected where, and what each may see at this moment. */
export class Hub {
  readonly #rights: Rights;
  readonly #now: () => number;
  readonly #rooms = new Map<string, RoomSockets>();
  /** Of all rooms: an act asks all sockets whether it concerns them, and rooms are many more than sockets. */
  readonly #connections = new Set<Connection>();
  readonly #permits = new WeakMap<Connection, { readonly grounds: Grounds; readonly address: Address; readonly permit: Permit }>();

  constructor(rights: Rights, now: () => number) {
    this.#rights = rights;
    this.#now = now;
  }

  of(key: string): RoomSockets {
    let sockets = this.#rooms.get(key);
    if (sockets === undefined) this.#rooms.set(key, (sockets = { connections: new Set(), presence: new Presence(this.#now) }));
    return sockets;
  }

  all(): Connection[] {
    return [...this.#connections];
  }

  isEmpty(key: string): boolean {
    return (this.#rooms.get(key)?.connections.size ?? 0) === 0;
  }

  forget(key: string): void {
    if (this.isEmpty(key)) this.#rooms.delete(key);
  }

  join(connection: Connection, address: Address): void {
    if (!connection.open) return;
    this.permit(connection, address);
    this.of(address.key).connections.add(connection);
    this.#connections.add(connection);
  }

  leave(connection: Connection): void {
    connection.room.usedAt = this.#now();
    this.#rooms.get(connection.room.key)?.connections.delete(connection);
    this.#connections.delete(connection);
  }

  /** Asked at every message: the answer is kept until team or directory are other ones. Of a sealed room never, as it ends by time. */
  permit(connection: Connection, address: Address): Permit {
    const known = this.#permits.get(connection);
    const grounds = this.#rights.grounds(address.name.case);
    const keeps = known !== undefined && !isSealed(address.definition.rule);
    if (keeps && known.grounds.team === grounds.team && known.grounds.directory === grounds.directory) return known.permit;
    const refusal = this.#rights.refusal(connection.who, address, { to: 'read' }, 'settled');
    const permit = {
      refusal,
      write: refusal === undefined && this.#rights.refusal(connection.who, address, { to: 'write' }, 'settled') === undefined,
    };
    this.#permits.set(connection, { grounds, address, permit });
    return permit;
  }

  /** Ends the sockets that have lost the right to read. */
  recheck(concerned: (connection: Connection) => boolean): void {
    for (const connection of this.all()) if (concerned(connection)) this.#stillReads(connection);
  }

  /** Presence, to all others of the room. */
  relay(from: Connection, frame: Uint8Array): void {
    for (const connection of this.of(from.room.key).connections) {
      if (connection !== from && connection.ready && this.#stillReads(connection)) connection.show(frame);
    }
  }

  /** What a turn brought, framed once, to those who may read now. */
  broadcast(room: RoomRuntime, { updates, origins, acts }: TurnNews): void {
    const connections = [...(this.#rooms.get(room.key)?.connections ?? [])];
    if (connections.length === 0) return;
    const update = updates.length === 0 ? undefined : encodeUpdateFrame(mergeUpdates(updates));
    const frames = acts.map((entry) => encodeMessage({ type: 'act', entry }));
    for (const connection of connections) {
      if (!connection.ready || !this.#stillReads(connection)) continue;
      const own = origins.size === 1 && origins.has(connection);
      if (update !== undefined && !own && connection.caughtUp) connection.send(update);
      if (connection.private) for (const frame of frames) connection.send(frame);
      connection.headMoved();
    }
  }

  endAll(key: string, refusal: Refusal): void {
    for (const connection of [...(this.#rooms.get(key)?.connections ?? [])]) connection.end(refusal);
  }

  #stillReads(connection: Connection): boolean {
    const known = this.#permits.get(connection);
    if (known === undefined) return true;
    const { refusal } = this.permit(connection, known.address);
    if (refusal !== undefined) connection.end(refusal);
    return refusal === undefined;
  }
}
