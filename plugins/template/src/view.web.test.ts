import { caseSlice } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, FakeSession, fixture, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { html } from 'lit';
import { callBack, model, Talk } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model, load: () => Promise.resolve(plugin) };

/** The plugin's tab in a case that the signed-in person leads: real documents, commands and acts, no network. */
async function open(locale: 'zh' | 'en' = 'zh') {
  const session = new FakeSession('sun', [model]);
  session.now = Date.now();
  const create = caseSlice.request.create({ title: '水渠', category: '99', source: 'own', village: '' });
  session.room({ case: 'c', room: 'case' }).log({ id: 'create', base: 0, ...create }, { person: 'sun', at: session.now });
  const room = session.room({ case: 'c', room: 'template' });
  const page = fixture(session, html`<onedoor-plugin-tab case="c" plugin="template" tab="talks"></onedoor-plugin-tab>`, {
    locale,
    plugins: [entry],
  });
  await until(() => page.all('input[name=dueOn]').length === 1, 'the screen');
  const submit = (name: string, value: string) => {
    const input = page.all(`input[name=${name}]`)[0];
    if (!(input instanceof HTMLInputElement)) throw new Error(`no ${name}`);
    input.value = value;
    input.form?.requestSubmit();
  };
  return { page, room, submit };
}

describe('template', () => {
  it('adds a talk with its text', async () => {
    const { page, room, submit } = await open();
    submit('title', '电话');
    await until(() => room.records.values(Talk)[0]?.title === '电话', 'the talk');
    await until(() => page.all('onedoor-rich').length === 1, 'its text');
    page.remove();
  });

  it('promises, marked as waiting until the server has logged it', async () => {
    const { page, room, submit } = await open();
    submit('dueOn', '2099-09-10');
    await until(() => page.text().includes('答应在 2099年9月10日 前回话。'), 'the promise');
    equal(page.text().includes('待服务器登记'), true, 'waiting');
    equal(callBack.of(room.state().slices).dueOn, '2099-09-10', 'the state');
    page.remove();
  });

  it('offers nothing to write to a reader', async () => {
    const { page, room } = await open('en');
    room.status.set({ loaded: true, synced: true, writable: false });
    await until(() => page.all('input[name=title]').length === 0, 'no form');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, submit } = await open(locale);
      submit('title', '电话');
      await until(() => page.all('onedoor-rich').length === 1, 'the talk');
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
