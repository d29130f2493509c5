import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkLaw, RULES } from './law.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = fileURLToPath(new URL('./fixtures/law', import.meta.url));

/** The lines of a fixture that carry the word "violates" in a comment, as `file:line`. */
function marked(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const lines = readFileSync(file, 'utf8').split('\n');
      const path = file.slice(folder.length + 1).replaceAll('\\', '/');
      return lines.flatMap((line, index) => (/(\/\/|#) violates/.test(line) ? [`${path}:${index + 1}`] : []));
    })
    .sort();
}

const test = suite('import law');

test('the tree keeps the law', () => {
  const lines = checkLaw(root).map(({ rule, file, line, message }) => `${file}:${line} ${rule}: ${message} (${RULES[rule]})`);
  assert.is(lines.join('\n'), '');
});

test('every rule has a fixture, and every fixture a rule', () => {
  assert.equal(readdirSync(fixtures).sort(), Object.keys(RULES).sort());
});

for (const rule of Object.keys(RULES)) {
  test(`${rule} finds exactly what its fixture marks`, () => {
    const folder = join(fixtures, rule);
    const expected = marked(folder);
    assert.ok(expected.length > 0, 'the fixture marks a line');
    const found = checkLaw(folder);
    assert.equal([...new Set(found.map((violation) => violation.rule))], [rule]);
    assert.equal(found.map(({ file, line }) => `${file}:${line}`).sort(), expected);
  });
}

test.run();
