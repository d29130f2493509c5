import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Outcome {
  code: number;
  lastLine: string;
  output: string;
}

/** The one fixture that has to be stopped; all others end by themselves, however busy the machine is. */
const HANGS = 'hangs.test.ts';

/** Runs one fixture of the runner. */
function runFixture(name: string): Promise<Outcome> {
  const env = { ...process.env, UVU_LEAK_GRACE_MS: '300' };
  const args = ['scripts/uvu.mjs', `test/architecture/fixtures/runner/${name}`, `--limit=${name === HANGS ? 2 : 60}`];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({
        code: Number(error?.code ?? 0),
        lastLine: stdout.trim().split('\n').at(-1) ?? '',
        output: stdout + stderr,
      });
    });
  });
}

/** What uvu alone would call green, or would wait for without end. */
const cases: [fixture: string, passed: number, failed: number, says: RegExp][] = [
  ['passes.test.ts', 1, 0, /Total:\s+1/],
  ['fails.test.ts', 1, 1, /FAIL {2}fixture/],
  ['never-run.test.ts', 0, 1, /never calls run\(\)/],
  ['one-of-two.test.ts', 0, 1, /makes 2 suites and runs 1/],
  ['only.test.ts', 0, 1, /has \.only/],
  ['no-test.test.ts', 0, 1, /ran no test|ended without a summary/],
  ['leaks.test.ts', 1, 1, /a handle stayed open/],
  [HANGS, 0, 1, /stopped after 2 s/],
  ['starves.test.ts', 0, 1, /ended without a summary/],
  ['exits.test.ts', 0, 1, /ended without a summary/],
  ['before-throws.test.ts', 0, 1, /./],
  ['no-such-file.test.ts', 0, 1, /has no test/],
];

const test = suite('test runner');

for (const [fixture, passed, failed, says] of cases) {
  test(`${fixture}: ${passed} passed, ${failed} failed`, async () => {
    const { code, lastLine, output } = await runFixture(fixture);
    assert.is(lastLine, `uvu: ${passed} passed, ${failed} failed, 0 skipped`);
    assert.match(output, says);
    assert.is(code, failed > 0 ? 1 : 0);
  });
}

test.run();
