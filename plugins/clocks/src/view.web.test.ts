import { type ActRequest, addDays, type CaseRow, countedClock, definePlugin, shanghaiDate } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginCentrePage, pluginPage, rowOf, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { clocksSlice } from './acts.js';
import { clocks } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model: clocks, load: () => Promise.resolve(plugin) };
const staff = staffOf({ 'p-sun': 'committee', 'p-liu': 'grid', 'p-wang': 'station' });
const TODAY = shanghaiDate(Date.now());
const BEGUN = addDays(TODAY, -20);
const label = { zh: '铃', en: 'Bell' };

/** Another plugin of the page, with a clock that may be changed, one that is over, and one that is another department's. */
const bell: PluginEntry = {
  model: definePlugin(
    {
      name: 'bell',
      version: '1.0.0',
      api: 1,
      label,
      contributes: {
        deadlineRules: [
          { id: 'period', label: { zh: '敲钟期限', en: 'Bell period' } },
          { id: 'rest', label },
        ],
      },
    },
    {},
    {
      locales: { zh: { period: '敲钟', over: '擦钟', late: '修钟' }, en: { period: 'Ring', over: 'Polish', late: 'Mend' } },
      deadlineRules: {
        period: (row) => ({
          words: { key: 'period' },
          ...countedClock(row, { clock: 'bell.period', term: 'settlement.period', startedOn: BEGUN }),
        }),
        rest: () => [
          { words: { key: 'over' }, id: '1', startedOn: BEGUN, dueOn: addDays(TODAY, -9), endedOn: addDays(TODAY, -7) },
          { words: { key: 'late' }, id: '2', startedOn: BEGUN, dueOn: addDays(TODAY, -2), waitsFor: { department: 'station' } },
        ],
      },
    },
  ),
  load: () => Promise.reject(new Error('no view')),
};

/** The case's row as the server would tell it, with what the room of clocks holds. */
const told = (changes: readonly unknown[] = []): CaseRow => ({
  ...rowOf('c', { title: '林地', parties: ['赵𠮷祥'] }),
  summaries: { clocks: { clockChanges: changes } },
});

async function open(who: string, locale: 'zh' | 'en' = 'zh') {
  const opened = await pluginPage(entry, { tab: 'deadlines', who, staff, locale, parties: ['赵𠮷祥', '李有田'], beside: [bell] });
  opened.session.rows.set([told()]);
  await until(() => opened.page.all('[data-clock]').length === 3, 'the clocks');
  const clock = (key: string) => opened.page.all(`[data-clock="${key}"]`)[0]?.textContent?.replaceAll(/\s+/g, ' ') ?? '';
  const log = ({ command, args }: ActRequest, person: string) =>
    opened.room.log({ id: `${person}-${command}`, command, args: { ...args }, base: 0 }, { person, at: Date.now() });
  return { ...opened, clock, log, state: () => clocksSlice.of(opened.room.state().slices).changes };
}
const asked = clocksSlice.request.ask({
  id: 'p',
  clock: 'bell.period',
  startedOn: BEGUN,
  dueOn: addDays(TODAY, 10),
  kind: 'pause',
  from: TODAY,
  reason: '一方住院',
  limit: { approval: 'parties', notice: true },
});

describe('deadlines of a case', () => {
  it('tells of each from which act, by which rule and where it is, in words; past ones too', async () => {
    const { page, clock } = await open('p-sun');
    for (const words of ['各方同意调解', '人民调解工作若干规定 第三十三条', '期限30天', '还有'])
      equal(clock('bell.period').includes(words), true, words);
    equal(clock('bell.rest.2').includes('已逾期2天'), true, 'overdue');
    equal(page.text().includes('已经结束的期限（1项）'), true, 'the ended one');
    equal(page.all('[data-clock] details:not(.act) > summary').length, 1, 'folded to a line, and no running one is');
    equal(clock('bell.rest.1').includes('逾期2天'), true, 'and how late it was');
    equal(page.all('[data-clock="bell.rest.2"] form').length, 0, 'nothing to ask for where the rule allows nothing');
    page.remove();
  });

  it('a pause is asked for and waits; whoever asked may take it back and not decide', async () => {
    const { page, form, fill, state, clock } = await open('p-sun');
    const ask = page.all('[data-clock="bell.period"] input[name=from]')[0]?.closest('form');
    if (ask === null || ask === undefined) throw new Error('no form');
    fill(ask, { reason: '一方住院' });
    ask.requestSubmit();
    await until(() => state().length === 1, 'asked');
    await until(() => clock('bell.period').includes('等待审批'), 'it waits');
    equal(clock('bell.period').includes('由申请人以外的人决定'), true, 'by somebody else');
    equal(page.all('input[name=from]').length, 0, 'no second question');
    page
      .all('button')
      .find((each) => each.textContent === '撤回申请')
      ?.click();
    await until(() => clock('bell.period').includes('已撤回'), 'taken back');
    equal(form('提出申请') instanceof HTMLFormElement, true, 'it may be asked for again');
    page.remove();
  });

  it('somebody else records the consent of all; without a notice it is incomplete, with one it is whole', async () => {
    const { page, fill, state, clock, log, session } = await open('p-liu');
    log(asked, 'p-sun');
    await until(() => page.all('select[name=approved]').length === 1, 'the decision');
    const decide = page.all('select[name=approved]')[0]?.closest('form');
    if (decide === null || decide === undefined) throw new Error('no form');
    fill(decide, { approved: 'yes' });
    decide.requestSubmit();
    await until(() => page.text().includes('须各方当事人都同意'), 'no consent, no pause');
    fill(decide, { consent: true });
    decide.requestSubmit();
    await until(() => clock('bell.period').includes('已批准，未告知'), 'incomplete');
    equal(clock('bell.period').includes('还没有告知当事人'), true, 'said so');
    const tell = page.all('input[name=how]')[0]?.closest('form');
    if (tell === null || tell === undefined) throw new Error('no notice');
    equal((tell.elements.namedItem('to') as HTMLInputElement).value, '赵𠮷祥、李有田', 'the parties');
    fill(tell, { how: '电话' });
    tell.requestSubmit();
    await until(() => state()[0]?.told.length === 1, 'told');
    await until(() => clock('bell.period').includes('告知赵𠮷祥、李有田（电话）'), 'whom and how');
    // Once the server has told the row, the day stands still.
    session.rows.set([told(state())]);
    await until(() => clock('bell.period').includes('现已中止'), 'it stands still');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility violation and speaks one language, ${locale}`, async () => {
      const { page, log } = await open('p-liu', locale);
      log(asked, 'p-sun');
      await until(() => page.all('select[name=approved]').length === 1, 'the decision');
      for (const details of page.all('details')) details.setAttribute('open', '');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
        [],
        'violations',
      );
      page.remove();
    });
});

describe('deadlines of all cases', () => {
  const rows = () => [told(), { ...rowOf('d', { title: '院墙', stage: 'closed' as const }), summaries: {} }];
  const openPage = (locale: 'zh' | 'en' = 'zh') =>
    pluginCentrePage(entry, { page: 'all', who: 'p-sun', staff, rows: rows(), locale, beside: [bell] });

  it('lists those that run by day, without opening a case, and none of a closed one', async () => {
    const { page, session } = await openPage();
    await until(() => page.all('.line').length === 2, 'the lines');
    equal(
      page.all('h3').map((each) => each.textContent?.replaceAll(/\s+/g, ' ').trim()),
      ['已逾期 1项', '14天内到期 1项'],
    );
    equal(page.all('.line')[0]?.textContent?.includes('派出所'), true, 'whose it is');
    equal(session.room({ case: 'c', room: 'clocks' }).opened, 0, 'no room of a case');
    page.remove();
  });

  it('shows the nearest of some cases while the rest is read, and no sum and no none', async () => {
    const { page, session } = await openPage();
    await until(() => page.all('.line').length === 2, 'the lines');
    const whole = session.sync.get();
    session.sync.set({ ...whole, rowsLoading: 2, rowsTotal: 400 });
    await until(() => page.text().includes('已读2 / 共400'), 'how far');
    equal(page.all('[role=status]')[0]?.textContent, '正在读取案件…', 'said');
    equal(/\d项/.test(page.text()), false, 'no sum');
    const print = page.all('button').find((each) => each.textContent === '打印');
    equal(print?.matches(':disabled'), true, 'some are no list to print');
    session.rows.set([]);
    await until(() => page.all('.line').length === 0, 'nothing yet');
    equal(page.text().includes('没有符合条件的期限'), false, 'which is not none');
    session.sync.set(whole);
    await until(() => page.text().includes('没有符合条件的期限'), 'none');
    equal([page.all('[role=status]')[0]?.textContent, print?.matches(':disabled')], ['0项', false], 'the sum');
    page.remove();
  });

  it('leaves what department and kind are chosen', async () => {
    const { page } = await openPage();
    await until(() => page.all('.line').length === 2, 'the lines');
    const choose = (name: string, value: string) => {
      const select = page.all(`select[name=${name}]`)[0];
      if (!(select instanceof HTMLSelectElement)) throw new Error('no choice');
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    };
    choose('department', 'station');
    await until(() => page.all('.line').length === 1, 'of the station');
    choose('rule', 'bell.period');
    await until(() => page.text().includes('没有符合条件的期限'), 'nothing of both');
    choose('department', '');
    await until(() => page.text().includes('敲钟'), 'of the kind');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page } = await openPage(locale);
      await until(() => page.all('.line').length === 2, 'the lines');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
        [],
        'violations',
      );
      page.remove();
    });
});
