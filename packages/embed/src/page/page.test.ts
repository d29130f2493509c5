import { readFileSync } from 'node:fs';
import { OnedoorError } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from '../locales/en.js';
import { zh } from '../locales/zh.js';
import { VERSION } from '../version.js';
import { claimPage } from './one-copy.js';
import { registerTags } from './tags.js';

const test = suite('one copy in a page');

const failure = (run: () => void): OnedoorError => {
  try {
    run();
  } catch (error) {
    if (error instanceof OnedoorError) return error;
    throw error;
  }
  throw new Error('nothing thrown');
};

test('a second copy is refused with both addresses, and the first stays', () => {
  const [first, second] = [{}, {}];
  claimPage('https://centre.example/embed/onedoor.js', first);
  claimPage('https://centre.example/embed/onedoor.js', first);
  const error = failure(() => claimPage('https://portal.example/vendor.js', second));
  assert.is(error.code, 'DUPLICATE_ONEDOOR');
  assert.match(error.message, /https:\/\/centre\.example\/embed\/onedoor\.js/);
  assert.match(error.message, /https:\/\/portal\.example\/vendor\.js/);
  assert.match(failure(() => claimPage('https://centre.example/embed/onedoor.js', second)).message, /Load the script once/);
  claimPage('https://centre.example/embed/onedoor.js', first);
});

test('tags that another script holds are named, and nothing is registered beside them', () => {
  class Own {}
  class Foreign {}
  const tags = { 'onedoor-a': Own, 'onedoor-b': Own } as unknown as Record<string, CustomElementConstructor>;
  const held = new Map<string, unknown>([['onedoor-b', Foreign]]);
  const registry = {
    get: (tag: string) => held.get(tag) as CustomElementConstructor | undefined,
    define: (tag: string, element: CustomElementConstructor) => void held.set(tag, element),
  };
  const error = failure(() => registerTags(tags, registry));
  assert.is(error.code, 'DUPLICATE_ONEDOOR');
  assert.match(error.message, /<onedoor-b> registered by another script/);
  assert.equal([...held.keys()], ['onedoor-b']);
  held.clear();
  registerTags(tags, registry);
  registerTags(tags, registry);
  assert.equal([...held.keys()], ['onedoor-a', 'onedoor-b']);
});

test('both languages have the same keys', () => {
  assert.equal(Object.keys(en), Object.keys(zh));
});

test('the version is the package’s', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.is((manifest as { version: string }).version, VERSION);
});

test.run();
