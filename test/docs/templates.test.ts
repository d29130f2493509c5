import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('the guide to templates');
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${ROOT}docs/guide/templates.md`, 'utf8');

test('its list of placeholders is made from the code: run `node --import tsx --conditions=source scripts/placeholders.mjs`', () => {
  const args = ['--import', 'tsx', '--conditions=source', 'scripts/placeholders.mjs', '--print'];
  const env = { ...process.env, NODE_OPTIONS: '', TSX_TSCONFIG_PATH: 'tsconfig.base.json' };
  assert.is(page, execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env }));
});

test('it has the two papers that are the pattern, and says what each name stands for', () => {
  for (const paper of ['judicial.paper.agreement', 'mediation.paper.record']) assert.ok(page.includes(`\`${paper}\``), paper);
  for (const row of page.split('\n').filter((line) => line.startsWith('| `{'))) assert.not.match(row, /undefined|\| *\|$/, row);
});

test.run();
