import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LIMITS } from '@onedoor/server';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('limits');
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${ROOT}docs/reference/limits.md`, 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

test('the page is made from the list: run `node scripts/limits.mjs`', () => {
  assert.is(page, execFileSync(process.execPath, ['scripts/limits.mjs', '--print'], { cwd: ROOT, encoding: 'utf8' }));
});

test('it names every limit, and says of each which attack or accident it stops', () => {
  assert.equal(
    rows.map((row) => /`(\w+)`/.exec(row)?.[1]),
    Object.keys(LIMITS),
  );
  for (const row of rows) assert.match(row, /Stops /, row);
});

test.run();
