import { Desk, Example, Faults, launch, removeTemporary, until } from 'onedoor-test/e2e';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** The petition clerk registers and decides; the mediator of the same case sees it and does nothing in it. */
const test = suite('a petition on the page');
const CASE = '养殖场粪污异味影响周边住户';
const faults = new Faults();
let example: Example;
let browser: Browser;
let li: Desk;
let sun: Desk;

const tabOf = (desk: Desk): Locator => desk.page.locator('onedoor-plugin-tab');
const formOf = (act: string): Locator => tabOf(li).locator(`details[data-act=${act}]`);
const shows = (desk: Desk, words: string) => tabOf(desk).getByText(words).first().waitFor();

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [li, sun] = await Promise.all([Desk.open(browser, example, 'li', { faults }), Desk.open(browser, example, 'sun', { faults })]);
  await Promise.all([li.openCase(CASE), sun.openCase(CASE)]);
  await Promise.all([li.tabOf('信访'), sun.tabOf('信访')]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('what is registered has a number and a clock on both screens', async () => {
  await shows(sun, '还没有登记信访事项');
  assert.is(await tabOf(sun).locator('form').count(), 0);
  const tab = tabOf(li);
  await tab.getByRole('textbox', { name: '姓名（名称）' }).fill('白玉山');
  await tab.getByRole('textbox', { name: '住址' }).fill('红砂坝镇沙卜村3号');
  await tab.getByRole('button', { name: '添加信访人' }).click();
  await shows(li, '移出');
  await formOf('register').locator('summary').click();
  await formOf('register').getByRole('combobox', { name: '提出方式' }).selectOption({ label: '书信' });
  await formOf('register').getByRole('combobox', { name: '事项类别' }).selectOption({ label: '申诉求决' });
  await formOf('register').getByRole('button', { name: '登记' }).click();
  for (const desk of [li, sun]) {
    await shows(desk, '已登记，待转送、交办');
    await shows(desk, '（信访工作条例 第二十二条）');
  }
  await li.untilLogged();
  await until('a number of this year', async () => /〔\d{4}〕\d+号/.test(await tabOf(li).locator('dd.number').first().innerText()));
});

test('a decision made offline is marked as waiting, and counts when it is logged', async () => {
  await li.page.getByRole('switch', { name: '离线工作' }).check();
  await formOf('accept').locator('summary').click();
  await formOf('accept').getByRole('textbox', { name: '承办机关、单位' }).fill('镇人民政府');
  await formOf('accept')
    .getByRole('combobox', { name: /处理途径/ })
    .selectOption('6');
  await formOf('accept').getByRole('button', { name: '受理并告知' }).click();
  await shows(li, '待服务器登记');
  await shows(li, '已受理，办理中');
  await shows(sun, '已登记，待转送、交办');
  await li.page.getByRole('switch', { name: '离线工作' }).uncheck();
  await shows(sun, '（信访工作条例 第三十四条）');
  await li.untilLogged();
  const { acts } = await example.room('sun', CASE, 'petition');
  assert.equal(
    acts.map(({ intent, person, outcome }) => [intent.command, person, outcome]),
    [
      ['petition.register', 'p-li', 'applied'],
      ['petition.accept', 'p-li', 'applied'],
    ],
  );
});

test('the office’s own notes are no room of the mediator', async () => {
  assert.is(await sun.page.getByRole('tab', { name: '信访办札记' }).count(), 0);
  assert.is(await li.page.getByRole('tab', { name: '信访办札记' }).count(), 1);
  const row = await example.caseNamed('sun', CASE);
  assert.equal(
    row.rooms.map(({ room }) => room).filter((room) => room.startsWith('petition')),
    ['petition'],
  );
});

test('the pages had no faults', () => {
  assert.equal(faults.own, []);
});

test.run();
