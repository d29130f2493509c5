import { join } from 'node:path';
import { readCaseRow, rowsResponse, shanghaiDate } from '@onedoor/core';
import {
  Faults,
  freePort,
  launch,
  newContext,
  type Run,
  removeTemporary,
  runExample,
  shoot,
  temporaryFolder,
  until,
  untilEqual,
  untilHealthy,
} from 'onedoor-test/e2e';
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
let browser: Awaited<ReturnType<typeof launch>>;
let context: Awaited<ReturnType<typeof newContext>>;
let page: Awaited<ReturnType<typeof context.newPage>>;
const faults = new Faults();
/** Reading 79 rooms, each for the first time on this device, on a machine that does much else. */
const COUNTED_MS = 120_000;

test.before(async () => {
  const [port, folder] = [await freePort(), temporaryFolder('years')];
  const url = `http://localhost:${port}`;
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
  browser = await launch();
  context = await newContext(browser);
  page = await context.newPage();
  faults.watch(page, 'zhou');
  await page.goto(url);
  await page.getByRole('button', { name: '周海峰' }).click();
  await page.locator('onedoor-sync-bar').waitFor();
});

test.after(async () => {
  await browser.close();
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

/** Cells of a figure's line on the page: this period and the former. */
async function lineOf(section: string, figure: string): Promise<readonly string[]> {
  const row = page
    .getByRole('region', { name: section })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: figure, exact: true }) });
  return (await row.getByRole('cell').allInnerTexts()).map((words) => words.trim());
}
const EXPECTED: readonly (readonly [section: string, figure: string, now: string])[] = [
  ['12345工单', '受理工单', '78'],
  ['12345工单', '满意（占给出评价的）', '76/78（97.4 %）'],
  ['12345工单', '办结（占受理）', '76/78（97.4 %）'],
  ['网格工作', '网格', '79'],
  ['网格工作', '有网格员（占网格）', '79/79（100.0 %）'],
  ['网格工作', '走访户数（不重复）', '859'],
  ['网格工作', '上报（占发现事项）', '21/131（16.0 %）'],
  ['网格工作', '帮办代办', '1324'],
  ['网格工作', '发放宣传单', '2000'],
];
const standAs = () => Promise.all(EXPECTED.map(async ([section, figure]) => [section, figure, (await lineOf(section, figure))[0]]));
const counted = (): Promise<unknown> =>
  page.getByRole('button', { name: '重新统计' }).and(page.locator(':enabled')).waitFor({ timeout: COUNTED_MS });

test('the page counts grids and orders: 859 households, 21 reported up, 1,324 errands, 2,000 leaflets, 76/78 satisfied', async () => {
  await page.goto(`${page.url().split('#')[0]}#/statistics/all`);
  await counted();
  await page.getByLabel('期间').selectOption('2024');
  await untilEqual('the figures', EXPECTED, standAs);
  const visits = Number((await lineOf('网格工作', '入户走访（次）'))[0]);
  assert.ok(visits > 1900, `${visits} visits`);
  assert.is(await page.getByText('数据本机还没有').count(), 0, 'nothing is missing on this device');
  await shoot(page, 'statistics-years', { fullPage: true });
});

test('every number opens its rows', async () => {
  await page.getByRole('button', { name: '上报：21/131（16.0 %）' }).click();
  const list = page.getByRole('region', { name: '上报' });
  await until('21 rows', async () => (await list.getByRole('listitem').count()) === 21);
  await page.getByRole('button', { name: '满意：76/78（97.4 %）' }).click();
  await until('76 rows', async () => (await page.getByRole('region', { name: '满意' }).getByRole('listitem').count()) === 76);
});

test('the disputes of the page tie out with what the server says: closed 142/142, settled 140/142', async () => {
  const cells = async (name: string) =>
    (
      await page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
        .first()
        .getByRole('cell')
        .first()
        .innerText()
    ).trim();
  await untilEqual('the figures', ['142', '142/142（100.0 %）', '140/142（98.6 %）'], async () => [
    await cells('受理'),
    await cells('办结率'),
    await cells('化解率'),
  ]);
});

test('without network the same figures are counted from what the device holds', async () => {
  await context.setOffline(true);
  await page.getByRole('button', { name: '重新统计' }).click();
  await counted();
  await untilEqual('the figures without network', EXPECTED, standAs);
  await context.setOffline(false);
});

test('whoever works for neither grids nor the hotline is told neither of their figures', async () => {
  const other = await newContext(browser);
  const desk = await other.newPage();
  faults.watch(desk, 'zhao');
  await desk.goto(page.url().split('#')[0] ?? '');
  await desk.getByRole('button', { name: '赵敏' }).click();
  await desk.locator('onedoor-sync-bar').waitFor();
  await desk.goto(page.url());
  const grids = desk.getByRole('region', { name: '网格工作' });
  await grids.getByText('统计您可以查看的0个').waitFor({ timeout: COUNTED_MS });
  assert.is(await desk.getByRole('region', { name: '12345工单' }).count(), 0);
  assert.is(await grids.getByText('入户走访').count(), 0, 'no zero where nothing may be read');
  await other.close();
});

test('the page has had no fault of its own', () => {
  assert.equal(faults.own, []);
});

test.run();
