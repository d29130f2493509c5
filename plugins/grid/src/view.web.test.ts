import { type ActRequest, CENTRE_CASE, caseSlice, type DirectoryPerson, directorySlice, Facts } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginCentrePage, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { errandSlice, Matter, model, reportSlice, rightToWork, roomOf, treeSlice, Visit } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model, load: () => Promise.resolve(plugin) };
const GRID = '150926200001-01';
const person = (id: string, rights: readonly string[]): DirectoryPerson => ({
  person: id,
  name: id,
  department: 'grid',
  post: '',
  rights: ['case.create', ...rights],
  active: true,
});
const staff = [person('chen', [rightToWork(GRID)]), person('guo', ['grid.manage', 'grid.all', 'directory.manage']), person('lin', [])];
const { request } = treeSlice;
const rows = [
  {
    line: 1,
    committee: '150926200001',
    committeeName: '土城村',
    code: GRID,
    name: '第一网格',
    villages: ['前土城', '后土城'],
    worker: 'chen',
  },
  { line: 2, committee: '150926200001', committeeName: '土城村', code: '150926200001-02', name: '第二网格', villages: ['南坡'] },
];

async function open(page: 'mine' | 'grids', who: string, locale: 'zh' | 'en' = 'zh') {
  const opened = await pluginCentrePage(entry, { page, who, staff, locale });
  const tree = opened.room('grid.tree');
  let logged = 0;
  const log = (room: ReturnType<typeof opened.room>, made: ActRequest, number?: { register: string; year: number; value: number }) =>
    room.log(
      { id: `seed-${++logged}`, base: 0, command: made.command, args: { ...made.args } },
      { person: 'guo', at: Date.now(), ...(number === undefined ? {} : { number }) },
    );
  log(tree, request.import({ rows, on: '2024-01-02' }));
  log(tree, request.setContact({ id: 'k1', of: '150926200001', force: 'warm', name: '苗大爷', phone: '13800000001', note: '管过水渠' }));
  log(tree, request.setReceivers({ people: ['guo'] }));
  const grid = opened.room(roomOf(GRID));
  await until(() => opened.page.text().includes(page === 'mine' ? '第一网格' : '土城村'), 'the tree');
  const violations = async () =>
    (await axe.run(opened.page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] })).violations.map((each) => [
      each.id,
      each.nodes[0]?.failureSummary,
    ]);
  const box = (name: string): HTMLInputElement | HTMLTextAreaElement => {
    const found = opened.page.all(`[name=${name}]`)[0];
    if (!(found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement)) throw new Error(`no ${name}`);
    return found;
  };
  const write = (name: string, words: string) => {
    const found = box(name);
    found.value = words;
    found.dispatchEvent(new InputEvent('input', { bubbles: true }));
    found.dispatchEvent(new Event('change', { bubbles: true }));
  };
  return { ...opened, grid, tree, log, violations, write, box };
}

/** Presses a button of a form by its words, as a finger does: the form knows which one it was. */
const send = (form: HTMLFormElement, words: string) =>
  [...form.querySelectorAll('button')].find((button) => button.textContent?.trim() === words)?.click();

describe('the grid of a worker', () => {
  it('keeps a visit from its first press on, and counts it when it is done', async () => {
    const { page, grid, press, write } = await open('mine', 'chen');
    await until(() => page.text().includes('第一网格'), 'the grid');
    press('入户走访');
    await until(() => page.all('[name=words]').length === 1, 'the visit');
    const stored = () => grid.records.values(Visit)[0];
    equal([stored()?.draft, stored()?.by, stored()?.village], [true, 'chen', '']);
    press('后土城');
    write('household', '12号');
    write('words', '家里都好，水管漏。');
    await until(() => stored()?.household === '12号' && stored()?.village === '后土城', 'stored');
    equal(stored()?.words, '家里都好，水管漏。');
    press('← 我的网格');
    await until(() => page.text().includes('没写完的 1 次'), 'the draft');
    page
      .all('.line')
      .find((line) => line.textContent?.includes('12号'))
      ?.click();
    await until(() => page.all('[name=words]').length === 1, 'the draft again');
    equal((page.all('[name=words]')[0] as HTMLTextAreaElement).value, '家里都好，水管漏。');
    press('完成');
    await until(() => page.text().includes('今天走访 1 次'), 'done');
    equal(stored()?.draft, false);
    write('search', '１2号');
    await until(() => page.text().includes('找到 1 户'), 'found, whatever the width of the figures');
    page.remove();
  });

  it('does not touch a composition: what a keyboard or a voice is about to write is stored when it is written', async () => {
    const { page, grid, press, box } = await open('mine', 'chen');
    press('巡查');
    await until(() => page.all('[name=words]').length === 1, 'the visit');
    const words = box('words');
    words.value = 'jia';
    words.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
    equal(grid.records.values(Visit)[0]?.words, '');
    words.value = '家';
    words.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '家' }));
    equal(grid.records.values(Visit)[0]?.words, '家');
    page.remove();
  });

  it('a matter is settled on the spot with how, or becomes one case with the way back, however often it is pressed', async () => {
    const { page, session, grid, press, fill, form } = await open('mine', 'chen');
    press('入户走访');
    await until(() => page.all('form[aria-label=发现事项]').length === 1, 'the form');
    const matters = () => grid.records.values(Matter);
    const asked = () => form('先记下');
    fill(asked(), { title: '出村路被占', category: '02', people: '赵家、钱家', place: '村口' });
    send(asked(), '当场化解');
    await until(() => page.text().includes('请写明怎么化解'), 'how is missing');
    equal(matters(), []);
    send(asked(), '上报');
    send(asked(), '上报');
    await until(() => matters()[0]?.result === 'reported', 'reported');
    await until(() => page.text().includes('临时编号'), 'the provisional code');
    equal(matters().length, 1);
    const made = matters()[0]?.case ?? '';
    const state = session.room({ case: made, room: 'case' }).state();
    equal([caseSlice.of(state.slices).title, caseSlice.of(state.slices).source], ['出村路被占', 'grid']);
    equal(Object.keys(caseSlice.of(state.slices).members).sort(), ['chen', 'guo'], 'who receives reports is of the team');
    const joint = session.room({ case: made, room: 'joint' });
    equal(joint.records.values(Facts)[0]?.summary, '出村路被占');
    equal(joint.records.values(Facts)[0]?.place, '村口');
    const { report } = reportSlice.of(session.room({ case: made, room: 'grid' }).state().slices);
    equal([report?.grid, report?.matter, report?.by], [GRID, matters()[0]?.id, 'chen']);
    fill(asked(), { title: '水管漏', category: '99', done: '当场换了垫圈' });
    send(asked(), '当场化解');
    await until(() => matters().length === 2, 'the second');
    equal(
      matters().map(({ result }) => result),
      ['reported', 'settled'],
    );
    page.remove();
  });

  it('an errand has a receipt with a provisional code, its number when the server gives it, and is handed back', async () => {
    const { page, grid, press, fill, form } = await open('mine', 'chen');
    press('代办');
    await until(() => page.all('[name=forWhom]').length === 1, 'the form');
    fill(form('收下，出回执'), { forWhom: '苗桂花', what: '医保缴费', documents: '身份证\n户口簿' });
    form('收下，出回执').requestSubmit();
    await until(() => page.text().includes('代办回执') && page.text().includes('待编号'), 'the receipt');
    await until(() => page.all('.coded svg').length === 1, 'its code');
    const [intent] = grid.pending();
    if (intent === undefined) throw new Error('nothing waits');
    equal(intent.args['documents'], ['身份证', '户口簿']);
    grid.log(intent, { person: 'chen', at: Date.now(), number: { register: 'errand', year: 2026, value: 3 } });
    await until(() => page.text().includes('代办〔2026〕3号'), 'the number');
    fill(form('办好交还'), { to: '苗桂花' });
    form('办好交还').requestSubmit();
    await until(() => Object.values(errandSlice.of(grid.state().slices).errands)[0]?.handedBack !== undefined, 'handed back');
    press('← 我的网格');
    await until(() => page.text().includes('待发送 1 项'), 'what waits is told');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, press, violations } = await open('mine', 'chen', locale);
      await until(() => page.text().includes('苗大爷'), 'the grid');
      equal(await violations(), []);
      press(locale === 'zh' ? '入户走访' : 'Visit');
      await until(() => page.all('[name=words]').length === 1, 'the visit');
      for (const details of page.all('details')) details.setAttribute('open', '');
      // At the end the bar of buttons stands below the form; before it, it covers what is about to be scrolled to.
      window.scrollTo(0, document.documentElement.scrollHeight);
      equal(await violations(), []);
      page.remove();
    });
  }
});

describe('the grids of the town', () => {
  it('an import tells each row that does not fit by its line, and nothing of it comes in', async () => {
    const { page, tree, fill, form } = await open('grids', 'guo');
    fill(form('导入网格'), {
      rows: [
        '村委会代码\t村委会\t网格代码\t网格\t自然村\t网格员',
        '150926200002\t沙卜村\t150926200002-01\t第三网格\t沙卜、西沟\tchen',
        '150926200002\t沙卜村\t150926200002-02\t第四网格\t东沟\t无此人',
        '150926200002\t沙卜村\t150926200002-03\t第五网格\t\tlin',
      ].join('\n'),
    });
    form('导入网格').requestSubmit();
    await until(() => page.text().includes('第2行：网格员重复'), 'the first fault');
    equal(page.text().includes('第3行：名录里没有这个人'), true);
    equal(tree.pending(), []);
    fill(form('导入网格'), { rows: '150926200002\t沙卜村\t150926200002-03\t第五网格\t\tlin' });
    form('导入网格').requestSubmit();
    await until(() => tree.pending().length === 1, 'the import');
    page.remove();
  });

  it('a hand-over lists what is open, and the right goes from the one who leaves to the one who comes', async () => {
    const { page, session, tree, grid, log, press, fill, form } = await open('grids', 'guo');
    log(
      grid,
      errandSlice.request.receive({ id: 'e1', forWhom: '苗桂花', village: '', what: '医保缴费', documents: [], receivedOn: '2024-03-01' }),
    );
    const directory = session.room({ case: CENTRE_CASE, room: 'directory' });
    log(directory, directorySlice.request.department({ id: 'grid', name: '网格' }));
    press('土城村');
    await until(() => page.text().includes('第一网格'), 'its grids');
    press('第一网格');
    await until(() => page.text().includes('一并交接：未了事项 0 件，未办完代办 1 件'), 'what is open');
    fill(form('办理交接'), { to: 'lin', note: '钥匙两把' });
    form('办理交接').requestSubmit();
    await until(() => directory.pending().length === 2, 'the rights');
    equal(tree.pending()[0]?.args['errands'], ['e1']);
    equal(
      directory.pending().map(({ args }) => [args['person'], args['rights']]),
      [
        ['chen', ['case.create']],
        ['lin', ['case.create', rightToWork(GRID)]],
      ],
    );
    await until(() => page.text().includes('交接给lin'), 'who was there from when to when');
    page.remove();
  });

  it('shows workers and contacts to all staff, and figures and forms only to whoever may', async () => {
    const { page, press } = await open('grids', 'lin');
    press('土城村');
    await until(() => page.text().includes('苗大爷'), 'the contacts');
    equal(page.all('form').length, 0);
    equal(
      page.all('td.number').every((cell) => cell.textContent === '–'),
      true,
    );
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, press, violations } = await open('grids', 'guo', locale);
      press(locale === 'zh' ? '统计 2 个网格' : 'Count 2 grids');
      for (const details of page.all('details')) details.setAttribute('open', '');
      equal(await violations(), []);
      press('土城村');
      await until(() => page.text().includes('南坡'), 'its grids');
      equal(await violations(), []);
      press('第一网格');
      await until(() => page.all('[name=to]').length === 1, 'the grid');
      for (const details of page.all('details')) details.setAttribute('open', '');
      equal(await violations(), []);
      page.remove();
    });
  }
});
