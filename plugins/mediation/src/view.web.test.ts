import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, FakeSession, fixture, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { html } from 'lit';
import { Minutes, mediation, notes } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model: mediation, load: () => Promise.resolve(plugin) };

function open(tab: string, locale: 'zh' | 'en' = 'zh') {
  const session = new FakeSession('sun', [mediation]);
  const room = session.room({ case: 'c', room: tab === 'minutes' ? 'joint' : 'mediation.private' });
  const page = fixture(session, html`<onedoor-plugin-tab case="c" plugin="mediation" tab=${tab}></onedoor-plugin-tab>`, {
    locale,
    plugins: [entry],
  });
  const submit = (name: string, value: string) => {
    const [input] = page.all(`input[name=${name}]`);
    if (!(input instanceof HTMLInputElement)) throw new Error(`no ${name}`);
    input.value = value;
    input.form?.requestSubmit();
  };
  return { page, room, submit };
}

describe('mediation', () => {
  it('begins minutes with a place, and shows the latest day first', async () => {
    const { page, room, submit } = open('minutes');
    await until(() => page.all('input[name=place]').length === 1, 'the form');
    submit('heldOn', '2024-03-21');
    await until(() => room.records.values(Minutes).length === 1, 'the first');
    submit('heldOn', '2024-02-01');
    const heads = () => page.all('h3').map((each) => each.textContent?.replaceAll(/\s+/g, ' ').trim());
    await until(() => heads().length === 2, 'the second');
    equal(heads(), ['第2次调解 2024年3月21日', '第1次调解 2024年2月1日']);
    equal(page.all('onedoor-text').length, 2, 'texts');
    page.remove();
  });

  it('offers nothing to write to a reader', async () => {
    const { page, room } = open('minutes', 'en');
    room.status.set({ loaded: true, synced: true, writable: false });
    await until(() => page.text().includes('There are no minutes yet.'), 'the English page');
    await until(() => page.all('form').length === 0, 'no form');
    page.remove();
  });

  it('adds a note in the private room, without an accessibility violation', async () => {
    const { page, room, submit } = open('notes');
    await until(() => page.all('input[name=title]').length === 1, 'the form');
    submit('title', '走访');
    await until(() => room.records.values(notes.Note)[0]?.title === '走访', 'the note');
    const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    equal(
      violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
      [],
      'violations',
    );
    page.remove();
  });
});
