import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPortalExample } from 'example-portal-html';
import { Faults, launch, newContext, PEOPLE, removeTemporary, temporaryFolder, until, untilEqual } from 'onedoor-test/e2e';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('a portal in React');
const HERE = fileURLToPath(new URL('..', import.meta.url));
const faults = new Faults();
let running: Awaited<ReturnType<typeof startPortalExample>>;
let browser: Browser;
let page: Page;

test.before(async () => {
  execFileSync(process.execPath, [join(HERE, 'build.mjs')]);
  const options = { portalPort: 0, centrePort: 0, data: join(temporaryFolder('react'), 'data'), pages: join(HERE, 'dist/page') };
  [running, browser] = await Promise.all([startPortalExample(options), launch()]);
  page = await (await newContext(browser)).newPage();
  faults.watch(page, 'portal');
  await page.goto(`${running.portalUrl}/`);
});

test.after(async () => {
  await browser?.close();
  await running?.close();
  removeTemporary();
});

test('the portal’s own sign-in is asked for, by the event that it prevents', async () => {
  await page.getByText('还没有登录，登录后才能看到案件。').waitFor();
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('button', { name: PEOPLE.sun.name }).click();
  await page.getByText(`${PEOPLE.sun.name}，您好`).waitFor();
  await until('the board', async () => (await page.locator('onedoor-board article').count()) > 3);
});

test('a case opens in the place of the board, keeps its tab in the page’s state, and is left again', async () => {
  const link = page.locator('onedoor-board article a').first();
  const title = (await link.textContent()) ?? '';
  await link.click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.is(new URL(page.url()).hash, '', 'the link led nowhere');
  await page.getByRole('tab', { name: '当事人', exact: true }).click();
  await page.locator('onedoor-parties').waitFor();
  await untilEqual('the tab', 'parties', () => page.locator('onedoor-case').getAttribute('tab'));
  await page.getByRole('button', { name: '返回列表' }).click();
  await link.waitFor();
  await untilEqual('no case', 0, () => page.locator('onedoor-case').count());
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
