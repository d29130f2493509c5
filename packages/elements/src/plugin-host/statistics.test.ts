import { type DirectoryState, definePlugin, defineSlice, OnedoorError, type PluginManifestSource } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeSession } from '../testing/fake-session.js';
import { Contributions } from './contributions.js';
import { createPluginContext } from './plugin-context.js';
import { definePluginView, type PluginEntry, type StatisticCounter } from './plugin-view.js';

const test = suite('figures of plugins');
const anyone = { anyone: true } as const;
const label = { zh: '铃', en: 'Bell' };

const rung = defineSlice<readonly string[]>('bell', []).act('ring', {
  args: z.object({ id: z.string() }),
  apply: (all, { id }) => [...all, id],
});
const bellManifest: PluginManifestSource = {
  name: 'bell',
  version: '1.0.0',
  api: 1,
  label,
  rooms: [
    { name: 'bell', scope: 'centre', read: anyone, write: { nobody: true }, acts: { 'bell.ring': anyone } },
    { name: 'bell.of.*', scope: 'centre', read: { right: 'bell.of.*' }, write: { nobody: true }, acts: { 'bell.ring': anyone } },
    { name: 'bell.key', scope: 'centre', read: { right: 'bell.key' }, write: { nobody: true } },
  ],
  contributes: {
    statistics: [
      { id: 'rung', label: { zh: '敲了几次', en: 'Rung' }, room: 'bell' },
      { id: 'hidden', label, room: 'bell.key' },
    ],
  },
};
const bell = definePlugin(
  bellManifest,
  { bell: { slices: [rung] }, 'bell.of.*': { slices: [rung] } },
  { locales: { zh: { basis: '按天' }, en: { basis: 'By day' } } },
);
const page = definePlugin({ name: 'page', version: '1.0.0', api: 1, label, grants: ['statistics'] }, {});
const other = definePlugin({ name: 'other', version: '1.0.0', api: 1, label }, {});

/** A page's context beside the bell, whose figures are counted by `counter`. */
function pageBeside(
  counter: StatisticCounter,
  directory: Partial<DirectoryState> = {},
  model = page,
  rights = ['bell.of.east', 'bell.of.north'],
) {
  const staff = [{ person: 'sun', name: 'sun', department: 'd', post: '', rights, active: true }];
  const session = new FakeSession('sun', [bell, page, other], staff);
  const views = { manifest: bellManifest, views: {}, statistics: { rung: counter, hidden: counter } };
  const entry: PluginEntry = { model: bell, load: () => Promise.resolve(views) };
  const own: PluginEntry = { model, load: () => Promise.reject(new Error('no view')) };
  const ctx = createPluginContext(
    {
      plugin: own,
      session,
      room: undefined,
      at: { case: '-', room: '' },
      shared: { case: undefined, joint: undefined },
      signal: new AbortController().signal,
      open: () => undefined,
      actIn: (name, request) => session.act({ case: '-', room: name }, request),
      texts: new Map(),
      riches: new Map(),
      installed: [own, entry],
      files: () => undefined,
      act: () => Promise.reject(new Error('no room')),
      cases: {
        rows: [],
        reading: undefined,
        screen: 'own',
        today: '2024-09-16',
        contributions: new Contributions([], { locale: 'zh', person: (id) => id, department: (id) => id }, '2024-09-16'),
        openCase: () => {},
        act: () => Promise.reject(new Error('no case')),
        run: () => Promise.reject(new Error('no case')),
      },
    },
    { locale: 'zh', theme: 'light', directory: { people: {}, departments: {}, ...directory } },
  );
  const room = (name: string) => session.room({ case: '-', room: name });
  return { ctx, room, session };
}

const countRung: StatisticCounter = async (ctx) => {
  const items: { id: string; title: string }[] = [];
  for (const part of ['east', 'west', 'north']) {
    const ids = await ctx.room(`bell.of.${part}`, ({ acts }) => acts.state(rung));
    items.push(...(ids ?? []).map((id) => ({ id, title: part })));
  }
  return { basis: ctx.i18n.t('basis'), figures: [{ id: 'rung', label: 'rung', items }] };
};

test('lists what the reader may read, of plugins that are on, and asks for its grant', async () => {
  const listed = await pageBeside(countRung).ctx.statistics.list();
  assert.equal(
    listed.map(({ plugin, id, label: shown }) => [plugin, id, shown]),
    [['bell', 'rung', '敲了几次']],
    'not the one whose room needs the right bell.key',
  );
  const off = { off: { bell: { by: 'zhou', at: 0, reason: '' } } };
  assert.equal(await pageBeside(countRung, off).ctx.statistics.list(), []);
  const refused = await pageBeside(countRung, {}, other)
    .ctx.statistics.list()
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  assert.ok(refused instanceof OnedoorError);
  assert.is(refused.code, 'NOT_GRANTED');
});

test('waits until it is known who reads', async () => {
  const { ctx, session } = pageBeside(countRung);
  const me = session.me.get();
  session.me.set(undefined);
  const listing = ctx.statistics.list();
  setTimeout(() => session.me.set(me), 5);
  assert.is((await listing).length, 1);
});

test('counts rows of rooms that may be read and are here, tells those that are not here, and closes each', async () => {
  const { ctx, room } = pageBeside(countRung);
  room('bell.of.east').act(rung.request.ring({ id: 'one' }));
  room('bell.of.east').act(rung.request.ring({ id: 'two' }));
  room('bell.of.west').act(rung.request.ring({ id: 'three' }));
  const refusal = { code: 'OFFLINE', seen: '', expected: '', todo: '' } as const;
  room('bell.of.north').status.set({ loaded: false, synced: false, writable: false, refusal });
  const [listed] = await ctx.statistics.list();
  const counted = await listed?.count();
  assert.ok(counted?.ok);
  const { basis, figures, rooms } = counted.value;
  assert.equal([basis, figures[0]?.items.map(({ id }) => id)], ['按天', ['one', 'two']], 'the west is not this reader’s');
  assert.equal(rooms, { read: 1, absent: 1 });
  assert.equal(
    ['east', 'west', 'north'].map((part) => room(`bell.of.${part}`).opened),
    [0, 0, 0],
    'none is left open',
  );
});

test('a room that comes while it is waited for is counted', async () => {
  const { ctx, room } = pageBeside(countRung);
  const east = room('bell.of.east');
  east.act(rung.request.ring({ id: 'one' }));
  east.status.set({ loaded: false, synced: false, writable: false });
  const [listed] = await ctx.statistics.list();
  const counting = listed?.count();
  await Promise.resolve();
  setTimeout(() => east.status.set({ loaded: true, synced: true, writable: false }), 5);
  const counted = await counting;
  assert.ok(counted?.ok);
  assert.is(counted.value.figures[0]?.items.length, 1);
});

test('a room of which nothing was heard yet is not taken for an empty one while there is a network', async () => {
  const { ctx, room, session } = pageBeside(countRung);
  const east = room('bell.of.east');
  east.status.set({ loaded: true, synced: false, writable: false });
  const [listed] = await ctx.statistics.list();
  const counting = listed?.count();
  await Promise.resolve();
  setTimeout(() => {
    // Acts come a moment before the content: that is not all of it yet.
    east.act(rung.request.ring({ id: 'one' }));
  }, 1);
  setTimeout(() => {
    east.act(rung.request.ring({ id: 'two' }));
    east.status.set({ loaded: true, synced: true, writable: false });
  }, 5);
  const counted = await counting;
  assert.ok(counted?.ok);
  assert.is(counted.value.figures[0]?.items.length, 2);
  session.sync.set({ ...session.sync.get(), connection: 'offline' });
  room('bell.of.north').status.set({ loaded: true, synced: false, writable: false });
  const offline = await listed?.count();
  assert.ok(offline?.ok);
  assert.equal(offline.value.rooms, { read: 2, absent: 0 }, 'without one it is what it was');
});

test('rooms that are asked for at once are opened a few at a time, and each once', async () => {
  let most = 0;
  const names = Array.from({ length: 30 }, (_, at) => `bell.of.g${at}`);
  const { ctx, room } = pageBeside(
    async (counting) => {
      const read = await Promise.all(
        names.map((name) =>
          counting.room(name, () => {
            most = Math.max(most, names.filter((each) => room(each).opened > 0).length);
            return name;
          }),
        ),
      );
      return { basis: '', figures: [{ id: 'f', label: 'f', items: read.map((id) => ({ id: id ?? '', title: '' })) }] };
    },
    {},
    page,
    names,
  );
  const [listed] = await ctx.statistics.list();
  const counted = await listed?.count();
  assert.ok(counted?.ok);
  assert.equal([counted.value.figures[0]?.items.map(({ id }) => id), counted.value.rooms.read], [names, 30]);
  assert.ok(most > 1 && most <= 8, `${most} at once`);
});

test('a function that throws, and one that asks for another room, is a refusal and no more', async () => {
  const said = console.error;
  console.error = () => {};
  try {
    for (const counter of [
      () => Promise.reject(new Error('no figures')),
      (ctx) => ctx.room('directory', () => ({ basis: '', figures: [] })).then((found) => found ?? { basis: '', figures: [] }),
    ] satisfies StatisticCounter[]) {
      const [listed] = await pageBeside(counter).ctx.statistics.list();
      const counted = await listed?.count();
      assert.is(counted?.ok === false ? counted.refusal.code : '', 'PLUGIN_BROKEN');
    }
  } finally {
    console.error = said;
  }
});

test('a statistic of the manifest without its function is refused with its name', () => {
  assert.throws(() => definePluginView({ manifest: bellManifest, views: {}, statistics: {} }), /names the statistic "rung"/);
});

test.run();
