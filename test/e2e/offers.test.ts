import { caseSlice } from '@onedoor/core';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  Desk,
  Example,
  Faults,
  launch,
  MUJIANGGOU,
  PEOPLE,
  removeTemporary,
  stays,
  until,
  untilEqual,
  untilFocused,
  untilWords,
  wordsOf,
} from './support.js';

const test = suite('work that was refused, and is not lost');
const faults = new Faults();
const LINE = '周三上午两家在北坡量了地，都签了字。';
let example: Example;
let browser: Browser;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

const refusedIn = (page: Page) => page.locator('onedoor-refused section');
const openRefused = async (page: Page) => {
  const button = page.locator('onedoor-sync-bar').getByRole('button', { name: /项被退回/ });
  await button.waitFor();
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
};

/** Breaches of accessibility inside one element. */
async function breaches(page: Page, tag: string): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (selector) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.filter(({ target }) => target.flat().join(' ').includes(selector)).map(() => id));
  }, tag);
}

test('a week without network, and removed from the team meanwhile: what was done is kept, offered, and accepted once', async () => {
  const chen = await Desk.open(browser, example, 'chen', { faults });
  await chen.openCase(MUJIANGGOU);
  await chen.openFacts();
  await chen.untilOnline();
  await chen.workOffline(true);
  await chen.typeAtEnd(chen.facts, LINE, 5);
  const place = chen.page.getByLabel('发生地点', { exact: true });
  await place.fill('北坡第三地块');
  await place.press('Tab');
  await untilEqual('all of it kept here', [true, 2], async () => [(await chen.textOf(chen.facts)).endsWith(LINE), await chen.unsent()]);
  await example.act('sun', MUJIANGGOU, caseSlice.request.removeMember({ person: PEOPLE.chen.id, reason: '轮岗' }));
  await chen.page.reload();
  await chen.workOffline(false);
  await openRefused(chen.page);
  const refused = refusedIn(chen.page);
  await untilEqual('both', 2, () => refused.locator('li[part=change]').count());
  await untilWords(refused, LINE);
  await untilWords(refused, '北坡第三地块');
  assert.equal(await breaches(chen.page, 'onedoor-refused'), []);
  await refused.getByRole('button', { name: '全部请求采纳（2项）' }).click();
  await untilEqual('delivered', 2, () => refused.getByText('已送达', { exact: true }).count());
  // Whoever may not read the case any more learns nothing of it, before and after an answer.
  await untilWords(refused, '您已看不到这部分资料');
  await chen.page.reload();
  await openRefused(chen.page);
  await untilEqual('kept over a reload', 2, () => refused.getByText('已送达', { exact: true }).count());
  const second = await chen.tab(example, faults);
  await openRefused(second.page);
  await untilEqual('in a second tab', 2, () => refusedIn(second.page).getByText('已送达', { exact: true }).count());
  await second.page.locator('onedoor-board a.title').first().waitFor();
  await second.untilOnline();
  assert.is(await second.caseLink(MUJIANGGOU).count(), 0);

  const [zhou, zhao] = await Promise.all([
    Desk.open(browser, example, 'zhou', { faults }),
    Desk.open(browser, example, 'zhao', { faults }),
  ]);
  await zhao.findCase(MUJIANGGOU);
  await zhao.page.locator('onedoor-board').getByText('2项待采纳').first().waitFor();
  await Promise.all([zhou.openCase(MUJIANGGOU), zhao.openCase(MUJIANGGOU)]);
  const offers = zhao.page.locator('onedoor-offers section');
  await offers.getByRole('heading', { name: '请求采纳的修改（2项）' }).waitFor();
  await untilWords(offers, '陈志强请求采纳');
  await untilWords(offers, '北坡第三地块');
  await untilEqual('what would be written', 1, () => offers.locator('ins').filter({ hasText: LINE }).count());
  assert.equal(await breaches(zhao.page, 'onedoor-offers'), []);
  await zhao.page.locator('onedoor-glance').getByText('处理2项请求采纳的修改').waitFor();
  // Two decide at once: neither decision goes before both are made.
  let decided: () => void = () => {};
  const both = new Promise<void>((done) => (decided = done));
  for (const { page } of [zhao, zhou])
    await page.route('**/api/sync', async (route) => {
      await both;
      await route.continue();
    });
  const accept = (desk: Desk) =>
    desk.page
      .locator('onedoor-offers')
      .getByRole('button', { name: /^采纳：修改文字/ })
      .click();
  await Promise.all([accept(zhao), accept(zhou)]);
  decided();
  await untilEqual('one is left', 1, () => offers.locator('li[part=offer]').count());
  await Promise.all([zhao.untilLogged(), zhou.untilLogged()]);
  // By keyboard: declined with a reason.
  await offers.getByRole('button', { name: /^不采纳/ }).press('Enter');
  await untilFocused(offers.getByLabel('不采纳的理由（必填）'));
  await zhao.page.keyboard.type('地点以测绘图为准');
  await zhao.page.keyboard.press('Tab');
  await zhao.page.keyboard.press('Enter');
  await untilEqual('none is left', 0, () => offers.locator('li[part=offer]').count());
  await zhao.untilLogged();
  const logged = await example.room('zhao', MUJIANGGOU, 'joint');
  assert.is(logged.everything.split(LINE).length - 1, 1, 'written once');
  assert.not.ok(logged.everything.includes('北坡第三地块'));
  assert.equal(logged.acts.map(({ intent }) => intent.command).sort(), ['offer.accept', 'offer.decline', 'offer.make', 'offer.make']);
  await zhao.tabOf('经过');
  const timeline = zhao.timeline.last();
  await timeline.getByText('采纳了陈志强的修改：修改文字').first().waitFor();
  await timeline
    .getByText(/没有采纳陈志强的修改/)
    .first()
    .waitFor();
  await timeline.getByText('地点以测绘图为准').first().waitFor();
  // The author hears no more.
  await stays('nothing of the answers', async () => !/已采纳|未采纳|测绘图/.test(await wordsOf(refused)), 1000);
  await Promise.all([chen.close(), zhou.close(), zhao.close()]);
});

test('who looks on now: what they wrote is offered, and the answer comes back with its reason', async () => {
  const wang = await Desk.open(browser, example, 'wang', { faults });
  await wang.openCase(MUJIANGGOU);
  await wang.openFacts();
  await wang.untilOnline();
  await wang.workOffline(true);
  await wang.typeAtEnd(wang.facts, '派出所补充两点。', 5);
  await until(
    'all of it kept here',
    async () => (await wang.textOf(wang.facts)).endsWith('派出所补充两点。') && (await wang.unsent()) >= 1,
  );
  await example.act('sun', MUJIANGGOU, caseSlice.request.addMember({ person: PEOPLE.wang.id, role: 'observer' }));
  await wang.workOffline(false);
  await openRefused(wang.page);
  await refusedIn(wang.page)
    .getByRole('button', { name: /^请求采纳/ })
    .click();
  await refusedIn(wang.page).getByText('已送达', { exact: true }).waitFor();
  const zhao = await Desk.open(browser, example, 'zhao', { faults });
  await zhao.openCase(MUJIANGGOU);
  const offers = zhao.page.locator('onedoor-offers section');
  await offers.getByRole('button', { name: /^不采纳/ }).waitFor();
  await wang.untilOnline();
  assert.is(await wang.page.locator('onedoor-offers li').count(), 0, 'who looks on decides nothing');
  await offers.getByRole('button', { name: /^不采纳/ }).click();
  await offers.getByLabel('不采纳的理由（必填）').fill('请写进派出所的记录');
  await offers.locator('form').getByRole('button', { name: '不采纳' }).click();
  await refusedIn(wang.page).getByText('赵敏未采纳').waitFor();
  await untilWords(refusedIn(wang.page), '理由：请写进派出所的记录');
  await refusedIn(wang.page)
    .getByRole('button', { name: /^不再显示/ })
    .click();
  await untilEqual('put away', 0, () =>
    wang.page
      .locator('onedoor-sync-bar')
      .getByRole('button', { name: /项被退回/ })
      .count(),
  );
  await Promise.all([wang.close(), zhao.close()]);
});

test('a page that is too old reads, says so, and keeps what was written; after the update it goes as usual', async () => {
  const li = await Desk.open(browser, example, 'li', { faults });
  await li.openCase(MUJIANGGOU);
  await li.openFacts();
  await li.untilOnline();
  await li.workOffline(true);
  await li.typeAtEnd(li.facts, '信访办核对过。', 5);
  await until('all of it kept here', async () => (await li.textOf(li.facts)).endsWith('信访办核对过。') && (await li.unsent()) >= 1);
  const unsent = await li.unsent();
  // The server has been updated meanwhile.
  const { page } = li;
  await page.route('**/api/me', async (route) => {
    const response = await route.fetch();
    const me: Record<string, unknown> = await response.json();
    await route.fulfill({ response, json: { ...me, schema: Number(me['schema']) + 1 } });
  });
  const tooOld = { code: 'CLIENT_TOO_OLD', seen: 'schema 1', expected: 'schema 2', todo: 'Reload the page.' };
  await page.route('**/api/sync', (route) => route.fulfill({ status: 426, json: tooOld }));
  await page.routeWebSocket(/\/ws\//, (socket) => void socket.close({ code: 4426, reason: 'CLIENT_TOO_OLD' }));
  await page.reload();
  await li.workOffline(false);
  await page.locator('onedoor-sync-bar [role=alert]').getByText('页面版本太旧，请刷新').waitFor();
  await li.facts.waitFor();
  await untilEqual('read only', 'false', async () => (await li.facts.getAttribute('contenteditable')) ?? 'false');
  await stays('kept', async () => (await li.unsent()) === unsent, 500);
  assert.not.ok((await example.room('zhao', MUJIANGGOU, 'joint')).everything.includes('信访办核对过。'));
  // The page as it is after the update, in the same browser.
  const updated = await li.tab(example, faults);
  await page.close();
  await updated.untilOnline();
  await updated.untilLogged();
  await untilEqual(
    'sent once',
    1,
    async () => (await example.room('zhao', MUJIANGGOU, 'joint')).everything.split('信访办核对过。').length - 1,
  );
  await updated.close();
});

test('no page reported a fault', () => {
  assert.equal(
    faults.own.filter((fault) => !/426/.test(fault)),
    [],
  );
});

test.run();
