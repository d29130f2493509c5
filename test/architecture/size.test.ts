import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BOARD, contributionLine, measureBoard } from '../../scripts/sizes.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

const test = suite('size budget');

test('what a portal loads to show the board is within its budget', async () => {
  const { brotli, parts } = await measureBoard();
  // A bundle that holds neither the store nor the sockets would be small for the wrong reason.
  for (const owner of ['packages/client', 'packages/core', 'packages/elements', 'yjs', 'y-websocket'])
    assert.ok(
      parts.some(([name]) => name === owner),
      `${owner} is not in the bundle`,
    );
  assert.ok(
    brotli <= BOARD.maxBrotliBytes,
    `${BOARD.tags}: ${brotli} bytes of brotli, the budget is ${BOARD.maxBrotliBytes}. Minified: ${contributionLine(parts)}`,
  );
});

test.run();
