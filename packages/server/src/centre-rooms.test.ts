import { defineCommand, definePlugin, defineRecord, defineSlice, directorySlice, Model, register } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectOk } from './centre.js';
import { Desk, device, intentOf, type PersonId, TestServer } from './testing/index.js';

/* Rooms that belong to no case: single ones and families, whose members somebody's rights name. */

const Visit = defineRecord('round/visit', { house: register(z.string()) });
const addVisit = defineCommand({
  name: 'round.addVisit',
  args: z.object({ id: z.string(), house: z.string() }),
  run: (tx, { id, house }) => tx.create(Visit, id, { house }),
});
const slice = defineSlice<{ readonly handed: readonly string[] }>('round', { handed: [] }).act('hand', {
  args: z.object({ to: z.string() }),
  keys: () => ['hand'],
  apply: (state, { to }) => ({ handed: [...state.handed, to] }),
});
const round = definePlugin(
  {
    name: 'round',
    version: '1.0.0',
    api: 1,
    label: { zh: '走访', en: 'Rounds' },
    rooms: [
      {
        name: 'round',
        scope: 'centre',
        read: { right: 'round.lead' },
        write: { nobody: true },
        acts: { 'round.hand': { right: 'round.lead' } },
      },
      {
        name: 'round.visits.*',
        scope: 'centre',
        read: { any: [{ right: 'round.of.*' }, { right: 'round.lead' }] },
        write: { right: 'round.of.*' },
      },
    ],
  },
  { round: { slices: [slice] }, 'round.visits.*': { records: [Visit], commands: [addVisit] } },
);

const test = suite<{ server: TestServer }>('rooms of the centre');
test.before.each(async (context) => {
  context.server = await TestServer.start({ model: new Model([round]) });
  await give(context.server, 'li', ['round.of.east']);
  await give(context.server, 'sun', ['round.of.west']);
  await give(context.server, 'zhou', ['round.lead', 'directory.manage']);
});
test.after.each(({ server }) => server.stop());

async function give(server: TestServer, person: PersonId, rights: string[]): Promise<void> {
  const { name, department } = server.centre.people()[person] ?? { name: person, department: 'office' };
  expectOk(
    await server.centre.act(
      server.centre.system,
      't/-/directory',
      intentOf(directorySlice.request.enrol({ person, name, department, post: '', rights }), 1_000_000),
    ),
  );
}
const roomsOf = ({ centre }: TestServer, person: PersonId) =>
  centre.roomsFor(person, '-').map(({ room, write }) => `${room}${write ? ' w' : ''}`);

test('a person has the members that their rights name before anybody wrote there, and others as soon as they exist', async ({ server }) => {
  assert.equal(roomsOf(server, 'li'), ['directory', 'round.visits.east w']);
  assert.equal(roomsOf(server, 'wang'), ['directory']);
  assert.equal(roomsOf(server, 'zhou'), ['directory', 'round']);
  await new Desk(server.centre, device('li'), 't/-/round.visits.east', 7).run(addVisit.request({ id: 'v1', house: '东头第三家' }));
  assert.equal(roomsOf(server, 'zhou'), ['directory', 'round', 'round.visits.east']);
  assert.equal(roomsOf(server, 'sun'), ['directory', 'round.visits.west w']);
  const { rooms } = server.centre.me('li') ?? { rooms: [] };
  assert.is(rooms.find(({ room }) => room === 'round.visits.east')?.seq, 1);
});

test('who has no right to a member is answered as if it were not there, in writing, reading and bulk', async ({ server }) => {
  await new Desk(server.centre, device('li'), 't/-/round.visits.east', 7).run(addVisit.request({ id: 'v1', house: '东头第三家' }));
  for (const room of ['t/-/round.visits.east', 't/-/round.visits.north', 't/-/round.visits.a.b'])
    assert.is(server.centre.refusal(device('sun'), room, 'read')?.code, 'FORBIDDEN', room);
  const closed = await server.client('sun', { wire: 't/-/round.visits.east@1' });
  await closed.until('a close', () => closed.closeCode !== undefined);
  assert.is(closed.closeCode, 4403);
  assert.is(server.centre.refusal(device('zhou'), 't/-/round.visits.east', 'read'), undefined);
  assert.is(server.centre.refusal(device('zhou'), 't/-/round.visits.east', 'write')?.code, 'NOT_WRITABLE');
});

test('a right that is taken away closes the member', async ({ server }) => {
  await new Desk(server.centre, device('li'), 't/-/round.visits.east', 7).run(addVisit.request({ id: 'v1', house: '东头第三家' }));
  const socket = await server.client('li', { wire: 't/-/round.visits.east@1' });
  await give(server, 'li', []);
  await socket.until('a close', () => socket.closeCode !== undefined);
  assert.is(socket.closeCode, 4403);
  assert.equal(roomsOf(server, 'li'), ['directory']);
});

test('acts of a room of the centre go by right; whoever may read it hears on the directory socket that there is news', async ({
  server,
}) => {
  const told = await server.client('zhou', { wire: 't/-/directory@1', protocol: 'onedoor.1' });
  const others = await server.client('wang', { wire: 't/-/directory@1', protocol: 'onedoor.1' });
  const news = (client: typeof told) => client.messages.filter(({ type }) => type === 'rows').length;
  const [before, beforeOthers] = [news(told), news(others)];
  const refused = await server.centre.act(device('li'), 't/-/round', intentOf(slice.request.hand({ to: 'sun' }), 1_000_000));
  assert.is(refused.ok ? '' : refused.refusal.code, 'FORBIDDEN');
  expectOk(await server.centre.act(device('zhou'), 't/-/round', intentOf(slice.request.hand({ to: 'sun' }), 1_000_000)));
  await told.until('word of the change', () => news(told) > before);
  assert.is(news(others), beforeOthers);
});

test.run();
