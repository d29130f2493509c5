import { readCaseRow } from '@onedoor/core';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  boxOf,
  Desk,
  Example,
  Faults,
  launch,
  newContext,
  PEOPLE,
  removeTemporary,
  until,
  untilEqual,
  untilFocused,
  untilWords,
} from './support.js';

/** Invented cases of the seed on which both people work; each test moves one of its own. */
const [DRAGGED, CARRIED, CLOSED] = ['雪天农用车追尾修车费争议', '离婚后探望孩子时间争议', '体检报告迟发引起的复查费用争议'];

const test = suite('board');
const faults = new Faults();
let browser: Browser;
let example: Example;
let sun: Desk;
let wang: Desk;

const card = (desk: Desk, title: string): Locator => desk.page.locator('onedoor-board article', { hasText: title });
const stageOf = (desk: Desk, title: string): Promise<string | null> =>
  desk.page.locator('onedoor-board section', { hasText: title }).first().getAttribute('data-stage');
const said = (desk: Desk): Locator => desk.page.locator('onedoor-board [data-said]');

test.before(async () => {
  example = await Example.start();
  browser = await launch();
  sun = await Desk.open(browser, example, 'sun', { faults, viewport: { width: 1440, height: 900 } });
  wang = await Desk.open(browser, example, 'wang', { faults, viewport: { width: 1440, height: 900 } });
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('a card is dragged to the next stage; the other person sees it there, logged', async () => {
  await card(wang, DRAGGED).waitFor();
  await card(sun, DRAGGED).waitFor();
  const from = await boxOf(card(sun, DRAGGED));
  const to = await boxOf(sun.page.locator('onedoor-board section[data-stage=joint] h2'));
  await sun.page.mouse.move(from.x + 60, from.y + 30);
  await sun.page.mouse.down();
  await sun.page.mouse.move(from.x + 90, from.y + 40, { steps: 3 });
  await sun.page.mouse.move(to.x + 40, to.y + 60, { steps: 8 });
  await sun.page.mouse.up();
  await untilEqual('at once on the own board', 'joint', () => stageOf(sun, DRAGGED));
  await untilEqual('on the other board', 'joint', () => stageOf(wang, DRAGGED));
  await untilEqual('logged, the mark is gone', 0, () => card(sun, DRAGGED).getByText('待登记').count());
  assert.is((await example.caseNamed('sun', DRAGGED)).summary.case?.stage, 'joint');
});

test('a card is carried by keys to a stage that asks for a reason, and each step is said', async () => {
  await sun.page.locator('onedoor-board').getByRole('link', { name: CARRIED }).press('Space');
  await untilWords(said(sun), /^拿起“离婚后探望孩子时间争议”/);
  for (const key of ['ArrowRight', 'ArrowRight']) await sun.page.keyboard.press(key);
  await untilWords(said(sun), /^督办代办，第5列，共6列，可以放下。$/);
  await sun.page.keyboard.press('Enter');
  const dialog = sun.page.getByRole('dialog', { name: '移动案件' });
  await untilFocused(dialog.getByRole('textbox', { name: /^理由/ }));
  await sun.page.keyboard.type('双方约定由镇里督办。');
  await sun.page.keyboard.press('Tab');
  await sun.page.keyboard.press('Enter');
  await untilEqual('in its column', 'supervised', () => stageOf(sun, CARRIED));
  await untilEqual('the focus goes along', CARRIED, () =>
    sun.page.locator('onedoor-board').evaluate((board) => board.shadowRoot?.activeElement?.textContent?.trim()),
  );
  await untilEqual('on the other board', 'supervised', () => stageOf(wang, CARRIED));
});

test('on a phone: found by its words, closed by its menu, with outcome and reason', async () => {
  const context = await newContext(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const phone = await Desk.inContext(context, example, 'sun', faults);
  await phone.findCase(CLOSED);
  await card(phone, CLOSED).getByRole('button', { name: /^办理/ }).tap();
  await phone.page.getByRole('menuitem', { name: '办结…' }).tap();
  const dialog = phone.page.getByRole('dialog', { name: '办结案件' });
  await dialog.getByRole('combobox', { name: '结果' }).selectOption({ label: '调解成功' });
  await dialog.getByRole('textbox', { name: /^理由/ }).fill('卫生院退还复查费，双方签字。');
  await dialog.getByRole('button', { name: '办结', exact: true }).tap();
  await phone.page.getByRole('tab', { name: /^办结/, selected: true }).waitFor();
  await card(phone, CLOSED).getByText('调解成功').waitFor();
  await untilEqual('logged', 'closed', async () => (await example.caseNamed('sun', CLOSED)).summary.case?.stage);
  await context.close();
});

test('a view has an address that survives a reload, and a link opens the case', async () => {
  const { page } = sun;
  await page.getByRole('button', { name: '表格', exact: true }).click();
  await page.locator('onedoor-board').getByRole('combobox', { name: '视图' }).selectOption({ label: '我主办的' });
  await until('the address', () => new URL(page.url()).hash.includes('person=-lead'));
  const isMine = ({ person, role }: { person: string; role: string }) => person === PEOPLE.sun.id && role === 'lead';
  const mine = (await example.rows('sun')).filter((row) => Object.values(readCaseRow(row)?.members ?? {}).some(isMine));
  const untilMine = (what: string) => untilEqual(what, mine.length, () => page.locator('onedoor-board tbody tr[data-case]').count());
  await untilMine('the rows of this view');
  await page.reload();
  await untilMine('the same rows');
  const title = await page.locator('onedoor-board a.title').first().innerText();
  await sun.caseLink(title).click();
  await page.locator('onedoor-case').getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('link', { name: '返回案件列表' }).click();
  await untilMine('back at the same rows');
});

test('the board prints as lists of all stages', async () => {
  const { page } = wang;
  await page.emulateMedia({ media: 'print' });
  await untilEqual('every case is there', String((await example.rows(wang.who)).length), async () =>
    String(await page.locator('onedoor-board article').count()),
  );
  await page.emulateMedia({ media: null });
});

test('a card that is opened while the search is taken up stays open', async () => {
  await wang.caseLink(DRAGGED).waitFor();
  // In one turn of the page: no card is drawn anew in between.
  await wang.page.locator('onedoor-board').evaluate((board, title) => {
    const input = board.shadowRoot?.querySelector<HTMLInputElement>('input[type=search]');
    const link = [...(board.shadowRoot?.querySelectorAll<HTMLElement>('a.title') ?? [])].find((each) => each.textContent?.trim() === title);
    if (input == null || link === undefined) throw new Error('no search, or no card');
    input.value = '雪天';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    link.click();
  }, DRAGGED);
  await wang.page.locator('onedoor-case').getByRole('heading', { level: 1, name: DRAGGED }).waitFor();
  await wang.page.getByRole('link', { name: /返回案件列表/ }).click();
  await wang.caseLink(DRAGGED).waitFor();
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
