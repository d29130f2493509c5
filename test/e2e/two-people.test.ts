import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, stays, until, untilEqual, untilWords } from './support.js';

/** A police officer and a judicial officer, each in a browser of their own, on one case. */
const test = suite('two people on one case');
const faults = new Faults();
let example: Example;
let browser: Browser;
let wang: Desk;
let zhao: Desk;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [wang, zhao] = await Promise.all([Desk.open(browser, example, 'wang', { faults }), Desk.open(browser, example, 'zhao', { faults })]);
  await Promise.all([wang.openCase(MUJIANGGOU), zhao.openCase(MUJIANGGOU)]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('each sees that the other is here', async () => {
  for (const desk of [wang, zhao]) await untilEqual('present', ['王建军', '赵敏'].sort(), () => desk.present());
});

test('both write in the facts at once and see text, name and caret of the other', async () => {
  await Promise.all([wang.openFacts(), zhao.openFacts()]);
  const [ours, theirs] = [wang.facts, zhao.facts];
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
  // What a person reads is what is drawn.
  await until('what is drawn', async () => (await wang.shownIn(ours)).includes(start));
  await Promise.all([wang.untilLogged(), zhao.untilLogged()]);
  const logged = (await example.room('sun', MUJIANGGOU, 'joint')).everything;
  assert.ok(logged.includes(start) && logged.includes(end));
});

test('an edit of a party arrives', async () => {
  await Promise.all([wang.tabOf('当事人'), zhao.tabOf('当事人')]);
  await wang.page.getByRole('button', { name: /^编辑/ }).first().click();
  const phone = wang.page.getByLabel('电话', { exact: true });
  await phone.fill('13900001234');
  await phone.press('Tab');
  await zhao.page.locator('onedoor-parties .phone').first().getByText('13900001234').waitFor();
  await wang.page
    .getByRole('button', { name: /收起|编辑/ })
    .first()
    .click();
});

test('an edit of the facts arrives, in a field and in the text', async () => {
  await Promise.all([wang.tabOf('案情'), zhao.tabOf('案情')]);
  const place = zhao.page.getByLabel('发生地点', { exact: true });
  await place.fill('木匠沟村北坡第三地块');
  await place.press('Tab');
  await untilEqual('the place', '木匠沟村北坡第三地块', () => wang.page.getByLabel('发生地点', { exact: true }).inputValue());
  await wang.typeAtEnd(wang.facts, '五、以测绘图为准。');
  await until('the text', async () => (await zhao.textOf(zhao.facts)).endsWith('五、以测绘图为准。'));
});

test('a move of the stage waits visibly and is then logged on both screens', async () => {
  const reason = '村里提出新的付款安排，退回包案领导主持。';
  let release: () => void = () => {};
  const held = new Promise<void>((done) => (release = done));
  let requests = 0;
  await wang.page.route('**/api/sync', async (route) => {
    requests++;
    await held;
    await route.continue();
  });
  await wang.moveStage('包案调处', reason);
  const waiting = wang.timeline.locator('li.waiting', { hasText: reason });
  await waiting.waitFor();
  await untilWords(wang.marked, /^包案调处\s*待服务器登记$/);
  await until('the act is on its way', () => requests > 0);
  await until('the count of unsent changes', async () => (await wang.unsent()) > 0);
  await stays(
    'not logged while nothing has reached the server',
    async () => (await waiting.count()) === 1 && (await zhao.timeline.getByText(reason).count()) === 0,
    600,
  );
  await untilEqual('the stage there', '督办代办', () => zhao.stage());
  release();
  await zhao.timeline.locator('li:not(.waiting)', { hasText: reason }).waitFor();
  await wang.timeline.locator('li:not(.waiting)', { hasText: reason }).waitFor();
  for (const desk of [wang, zhao]) await untilEqual('the stage', '包案调处', () => desk.stage());
  await wang.untilLogged();
  await untilEqual('nothing waits', 0, () => wang.timeline.locator('li.waiting').count());
  assert.is(await zhao.timeline.locator('li', { hasText: reason }).count(), 1);
  await wang.page.unroute('**/api/sync');
});

test('who leaves is no longer shown', async () => {
  await zhao.close();
  await untilEqual('present', ['王建军'], () => wang.present());
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
