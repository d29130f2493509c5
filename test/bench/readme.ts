// The README's table of figures, made from what the benchmarks wrote: `npm run bench -- readme`.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Line, RESULTS, type Result } from './report.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = join(ROOT, 'README.md');
/** The figures that the README shows: unlike the results of a machine they are kept in the repository. */
const MEASURED = join(ROOT, 'docs/measured');
const [BEGIN, END] = ['<!-- figures: npm run bench -- readme -->', '<!-- end of figures -->'];

const figure = (value: number): string =>
  value >= 1000
    ? Math.round(value).toLocaleString('en')
    : value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2);

const inTimes = ({ mean, low, high }: NonNullable<Line['ratio']>): string => `${mean.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;

const row = ({ what, ours, peer, ratio, goal, met }: Line): string =>
  `| ${[what, figure(ours), peer ? `${figure(peer.value)} ${peer.name}` : '', ratio ? inTimes(ratio) : '', goal, met ? 'yes' : '**no**'].join(' | ')} |`;

/** Results of other numbers of rows than usual have the number in their name. */
const commandOf = (bench: string): string => bench.replace(/-(\d+)$/, ' --rows $1');

/** The table of some results, as Markdown. */
export function tableOf(results: readonly Result[]): string {
  const machines = [...new Set(results.map(({ machine }) => `${machine['cpu']}, ${machine['cores']} cores, Node ${machine['node']}`))];
  return [
    '| measured | Onedoor | compared with | ratio (95 %) | goal | held |',
    '|---|---|---|---|---|---|',
    ...results.flatMap(({ lines }) => lines.map(row)),
    '',
    `Medians of ${[...new Set(results.map(({ rounds }) => rounds))].sort((a, b) => a - b).join(' or ')} rounds on ${machines.join('; ')}, rights, guard and encryption on. Again: ${results.map(({ bench }) => `\`npm run bench -- ${commandOf(bench)}\``).join(', ')}.`,
  ].join('\n');
}

/** The results that the repository keeps. */
export const measured = (): Result[] =>
  existsSync(MEASURED)
    ? readdirSync(MEASURED)
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file) => JSON.parse(readFileSync(join(MEASURED, file), 'utf8')) as Result)
    : [];

/** Where the table stands in a text. @throws Error if the marks are missing */
function place(text: string): [begin: number, end: number] {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md: expected the marks ${BEGIN} and ${END}`);
  return [begin + BEGIN.length, end];
}

/** The table as the README has it. */
export const tableInReadme = (): string => {
  const text = readFileSync(README, 'utf8');
  return text.slice(...place(text)).trim();
};

/** Keeps the last results of all benchmarks that were run here, and writes the table. */
export function writeReadme(): void {
  mkdirSync(MEASURED, { recursive: true });
  for (const file of existsSync(RESULTS) ? readdirSync(RESULTS) : []) {
    const { bench, machine, rounds, met, lines } = JSON.parse(readFileSync(join(RESULTS, file), 'utf8')) as Result;
    if (lines?.length > 0) writeFileSync(join(MEASURED, file), `${JSON.stringify({ bench, machine, rounds, met, lines }, null, 2)}\n`);
  }
  const text = readFileSync(README, 'utf8');
  const [begin, end] = place(text);
  writeFileSync(README, `${text.slice(0, begin)}\n${tableOf(measured())}\n${text.slice(end)}`);
  console.log(tableOf(measured()));
}
