import { caseSlice } from '@onedoor/core';
import { actOnCase, device, intentOf, makeCase } from '@onedoor/server/testing';
import { VICTIM } from '../arena.js';
import { nestedValue, nestingBomb, updateOf } from '../forge.js';
import { type Attack, big, kept, rename, SECRET_HASH, serverDoc, text } from './tools.js';

/** Rooms, acts and files that are not one's own. */
export const RIGHTS: readonly Attack[] = [
  {
    name: "a colleague's room",
    what: 'A person of the centre who is not of the team opens the room',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('sun')),
  },
  {
    name: 'a stranger with a good token',
    what: 'Somebody whom the directory does not know',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('stranger', { wire: 't/-/directory@1' })),
  },
  {
    name: 'a room of the past or the future',
    what: 'Guesses at epochs',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('sun', { wire: arena.server.wire('joint', 'k1', 2) })),
  },
  {
    name: 'a path in place of a room',
    what: 'Walks out of the folder of rooms',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('wang', { wire: '..%2f..%2fkeys%2fmaster.key' })),
  },
  {
    name: 'a removed member stays',
    what: 'Keeps the socket that was open when the right ended',
    expected: 'FORBIDDEN',
    async before(arena) {
      await makeCase(arena.server.centre, 'removed');
      kept.set(arena, await arena.joined('zhao', { wire: arena.server.wire('joint', 'removed') }));
      await actOnCase(arena.server.centre, device('wang'), 'removed', caseSlice.request.removeMember({ person: 'zhao', reason: '轮岗' }));
    },
    async run(arena) {
      const client = kept.get(arena);
      if (client === undefined) throw new Error('no socket was kept');
      client.update(updateOf(arena.id(), (doc) => doc.getText('t').insert(0, '还在')));
      return arena.closed(client);
    },
  },
  {
    name: 'bulk: writing into a closed room',
    what: 'A colleague sends content without a socket',
    expected: 'FORBIDDEN',
    run: (arena) => arena.bulk('sun', { updates: [text(arena, '不是我的')] }),
  },
  {
    name: 'bulk: forged client id',
    what: "A member sends a victim's next write without a socket",
    expected: 'FOREIGN_CLIENT',
    run: (arena) => arena.bulk('wang', { updates: [updateOf(VICTIM, (doc) => doc.getText('t').insert(0, '伪造'), serverDoc(arena))] }),
  },
  {
    name: "bulk: a victim's id claimed",
    what: 'Claims the id beside the update',
    expected: 'CLIENT_CLASH',
    run: (arena) => arena.bulk('wang', { clients: [VICTIM], updates: [text(arena, '冒领')] }),
  },
  {
    name: 'bulk: nesting bomb',
    what: 'The bomb without a socket',
    expected: 'TOO_DEEP',
    run: (arena) => arena.bulk('wang', { updates: [nestingBomb(arena.id(), 20_000)] }),
  },
  {
    name: 'bulk: no request',
    what: 'Bytes that are none of ours',
    expected: 'MALFORMED',
    run: (arena) =>
      arena.http('/api/sync', {
        method: 'POST',
        person: 'wang',
        headers: { 'content-type': 'application/octet-stream' },
        body: Uint8Array.of(1, 2, 3),
      }),
  },
  {
    name: 'bulk: nested request',
    what: 'Arguments nested until the stack ends',
    expected: 'TOO_DEEP',
    run: (arena) => arena.bulk('wang', { intents: [intentOf({ ...rename, args: { deep: nestedValue(2000) } })] }),
  },
  {
    name: 'bulk: millions of values',
    what: 'A list that is checked one by one',
    expected: 'TOO_MANY',
    run: (arena) => arena.bulk('wang', { intents: [intentOf({ ...rename, args: { many: Array.from({ length: 250_000 }, () => true) } })] }),
  },
  {
    name: 'bulk: giant body',
    what: 'Fills the memory before anything is read',
    expected: 'TOO_LARGE',
    limits: { maxBulkBytes: 65_536 },
    run: (arena) => arena.bulk('wang', { updates: [new Uint8Array(70_000)] }),
  },
  {
    name: 'an act in a closed room',
    what: 'A colleague moves a case that is not theirs',
    expected: 'FORBIDDEN',
    run: (arena) => arena.bulk('sun', { wire: arena.server.wire('case'), intents: [intentOf(rename)] }),
  },
  {
    name: 'an act beyond the part',
    what: 'An observer moves the case',
    expected: 'NOT_PERMITTED',
    run: (arena) => arena.bulk('zhao', { wire: arena.server.wire('case'), intents: [intentOf(rename)] }),
  },
  {
    name: 'making oneself a member',
    what: 'A colleague adds themselves to the team',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.bulk('sun', {
        wire: arena.server.wire('case'),
        intents: [intentOf(caseSlice.request.addMember({ person: 'sun', role: 'leader' }))],
      }),
  },
  {
    name: 'an act that does not exist',
    what: 'A command of nobody',
    expected: 'UNKNOWN_COMMAND',
    run: (arena) => arena.bulk('wang', { wire: arena.server.wire('case'), intents: [intentOf({ command: 'case.erase', args: {} })] }),
  },
  {
    name: 'a giant act',
    what: 'A file in the arguments of an act',
    expected: 'TOO_LARGE',
    run: (arena) =>
      arena.bulk('wang', {
        wire: arena.server.wire('case'),
        intents: [intentOf({ ...rename, args: { to: 'graded', reason: big(100_000) } })],
      }),
  },
  {
    name: 'taking over a case',
    what: 'Makes a case under an id that is taken, to become its lead',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.bulk('zhou', {
        wire: arena.server.wire('case'),
        intents: [intentOf(caseSlice.request.create({ title: '冒名', category: '08', source: 'grid', village: '某村' }))],
      }),
  },
  {
    name: "replay of another's intent",
    what: 'Sends the id of an act that somebody else made, to learn of it',
    expected: 'FORBIDDEN',
    async run(arena) {
      const acts = await arena.server.centre.bulk(device('wang'), {
        protocol: 1,
        schema: 1,
        device: 'd',
        rooms: [{ wire: arena.server.wire('case'), since: 0, clients: [], updates: [], intents: [], pull: true }],
      });
      const id = acts.rooms[0]?.acts?.[0]?.intent.id ?? '';
      return arena.bulk('sun', { wire: arena.server.wire('case'), intents: [intentOf(rename, 0, id)] });
    },
  },
  {
    name: 'a file of a closed room',
    what: 'Asks for a file by its hash',
    expected: 'FORBIDDEN',
    run: (arena) => arena.http(`/api/blobs/${arena.server.wire()}/${SECRET_HASH}`, { person: 'sun' }),
  },
  {
    name: 'a file into a closed room',
    what: 'Puts a file where it may not',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.http(`/api/blobs/${arena.server.wire()}/${SECRET_HASH}`, {
        method: 'PUT',
        person: 'sun',
        body: 'x',
        headers: { 'content-type': 'application/octet-stream' },
      }),
  },
  {
    name: 'a file under a false hash',
    what: 'Other bytes under the hash of a file that is signed',
    expected: 'HASH_MISMATCH',
    run: (arena) =>
      arena.http(`/api/blobs/${arena.server.wire()}/${SECRET_HASH}`, {
        method: 'PUT',
        person: 'wang',
        body: 'y',
        headers: { 'content-type': 'application/octet-stream' },
      }),
  },
  {
    name: 'a path in place of a file',
    what: 'Walks to the keys',
    expected: 'NOT_FOUND',
    run: (arena) => arena.http(`/api/blobs/${arena.server.wire()}/..%2f..%2fkeys%2fmaster.key`, { person: 'wang' }),
  },
  {
    name: 'the history of a closed room',
    what: 'Asks who wrote what in a case that is not theirs',
    expected: 'FORBIDDEN',
    run: (arena) => arena.http('/api/history?case=k1&room=joint', { person: 'sun' }),
  },
  {
    name: 'the history of everything',
    what: 'Asks for more at once than one may',
    expected: 'BAD_ARGS',
    run: (arena) => arena.http('/api/history?case=k1&room=joint&limit=-1', { person: 'wang' }),
  },
  {
    name: 'who wrote what in a closed room',
    what: 'Asks for the writers of a text of a case that is not theirs',
    expected: 'FORBIDDEN',
    run: (arena) => arena.http('/api/attribution?case=k1&room=joint&collection=facts&record=facts&field=summary', { person: 'sun' }),
  },
  {
    name: 'two moments of a closed room',
    what: 'Asks what changed in a case that is not theirs',
    expected: 'FORBIDDEN',
    run: (arena) => arena.http('/api/compare?case=k1&room=joint&from=0&until=9999999999999', { person: 'sun' }),
  },
  {
    name: 'the writers of a field that there is not',
    what: 'Looks for keys behind the records, such as the prototype of an object',
    expected: 'BAD_ARGS',
    run: (arena) => arena.http('/api/attribution?case=k1&room=joint&collection=facts&record=facts&field=__proto__', { person: 'wang' }),
  },
  {
    name: 'a demo token for a stranger',
    what: 'Signs in as somebody whom the directory does not know',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.http('/demo/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: 'system' }),
      }),
  },
  {
    name: 'the server itself as a person',
    what: 'A good token for the name that the server acts under',
    expected: 'FORBIDDEN',
    async run(arena) {
      const issued = await arena.server.running.demo?.issue('system', 60_000);
      return arena.http('/api/me', { headers: { authorization: `Bearer ${issued?.token ?? ''}` } });
    },
  },
];
