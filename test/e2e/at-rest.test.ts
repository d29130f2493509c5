import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, until, untilEqual } from './support.js';

const test = suite('data at rest in a browser');
const faults = new Faults();
const CANARY = '金丝雀一九七八年界石';
const PIN = '红砂坝7249';
const CLI = fileURLToPath(new URL('../../packages/server/dist/cli/main.js', import.meta.url));
const SHELL = fileURLToPath(new URL('../../examples/centre/dist/page', import.meta.url));
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

/** The page's own files, as the centre gives them to everybody: sample texts in them name the story's places and people. */
const shell = new Set(
  readdirSync(SHELL, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => readFileSync(join(each.parentPath, each.name), 'utf8')),
);

/** Everything that this origin has stored, as text: databases with their names and keys, localStorage, caches but for the shell. */
async function stored(page: Page): Promise<string> {
  const { parts, cached } = await readStored(page);
  assert.ok(
    cached.every(([url, text]) => url.startsWith(`${example.url}/`) && (shell.has(text) || url.endsWith('/'))),
    'caches hold the shell alone',
  );
  return [...parts, ...cached.flatMap(([url, text]) => (shell.has(text) ? [url] : [url, text]))].join('\n');
}

const readStored = (page: Page): Promise<{ parts: string[]; cached: [string, string][] }> =>
  page.evaluate(async () => {
    const parts: string[] = [];
    const walk = (value: unknown): void => {
      if (value instanceof Uint8Array) {
        for (const encoding of ['utf-8', 'utf-16le']) parts.push(new TextDecoder(encoding).decode(value));
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
          parts.push(key);
          walk(inner);
        }
      } else parts.push(String(value));
    };
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      parts.push(name, ...db.objectStoreNames);
      for (const table of db.objectStoreNames) {
        const request = db.transaction(table).objectStore(table).getAll();
        walk(await new Promise<unknown>((resolve) => (request.onsuccess = () => resolve(request.result))));
      }
      db.close();
    }
    for (const storage of [localStorage, sessionStorage]) walk(Object.entries(storage));
    const cached: [string, string][] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) cached.push([request.url, (await (await cache.match(request))?.text()) ?? '']);
    }
    return { parts, cached };
  });

async function clearOf(page: Page, words: readonly string[]): Promise<void> {
  const all = await stored(page);
  assert.ok(all.includes('onedoor-'), 'there is a store');
  for (const word of words) assert.not.ok(all.includes(word), `${word} can be read`);
}

const untilShell = (desk: Desk) =>
  until('the worker has the shell', () =>
    desk.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'),
  );

test('what a person writes can be read nowhere in their browser, locked or open; the PIN opens it without the server', async () => {
  const desk = await Desk.open(browser, example, 'chen', { faults, serviceWorkers: 'allow' });
  await desk.openCase(MUJIANGGOU);
  await desk.setPin(PIN);
  await desk.openFacts();
  await desk.typeAtEnd(desk.facts, CANARY);
  await desk.untilLogged();
  await untilShell(desk);
  const words = [CANARY, MUJIANGGOU, '木匠沟', PIN, '陈志强'];
  await clearOf(desk.page, words);
  await example.stop();
  await desk.typeAtEnd(desk.facts, '离线又写');
  // The last key, and in the next moment the page is gone.
  await desk.page.keyboard.type('完');
  await desk.page.goto(example.url);
  await desk.page.reload();
  await desk.page.getByText('本机资料已加锁').waitFor();
  await untilEqual('no list behind the lock', 0, () => desk.page.locator('onedoor-board').count());
  await clearOf(desk.page, [...words, '离线又写']);
  await desk.page.getByLabel('本机 PIN').fill('红砂坝0000');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('PIN 不对').waitFor();
  await desk.unlock(PIN);
  await desk.openCase(MUJIANGGOU);
  await desk.openFacts();
  await until('all that was written', async () => (await desk.textOf(desk.facts)).endsWith(`${CANARY}离线又写完`));
  await clearOf(desk.page, [...words, '离线又写']);
  await example.start();
  await desk.untilOnline();
  await desk.untilLogged();
  await desk.close();
});

test('where the disk is full the PIN still opens what is there, and so does the server', async () => {
  const desk = await Desk.open(browser, example, 'sun', { faults, serviceWorkers: 'allow' });
  await desk.openCase(MUJIANGGOU);
  await desk.setPin(PIN);
  await desk.openFacts();
  await desk.typeAtEnd(desk.facts, '手机快满了');
  await desk.untilLogged();
  await untilShell(desk);
  const device = await desk.page.context().newCDPSession(desk.page);
  await device.send('Storage.overrideQuotaForOrigin', { origin: example.url, quotaSize: 1 });
  // A browser asks the disk for room once in half a minute.
  await new Promise((done) => setTimeout(done, 31_000));
  await example.stop();
  await desk.page.reload();
  await desk.page.getByLabel('本机 PIN').fill('红砂坝0000');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText('PIN 不对').waitFor();
  await desk.unlock(PIN);
  await desk.openFacts();
  const untilWritten = () => until('what was written', async () => (await desk.textOf(desk.facts)).endsWith('手机快满了'));
  await untilWritten();
  await example.start();
  await desk.untilOnline();
  await desk.page.reload();
  await desk.openFacts();
  await untilWritten();
  await desk.close();
});

test('a passkey opens it, too', async () => {
  const desk = await Desk.open(browser, example, 'wang', { faults, serviceWorkers: 'allow' });
  await desk.caseLink(MUJIANGGOU).waitFor();
  const session = await desk.page.context().newCDPSession(desk.page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  // The page asks once, at its start, what this device can do.
  await desk.page.reload();
  await desk.caseLink(MUJIANGGOU).waitFor();
  await desk.page.getByRole('button', { name: '设置离线 PIN' }).click();
  await desk.page.getByRole('button', { name: '添加通行密钥' }).click();
  await desk.page.getByText('通行密钥已添加。').waitFor();
  await desk.page.keyboard.press('Escape');
  await untilShell(desk);
  await example.stop();
  await desk.page.reload();
  await desk.page.getByRole('button', { name: '用通行密钥打开' }).click();
  await desk.caseLink(MUJIANGGOU).waitFor();
  await example.start();
  await desk.close();
});

test('without a PIN the page says that it stays closed, and opens by itself when the server is back', async () => {
  const desk = await Desk.open(browser, example, 'zhao', { faults, serviceWorkers: 'allow' });
  await desk.caseLink(MUJIANGGOU).waitFor();
  await untilShell(desk);
  await example.stop();
  await desk.page.reload();
  await desk.page.getByText('本机没有设置 PIN，离线打不开').waitFor();
  await example.start();
  await desk.caseLink(MUJIANGGOU).waitFor({ timeout: 30_000 });
  await desk.close();
});

test('a lost device is revoked on the command line: its page closes at once and keeps nothing', async () => {
  const desk = await Desk.open(browser, example, 'zhou', { faults });
  await desk.caseLink(MUJIANGGOU).waitFor();
  await desk.untilOnline();
  const run = promisify(execFile);
  const data = ['--data', example.data];
  const { stdout } = await run(process.execPath, [CLI, 'user', 'devices', ...data, '--person', 'p-zhou']);
  const device = stdout.split('\t')[0] ?? '';
  await run(process.execPath, [CLI, 'user', 'revoke', ...data, '--device', device]);
  await desk.page.getByText('这台设备已被停用，本机资料已清除').waitFor();
  await untilEqual('no list', 0, () => desk.page.locator('onedoor-board').count());
  await untilEqual('no database', 0, () => desk.page.evaluate(async () => (await indexedDB.databases()).length));
  assert.match((await run(process.execPath, [CLI, 'user', 'devices', ...data])).stdout, new RegExp(`^${device}\tp-zhou\trevoked`, 'm'));
  await desk.close();
});

test('signing out of a shared computer tells what is not sent, leaves nothing, and closes the other tab', async () => {
  const desk = await Desk.open(browser, example, 'li', { faults });
  await desk.openCase(MUJIANGGOU);
  await desk.untilOnline();
  const other = await desk.tab(example, faults);
  await other.caseLink(MUJIANGGOU).waitFor();
  await desk.workOffline(true);
  const place = desk.page.getByLabel('发生地点', { exact: true });
  await place.fill('没有送出的一处');
  await place.press('Tab');
  await until('it is unsent', async () => (await desk.unsent()) > 0);
  await desk.page.getByRole('button', { name: '退出登录' }).click();
  await desk.page.getByText('退出后加密保留在本机').waitFor();
  await desk.page.getByRole('checkbox', { name: '这是公用电脑' }).check();
  await desk.page.getByText('清除后就没有了').waitFor();
  await desk.page.getByText('取消', { exact: true }).click();
  await desk.page.locator('onedoor-sign-out dialog').waitFor({ state: 'hidden' });
  assert.ok((await desk.unsent()) > 0, 'called off: it is all there');
  await desk.page.getByRole('button', { name: '退出登录' }).click();
  await desk.page.getByRole('checkbox', { name: '这是公用电脑' }).check();
  await desk.page.getByRole('button', { name: '清除并退出' }).click();
  await desk.page.getByRole('button', { name: '李晓燕' }).waitFor();
  await other.page.getByRole('button', { name: '李晓燕' }).waitFor();
  const left = await desk.page.evaluate(async () => [
    (await indexedDB.databases()).map(({ name }) => name),
    Object.keys(localStorage).filter((key) => key.startsWith('onedoor') && !key.startsWith('onedoor.centre.locale')),
  ]);
  assert.equal(left, [[], []]);
  await desk.close();
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
