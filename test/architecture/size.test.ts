import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BOARD, contributionLine, measureBoard, measurePage, PAGE } from '../../scripts/sizes.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

/** What is loaded right after the cards must not become the place where everything is put. */
const MAX_ROOMS_BYTES = 60_000;

const test = suite('size budget');

const isIn = (parts: readonly (readonly [string, number])[], owner: string): boolean => parts.some(([name]) => name === owner);

test('what a portal loads before the board shows and filters stored cards is within its budget', async () => {
  const { brotli, parts, rooms } = await measureBoard();
  // A bundle without the sealed store, the models or the board would be small for the wrong reason.
  for (const owner of ['packages/client', 'packages/core', 'packages/elements', '@noble/ciphers', 'zod'])
    assert.ok(isIn(parts, owner), `${owner} is not in the bundle`);
  // What opens rooms comes after the cards, and all of it does.
  for (const owner of ['yjs', 'y-websocket', 'y-protocols', 'packages/client', 'packages/core'])
    assert.ok(isIn(rooms.parts, owner), `${owner} is not in what comes after the first cards`);
  for (const owner of ['yjs', 'y-websocket']) assert.not(isIn(parts, owner), `${owner} is loaded before the first cards`);
  assert.ok(
    brotli <= BOARD.maxBrotliBytes,
    `${BOARD.modules[0]}: ${brotli} bytes of brotli, the budget is ${BOARD.maxBrotliBytes}. Minified: ${contributionLine(parts)}`,
  );
  assert.ok(rooms.brotli <= MAX_ROOMS_BYTES, `what opens rooms: ${rooms.brotli} bytes of brotli, expected ${MAX_ROOMS_BYTES} at most`);
});

test('the whole page for staff without what it loads on demand is within its budget', async () => {
  const { brotli, parts } = await measurePage();
  for (const owner of ['packages/client', 'packages/core', 'packages/elements', 'examples/centre'])
    assert.ok(isIn(parts, owner), `${owner} is not in the page`);
  assert.ok(
    brotli <= PAGE.maxBrotliBytes,
    `${PAGE.entry}: ${brotli} bytes of brotli, the budget is ${PAGE.maxBrotliBytes}. Minified: ${contributionLine(parts)}`,
  );
});

test.run();
