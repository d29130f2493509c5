import { fileURLToPath } from 'node:url';
import { Desk, Example, Faults, launch, removeTemporary, until, untilEqual, untilWords } from 'onedoor-test/e2e';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** A file of the hotline's platform comes in by hand; two people of the desk work one order of it to its end. */
const test = suite('orders of the hotline');
const FILE = fileURLToPath(new URL('../fixtures/sample-12345-gb18030.csv', import.meta.url));
const [FIRST, SECOND] = ['GD20240915001', 'GD20240915002'];
const faults = new Faults();
let example: Example;
let browser: Browser;
let chen: Desk;
let sun: Desk;

const pageOf = (desk: Desk): Locator => desk.page.locator('onedoor-plugin-page');
const linkOf = (desk: Desk, no: string): Locator => pageOf(desk).getByRole('button', { name: `打开工单 ${no}` });
const formOf = (desk: Desk, act: string): Locator => pageOf(desk).locator(`details[data-act=${act}]`);
const isShown = (desk: Desk, words: string | RegExp) => pageOf(desk).getByText(words).first().waitFor();

async function openDesk(who: 'chen' | 'sun'): Promise<Desk> {
  const desk = await Desk.open(browser, example, who, { faults });
  await desk.page.locator('onedoor-pages').getByRole('link', { name: '12345工单' }).click();
  await pageOf(desk).getByRole('heading', { level: 2, name: '12345工单' }).waitFor();
  return desk;
}

/** Opens the form of an act, fills it and sends it. */
async function act(desk: Desk, name: string, fill: (form: Locator) => Promise<void> = async () => undefined): Promise<void> {
  const form = formOf(desk, name);
  await form.locator('summary').click();
  await fill(form);
  await form.locator('button[type=submit]').click();
}

/** Chooses the file and comes to its report. */
async function toReport(desk: Desk): Promise<void> {
  const page = pageOf(desk);
  await page.getByRole('button', { name: '导入工单' }).click();
  await page.getByLabel('来件单位').fill('市12345样例');
  await page.locator('input[type=file]').setInputFiles(FILE);
  await page.getByRole('button', { name: '下一步' }).click();
  await isShown(desk, '编码');
  await page.getByRole('button', { name: '下一步' }).click();
  await isShown(desk, /共 3 行/);
}

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  await example.giveRights('chen', ['hotline.work']);
  await example.giveRights('sun', ['hotline.work']);
  [chen, sun] = [await openDesk('chen'), await openDesk('sun')];
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('a file in GB18030 is looked at before it counts: columns, report by line; and taken back with one act', async () => {
  await toReport(chen);
  for (const part of ['去掉了国家区号', '像公式，只当文字', '2024年2月30日', '1.50981E+17'])
    await untilWords(pageOf(chen).locator('table.report tbody tr'), part);
  await isShown(chen, '共 3 行：可以导入 2 单，其中 1 单要留意；1 行有错，不导入；0 单已经有了，跳过。');
  await sun.untilOnline();
  assert.is(await linkOf(sun, FIRST).count(), 0, 'nothing is sent before the person says so');
  await pageOf(chen).getByRole('button', { name: '导入 2 单' }).click();
  await isShown(chen, '已导入 2 单。');
  await pageOf(chen).getByRole('button', { name: '回到工单列表' }).click();
  for (const desk of [chen, sun]) for (const no of [FIRST, SECOND]) await linkOf(desk, no ?? '').waitFor();
  const undo = pageOf(chen).locator('details[data-act=undoImport]').first();
  await undo.locator('summary').click();
  await undo.getByRole('textbox').fill('选错了文件');
  await undo.locator('button[type=submit]').click();
  await isShown(chen, '已撤销：选错了文件');
  for (const desk of [chen, sun]) await untilEqual('the orders are gone', 0, () => linkOf(desk, FIRST ?? '').count());
});

test('the same file comes in again, with the columns as they were chosen', async () => {
  await toReport(chen);
  await pageOf(chen).getByRole('button', { name: '导入 2 单' }).click();
  await isShown(chen, '已导入 2 单。');
  await pageOf(chen).getByRole('button', { name: '回到工单列表' }).click();
  await linkOf(sun, FIRST ?? '').waitFor();
});

test('the printed list has the numbers of the orders, and no button that does something', async () => {
  await sun.page.emulateMedia({ media: 'print' });
  await linkOf(sun, FIRST ?? '').waitFor();
  assert.is(await pageOf(sun).getByRole('button', { name: '导入工单' }).isVisible(), false);
  await sun.page.emulateMedia({ media: null });
  await pageOf(sun).getByRole('button', { name: '导入工单' }).waitFor();
});

test('one hands out and answers, another calls back what the caller said, and it is closed', async () => {
  await linkOf(chen, FIRST ?? '').click();
  await act(chen, 'dispatch', async (form) => {
    await untilEqual('the unit of the file', '综合执法', () => form.locator('[name=lead]').inputValue());
  });
  await formOf(chen, 'reply').waitFor();
  await act(chen, 'reply', (form) => form.locator('[name=text]').fill('垃圾已清运，增设一处收集点。'));
  await isShown(chen, '这张工单是您经办的，请别人回访。');
  assert.is(await formOf(chen, 'callBack').count(), 0, 'no call back by whoever answered');

  await linkOf(sun, FIRST ?? '').click();
  await isShown(sun, '垃圾已清运，增设一处收集点。');
  await act(sun, 'callBack', async (form) => {
    await untilEqual('nothing of what a caller thinks is filled in', ['', '', ''], () =>
      form.locator('select').evaluateAll((all) => all.map((each) => (each instanceof HTMLSelectElement ? each.value : 'no select'))),
    );
    await form.locator('[name=reached]').selectOption('yes');
    await form.locator('[name=solved]').selectOption('yes');
    await form.locator('[name=satisfied]').selectOption('4');
  });
  for (const desk of [sun, chen]) await isShown(desk, '来电人说已解决');
  await act(sun, 'close');
  for (const desk of [sun, chen]) await isShown(desk, '已办结');
  await sun.untilLogged();
  const { acts } = await example.centreRoom('sun', 'hotline.orders.2024');
  assert.equal(
    acts.filter(({ intent }) => intent.args['no'] === FIRST).map(({ intent, person, outcome }) => [intent.command, person, outcome]),
    [
      ['hotline.dispatch', 'p-chen', 'applied'],
      ['hotline.reply', 'p-chen', 'applied'],
      ['hotline.callBack', 'p-sun', 'applied'],
      ['hotline.close', 'p-sun', 'applied'],
    ],
  );
});

test('an import that somebody has worked on stays', async () => {
  await pageOf(sun).getByRole('button', { name: '返回工单列表' }).click();
  const undo = pageOf(sun).locator('details[data-act=undoImport]').first();
  await undo.locator('summary').click();
  await undo.getByRole('textbox').fill('再撤一次');
  await undo.locator('button[type=submit]').click();
  await pageOf(sun).getByRole('alert').first().waitFor();
  await until('the orders stay', async () => (await linkOf(sun, FIRST ?? '').count()) === 1);
  await chen.close();
  await sun.close();
  assert.equal(faults.own, []);
});

test.run();
