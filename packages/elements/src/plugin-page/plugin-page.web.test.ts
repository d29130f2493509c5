import { definePlugin } from '@onedoor/core';
import axe from 'axe-core';
import { html, LitElement } from 'lit';
import '../define.js';
import { definePluginView, type PluginContext, type PluginEntry, type PluginView } from '../plugin-host/plugin-view.js';

import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';

class BenchView extends LitElement implements PluginView {
  static override properties = { ctx: { attribute: false } };
  declare ctx: PluginContext;

  protected override render() {
    const { ctx } = this;
    return html`<h2>${ctx.i18n.t('bench')}</h2><p id="at">${ctx.case} ${ctx.room} ${ctx.cases.rows().length}</p>
      <button type="button" @click=${() => ctx.cases.open('c7')}>open</button>`;
  }
}

const label = (zh: string, en: string) => ({ zh, en });
const model = definePlugin(
  {
    name: 'bench',
    version: '1.0.0',
    api: 1,
    label: label('台', 'Bench'),
    rooms: [
      { name: 'bench', scope: 'centre', read: { right: 'bench.work' }, write: { right: 'bench.work' } },
      { name: 'bench.shelf.*', scope: 'centre', read: { right: 'bench.*' }, write: { right: 'bench.*' } },
    ],
    grants: ['cases'],
    contributes: {
      pages: [
        { id: 'main', label: label('工作台', 'Workbench'), view: 'main', room: 'bench' },
        { id: 'open', label: label('公开', 'Open to all'), view: 'main' },
        { id: 'boss', label: label('管理', 'Manage'), view: 'main', right: 'bench.boss' },
      ],
    },
  },
  {},
  { locales: { zh: { bench: '工作台' }, en: { bench: 'Workbench' } } },
);
const entry: PluginEntry = {
  model,
  load: () => Promise.resolve(definePluginView({ manifest: model.manifest, views: { main: class extends BenchView {} } })),
};
const staff = (rights: string[]) => [{ person: 'sun', name: '孙桂兰', department: 'd', post: '', rights, active: true }];

describe('onedoor-plugin-page and onedoor-pages', () => {
  const open = (rights: string[], page: string) => {
    const session = new FakeSession('sun', [model], staff(rights));
    return fixture(
      session,
      html`<onedoor-pages plugin="bench" page=${page}></onedoor-pages><onedoor-plugin-page plugin="bench" page=${page}></onedoor-plugin-page>`,
      { plugins: [entry] },
    );
  };

  it('lists the pages whose room the person may read and whose right they have', async () => {
    const page = open(['bench.work'], 'main');
    await until(() => page.all('nav a').length > 0, 'the pages');
    equal(
      page.all('nav a').map((each) => each.textContent),
      ['案件', '工作台', '公开'],
    );
    equal(
      page.all('nav a[aria-current]').map((each) => each.getAttribute('href')),
      ['#/bench/main'],
    );
    const boss = open(['bench.boss'], 'boss');
    await until(() => boss.all('nav a').length > 0, 'the pages');
    equal(
      boss.all('nav a').map((each) => each.textContent),
      ['案件', '公开', '管理'],
    );
  });

  it('shows the view with a context of the centre, and asks the page to open a case', async () => {
    const page = open(['bench.work'], 'main');
    await until(() => page.all('#at').length === 1, 'the view');
    equal(page.all('#at')[0]?.textContent, '- bench 0');
    let asked = '';
    page.place.addEventListener('od-open-case', (event) => (asked = (event as CustomEvent<{ case: string }>).detail.case));
    page.all('button')[0]?.click();
    equal(asked, 'c7');
    const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    equal(
      violations.map(({ id }) => id),
      [],
    );
  });

  it('a plugin that is switched off for the centre has no page, says so at its address, and is back when it is switched on', async () => {
    const session = new FakeSession('sun', [model], staff(['bench.work']));
    const page = fixture(
      session,
      html`<onedoor-pages></onedoor-pages><onedoor-plugin-page plugin="bench" page="main"></onedoor-plugin-page>`,
      { plugins: [entry] },
    );
    await until(() => page.all('#at').length === 1, 'the view');
    const on = session.directory.get();
    session.directory.set({ ...on, off: { bench: { by: 'sun', at: 0, reason: '线路改造' } } });
    await until(() => page.all('nav a').length === 0 && page.all('#at').length === 0, 'nothing of it');
    equal(page.text().includes('线路改造'), true, 'why');
    session.directory.set(on);
    await until(() => page.all('nav a').length === 3 && page.all('#at').length === 1, 'all of it');
    page.remove();
  });

  it('a page without a room has a context without one', async () => {
    const page = open([], 'open');
    await until(() => page.all('#at').length === 1, 'the view');
    equal(page.all('#at')[0]?.textContent, '-  0');
  });

  it('who chooses a page that the portal shows itself stays where they are', async () => {
    const page = open(['bench.work'], 'main');
    await until(() => page.all('nav a').length > 0, 'the pages');
    const { hash } = location;
    const chosen: string[] = [];
    page.place.addEventListener('od-page', (event) => {
      event.preventDefault();
      const { plugin, page: id } = (event as CustomEvent<{ plugin: string; page: string }>).detail;
      chosen.push(`${plugin}/${id}`);
    });
    for (const link of page.all('nav a')) link.click();
    equal(chosen, ['/', 'bench/main', 'bench/open']);
    equal(location.hash, hash);
  });
});
