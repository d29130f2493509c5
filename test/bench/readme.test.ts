import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { measured, tableInReadme, tableOf } from './readme.js';

const test = suite('figures in the README');

test('the table is the one that the kept results make', () => {
  assert.ok(measured().length > 0);
  assert.is(tableInReadme(), tableOf(measured()));
});

test('a goal that was missed is told in bold', () => {
  const line = {
    what: 'a, ms',
    ours: 12.34,
    peer: { name: 'peer', value: 1234 },
    ratio: { mean: 0.01, low: 0.005, high: 0.02 },
    goal: '≤ 1',
  };
  const machine = { cpu: 'c', cores: 2, node: 'v1' };
  const table = tableOf([
    {
      bench: 'b-1000',
      machine,
      rounds: 10,
      met: {},
      lines: [
        { ...line, met: false },
        { ...line, met: true },
      ],
    },
  ]);
  assert.match(table, '| a, ms | 12.3 | 1,234 peer | 0.01 (0.01–0.02) | ≤ 1 | **no** |');
  assert.match(table, '| ≤ 1 | yes |');
  assert.match(table, '`npm run bench -- b --rows 1000`');
});

test.run();
