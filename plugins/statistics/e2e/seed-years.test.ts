import { join } from 'node:path';
import { readCaseRow, rowsResponse, shanghaiDate } from '@onedoor/core';
import { freePort, type Run, removeTemporary, runExample, temporaryFolder, untilHealthy } from 'onedoor-test/e2e';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  beside,
  type Counted,
  changeOf,
  closedRate,
  figuresOf,
  formerOf,
  percentOf,
  settledRate,
  stageTimesOf,
  tally,
} from '../src/figures.js';

/**
 * Two whole years of a town, planted by acts through the server as staff's work is, and counted from the rows that the centre's
 * head reads. No figure of a year stands in what is planted: each is the sum of cases that were taken down, worked and closed.
 */
const test = suite('the generated years');
let run: Run;
let rows: readonly Counted[] = [];

test.before(async () => {
  const [port, folder] = [await freePort(), temporaryFolder('years')];
  const url = `http://127.0.0.1:${port}`;
  run = runExample(join(folder, 'data'), port, { ONEDOOR_SEED: 'years' });
  await untilHealthy(run, url, 180_000);
  const answer = await fetch(`${url}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'p-zhou' }),
  });
  const { token } = (await answer.json()) as { token: string };
  // A row that changes while pages are read comes again.
  const found = new Map<string, Counted>();
  for (let cursor = 0, more = true; more; ) {
    const page = rowsResponse.parse(
      await (await fetch(`${url}/api/rows?cursor=${cursor}&limit=200`, { headers: { authorization: `Bearer ${token}` } })).json(),
    );
    for (const each of page.rows) {
      const row = readCaseRow(each);
      if (row !== undefined) found.set(row.case, { ...row, createdOn: shanghaiDate(row.createdAt), closed: row.stage === 'closed' });
    }
    ({ cursor, more } = page);
  }
  rows = [...found.values()];
});

test.after(async () => {
  run.child.kill('SIGTERM');
  await run.exit;
  removeTemporary();
});

test('142 disputes: 104 settled where they arose and 38 at the centre; closed 142/142, settled 140/142', () => {
  const figures = figuresOf(rows, '2024');
  assert.is(figures.received.length, 142);
  assert.equal(
    [closedRate(figures), settledRate(figures)].map((rate) => [rate.numerator, rate.denominator, percentOf(rate)]),
    [
      [142, 142, '100.0 %'],
      [140, 142, '98.6 %'],
    ],
  );
  const closedIn = new Map(tally(figures.closed, ({ before }) => before ?? ''));
  const centre = [...closedIn].flatMap(([stage, members]) => (stage === 'screening' ? [] : members));
  assert.is(closedIn.get('screening')?.length, 104, 'closed from the first stage, by the grid');
  assert.equal(
    tally(centre, ({ outcome }) => outcome ?? '').map(([outcome, members]) => [outcome, members.length]),
    [
      ['settled', 36],
      ['transferred', 2],
    ],
  );
  assert.is(centre.filter(({ source }) => source === 'grid').length, 21, 'reported up by grids');
});

test('letters have fallen by 37.5 % and calls by 50 %, each against the data of the year before', () => {
  const [now, former] = [figuresOf(rows, '2024').received, figuresOf(rows, formerOf('2024')).received];
  assert.equal(
    beside(now, former, ({ source }) => source)
      .filter(({ key }) => key === 'letter' || key === 'hotline')
      .map((part) => [part.key, part.now.length, part.former.length, percentOf(changeOf(part.now.length, part.former.length))]),
    [
      ['hotline', 6, 12, '-50.0 %'],
      ['letter', 5, 8, '-37.5 %'],
    ],
  );
});

test('quarters make the year, and each stage was passed by those who went on', () => {
  const settled = ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4'].map((period) => figuresOf(rows, period).settled.length);
  assert.is(
    settled.reduce((sum, count) => sum + count, 0),
    140,
  );
  const [screening, graded, joint] = stageTimesOf(figuresOf(rows, '2024').received, Date.now());
  assert.equal([screening?.rows.length, graded?.rows.length], [142, 38]);
  assert.ok(
    joint !== undefined && joint.rows.length >= 2 && joint.rows.length < 38 && joint.median > 0,
    'some went on to several departments',
  );
});

test.run();
