import type { BrowserContext } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  Desk,
  Example,
  Faults,
  launchProfile,
  MUJIANGGOU,
  PEOPLE,
  removeTemporary,
  temporaryFolder,
  until,
  untilEqual,
  untilWords,
  wordsOf,
} from './support.js';

const test = suite('a browser without its server');
const faults = new Faults();
const PIN = '红砂坝7249';
const TITLE = '后沟村王家与刘家排水沟纠纷';
let example: Example;
let context: BrowserContext | undefined;

test.before(async () => {
  example = await Example.start();
});

test.after(async () => {
  await context?.close();
  await example?.stop();
  removeTemporary();
});

test('opens, lists, edits and makes a case from its own store; each is sent once', async () => {
  const profile = temporaryFolder('profile');
  context = await launchProfile(profile);
  const first = await Desk.inContext(context, example, 'chen', faults);
  await first.openCase(MUJIANGGOU);
  await first.openFacts();
  await first.untilOnline();
  await until('the worker has the shell', () =>
    first.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.active?.state === 'activated';
    }),
  );
  await first.page.goto(example.url);
  await first.caseLink(MUJIANGGOU).waitFor();
  await first.setPin(PIN);
  const count = (await example.rows('chen')).length;
  assert.ok(count > 3, `${count} cases`);
  const listed = `显示${count}件，共${count}件`;
  await untilEqual('all cases are listed', listed, () => wordsOf(first.page.locator('onedoor-board .status')));
  await context.close();
  await example.stop();

  // The browser starts again where nothing answers.
  context = await launchProfile(profile);
  const page = context.pages()[0] ?? (await context.newPage());
  faults.watch(page, 'chen, later');
  await page.goto(example.url);
  const later = new Desk(page, 'chen');
  await later.unlock(PIN);
  await later.caseLink(MUJIANGGOU).waitFor();
  await untilEqual('the same are listed', listed, () => wordsOf(page.locator('onedoor-board .status')));
  await untilEqual('offline', '离线', () => later.connection());
  await later.openCase(MUJIANGGOU);
  await later.openFacts();
  const line = '停电期间入户，两家都愿意再谈。';
  await later.typeAtEnd(later.facts, line);
  const place = page.getByLabel('发生地点', { exact: true });
  await place.fill('北坡，停电时记');
  await place.press('Tab');
  await untilEqual('the edits are counted as unsent', [true, 2], async () => [
    (await later.textOf(later.facts)).endsWith(line),
    await later.unsent(),
  ]);

  await page.getByRole('link', { name: /返回案件列表/ }).click();
  await page.getByRole('button', { name: '新案件' }).click();
  const form = page.locator('onedoor-case-form');
  await form.getByLabel('案由').fill(TITLE);
  await form.getByRole('combobox', { name: '纠纷类型' }).selectOption({ label: '02 邻里' });
  await form.getByRole('combobox', { name: '来源' }).selectOption({ label: '网格上报' });
  await form.getByLabel('村（社区）').fill('后沟村');
  await form.getByRole('button', { name: '立案' }).click();
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await page.locator('onedoor-case header').getByText('待编号').waitFor();
  await later.tabOf('案情');
  await later.typeAtEnd(later.facts, '雨水流进刘家院子。');
  // Without network too, a reload loses nothing.
  await page.reload();
  await later.unlock(PIN);
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await untilEqual('the text after a reload', '雨水流进刘家院子。', () => later.textOf(later.facts));
  await until('four unsent changes', async () => (await later.unsent()) >= 4);

  await example.start();
  for (let time = 0; time < 3; time++) {
    await until('the server has the case', async () => (await example.rowsNamed('chen', TITLE)).length > 0, 30_000);
    await example.restart(time === 1 ? 'SIGKILL' : 'SIGTERM');
  }
  await later.untilOnline(30_000);
  await later.untilLogged(30_000);
  const rows = await example.rowsNamed('chen', TITLE);
  assert.is(rows.length, 1, 'exactly one such case');
  assert.ok(rows[0]?.summary.case?.number !== undefined, 'it has a number');
  assert.is(rows[0]?.summary.case?.createdBy, PEOPLE.chen.id);
  await untilEqual('the number on screen', 0, () => page.locator('onedoor-case header').getByText('待编号').count());
  await untilWords(page.locator('onedoor-case header .number'), /〔\d{4}〕\d+号/);
  const made = (await example.room('chen', TITLE, 'joint')).everything;
  assert.is(made.split('雨水流进刘家院子。').length - 1, 1, 'the text is there once');
  const edited = (await example.room('sun', MUJIANGGOU, 'joint')).everything;
  assert.is(edited.split(line).length - 1, 1, 'the line in the facts is there once');
  assert.ok(edited.includes('北坡，停电时记'));
  // The numbers of the register stay without a hole and without a double.
  const numbers = (await example.rows('sun'))
    .concat(await example.rows('chen'))
    .map((row) => JSON.stringify([row.case, row.summary.case?.number]));
  const byNumber = new Map([...new Set(numbers)].map((each) => [each.slice(each.indexOf(',')), each]));
  assert.is(byNumber.size, new Set(numbers).size, 'no number twice');
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
