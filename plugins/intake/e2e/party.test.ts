import { partySecret, writePartyKey } from '@onedoor/core';
import { Desk, Example, Faults, launch, newContext, removeTemporary, shoot, until, untilWords } from 'onedoor-test/e2e';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** Somebody brings a matter to the desk; at home they scan their receipt, see how far it is, and rate it when it is closed. */
const test = suite('a party without an account');
const faults = new Faults();
const TITLE = '赵𠮷祥与张建国邻里纠纷';
const SECRET_BYTES = 16;
let example: Example;
let browser: Browser;
let li: Desk;
let home: BrowserContext;
let phone: Page;
let key: string;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch('zh-CN')]);
  li = await Desk.open(browser, example, 'li', { faults });
  // The secret is on the paper alone: here its random bytes are known, which stands for scanning it.
  await li.page.evaluate((length) => {
    const random = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = (array) =>
      array instanceof Uint8Array && array.length === length ? (array.fill(7) as typeof array) : random(array);
  }, SECRET_BYTES);
  home = await newContext(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  phone = await home.newPage();
  faults.watch(phone, 'phone');
});
test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

/** Scans the code, and gives what the page says once it says the expected. */
const scanned = async (expected: string): Promise<string> => {
  await phone.goto('about:blank');
  await phone.goto(`${example.url}/p.html#${key}`);
  return untilWords(phone.locator('party-page main'), expected);
};

test('the desk gives a receipt whose code opens the progress, without an account, and the address keeps no secret', async () => {
  const desk = li.page.locator('onedoor-plugin-page');
  await li.page.locator('onedoor-pages').getByRole('link', { name: '受理' }).click();
  await desk.locator('input[name=source][value=walk-in]').check({ force: true });
  for (const [name, value] of Object.entries({ name: '赵𠮷祥', otherName: '张建国', words: '邻居占了出村的路。', village: '木匠沟村' }))
    await desk.locator(`[name=${name}]`).fill(value);
  await desk.locator('select[name=category]').selectOption('02');
  await desk.getByRole('button', { name: '登记，出回执' }).click();
  await desk.getByText('申请人扫码看进度').waitFor();
  await shoot(li.page, 'party/receipt');
  await li.untilLogged();
  const row = await until('the case on the server', async () => (await example.rowsNamed('li', TITLE))[0]);
  key = writePartyKey({ case: row.case, secret: partySecret(new Uint8Array(SECRET_BYTES).fill(7)) });
  await scanned('已受理，正在了解情况');
  const words = await untilWords(phone.locator('party-page main'), '办结以后可以在这里评价');
  for (const name of ['赵𠮷祥', '张建国', '李晓燕', '占了出村的路']) assert.not.match(words, name);
  assert.is(new URL(phone.url()).hash, '', 'whoever looks at the address or the history later finds no secret');
  await shoot(phone, 'party/progress-390');
});

test('closed, it is rated by the party, whom the staff can read and not correct', async () => {
  await example.act('li', TITLE, { command: 'case.close', args: { outcome: 'settled', reason: '让出了路。' } });
  await scanned('已办结');
  await phone.getByLabel('满意', { exact: true }).check();
  await phone.getByLabel('想说的话（可以不写）').fill('路通了，谢谢。');
  await phone.getByRole('button', { name: '提交评价' }).click();
  await phone.getByText(/评价：满意/).waitFor();
  await shoot(phone, 'party/rated-390');
  await li.page.getByRole('button', { name: '打开案件' }).click();
  await li.page.locator('onedoor-case [role=tab][id="tab-intake-intake"]').click();
  const tab = li.page.locator('onedoor-plugin-tab');
  const rating = tab.locator('li', { hasText: '路通了，谢谢。' });
  await rating.getByText('赵𠮷祥').waitFor();
  await rating.getByText('4 / 5').waitFor();
  await shoot(li.page, 'party/tab');
});

test('revoked with a reason, the code opens nothing; a new one is given and printed', async () => {
  const tab = li.page.locator('onedoor-plugin-tab');
  await tab.locator('summary', { hasText: '作废' }).click();
  await tab.getByLabel('为什么作废').fill('回执丢了');
  await tab.getByRole('button', { name: '作废' }).click();
  await tab.getByText('还没有发过查询凭据。').waitFor();
  await li.untilLogged();
  await scanned('打不开任何事项');
  await tab.getByLabel('给谁').selectOption({ label: '赵𠮷祥' });
  await tab.getByRole('button', { name: '发查询凭据' }).click();
  await tab.locator('.notice svg').waitFor();
  await li.untilLogged();
  await scanned('已办结');
});

test('no page reported a fault', () => {
  // A code that opens nothing is answered with 404, which browsers note.
  assert.equal(faults.own, []);
});

test.run();
