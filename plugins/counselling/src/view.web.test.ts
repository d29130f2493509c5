import { caseSlice, namedSlice, readCaseRow } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginPage, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { counselling, notes } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model: counselling, load: () => Promise.resolve(plugin) };
const HOUR_MS = 3_600_000;

const open = (locale: 'zh' | 'en' = 'zh') =>
  pluginPage(entry, { tab: 'notes', who: 'tang', staff: staffOf({ tang: 'counselling', sun: 'mediation' }), locale });
type Opened = Awaited<ReturnType<typeof open>>;

/** The record as somebody opened it, and the server's list that names this person in it. */
function opened({ session, room }: Opened, at: number): void {
  const { command, args } = namedSlice.request.open({ purpose: '首次面谈' });
  room.log({ id: 'open', command, args: { ...args }, base: 0 }, { person: 'tang', at });
  const rooms = ['case', 'joint', 'counselling'].map((name) => ({ room: name, wire: `t/c/${name}@1`, seq: 0, write: true }));
  const main = session.room({ case: 'c', room: 'case' });
  const summary = { case: { ...caseSlice.of(main.state().slices), changedAt: at, stageAt: at, conflicts: 0, tasks: [] } };
  const row = readCaseRow({ case: 'c', rev: 1, gone: false, rooms, summary });
  if (row !== undefined) session.rows.set([row]);
}

describe('counselling', () => {
  it('a counsellor opens the record with a purpose, and writes in it', async () => {
    const { page, form, fill, button } = await open();
    equal(page.text().includes('建立保密记录'), true, 'asked');
    equal(button('添加'), undefined, 'nothing of the record before');
    const asked = form('建立');
    fill(asked, { purpose: '首次面谈' });
    asked.requestSubmit();
    await until(() => page.text().includes('可查阅的人'), 'the record');
    equal(page.text().includes('首次面谈'), true, 'the first reading');
    page.remove();
  });

  it('asks a named person for a purpose each hour, shows nothing before, and lists who has read', async () => {
    const page = await open();
    await page.room.run(notes.add.request({ id: 'n1', title: '第一次面谈' }));
    opened(page, Date.now() - HOUR_MS);
    await until(() => page.page.text().includes('请先写明查阅目的'), 'the question');
    equal(page.page.text().includes('第一次面谈'), false, 'nothing of it');
    const asked = page.form('查阅');
    page.fill(asked, { purpose: '第二次面谈前回顾' });
    asked.requestSubmit();
    await until(() => page.page.text().includes('第一次面谈'), 'the record');
    await until(() => page.page.text().includes('查阅记录（2次）'), 'the readings');
    page.page.remove();
  });

  it('a named person names another of the team, with a reason', async () => {
    const { page, form, fill, press, room, ...rest } = await open();
    opened({ page, form, fill, press, room, ...rest }, Date.now());
    await until(() => page.text().includes('可查阅的人'), 'the record');
    press('增加查阅人');
    await until(() => page.all('select[name=person]').length === 1, 'the form');
    fill(form('增加查阅人'), { person: 'sun', reason: '会诊' });
    form('增加查阅人').requestSubmit();
    await until(() => Object.keys(namedSlice.of(room.state().slices).people).length === 2, 'the act');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility faults, asked and shown, in ${locale}`, async () => {
      const page = await open(locale);
      const faults = async () => (await axe.run(page.page.place)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      equal(await faults(), [], 'asked');
      opened(page, Date.now());
      await until(() => page.page.all('footer').length === 1, 'the record');
      equal(await faults(), [], 'shown');
      page.page.remove();
    });
});
