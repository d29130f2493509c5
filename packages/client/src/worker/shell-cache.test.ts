import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cacheName, shellFileFor } from './shell-cache.js';

const test = suite('shell cache');
const files = [
  { url: '/', hash: 'a' },
  { url: '/app.js', hash: 'b' },
];

test('the name changes with any file and not with their order', () => {
  assert.is(cacheName(files), cacheName([...files].reverse()));
  assert.is.not(
    cacheName(files),
    cacheName([
      { url: '/', hash: 'a' },
      { url: '/app.js', hash: 'c' },
    ]),
  );
});

test("pages and shell files come from the cache, what is the server's never", () => {
  assert.is(shellFileFor(files, '/case/1', true), '/');
  assert.is(shellFileFor(files, '/app.js', false), '/app.js');
  assert.is(shellFileFor(files, '/other.js', false), undefined);
  for (const path of ['/api/me', '/ws/c/-/directory@1', '/demo/token', '/healthz', '/demo'])
    assert.is(shellFileFor(files, path, true), undefined);
});

test.run();
