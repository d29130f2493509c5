/*
 * Mutated frames, updates and intents, from a seed: `ONEDOOR_FUZZ=200000 npm run fuzz`, `ONEDOOR_SEED=<seed>` for one that
 * failed. Nothing crashes, an honest replica and the log are what the server is, everything is answered within a few
 * turns of the event loop, and the memory holds no more than the log does.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  caseSlice,
  createRoomDoc,
  decodeBulkRequest,
  decodeFrame,
  encodeAwarenessFrame,
  encodeBulk,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  hasPending,
  MESSAGE,
  Model,
  UpdateRejected,
} from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { Centre, Keyring, type Limits, type Logger, MemoryLogStore, type ServerSocket } from '@onedoor/server';
import { device, enrolPeople, intentOf, makeCase } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { digestOf } from './arena.js';
import { collected, embed, forge, presenceOf, updateOf } from './forge.js';
import { mutate } from './mutate.js';

const ROUNDS = Number(process.env['ONEDOOR_FUZZ'] ?? 6000);
const SEED = Number(process.env['ONEDOOR_SEED'] ?? 31);
/** A case each, so that a check of the whole costs the same at the end as at the beginning. */
const ROUNDS_A_CASE = 2000;
const ROUNDS_A_CHECK = 500;
/** Turns of the event loop within which everything is answered: one for the journal, and one for what it brings about. */
const MAX_TURNS = 4;
/** What an engine may hold beyond a fresh one on the same log. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

const NO_END = 1_000_000;
const LIMITS: Partial<Limits> = {
  framesPerPersonBurst: 10 * NO_END,
  framesPerPersonPerS: NO_END,
  writesPerPersonBurst: 10 * NO_END,
  writesPerPersonPerS: NO_END,
  writesPerRoomBurst: 10 * NO_END,
  writesPerRoomPerS: NO_END,
  kilobytesPerPersonBurst: 100 * NO_END,
  kilobytesPerPersonPerS: 10 * NO_END,
  maxUnusedClientIds: NO_END,
};

const test = suite('fuzz');

/**
 * What a document says and what it has seen. Not its bytes: of a value that was overwritten one replica may keep the
 * content and another a mark that it is gone, by order of arrival.
 */
function stateOf(doc: Y.Doc): string {
  return `${digestOf(doc)} ${Buffer.from(Y.encodeSnapshot(Y.snapshot(doc))).toString('base64')}`;
}

/** A socket of two queues. */
class FakeSocket implements ServerSocket {
  readonly sent: Uint8Array[] = [];
  closed: string | undefined;
  readonly bufferedAmount = 0;
  onmessage: ((data: Uint8Array | string) => void) | undefined;
  onclose: (() => void) | undefined;

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  close(_: number, reason: string): void {
    this.closed ??= reason;
  }
}

/** The engine with turns that are run by hand. */
class Engine {
  readonly centre: Centre;
  readonly faults: string[] = [];
  readonly #turns: (() => void)[] = [];
  readonly #later = new Set<() => void>();
  mostTurns = 0;
  now = 1_800_000_000_000;

  constructor(store: MemoryLogStore, keys: Keyring) {
    const fault = (fields: object, text: string) => void this.faults.push(`${text} ${JSON.stringify(fields)}`);
    const log: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: fault };
    this.centre = new Centre({
      id: 't',
      name: '测试',
      store,
      keys,
      model: new Model(),
      now: () => this.now,
      defer: (run) => void this.#turns.push(run),
      later: (run) => {
        this.#later.add(run);
        return () => this.#later.delete(run);
      },
      limits: LIMITS,
      log,
    });
  }

  /** Runs turns until nothing waits. */
  async settle(): Promise<void> {
    for (let turns = 0; ; turns++) {
      // What a bulk request or a token waits for are promises: they are done when their queue is.
      await new Promise((done) => setImmediate(done));
      const runs = this.#turns.splice(0);
      if (runs.length === 0) {
        this.mostTurns = Math.max(this.mostTurns, turns);
        return;
      }
      for (const run of runs) run();
    }
  }

  /** A minute or more without anybody: what is derived is written, and what nobody uses leaves the memory. */
  async rest(): Promise<void> {
    this.now += this.centre.limits.idleMs + 1;
    // Timers that are set meanwhile are of a later moment.
    for (const run of [...this.#later]) {
      this.#later.delete(run);
      run();
    }
    this.centre.sweep();
    await this.settle();
  }

  connect(person: string, wire: string, isPrivate = true): FakeSocket {
    const socket = new FakeSocket();
    this.centre.connect(socket, { person, wire, private: isPrivate, expiresAt: Number.MAX_SAFE_INTEGER });
    return socket;
  }
}

const hello = (clients: number[]) => encodeMessage({ type: 'hello', protocol: 1, schema: 1, device: 'fuzz', clients, since: 0 });

/** Somebody who types now and then, and takes what the server sends. */
class Honest {
  readonly doc = createRoomDoc();
  readonly #engine: Engine;
  readonly #socket: FakeSocket;
  receipts = 0;

  constructor(engine: Engine, wire: string) {
    this.#engine = engine;
    this.#socket = engine.connect('li', wire);
    this.#receive(hello([this.doc.clientID]));
    this.#receive(encodeStep1Frame(Y.encodeStateVector(this.doc)));
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#receive(encodeUpdateFrame(update));
    });
  }

  take(): void {
    assert.is(this.#socket.closed, undefined);
    for (const frame of this.#socket.sent.splice(0)) {
      const decoded = decodeFrame(frame);
      if (decoded?.kind === 'step2' || decoded?.kind === 'update') Y.applyUpdate(this.doc, decoded.bytes, this);
      else if (frame[0] === MESSAGE.onedoor && Buffer.from(frame).includes('"receipt"')) this.receipts++;
    }
  }

  async type(random: Random): Promise<void> {
    const text = this.doc.getText('t');
    if (text.length > 5 && random.chance(0.3)) text.delete(random.below(text.length - 2), 2);
    else text.insert(random.below(text.length + 1), '诚');
    await this.#engine.settle();
  }

  end(): void {
    this.#socket.onclose?.();
    this.doc.destroy();
  }

  #receive(frame: Uint8Array): void {
    this.#socket.onmessage?.(frame);
  }
}

/** Makes frames that would be good, of every kind. */
function goodFrame(random: Random, client: number, shown: Y.Doc): Uint8Array {
  switch (random.below(10)) {
    case 0:
      return hello([client]);
    case 1:
      return encodeMessage({ type: 'claim', clients: [client + 1] });
    case 2:
      return encodeStep1Frame(Y.encodeStateVector(shown));
    case 3:
      return encodeAwarenessFrame(presenceOf([client, 1, '{"cursor":{"anchor":3},"user":{"name":"王"}}']));
    case 4:
      return encodeMessage({ type: 'renew', token: 'a.b.c' });
    default:
      return encodeUpdateFrame(goodUpdate(random, client, shown), random.chance(0.3) ? 1 : 2);
  }
}

/** Frames that would be good, and what becomes of them. */
class Fuzzer {
  readonly #random: Random;
  /** What was made last: what is spliced into the next. */
  #last: Uint8Array = Uint8Array.of(0, 0);

  constructor(random: Random) {
    this.#random = random;
  }

  /** A frame of which a part was changed: mostly what it carries, so that it is looked at, sometimes anything. */
  frame(client: number, shown: Y.Doc): Uint8Array {
    const random = this.#random;
    if (random.chance(0.6)) return encodeUpdateFrame(this.bytes(goodUpdate(random, client, shown)), random.chance(0.3) ? 1 : 2);
    if (random.chance(0.2))
      return encodeAwarenessFrame(this.bytes(presenceOf([client, 1, '{"cursor":{"anchor":3}}'], [client + 1, 2, 'null'])));
    return this.bytes(goodFrame(random, client, shown));
  }

  bytes(good: Uint8Array): Uint8Array {
    const last = this.#last;
    this.#last = good;
    return mutate(this.#random, good, last);
  }
}

function goodUpdate(random: Random, client: number, shown: Y.Doc): Uint8Array {
  if (random.chance(0.15))
    return forge(
      [{ client, structs: [embed('{"a":1}'), collected(1 + random.below(300)), embed('[1,2]', { origin: [client, 0] })] }],
      [{ client, ranges: [[0, 1]] }],
    );
  return updateOf(
    client,
    (doc) => {
      doc.getText('t').insert(0, '一二三');
      doc.getText('t').format(0, 2, { bold: true });
      doc.getMap('m').set(`k${random.below(5)}`, { deep: ['x', client, null, 1.5] });
      doc.getMap('n').set('nested', new Y.Map([['a', 1]]));
      doc.getArray('list').insert(0, [1, 'zwei', new Uint8Array(3)]);
      doc.getText('t').delete(1, 1);
    },
    random.chance(0.04) ? shown : undefined,
  );
}

/** Requests without a socket: content and intents. */
function goodBulk(random: Random, client: number, wire: string): Uint8Array {
  const intents = [
    caseSlice.request.move({ to: 'graded', reason: '推进' }),
    caseSlice.request.addMember({ person: 'sun', role: 'observer' }),
    { command: 'no.such', args: { a: [1, { b: 2 }] } },
  ];
  return encodeBulk({
    protocol: 1,
    schema: 1,
    device: 'fuzz',
    rooms: [
      {
        wire: random.chance(0.5) ? wire : wire.replace('joint', 'case'),
        since: 0,
        clients: [client],
        updates: [updateOf(client, (doc) => doc.getMap('m').set('bulk', client))],
        intents: [intentOf(random.pick(intents), 0, `fuzz-${client}`)],
        pull: random.chance(0.2),
      },
    ],
  });
}

function collectGarbage(): number {
  setFlagsFromString('--expose_gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc === 'function') {
    gc();
    gc();
  }
  return process.memoryUsage().heapUsed;
}

test(`F2 ${ROUNDS} mutated frames, updates and intents, seed ${SEED}`, async () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', onUnhandled);
  const random = new Random(SEED);
  const store = new MemoryLogStore();
  const keys = new Keyring(new Uint8Array(32), (count) => random.bytes(count));
  let engine = new Engine(store, keys);
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    void work.finally(() => {
      done = true;
    });
    while (!done) await engine.settle();
    return work;
  };
  await run(enrolPeople(engine.centre));
  const outcomes = new Map<string, number>();
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  let honestEdits = 0;
  const fuzzer = new Fuzzer(random);

  for (let start = 0, caseNumber = 0; start < ROUNDS; start += ROUNDS_A_CASE, caseNumber++) {
    const caseId = `f${caseNumber}`;
    await run(makeCase(engine.centre, caseId));
    const wire = `t/${caseId}/joint@1`;
    const honest = new Honest(engine, wire);
    await engine.settle();
    let attacker: FakeSocket | undefined;
    let client = 1_000_000 + start * 4;
    for (let round = start; round < Math.min(ROUNDS, start + ROUNDS_A_CASE); round++) {
      const where = `seed ${SEED}, round ${round}`;
      client += 4;
      const shown = engine.centre.reader(wire).doc;
      engine.mostTurns = 0;
      if (random.chance(0.2)) {
        const body = fuzzer.bytes(goodBulk(random, client, wire));
        try {
          const request = decodeBulkRequest(body, engine.centre.limits.maxBulkValues);
          count(request === undefined ? 'no request' : 'request');
          if (request !== undefined) await run(engine.centre.bulk(device('wang'), request));
        } catch (error) {
          if (!(error instanceof UpdateRejected)) throw error;
          count(error.code);
        }
      } else {
        if (attacker === undefined || attacker.closed !== undefined) {
          const isPrivate = random.chance(0.8);
          attacker = engine.connect('wang', wire, isPrivate);
          if (isPrivate && random.chance(0.97)) attacker.onmessage?.(hello([client]));
        }
        const frame = fuzzer.frame(random.chance(0.05) ? honest.doc.clientID : client, shown);
        attacker.onmessage?.(random.chance(0.01) ? Buffer.from(frame).toString('latin1') : frame);
        await engine.settle();
        count(attacker.closed ?? 'open');
      }
      assert.ok(engine.mostTurns <= MAX_TURNS, `${where}: ${engine.mostTurns} turns`);
      assert.equal(engine.faults, [], where);
      if (random.chance(0.1)) {
        honest.take();
        await honest.type(random);
        honestEdits++;
      }
      if (round % ROUNDS_A_CHECK !== ROUNDS_A_CHECK - 1) continue;
      honest.take();
      const state = stateOf(engine.centre.reader(wire).doc);
      assert.is(hasPending(honest.doc), false, where);
      assert.is(stateOf(honest.doc), state, `${where}: an honest replica differs from the server`);
      assert.is(stateOf(new Engine(store, keys).centre.reader(wire).doc), state, `${where}: the log gives another document`);
    }
    honest.end();
    attacker?.onclose?.();
    await engine.rest();
    assert.equal(engine.faults, [], `after case ${caseNumber}`);
    assert.equal(unhandled, []);
  }

  for (let count = 0; count < 3; count++) await engine.rest();
  const used = collectGarbage();
  engine = new Engine(store, keys);
  await engine.rest();
  const fresh = collectGarbage();
  assert.ok(used - fresh < MAX_KEPT_BYTES, `${used} bytes in use, ${fresh} by a fresh engine on the same log`);
  process.off('unhandledRejection', onUnhandled);
  if (ROUNDS > 10_000) console.log(JSON.stringify({ used, fresh, outcomes: [...outcomes] }));
  assert.ok(honestEdits > ROUNDS / 20, `${honestEdits} honest edits`);
  for (const expected of ['open', 'request', 'no request', 'MALFORMED', 'FOREIGN_CLIENT', 'MISSING_DEPENDENCIES', 'UPDATE_THROWS'])
    assert.ok((outcomes.get(expected) ?? 0) > 0, `${expected} never happened: ${JSON.stringify([...outcomes])}`);
});

test.run();
