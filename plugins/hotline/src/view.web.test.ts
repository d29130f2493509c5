import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginCentrePage, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { deskSlice } from './desk.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { hotline } from './model.js';
import type { Order } from './order.js';
import { ordersOf, ordersSlice, workOf } from './orders.js';
import { DEFAULT_SLA } from './sla.js';
import plugin from './view.js';

const entry: PluginEntry = { model: hotline, load: () => Promise.resolve(plugin) };
const { request } = ordersSlice;
const viewTexts: Readonly<Record<'zh' | 'en', Readonly<Record<string, string>>>> = { zh: viewZh, en: viewEn };
const YEAR = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 4);

async function open({ who = 'he', locale = 'zh' }: { who?: string; locale?: 'zh' | 'en' } = {}) {
  const staff = staffOf({ he: 'hotline', bao: 'hotline' });
  const opened = await pluginCentrePage(entry, { page: 'orders', who, staff, locale });
  const room = opened.room(`hotline.orders.${YEAR}`);
  opened.room('hotline');
  const state = () => ordersSlice.of(room.state().slices);
  const add = (over: Partial<Order> = {}) =>
    room.act(
      request.add({
        order: { no: 'GD1', receivedAt: `${YEAR}-01-02 09:30`, content: '垃圾未清运', kind: 'complaint', unit: '综合执法', ...over },
      }),
    );
  return { ...opened, orders: room, state, add };
}

/** Puts a file into the import's form, as a person who has chosen it. */
function choose(form: HTMLFormElement, text: string): void {
  const input = form.querySelector<HTMLInputElement>('[name=file]');
  if (input === null) throw new Error('no file field');
  const chosen = new DataTransfer();
  chosen.items.add(new File([text], '十月.csv'));
  input.files = chosen.files;
}
const FILE = `工单编号,诉求内容,受理时间,联系电话,别的\r\nGD7,"=1+1\r\n两行",${YEAR}-01-02,+86 138-0000-0001,x\r\nGD8,乙,2月30日,,x\r\n`;

describe('hotline', () => {
  it('imports a file: columns, report by row, and in force with one act; the mapping is remembered', async () => {
    const { page, press, form, fill, state, room } = await open();
    press('导入工单');
    await until(() => page.all('input[type=file]').length === 1, 'the import');
    fill(form('下一步'), { source: '市12345' });
    choose(form('下一步'), FILE);
    form('下一步').requestSubmit();
    await until(() => page.text().includes('文件里的列'), 'the columns');
    press('下一步');
    await until(() => page.text().includes('共 2 行：可以导入 1 单'), 'the report');
    for (const words of ['去掉了国家区号', '像公式，只当文字', '没有写清年份']) equal(page.text().includes(words), true, words);
    equal(ordersOf(state()).size, 0, 'nothing before the person says so');
    press('导入 1 单');
    await until(() => page.text().includes('已导入 1 单'), 'the end');
    equal([...ordersOf(state()).keys()], ['GD7'], 'the order');
    const desk = deskSlice.of(room('hotline').state().slices);
    equal([desk.years, desk.mappings['市12345']?.['别的']], [[YEAR], ''], 'year and mapping');
    press('回到工单列表');
    await until(() => page.all('table.orders tbody tr').length === 1, 'the list');
    page.remove();
  });

  it('a cancelled import leaves nothing', async () => {
    const { page, press, form, fill, state, orders } = await open();
    press('导入工单');
    await until(() => page.all('input[type=file]').length === 1, 'the import');
    fill(form('下一步'), { source: '市12345' });
    choose(form('下一步'), FILE);
    form('下一步').requestSubmit();
    await until(() => page.text().includes('文件里的列'), 'the columns');
    press('取消');
    await until(() => page.text().includes('这一年还没有工单'), 'the list');
    equal([state().imports.length, orders.state().seq], [0, 0], 'no act');
    page.remove();
  });

  it('a file that is none says why, in words', async () => {
    const { page, press, form, fill } = await open();
    press('导入工单');
    await until(() => page.all('input[type=file]').length === 1, 'the import');
    fill(form('下一步'), { source: 'x' });
    choose(form('下一步'), '<html><table></table></html>');
    form('下一步').requestSubmit();
    await until(() => page.text().includes('这个文件其实是网页'), 'the fault');
    page.remove();
  });

  it('an order is handed out, answered, and not called back by whoever answered it', async () => {
    const { page, add, press, form, fill, state } = await open();
    add();
    await until(() => page.all('table.orders tbody tr').length === 1, 'the list');
    press('打开工单 GD1');
    await until(() => page.text().includes('来电情况'), 'the order');
    equal(form('派单').querySelector<HTMLInputElement>('[name=lead]')?.value, '综合执法', 'the unit as it came');
    form('派单').requestSubmit();
    await until(() => workOf(state(), 'GD1').dispatched !== undefined, 'handed out');
    fill(form('答复'), { text: '已清运' });
    form('答复').requestSubmit();
    await until(() => page.text().includes('这张工单是您经办的'), 'no call back by the handler');
    equal(page.all('[data-act=callBack]').length, 0, 'no form');
    page.remove();
  });

  it('counts by the table and the calendar that the centre decided on, and shows the table', async () => {
    const { page, session, add, press } = await open();
    const me = session.me.get();
    if (me === undefined) throw new Error('nobody is signed in');
    const report = { normal: { days: 20, unit: 'natural' }, urgent: { days: 1, unit: 'natural' } };
    const sla = { ...DEFAULT_SLA, table: { ...DEFAULT_SLA.table, report }, extensionDays: 7 };
    add({ kind: 'report' });
    await until(() => page.all('table.orders tbody tr').length === 1, 'the list');
    equal(page.text().includes('1月22日'), false, 'by what comes with the program');
    session.me.set({ ...me, settings: { 'hotline.sla': [{ number: 1, value: sla }] } });
    await until(() => page.text().includes('1月22日'), 'twenty natural days');
    equal([page.text().includes('20 日'), page.text().includes('累计不超过 7 个工作日')], [true, true], 'the table');
    press('打开工单 GD1');
    await until(() => page.all('[name=days]').length === 1, 'the order');
    equal(page.all('[name=days]')[0]?.getAttribute('max'), '7', 'no longer than the centre allows');
    page.remove();
  });

  it('nothing of what a caller thinks is filled in', async () => {
    const { page, add, orders, press, form, fill, state } = await open({ who: 'bao' });
    add();
    const at = Date.now();
    orders.log(
      { id: 'l1', base: 1, ...request.add({ order: { no: 'GD2', receivedAt: `${YEAR}-01-02`, content: '乙' } }) },
      { person: 'he', at },
    );
    orders.log({ id: 'l2', base: 2, ...request.reply({ no: 'GD2', text: '答', handler: '' }) }, { person: 'he', at });
    await until(() => page.all('table.orders tbody tr').length === 2, 'the list');
    press('打开工单 GD2');
    await until(() => page.all('[data-act=callBack]').length === 1, 'the form');
    const values = [...form('回访').querySelectorAll('select')].map((each) => each.value);
    equal(values, ['', '', ''], 'nothing chosen');
    fill(form('回访'), { reached: 'yes' });
    form('回访').requestSubmit();
    await until(() => page.text().includes('请记下来电人说的是否解决'), 'the refusal in words');
    fill(form('回访'), { reached: 'yes', solved: 'no' });
    form('回访').requestSubmit();
    await until(() => workOf(state(), 'GD2').callBack?.solved === false, 'the call');
    equal(workOf(state(), 'GD2').callBack?.satisfied, undefined, 'no satisfaction');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, add, press, form, fill } = await open({ locale });
      add({ phone: '13800000001', asWritten: { identity: '1.50981E+17' }, confidential: true });
      await until(() => page.all('table.orders tbody tr').length === 1, 'the list');
      const check = async (what: string) => {
        for (const details of page.all('details')) details.setAttribute('open', '');
        const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
        equal(
          violations.map((each) => [each.id, each.nodes[0]?.failureSummary, each.nodes[0]?.html]),
          [],
          what,
        );
      };
      await check('list');
      page.all('button.link')[0]?.click();
      await until(() => page.all('[data-act=dispatch]').length === 1, 'the order');
      await check('order');
      press(`← ${viewTexts[locale]['back']}`);
      await until(() => page.all('table.orders').length === 1, 'the list again');
      press(viewTexts[locale]['import'] ?? '');
      await until(() => page.all('input[type=file]').length === 1, 'the import');
      await check('import');
      const next = viewTexts[locale]['next'] ?? '';
      fill(form(next), { source: 'x' });
      choose(form(next), FILE);
      form(next).requestSubmit();
      await until(() => page.all('input[type=file]').length === 0 && page.all('tbody select').length > 0, 'the columns');
      await check('columns');
      press(next);
      await until(() => page.all('.scroll tbody tr').length > 2 && page.all('tbody select').length === 0, 'the report');
      await check('report');
      page.remove();
    });
  }
});
