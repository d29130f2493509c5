import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { caseSlice, settingsSlice } from '@onedoor/core';
import { equal, pluginPage, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { DEFAULT_METHOD } from '../locales/method-default.js';
import { mediation } from '../model.js';
import { periodSlice } from '../period.js';
import plugin from '../view.js';
import { methodSlice } from './acts.js';

const entry: PluginEntry = { model: mediation, load: () => Promise.resolve(plugin) };
const STAFF = staffOf({ sun: 'mediation', zhang: 'office' });

async function open(locale: 'zh' | 'en' = 'zh') {
  const opened = await pluginPage(entry, { tab: 'method', who: 'sun', staff: STAFF, locale, parties: ['赵吉祥', '李有田'] });
  const { page, session, room } = opened;
  const state = () => methodSlice.of(room.state().slices);
  const button = (words: string) => page.all('button').find((each) => each.textContent?.trim() === words);
  const form = (opens: string) => {
    const found = page
      .all('details')
      .find((each) => each.querySelector('summary')?.textContent === opens)
      ?.querySelector('form');
    if (!(found instanceof HTMLFormElement)) throw new Error(`no form "${opens}"`);
    return found;
  };
  const fill = (within: HTMLFormElement, values: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(values)) {
      const control = within.elements.namedItem(name);
      if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) throw new Error(`no ${name}`);
      control.value = value;
      control.dispatchEvent(new Event('change', { bubbles: true }));
    }
  };
  const axeFinds = async () => {
    for (const details of page.all('details')) details.setAttribute('open', '');
    const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    return violations.map((each) => [each.id, each.nodes[0]?.failureSummary]);
  };
  return { page, session, room, state, button, form, fill, axeFinds };
}

describe('the method of a case', () => {
  for (const locale of ['zh', 'en'] as const)
    it(`begins, meets a condition, goes on with a reason, and the card follows: ${locale}`, async () => {
      const { page, session, state, button, form, fill, axeFinds } = await open(locale);
      const [begin, goOn] = locale === 'zh' ? ['按工作法开始', '进入下一步'] : ['Begin by the method', 'Go on'];
      await until(() => button(begin) !== undefined, 'the beginning');
      button(begin)?.click();
      await until(() => state().begun !== undefined, 'begun');
      equal(state().begun?.version, 0, 'the version that came with the program');
      await until(() => page.all('input[name=note]').length === 3, 'what is needed to go on');
      const [note] = page.all('input[name=note]');
      if (!(note instanceof HTMLInputElement)) throw new Error('no note');
      note.value = '已登记';
      note.form?.requestSubmit();
      await until(() => Object.keys(state().met).length === 1, 'a condition is met');
      equal(await axeFinds(), [], 'violations');
      fill(form(goOn), { to: 'graded' });
      form(goOn).requestSubmit();
      await until(() => page.all('[role=alert]').length === 1, 'refused while conditions are open');
      fill(form(goOn), { to: 'graded', reason: '双方急着见面' });
      form(goOn).requestSubmit();
      await until(() => state().step === 'graded', 'gone on');
      equal(state().moves.at(-1)?.unmet, 2, 'conditions left open');
      const card = session.room({ case: 'c', room: 'case' });
      await until(() => caseSlice.of(card.state().slices).stage === 'graded', 'the card');
      page.remove();
    });

  it('begins by the version that the centre decided on, and shows its number', async () => {
    const { page, session, state, button } = await open();
    const value = { ...DEFAULT_METHOD, levels: [{ id: 'town', title: { zh: '苏木' } }] };
    const { command, args } = settingsSlice.request.set({ name: 'method', value, reason: '会议定' });
    session
      .room({ case: '-', room: 'settings.mediation' })
      .log({ id: 's', command, args: { ...args }, base: 0 }, { person: 'zhang', at: 0 });
    await until(() => button('按工作法开始') !== undefined, 'the beginning');
    button('按工作法开始')?.click();
    await until(() => page.text().includes('按第1版'), 'its version');
    await until(() => page.text().includes('现在由苏木化解'), 'its level');
    equal(state().begun?.version, 1, 'version');
    page.remove();
  });

  it('offers the ways on that fit the matter, and none of them is chosen', async () => {
    const { page, form, fill, axeFinds, room } = await open();
    await until(() => page.all('details.act').length > 0, 'the end');
    const refuse = form('当事人拒绝调解');
    fill(refuse, { reason: '李有田拒绝调解', matter: 'expropriation' });
    await until(() => page.all('input[name=route]').length === 2, 'two ways');
    const ways = () =>
      page.all('input[name=route]').map((each) => (each instanceof HTMLInputElement ? `${each.value} ${each.checked}` : ''));
    equal(ways(), ['reconsideration false', 'court false'], 'no arbitration of land contracts');
    fill(refuse, { matter: 'forestOwnership' });
    await until(() => page.all('input[name=route]').length === 1, 'one way');
    equal(ways(), ['administrativeRuling false'], 'the government first');
    await until(() => page.text().includes('30日') && page.text().includes('不得砍伐'), 'its thirty days, and that nothing is felled');
    equal(await axeFinds(), [], 'violations');
    for (const name of ['route', 'told']) {
      const [box] = page.all(`input[name=${name}]`);
      if (box instanceof HTMLInputElement) box.checked = true;
    }
    refuse.requestSubmit();
    await until(() => periodSlice.of(room.state().slices).concluded?.routes?.[0] === 'administrativeRuling', 'ended');
    await until(() => page.all('button').some((each) => each.textContent === '打印终止调解告知书'), 'the notice');
    page.remove();
  });
});
