import type { Browser, BrowserContext } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, newContext, removeTemporary, until, untilEqual } from './support.js';

/** Two tabs of one person share one store; the first one leads. */
const test = suite('tabs of one person');
const faults = new Faults();
let example: Example;
let browser: Browser;
let context: BrowserContext;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
});

test.before.each(async () => {
  context = await newContext(browser);
});

test.after.each(async () => {
  await context.close();
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

async function twoTabs(): Promise<[Desk, Desk]> {
  const leader = await Desk.inContext(context, example, 'chen', faults);
  await leader.untilOnline();
  const follower = await leader.tab(example, faults);
  await Promise.all([leader, follower].map((desk) => desk.openCase(MUJIANGGOU)));
  await Promise.all([leader, follower].map((desk) => desk.text('案情').waitFor()));
  return [leader, follower];
}

const logged = async () => (await example.room('sun', MUJIANGGOU, 'joint')).everything;
const times = (text: string, part: string) => text.split(part).length - 1;

test('an edit in the tab that does not lead reaches the server and the other tab', async () => {
  const [leader, follower] = await twoTabs();
  const text = '【后开的页面写的】';
  await follower.typeAtEnd(follower.text('案情'), text);
  await until('the other tab has it', async () => (await leader.textOf(leader.text('案情'))).endsWith(text));
  await follower.untilLogged();
  await until('the server has it', async () => times(await logged(), text) === 1);
  const act = '后开的页面移动阶段。';
  await follower.moveStage('包案调处', act);
  await leader.timeline.locator('li:not(.waiting)', { hasText: act }).waitFor();
  await untilEqual('nothing unsent', 0, () => leader.unsent());
});

test('the leading tab dies in the middle of sending: the other takes over, nothing is lost or doubled', async () => {
  const [leader, follower] = await twoTabs();
  // What it sends by request hangs, and the page dies with it.
  await leader.page.route('**/api/sync', () => {});
  const act = '正在发送时页面没了。';
  await leader.moveStage('部门联调', act);
  const text = '【死去的页面写的】';
  await leader.typeAtEnd(leader.text('案情'), text);
  await until('the follower shows it', async () => (await follower.textOf(follower.text('案情'))).endsWith(text));
  await crash(leader);
  await follower.timeline.locator('li:not(.waiting)', { hasText: act }).waitFor({ timeout: 20_000 });
  await follower.untilLogged();
  await until('the server has the text', async () => times(await logged(), text) === 1);
  const acts = (await example.room('sun', MUJIANGGOU, 'case')).acts.filter((entry) => entry.intent.args.reason === act);
  assert.is(acts.length, 1, 'the act is logged once');
  const more = '【接手后写的】';
  await follower.typeAtEnd(follower.text('案情'), more);
  await follower.untilLogged();
  await until('and goes on', async () => times(await logged(), more) === 1);
});

test('the last keystroke before a tab is closed is there afterwards, once', async () => {
  const only = await Desk.inContext(context, example, 'chen', faults);
  await only.openCase(MUJIANGGOU);
  const text = '关页面前的最后一句。';
  await only.typeAtEnd(only.text('案情'), text);
  await only.page.close({ runBeforeUnload: false });
  const page = await context.newPage();
  faults.watch(page, 'chen, again');
  await page.goto(example.url);
  const again = new Desk(page, 'chen');
  await again.openCase(MUJIANGGOU);
  await until('the whole sentence', async () => (await again.textOf(again.text('案情'))).endsWith(text));
  await again.untilLogged();
  const shown = await again.textOf(again.text('案情'));
  assert.is(times(shown, text), 1);
  await until('the server has it', async () => times(await logged(), text) === 1);
});

test('closing both tabs while the server is away loses nothing', async () => {
  const [leader, follower] = await twoTabs();
  await example.stop();
  const [one, two] = ['【甲页无网时写】', '【乙页无网时写】'];
  await leader.typeAtEnd(leader.text('案情'), one);
  await until('the follower has it', async () => (await follower.textOf(follower.text('案情'))).endsWith(one));
  await follower.typeAtEnd(follower.text('案情'), two);
  await Promise.all([leader.page.close(), follower.page.close()]);
  await example.start();
  const page = await context.newPage();
  await page.goto(example.url);
  const again = new Desk(page, 'chen');
  await again.openCase(MUJIANGGOU);
  await until('both on screen', async () => {
    const shown = await again.textOf(again.text('案情'));
    if (shown.endsWith(one + two)) return true;
    throw new Error(shown.slice(-60));
  });
  await again.untilLogged();
  await untilEqual('the server has both', [1, 1], async () => {
    const text = await logged();
    return [times(text, one), times(text, two)];
  });
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

/** The renderer goes at once: no event of the page runs. */
async function crash(desk: Desk): Promise<void> {
  const session = await desk.page.context().newCDPSession(desk.page);
  const gone = new Promise<void>((done) => desk.page.once('crash', () => done()));
  void session.send('Page.crash').catch(() => {});
  await gone;
}

test.run();
