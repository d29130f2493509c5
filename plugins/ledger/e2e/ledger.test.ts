import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCaseRow } from '@onedoor/core';
import { CsvReader } from '@onedoor/elements/tables';
import { Desk, Example, Faults, launch, removeTemporary, temporaryFolder, until, untilEqual } from 'onedoor-test/e2e';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

if (!existsSync('/usr/bin/pdftotext')) throw new Error('The printed table is read here: install "poppler-utils".');

/** A person's day with the table of all matters, in a browser that keeps what it has read. */
const test = suite('ledger');
const faults = new Faults();
let example: Example;
let browser: Awaited<ReturnType<typeof launch>>;
let desk: Desk;
let count: number;

const words = async (): Promise<string> => (await ledger().locator('[role=status]').first().textContent())?.trim() ?? '';
const ledger = () => desk.page.locator('onedoor-plugin-page');
const titles = () => ledger().locator('td button.title').allTextContents();
const untilAll = () => until('all matters', async () => (await words()) === `共${count}件`);

test.before(async () => {
  example = await Example.start();
  count = (await example.rows('sun')).length;
  browser = await launch();
  desk = await Desk.open(browser, example, 'sun', { faults });
});

test.after(async () => {
  await browser.close();
  await example.stop();
  removeTemporary();
});

test('all matters that the server gives this person are in the table, and a view is kept for everybody', async () => {
  await desk.page.goto(`${example.url}/#/ledger/all`);
  await untilAll();
  assert.ok(count > 3);
  await ledger().locator('select[name=stage]').selectOption('closed');
  const closed = (await example.rows('sun')).filter((row) => readCaseRow(row)?.stage === 'closed').length;
  await until('closed ones', async () => (await words()) === `共${closed}件`);
  await ledger().locator('summary', { hasText: '保存视图' }).click();
  await ledger().getByLabel('视图名称').fill('办结的');
  await ledger().locator('form').getByRole('button', { name: '保存视图' }).click();
  await until('kept', async () => (await ledger().locator('select[name=view] option').allTextContents()).includes('办结的'));
});

test('opened again, it shows the same matters first, and the view is there', async () => {
  await ledger().getByRole('button', { name: '清空筛选' }).click();
  await untilAll();
  const before = await titles();
  await desk.page.reload();
  await until('the first ones', async () => (await titles())[0] === before[0]);
  await untilAll();
  await untilEqual('the same matters', before, titles);
  await ledger().locator('select[name=view]').selectOption({ label: '办结的' });
  await untilEqual('the stage of the view', 'closed', () => ledger().locator('select[name=stage]').inputValue());
});

test('the printed table has every matter by name, and its heads on each page', async () => {
  await ledger().getByRole('button', { name: '清空筛选' }).click();
  await untilAll();
  const folder = temporaryFolder('ledger-paper');
  const path = join(folder, 'ledger.pdf');
  // Low pages, so that the few matters of the story fill some.
  await desk.page.pdf({ path, width: '297mm', height: '120mm' });
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  const pages = text.split('\f').filter((page) => page.trim() !== '');
  const bare = text.replaceAll(/\s+/g, '');
  for (const row of await example.rows('sun')) assert.ok(bare.includes(`${readCaseRow(row)?.title.slice(0, 4)}`), readCaseRow(row)?.title);
  assert.ok(pages.length > 1, `${pages.length} pages`);
  for (const page of pages) assert.match(page, /案号.*案由.*纠纷类型/, page);
});

test('a file holds every matter, and all of them can be selected', async () => {
  await ledger().getByRole('button', { name: '清空筛选' }).click();
  await untilAll();
  const coming = desk.page.waitForEvent('download');
  await ledger().getByRole('button', { name: '导出 CSV' }).click();
  const text = await readFile(await (await coming).path(), 'utf8');
  const reader = new CsvReader(',');
  const rows = [...reader.push(text.replace(/^\uFEFF/, '')), ...reader.end()];
  assert.is(rows.length, count + 1, 'and a head');
  await ledger().getByLabel('选择列出的全部').check();
  await ledger().getByText(`已选${count}件`).waitFor();
});

test('nothing went wrong on the way', () => {
  assert.equal(faults.own, []);
});

test.run();
