import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, stays, untilEqual, untilWords } from './support.js';

const test = suite('people who were apart');
const faults = new Faults();
let example: Example;
let browser: Browser;
let wang: Desk;
let zhao: Desk;
let sun: Desk;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  wang = await Desk.open(browser, example, 'wang', { faults });
  zhao = await Desk.open(browser, example, 'zhao', { faults });
  sun = await Desk.open(browser, example, 'sun', { faults });
  await Promise.all([wang, zhao, sun].map((desk) => desk.openCase(MUJIANGGOU)));
  await Promise.all([wang, zhao, sun].map((desk) => desk.untilOnline()));
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('two moves of one case while apart: both are kept, all agree, a third settles it', async () => {
  const [ours, theirs] = ['当事人要求领导再主持一次。', '需要部门再核一次名单。'];
  await Promise.all([wang.workOffline(true), zhao.workOffline(true)]);
  await wang.moveStage('包案调处', ours);
  await zhao.moveStage('部门联调', theirs);
  await untilWords(wang.marked, /^包案调处\s*待服务器登记$/);
  await untilWords(zhao.marked, /^部门联调\s*待服务器登记$/);
  await untilEqual('the stage at the third person', '督办代办', () => sun.stage());
  await stays('nothing reaches the third person', async () => (await sun.stage()) === '督办代办', 500);

  await wang.workOffline(false);
  await wang.untilLogged();
  await zhao.workOffline(false);
  await zhao.untilLogged();
  for (const desk of [wang, zhao, sun]) {
    await untilEqual(`stage at ${desk.who}`, '包案调处', () => desk.stage());
    await desk.timeline.locator('li', { hasText: ours }).first().waitFor();
    await desk.timeline.locator('li', { hasText: theirs }).first().waitFor();
    await desk.timeline.locator('.conflict').getByText('冲突', { exact: true }).waitFor();
    await desk.page.locator('onedoor-case header').getByText('1项冲突').waitFor();
  }
  assert.is((await example.caseNamed('li', MUJIANGGOU)).summary.case?.stage, 'leader');

  const [choice, why] = ['采用这一项', '先由部门核名单，再请领导主持。'];
  await sun.timeline.getByRole('button', { name: '处理冲突' }).click();
  await sun.timeline.getByRole('combobox', { name: '怎样处理' }).selectOption({ label: choice });
  await sun.timeline.getByRole('textbox', { name: /^理由/ }).fill(why);
  await sun.timeline.getByRole('button', { name: '处理冲突' }).click();
  for (const desk of [wang, zhao, sun]) {
    await untilEqual(`stage at ${desk.who}`, '部门联调', () => desk.stage());
    await desk.timeline.getByText(`孙桂兰已处理：采用。理由：${why}`).waitFor();
    await untilEqual('no open conflict', 0, () => desk.page.locator('onedoor-case header .mark.conflict').count());
    await untilEqual('nothing to settle', 0, () => desk.timeline.getByRole('button', { name: '处理冲突' }).count());
  }
  await untilEqual('the server agrees', ['joint', 0], async () => {
    const row = await example.caseNamed('li', MUJIANGGOU);
    return [row.summary.case?.stage, row.summary.case?.conflicts];
  });
});

test('one field written twice without network: both values are shown until one is confirmed', async () => {
  await Promise.all([wang, zhao, sun].map((desk) => desk.tabOf('案情')));
  const place = (desk: Desk) => desk.page.getByLabel('发生地点', { exact: true });
  await Promise.all([wang, zhao].map((desk) => desk.page.context().setOffline(true)));
  for (const desk of [wang, zhao]) await untilEqual('offline', '离线', () => desk.connection());
  const values = { wang: '北坡第一地块', zhao: '北坡第二地块' };
  for (const [desk, value] of [
    [wang, values.wang],
    [zhao, values.zhao],
  ] as const) {
    await place(desk).fill(value);
    await place(desk).press('Tab');
    await untilEqual('one unsent change', 1, () => desk.unsent());
  }
  await Promise.all([wang, zhao].map((desk) => desk.page.context().setOffline(false)));
  await Promise.all([wang, zhao].map((desk) => desk.untilLogged()));
  for (const desk of [wang, zhao, sun]) {
    const contested = desk.page.locator('onedoor-facts .contested');
    await contested.waitFor();
    for (const value of Object.values(values)) await untilWords(contested, value);
  }
  await sun.page.getByRole('button', { name: `以此为准: ${values.zhao}` }).click();
  for (const desk of [wang, zhao, sun]) {
    await untilEqual('the confirmed value', values.zhao, () => place(desk).inputValue());
    await untilEqual('nothing contested', 0, () => desk.page.locator('onedoor-facts .contested').count());
  }
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
