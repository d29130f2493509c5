import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('a large file');

/** In a process of its own: what other tests hold must not count, nor be counted away. */
test('100,000 rows of GB18030 and of a workbook are read and put in force within 500 MB', () => {
  for (const format of ['csv', 'xlsx']) {
    const child = fileURLToPath(new URL('../../fixtures/read-many.ts', import.meta.url));
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--conditions=source', child, format], {
      encoding: 'utf8',
      env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.base.json' },
    });
    const said: unknown = JSON.parse(output);
    const { orders, peakBytes, steps } = said as { orders: number; peakBytes: number; steps: number };
    assert.is(orders, 100_000);
    assert.ok(steps > 10, `progress was told ${steps} times`);
    assert.ok(peakBytes < 500_000_000, `${format}: ${Math.round(peakBytes / 1e6)} MB`);
  }
});

test.run();
