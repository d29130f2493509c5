import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
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
const open = (locale: 'zh' | 'en' = 'zh') =>
  pluginCentrePage(entry, { page: 'all', who: 'sun', staff: staffOf({ sun: 'd' }), rows: ROWS, locale });

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

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page } = await open(locale);
      await until(() => page.all('figure').length === 7, 'the pictures');
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
