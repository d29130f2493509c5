// `npm test`: every step runs even when an earlier one failed; the last line of output is the total. What builds and what
// uses all processors runs alone; the rest runs in two lanes, one of Node tests and one of the browser's; whichever ends first takes over from the other. What mostly waits has a lane of its own.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { node, run, StepError, step } from './process.mjs';
import { chrome, members, office, strace } from './setup.mjs';
import { E2E_SUITES, MAY_BE_EMPTY, NODE_SUITES, WEB_SUITE } from './test-plan.mjs';
import { runSuite } from './uvu.mjs';

/** No step may begin work that could end later than this. */
const TOTAL_LIMIT_MS = 29 * 60_000;

const end = Date.now() + TOTAL_LIMIT_MS;
const remainingMs = (limitMs) => Math.max(1_000, Math.min(limitMs, end - Date.now()));

/** A step that is one check: it counts 1. */
const check = (title, args, limitSeconds) => async () => {
  await step(title, node, args, { limitMs: remainingMs(limitSeconds * 1_000) });
  return { passed: 1, failed: 0 };
};

async function typeCheckTests() {
  const configs = [...members().map((folder) => join(folder, 'tsconfig.test.json')), 'test/tsconfig.json'].filter((file) =>
    existsSync(file),
  );
  const failed = [];
  for (const config of configs) {
    const { code, output } = await run(node, ['node_modules/typescript/bin/tsc', '-p', config], {
      limitMs: remainingMs(60_000),
    });
    if (code !== 0) failed.push(`${config}\n${output}`);
  }
  if (failed.length > 0) throw new StepError(`type-check of the tests failed:\n${failed.join('\n')}`);
  console.log(`> type-check tests: ${configs.length} configurations`);
  return { passed: 1, failed: 0 };
}

/** Chromium is looked for, and perhaps installed, when the first step needs it. */
let chromePath;
async function browserEnv() {
  chromePath ??= chrome();
  return { CHROME_PATH: await chromePath };
}

async function webTests(print) {
  const folders = members().filter((folder) => /^(packages|plugins|examples)\b/.test(folder) && existsSync(join(folder, 'src')));
  const found = folders.some((folder) =>
    readdirSync(join(folder, 'src'), { recursive: true }).some((file) => file.endsWith('.web.test.ts')),
  );
  if (!found && MAY_BE_EMPTY.includes(WEB_SUITE.name)) {
    print('web: no test yet\n');
    return { passed: 0, failed: 0 };
  }
  const env = await browserEnv();
  const { code, hung, output } = await run(
    node,
    ['test/node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs'],
    {
      env,
      limitMs: remainingMs(WEB_SUITE.limitSeconds * 1_000),
      onOutput: print,
    },
  );
  const [, passed = 0, failed = 0] = [...output.matchAll(/^web: (\d+) passed, (\d+) failed/gm)].at(-1)?.map(Number) ?? [];
  if (hung) print(`web: stopped after ${WEB_SUITE.limitSeconds} s\n`);
  return { passed, failed: Math.max(failed, code !== 0 || hung ? 1 : 0) };
}

const nodeTests = (suite) => async (print) => {
  if (suite.follows) await strace();
  return runSuite(suite, remainingMs(TOTAL_LIMIT_MS), print);
};

const e2eTests = (suite) => async (print) => {
  Object.assign(process.env, await browserEnv());
  if (readdirSync(suite.dir).includes('papers.test.ts')) await office();
  return runSuite(suite, remainingMs(TOTAL_LIMIT_MS), print);
};

const alone = [
  [
    'build',
    async () => {
      await build();
      return { passed: 1, failed: 0 };
    },
  ],
  ['types of tests', typeCheckTests],
  [
    'lint and format',
    check('lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off'], 120),
  ],
  ['licences', check('licences', ['scripts/licences.mjs', '--quiet'], 60)],
  ...NODE_SUITES.filter(({ alone }) => alone).map((suite) => [suite.name, nodeTests(suite)]),
];

const beside = NODE_SUITES.filter(({ alone }) => !alone);
const stepsOf = (suites, tests) => suites.map((suite) => [suite.name, tests(suite)]);
const busy = (suites) => suites.filter(({ waits }) => !waits);
const waiting = (suites) => suites.filter(({ waits }) => waits);
const lanes = [
  stepsOf(busy(beside), nodeTests),
  [[WEB_SUITE.name, webTests], ...stepsOf(busy(E2E_SUITES), e2eTests)],
  [...stepsOf(waiting(E2E_SUITES), e2eTests), ...stepsOf(waiting(beside), nodeTests)],
];

/** A lane's own steps, then the last ones of the other lane: neither waits while there is something to do. */
function* sharing(own, other) {
  for (let next = own.shift() ?? other.pop(); next !== undefined; next = own.shift() ?? other.pop()) yield next;
}

/** Runs steps one after another; a lane's output is held back until its step has ended, so that two do not mix. */
async function runSteps(steps, held) {
  const results = [];
  for (const [name, action] of steps) {
    const output = [];
    const print = held ? (text) => output.push(text) : (text) => process.stdout.write(text);
    let title = `\n=== ${name}\n`;
    const flush = () => {
      process.stdout.write(`${title}${output.splice(0).join('')}`);
      title = `\n=== ${name}, further\n`;
    };
    if (held) print.flush = flush;
    if (!held) console.log(`\n=== ${name}`);
    const start = Date.now();
    let result;
    try {
      result = await action(print);
    } catch (error) {
      print(`${error instanceof StepError ? error.message : error.stack}\n`);
      result = { passed: 0, failed: 1 };
    }
    if (held && output.length > 0) flush();
    results.push({ name, ...result, seconds: (Date.now() - start) / 1000 });
  }
  return results;
}

/** Runs all steps and sets the exit code. */
export async function test() {
  const results = await runSteps(alone, false);
  console.log('\nThe Node tests and the browser tests now run side by side; each suite is shown when it has ended.');
  const [first, second, patient] = lanes;
  const running = [sharing(first, second), sharing(second, first), patient].map((steps) => runSteps(steps, true));
  results.push(...(await Promise.all(running)).flat());
  console.log('\n=== summary');
  for (const { name, passed, failed, skipped, seconds } of results) {
    const note = skipped ? `, ${skipped} skipped` : '';
    console.log(
      `${failed > 0 ? 'FAILED' : '    ok'}  ${name.padEnd(16)} ${passed} passed, ${failed} failed${note} (${seconds.toFixed(1)} s)`,
    );
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}
