import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { StillCentre } from '../testing/still-centre.js';
import { type Waiting, WaitingNews } from './waiting.js';

const test = suite('news that wait');

/** A clock whose timers run when it is moved. */
class World {
  now = 0;
  /** Rooms that were written, a list a stretch. */
  readonly written: string[][] = [];
  readonly stays = new Set<string>();
  readonly #timers = new Map<number, () => void>();
  #seq = 0;
  readonly waiting: WaitingNews;

  constructor(readonly room: Parameters<WaitingNews['add']>[0]) {
    const later = (run: () => void, ms: number) => {
      const at = this.now + ms;
      this.#timers.set(at, run);
      return () => void this.#timers.delete(at);
    };
    const options = { later, now: () => this.now, restMs: 1000, lagMs: 30_000, stays: (key: string) => this.stays.has(key) };
    this.waiting = new WaitingNews(options, (taken) => this.written.push(taken.map(([key]) => key)));
  }

  say(key: string, entries = 1): void {
    const read = {
      after: this.#seq,
      entries: Array.from({ length: entries }, () => ({
        seq: ++this.#seq,
        at: this.now,
        person: 'wang',
        changes: [],
        trace: { written: [], deleted: [], values: [] },
      })),
    };
    this.waiting.add(Object.create(this.room, { key: { value: key } }), { updates: [], origins: new Set(), acts: [], read });
  }

  pass(ms: number): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now++;
      const due = this.#timers.get(this.now);
      this.#timers.delete(this.now);
      due?.();
    }
  }
}

async function world(): Promise<World> {
  const { centre } = await new StillCentre().plant();
  const definition = centre.model.room('joint');
  return new World({ definition } as Parameters<WaitingNews['add']>[0]);
}

const counts = (taken: readonly (readonly [string, Waiting])[]) => taken.map(([key, { entries }]) => [key, entries.length]);

test('a room that rests is written within two rests, one that does not when much of it waits', async () => {
  const w = await world();
  w.say('a');
  w.pass(2000);
  assert.equal(w.written, [['a']]);
  for (let at = 0; at < 10; at++) {
    w.say('b', 7);
    w.pass(900);
  }
  assert.equal(w.written.slice(1), [['b']], '64 entries of it waited');
  assert.equal(counts(w.waiting.take()), [], 'and it has rested since');
});

test('one that never rests and says little is written after the lag', async () => {
  const w = await world();
  for (let at = 0; at < 35; at++) {
    w.say('a');
    w.pass(990);
  }
  assert.equal(w.written, [['a']]);
  assert.ok(counts(w.waiting.take('a')).every(([, count]) => Number(count) < 6));
});

test('of many rooms a few are written at a stretch, and all of them soon', async () => {
  const w = await world();
  for (let at = 0; at < 20; at++) w.say(`r${at}`);
  w.pass(2100);
  assert.equal(
    w.written.map(({ length }) => length),
    [8, 8, 4],
  );
  assert.is(new Set(w.written.flat()).size, 20);
});

test('what is asked for is taken alone; a room that stays is not taken, and is written when it may be', async () => {
  const w = await world();
  w.say('a', 2);
  w.say('b', 3);
  w.stays.add('b');
  assert.equal(counts(w.waiting.take('a')), [['a', 2]]);
  assert.equal(counts(w.waiting.take('a')), [], 'once');
  assert.equal(counts(w.waiting.take()), []);
  w.pass(5000);
  assert.equal(w.written, []);
  w.stays.clear();
  w.pass(1000);
  assert.equal(w.written, [['b']]);
});

test('above a number of entries of all rooms together nobody waits', async () => {
  const w = await world();
  for (let at = 0; at < 300; at++) w.say(`r${at}`, 30);
  w.pass(990);
  for (let at = 0; at < 300; at++) w.say(`r${at}`);
  w.pass(600);
  assert.ok(w.written.flat().length > 0, 'before they rest');
  assert.ok(w.written.every(({ length }) => length <= 8));
});

test.run();
