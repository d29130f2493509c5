import { readFileSync } from 'node:fs';
import { definePlugin } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeSession } from '../testing/fake-session.js';
import { createPluginContext } from './plugin-context.js';

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
);

/** A context as a view gets it. */
function context() {
  const session = new FakeSession('sun', [model]);
  const room = session.room({ case: 'c', room: 'bell' });
  return createPluginContext(
    {
      plugin: { model, load: () => Promise.reject(new Error('no view')) },
      session,
      room,
      shared: { case: undefined, joint: undefined },
      signal: new AbortController().signal,
      texts: new Map(),
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

test('what the manifest does not ask for is not given', () => {
  const { core } = context();
  for (const grant of ['case', 'parties', 'facts', 'people'] as const) assert.throws(() => core[grant](), /NOT_GRANTED/);
});

test.run();
