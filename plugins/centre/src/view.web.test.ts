import { directorySlice } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginCentrePage, rowOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { daysSlice, roomOfDay } from './days.js';
import { houseSlice } from './house.js';
import { centre } from './model.js';
import { usualAreas, usualPosts } from './usual.js';
import plugin from './view.js';

const entry: PluginEntry = { model: centre, load: () => Promise.resolve(plugin) };
const TODAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const RIGHTS: Readonly<Record<string, readonly string[]>> = { zhou: ['centre.manage', 'directory.manage'] };
const STAFF = ['zhou', 'sun', 'zhao'].map((person) => ({
  person,
  name: person,
  department: 'd',
  post: '岗',
  rights: [...(RIGHTS[person] ?? [])],
  active: true,
}));

/** The page as one of the staff sees it, in a house with its usual areas and posts. */
async function open({ who = 'zhou', locale = 'zh', begun = true }: { who?: string; locale?: 'zh' | 'en'; begun?: boolean } = {}) {
  const opened = await pluginCentrePage(entry, {
    page: 'centre',
    who,
    staff: STAFF,
    locale,
    rows: [rowOf('a', { title: '林地补偿' }), rowOf('b', { title: '院墙', stage: 'closed' })],
  });
  const [house, days] = [opened.room('centre'), opened.room(roomOfDay(TODAY))];
  let base = 0;
  /** Something that is logged already, by whoever did it. */
  const log = (room: typeof house, by: string, { command, args }: { command: string; args: object }) =>
    room.log({ id: `logged-${base}`, command, args: { ...args }, base: base++ }, { person: by, at: Date.now() });
  if (begun) {
    for (const area of usualAreas()) log(house, 'zhou', houseSlice.request.room(area));
    for (const post of usualPosts()) log(house, 'zhou', houseSlice.request.post(post));
    await until(() => opened.page.all('tbody tr').length === 8, 'the areas');
  }
  return { ...opened, house, days, log };
}
const booking = (id: string, over: object = {}) =>
  daysSlice.request.book({ id, day: TODAY, room: 'mediation', from: '09:00', to: '10:00', purpose: '调解', ...over });

describe('centre', () => {
  it('begins with the usual areas by one press of whoever runs it', async () => {
    const { page, press, house } = await open({ begun: false });
    press('用通常的一厅一办两站四室开始');
    await until(() => Object.keys(houseSlice.of(house.state().slices).posts).length === usualPosts().length, 'areas and posts');
    equal(page.all('tbody tr').length, 8, 'areas');
    page.remove();
  });

  it('an area is changed in its own row, by whoever runs the house', async () => {
    const { page, press, form, fill, house } = await open();
    equal(page.all('form').length, 2, 'no form of a row is open');
    press('改“群众接待厅”');
    await until(() => page.all('tbody form').length === 1, 'its form');
    fill(form('保存'), { name: '便民大厅', seats: '20' });
    form('保存').requestSubmit();
    await until(() => houseSlice.of(house.state().slices).rooms['hall']?.name === '便民大厅', 'the act');
    await until(() => page.all('tbody form').length === 0, 'the form is gone');
    const { seats, plugins } = houseSlice.of(house.state().slices).rooms['hall'] ?? {};
    equal([seats, plugins], [20, ['intake']], 'the rest stays');
    page.remove();
    const other = await open({ who: 'sun' });
    equal(other.button('改“群众接待厅”'), undefined, 'not by others');
    other.page.remove();
  });

  it('switches a part off with a reason, by an act of the directory; the row says who and why', async () => {
    const other: PluginEntry = {
      model: { ...centre, manifest: { ...centre.manifest, name: 'hotline', label: { zh: '12345工单', en: 'Orders' } }, rooms: [] },
      load: () => Promise.resolve(plugin),
    };
    const again = await pluginCentrePage(entry, { page: 'centre', who: 'zhou', staff: STAFF, beside: [other] });
    for (const [at, area] of usualAreas().entries())
      again.room('centre').log({ id: `x${at}`, ...houseSlice.request.room(area), base: at }, { person: 'zhou', at: Date.now() });
    await until(() => again.button('关掉 12345工单') !== undefined, 'the switch');
    again.press('关掉 12345工单');
    await until(() => again.page.all('form[aria-label]').length === 1, 'the question');
    again.fill(again.form('关掉'), { reason: '线路改造' });
    again.form('关掉').requestSubmit();
    const directory = again.session.room({ case: '-', room: 'directory' });
    await until(() => directorySlice.of(directory.state().slices).off?.['hotline']?.reason === '线路改造', 'the act');
    again.session.directory.set({ ...again.session.directory.get(), off: { hotline: { by: 'zhou', at: Date.now(), reason: '线路改造' } } });
    await until(() => again.page.text().includes('已关'), 'the row');
    equal(again.button('打开 12345工单') !== undefined, true, 'it can be switched on again');
    again.page.remove();
  });

  it('books a room; what is not logged yet is marked, and a case shows to whoever may read it', async () => {
    const { page, press, form, fill, days } = await open({ who: 'sun' });
    press('预约');
    await until(() => page.all('input[name=purpose]').length === 1, 'the form');
    fill(form('预约'), { room: 'mediation', from: '09:00', to: '10:30', purpose: '林地第三次调解', case: 'a' });
    form('预约').requestSubmit();
    await until(() => page.all('.pending').length === 1, 'the mark');
    equal(page.text().includes('林地补偿'), true, 'the case');
    equal(page.all('select[name=case] option').length, 2, 'open cases alone are offered');
    equal(Object.keys(daysSlice.of(days.logged().slices).bookings).length, 0, 'nothing is logged');
    page.remove();
  });

  it('keeps a second booking for the same time as a conflict and shows both', async () => {
    const { page, press, days } = await open();
    press('预约');
    days.log({ id: 'one', ...booking('one'), base: 0 }, { person: 'sun', at: Date.now() });
    days.log(
      { id: 'two', ...booking('two', { from: '09:30', to: '11:00', purpose: '听证' }), base: 0 },
      { person: 'zhao', at: Date.now() },
    );
    await until(() => page.text().includes('听证'), 'the conflict');
    equal(page.all('tbody tr').length, 1, 'one of them counts');
    page.remove();
  });

  it('changes the roster when the other agrees', async () => {
    const { page, press, days } = await open({ who: 'zhao' });
    days.log(
      { id: 'plan', ...daysSlice.request.assign({ slots: [{ day: TODAY, post: 'mediation', person: 'sun' }] }), base: 0 },
      { person: 'zhou', at: Date.now() },
    );
    days.log(
      { id: 'ask', ...daysSlice.request.askSwap({ id: 'x', day: TODAY, post: 'mediation', to: 'zhao', words: '' }), base: 1 },
      { person: 'sun', at: Date.now() },
    );
    press('值班表');
    await until(() => page.all('.swaps li').length === 1, 'the question');
    press('同意');
    await until(() => daysSlice.of(days.state().slices).duty[TODAY]?.['mediation'] === 'zhao', 'the roster');
    await until(() => page.all('.swaps li').length === 0, 'nothing waits any more');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility violation in any part, ${locale}`, async () => {
      const { page, days, log } = await open({ locale });
      log(days, 'sun', booking('one'));
      for (const [at, button] of page.all('.sections button').entries()) {
        if (!(button instanceof HTMLElement)) throw new Error('no button');
        button.click();
        await until(() => page.all('.sections button')[at]?.getAttribute('aria-pressed') === 'true', 'the part');
        for (const place of page.all('details')) place.setAttribute('open', '');
        const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
        equal(
          violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
          [],
          `violations in part ${at}`,
        );
      }
      page.remove();
    });
});
