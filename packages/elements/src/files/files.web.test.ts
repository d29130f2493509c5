import { type FileRef, refuse } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import type { Locale } from '../locales/locale.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { SAMPLE } from '../testing/sample-case.js';

/** A picture as a camera gives one. */
async function photograph(name: string): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    pen.fillStyle = '#7a5';
    pen.fillRect(0, 0, 640, 300);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  return new File([blob ?? ''], name, { type: 'image/png' });
}

function open(locale: Locale = 'zh') {
  const session = new FakeSession();
  const store = session.fakeFiles({ case: SAMPLE, room: 'joint' });
  const files: FileRef[] = [];
  const show = () => {
    const element = page.place.querySelector('onedoor-files');
    if (element !== null) element.files = [...files];
  };
  const added = (event: CustomEvent<{ file: FileRef }>) => {
    files.push(event.detail.file);
    show();
  };
  const removed = (event: CustomEvent<{ file: FileRef }>) => {
    files.splice(files.indexOf(event.detail.file), 1);
    show();
  };
  const page = fixture(
    session,
    html`<onedoor-files case=${SAMPLE} label="证据" @od-file-added=${added} @od-file-removed=${removed}></onedoor-files>`,
    { locale },
  );
  const choose = async (...chosen: File[]) => {
    await until(() => page.all('input[name=files]').length === 1, 'the input');
    const input = page.all('input[name=files]')[0] as HTMLInputElement;
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
  };
  const button = (words: string) => page.all('button').find((each) => each.textContent?.includes(words) === true);
  return { ...page, session, store, files, choose, button };
}

describe('onedoor-files', () => {
  it('stores a photograph without network, shows it at once, and says when it is sent', async () => {
    const page = open();
    page.session.setOffline(true);
    await page.choose(await photograph('现场.png'));
    await until(() => page.files.length === 1, 'stored');
    await until(() => page.all('.thumb img').length === 1, 'its small picture');
    await until(() => page.text().includes('本机已存，联网后发送'), 'where it stands');
    equal(page.all('progress').length, 1);
    page.store.send();
    await until(() => page.all('progress').length === 0, 'sent');
    page.all('.thumb')[0]?.click();
    await until(() => page.all('dialog img').length === 1, 'shown whole');
    page.remove();
  });

  it('takes what is pasted and dropped', async () => {
    const page = open();
    await page.choose();
    const transfer = new DataTransfer();
    transfer.items.add(await photograph('截图.png'));
    page.all('onedoor-files-panel')[0]?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
    await until(() => page.files.length === 1, 'pasted');
    page.all('.add')[0]?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    await until(() => page.files.length === 2, 'dropped');
    page.remove();
  });

  it('keeps a file that a full device has not taken, and tries it again', async () => {
    const page = open();
    page.store.full = true;
    await page.choose(await photograph('现场.png'));
    await until(() => page.text().includes('文件还在本页'), 'told');
    equal(page.files.length, 0);
    page.store.full = false;
    page.button('重试')?.click();
    await until(() => page.files.length === 1, 'stored after all');
    page.remove();
  });

  it('a refused file says why and is tried again; an unsent one is taken back', async () => {
    const page = open();
    page.session.setOffline(true);
    await page.choose(await photograph('一.png'), await photograph('二.png'));
    await until(() => page.files.length === 2, 'stored');
    const [first] = page.files;
    if (first === undefined) throw new Error('none');
    const { refusal } = refuse('NOT_WRITABLE', { seen: 'x', expected: 'y', todo: 'z' });
    page.store.stand({ file: first, stage: 'refused', sentBytes: 0, refusal });
    await until(() => page.text().includes('您在这里只能查看'), 'why');
    page.button('重试')?.click();
    await until(() => !page.text().includes('没有发出去'), 'waits again');
    page.button('取消发送')?.click();
    await until(() => page.files.length === 1, 'taken back');
    equal(page.store.states.get().size, 1);
    page.remove();
  });

  it('a finger on the page makes a picture that is called one; nothing drawn is nothing kept', async () => {
    const page = open();
    await page.choose();
    const element = page.place.querySelector('onedoor-files');
    if (element !== null) element.draw = true;
    await until(() => page.button('手写…') !== undefined, 'the offer');
    page.button('手写…')?.click();
    await until(() => page.all('canvas').length === 1, 'the pad');
    const keep = page.button('存为手写图像') as HTMLButtonElement;
    equal(keep.disabled, true);
    const canvas = page.all('canvas')[0];
    const { left, top } = canvas?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const at = (type: string, x: number, y: number) =>
      canvas?.dispatchEvent(new PointerEvent(type, { clientX: left + x, clientY: top + y }));
    at('pointerdown', 20, 20);
    at('pointermove', 90, 60);
    at('pointerup', 90, 60);
    await until(() => !keep.disabled, 'something is drawn');
    (page.all('input[name=who]')[0] as HTMLInputElement).value = '赵𠮷祥';
    keep.form?.requestSubmit();
    await until(() => page.files.length === 1, 'kept');
    equal([page.files[0]?.name, page.files[0]?.type], ['手写图像 赵𠮷祥.png', 'image/png']);
    await until(() => page.all('canvas').length === 0, 'closed');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility violation, ${locale}`, async () => {
      const page = open(locale);
      page.session.setOffline(true);
      await page.choose(await photograph('现场.png'), new File(['text'], '笔录.pdf', { type: 'application/pdf' }));
      await until(() => page.files.length === 2 && page.all('.thumb img').length === 1, 'stored');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary, each.nodes[0]?.html]),
        [],
        'violations',
      );
      page.remove();
    });
});
