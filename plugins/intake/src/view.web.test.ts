import { caseSlice, Facts, Party, partyActor, taskSlice } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginCentrePage, pluginPage, rowOf, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { access, intake, model } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model, load: () => Promise.resolve(plugin) };
const staff = staffOf({ sun: 'committee', chen: 'grid', wang: 'station', gao: 'station' });

async function desk(locale: 'zh' | 'en' = 'zh') {
  const opened = await pluginCentrePage(entry, { page: 'desk', who: 'sun', staff, locale });
  const choose = async (source: string) => {
    const radio = opened.page.all(`input[name=source][value=${source}]`)[0];
    if (!(radio instanceof HTMLInputElement)) throw new Error('no source');
    radio.click();
    await until(() => opened.page.all('textarea[name=words]').length === 1, 'the questions');
  };
  return { ...opened, choose };
}
const violations = async (place: HTMLElement) =>
  (await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] })).violations.map((each) => [each.id, each.nodes[0]?.failureSummary]);

describe('the intake desk', () => {
  it('asks what the source needs, and no more', async () => {
    const { page, choose } = await desk();
    const asked = () => ['ref', 'from', 'form', 'idNumber'].filter((name) => page.all(`[name=${name}]`).length > 0);
    equal(page.all('textarea').length, 0, 'nothing before the source is chosen');
    await choose('walk-in');
    equal(asked(), ['idNumber']);
    await choose('hotline');
    equal(asked(), ['ref']);
    await choose('letter');
    equal(asked(), ['form', 'idNumber']);
    await choose('court');
    equal(asked(), ['ref', 'from', 'idNumber']);
    page.remove();
  });

  it('one form makes one case, with parties, facts, team and tasks, and gives its receipt', async () => {
    const { page, session, choose, fill, form, press } = await desk();
    await choose('walk-in');
    fill(form('登记，出回执'), {
      name: '赵𠮷祥',
      phone: '13800000191',
      otherName: '张建国',
      words: '邻居占了出村的路。',
      category: '02',
      place: '村口',
      'asked-grid': 'chen',
      'asked-station': '*',
    });
    form('登记，出回执').requestSubmit();
    await until(() => page.text().includes('已登记'), 'the receipt');
    const made = /临时编号\s*(\S+)/.exec(page.text())?.[1];
    equal(made !== undefined && made.length > 3, true, page.text());
    await until(() => page.all('.coded svg').length === 1, 'the code');
    const id =
      [...Array(20).keys()]
        .map((at) => `case-${at}`)
        .find((each) => caseSlice.of(session.room({ case: each, room: 'case' }).state().slices).created) ?? '';
    const state = session.room({ case: id, room: 'case' }).state();
    equal(caseSlice.of(state.slices).title, '赵𠮷祥与张建国邻里纠纷');
    equal(Object.keys(caseSlice.of(state.slices).members).sort(), ['chen', 'gao', 'sun', 'wang']);
    equal(
      Object.values(taskSlice.of(state.slices).tasks).map((task) => task.for),
      [{ person: 'chen' }, { department: 'station' }],
    );
    const joint = session.room({ case: id, room: 'joint' });
    equal(
      joint.records.values(Party).map(({ name, group }) => [name, group]),
      [
        ['赵𠮷祥', '申请方'],
        ['张建国', '被申请方'],
      ],
    );
    equal(joint.records.values(Facts)[0]?.summary, '邻居占了出村的路。');
    equal(intake.of(session.room({ case: id, room: 'intake' }).state().slices).received?.by, 'sun');
    press('再登记一件');
    await until(() => page.all('input[name=source]').length === 8 && page.all('input[name=name]').length === 0, 'an empty form');
    page.remove();
  });

  it('counts nothing while cases are read, and compares again with all of them', async () => {
    const { page, session, choose, fill, form } = await desk();
    const whole = session.sync.get();
    session.sync.set({ ...whole, rowsLoading: 0, rowsTotal: 2 });
    await until(() => page.text().includes('已读0 / 共2'), 'how far');
    equal(page.text().includes('都有人接办'), false, 'nobody knows yet');
    await choose('walk-in');
    fill(form('登记，出回执'), { name: '赵𠮷祥', words: '邻居占了出村的路。' });
    await until(() => page.all('aside')[0]?.textContent?.trim() === '正在读取案件…', 'nothing alike is not said');
    const received = {
      ...rowOf('c', { title: '出村的路', parties: ['赵𠮷祥'] }),
      summaries: { intake: { receivedBy: 'sun', answerableOn: '2024-09-03' } },
    };
    session.rows.set([received]);
    await until(() => page.all('summary')[0]?.textContent === '首问责任在我', 'one, and no sum');
    equal(page.all('.mine li').length, 1, 'it is shown');
    session.sync.set(whole);
    await until(() => page.text().includes('可能是同一件事（1）'), 'found, without another letter');
    equal(page.all('summary')[0]?.textContent, '首问责任在我（1）', 'the sum');
    equal(page.text().includes('正在读取'), false, 'all are read');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, choose } = await desk(locale);
      await choose('letter');
      equal(await violations(page.place), []);
      page.remove();
    });
  }
});

describe('the intake of a case', () => {
  it('shows who answers, and takes it from them when somebody accepts', async () => {
    const { page, room, press } = await pluginPage(entry, { tab: 'intake', who: 'chen', staff });
    room.log(
      { id: 'r', base: 0, ...intake.request.receive({ source: 'grid', from: '陈志强', marks: [] }) },
      { person: 'sun', at: Date.now() },
    );
    await until(() => page.text().includes('还没有人接办，sun负责到有人接办为止。'), 'who answers');
    equal(await violations(page.place), []);
    press('接办本案');
    await until(() => page.text().includes('已由chen接办'), 'accepted');
    page.remove();
  });

  it('shows a link to a case that this person cannot see without its name, and undoes it with a reason', async () => {
    const { page, room, form, fill } = await pluginPage(entry, { tab: 'intake', who: 'chen', staff });
    room.log(
      { id: 'l', base: 0, ...intake.request.link({ other: 'x', leads: 'other', reason: '同一条路' }) },
      { person: 'sun', at: Date.now() },
    );
    await until(() => page.text().includes('您看不到的一件案件'), 'the link');
    equal(await violations(page.place), []);
    fill(form('取消关联'), { reason: '不是一件事' });
    form('取消关联').requestSubmit();
    await until(() => page.text().includes('没有关联的案件。'), 'no link');
    page.remove();
  });

  it('gives a party a code, shows it once, and shows how the party rated', async () => {
    const { page, room, form, fill } = await pluginPage(entry, { tab: 'intake', who: 'chen', staff, parties: ['赵𠮷祥'] });
    await until(() => page.all('select[name=party] option').length === 2, 'the parties');
    fill(form('发查询凭据'), { party: 'p1' });
    form('发查询凭据').requestSubmit();
    await until(() => page.all('.notice svg').length === 1, 'the code');
    equal(await violations(page.place), []);
    room.log(
      { id: 'rate', base: 0, ...access.request.rate({ score: 4, words: '路通了。' }) },
      { person: partyActor('p1'), at: Date.now() },
    );
    await until(() => page.text().includes('4 / 5') && page.text().includes('路通了。'), 'the rating');
    page.remove();
  });
});
