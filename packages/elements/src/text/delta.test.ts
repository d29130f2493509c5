import { applyDelta, splitsCharacter, type TextDelta } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { composeDeltas, differenceOf, mapPosition, spanOfDelta, sparing, tidyDelta, transformDelta } from './delta.js';
import { HeldText } from './held-text.js';

const RUNS = 3000;
const ALPHABET = ['调', '解', '员', 'a', ' ', '\n', '𠮷', '𠀀', '，'];

/** mulberry32: a small seeded source, so that a failure can be run again by its seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const textFrom = (random: (below: number) => number, most: number): string =>
  Array.from({ length: random(most + 1) }, () => ALPHABET[random(ALPHABET.length)]).join('');

/** A delta of whole characters of `value`, in any order of steps and with empty ones, on purpose. */
function deltaFrom(random: (below: number) => number, value: string): TextDelta {
  const characters = [...value];
  const steps: TextDelta[number][] = [];
  let at = 0;
  for (let turns = random(6); turns > 0; turns--) {
    const kind = random(3);
    const run = characters.slice(at, at + random(4)).join('');
    if (kind === 0) steps.push({ retain: run.length });
    else if (kind === 1) steps.push({ delete: run.length });
    else steps.push({ insert: textFrom(random, 3) });
    if (kind < 2) at += [...run].length;
  }
  return steps;
}

/** Runs a property over many seeds; the seed stands in the message of a failure. */
function property(run: (random: (below: number) => number, note: string) => void): void {
  for (let seed = 1; seed <= RUNS; seed++) run(randomFrom(seed), `seed ${seed}`);
}

/** Whether every cut that a delta makes lies between characters of the text. */
function keepsCharacters(value: string, delta: TextDelta): boolean {
  let at = 0;
  return delta.every((step) => {
    at += 'retain' in step ? step.retain : 'delete' in step ? step.delete : 0;
    return !splitsCharacter(value, at) && !('insert' in step && /\p{Surrogate}/u.test(step.insert));
  });
}

const test = suite('text delta');

test('a tidy delta does the same', () => {
  property((random, note) => {
    const value = textFrom(random, 12);
    const delta = deltaFrom(random, value);
    assert.is(applyDelta(value, tidyDelta(delta)), applyDelta(value, delta), note);
    assert.equal(tidyDelta(tidyDelta(delta)), tidyDelta(delta), note);
  });
  assert.equal(tidyDelta([{ retain: 1 }, { delete: 1 }, { insert: 'x' }, { retain: 4 }]), [{ retain: 1 }, { delete: 1 }, { insert: 'x' }]);
  assert.equal(tidyDelta([{ retain: 0 }, { insert: '' }, { delete: 0 }]), []);
});

test('composed deltas do what both do in turn', () => {
  property((random, note) => {
    const value = textFrom(random, 12);
    const first = deltaFrom(random, value);
    const between = applyDelta(value, first);
    const second = deltaFrom(random, between);
    const both = composeDeltas(first, second);
    assert.is(applyDelta(value, both), applyDelta(between, second), note);
    assert.ok(keepsCharacters(value, both), note);
  });
});

test('two changes of one text meet in one text, whichever comes first', () => {
  let met = 0;
  property((random, note) => {
    const value = textFrom(random, 12);
    const a = deltaFrom(random, value);
    const b = deltaFrom(random, value);
    const bAfterA = transformDelta(b, a, 'after');
    const aAfterB = transformDelta(a, b, 'before');
    const one = applyDelta(applyDelta(value, a), bAfterA);
    assert.is(one, applyDelta(applyDelta(value, b), aAfterB), note);
    assert.ok(keepsCharacters(applyDelta(value, a), bAfterA), `${note}: a character was cut`);
    assert.ok(spanOfDelta(bAfterA) <= applyDelta(value, a).length, `${note}: beyond the end`);
    if (one !== value && bAfterA.length > 0 && aAfterB.length > 0) met++;
  });
  assert.ok(met > RUNS / 4, `only ${met} of ${RUNS} runs had two real changes`);
});

test('transforming against a composition is transforming against its parts', () => {
  property((random, note) => {
    const value = textFrom(random, 12);
    const a = deltaFrom(random, value);
    const b1 = deltaFrom(random, value);
    const b2 = deltaFrom(random, applyDelta(value, b1));
    const whole = transformDelta(a, composeDeltas(b1, b2), 'before');
    const inTurn = transformDelta(transformDelta(a, b1, 'before'), b2, 'before');
    const text = applyDelta(applyDelta(value, b1), b2);
    // Where b2 inserts at a place that b1 emptied, a composition no longer knows on which side of the emptied run; so
    // the order there may differ, but never what is inserted and deleted.
    const characters = (delta: TextDelta): string => [...applyDelta(text, delta)].sort().join('');
    assert.is(characters(whole), characters(inTurn), note);
  });
});

test('a tie is settled by the stated rule', () => {
  const x: TextDelta = [{ retain: 1 }, { insert: 'x' }];
  const y: TextDelta = [{ retain: 1 }, { insert: 'y' }];
  assert.is(applyDelta(applyDelta('ab', x), transformDelta(y, x, 'after')), 'axyb');
  assert.is(applyDelta(applyDelta('ab', x), transformDelta(y, x, 'before')), 'ayxb');
});

test('an insertion survives the deletion of the text around it', () => {
  const all: TextDelta = [{ delete: 4 }];
  const word: TextDelta = [{ retain: 2 }, { insert: '调解' }];
  assert.equal(transformDelta(word, all, 'before'), [{ insert: '调解' }]);
  assert.is(applyDelta(applyDelta('abcd', word), transformDelta(all, word, 'after')), '调解');
});

test('a position stays with its neighbours', () => {
  assert.is(mapPosition(2, [{ insert: 'xy' }], -1), 4);
  assert.is(mapPosition(2, [{ retain: 2 }, { insert: 'xy' }], -1), 2);
  assert.is(mapPosition(2, [{ retain: 2 }, { insert: 'xy' }], 1), 4);
  assert.is(mapPosition(3, [{ retain: 1 }, { delete: 4 }], 1), 1);
  assert.is(mapPosition(5, [{ retain: 1 }, { delete: 4 }], 1), 1);
  assert.is(mapPosition(3, [{ retain: 5 }, { insert: 'x' }], 1), 3);
  assert.is(mapPosition(1, [{ delete: 2 }, { insert: 'x' }], 1), 0);
  assert.is(mapPosition(2, [{ delete: 2 }, { insert: 'x' }], 1), 1);
  property((random, note) => {
    const value = textFrom(random, 12);
    const delta = deltaFrom(random, value);
    const after = applyDelta(value, delta);
    let last = 0;
    for (let at = 0; at <= value.length; at++) {
      if (splitsCharacter(value, at)) continue;
      const mapped = mapPosition(at, delta, -1);
      assert.ok(mapped >= last && mapped <= after.length, `${note}: order at ${at}`);
      assert.ok(!splitsCharacter(after, mapped), `${note}: ${at} cuts a character`);
      assert.ok(mapPosition(at, delta, 1) >= mapped, `${note}: sides at ${at}`);
      last = mapped;
    }
  });
});

test('a difference never cuts a character', () => {
  // 𠮷 and 𠮶 share their first half, 𠮷 and 𢮷 their second.
  assert.equal(differenceOf('甲𠮷乙', '甲𠮶乙'), [{ retain: 1 }, { insert: '𠮶' }, { delete: 2 }]);
  assert.equal(differenceOf('甲𠮷乙', '甲𢮷乙'), [{ retain: 1 }, { insert: '𢮷' }, { delete: 2 }]);
  assert.equal(differenceOf('一样', '一样'), []);
  property((random, note) => {
    const from = textFrom(random, 8);
    const to = textFrom(random, 8);
    const delta = differenceOf(from, to);
    assert.is(applyDelta(from, delta), to, note);
    assert.ok(keepsCharacters(from, delta), note);
  });
});

test('a spared stretch comes back where it was deleted, on both sides alike', () => {
  property((random, note) => {
    const value = textFrom(random, 12);
    const delta = deltaFrom(random, value);
    const places = Array.from({ length: value.length + 1 }, (_, at) => at).filter((at) => !splitsCharacter(value, at));
    const one = places[random(places.length)] ?? 0;
    const two = places[random(places.length)] ?? 0;
    const [from, to] = [Math.min(one, two), Math.max(one, two)];
    const { kept, restore } = sparing(delta, (start, end) => [{ insert: value.slice(start, end) }], from, to);
    const result = applyDelta(value, kept);
    assert.is(applyDelta(applyDelta(value, delta), restore), result, note);
    const lost = tidyDelta(kept).some((step, index, steps) => {
      const at = spanOfDelta(steps.slice(0, index));
      return 'delete' in step && Math.max(at, from) < Math.min(at + step.delete, to);
    });
    assert.not(lost, `${note}: something of the stretch was deleted`);
  });
});

test('what is held on both sides ends in one text, in any order of arrival', () => {
  property((random, note) => {
    const held = new HeldText();
    let shown = textFrom(random, 10);
    let field = shown;
    const tell = () => {
      field = applyDelta(field, held.takeLocal());
    };
    for (let turns = 3 + random(12); turns > 0; turns--) {
      const turn = random(8);
      if (turn < 3) {
        const delta = deltaFrom(random, shown);
        shown = applyDelta(shown, delta);
        held.addLocal(delta);
      } else if (turn < 6) {
        const delta = deltaFrom(random, field);
        field = applyDelta(field, delta);
        held.addRemote(delta);
      } else if (turn === 6) tell();
      else {
        tell();
        field = applyDelta(
          field,
          held.spare((start, end) => [{ insert: shown.slice(start, end) }], 0, shown.length),
        );
        const before = shown;
        shown = applyDelta(shown, held.takeRemote());
        assert.ok(shown.length >= before.length, `${note}: spared text was deleted`);
      }
    }
    tell();
    shown = applyDelta(shown, held.takeRemote());
    assert.is(shown, field, note);
    assert.not(held.hasLocal || held.hasRemote);
  });
});

test('a word composed here stays whole while others write and delete at its place', () => {
  const held = new HeldText();
  held.addLocal([{ retain: 2 }, { insert: 'ni' }]);
  held.addRemote([{ retain: 2 }, { insert: '甲' }]);
  held.addLocal([{ retain: 4 }, { insert: 'hao' }]);
  held.addRemote([{ delete: 2 }, { retain: 1 }, { insert: '乙' }, { delete: 2 }]);
  held.addLocal([{ retain: 2 }, { insert: '你好' }, { delete: 5 }]);
  const field = applyDelta(applyDelta('原文原文', [{ retain: 2 }, { insert: '甲' }]), [
    { delete: 2 },
    { retain: 1 },
    { insert: '乙' },
    { delete: 2 },
  ]);
  assert.is(field, '甲乙');
  assert.is(applyDelta(field, held.takeLocal()), '你好甲乙');
  assert.is(applyDelta('原文你好原文', held.takeRemote()), '你好甲乙');
});

test.run();
