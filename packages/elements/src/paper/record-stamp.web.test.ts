import { keyId, type RecordHead, writeHeadLine } from '@onedoor/core';
import jsqr from 'jsqr';
import { html, render } from 'lit';
import { loadLocale } from '../locales/locale.js';
import { equal } from '../testing/expect.js';
import { openPaper } from './print-paper.js';
import { loadStamp, stampView } from './record-stamp.js';

const LINE = writeHeadLine({
  centre: 'hongsha',
  number: 12,
  size: 345,
  at: Date.UTC(2024, 2, 21, 2, 2),
  hash: `${'Zm9vYmFy'.repeat(5)}Zm9`,
  signature: `${'c2lnbmF0dXJl'.repeat(7)}c2`,
});
const HEAD: RecordHead = { line: LINE, publicKey: 'MCowBQYDK2VwAyEA', heardAt: Date.UTC(2024, 2, 21, 2, 3), stale: false };

const shown = async (head: RecordHead | undefined, locale: 'zh' | 'en' = 'zh') => {
  await loadLocale(locale);
  const place = document.createElement('div');
  render(html`${stampView(await loadStamp(() => Promise.resolve(head)), locale)}`, place);
  return { place, words: (place.textContent ?? '').replaceAll(/\s+/g, ' ').trim() };
};

/** The package is CommonJS, and its types say otherwise than its code. */
const read = jsqr as unknown as typeof jsqr.default;

/** What a telephone reads off the drawing. */
async function scan(image: SVGElement): Promise<string | undefined> {
  const copy = image.cloneNode(true) as SVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', '400');
  copy.setAttribute('height', '400');
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(copy.outerHTML)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [400, 400];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 400, 400);
  context.drawImage(picture, 0, 0);
  return read(context.getImageData(0, 0, 400, 400).data, 400, 400)?.data;
}

describe('stamp of the record', () => {
  it('is a code that reads as the head, with number, entries, time, digest and key in words below it', async () => {
    const { place, words } = await shown(HEAD);
    const image = place.querySelector('svg');
    if (image === null) throw new Error('no code');
    equal(await scan(image), LINE);
    for (const word of ['第12号', '2024年3月21日 10:02', '共345条', 'Zm9v YmFy Zm9v YmFy', keyId(HEAD.publicKey)])
      equal(words.includes(word), true, `${word} in ${words}`);
    equal(words.includes('没有网络'), false);
  });

  it('says of which time it is where there was no network, and that there is none where there is none', async () => {
    equal((await shown({ ...HEAD, stale: true })).words.includes('2024年3月21日 10:03'), true);
    const none = await shown(undefined, 'en');
    equal(none.place.querySelector('svg'), null);
    equal(none.words, 'No proof of the record could be had when this was printed: no network, and none kept.');
    equal((await shown({ ...HEAD, line: 'OD2:nothing' })).place.querySelector('svg'), null);
  });

  it('does without one that cannot be had', async () => {
    equal(await loadStamp(() => Promise.reject(new Error('no store'))), undefined);
  });

  it('stands at the end of a paper, in a size that can be scanned', async () => {
    const stamp = await loadStamp(() => Promise.resolve(HEAD));
    const paper = openPaper({ title: '协议书', lang: 'zh-CN', content: html`<p>正文</p>${stampView(stamp, 'zh')}` });
    const image = paper.document.querySelector('.record svg');
    const box = image?.getBoundingClientRect();
    equal(box !== undefined && box.width > 110 && box.width === box.height, true, `${box?.width} × ${box?.height}`);
    paper.remove();
  });
});
