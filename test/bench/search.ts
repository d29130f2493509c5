// Measures the search of cases over rows in memory, as a page and a phone have them, and the server's over rows and texts:
// `npm run bench -- search [--rows 100000] [--rounds 5] [--keep folder]`; with fewer rows the server's is a trial and its goal
// says nothing. Cases that were planted in a kept folder are there for the next run.

import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type CaseRow, readCaseRow } from '@onedoor/core';
import { RowSearch, readingsOf } from '@onedoor/core/search';
import { Random } from '@onedoor/core/testing';
import { inventRows } from './many-rows.js';
import { machine, report } from './report.js';
import { held, measureServerSearch } from './search-server.js';
import { inWords, percentile, summarize } from './statistics.js';

const ROWS = 100_000;
const QUERIES = 400;
const ROUNDS = 5;
const GOAL_P95_MS = 100;
const GOAL_MB = 60;
const MB = 1_000_000;

/** What people type: names, parts and spellings of them, initials, tails, numbers, places with words, and what is nowhere. */
function queries(rows: readonly CaseRow[]): string[] {
  const random = new Random(5);
  const spelt = (text: string, initials: boolean) =>
    [...text].map((character) => (readingsOf(character)[0] ?? character).slice(0, initials ? 1 : undefined)).join('');
  const makers: readonly ((row: CaseRow) => string)[] = [
    (row) => row.parties[0] ?? '',
    (row) => (row.parties[0] ?? '').slice(0, 1),
    (row) => spelt(row.parties[1] ?? '', false),
    (row) => spelt(row.parties[0] ?? '', true),
    (row) => String(row.summaries['joint']?.['tails'] ?? ''),
    (row) => (row.number === undefined ? '2024-1' : `${row.number.year}-${row.number.value}`),
    (row) => `${row.village} 纠纷`,
    (row) => `${spelt(row.village, true)} ${row.parties[0] ?? ''}`,
    (row) => row.title.slice(-9, -3),
    () => '没有这个人',
  ];
  return Array.from({ length: QUERIES }, (_, at) => {
    const row = rows[random.below(rows.length)];
    return row === undefined ? '' : (makers[at % makers.length]?.(row) ?? '');
  });
}

function indexOf(rows: readonly CaseRow[]): RowSearch {
  const made = new RowSearch();
  for (const _ of made.follow(rows));
  return made;
}

export async function benchSearch(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: String(ROWS) },
      rounds: { type: 'string', default: String(ROUNDS) },
      keep: { type: 'string' },
    },
  });
  const roundCount = Number(values.rounds);
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // As they come from the network: strings put together in this program would grow or shrink while they are read.
  const rows = [...inventRows(ROWS)].flatMap((row) => readCaseRow(JSON.parse(JSON.stringify(row))) ?? []);
  const search = new RowSearch();
  const slices: number[] = [];
  const begun = performance.now();
  let since = begun;
  for (const _ of search.follow(rows)) {
    slices.push(performance.now() - since);
    since = performance.now();
  }
  const buildMs = performance.now() - begun;
  const asked = queries(rows);
  const rounds = Array.from({ length: roundCount }, () =>
    asked.map((typed) => {
      const start = performance.now();
      search.index.search(typed);
      return performance.now() - start;
    }),
  );
  const textBytes = search.index.bytes;
  // A second one is measured by what its end sets free: what the rows themselves hold is the same before and after.
  const others = [indexOf(rows)];
  const withIt = held(collect).all;
  others.length = 0;
  const bytes = withIt - held(collect).all;
  const all = rounds.flat();
  const p95 = percentile(all, 0.95);
  console.log(`${rows.length} rows, ${QUERIES} queries, ${roundCount} rounds\n  search: ${inWords(summarize(all))}`);
  console.log(`  index: ${(bytes / MB).toFixed(1)} MB held, ${(textBytes / MB).toFixed(1)} MB of it texts`);
  console.log(`  building: ${buildMs.toFixed(0)} ms in ${slices.length} slices, p95 of a slice ${percentile(slices, 0.95).toFixed(1)} ms`);
  const server = await measureServerSearch(Number(values.rows), QUERIES, collect, values.keep);
  console.log(
    `  server, ${server.rows} rows with texts: median ${server.p50Ms.toFixed(1)} ms, p95 ${server.p95Ms.toFixed(1)} ms, taken up in ${(server.readMs / 1000).toFixed(1)} s (${(server.readCpuMs / 1000).toFixed(1)} s of work), first answer of a start after ${(server.firstMs / 1000).toFixed(1)} s, all read in ${(server.startMs / 1000).toFixed(1)} s with a longest stall of ${server.startStallMs.toFixed(0)} ms; longest stall of searches ${server.stallMs.toFixed(0)} ms, holds ${(server.heldBytes / MB).toFixed(0)} MB, ${(server.arrayBytes / MB).toFixed(0)} of it in typed arrays`,
  );
  const met = { search: p95 < GOAL_P95_MS, size: bytes < GOAL_MB * MB, server: server.p95Ms < GOAL_P95_MS };
  report('search', {
    machine: machine(),
    rounds: roundCount,
    met,
    lines: [
      { what: `${ROWS.toLocaleString('en')} rows, a search, p95 ms`, ours: p95, goal: `≤ ${GOAL_P95_MS}`, met: met.search },
      {
        what: `${server.rows.toLocaleString('en')} rows with texts, a search on the server, p95 ms`,
        ours: server.p95Ms,
        goal: `≤ ${GOAL_P95_MS}`,
        met: met.server,
      },
      { what: `${ROWS.toLocaleString('en')} rows, index, MB held`, ours: bytes / MB, goal: `≤ ${GOAL_MB}`, met: met.size },
    ],
    buildMs,
    server,
    textBytes,
    sliceP95Ms: percentile(slices, 0.95),
  });
}
