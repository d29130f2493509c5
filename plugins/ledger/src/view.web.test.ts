import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginCentrePage, rowOf, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { KeptView, model } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model, load: () => Promise.resolve(plugin) };
const ROWS = [
  rowOf('a', { title: '林地补偿', category: '07', village: '木匠沟村', createdAt: Date.UTC(2024, 8, 3), parties: ['何守田'] }),
  rowOf('b', { title: '院墙', category: '02', village: '东滩村', createdAt: Date.UTC(2024, 8, 5), stage: 'closed', outcome: 'settled' }),
  rowOf('c', { title: '水渠', category: '07', village: '东滩村', createdAt: Date.UTC(2024, 8, 4) }),
];
const DAY = 86_400_000;

async function open(
  options: {
    readonly locale?: 'zh' | 'en';
    readonly rows?: typeof ROWS;
    readonly reading?: { readonly rowsLoading: number; readonly rowsTotal?: number };
  } = {},
) {
  const it = await pluginCentrePage(entry, {
    page: 'all',
    who: 'sun',
    staff: staffOf({ sun: 'd' }),
    rows: options.rows ?? ROWS,
    locale: options.locale ?? 'zh',
  });
  if (options.reading !== undefined) it.session.sync.set({ ...it.session.sync.get(), ...options.reading });
  const titles = () => it.page.all('td button.title').map((each) => each.textContent);
  const choose = (name: string, value: string) => {
    const [select] = it.page.all(`select[name=${name}]`);
    if (!(select instanceof HTMLSelectElement)) throw new Error(`no ${name}`);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };
  return { ...it, titles, choose };
}

describe('ledger', () => {
  it('shows all matters, filters, groups and sorts', async () => {
    const { page, titles, choose } = await open();
    await until(() => titles().length === 3, 'the table');
    equal(titles(), ['院墙', '水渠', '林地补偿'], 'the latest first');
    choose('category', '07');
    await until(() => titles().length === 2, 'filtered');
    choose('category', '');
    choose('group', 'village');
    await until(() => page.all('tr.group').length === 2, 'groups');
    equal(
      page.all('tr.group').map((each) => each.textContent?.replace(/\s+/g, ' ').trim()),
      ['东滩村 2件', '木匠沟村 1件'],
      'heads',
    );
    page.remove();
  });

  it('draws of many rows only those in sight', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => rowOf(`n${at}`, { title: `第${at}件`, createdAt: at * 1000 }));
    const { page, titles } = await open({ rows: many });
    await until(() => titles().length > 0, 'rows');
    equal(titles().length < 200, true, `only some: ${titles().length}`);
    equal(page.all('table')[0]?.getAttribute('aria-rowcount'), '5001', 'all are told');
    page.remove();
  });

  it('shows some matters while the rest is read, and no sum before all are in the table', async () => {
    const all = Array.from({ length: 9_000 }, (_, at) =>
      rowOf(`n${String(at).padStart(4, '0')}`, { title: `第${at}件`, createdAt: at * DAY }),
    );
    const { page, session, titles } = await open({ rows: all.slice(-40), reading: { rowsLoading: 40, rowsTotal: 9_000 } });
    const noted: (readonly string[])[] = [];
    Object.assign(session, { noteFirst: (cases: readonly string[], screen: string) => screen === 'ledger/ledger' && noted.push(cases) });
    const status = () => page.all('[role=status]')[0]?.textContent?.trim();
    await until(() => titles()[0] === '第8999件', 'the first ones');
    equal(status(), '正在读取案件…', 'said');
    equal(page.all('[data-reading]')[0]?.textContent, '已读40 / 共9000', 'how far');
    equal(page.all('table')[0]?.getAttribute('aria-rowcount'), '-1', 'nobody knows how many lines');
    session.sync.set({ ...session.sync.get(), rowsLoading: 5_000 });
    await until(() => page.text().includes('已读5000 / 共9000'), 'further');
    session.rows.set([...all.slice(0, 5_000), ...all.slice(-40)]);
    await until(() => page.all('table')[0] !== undefined, 'the table');
    equal(status(), '正在读取案件…', 'still');
    const sums = new Set<string | undefined>();
    const observer = new MutationObserver(() => sums.add(status()));
    observer.observe(page.all('section')[0] ?? page.place, { subtree: true, characterData: true, childList: true });
    session.rows.set(all);
    const { rowsLoading: _, rowsTotal: __, ...whole } = session.sync.get();
    session.sync.set(whole);
    await until(() => status() === '共9000件', 'the sum');
    observer.disconnect();
    equal(
      [...sums].filter((said) => said?.startsWith('共')),
      ['共9000件'],
      'no other sum was said',
    );
    equal(page.all('[data-reading]').length, 0, 'all are read');
    equal(page.all('table')[0]?.getAttribute('aria-rowcount'), '9001', 'lines');
    equal(titles().slice(0, 2), ['第8999件', '第8998件'], 'in order');
    await until(() => noted.length > 0, 'noted for the next time');
    equal([noted[0]?.length, noted[0]?.[0]], [60, 'n8999'], 'those at the top');
    page.remove();
  });

  it('waits with what is done to all of them until they are read, or until somebody would rather not', async () => {
    const { page, session, titles, press, button } = await open({ reading: { rowsLoading: 3 } });
    await until(() => titles().length === 3, 'the table');
    equal(page.all('[data-reading]')[0]?.textContent, '已读3', 'of how many is not known');
    const box = () => page.all('thead input[type=checkbox]')[0] as HTMLInputElement | undefined;
    box()?.click();
    await until(() => page.text().includes('案件读完后选中列出的全部'), 'it waits');
    equal(box()?.checked, false, 'not all yet');
    press('取消');
    await until(() => button('取消') === undefined, 'no more');
    box()?.click();
    await until(() => button('取消') !== undefined, 'it waits again');
    const { rowsLoading: _, ...whole } = session.sync.get();
    session.rows.set([...ROWS, rowOf('d', { title: '护坡' })]);
    session.sync.set(whole);
    await until(() => page.text().includes('已选4件'), 'all of them');
    equal(box()?.checked, true, 'all');
    page.remove();
  });

  it('prints what a browser can lay out, and says of more what to do', async () => {
    const many = Array.from({ length: 2_400 }, (_, at) =>
      rowOf(`n${at}`, { title: `第${at}件`, createdAt: at * 1000, category: at < 1_900 ? '07' : '02' }),
    );
    const { page, titles, press, choose, button } = await open({ rows: many });
    const printed: number[] = [];
    const before = window.print;
    window.print = () => {
      dispatchEvent(new Event('beforeprint'));
      printed.push(titles().length);
      dispatchEvent(new Event('afterprint'));
    };
    await until(() => titles().length > 0, 'rows');
    press('打印');
    const words = '列出2400件，一次至多打印2000行。请先筛选，缩小范围；要全部的，请导出表格。';
    const told = () => page.all('.report span')[0]?.textContent;
    await until(() => told() === words, 'told');
    window.print();
    equal(printed.length === 1 && (printed[0] ?? 0) < 200, true, `the browser's own command draws no more: ${printed}`);
    equal([page.all('p.paper')[0]?.textContent, page.all('.scroll.no-print').length], [words, 1], 'and its paper says so');
    press('收起');
    await until(() => button('收起') === undefined, 'put away');
    choose('category', '07');
    await until(() => page.text().includes('共1900件'), 'fewer');
    press('打印');
    await until(() => printed.length === 2, 'printed');
    window.print = before;
    equal([printed[1], page.all('p.paper').length, page.all('.no-print table').length], [1_900, 0, 0], 'all of them');
    page.remove();
  });

  it('opens a matter', async () => {
    const { page, titles } = await open();
    await until(() => titles().length === 3, 'the table');
    let opened = '';
    page.place.addEventListener('od-open-case', (event) => (opened = (event as CustomEvent<{ case: string }>).detail.case));
    page.all('td button.title')[0]?.click();
    equal(opened, 'b', 'asked for');
    page.remove();
  });

  it('keeps a view for everybody and shows it again', async () => {
    const { page, room, choose, titles, form, fill, button } = await open();
    const shared = room('ledger');
    await until(() => titles().length === 3, 'the table');
    choose('stage', 'closed');
    await until(() => titles().length === 1, 'closed ones');
    await until(() => button('保存视图') !== undefined, 'the room of kept views');
    const keep = form('保存视图');
    fill(keep, { name: '办结的' });
    keep.requestSubmit();
    await until(() => shared.records.values(KeptView)[0]?.name === '办结的', 'kept');
    choose('stage', '');
    await until(() => titles().length === 3, 'all');
    choose('view', shared.records.values(KeptView)[0]?.id ?? '');
    await until(() => titles().length === 1, 'as it was');
    page.remove();
  });

  it('acts on what is selected one by one, and tells which did not go through', async () => {
    const { page, titles, press, fill, form } = await open();
    await until(() => titles().length === 3, 'the table');
    page.all('thead input[type=checkbox]')[0]?.click();
    await until(() => page.text().includes('已选3件'), 'selected');
    fill(form('逐件办理'), { to: 'leader', reason: '统一包案' });
    press('逐件办理');
    await until(() => /办成\d件，未办成\d件/.test(page.text()), 'the report');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, titles, choose } = await open({ locale });
      await until(() => titles().length === 3, 'the table');
      choose('group', 'category');
      await until(() => page.all('tr.group').length === 2, 'groups');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
        [],
        'violations',
      );
      page.remove();
    });
  }
});
