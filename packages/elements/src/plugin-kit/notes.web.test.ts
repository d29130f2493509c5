import { defineNotes, definePlugin } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { definePluginView, type PluginEntry } from '../plugin-host/plugin-view.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { notesView } from './notes.js';

const notes = defineNotes('bell');
const rule = { team: true } as const;
const model = definePlugin(
  {
    name: 'bell',
    version: '1.0.0',
    api: 1,
    label: { zh: '铃', en: 'Bell' },
    rooms: [{ name: 'bell.private', read: rule, write: rule }],
    contributes: { caseTabs: [{ id: 'notes', label: { zh: '札记', en: 'Notes' }, room: 'bell.private', view: 'notes' }] },
  },
  { 'bell.private': { records: notes.records, commands: notes.commands } },
  { locales: { zh: { notes: '铃的札记', hint: '只有铃看得到' }, en: { notes: 'Notes of the bell', hint: 'Only the bell sees them' } } },
);
const entry: PluginEntry = {
  model,
  load: () =>
    Promise.resolve(definePluginView({ manifest: model.manifest, views: { notes: notesView(notes, { title: 'notes', hint: 'hint' }) } })),
};

async function open(locale: 'zh' | 'en' = 'zh') {
  const session = new FakeSession('sun', [model]);
  const room = session.room({ case: 'c', room: 'bell.private' });
  const page = fixture(session, html`<onedoor-plugin-tab case="c" plugin="bell" tab="notes"></onedoor-plugin-tab>`, {
    locale,
    plugins: [entry],
  });
  await until(() => page.all('h2').length === 1, 'the screen');
  const titles = () => page.all('h3').map((each) => each.textContent);
  const press = (label: string) =>
    page
      .all('button')
      .find((button) => button.textContent === label || button.getAttribute('aria-label') === label)
      ?.click();
  const submit = (value: string) => {
    const input = page.all('input[name=title]').at(-1);
    if (!(input instanceof HTMLInputElement)) throw new Error('no title');
    input.value = value;
    input.form?.requestSubmit();
  };
  return { page, room, titles, press, submit };
}

describe('notesView', () => {
  it('adds, renames, removes and takes the removal back', async () => {
    const { page, titles, press, submit } = await open();
    submit('走访');
    await until(() => titles().join() === '走访', 'the note');
    submit('电话');
    await until(() => titles().join() === '电话,走访', 'the second, on top');
    press('改标题: 走访');
    await until(() => page.all('form').length === 2, 'the form');
    submit('第二次走访');
    await until(() => titles().join() === '电话,第二次走访', 'the new title');
    press('移出: 电话');
    await until(() => titles().join() === '第二次走访', 'gone');
    press('撤销');
    await until(() => titles().join() === '电话,第二次走访', 'back');
    page.remove();
  });

  it('offers nothing to change to a reader', async () => {
    const { page, room, submit } = await open('en');
    submit('Visit');
    await until(() => page.all('h3').length === 1, 'the note');
    room.status.set({ loaded: true, synced: true, writable: false });
    await until(() => page.all('button:not([part=button])').length === 0, 'no buttons but that of the history');
    equal(page.all('form').length, 0, 'forms');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, submit, titles, press } = await open(locale);
      submit('走访');
      await until(() => titles().length === 1, 'the note');
      press(locale === 'zh' ? '改标题: 走访' : 'Rename: 走访');
      await until(() => page.all('form').length === 2, 'the form');
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
