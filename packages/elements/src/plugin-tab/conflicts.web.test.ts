import { caseSlice, definePlugin, defineSlice } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import axe from 'axe-core';
import { html, LitElement } from 'lit';
import '../define.js';
import { definePluginView, type PluginContext, type PluginEntry, type PluginView } from '../plugin-host/plugin-view.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';

const bell = defineSlice('bell', { rung: '' }).act('ring', {
  args: z.object({ tune: z.string() }),
  keys: () => ['bell'],
  apply: (_, { tune }) => ({ rung: tune }),
});
const label = { zh: '铃', en: 'Bell' };
const model = definePlugin(
  {
    name: 'bell',
    version: '1.0.0',
    api: 1,
    label,
    rooms: [{ name: 'bell', read: { team: true }, write: { nobody: true }, acts: { 'bell.ring': { team: true, except: ['observer'] } } }],
    contributes: { caseTabs: [{ id: 'main', label, room: 'bell', view: 'main' }], timelineEntries: [{ id: 'bell.ring', label }] },
  },
  { bell: { slices: [bell] } },
  {
    locales: { zh: { ring: '敲{tune}' }, en: { ring: 'Rings {tune}' } },
    timelineEntries: { 'bell.ring': ({ args }) => ({ key: 'ring', params: { tune: String(args['tune']) } }) },
  },
);
class BellView extends LitElement implements PluginView {
  static override properties = { ctx: { attribute: false } };
  declare ctx: PluginContext;

  protected override render() {
    return html`<p id="rung">${this.ctx.acts.state(bell).rung}</p>`;
  }
}
const entry: PluginEntry = {
  model,
  load: () => Promise.resolve(definePluginView({ manifest: model.manifest, views: { main: BellView } })),
};

/** Two people of a case rang while apart; `who` looks at the plugin's tab. */
async function open(who: 'sun' | 'chen') {
  const session = new FakeSession(who, [model]);
  const team = session.room({ case: 'c', room: 'case' });
  const join = (act: { command: string; args: Readonly<Record<string, unknown>> }, base: number) =>
    team.log({ id: `team-${base}`, command: act.command, args: { ...act.args }, base }, { person: 'sun', at: Date.UTC(2024, 2, 21) });
  join(caseSlice.request.create({ title: '铃', category: '99', source: 'own', village: '' }), 0);
  join(caseSlice.request.addMember({ person: 'chen', role: 'observer' }), 1);
  const room = session.room({ case: 'c', room: 'bell' });
  const ring = (id: string, tune: string, person: string) =>
    room.log({ id, command: 'bell.ring', args: { tune }, base: 0 }, { person, at: Date.UTC(2024, 2, 21, 1) });
  ring('a', '晨钟', 'sun');
  ring('b', '暮鼓', 'wang');
  const page = fixture(session, html`<onedoor-plugin-tab case="c" plugin="bell" tab="main"></onedoor-plugin-tab>`, { plugins: [entry] });
  await until(() => page.text().includes('敲暮鼓'), 'the act that waits');
  return { page, room };
}

describe('conflicts of a plugin’s room', () => {
  it('are settled in its tab, in the plugin’s words', async () => {
    const { page, room } = await open('sun');
    equal(page.text().includes('敲晨钟'), true, 'the act that counts');
    equal(page.all('#rung')[0]?.textContent, '晨钟', 'the state');
    page.all('[data-return]')[0]?.click();
    await until(() => page.all('form').length === 1, 'the form');
    const [choice] = page.all('select[name=choice]');
    const [reason] = page.all('textarea[name=reason]');
    if (!(choice instanceof HTMLSelectElement) || !(reason instanceof HTMLTextAreaElement)) throw new Error('no form');
    choice.value = 'apply';
    reason.value = '以后一次为准';
    choice.form?.requestSubmit();
    await until(() => page.all('#rung')[0]?.textContent === '暮鼓', 'the second one counts');
    equal(
      room.pending().map(({ command }) => command),
      ['conflict.settle'],
      'sent to the plugin’s room',
    );
    page.remove();
  });

  it('are shown without a form to whom the act is not allowed, without an accessibility violation', async () => {
    const { page } = await open('chen');
    equal(page.all('[data-return]').length, 0, 'nothing to settle');
    const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    equal(
      violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
      [],
      'violations',
    );
    page.remove();
  });
});
