// node scripts/uvu.mjs <folder or file>... [--each] [--limit=<seconds>], or --plan for all Node suites.
// Runs uvu on *.test.ts (but *.web.test.ts) and refuses its false greens: a file that never calls run(), `.only`, no file
// at all, and handles that stay open after the summary. Ends with "uvu: N passed, N failed, N skipped".
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { node, run } from './process.mjs';
import { MAY_BE_EMPTY, NODE_SUITES } from './test-plan.mjs';

/** How long a process may live after its summary. */
const LEAK_GRACE_MS = Number(process.env.UVU_LEAK_GRACE_MS ?? 5_000);

const isNodeTest = (file) => /\.test\.ts$/.test(file) && !/\.web\.test\.ts$/.test(file);

/** The Node tests at or below a path, without fixtures. */
export function testFiles(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .map(String)
    .filter((file) => isNodeTest(file) && !/(^|[\\/])(node_modules|fixtures|dist)[\\/]/.test(file))
    .sort()
    .map((file) => join(path, file));
}

/** What would make uvu count a file as green without having run it. */
function faults(file) {
  const text = readFileSync(file, 'utf8');
  const suites = text.match(/\bsuite(<[^()]*>)?\(/g)?.length ?? 0;
  const runs = text.match(/\.run\(\)/g)?.length ?? 0;
  return [
    runs === 0 && `${file}: never calls run()`,
    runs > 0 && suites > runs && `${file}: makes ${suites} suites and runs ${runs}`,
    /\.only\(/.test(text) && `${file}: has .only`,
  ].filter(Boolean);
}

const toStdout = (text) => process.stdout.write(text);

async function runFiles(files, limitMs, print) {
  let seen = '';
  const { code, hung, output } = await run(
    node,
    ['--import', 'tsx', '--conditions=source', '--enable-source-maps', 'scripts/uvu-child.mjs', ...files],
    {
      limitMs,
      // tsx reads one configuration for all; the root's has no options of its own.
      env: { TSX_TSCONFIG_PATH: 'tsconfig.base.json', ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
      onOutput(text, { limit }) {
        print(text);
        seen = (seen + text).slice(-200);
        if (/^ {2}Duration: +[\d.]+/m.test(seen)) limit(LEAK_GRACE_MS);
      },
    },
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  const plain = output.replace(/\u001b\[[0-9;]*m/g, '');
  // The last one counts: a test may print the word as well.
  const count = (word) => Number([...plain.matchAll(new RegExp(`^\\s*${word}:\\s+(\\d+)`, 'gm'))].at(-1)?.[1] ?? Number.NaN);
  const total = count('Total');
  const passed = count('Passed') || 0;
  const skipped = count('Skipped') || 0;
  const finished = !Number.isNaN(total);
  const say = (text) => print(`${text}\n`);
  if (hung && finished) say(`uvu: ${files.join(', ')}: a handle stayed open after the last test`);
  else if (hung) say(`uvu: ${files.join(', ')}: stopped after ${limitMs / 1000} s`);
  else if (!finished) say(`uvu: ${files.join(', ')}: ended without a summary (exit code ${code})`);
  else if (total === 0) say(`uvu: ${files.join(', ')}: ran no test`);
  const counted = finished ? total - passed : 0;
  const bad = hung || code !== 0 || !finished || total === 0;
  return { passed, failed: Math.max(counted, bad ? 1 : 0), skipped };
}

/**
 * Runs one suite, a folder or a file.
 *
 * @param {{ name?: string, dir: string, limitSeconds?: number, each?: boolean, needs?: string }} suite
 * @param {number} [capMs] a further limit, of the whole suite
 * @param {(text: string) => void} [print] where its output goes
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runSuite({ name, dir, limitSeconds = 300, each = false, needs }, capMs = Number.POSITIVE_INFINITY, print = toStdout) {
  const say = (text) => print(`${text}\n`);
  if (needs !== undefined && !existsSync(needs)) {
    say(`uvu: ${dir} is about ${needs}, which is not here`);
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const end = Date.now() + capMs;
  const files = testFiles(dir);
  if (files.length === 0) {
    if (MAY_BE_EMPTY.includes(name)) {
      say(`uvu: ${dir} has no test yet`);
      return { passed: 0, failed: 0, skipped: 0 };
    }
    say(`uvu: ${dir} has no test`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const faulty = files.flatMap(faults);
  if (faulty.length > 0) {
    say(faulty.map((fault) => `uvu: ${fault}`).join('\n'));
    return { passed: 0, failed: faulty.length, skipped: 0 };
  }
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const group of each ? files.map((file) => [file]) : [files]) {
    const result = await runFiles(group, Math.max(1_000, Math.min(limitSeconds * 1_000, end - Date.now())), print);
    for (const key of Object.keys(sum)) sum[key] += result[key];
    // Held-back output is shown file by file, so that a run that is stopped has told what it knew.
    print.flush?.();
  }
  return sum;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const each = args.includes('--each');
  const limit = args.find((arg) => arg.startsWith('--limit='))?.slice('--limit='.length);
  const dirs = args.filter((arg) => !arg.startsWith('--'));
  const suites = args.includes('--plan') ? NODE_SUITES : dirs.map((dir) => ({ dir, each, limitSeconds: limit ? Number(limit) : 300 }));
  if (suites.length === 0) {
    console.error('Usage: node scripts/uvu.mjs <folder or file>... [--each] [--limit=<seconds>] | --plan');
    process.exit(1);
  }
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of suites) {
    const result = await runSuite(suite);
    for (const key of Object.keys(sum)) sum[key] += result[key];
  }
  console.log(`\nuvu: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}
