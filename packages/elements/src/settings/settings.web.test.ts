import { settingsSlice } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import axe from 'axe-core';
import { html, render } from 'lit';
import '../define.js';
import { equal, FakeSession, fixture, staffOf, until } from '../testing/index.js';
import { formSchema, valueForm, valueView } from './value-form.js';

function open(locale: 'zh' | 'en', rights: string[]) {
  const staff = staffOf({ sun: 'office' }).map((person) => ({ ...person, rights }));
  const session = new FakeSession('sun', [], staff);
  session.now = Date.now();
  const page = fixture(session, html`<onedoor-plugin-page plugin="onedoor" page="settings"></onedoor-plugin-page>`, { locale });
  const room = () => session.room({ case: '-', room: 'settings.core' });
  const setting = (title: string) => {
    const found = page.all('details').find((each) => each.querySelector('summary')?.textContent?.includes(title));
    if (!(found instanceof HTMLDetailsElement)) throw new Error(`no setting "${title}"`);
    return found;
  };
  const button = (within: HTMLElement, words: string) => [...within.querySelectorAll('button')].find((each) => each.textContent === words);
  const set = (control: Element | null | undefined, value: string) => {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)) throw new Error('no control');
    control.value = value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  };
  return { page, session, room, setting, button, set };
}

describe('settings of the centre', () => {
  for (const locale of ['zh', 'en'] as const)
    it(`shows what holds, changes a term with a reason, and says what does not fit: ${locale}`, async () => {
      const { page, room, setting, button, set } = open(locale, ['centre.settings']);
      const [term, change, version] =
        locale === 'zh' ? ['人民调解期限', '修改', '第1版'] : ['Period for settling a dispute', 'Change', 'version 1'];
      await until(() => page.all('details').length >= 4, 'the list');
      for (const each of page.all('details')) each.setAttribute('open', '');
      button(setting(term), change)?.click();
      await until(() => setting(term).querySelector('form') !== null, 'the form');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
        [],
        'violations',
      );
      set(setting(term).querySelector('input[type=number]'), '99999');
      set(setting(term).querySelector('input[name=reason]'), '镇党委会议定');
      const form = setting(term).querySelector('form');
      form?.setAttribute('novalidate', '');
      form?.requestSubmit();
      await until(() => setting(term).querySelector('[role=alert]') !== null, 'too many days');
      set(setting(term).querySelector('input[type=number]'), '45');
      setting(term).querySelector('form')?.requestSubmit();
      await until(() => settingsSlice.of(room().state().slices)['term.settlement.period']?.length === 1, 'a version');
      await until(() => setting(term).textContent?.includes(version) === true, 'its number');
      page.remove();
    });

  for (const locale of ['zh', 'en'] as const)
    it(`exports what holds as a file, shows what a file would change, and makes a version of each: ${locale}`, async () => {
      const { page, room, set } = open(locale, ['settings.core']);
      await until(() => page.all('details').length >= 4, 'the list');
      const one = <T extends HTMLElement>(selector: string, kind: new () => T): T => {
        const [found] = page.all(selector);
        if (!(found instanceof kind)) throw new Error(`no ${selector}`);
        return found;
      };
      const saved: Blob[] = [];
      const createObjectURL = URL.createObjectURL;
      URL.createObjectURL = (blob: Blob | MediaSource) => {
        if (blob instanceof Blob) saved.push(blob);
        return createObjectURL(blob);
      };
      one('button[name=export]', HTMLButtonElement).click();
      URL.createObjectURL = createObjectURL;
      const text = (await saved[0]?.text()) ?? '';
      const choose = (words: string) => {
        const files = new DataTransfer();
        files.items.add(new File([words], 'settings.json'));
        const input = one('input[name=import]', HTMLInputElement);
        input.files = files.files;
        input.dispatchEvent(new Event('change'));
      };
      const told = () => one('[role=status]', HTMLElement).textContent ?? '';
      const versions = () => settingsSlice.of(room().state().slices);
      choose(text);
      await until(() => told().includes(locale === 'zh' ? '没有要改动的' : 'Nothing to change'), 'nothing changes');
      const file: { settings: Record<string, unknown> } = JSON.parse(text);
      const line = text.split('\n').findIndex((each) => each.includes('"core.term.settlement.period"')) + 1;
      choose(text.replace(/("core.term.settlement.period": \{\s+"days": )\d+/u, '$1-1'));
      await until(
        () => told().includes(locale === 'zh' ? `settings.json第${line}行` : `settings.json, line ${line}`),
        'the place of what does not fit',
      );
      equal(told().includes('core.term.settlement.period.days'), true, told());
      equal(versions(), {}, 'nothing is written');
      const term = { days: 45, unit: 'natural', basis: '镇党委会议' };
      choose(
        JSON.stringify({
          ...file,
          settings: { ...file.settings, 'core.term.settlement.period': term, 'core.calendar': { 2027: { off: ['01-01'], worked: [] } } },
        }),
      );
      await until(() => page.all('form[name=incoming]').length === 1, 'what would change');
      equal(/30 → 45/u.test(told()), true, told());
      equal(told().includes('2027'), true, 'the calendar');
      equal(versions(), {}, 'nothing holds before it is confirmed');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
        [],
        'violations',
      );
      const form = one('form[name=incoming]', HTMLFormElement);
      set(form.querySelector('input[name=reason]'), '与邻镇一致');
      form.requestSubmit();
      await until(() => page.all('form[name=incoming]').length === 0, 'it is done');
      equal(
        Object.entries(versions()).map(([name, all]) => [name, all.map(({ value, reason }) => [value, reason])]),
        [
          ['calendar', [[{ 2027: { off: ['01-01'], worked: [] } }, '与邻镇一致']]],
          ['term.settlement.period', [[term, '与邻镇一致']]],
        ],
        'one version of each, and of nothing else',
      );
      page.remove();
    });

  it('adds a year of the working calendar', async () => {
    const { page, room, setting, button, set } = open('zh', ['settings.core']);
    await until(() => page.all('details').length >= 4, 'the list');
    const calendar = () => setting('工作日历');
    button(calendar(), '修改')?.click();
    await until(() => calendar().querySelector('input.key') !== null, 'the form');
    const key = calendar().querySelector('input.key');
    if (!(key instanceof HTMLInputElement)) throw new Error('no key');
    key.value = '2027';
    button(calendar(), '添加')?.click();
    await until(() => calendar().querySelectorAll('textarea').length === 2, 'the year');
    set(calendar().querySelectorAll('textarea')[0], '01-01..01-03\n10-01..10-07');
    await until(() => true, 'a turn');
    set(calendar().querySelectorAll('textarea')[1], '01-09');
    set(calendar().querySelector('input[name=reason]'), '国务院办公厅通知');
    calendar().querySelector('form')?.requestSubmit();
    await until(() => settingsSlice.of(room().state().slices)['calendar'] !== undefined, 'a version');
    equal(
      settingsSlice.of(room().state().slices)['calendar']?.[0]?.value,
      { 2027: { off: ['01-01..01-03', '10-01..10-07'], worked: ['01-09'] } },
      'what was entered',
    );
    page.remove();
  });

  it('shows parts that have the same parts as a table, and each of them to be changed', async () => {
    const term = { normal: { days: 3, unit: 'working' }, urgent: { days: 0, unit: 'natural' } };
    const texts = {
      label: (key: string) => key.toUpperCase(),
      choice: (value: string) => `${value} days`,
      add: '',
      remove: '',
      key: '',
      yes: '',
      no: '',
      none: '',
    };
    const place = document.createElement('div');
    document.body.append(place);
    render(valueView({ ask: term, help: { ...term, urgent: { days: 1, unit: 'working' } } }, texts), place);
    equal(
      [...place.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
      [
        ['', 'NORMAL', 'URGENT'],
        ['ASK', '3 working days', '0 natural days'],
        ['HELP', '3 working days', '1 working days'],
      ],
      'the table',
    );
    const days = z.object({ days: z.int().check(z.minimum(0), z.maximum(9)), unit: z.enum(['working', 'natural']) });
    const schema = z.object({ ask: z.object({ normal: days, urgent: days }), on: z.array(z.string()) });
    let changed: unknown;
    render(
      valueForm(formSchema(schema), { ask: term, on: [] }, '', (value) => (changed = value), texts),
      place,
    );
    const [, urgent] = place.querySelectorAll<HTMLInputElement>('input[type=number]');
    equal([urgent?.min, urgent?.max, place.querySelectorAll('fieldset.row').length], ['0', '9', 3], 'limits, and short parts side by side');
    if (urgent === undefined) throw new Error('no days');
    urgent.value = '2';
    urgent.dispatchEvent(new Event('change', { bubbles: true }));
    equal(changed, { ask: { ...term, urgent: { days: 2, unit: 'natural' } }, on: [] }, 'one part alone');
    place.remove();
  });

  it('lets those without the right read, and nothing else', async () => {
    const { page, setting, button } = open('zh', []);
    await until(() => page.all('details').length >= 4, 'the list');
    equal(button(setting('工作日历'), '修改'), undefined, 'no form');
    page.remove();
  });
});
