import {
  BEARER_PREFIX,
  caseSlice,
  createRoomDoc,
  directorySlice,
  encodeAwarenessFrame,
  encodeBulk,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
  SUBPROTOCOL,
  SYNC,
  wireName,
} from '@onedoor/core';
import type { Random } from '@onedoor/core/testing';
import * as Y from 'yjs';
import { collected, embed, forge, nestingBomb, presenceOf, runLengthBomb, updateOf } from '../redteam/forge.js';
import { mutate } from '../redteam/mutate.js';
import { Exchange, Wire } from './network.js';
import { CENTRE_ID, SERVER_URL, tokenFor } from './server-host.js';
import type { World } from './world.js';

/** Somebody of the team, at times removed from it, with a program that keeps to nothing. */
export const HOSTILE = 'hei';

const ROOMS = ['joint', 'case', 'desk.private', 'desk.sealed'] as const;
const FIELD = 'facts/facts/summary';

/**
 * Sends what a hostile member or a former one would: bytes that were changed, other people's client ids, deletes of what
 * is to come, bombs, acts beyond its right, and goes on after it was removed. Also what is allowed, so that it is heard.
 */
export class Hostile {
  readonly #wires: Wire[] = [];
  readonly #exchanges: Exchange[] = [];
  #client: number;
  #acts = 0;

  constructor(random: Random) {
    this.#client = random.below(0x3fffffff) + 0x40000000;
  }

  wires(): Wire[] {
    return this.#wires.filter((wire) => !wire.over);
  }

  exchanges(): Exchange[] {
    return this.#exchanges.filter(({ ready }) => ready);
  }

  step(world: World, random: Random): string | undefined {
    const open = this.#wires.filter((wire) => wire.readyState <= 1);
    if (open.length < 2 && random.chance(0.7)) return this.#connect(world, random);
    if (random.chance(0.25)) return this.#ask(world, random);
    const ready = open.filter((wire) => wire.readyState === 1);
    if (ready.length === 0) return undefined;
    const { name, frame } = this.#attack(world, random);
    random.pick(ready).send(frame);
    return name;
  }

  #connect(world: World, random: Random): string {
    const room = random.pick(ROOMS);
    const wire = new Wire(
      world.host,
      world.listener,
      `${SERVER_URL}/ws/${wireName({ centre: CENTRE_ID, case: world.cases[0] ?? '', room }, 1)}`,
      [SUBPROTOCOL, BEARER_PREFIX + tokenFor(HOSTILE, world.time.now())],
    );
    this.#wires.push(wire);
    this.#client += 10;
    const clients = random.chance(0.3) ? [this.#client, this.#foreign(world, random)] : [this.#client];
    wire.addEventListener('open', () => {
      if (random.chance(0.9)) wire.send(this.#hello(clients));
      wire.send(encodeStep1Frame(Uint8Array.of(0)));
    });
    return `connects to ${room}`;
  }

  #hello(clients: number[]): Uint8Array {
    return encodeMessage({ type: 'hello', protocol: PROTOCOL_VERSION, schema: SCHEMA_VERSION, device: 'hei-x', clients, since: 0 });
  }

  /** The client id of somebody else who has written. */
  #foreign(world: World, random: Random): number {
    const doc = world.host.centre?.reader(world.key(world.cases[0] ?? '', 'joint')).doc;
    const clients = [...(doc?.store.clients.keys() ?? [])].filter((client) => client < 0x40000000);
    return clients.length === 0 ? 1 : random.pick(clients);
  }

  #attack(world: World, random: Random): { readonly name: string; readonly frame: Uint8Array } {
    const client = this.#client;
    const shown = world.host.centre?.reader(world.key(world.cases[0] ?? '', 'joint')).doc ?? createRoomDoc();
    const honest = updateOf(client, (doc) => doc.getText(FIELD).insert(0, '恶'), random.chance(0.5) ? shown : undefined);
    const foreign = this.#foreign(world, random);
    const send = (update: Uint8Array) => encodeUpdateFrame(update, random.chance(0.3) ? SYNC.step2 : SYNC.update);
    const ways: readonly (readonly [string, () => Uint8Array])[] = [
      ['writes', () => send(honest)],
      ['writes over bytes', () => send(mutate(random, honest, Y.encodeStateAsUpdate(shown)))],
      ['changes a frame', () => mutate(random, send(honest), encodeStep1Frame(Uint8Array.of(0)))],
      ['writes as somebody else', () => send(updateOf(foreign, (doc) => doc.getText(FIELD).insert(0, '冒'), shown))],
      ['deletes what is to come', () => send(forge([], [{ client: foreign, ranges: [[Y.getState(shown.store, foreign), 5000]] }]))],
      ['squats', () => this.#hello([foreign, this.#client])],
      ['throws', () => send(forge([{ client, structs: [collected(0x7fffffff), embed('{', { origin: [client, 3] })] }]))],
      ['nests', () => send(nestingBomb(client, 2000))],
      ['unfolds', () => send(runLengthBomb())],
      ['second version', () => send(Y.encodeStateAsUpdateV2(shown))],
      ['is present as somebody else', () => encodeAwarenessFrame(presenceOf([foreign, 99, '{"user":{"name":"李"}}']))],
    ];
    const [name, make] = random.pick(ways);
    return { name, frame: make() };
  }

  /** The same by requests, and acts that are not its own to do. */
  #ask(world: World, random: Random): string {
    const caseId = world.cases[0] ?? '';
    const request = random.pick([
      caseSlice.request.addMember({ person: HOSTILE, role: 'leader' }),
      caseSlice.request.handOver({ person: HOSTILE, reason: '我来' }),
      caseSlice.request.close({ outcome: 'settled', reason: '我说了算' }),
      directorySlice.request.enrol({ person: HOSTILE, name: '黑', department: 'judicial', post: '', rights: ['directory.manage'] }),
    ]);
    const wires = ['joint', 'case', 'desk.private'].map((room) => wireName({ centre: CENTRE_ID, case: caseId, room }, 1));
    const client = ++this.#client;
    const body = encodeBulk({
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      device: 'hei-x',
      rooms: [...wires, wireName({ centre: CENTRE_ID, case: '-', room: 'directory' }, 1)].map((wire) => ({
        wire,
        since: 0,
        clients: [client],
        updates: [updateOf(client, (doc) => doc.getText(FIELD).insert(0, '恶'))],
        intents: [{ id: `hei-${++this.#acts}`, command: request.command, args: { ...request.args }, base: 0 }],
        pull: true,
      })),
    });
    const paths = ['/api/sync', '/api/rows?cursor=0&limit=100'];
    const path = random.pick(paths);
    const exchange = new Exchange(world.host, world.listener, {
      url: `${SERVER_URL}${path}`,
      method: path === '/api/sync' ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${tokenFor(HOSTILE, world.time.now())}` },
      ...(path === '/api/sync' ? { body: random.chance(0.3) ? mutate(random, body, body) : body } : {}),
    });
    // What it is told nobody reads but the listener.
    exchange.done.catch(() => undefined);
    this.#exchanges.push(exchange);
    return `asks ${path} for ${request.command}`;
  }
}
