import { Desk, Example, Faults, launch, removeTemporary, until, untilEqual, untilWords } from 'onedoor-test/e2e';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/**
 * An agreement that is changed after it was signed, by two people in two browsers: the judicial officer words it, the mediator
 * who leads the case has it signed. What was signed stays as it was, and is signed anew.
 */
const test = suite('signing anew');
/** A case of the example without an agreement, on which both work. */
const TITLE = '体检报告迟发引起的复查费用争议';
/** One white point. */
const SCAN = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
const NUMBER = /人调字〔\d{4}〕第\d+号/;
const faults = new Faults();
const browsers: Browser[] = [];
let example: Example;
let sun: Desk;
let zhao: Desk;

const agreement = (desk: Desk): Locator => desk.page.locator('onedoor-plugin-tab').first();

async function open(who: 'sun' | 'zhao'): Promise<Desk> {
  const browser = await launch('zh-CN');
  browsers.push(browser);
  const desk = await Desk.open(browser, example, who, { faults });
  await desk.openCase(TITLE);
  await desk.page.locator('onedoor-case [role=tab][id="tab-judicial-agreement"]').click();
  await agreement(desk).locator('h2').first().waitFor();
  return desk;
}

/** Signs the last version with a scan of its page, all boxes ticked. */
async function sign(desk: Desk, scan: string): Promise<void> {
  const form = agreement(desk)
    .locator('details', { has: desk.page.locator('summary', { hasText: /^\s*登记签订\s*$/ }) })
    .last();
  await form.locator('summary').first().click();
  await form.locator('input[name=files]').setInputFiles({ name: scan, mimeType: 'image/png', buffer: SCAN });
  await form.getByText(scan).first().waitFor();
  for (const box of ['parties', 'mediator', 'seal']) await form.locator(`input[value=${box}], input[name=${box}]`).first().check();
  await form.getByRole('button', { name: '登记签订', exact: true }).click();
}

test.before(async () => {
  example = await Example.start();
  [sun, zhao] = await Promise.all([open('sun'), open('zhao')]);
});
test.after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await example?.stop();
  removeTemporary();
});

test('worded by one, signed with a scan and numbered by the other', async () => {
  const view = agreement(zhao);
  await view.getByRole('textbox', { name: '人民调解委员会', exact: true }).fill('红砂坝镇人民调解委员会');
  await view.getByRole('textbox', { name: '调解员', exact: true }).first().fill('孙桂兰');
  for (const [at, [kind, text]] of (
    [
      ['主要事实', '体检报告迟发，复查花去 600 元。'],
      ['协议内容', '体检中心付给复查费 400 元。'],
    ] as const
  ).entries()) {
    await view.getByLabel('种类').last().selectOption({ label: kind });
    await view.getByRole('button', { name: '添加条款' }).click();
    await view.getByRole('textbox', { name: `第${at + 1}条`, exact: true }).click();
    await zhao.page.keyboard.insertText(text);
  }
  await zhao.untilLogged();
  await view.getByRole('button', { name: '提交草案' }).click();
  await view.getByText('现在的文字与第1稿一致。').waitFor();
  await zhao.untilLogged();
  await agreement(sun).getByText('现在的文字与第1稿一致。').waitFor();
  await sign(sun, '第一次签字.png');
  await agreement(sun)
    .getByText(/签的是第1稿/)
    .waitFor();
  await agreement(sun).getByRole('button', { name: '编号', exact: true }).click();
  await agreement(zhao)
    .getByText(/签的是第1稿/)
    .waitFor();
  await agreement(zhao).getByText(NUMBER).first().waitFor();
  assert.is(await agreement(zhao).getByText('须重新签名').count(), 0, 'nothing is to be signed anew yet');
});

test('a clause that is changed afterwards is to be signed anew, and both are told: first the words, then the version', async () => {
  const clause = agreement(zhao).getByRole('textbox', { name: '第2条', exact: true });
  await zhao.typeAtEnd(clause, '付清后双方再无争议。');
  const words = '文字在第1稿之后改过：已有的签名和签字页只算第1稿。';
  await agreement(sun).getByText(words).waitFor();
  await agreement(zhao).getByText(words).waitFor();
  await zhao.untilLogged();
  await agreement(zhao).getByRole('button', { name: '提交草案' }).click();
  await zhao.untilLogged();
  for (const desk of [sun, zhao]) {
    await agreement(desk).getByText('须重新签名').first().waitFor();
    await agreement(desk).getByText('第2稿改了第1稿：原来的签名和签字页只算原稿，不算第2稿。').waitFor();
    await agreement(desk).getByText('已被第2稿取代，第1稿的签名不算第2稿的').waitFor();
  }
  // The one that is signed stays in effect, with its page, until the new one is signed.
  await agreement(sun)
    .getByText(/签的是第1稿/)
    .waitFor();
  await agreement(sun).getByText('第一次签字.png').first().waitFor();
  // The card says so, too.
  await until('the badge', async () => {
    const [row] = await example.rowsNamed('sun', TITLE);
    return (row?.summary['judicial'] as { resign?: boolean } | undefined)?.resign === true;
  });
});

test('signed anew with a page of its own: the old page stays with the old version, the number stays', async () => {
  const numberAt = async (desk: Desk) => NUMBER.exec(await untilWords(agreement(desk).getByText(NUMBER).first(), NUMBER))?.[0];
  const number = await numberAt(sun);
  await sign(sun, '重新签字.png');
  for (const desk of [sun, zhao]) {
    await agreement(desk)
      .getByText(/签的是第2稿/)
      .waitFor();
    await untilEqual(`${desk.who}: nothing more to sign`, 0, () => agreement(desk).getByText('须重新签名').count());
    await agreement(desk).getByText('已被第2稿取代，第1稿的签名不算第2稿的').waitFor();
  }
  assert.is(await numberAt(zhao), number);
  await Promise.all([sun.untilLogged(), zhao.untilLogged()]);
  const { acts } = await example.room('sun', TITLE, 'judicial');
  assert.equal(
    acts.map(({ person, intent, outcome }) => `${person} ${intent.command} ${outcome}`),
    [
      'p-zhao judicial.submit applied',
      'p-sun judicial.sign applied',
      'p-sun judicial.giveNumber applied',
      'p-zhao judicial.submit applied',
      'p-sun judicial.sign applied',
    ],
  );
  const [first, second] = acts.filter(({ intent }) => intent.command === 'judicial.submit').map(({ intent }) => intent.args['hash']);
  assert.is.not(first, second);
  const signed = acts.filter(({ intent }) => intent.command === 'judicial.sign').map(({ intent: { args } }) => args);
  assert.equal(
    signed.map(({ hash, pages }) => [hash, (pages as readonly { name: string }[]).map(({ name }) => name)]),
    [
      [first, ['第一次签字.png']],
      [second, ['重新签字.png']],
    ],
    'each signing names its own version and its own page alone',
  );
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
