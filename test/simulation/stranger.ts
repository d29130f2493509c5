import {
  BEARER_PREFIX,
  createRoomDoc,
  encodeMessage,
  encodeUpdateFrame,
  MESSAGE,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
  SUBPROTOCOL,
  SYNC,
  wireName,
} from '@onedoor/core';
import type { Random } from '@onedoor/core/testing';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { Wire } from './network.js';
import { CENTRE_ID, SERVER_URL, tokenFor } from './server-host.js';
import type { World } from './world.js';

/**
 * Another program of the lead's, written by somebody else: it sends updates before what they build on, and
 * sometimes never sends that. It has no outbox; what it is told is for the audit to judge.
 */
export class Stranger {
  readonly client: number;
  #wire: Wire | undefined;
  #doc: Y.Doc;
  #owed: Uint8Array | undefined;
  #times = 0;

  constructor(random: Random) {
    this.client = random.below(0x7fffffff) + 1;
    this.#doc = createRoomDoc(this.client);
  }

  wires(): Wire[] {
    return this.#wire === undefined || this.#wire.over ? [] : [this.#wire];
  }

  step(world: World, random: Random): string | undefined {
    if (this.#wire === undefined || this.#wire.readyState === 3) return this.#connect(world);
    if (this.#wire.readyState !== 1) return undefined;
    const owed = this.#owed;
    if (owed !== undefined && random.chance(0.5)) {
      this.#owed = undefined;
      this.#send(owed);
      return 'sends what it owed';
    }
    const first = this.#type();
    const second = this.#type();
    if (random.chance(0.6) && owed === undefined) {
      this.#owed = first;
      this.#send(second);
      return 'sends the second before the first';
    }
    this.#send(first);
    this.#send(second);
    return 'sends two';
  }

  #connect(world: World): string {
    const caseId = world.cases[0] ?? '';
    const wire = new Wire(
      world.host,
      world.listener,
      `${SERVER_URL}/ws/${wireName({ centre: CENTRE_ID, case: caseId, room: 'joint' }, 1)}`,
      [SUBPROTOCOL, BEARER_PREFIX + tokenFor('li', world.time.now())],
    );
    this.#wire = wire;
    this.#owed = undefined;
    // What was refused or lost is forgotten: it begins anew, under a further client id.
    const client = this.client + ++this.#times;
    this.#doc = createRoomDoc(client);
    wire.addEventListener('open', () => {
      wire.send(
        encodeMessage({
          type: 'hello',
          protocol: PROTOCOL_VERSION,
          schema: SCHEMA_VERSION,
          device: 'stranger',
          clients: [this.client, client],
          since: 0,
        }),
      );
    });
    wire.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) this.#read(wire, new Uint8Array(data));
    });
    return 'connects';
  }

  /** Asked for what is missing, it has nothing to say. */
  #read(wire: Wire, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readVarUint(decoder) !== MESSAGE.sync || decoding.readVarUint(decoder) !== SYNC.step1) return;
    if (this.#owed !== undefined) wire.send(encodeUpdateFrame(Uint8Array.of(0, 0), SYNC.step2));
  }

  #type(): Uint8Array {
    const before = Y.encodeStateVector(this.#doc);
    const text = this.#doc.getText('facts/facts/summary');
    text.insert(text.length, '某');
    return Y.encodeStateAsUpdate(this.#doc, before);
  }

  #send(update: Uint8Array): void {
    this.#wire?.send(encodeUpdateFrame(update));
  }
}
