import { encodeMessage } from '@onedoor/core';
import { VICTIM } from '../arena.js';
import { presenceOf } from '../forge.js';
import { type Attack, big } from './tools.js';

/** Client ids, and who is here. */
export const PRESENCE: readonly Attack[] = [
  {
    name: "a victim's id at hello",
    what: 'Names an id that is bound to somebody else',
    expected: 'CLIENT_CLASH',
    run: async (arena) => arena.closed(await arena.client('wang', { clients: [VICTIM] })),
  },
  {
    name: "a victim's id claimed later",
    what: 'The same by the message of a second tab',
    expected: 'CLIENT_CLASH',
    run: (arena) => arena.frame(encodeMessage({ type: 'claim', clients: [VICTIM] })),
  },
  {
    name: "the victim's own id from another device",
    what: 'A stolen token is a person, not their device',
    expected: 'CLIENT_CLASH',
    run: async (arena) => arena.closed(await arena.client('li', { clients: [VICTIM], device: 'other' })),
  },
  {
    name: 'squatting by the million',
    what: 'Claims ids until every other person meets one',
    expected: 'CLIENT_CLASH',
    limits: { maxUnusedClientIds: 100 },
    run: (arena) => arena.frame(encodeMessage({ type: 'claim', clients: Array.from({ length: 200 }, (_, at) => 1_000_000 + at) })),
  },
  {
    name: "a stock client's first presence under a victim's id",
    what: 'Its first presence claims the id: must not be another’s',
    expected: 'CLIENT_CLASH',
    run: (arena) => arena.presence(presenceOf([VICTIM, 1, '{}']), 'wang', { protocol: 'y.1' }),
  },
  {
    name: "presence under a victim's id",
    what: "Moves another's caret, or shows them as gone",
    expected: 'ignored',
    run: (arena) => arena.presence(presenceOf([VICTIM, 9, 'null'], [VICTIM + 1, 9, '{"cursor":1}'])),
  },
  {
    name: 'clock jump in presence',
    what: "The greatest clock for a victim's id: nothing honest would be seen any more",
    expected: 'ignored',
    run: (arena) => arena.presence(presenceOf([VICTIM, 2 ** 52, '{"cursor":"fake"}'])),
  },
  {
    name: 'a clock that is no number',
    what: 'More digits than a number has',
    expected: 'MALFORMED',
    run: (arena) => arena.presence(Uint8Array.of(1, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 127, 2, 0x7b, 0x7d)),
  },
  {
    name: 'presence that lies about its number',
    what: 'Says a thousand million states and brings one',
    expected: 'MALFORMED',
    run: (arena) => arena.presence(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 2, 0x7b, 0x7d)),
  },
  {
    name: 'bytes behind the presence',
    what: 'Carries something along that no check reads',
    expected: 'MALFORMED',
    run: (arena) => arena.presence(Uint8Array.of(0, 1, 2, 3)),
  },
  {
    name: 'large presence',
    what: 'Sends data that no log holds',
    expected: 'TOO_LARGE',
    async run(arena) {
      const id = arena.id();
      return arena.presence(presenceOf([id, 1, JSON.stringify({ blob: big(5000) })]), 'wang', { clients: [id] });
    },
  },
  {
    name: 'large frame of presence',
    what: 'The same in thousands of states of others',
    expected: 'TOO_LARGE',
    run: (arena) =>
      arena.presence(presenceOf(...Array.from({ length: 400 }, (_, at) => [at, 1, JSON.stringify({ blob: big(800) })] as const))),
  },
  {
    name: 'deep presence',
    what: 'Nested JSON that ends the stack of whoever reads it',
    expected: 'TOO_DEEP',
    run(arena) {
      const id = arena.id();
      return arena.presence(presenceOf([id, 1, `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`]), 'wang', { clients: [id] });
    },
  },
  {
    name: 'presence that is no JSON',
    what: 'Every client would throw on it',
    expected: 'MALFORMED',
    run(arena) {
      const id = arena.id();
      return arena.presence(presenceOf([id, 1, '{"a":']), 'wang', { clients: [id] });
    },
  },
];
