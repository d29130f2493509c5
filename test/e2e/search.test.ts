import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, until, untilWords } from './support.js';

const test = suite('search over all cases');
const faults = new Faults();
const WORD = '老榆树界桩';
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

test('a word in a text of a case that this device has not opened is found on the server; offline the page says that it looked here alone', async () => {
  const zhao = await Desk.open(browser, example, 'zhao', { faults });
  await zhao.openCase(MUJIANGGOU);
  await zhao.openFacts();
  await zhao.typeAtEnd(zhao.facts, `\n双方同意以${WORD}为起点重新丈量。`);
  await zhao.untilLogged();
  await zhao.close();

  const li = await Desk.open(browser, example, 'li', { faults });
  await li.caseLink(MUJIANGGOU).waitFor();
  assert.not.ok(JSON.stringify(await example.rows('li')).includes(WORD), 'a row has it: that would prove nothing');
  const { page } = li;
  const search = page.locator('onedoor-search');
  const options = search.locator('[role=option]');
  await page.keyboard.press('Control+K');
  const look = async (typed: string) => {
    await search.locator('input').fill('');
    await search.locator('input').fill(typed);
  };
  const untilFound = () =>
    until(
      'the word is found',
      async () => {
        await look(WORD);
        await options.first().waitFor({ timeout: 3000 });
        return true;
      },
      60_000,
    );
  await untilFound();
  await untilWords(options, new RegExp(`${MUJIANGGOU}[^]*正文 [^]*以\\s*${WORD}\\s*为起点`));
  await untilWords(options.locator('mark'), new RegExp(`^${WORD}$`));
  await untilWords(search.getByRole('status'), /^找到1件。 已在本机\d+件案件和服务器上查找，包括案件正文。$/);
  // What the device finds by itself stands there at once, and once.
  await look('木匠沟');
  await untilWords(search.getByRole('status'), '和服务器上查找');
  assert.is(await options.getByText(MUJIANGGOU).count(), 1);
  const close = async () => {
    await search.getByRole('button', { name: '关闭' }).click();
    await search.locator('dialog').waitFor({ state: 'detached' });
  };
  await close();

  await li.workOffline(true);
  await page.keyboard.press('Control+K');
  await look(WORD);
  await untilWords(search.getByRole('status'), /^没有找到。 没有连上服务器：本机现有\d+件案件，只在其中查找，不含正文。$/);
  assert.is(await options.count(), 0);
  await look('木匠沟');
  await options.getByText(MUJIANGGOU).waitFor();
  await close();
  await li.workOffline(false);
  await li.untilOnline();

  await page.keyboard.press('Control+K');
  await untilFound();
  await page.keyboard.press('Enter');
  await page.locator('onedoor-case').getByRole('heading', { level: 1, name: MUJIANGGOU }).waitFor();
  await li.openFacts();
  await until('the text is here', async () => (await li.textOf(li.facts)).includes(WORD));
  await li.close();
  assert.equal(faults.own, []);
});

test.run();
