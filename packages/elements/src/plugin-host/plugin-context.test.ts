import { readFileSync } from 'node:fs';
import { definePlugin, type PluginLocales } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeSession } from '../testing/fake-session.js';
import { Contributions } from './contributions.js';
import { createPluginContext } from './plugin-context.js';
import { definePluginView } from './plugin-view.js';

const test = suite('context of plugins');

const model = definePlugin(
  {
    name: 'bell',
    version: '1.0.0',
    api: 1,
    label: { zh: '铃', en: 'Bell' },
    rooms: [{ name: 'bell', read: { team: true }, write: { team: true } }],
  },
  {},
  { locales: { zh: { ring: '敲', stop: '停' }, en: { ring: 'Ring', stop: 'Stop' } } },
);

/** A context as a view gets it. */
function context(locales?: PluginLocales) {
  const session = new FakeSession('sun', [model]);
  const room = session.room({ case: 'c', room: 'bell' });
  return createPluginContext(
    {
      plugin: { model, load: () => Promise.reject(new Error('no view')) },
      locales,
      session,
      room,
      at: room.ref,
      shared: { case: undefined, joint: undefined },
      signal: new AbortController().signal,
      open: () => undefined,
      actIn: (name, request) => session.act({ case: 'c', room: name }, request),
      texts: new Map(),
      riches: new Map(),
      installed: [],
      files: () => undefined,
      act: (request) => session.act(room.ref, request),
      cases: {
        rows: session.rows.get(),
        reading: undefined,
        screen: 'own',
        today: '2024-09-16',
        contributions: new Contributions([], { locale: 'zh', person: (id) => id, department: (id) => id }, '2024-09-16'),
        openCase: () => {},
        act: (id, name, request) => session.act({ case: id, room: name }, request),
        run: (id, name, request) => session.room({ case: id, room: name }).run(request),
      },
    },
    { locale: 'zh', theme: 'light', directory: { people: {}, departments: {} } },
  );
}

/** Members of the context; of those that are groups of functions, each function. */
function members(of: object): string[] {
  return Object.entries(of).flatMap(([name, value]: [string, unknown]) => {
    const isGroup = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    const functions = isGroup ? Object.entries(value).filter(([, inner]) => typeof inner === 'function') : [];
    return functions.length === 0 ? [name] : functions.map(([inner]) => `${name}.${inner}`);
  });
}

test('the reference has a heading for each member of the context, in its order', () => {
  const reference = readFileSync(new URL('../../../../docs/reference/plugin-api.md', import.meta.url), 'utf8');
  const chapter = reference.split('\n## Context\n')[1]?.split('\n## ')[0] ?? '';
  const headings = [...chapter.matchAll(/^### `([^`]+)`/gm)].map(([, name]) => name);
  assert.equal(headings, members(context()));
});

test('texts come from the views first, then from the model, in both languages or not at all', () => {
  const { t } = context({ zh: { ring: '敲铃', title: '铃{name}' }, en: { ring: 'Ring it', title: 'Bell {name}' } }).i18n;
  assert.equal([t('ring'), t('stop'), t('title', { name: '甲' }), t('other')], ['敲铃', '停', '铃甲', 'other']);
  assert.is(context().i18n.t('ring'), '敲');
  const { manifest } = model;
  assert.throws(() => definePluginView({ manifest, views: {}, locales: { zh: { a: '甲' }, en: {} } }), /"a" in one language only/);
});

test('what the manifest does not ask for is not given', () => {
  const { core } = context();
  for (const grant of ['case', 'parties', 'facts', 'people'] as const) assert.throws(() => core[grant](), /NOT_GRANTED/);
});

test.run();
