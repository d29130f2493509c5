import { definePaper, definePlugin, defineSettings, paperSchema, settingsSlice } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { paperDocx, paragraph, readDocx, writeDocx } from '../docx/index.js';
import { equal, FakeSession, fixture, staffOf, until } from '../testing/index.js';

const lines = [paragraph('{#keys}'), paragraph('{what}'), paragraph('{/keys}')];
const texts = { name: '借的人', keys: '钥匙', 'keys.what': '哪一把', mark: '页眉', code: '页脚' };
const receipt = definePaper({
  placeholders: {
    name: { kind: 'words', required: true },
    keys: { kind: 'list', within: { what: { kind: 'words', required: true } } },
    mark: { kind: 'words' },
    code: { kind: 'words' },
  },
  builtIn: () => writeDocx(paperDocx([paragraph('借条', 'Title'), paragraph('{name}'), ...lines].join(''))),
  sample: () => ({ name: '赵𠮷祥', keys: [{ what: '调解室' }], mark: '', code: '' }),
  locales: { zh: texts, en: Object.fromEntries(Object.keys(texts).map((key) => [key, `what ${key} is`])) },
});
const lending = definePlugin(
  { name: 'lending', version: '1.0.0', api: 1, label: { zh: '借用', en: 'Lending' } },
  {},
  {
    locales: { zh: {}, en: {} },
    settings: () =>
      Promise.resolve(
        defineSettings({
          group: 'lending',
          settings: {},
          papers: { receipt: () => Promise.resolve(receipt) },
          locales: { zh: { 'setting.paper.receipt': '借条' }, en: { 'setting.paper.receipt': 'Receipt' } },
        }),
      ),
  },
);

async function open(locale: 'zh' | 'en', rights: string[]) {
  const staff = staffOf({ sun: 'office' }).map((person) => ({ ...person, rights }));
  const session = new FakeSession('sun', [lending], staff);
  session.now = Date.now();
  const plugins = [{ model: lending, load: () => Promise.reject(new Error('no views')) }];
  const page = fixture(session, html`<onedoor-plugin-page plugin="onedoor" page="settings"></onedoor-plugin-page>`, { locale, plugins });
  const inside = (selector: string): Element[] => [
    ...(page.all('onedoor-paper-template')[0]?.shadowRoot?.querySelectorAll(selector) ?? []),
  ];
  const details = () => inside('details')[0];
  await until(() => details() !== undefined, 'the paper');
  details()?.setAttribute('open', '');
  await until(() => inside('button').length > 0, 'its parts');
  const press = (words: string) => {
    const found = inside('button').find((each) => each.textContent?.trim() === words);
    if (!(found instanceof HTMLButtonElement)) throw new Error(`no button "${words}"`);
    found.click();
  };
  const upload = (bytes: Uint8Array, name = '本镇.docx') => {
    const input = page.all('input[name=template]')[0];
    if (!(input instanceof HTMLInputElement)) throw new Error('no input');
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(bytes)], name));
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const versions = () => settingsSlice.of(session.room({ case: '-', room: 'settings.lending' }).state().slices)['paper.receipt'] ?? [];
  const submit = (reason: string) => {
    const form = inside('form').find((each) => each.querySelector('input[name=reason]'));
    const input = form?.querySelector('input[name=reason]');
    if (!(form instanceof HTMLFormElement) || !(input instanceof HTMLInputElement)) throw new Error('no form');
    input.value = reason;
    form.requestSubmit();
  };
  return { page, session, inside, press, upload, versions, submit };
}
async function accessible(place: Element): Promise<void> {
  const { violations } = await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
  equal(
    violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
    [],
    'violations',
  );
}
const WORDS = {
  zh: {
    preview: '用样例预览',
    bad: '不合要求',
    near: '{what}',
    at: '正文第3段',
    fits: '检查通过：',
    take: '启用这个模板',
    one: '第1版',
    used: '已启用',
    back: '恢复程序自带',
  },
  en: {
    preview: 'Preview with a sample',
    bad: 'does not fit in',
    near: 'what',
    at: 'Body, paragraph 3',
    fits: 'The check has passed:',
    take: 'Use this template',
    one: 'version 1',
    used: 'In use',
    back: 'Back at the built-in template',
  },
} as const;

describe('templates of papers', () => {
  for (const locale of ['zh', 'en'] as const)
    it(`refuses a file by name and place, takes one that fits, shows a sample, and goes back: ${locale}`, async () => {
      const { page, press, upload, versions, submit, session, inside } = await open(locale, ['settings.lending']);
      const words = WORDS[locale];
      press(words.preview);
      await until(() => page.text().includes('赵𠮷祥') && page.text().includes('调解室'), 'the sample');
      await accessible(page.place);
      upload(writeDocx(paperDocx([paragraph('{name}'), lines[0], paragraph('{waht}'), lines[2]].join(''))));
      await until(() => page.text().includes(words.bad), 'the faults');
      for (const part of [words.at, '{waht}', words.near, 'TEMPLATE_PLACEHOLDER', 'TEMPLATE_MISSING'])
        equal(page.text().includes(part), true, part);
      equal(inside('form').length, 0, 'nothing to accept');
      await accessible(page.place);
      upload(new TextEncoder().encode('no zip'), '图.png');
      await until(() => page.text().includes('TEMPLATE_NOT_DOCX'), 'no .docx');
      const own = writeDocx(paperDocx([paragraph('本镇借条 {name}'), ...lines].join('')));
      upload(own);
      await until(() => page.text().includes(words.fits), 'it fits');
      await accessible(page.place);
      submit('换用本镇版式');
      await until(() => versions().length === 1, 'a version');
      await until(() => page.text().includes(words.one) && page.text().includes(words.used), 'it is shown');
      const { file } = paperSchema.parse(versions()[0]?.value);
      if (file === undefined) throw new Error('no file');
      const stored = await session.fakeFiles({ case: '-', room: 'settings.lending' }).read(file);
      equal(stored.ok && JSON.stringify(readDocx(stored.value)['word/document.xml']).includes('本镇借条'), true, 'the file is kept');
      press(words.preview);
      await until(() => page.text().includes('本镇借条 赵𠮷祥'), 'the sample in its look');
      page.place.style.width = '390px';
      await until(() => true, 'a turn');
      equal(page.place.scrollWidth <= 390, true, 'no wider than a phone');
      submit('还是用原来的');
      await until(() => versions().length === 2, 'back');
      equal(versions()[1]?.value, {});
      await until(() => page.text().includes(words.back), 'it is said');
      page.remove();
    });

  it('lets those without the right look and download, and nothing else', async () => {
    const { page } = await open('zh', []);
    equal(page.all('input[name=template]').length, 0);
    equal(page.text().includes('下载程序自带的模板'), true);
    page.remove();
  });

  it('tells why a file could not be kept', async () => {
    const { page, session, upload, versions, submit } = await open('zh', ['centre.settings']);
    session.fakeFiles({ case: '-', room: 'settings.lending' }).full = true;
    upload(receipt.builtIn());
    await until(() => page.text().includes('检查通过：'), 'it fits');
    submit('试用');
    await until(() => page.text().includes('本机存储空间已满'), 'why');
    equal(versions().length, 0);
    page.remove();
  });
});
