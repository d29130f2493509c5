import { createHash } from 'node:crypto';
import { definePlugin, defineSettings, directorySlice, Model, settingsSlice } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectOk } from './centre.js';
import { device, intentOf, type PersonId, TestServer } from './testing/index.js';

/* Versions of settings, and who may make them, against a real server. */

const lending = definePlugin(
  { name: 'lending', version: '1.0.0', api: 1, label: { zh: '借用', en: 'Lending' } },
  {},
  {
    locales: { zh: {}, en: {} },
    settings: () =>
      Promise.resolve(
        defineSettings({
          group: 'lending',
          settings: {
            days: { schema: z.int().check(z.minimum(1), z.maximum(30)), default: 3, atHand: true },
            steps: { schema: z.array(z.string()), default: [] },
          },
          papers: { receipt: () => Promise.reject(new Error('the server lays out no papers')) },
          locales: {
            zh: { 'setting.days': '日数', 'setting.steps': '步骤', 'setting.paper.receipt': '借条' },
            en: { 'setting.days': 'Days', 'setting.steps': 'Steps', 'setting.paper.receipt': 'Receipt' },
          },
        }),
      ),
  },
);

const test = suite<{ server: TestServer }>('settings');
test.before.each(async (context) => {
  context.server = await TestServer.start({ model: new Model([lending]) });
  await give(context.server, 'li', ['settings.lending']);
  await give(context.server, 'zhou', ['centre.settings']);
});
test.after.each(({ server }) => server.stop());

async function give({ centre }: TestServer, person: PersonId, rights: string[]): Promise<void> {
  const { name, department } = centre.people()[person] ?? { name: person, department: 'office' };
  const enrol = directorySlice.request.enrol({ person, name, department, post: '', rights });
  expectOk(await centre.act(centre.system, 't/-/directory', intentOf(enrol, 1_000_000)));
}
const set = async (
  { centre }: TestServer,
  person: PersonId,
  group: string,
  args: Parameters<typeof settingsSlice.request.set>[0],
  base = 1_000_000,
) => {
  const result = await centre.act(device(person), `t/-/settings.${group}`, intentOf(settingsSlice.request.set(args), base));
  return result.ok ? result.value.outcome : `${result.refusal.code} ${result.refusal.at ?? ''}`.trim();
};
const reason = '镇党委会议定';
const handOf = ({ centre }: TestServer) => centre.me('sun')?.settings;

test('whoever has the right makes versions; everybody has them at hand, in a schema that fits', async ({ server }) => {
  assert.is(handOf(server), undefined);
  assert.is(await set(server, 'li', 'lending', { name: 'days', value: 5, reason }), 'applied');
  assert.is(await set(server, 'zhou', 'lending', { name: 'days', value: 7, from: '2027-01-01', reason }), 'applied');
  assert.equal(handOf(server), {
    'lending.days': [
      { number: 1, value: 5 },
      { number: 2, value: 7, from: '2027-01-01' },
    ],
  });
  // Large ones are read in their room alone.
  assert.is(await set(server, 'li', 'lending', { name: 'steps', value: ['一', '二'], reason }), 'applied');
  assert.equal(Object.keys(handOf(server) ?? {}), ['lending.days']);
  const told = (await server.get('/api/me', 'sun')).body as {
    readonly settings: unknown;
    readonly rooms: readonly { readonly room: string }[];
  };
  assert.equal(told.settings, handOf(server));
  assert.ok(told.rooms.some(({ room }) => room === 'settings.lending'));
});

test('a value that does not fit is refused with code and place, and so is a setting that nobody declared', async ({ server }) => {
  assert.is(await set(server, 'li', 'lending', { name: 'days', value: 0, reason }), 'BAD_VALUE');
  assert.is(await set(server, 'li', 'lending', { name: 'steps', value: ['一', 2], reason }), 'BAD_VALUE 1');
  assert.is(await set(server, 'li', 'lending', { name: 'weeks', value: 1, reason }), 'BAD_ARGS name');
  assert.is(await set(server, 'zhou', 'nobody', { name: 'days', value: 1, reason }), 'BAD_ARGS name');
  assert.is(await set(server, 'li', 'lending', { name: 'days', value: 4, reason: '' }), 'BAD_ARGS reason');
  assert.is(
    await set(server, 'zhou', 'core', { name: 'calendar', value: { 2027: { off: ['13-01'], worked: [] } }, reason }),
    'BAD_VALUE 2027.off.0',
  );
  assert.is(handOf(server), undefined);
});

test('a right is for one group, and reading is for everybody', async ({ server }) => {
  assert.is(await set(server, 'sun', 'lending', { name: 'days', value: 5, reason }), 'NOT_PERMITTED');
  assert.is(await set(server, 'li', 'core', { name: 'calendar', value: {}, reason }), 'NOT_PERMITTED');
  assert.is(await set(server, 'zhou', 'core', { name: 'calendar', value: {}, reason }), 'applied');
  assert.is(server.centre.refusal(device('sun'), 't/-/settings.core', 'read'), undefined);
  assert.is(server.centre.refusal(device('zhou'), 't/-/settings.core', 'write')?.code, 'NOT_WRITABLE');
});

test('two who set one thing while apart are a conflict; two who set different things are not', async ({ server }) => {
  assert.is(await set(server, 'li', 'lending', { name: 'days', value: 5, reason }, 0), 'applied');
  assert.is(await set(server, 'zhou', 'lending', { name: 'days', value: 6, reason }, 0), 'conflict');
  assert.is(await set(server, 'zhou', 'lending', { name: 'steps', value: [], reason }, 0), 'applied');
  assert.equal(handOf(server), { 'lending.days': [{ number: 1, value: 5 }] });
});

test('pages hear on the directory socket that a setting has changed, and it holds after a restart', async ({ server }) => {
  const told = await server.client('sun', { wire: 't/-/directory@1', protocol: 'onedoor.1' });
  await told.ready();
  const news = () => told.messages.filter(({ type }) => type === 'rows').length;
  const before = news();
  await set(server, 'li', 'lending', { name: 'days', value: 5, reason });
  await told.until('word of the change', () => news() > before);
  await server.restart();
  assert.equal(handOf(server), { 'lending.days': [{ number: 1, value: 5 }] });
});

test('a template is put by who may set it, got by everybody, and named by an act with its hash; nobody else puts anything', async ({
  server,
}) => {
  const bytes = new TextEncoder().encode('一个模板');
  const hash = createHash('sha256').update(bytes).digest('hex');
  const path = `/api/blobs/t/-/settings.lending@1/${hash}`;
  const call = async (method: string, person: PersonId) => {
    const headers = { authorization: `Bearer ${await server.token(person)}`, 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${server.url}${path}`, { method, headers, ...(method === 'PUT' ? { body: bytes } : {}) });
    return answer.status < 300 ? answer.status : ((await answer.json()) as { readonly code: string }).code;
  };
  assert.equal([await call('PUT', 'sun'), await call('GET', 'sun')], ['NOT_PERMITTED', 'NOT_FOUND']);
  assert.equal([await call('PUT', 'li'), await call('GET', 'sun')], [204, 200]);
  assert.is(await call('PUT', 'zhou'), 204);
  const file = { id: 'f1', name: '借条.docx', type: '', size: bytes.length, hash };
  assert.is(await set(server, 'sun', 'lending', { name: 'paper.receipt', value: { file }, reason }), 'NOT_PERMITTED');
  assert.is(
    await set(server, 'li', 'lending', { name: 'paper.receipt', value: { file: { ...file, hash: 'x' } }, reason }),
    'BAD_VALUE file.hash',
  );
  assert.is(await set(server, 'li', 'lending', { name: 'paper.other', value: { file }, reason }), 'BAD_ARGS name');
  assert.is(await set(server, 'li', 'lending', { name: 'paper.receipt', value: { file }, reason }), 'applied');
  assert.is(await set(server, 'zhou', 'lending', { name: 'paper.receipt', value: {}, reason }), 'applied');
  assert.equal(handOf(server), {
    'lending.paper.receipt': [
      { number: 1, value: { file } },
      { number: 2, value: {} },
    ],
  });
});

test.run();
