// Writes docs/reference/limits.md from packages/server/src/limits.ts: `node scripts/limits.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';

const SOURCE = 'packages/server/src/limits.ts';
const PAGE = 'docs/reference/limits.md';

const UNITS = [
  [/PerMinute$/, 'a minute'],
  [/^kilobytes.*PerS$/, 'KB a second'],
  [/^kilobytes/, 'KB'],
  [/PerS$/, 'a second'],
  [/Ms$/, 'ms'],
  [/Bytes$/, 'bytes'],
];
const unitOf = (name) => UNITS.find(([ends]) => ends.test(name))?.[1] ?? 'number';
const number = (text) => Number(text.replaceAll('_', '')).toLocaleString('en');

/** Every limit of the source: a name without a comment of its own shares the one above it. */
function readLimits(source = readFileSync(SOURCE, 'utf8')) {
  const list = source.slice(source.indexOf('export const LIMITS'), source.indexOf('} as const'));
  let what = '';
  return [...list.matchAll(/\/\*\*([\s\S]*?)\*\/|^ {2}(\w+): \{ default: ([\d_]+), min: ([\d_]+), max: ([\d_]+) \},$/gm)].flatMap(
    ([, comment, name, normal, min, max]) => {
      if (comment !== undefined) what = comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim();
      return name === undefined ? [] : [{ name, what, unit: unitOf(name), normal: number(normal), min: number(min), max: number(max) }];
    },
  );
}

function page(limits = readLimits()) {
  return [
    '# Limits of the server',
    '',
    'Given as `limits` of `startServer` and `openCentre`: a name out of this list and a whole number in its range. Made from [limits.ts](../../packages/server/src/limits.ts) by `node scripts/limits.mjs`.',
    '',
    '| option | unit | default | from | to | what it bounds, and what it stops |',
    '|---|---|--:|--:|--:|---|',
    ...limits.map(({ name, what, unit, normal, min, max }) => `| \`${name}\` | ${unit} | ${normal} | ${min} | ${max} | ${what} |`),
    '',
  ].join('\n');
}

if (process.argv[2] === '--print') process.stdout.write(page());
else writeFileSync(PAGE, page());
