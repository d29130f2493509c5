import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  Desk,
  Example,
  Faults,
  launch,
  launchProfile,
  MUJIANGGOU,
  newContext,
  removeTemporary,
  temporaryFolder,
  until,
  untilEqual,
  untilWords,
} from './support.js';

const test = suite('a store that is gone');
const faults = new Faults();
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

test('a wiped store is told in words, with the number of lost changes, and is no empty list', async () => {
  const desk = await Desk.open(browser, example, 'li', { faults, serviceWorkers: 'allow' });
  await desk.openCase(MUJIANGGOU);
  await desk.untilOnline();
  await until('the worker has the shell', () =>
    desk.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'),
  );
  await example.stop();
  const place = desk.page.getByLabel('发生地点', { exact: true });
  for (const value of ['第一处', '第二处', '第三处']) {
    const before = await desk.unsent();
    await place.fill(value);
    await place.press('Tab');
    await untilEqual('counted', before + 1, () => desk.unsent());
  }
  const unsent = await desk.unsent();
  const session = await desk.page.context().newCDPSession(desk.page);
  // The page must not write what it still holds while its store is taken away.
  await desk.page.goto('about:blank');
  await session.send('Storage.clearDataForOrigin', { origin: example.url, storageTypes: 'indexeddb' });
  await desk.page.goto(example.url);
  const notice = desk.page.locator('onedoor-sync-bar [role=alert]');
  await untilWords(notice, '清除');
  await untilWords(notice, new RegExp(`有\\s*${unsent}\\s*项未送达的修改已丢失`));
  await desk.page.getByText('本机还没有存案件资料').waitFor();
  assert.is(await desk.page.getByText('还没有您参与的案件').count(), 0);

  await example.start();
  await desk.caseLink(MUJIANGGOU).waitFor({ timeout: 30_000 });
  await desk.openCase(MUJIANGGOU);
  // Still told when the cases are back.
  await untilWords(notice, new RegExp(`${unsent}\\s*项`));
  await desk.close();
});

test('a browser that holds nothing and has no server says so', async () => {
  const profile = temporaryFolder('profile');
  const context = await launchProfile(profile);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(example.url);
  await until('the worker has the shell', () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'),
  );
  await example.stop();
  await page.reload();
  await page.getByRole('alert').getByText('连不上服务器').waitFor();
  assert.is(await page.locator('onedoor-board').count(), 0, 'no list at all');
  await example.start();
  await page.getByRole('button', { name: '重试' }).click();
  await page.getByRole('button', { name: '李晓燕' }).waitFor();
  await context.close();
});

test('who has just signed in and has no server yet sees no empty list', async () => {
  const context = await newContext(browser);
  const page = await context.newPage();
  await page.goto(example.url);
  await page.getByRole('button', { name: '李晓燕' }).waitFor();
  // The server goes in the very moment in which it has signed somebody in.
  await page.route('**/demo/token', async (route) => {
    const response = await route.fetch();
    await example.stop('SIGKILL');
    await route.fulfill({ response });
  });
  await page.getByRole('button', { name: '李晓燕' }).click();
  await page.getByRole('alert').getByText('没有网络').waitFor();
  assert.is(await page.locator('onedoor-board').count(), 0, 'no list at all');
  await page.unroute('**/demo/token');
  await example.start();
  await page.getByRole('button', { name: '重试' }).click();
  await new Desk(page, 'li').caseLink(MUJIANGGOU).waitFor({ timeout: 30_000 });
  await context.close();
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
