import { createHash } from 'node:crypto';
import { ContentReader, shanghaiDate } from '@onedoor/core';
import {
  Desk,
  Example,
  Faults,
  launch,
  launchProfile,
  PEOPLE,
  removeTemporary,
  temporaryFolder,
  until,
  untilEqual,
} from 'onedoor-test/e2e';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { householdKey } from '../src/tally.js';
import { rightToWork, roomOf, treeSlice } from '../src/tree.js';
import { Matter, Photo, Visit } from '../src/visits.js';
import { WeakLine } from './weak-line.js';

/**
 * A week in a village without network, on a telephone: every visit, report and photograph is made on the screen, by touch.
 * The telephone's clock and the server's go through the seven days. The line at the end is slow, as a village's is, so that its
 * drops, every ten seconds, come in the middle of what is sent.
 */
const test = suite('seven days without network');
const OTHER_DAY = new URL('../../../test/e2e/other-day.mjs', import.meta.url).href;
const GRID = 'e2e-7-days';
const VILLAGE = '小五号';
const PIN = '红砂坝7249';
const DAY_MS = 86_400_000;
/**
 * The week begins at the true hour, so that no clock has seen a later one, and ends half an hour before local data would ask for
 * the server: it opens for seven days.
 */
const START = Date.now();
const BACK = START + 7 * DAY_MS - 1_800_000;
/** When a day's visits begin: an hour and a half before the hour of the start, or an hour sooner where they would go on into the next day. */
const BEFORE_MS = shanghaiDate(START - 5_400_000) === shanghaiDate(START - 1_800_000) ? 5_400_000 : 9_000_000;
const hourOf = (day: number): number => START + day * DAY_MS - BEFORE_MS;
const dayOf = (day: number): string => shanghaiDate(hourOf(day));
const VISITS_OF_DAY = [9, 9, 9, 9, 8, 8, 8] as const;
const VISITS = 60;
const REPORTS = 12;
const PHOTOS = 30;
/** Days of which the last thing is that the browser ends, and the day on which the disk is full. */
const RESTART_AFTER = [2, 5];
const FULL_DAY = 4;
/** A browser asks the disk for room once in half a minute: until then it believes that there is as much as before. */
const BELIEVED_MS = 31_000;
/** For what takes seconds on a machine that does nothing else. */
const LONG_MS = 60_000;
const LINE = { bytesPerSecond: 80_000, dropEveryMs: 10_000 };

const faults = new Faults();
const profile = temporaryFolder('phone');
const env = { NODE_OPTIONS: `--import=${OTHER_DAY}`, ONEDOOR_TEST_NOW: String(START) };
let example: Example;
let line: WeakLine;
let photographs: readonly Buffer[];
let context: BrowserContext;
let phone: Desk;
let now = START;
const households: string[] = [];

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const url = (): string => `http://localhost:${line.port}`;

/** Real JPEG pictures of noise, each another, some hundred kilobytes: made by a browser. */
async function takePhotographs(count: number): Promise<Buffer[]> {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const made = await page.evaluate(async (number) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 480];
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('no canvas');
      const pictures: string[] = [];
      for (let at = 0; at < number; at++) {
        const pixels = pen.createImageData(canvas.width, canvas.height);
        for (let byte = 0; byte < pixels.data.length; byte++)
          pixels.data[byte] = byte % 4 === 3 ? 255 : (byte * (at + 3) + ((byte * byte) >> 7) + Math.random() * 60) & 255;
        pen.putImageData(pixels, 0, 0);
        const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.4));
        const bytes = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
        let text = '';
        for (const byte of bytes) text += String.fromCharCode(byte);
        pictures.push(btoa(text));
      }
      return pictures;
    }, count);
    return made.map((each) => Buffer.from(each, 'base64'));
  } finally {
    await browser.close();
  }
}

/** The browser of the telephone, with what it holds. */
async function pickUp(): Promise<Page> {
  context = await launchProfile(profile, {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  context.setDefaultTimeout(LONG_MS);
  await context.clock.install({ time: now });
  const page = context.pages()[0] ?? (await context.newPage());
  faults.watch(page, 'phone');
  phone = new Desk(page, 'chen');
  return page;
}

async function putForward(to: number): Promise<void> {
  now = to;
  await context.clock.setSystemTime(to);
}

async function toGrid(): Promise<void> {
  await phone.page.goto(`${url()}/#/grid/mine`);
  await phone.page.getByRole('button', { name: '入户走访', exact: true }).waitFor();
}

/** One visit, from the big button to 完成, with what was found and photographed. */
async function visit(day: number, at: number): Promise<void> {
  const { page } = phone;
  const household = `${day}组${at + 1}号`;
  households.push(household);
  await page.getByRole('button', { name: '入户走访', exact: true }).tap();
  await page.getByLabel('户（户名或门牌号）').fill(household);
  await page.getByLabel('走访记录').fill(`${dayOf(day)}走访${household}，家里都好。`);
  if (day <= 6 && at < 5) await photograph(photographs[(day - 1) * 5 + at] ?? Buffer.alloc(0), `${household}.jpg`);
  if (day <= 6 && (at === 5 || at === 6)) await report(`${household}与邻居占道纠纷`);
  await page.getByRole('button', { name: '完成', exact: true }).tap();
  await page.getByRole('button', { name: '入户走访', exact: true }).waitFor();
}

async function photograph(bytes: Buffer, name: string): Promise<void> {
  await phone.page.locator('onedoor-files input[name=files]').setInputFiles({ name, mimeType: 'image/jpeg', buffer: bytes });
  await phone.page.locator('onedoor-files .file', { hasText: name }).getByText('本机已存，联网后发送').waitFor();
}

async function report(title: string): Promise<void> {
  const { page } = phone;
  await page.locator('summary', { hasText: '发现事项' }).tap();
  const form = page.getByRole('form', { name: '发现事项' });
  await form.getByLabel('什么事').fill(title);
  await form.getByRole('combobox').selectOption({ label: '02 邻里' });
  await form.getByRole('button', { name: '上报', exact: true }).tap();
  const matter = page.locator('.matter', { hasText: title });
  await matter.getByText('已上报').waitFor();
  await matter.getByText(/待编号（临时编号 [0-9A-Z-]{9}）/).waitFor();
}

const visitsShown = async (): Promise<number> => {
  const words = await phone.page.getByRole('heading', { name: /^走访 \d+ 次$/ }).innerText();
  return Number(/\d+/.exec(words)?.[0]);
};

test.before(async () => {
  [example, photographs] = await Promise.all([Example.start(env), takePhotographs(PHOTOS)]);
  line = await WeakLine.to(example.port);
  await example.giveRights('zhou', ['grid.manage', 'grid.all']);
  await example.giveRights('chen', ['case.create', rightToWork(GRID)]);
  await example.centreAct(
    'zhou',
    'grid.tree',
    treeSlice.request.import({
      rows: [{ line: 1, committee: 'e2e-7', committeeName: '七天村', code: GRID, name: '第七网格', villages: [VILLAGE] }],
      on: shanghaiDate(START),
    }),
  );
});

test.after(async () => {
  await context?.close();
  line?.close();
  await example?.stop();
  removeTemporary();
});

test('sixty visits, twelve reports and thirty photographs are made offline, over two restarts and a full disk', async () => {
  assert.is(new Set(photographs.map(sha256)).size, PHOTOS);
  const sizes = photographs.map(({ length }) => length);
  assert.ok(Math.min(...sizes) > 60_000 && Math.max(...sizes) < 300_000, `${sizes}`);

  const page = await pickUp();
  await page.goto(url());
  await phone.signIn();
  await phone.untilOnline(LONG_MS);
  await until(
    'the worker has the shell',
    () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'),
    LONG_MS,
  );
  await toGrid();
  await phone.setPin(PIN);
  await phone.untilLogged(LONG_MS);

  // The telephone has no network from here on, and nothing would answer if it had.
  await context.setOffline(true);
  line.cut();
  await example.stop();

  for (const [index, count] of VISITS_OF_DAY.entries()) {
    const day = index + 1;
    await putForward(hourOf(day));
    for (let at = 0; at < count; at++) {
      if (day === FULL_DAY && at === 0) await fullDisk(day, at);
      else await visit(day, at);
    }
    await untilEqual(`visits on the telephone after day ${day}`, households.length, visitsShown);
    if (RESTART_AFTER.includes(day)) await restart();
  }
  assert.is(households.length, VISITS);
});

/** The browser ends in the middle of a visit, and begins again where nothing answers. */
async function restart(): Promise<void> {
  await phone.page.getByRole('button', { name: '巡查', exact: true }).tap();
  const words = `${shanghaiDate(now)}，门口有人来，没写完`;
  await phone.page.getByLabel('走访记录').fill(words);
  await until('stored', async () => (await phone.unsent()) > 0, LONG_MS);
  await context.close();
  const page = await pickUp();
  await context.setOffline(true);
  await page.goto(`${url()}/#/grid/mine`);
  await phone.unlock(PIN);
  // What was begun is still there, and is taken away again: it was no visit.
  await page.locator('section', { hasText: '没写完的 1 次' }).getByRole('button', { name: /巡查/ }).last().waitFor();
  await page.locator('[aria-labelledby=drafts] button.line').tap();
  await untilEqual('the words of the draft', words, () => page.getByLabel('走访记录').inputValue(), LONG_MS);
  await page.getByRole('button', { name: '删除', exact: true }).tap();
  await page.getByText('已删除这次走访。').waitFor();
  await untilEqual('no visit more', households.length, visitsShown);
}

/** The device has no room for a while: the page says so, keeps what is there and typed, and goes on when there is room. */
async function fullDisk(day: number, at: number): Promise<void> {
  const { page } = phone;
  const household = `${day}组${at + 1}号`;
  households.push(household);
  const device = await context.newCDPSession(page);
  await quota(device, 1);
  await new Promise((done) => setTimeout(done, BELIEVED_MS));
  await page.getByRole('button', { name: '入户走访', exact: true }).tap();
  await page.getByLabel('户（户名或门牌号）').fill(household);
  await page.getByLabel('走访记录').fill(`${dayOf(day)}走访${household}，手机满了。`);
  await page.locator('onedoor-sync-bar').getByText('本机存储空间已满').waitFor();
  // A photograph finds no room: it stands there, named, with a way to try again.
  const name = `${household}.jpg`;
  await page
    .locator('onedoor-files input[name=files]')
    .setInputFiles({ name, mimeType: 'image/jpeg', buffer: photographs[(day - 1) * 5 + at] ?? Buffer.alloc(0) });
  const file = page.locator('onedoor-files .file', { hasText: name });
  await file.getByText(/本机存储空间已满/).waitFor();
  assert.is(await page.getByLabel('走访记录').inputValue(), `${dayOf(day)}走访${household}，手机满了。`);
  await quota(device, undefined);
  await device.detach();
  await untilEqual('there is room again', 0, () => page.locator('onedoor-sync-bar').getByText('本机存储空间已满').count(), 40_000);
  await file.getByRole('button', { name: /重试/ }).tap();
  await file.getByText('本机已存，联网后发送').waitFor();
  await page.getByRole('button', { name: '完成', exact: true }).tap();
  await page.getByRole('button', { name: '入户走访', exact: true }).waitFor();
}

/** @param bytes what the site may store; undefined for what the disk really has */
async function quota(device: CDPSession, bytes: number | undefined): Promise<void> {
  await device.send('Storage.overrideQuotaForOrigin', { origin: url(), ...(bytes === undefined ? {} : { quotaSize: bytes }) });
}

test('over a line that drops every ten seconds all of it arrives: nothing lost, nothing twice', async () => {
  assert.is(households.length, VISITS, 'the week before');
  await putForward(BACK);
  env.ONEDOOR_TEST_NOW = String(BACK);
  example.forgetTokens();
  await example.start();
  line.open(LINE);
  await context.setOffline(false);

  const room = async () => new ContentReader((await example.centreRoom('chen', roomOf(GRID))).doc);
  await until('the server has the visits', async () => (await room()).values(Visit).length === VISITS, 150_000);
  const hashes = photographs.map(sha256);
  const arrived = new Map<string, string>();
  await until(
    'the server has the photographs',
    async () => {
      for (const hash of hashes) {
        if (arrived.has(hash)) continue;
        const bytes = await example.centreFile('chen', roomOf(GRID), hash);
        if (bytes === undefined) return false;
        arrived.set(hash, sha256(bytes));
      }
      return true;
    },
    150_000,
  );
  await phone.untilLogged(60_000);
  assert.ok(line.drops >= 3, `${line.drops} drops`);
  line.steady();

  const content = await room();
  const visits = content.values(Visit);
  assert.is(visits.length, VISITS);
  assert.equal(visits.map(({ household = '' }) => household).sort(), [...households].sort());
  assert.is(new Set(visits.map(({ village, household = '' }) => householdKey(village, household))).size, VISITS);
  assert.equal([...new Set(visits.map(({ by, draft, village }) => `${by} ${draft} ${village}`))], [`${PEOPLE.chen.id} false ${VILLAGE}`]);
  for (const [index, count] of VISITS_OF_DAY.entries())
    assert.is(visits.filter(({ day }) => day === dayOf(index + 1)).length, count, `visits of ${dayOf(index + 1)}`);
  for (const { words, household = '' } of visits) assert.is(words.split(household).length, 2, `said once: ${words}`);

  const matters = content.values(Matter);
  assert.is(matters.length, REPORTS);
  assert.ok(matters.every(({ result }) => result === 'reported'));
  const reported = async () =>
    (await example.rows('chen')).filter(
      (row) => row.summary.case?.title?.includes('占道纠纷') === true && row.summary['grid'] !== undefined,
    );
  await untilEqual('cases', REPORTS, async () => (await reported()).length);
  const rows = await reported();
  assert.equal(matters.map((matter) => matter.case).sort(), rows.map((row) => row.case).sort(), 'each matter names its case');
  assert.equal(matters.map(({ id }) => id).sort(), rows.map((row) => row.summary['grid']?.['matter']).sort(), 'and each case its matter');
  const numbers = rows.map((row) => JSON.stringify(row.summary.case?.number));
  assert.is(new Set(numbers).size, REPORTS, 'numbers, none twice');
  assert.ok(!numbers.includes('undefined'));

  const photos = content.values(Photo);
  assert.is(photos.length, PHOTOS);
  assert.equal(photos.map(({ file }) => file.hash).sort(), [...hashes].sort());
  assert.equal(
    [...arrived].filter(([hash, seen]) => hash !== seen),
    [],
  );
  assert.is(arrived.size, PHOTOS);
});

test('no page reported a fault', () => {
  assert.equal(faults.own, []);
});

test.run();
