import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, until, untilEqual } from 'onedoor-test/e2e';
import { InputMethod } from 'onedoor-test/e2e/input-method';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** A police officer and a judicial officer at the minutes of one session. */
const test = suite('minutes on the page');
const faults = new Faults();
let example: Example;
let browser: Browser;
let wang: Desk;
let zhao: Desk;

/** The minutes that were kept without a call, below the sessions. */
const tabOf = (desk: Desk): Locator => desk.page.locator('onedoor-plugin-tab[tab=minutes]');
/** The latest of them. */
const minutesOf = (desk: Desk): Locator =>
  tabOf(desk)
    .getByRole('textbox', { name: /^第\d+次调解$/ })
    .first();

async function openMinutes(desk: Desk): Promise<void> {
  await desk.tabOf('会议与笔录');
  await minutesOf(desk).waitFor();
}

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [wang, zhao] = await Promise.all([Desk.open(browser, example, 'wang', { faults }), Desk.open(browser, example, 'zhao', { faults })]);
  await Promise.all([wang.openCase(MUJIANGGOU), zhao.openCase(MUJIANGGOU)]);
  await Promise.all([openMinutes(wang), openMinutes(zhao)]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('the seed story has its minutes, the latest day first', async () => {
  await untilEqual('the first and the last', ['2024年10月22日', '2024年3月21日'], async () => {
    const days = await tabOf(wang).locator('h3 .number').allInnerTexts();
    return [days[0], days.at(-1)];
  });
});

test('both write at once and see text, name and caret of the other', async () => {
  const [ours, theirs] = [minutesOf(wang), minutesOf(zhao)];
  await ours.click();
  await wang.page.keyboard.press('Control+End');
  await theirs.click();
  await zhao.page.keyboard.press('Control+Home');
  const [end, start] = ['派出所到场，秩序正常。', '司法所核对了授权委托书。'];
  await Promise.all([wang.page.keyboard.type(end, { delay: 30 }), zhao.page.keyboard.type(start, { delay: 30 })]);
  await zhao.page.locator('onedoor-text .caret-flag', { hasText: '王建军' }).waitFor({ state: 'attached' });
  await wang.page.locator('onedoor-text .caret-flag', { hasText: '赵敏' }).waitFor({ state: 'attached' });
  await until('both texts on both screens', async () => {
    const [here, there] = await Promise.all([wang.textOf(ours), zhao.textOf(theirs)]);
    return here === there && here.startsWith(start) && here.endsWith(end);
  });
  await Promise.all([wang.untilLogged(), zhao.untilLogged()]);
  const logged = (await example.room('sun', MUJIANGGOU, 'joint')).everything;
  assert.ok(logged.includes(start) && logged.includes(end));
});

test('new minutes appear at the other, and Enter inside a composition begins none', async () => {
  const sessions = () => tabOf(zhao).locator('onedoor-text').count();
  const before = await sessions();
  await wang.page.getByRole('button', { name: '开始新的笔录' }).click();
  await untilEqual('a new session', before + 1, sessions);
  const place = tabOf(wang).getByLabel('地点', { exact: true }).first();
  const input = await InputMethod.of(wang);
  await place.click();
  await input.compose('tiaojieshi');
  await input.enterWithin('tiaojieshi');
  await input.compose('s');
  await input.choose('室');
  assert.is(await place.inputValue(), 'tiaojieshi室');
  await wang.untilLogged();
  assert.is(await sessions(), before + 1, 'no further session');
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
