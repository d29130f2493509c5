import { Desk, Example, Faults, launch, MUJIANGGOU, removeTemporary, until, untilEqual } from 'onedoor-test/e2e';
import type { Browser, Locator } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** A police officer photographs in a yard without network; a judicial officer sees it in the town. */
const test = suite('photographs of evidence');
const faults = new Faults();
const NAME = '界桩现场.bmp';
/** Three megabytes: more than one piece, so that the connection can be cut in the middle. */
const [WIDTH, HEIGHT, HEADER] = [1000, 1000, 54];
let example: Example;
let browser: Browser;
let wang: Desk;
let zhao: Desk;

/** A picture of coloured stripes, made here. */
function photograph(): Buffer {
  const bytes = Buffer.alloc(HEADER + WIDTH * HEIGHT * 3);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(HEADER, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(WIDTH, 18);
  bytes.writeInt32LE(HEIGHT, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let at = HEADER; at < bytes.length; at++) bytes[at] = (at * 7 + (at >> 12)) & 0xff;
  return bytes;
}

const fileOf = (desk: Desk): Locator => desk.page.locator('onedoor-files .file', { hasText: NAME }).first();

async function openCustody(desk: Desk): Promise<void> {
  await desk.openCase(MUJIANGGOU);
  await desk.tabOf('证据');
  await desk.page.locator('onedoor-files').first().waitFor();
}

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  [wang, zhao] = await Promise.all([Desk.open(browser, example, 'wang', { faults }), Desk.open(browser, example, 'zhao', { faults })]);
  await Promise.all([openCustody(wang), openCustody(zhao)]);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

test('taken without network it is here at once; cut in the middle it waits; after a reload it goes on and is seen by the other', async () => {
  await wang.workOffline(true);
  await wang.page
    .locator('onedoor-files input[name=files]')
    .first()
    .setInputFiles({ name: NAME, mimeType: 'image/bmp', buffer: photograph() });
  await fileOf(wang).locator('img').waitFor();
  await fileOf(wang).getByText('本机已存，联网后发送').waitFor();
  let sent = 0;
  await wang.page.context().route('**/api/blobs/**', (route) => (++sent > 2 ? route.abort() : route.continue()));
  await wang.workOffline(false);
  await fileOf(zhao).waitFor();
  await until('the connection was cut', () => sent > 2);
  await fileOf(wang)
    .getByText(/已发送 \d+%，联网后接着发/)
    .waitFor();
  await fileOf(zhao)
    .getByRole('button', { name: `打开 ${NAME}` })
    .click();
  await zhao.page.getByText('还没有传到服务器').waitFor();
  await zhao.page.keyboard.press('Escape');
  await wang.untilLogged();
  await wang.page.reload();
  await wang.page.context().unroute('**/api/blobs/**');
  await until('all of it sent', async () => (await fileOf(wang).getAttribute('data-stage')) === 'sent', 60_000);
  // Right after a reload a file that is not known to wait looks like one that was sent: only its reader can tell.
  const dialog = zhao.page.getByRole('dialog', { name: NAME });
  const shown = dialog.locator('img');
  await until(
    'the whole picture at the other',
    async () => {
      await fileOf(zhao)
        .getByRole('button', { name: `打开 ${NAME}` })
        .click();
      await shown.or(dialog.getByText('还没有传到服务器')).waitFor();
      if (await shown.isVisible()) return true;
      await zhao.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      return false;
    },
    60_000,
  );
  await untilEqual('its width', WIDTH, () => shown.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)));
  assert.equal(faults.own, []);
});

test.run();
