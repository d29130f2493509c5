import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, untilEqual, untilWords } from 'onedoor-test/e2e';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** An officer who went over to the judicial office while he was without network, and the one who took his place. */
const test = suite('notes of the station, written by somebody who has left it');
const TITLE = '周三夜间巡查';
const NOTE = '张建国家门口有人聚集，劝离。';
const faults = new Faults();
let example: Example;
let browser: Browser;

/** The text of the note, which stands among those that the station has already. */
const noteIn = (tab: Locator): Locator => tab.locator('li', { hasText: TITLE }).locator('.cm-content');

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('what he wrote goes to the station alone: neither he nor the team sees it there; the station adopts it', async () => {
  const wang = await Desk.open(browser, example, 'wang', { faults });
  await wang.openCase(MUJIANGGOU);
  await wang.tabOf('派出所札记');
  await wang.untilOnline();
  await wang.workOffline(true);
  const tab = wang.page.locator('onedoor-plugin-tab');
  await tab.getByRole('textbox', { name: '札记标题' }).fill(TITLE);
  await tab.getByRole('button', { name: '添加札记' }).click();
  const text = noteIn(tab);
  await text.click();
  await wang.page.keyboard.type(NOTE);
  await untilEqual('all of it kept here', [NOTE, true], async () => [await wang.textOf(text), (await wang.unsent()) >= 2]);
  await example.enrol('wang', 'judicial');
  await example.enrol('li', 'police');
  await wang.workOffline(false);
  await wang.page
    .locator('onedoor-sync-bar')
    .getByRole('button', { name: /2项被退回/ })
    .click();
  const refused = wang.page.locator('onedoor-refused section');
  await untilWords(refused, new RegExp(NOTE));
  await refused.getByRole('button', { name: '全部请求采纳（2项）' }).click();
  await untilEqual('delivered', 2, () => refused.getByText('已送达', { exact: true }).count());
  // He is still of the team, and reads the case, not this room.
  await untilWords(refused, /您已看不到这部分资料/);
  await wang.caseLink(MUJIANGGOU).or(wang.page.locator('onedoor-case h1')).first().waitFor();

  const [zhao, li] = await Promise.all([Desk.open(browser, example, 'zhao', { faults }), Desk.open(browser, example, 'li', { faults })]);
  await Promise.all([zhao.openCase(MUJIANGGOU), li.openCase(MUJIANGGOU)]);
  const offers = li.page.locator('onedoor-offers section');
  await offers.getByRole('heading', { name: '请求采纳的修改（2项）' }).waitFor();
  await untilWords(offers, /王建军请求采纳/);
  // What the station has heard by now, the others would have heard, too.
  await Promise.all([wang.untilOnline(), zhao.untilOnline()]);
  assert.is(await wang.page.locator('onedoor-offers li').count(), 0);
  assert.is(await zhao.page.locator('onedoor-offers section').count(), 0, 'the team does not hear of it');
  assert.equal(
    (await example.rows('zhao')).filter((row) => JSON.stringify(row).includes('"offers":')),
    [],
  );
  await zhao.tabOf('经过');
  await zhao.timeline.last().locator('li').first().waitFor();
  assert.is(await zhao.timeline.last().getByText('请求采纳').count(), 0);
  // The text of the note builds on the note.
  await offers.getByRole('button', { name: '全部采纳（2项）' }).click();
  await untilEqual('none is left', 0, () => offers.locator('li[part=offer]').count());
  await li.tabOf('派出所札记');
  await li.page.locator('onedoor-plugin-tab').getByText(TITLE).first().waitFor();
  await untilWords(noteIn(li.page.locator('onedoor-plugin-tab')), new RegExp(NOTE));
  await li.untilLogged();
  const logged = await example.room('li', MUJIANGGOU, 'police.private');
  assert.equal(logged.acts.map(({ person, intent }) => [person, intent.command]).sort(), [
    ['p-li', 'offer.accept'],
    ['p-li', 'offer.accept'],
    ['p-wang', 'offer.make'],
    ['p-wang', 'offer.make'],
  ]);
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
