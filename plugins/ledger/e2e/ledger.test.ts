import { readFileSync } from 'node:fs';
import { openTable } from '@onedoor/elements/tables';
import { Desk, Example, Faults, launch, removeTemporary, until, untilEqual, wordsOf } from 'onedoor-test/e2e';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** The table of all matters: a view that is kept for everybody, groups, acts on several, and files out and in. */
const test = suite('the ledger');
const faults = new Faults();
const NEW = '沙卜村水渠清淤费用纠纷（台账导入）';
let example: Example;
let browser: Browser;
let zhou: Desk;
let sun: Desk;

const pageOf = (desk: Desk): Locator => desk.page.locator('onedoor-plugin-page');
const linesOf = (desk: Desk): Locator => pageOf(desk).locator('tbody tr[data-key]:not(.group)');
const countOf = async (desk: Desk): Promise<number> =>
  Number((await pageOf(desk).locator('.head [role=status]').innerText()).replace(/\D/g, ''));
const select = (desk: Desk, name: string): Locator => pageOf(desk).locator(`select[name=${name}]`);

async function open(who: 'zhou' | 'sun'): Promise<Desk> {
  const desk = await Desk.open(browser, example, who, { faults });
  await desk.page.locator('onedoor-pages').getByRole('link', { name: '台账' }).click();
  await linesOf(desk).first().waitFor();
  return desk;
}

/** What a file of the page holds, line by line. */
async function cells(bytes: Uint8Array, name: string): Promise<string[][]> {
  const table = await openTable(new File([new Uint8Array(bytes)], name));
  const rows: string[][] = [];
  for await (const some of table.rows()) for (const row of some) rows.push(row.cells.map((cell) => cell ?? ''));
  return rows;
}

async function exported(desk: Desk, button: string): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
  const [download] = await Promise.all([desk.page.waitForEvent('download'), pageOf(desk).getByRole('button', { name: button }).click()]);
  return { bytes: readFileSync(await download.path()), name: download.suggestedFilename() };
}

const choose = (desk: Desk, name: string, bytes: Uint8Array) =>
  pageOf(desk)
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) });
const sum = (desk: Desk): Promise<string> => pageOf(desk).locator('section.report [role=status]').first().innerText();

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [zhou, sun] = [await open('zhou'), await open('sun')];
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('a view with its groups is kept by one and chosen by another', async () => {
  const all = await countOf(zhou);
  await select(zhou, 'stage').selectOption('closed');
  await until('fewer', async () => (await countOf(zhou)) < all);
  const closed = await countOf(zhou);
  await select(zhou, 'group').selectOption('category');
  await pageOf(zhou).locator('tr.group').first().waitFor();
  const groups = await pageOf(zhou).locator('tr.group').allInnerTexts();
  const counts = groups.map((words) => Number(/(\d+)件/.exec(words)?.[1]));
  const sizes = new Map<unknown, number>();
  for (const { summary } of await example.rows('zhou')) {
    const { stage, category } = summary['case'] ?? {};
    if (stage === 'closed') sizes.set(category, (sizes.get(category) ?? 0) + 1);
  }
  // Lines below the screen are not drawn.
  const largest = [...sizes.values()].sort((one, other) => other - one);
  assert.ok(counts.length > 1, `${counts.length} groups are drawn`);
  assert.equal(counts, largest.slice(0, counts.length), 'each with its count, the largest first');
  assert.is(
    largest.reduce((sum, size) => sum + size, 0),
    closed,
    'of all closed matters',
  );
  const keep = pageOf(zhou)
    .locator('details.act')
    .filter({ has: zhou.page.locator('[name=name]') });
  await keep.locator('summary').click();
  await keep.locator('[name=name]').fill('办结案件按类型');
  await keep.locator('button[type=submit]').click();
  await zhou.untilLogged();

  await select(sun, 'view').selectOption({ label: '办结案件按类型' });
  await pageOf(sun).locator('tr.group').first().waitFor();
  assert.equal([await select(sun, 'group').inputValue(), await select(sun, 'stage').inputValue()], ['category', 'closed']);
  // Each reads the cases that they may read.
  const own = (await example.rows('sun')).filter((row) => row.summary['case']?.['stage'] === 'closed').length;
  await untilEqual("sun's closed cases", own, () => countOf(sun));
  for (const desk of [zhou, sun]) await pageOf(desk).getByRole('button', { name: '清空筛选' }).click();
  await untilEqual('all of them again', all, () => countOf(zhou));
});

test('several matters are moved one by one, each with its own answer', async () => {
  const isLed = (row: Awaited<ReturnType<Example['rows']>>[number]) =>
    row.summary['case']?.['stage'] === 'graded' &&
    JSON.stringify(row.summary['case']['members']).includes('"person":"p-sun","role":"lead"');
  const ids = (await example.rows('sun')).filter(isLed).map((row) => row.case);
  assert.ok(ids.length >= 2, `${ids.length} matters that 孙桂兰 leads`);
  await select(sun, 'stage').selectOption('graded');
  for (const id of ids) await pageOf(sun).locator(`tr[data-key="${id}"] input[type=checkbox]`).check();
  const form = pageOf(sun).locator('form.report');
  await form.getByText(`已选${ids.length}件`).waitFor();
  await form.locator('[name=to]').selectOption('joint');
  await form.locator('[name=reason]').fill('集中提请会商');
  await form.getByRole('button', { name: '逐件办理' }).click();
  await pageOf(sun).getByText(`办成${ids.length}件，未办成0件。`).waitFor();
  await sun.untilLogged();
  const moved = (await example.rows('sun')).filter((row) => ids.includes(row.case) && row.summary['case']?.['stage'] === 'joint');
  assert.is(moved.length, ids.length, 'as the server has them');
  await select(sun, 'stage').selectOption('');

  // Whoever has no part in a matter may read of it here and moves nothing.
  await select(zhou, 'stage').selectOption('screening');
  const line = linesOf(zhou).first();
  await line.waitFor();
  const title = await line.locator('button.title').innerText();
  await line.locator('input[type=checkbox]').check();
  const other = pageOf(zhou).locator('form.report');
  await other.locator('[name=to]').selectOption('graded');
  await other.locator('[name=reason]').fill('集中分级');
  await other.getByRole('button', { name: '逐件办理' }).click();
  await pageOf(zhou).getByText('办成0件，未办成1件。').waitFor();
  assert.ok((await wordsOf(pageOf(zhou).locator('.report ul'))).startsWith(`${title}: `), 'which, and why');
  await pageOf(zhou).locator('.report').getByRole('button', { name: '收起' }).click();
  await pageOf(zhou).getByRole('button', { name: '清空筛选' }).click();
});

test('what is exported holds what the page shows, comes back as the same, and a new line becomes a case', async () => {
  const all = await countOf(zhou);
  const book = await exported(zhou, '导出表格');
  const text = await exported(zhou, '导出 CSV');
  const [sheet, csv] = [await cells(book.bytes, book.name), await cells(text.bytes, text.name)];
  assert.equal(sheet, csv, 'both kinds hold the same cells');
  const [head = [], ...lines] = sheet;
  assert.is(lines.length, all);
  const rows = new Map((await example.rows('zhou')).map((row) => [row.case, row.summary['case']]));
  const at = (name: string) => head.indexOf(name);
  for (const line of lines) {
    const row = rows.get(line[at('案件标识')] ?? '');
    assert.equal([line[at('案由')], line[at('村（社区）')]], [row?.['title'], row?.['village']]);
  }
  for (const file of [book, text]) {
    await choose(zhou, file.name, file.bytes);
    await untilEqual('all lines are the same', `一致${all}行，不一致0行，新案件0行，不能识别0行。系统里的内容没有改动。`, () => sum(zhou));
    await pageOf(zhou).locator('section.report').getByRole('button', { name: '收起' }).click();
  }

  // One cell changed, one line without an id, one with an id of nobody.
  const [first = []] = lines;
  const changed = first.map((cell, column) => (column === at('案由') ? `${cell}改` : cell));
  const made = head.map(
    (name) => ({ 案由: NEW, 纠纷类型: first[at('纠纷类型')], 来源: first[at('来源')], '村（社区）': '沙卜村' })[name] ?? '',
  );
  const nobody = first.map((cell, column) => (column === at('案件标识') ? '01J8ABCDEFGHJKMNPQRSTVWXYZ' : cell));
  const quoted = [head, changed, made, nobody].map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
  await choose(zhou, '改过的.csv', Buffer.from(`\ufeff${quoted}\r\n`));
  await untilEqual('the sum', '一致0行，不一致1行，新案件1行，不能识别1行。系统里的内容没有改动。', () => sum(zhou));
  assert.match(await wordsOf(pageOf(zhou).locator('section.report ul')), /第2行与系统不一致：案由[\s\S]*第4行：您看不到这个标识的案件/);
  await pageOf(zhou).getByRole('button', { name: '新建1件' }).click();
  await pageOf(zhou).getByText('已新建1件。').waitFor();
  await zhou.untilLogged();
  const { summary } = await example.caseNamed('zhou', NEW);
  assert.is(summary['case']?.['village'], '沙卜村');
  await untilEqual('one more', all + 1, () => countOf(zhou));
  await zhou.close();
  await sun.close();
  assert.equal(faults.own, []);
});

test.run();
