import { join } from 'node:path';
import { Faults, launch, newContext, PEOPLE, removeTemporary, temporaryFolder, until, untilEqual } from 'onedoor-test/e2e';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startPortalExample } from '../src/start.js';
import { differences, stylesInside, stylesOutside } from './measure.js';

/** The portal's page as a stranger has made it, with our elements in it. */
const test = suite('a foreign portal');
const faults = new Faults();
type Running = Awaited<ReturnType<typeof startPortalExample>>;
let running: Running;
let browser: Browser;
const data = join(temporaryFolder('portal'), 'data');
/** Every address that a page asked for. */
const addresses: string[] = [];

test.before(async () => {
  [running, browser] = await Promise.all([startPortalExample({ portalPort: 0, centrePort: 0, data }), launch()]);
});

test.after(async () => {
  await browser?.close();
  await running?.close();
  removeTemporary();
});

interface Visit extends BrowserContextOptions {
  readonly as?: string;
  /** Addresses that get no answer. */
  readonly without?: RegExp;
}

/** A page of the portal in a browser of its own, signed in at the portal. */
async function visit(path: string, { as = PEOPLE.sun.id, without, ...options }: Visit = {}): Promise<Page> {
  const context = await newContext(browser, options);
  if (as !== '') await context.request.post(`${running.portalUrl}/portal/sign-in?person=${as}`);
  const page = await context.newPage();
  faults.watch(page, path);
  page.on('request', (request) => addresses.push(request.url()));
  page.on('websocket', (socket) => addresses.push(socket.url()));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
    );
  });
  if (without !== undefined) await page.route(without, (route) => route.abort());
  await page.goto(running.portalUrl + path);
  return page;
}

const close = (page: Page): Promise<void> => page.context().close();
const listed = (page: Page): Promise<number> => page.locator('onedoor-board article').count();

async function openBoard(options?: Visit): Promise<Page> {
  const page = await visit('/cases.html', options);
  await until('the board', async () => (await listed(page)) > 3);
  // The names of people have come by then.
  await page.locator('onedoor-sync-bar').getByText('在线').waitFor();
  await until('the names', async () => (await page.locator('onedoor-board').getByText('周海峰').count()) > 0);
  return page;
}

async function openCase(options?: Visit): Promise<Page> {
  const board = await openBoard();
  const href = await board.locator('onedoor-board article a').first().getAttribute('href');
  await close(board);
  const page = await visit(href ?? '', options);
  await page.locator('onedoor-facts onedoor-text .cm-line').first().waitFor();
  await page.locator('onedoor-sync-bar').getByText('在线').waitFor();
  return page;
}

test('who has not signed in is told so in words, and the portal’s page is whole', async () => {
  const page = await visit('/cases.html', { as: '' });
  await page.getByText('还没有登录，登录后才能看到案件。').waitFor();
  await page.getByText('本栏目由各镇综治中心提供').waitFor();
  await page.getByLabel('门户登录').selectOption(PEOPLE.sun.id);
  await page.locator('#sign-in button').click();
  await until('the board', async () => (await listed(page)) > 3);
  await close(page);
});

test('the board leads to the case, with the tabs of the plugins, and what is typed reaches a colleague', async () => {
  const page = await openBoard();
  await page.locator('onedoor-board article a').first().click();
  const facts = page.getByRole('textbox', { name: '案情', exact: true });
  await facts.locator('.cm-line').first().waitFor();
  const colleague = await visit(new URL(page.url()).pathname + new URL(page.url()).search, { as: PEOPLE.zhou.id });
  const theirs = colleague.getByRole('textbox', { name: '案情', exact: true });
  await theirs.locator('.cm-line').first().waitFor();
  await facts.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('门户里补记一句。');
  await until('the words at the colleague', async () => (await theirs.innerText()).includes('门户里补记一句。'));
  await page.locator('onedoor-sync-bar').getByText('全部已登记').waitFor();
  await close(colleague);
  await close(page);
});

/** So high that all cards are in sight: which are drawn otherwise depends on what stands above them. */
const TALL = { viewport: { width: 1280, height: 4000 } };

for (const [name, open] of [
  ['the board', openBoard],
  ['the case', openCase],
] as const) {
  test(`${name}: our elements are drawn alike with and without the portal’s styles`, async () => {
    const withStyles = await open(TALL);
    const seen = await stylesInside(withStyles);
    await close(withStyles);
    const bare = await open({ without: /\.css$/, ...TALL });
    const expected = await stylesInside(bare);
    await close(bare);
    assert.ok(Object.keys(seen).length > 60, `${Object.keys(seen).length} elements measured`);
    assert.is(differences(seen, expected).slice(0, 20).join('\n'), '');
  });

  test(`${name}: the portal’s own elements are drawn alike with and without ours`, async () => {
    const withOurs = await open();
    const path = new URL(withOurs.url()).pathname + new URL(withOurs.url()).search;
    await withOurs.locator('#me').getByText(PEOPLE.sun.name).waitFor();
    const seen = await stylesOutside(withOurs);
    await close(withOurs);
    const alone = await visit(path, { without: /\/embed\// });
    await alone.locator('#me').getByText(PEOPLE.sun.name).waitFor();
    const expected = await stylesOutside(alone);
    await close(alone);
    assert.ok(Object.keys(seen).length > 25, `${Object.keys(seen).length} elements measured`);
    assert.is(differences(seen, expected).slice(0, 20).join('\n'), '');
  });
}

test('keys, clicks and changes are the portal’s as before', async () => {
  const page = await openCase();
  await page.evaluate(() => {
    addEventListener('keydown', (event) => {
      if (event.defaultPrevented) console.error(`taken: ${event.key}`);
    });
  });
  await page.locator('body').press('a');
  const keys = ['/', '?', 'j', 'k', 'n', 'm', 'Escape', 'ArrowDown', 'Enter', 'F2', 'Control+k', 'Control+z'];
  for (const key of keys) await page.keyboard.press(key);
  const log = () => page.evaluate(() => Reflect.get(window, 'portalLog') as { keys: string[]; clicks: string[] });
  await untilEqual(
    'keys at the portal',
    keys.length,
    async () => (await log()).keys.filter((key) => key !== 'a' && key !== 'Control').length,
  );
  await page.getByRole('link', { name: '便民服务' }).click();
  await page.getByRole('link', { name: '居住证办理' }).click();
  await untilEqual('clicks at the portal', ['permit'], async () => (await log()).clicks);
  await close(page);
});

test('no global of the page is changed, and those that come are known', async () => {
  const globals = (page: Page) =>
    page.evaluate(() => ({
      names: Object.getOwnPropertyNames(window),
      foreign: [
        fetch,
        WebSocket,
        XMLHttpRequest,
        setTimeout,
        history.pushState,
        addEventListener,
        Element.prototype.attachShadow,
        Array.prototype.map,
        Promise,
      ]
        .filter((each) => !Function.prototype.toString.call(each).includes('[native code]'))
        .map((each) => each.name),
      jquery: Reflect.get(window, 'jQuery')?.fn?.jquery,
      dollar: Reflect.get(window, '$') === Reflect.get(window, 'jQuery'),
    }));
  for (const [open, known] of [
    [openBoard, []],
    [openCase, ['Onedoor']],
  ] as const) {
    const page = await open();
    const seen = await globals(page);
    const path = new URL(page.url()).pathname + new URL(page.url()).search;
    await close(page);
    const alone = await visit(path, { without: /\/embed\// });
    await alone.locator('#me').getByText(PEOPLE.sun.name).waitFor();
    const before = await globals(alone);
    await close(alone);
    // Marks by which Lit, Yjs and zod know each other, jQuery's own, and the global of the one-file form.
    const marks = /^(litElementVersions|litHtmlVersions|reactiveElementVersions|litPropertyMetadata|__ \$YJS\$ __|__zod_\w+|jQuery\d+)$/;
    const come = seen.names.filter((name) => !before.names.includes(name) && !marks.test(name));
    assert.equal(come, known);
    assert.equal({ ...seen, names: [] }, { ...before, names: [] });
  }
});

test('the page reloads without network, with its cases', async () => {
  const page = await visit('/cases.html', { serviceWorkers: 'allow' });
  await until('the board', async () => (await listed(page)) > 3);
  const safety = page.locator('onedoor-safety');
  await safety.getByRole('button', { name: '设置离线 PIN' }).click();
  for (const name of ['pin', 'again']) await safety.locator(`input[name=${name}]`).fill('红砂坝7249');
  await safety.getByRole('button', { name: '保存 PIN' }).click();
  await safety.getByText('PIN 已设好').waitFor();
  const count = await listed(page);
  await until('the worker has kept the page', () =>
    page.evaluate(async () => (await (await caches.open('onedoor-reload')).keys()).some(({ url }) => url.endsWith('/cases.html'))),
  );
  await until('the worker has kept every script that the page has asked for', () =>
    page.evaluate(async () => {
      const kept = new Set((await (await caches.open('onedoor-reload')).keys()).map(({ url }) => url));
      const asked = performance.getEntriesByType('resource').filter(({ name }) => /\/embed\/.*\.js$/.test(name));
      return asked.length > 3 && asked.every(({ name }) => kept.has(name));
    }),
  );
  await running.close();
  try {
    await page.reload();
    await page.getByLabel('本机 PIN').fill('红砂坝7249');
    await page.keyboard.press('Enter');
    // The board draws what is near: a lower bar above it may bring one more into reach.
    await until('the board without network', async () => (await listed(page)) >= count);
    await page.locator('onedoor-sync-bar').getByText('离线', { exact: true }).waitFor();
    await page.getByText('本栏目由各镇综治中心提供').waitFor();
  } finally {
    await close(page);
    running = await startPortalExample({ portalPort: 0, centrePort: 0, data });
  }
});

test('no token stands in an address, and no page reported a fault', () => {
  assert.ok(addresses.some((address) => address.includes('/ws/')) && addresses.some((address) => address.endsWith('/portal/token')));
  assert.equal(
    addresses.filter((address) => /eyJ|bearer|token=/i.test(address)),
    [],
  );
  assert.equal(faults.own, []);
});

test.run();
