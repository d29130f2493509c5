import { definePlugin } from '@onedoor/core';
import { html, LitElement } from 'lit';
import '../define.js';
import { definePluginView, type PluginContext, type PluginEntry, type PluginView } from '../plugin-host/plugin-view.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

let failing = true;
class SampleView extends LitElement implements PluginView {
  static override properties = { ctx: { attribute: false } };
  declare ctx: PluginContext;

  protected override render() {
    if (failing) throw new Error('a fault of the plugin');
    return html`<p>${this.ctx.i18n.t('hello', { name: this.ctx.case })} ${this.ctx.locale}</p>`;
  }
}

const entry = (name: string): PluginEntry => {
  const source = {
    name,
    version: '1.0.0',
    api: 1,
    label: { zh: '样例', en: 'Sample' },
    extends: ['joint'],
    contributes: { caseTabs: [{ id: 'main', label: { zh: '页', en: 'Tab' }, room: 'joint', view: 'main' }] },
  };
  const model = definePlugin(source, {}, { locales: { zh: { hello: '你好 {name}' }, en: { hello: 'Hello {name}' } } });
  class View extends SampleView {}
  return {
    model,
    load: () => Promise.resolve(definePluginView({ manifest: model.manifest, views: { main: View } })),
  };
};

const open = (name: string) => {
  const session = new FakeSession();
  fillSampleCase(session);
  return fixture(session, html`<onedoor-plugin-tab case=${SAMPLE} plugin=${name} tab="main"></onedoor-plugin-tab><p id="rest">rest</p>`, {
    plugins: [entry(name)],
  });
};

describe('onedoor-plugin-tab', () => {
  const { error } = console;
  let crashes = 0;
  beforeEach(() => {
    crashes = 0;
    console.error = () => (crashes += 1);
  });
  afterEach(() => (console.error = error));

  it('who goes on to another plugin while the first one loads sees the other one', async () => {
    failing = false;
    const release = new Map<string, () => void>();
    const slow = (name: string): PluginEntry => {
      const plugin = entry(name);
      const held = new Promise<void>((done) => release.set(name, done));
      return { ...plugin, load: () => held.then(() => plugin.load()) };
    };
    const session = new FakeSession();
    fillSampleCase(session);
    const plugins = [slow('passed'), slow('chosen')];
    const page = fixture(session, html`<onedoor-plugin-tab case=${SAMPLE} plugin="passed" tab="main"></onedoor-plugin-tab>`, { plugins });
    await until(() => page.text().includes('正在读取'), 'the first one loading');
    page.all('onedoor-plugin-tab')[0]?.setAttribute('plugin', 'chosen');
    await new Promise((done) => setTimeout(done, 20));
    release.get('passed')?.();
    await new Promise((done) => setTimeout(done, 20));
    equal(page.text().includes('你好'), false, 'views of the one that was passed by');
    release.get('chosen')?.();
    await until(() => page.text().includes('你好'), 'the chosen one');
    equal(crashes, 0);
    page.remove();
  });

  it('shows a placeholder with the name of a plugin that throws, and tries again', async () => {
    failing = true;
    const page = open('first');
    await until(() => page.text().includes('“样例”出错了'), 'the placeholder');
    equal(page.text().includes('rest'), true, 'the rest of the page');
    failing = false;
    page.all('button')[0]?.click();
    await until(() => page.text().includes(`你好 ${SAMPLE} zh`), 'the view');
    page.show('en');
    await until(() => page.text().includes(`Hello ${SAMPLE} en`), 'the view in English');
    page.remove();
  });

  it('switches a plugin off that fails three times in a minute', async () => {
    failing = true;
    const page = open('second');
    for (let round = 1; round < 3; round++) {
      await until(() => crashes === round && page.all('button').length === 1, 'the retry');
      page.all('button')[0]?.click();
    }
    await until(() => page.text().includes('已停用'), 'the end');
    equal(page.all('button').length, 0, 'no further retry');
    page.remove();
  });
});
