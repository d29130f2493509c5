import { definePlugin, type PluginManifestSource } from '@onedoor/core';
import type { PluginEntry, StatisticCounter } from '@onedoor/elements';
import '@onedoor/elements/define';
import { openWorkbook } from '@onedoor/elements/tables';
import { equal, pluginCentrePage, rowOf, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { model } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model, load: () => Promise.resolve(plugin) };
const YEAR = new Date().getUTCFullYear();
const DAY = 86_400_000;
const LATE = { id: 't', what: '勘验', for: { person: 'sun' }, askedBy: 'sun', askedAt: 0, dueOn: `${YEAR - 1}-12-01` };
const ROWS = [
  rowOf('a', {
    title: '林地',
    category: '07',
    createdAt: Date.UTC(YEAR, 5, 3),
    stage: 'closed',
    outcome: 'settled',
    before: 'joint',
    spent: { screening: 3 * DAY, joint: 9 * DAY },
  }),
  rowOf('b', {
    title: '院墙',
    category: '02',
    createdAt: Date.UTC(YEAR, 5, 5),
    stage: 'closed',
    outcome: 'transferred',
    before: 'screening',
    spent: { screening: 5 * DAY },
  }),
  rowOf('c', { title: '水渠', category: '07', createdAt: Date.UTC(YEAR, 6, 4), stageAt: Date.now(), tasks: [LATE] }),
  rowOf('d', { title: '去年的', category: '07', createdAt: Date.UTC(YEAR - 1, 6, 4) }),
];
const open = (locale: 'zh' | 'en' = 'zh', beside: readonly PluginEntry[] = []) =>
  pluginCentrePage(entry, { page: 'all', who: 'sun', staff: staffOf({ sun: 'd' }), rows: ROWS, locale, beside });

const bellManifest: PluginManifestSource = {
  name: 'bell',
  version: '1.0.0',
  api: 1,
  label: { zh: '铃', en: 'Bell' },
  contributes: { statistics: [{ id: 'rung', label: { zh: '敲铃', en: 'Rings of the bell' } }] },
};
/** A plugin of the page that counts 78 rings of this year, 76 of them well done, and 12 of the last. */
function bellThat(counter: StatisticCounter): PluginEntry {
  const model = definePlugin(bellManifest, {});
  return { model, load: () => Promise.resolve({ manifest: bellManifest, views: {}, statistics: { rung: counter } }) };
}
const ring = (at: number, year: number) => ({
  id: `${year}-${at}`,
  title: `第${at + 1}声`,
  on: `${year}-03-0${1 + (at % 9)}`,
  amount: 2,
  key: `k${at % 5}`,
});
const countRings: StatisticCounter = (ctx) => {
  const items = [...Array.from({ length: 78 }, (_, at) => ring(at, YEAR)), ...Array.from({ length: 12 }, (_, at) => ring(at, YEAR - 1))];
  const isZh = ctx.locale === 'zh';
  const of = { label: isZh ? '占全部' : 'of all', items };
  return Promise.resolve({
    basis: isZh ? '按天统计。' : 'By day.',
    figures: [
      { id: 'all', label: isZh ? '声数' : 'Rings', items },
      { id: 'good', label: isZh ? '满意' : 'Satisfied', items: items.filter(({ id }) => !id.endsWith('-7') && !id.endsWith('-9')), of },
      { id: 'sum', label: isZh ? '次数' : 'Strokes', items, count: 'amounts' },
      { id: 'once', label: isZh ? '铃' : 'Bells', items, count: 'keys' },
      { id: 'now', label: isZh ? '现有' : 'There are', items: [{ id: 'b', title: '大铃' }] },
    ],
  });
};

describe('statistics', () => {
  it('shows closed and settled apart, each rate with its two numbers, beside the former year', async () => {
    const { page } = await open();
    await until(() => page.all('figure').length === 7, 'the pictures');
    for (const words of ['2/3（66.7 %）', '1/3（33.3 %）', '2/1（200.0 %）']) equal(page.text().includes(words), true, words);
    page.remove();
  });

  it('tells the time spent in stages, where matters were closed, and deadlines at risk, each with its matters', async () => {
    const { page, press } = await open();
    await until(() => page.all('figure').length === 7, 'the pictures');
    const line = (figure: string, item: string) =>
      [
        ...(page
          .all('figure')
          .find((each) => each.querySelector('h3')?.textContent === figure)
          ?.querySelectorAll('tbody tr') ?? []),
      ]
        .map((row) => [...row.children].map((cell) => cell.textContent?.trim()))
        .find(([label]) => label === item);
    equal(line('各阶段用时', '预防排查'), ['预防排查', '2', '4.0', '5.0'], 'median and longest');
    equal(line('在哪一步办结', '部门联调')?.[1], '1', 'closed from');
    equal([line('现在的期限', '已超期')?.[1], line('现在的期限', '没有期限')?.[1]], ['1', '1'], 'deadlines');
    press('现在的期限 已超期：1件');
    await until(() => page.all('.list li').length === 1, 'the list');
    equal(page.all('.list li')[0]?.textContent?.includes('水渠'), true, 'the late one');
    equal(line('按纠纷类型', '山林土地'), ['山林土地', '2', '1', '1/1（100.0 %）'], 'beside the former year');
    page.remove();
  });

  it('opens the matters that make a number', async () => {
    const { page, press } = await open();
    await until(() => page.all('figure').length === 7, 'the pictures');
    press('化解：1件');
    await until(() => page.all('.list li').length === 1, 'the list');
    equal(page.all('.list li')[0]?.textContent?.includes('林地'), true, 'the settled one');
    page.remove();
  });

  it('draws each picture with its table, of the same numbers', async () => {
    const { page } = await open();
    await until(() => page.all('figure').length === 7, 'the pictures');
    for (const figure of page.all('figure')) {
      const bars = figure.querySelectorAll('rect').length;
      equal(figure.querySelectorAll('tbody tr').length, bars, 'rows');
    }
    page.remove();
  });

  it('shows what another plugin counts: rates with both numbers, sums, what is counted once, beside the former year', async () => {
    const { page, press } = await open('zh', [bellThat(countRings)]);
    await until(() => page.all('.added tbody tr').length === 5, 'the figures of the bell');
    const lines = page.all('.added tbody tr').map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
    equal(
      lines,
      [
        ['声数', '78', '12', '66/12（550.0 %）'],
        ['满意（占全部）', '76/78（97.4 %）', '10/12（83.3 %）', ''],
        ['次数', '156', '24', '132/24（550.0 %）'],
        ['铃', '5', '5', '0/5（0.0 %）'],
        ['现有', '1', '只有现在的数', ''],
      ],
      'lines',
    );
    equal(page.text().includes('按天统计。'), true, 'what was counted');
    equal(page.text().includes('按本机已有的数据统计'), true, 'from this device');
    press('满意：76/78（97.4 %）');
    await until(() => page.all('.list li').length === 76, 'the rows of the rate');
    press('铃：5');
    await until(() => page.all('.list li').length === 5, 'a row for each that is counted once');
    page.remove();
  });

  it('exports a sheet of each plugin, of rates both numbers, with what was counted from what', async () => {
    const { page, press } = await open('zh', [bellThat(countRings)]);
    await until(() => page.all('.added tbody tr').length === 5, 'counted');
    const saved: Blob[] = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      if (blob instanceof Blob) saved.push(blob);
      return createObjectURL.call(URL, blob);
    };
    try {
      press('导出表格');
      await until(() => saved.length === 1, 'the file');
    } finally {
      URL.createObjectURL = createObjectURL;
    }
    const workbook = openWorkbook(new Uint8Array(await new Blob(saved).arrayBuffer()));
    equal(workbook.sheets.at(-1), '敲铃', 'its sheet');
    const lines: (readonly string[])[] = [];
    for await (const rows of workbook.rows('敲铃')) lines.push(...rows.map(({ cells }) => cells));
    equal(
      lines.find(([name]) => name?.startsWith('满意')),
      ['满意（占全部）', '76', '78', '10', '12', '97.4 %'],
      'the rate',
    );
    equal(lines.at(-1)?.[0]?.startsWith('按天统计。'), true, 'the basis');
    page.remove();
  });

  it('shows no figure, and asks no plugin for any, while cases are still read', async () => {
    let counts = 0;
    const { page, session } = await open('zh', [
      bellThat(async () => {
        counts++;
        return { basis: '', figures: [] };
      }),
    ]);
    await until(() => counts === 1, 'counted');
    const whole = session.sync.get();
    session.sync.set({ ...whole, rowsLoading: 2, rowsTotal: 4 });
    page.show('en');
    await until(() => page.text().includes('2 of 4 read'), 'how far');
    equal([page.all('td').length, counts], [0, 1], 'no figure');
    session.sync.set(whole);
    await until(() => page.all('td').length > 0 && counts === 2, 'figures');
    page.remove();
  });

  it('has no place for a plugin that has nothing for this reader', async () => {
    let times = 0;
    const { page } = await open('zh', [bellThat(() => Promise.resolve({ basis: `第${++times}次`, figures: [] }))]);
    await until(
      () => times === 1 && page.all('.added').length === 0 && page.text().includes('重新统计'),
      'counted, and nothing of it shown',
    );
    equal(page.text().includes('敲铃'), false, 'no heading');
    page.remove();
  });

  it('goes on where another plugin cannot count, and counts again when it is asked to', async () => {
    let times = 0;
    const said = console.error;
    console.error = () => {};
    const counter: StatisticCounter = (ctx) => (times++ === 0 ? Promise.reject(new Error('no figures')) : countRings(ctx));
    const { page, press } = await open('zh', [bellThat(counter)]);
    await until(() => page.text().includes('这一部分没有统计出来'), 'told');
    console.error = said;
    equal(page.all('figure').length, 7, 'the other figures stand');
    press('重新统计');
    await until(() => page.all('.added tbody tr').length === 5, 'counted');
    page.remove();
  });

  it('shows the whole name of a bar, however long, without widening the page', async () => {
    const { page, session } = await open('en');
    session.rows.set([...ROWS, rowOf('e', { title: '青苗', category: '08', createdAt: Date.UTC(YEAR, 1, 1) })]);
    await until(() => page.text().includes('Land taken'), 'the long name');
    const names = page.all('.chart .name').map((name) => name.textContent ?? '');
    for (const words of ['Land taken, houses demolished', 'Due within three days'])
      equal(names.includes(words), true, `${words} among ${names.join()}`);
    for (const name of page.all('.chart .name')) equal(name.scrollWidth <= name.clientWidth + 1, true, `${name.textContent} is cut`);
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, press } = await open(locale, [bellThat(countRings)]);
      await until(() => page.all('.added tbody tr').length === 5, 'the figures');
      press(locale === 'zh' ? '声数：78' : 'Rings: 78');
      await until(() => page.all('.list li').length === 78, 'the list');
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
