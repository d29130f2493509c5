import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { caretIn, InputMethod } from './input-method.js';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, stays, until, untilEqual } from './support.js';

const test = suite('input methods on the page');
const faults = new Faults();
let example: Example;
let browser: Browser;
let wang: Desk;
let zhao: Desk;
let chen: Desk;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  wang = await Desk.open(browser, example, 'wang', { faults });
  zhao = await Desk.open(browser, example, 'zhao', { faults });
  chen = await Desk.open(browser, example, 'chen', { faults });
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

/** Puts the caret behind so many characters of a text of one line. */
async function caretAt(desk: Desk, position: number): Promise<void> {
  await desk.facts.click();
  await desk.page.keyboard.press('Control+Home');
  for (let at = 0; at < position; at++) await desk.page.keyboard.press('ArrowRight');
  // The editor hears of a moved caret with the next frame; an input method never begins sooner after a key.
  await desk.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

test('two compose in one paragraph while a third deletes around them', async () => {
  const all = [wang, zhao, chen];
  await Promise.all(all.map((desk) => desk.openCase(MUJIANGGOU)));
  await Promise.all(all.map((desk) => desk.openFacts()));
  await chen.facts.click();
  await chen.page.keyboard.press('Control+a');
  await chen.page.keyboard.press('Delete');
  for (const desk of all) await untilEqual('an empty text', '', () => desk.textOf(desk.facts));
  await chen.typeAtEnd(chen.facts, '一二三四五六七八九十');
  for (const desk of all) await untilEqual('the start', '一二三四五六七八九十', () => desk.textOf(desk.facts));

  await caretAt(wang, 3);
  await caretAt(zhao, 7);
  const [wangs, zhaos] = await Promise.all([InputMethod.of(wang), InputMethod.of(zhao)]);
  await wangs.compose('diao');
  await zhaos.compose('xie');
  await wangs.compose('diaojie');
  await zhaos.compose('xieyi');
  assert.is(await caretIn(wang.facts), '一二三diaojie|四五六七八九十');
  // The third deletes before, between and behind the two.
  await caretAt(chen, 1);
  await chen.page.keyboard.press('Backspace');
  await caretAt(chen, 4);
  await chen.page.keyboard.press('Backspace');
  await chen.page.keyboard.press('Control+End');
  await chen.page.keyboard.press('Backspace');
  await untilEqual('the third sees what is chosen, not what is composed', '二三四六七八九', () => chen.textOf(chen.facts));
  await chen.untilLogged();
  await stays(
    'neither composition is touched',
    async () => (await wang.shownIn(wang.facts)).includes('三diaojie四') && (await zhao.shownIn(zhao.facts)).includes('七xieyi八'),
    600,
  );
  assert.match(await caretIn(wang.facts), /三diaojie\|四/);
  assert.match(await caretIn(zhao.facts), /七xieyi\|八/);
  await wangs.choose('调解');
  await zhaos.choose('协议');
  const end = '二三调解四六七协议八九';
  for (const desk of all) await untilEqual(`the text at ${desk.who}`, end, () => desk.textOf(desk.facts));
  for (const desk of all) await untilEqual(`drawn at ${desk.who}`, end, () => desk.shownIn(desk.facts));
  await untilEqual('the caret of wang', '二三调解|四六七协议八九', () => caretIn(wang.facts));
  await untilEqual('the caret of zhao', '二三调解四六七协议|八九', () => caretIn(zhao.facts));
  await Promise.all(all.map((desk) => desk.untilLogged()));
  await until('the server has it whole', async () => (await example.room('sun', MUJIANGGOU, 'joint')).everything.includes(`\n${end}`));
});

test('Enter inside a composition submits nothing', async () => {
  const cases = (await example.rows('chen')).length;
  const input = await InputMethod.of(chen);
  await chen.page.getByRole('link', { name: /返回案件列表/ }).click();
  await chen.page.getByRole('button', { name: '新案件' }).click();
  const form = chen.page.locator('onedoor-case-form');
  // All is filled in, so that a stray Enter would really make a case.
  await form.getByRole('combobox', { name: '纠纷类型' }).selectOption({ label: '02 邻里' });
  await form.getByRole('combobox', { name: '来源' }).selectOption({ label: '来访' });
  const title = form.getByLabel('案由');
  await title.click();
  await input.compose('linli');
  await input.enterWithin('linli');
  await input.compose('j');
  await input.choose('纠纷');
  assert.is(await title.inputValue(), 'linli纠纷');
  assert.ok(await form.isVisible());
  await chen.untilLogged();
  assert.is((await example.rows('chen')).length, cases, 'no case was made');
  // And Enter on its own does submit.
  await title.press('Enter');
  await chen.page.getByRole('heading', { level: 1, name: 'linli纠纷' }).waitFor();
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
