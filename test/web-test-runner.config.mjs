import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { build } from 'esbuild';
import { pluginsModule } from '../scripts/plugins.mjs';
import { WEB_SUITE } from '../scripts/test-plan.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const chromeArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** One bundle for each test file: the bundler of the build, so that CommonJS and UMD packages (dexie, axe-core) load. */
const bundleTests = {
  name: 'bundle-tests',
  async serve({ path }) {
    if (!path.endsWith('.web.test.ts')) return undefined;
    const result = await build({
      absWorkingDir: root,
      entryPoints: [join(root, path)],
      bundle: true,
      // Never written; it is where the source map's addresses start from.
      outfile: join(root, path.replace(/\.ts$/, '.js')),
      write: false,
      format: 'esm',
      target: 'es2022',
      sourcemap: 'inline',
      conditions: ['source'],
      plugins: [pluginsModule],
      // Modules of the runner that the test server answers.
      external: ['/__web-*'],
      logLevel: 'error',
    });
    return { body: result.outputFiles[0].text, type: 'js' };
  },
};

function countTests(suite, sum) {
  for (const { skipped, passed } of suite?.tests ?? []) {
    if (skipped) sum.skipped += 1;
    else if (passed) sum.passed += 1;
    else sum.failed += 1;
  }
  for (const inner of suite?.suites ?? []) countTests(inner, sum);
  return sum;
}

/** Prints the line that `npm test` adds up. A file that ran no test, or broke outside a test, counts as failed. */
const totals = () => ({
  onTestRunFinished({ sessions }) {
    const sum = { passed: 0, failed: 0, skipped: 0 };
    for (const session of sessions) {
      const own = countTests(session.testResults, { passed: 0, failed: 0, skipped: 0 });
      const empty = own.passed + own.failed === 0;
      if (own.failed === 0 && (empty || !session.passed || session.errors?.length)) {
        own.failed = 1;
        console.log(`web: ${session.testFile} ${empty ? 'ran no test' : 'failed outside its tests'}`);
      }
      for (const key of Object.keys(sum)) sum[key] += own[key];
    }
    if (sum.failed > 0) process.exitCode = 1;
    console.log(`\nweb: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  },
});

export default {
  rootDir: root,
  files: WEB_SUITE.globs.map((glob) => join(root, glob)),
  plugins: [bundleTests],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
        args: chromeArgs,
        headless: true,
      },
    }),
  ],
  browserStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  // Pages of one browser share its focus and its frames: beside another, a page that tests carets gets neither.
  concurrency: 1,
  testFramework: { config: { ui: 'bdd', timeout: 30_000 } },
  reporters: [defaultReporter({ reportTestProgress: false }), totals()],
};
