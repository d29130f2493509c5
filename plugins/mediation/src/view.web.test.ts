import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { type ActRequest, caseSlice } from '@onedoor/core';
import { equal, FakeSession, fixture, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { html } from 'lit';
import { Minutes, mediation, notes, openSession } from './model.js';
import { periodSlice } from './period.js';
import { sessionSlice } from './session.js';
import plugin from './view.js';

const entry: PluginEntry = { model: mediation, load: () => Promise.resolve(plugin) };

const ROOMS = { minutes: 'joint', period: 'mediation', notes: 'mediation.private' } as const;

function open(tab: keyof typeof ROOMS, locale: 'zh' | 'en' = 'zh') {
  const session = new FakeSession('sun', [mediation]);
  session.now = Date.now();
  const room = session.room({ case: 'c', room: ROOMS[tab] });
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
  return { page, room, session, submit };
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

  it('leaves out what stands at the table above, and counts with it; a session that was cancelled has no number', async () => {
    const { page, room, session, submit } = open('minutes');
    const acts = session.room({ case: 'c', room: 'mediation' });
    const call = { from: '09:00', place: '调解室', online: false, openness: 'open' as const, opennessAgreed: true, invitees: [] };
    const log = (request: ActRequest) =>
      acts.log(
        { id: String(acts.logged().seq), command: request.command, args: { ...request.args }, base: acts.logged().seq },
        { person: 'sun', at: session.now },
      );
    for (const [id, on] of [
      ['off', '2024-01-10'],
      ['held', '2024-02-01'],
    ] as const) {
      log(sessionSlice.request.convene({ id, on, ...call }));
      await room.run(openSession.request({ id, heldOn: on }));
    }
    log(sessionSlice.request.cancel({ session: 'off', reason: '改期' }));
    await until(() => page.all('input[name=heldOn]').length === 1, 'the form');
    submit('heldOn', '2024-03-21');
    const heads = () => page.all('h3').map((each) => each.textContent?.replaceAll(/\s+/g, ' ').trim());
    await until(() => heads().length === 1, 'the one of its own');
    equal(heads(), ['第2次调解 2024年3月21日']);
    equal(page.all('h2')[0]?.textContent, '其他笔录');
    page.remove();
  });

  it('offers nothing to write to a reader', async () => {
    const { page, room } = open('minutes', 'en');
    room.status.set({ loaded: true, synced: true, writable: false });
    await until(() => page.text().includes('There are no minutes yet.'), 'the English page');
    await until(() => page.all('form').length === 0, 'no form');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`begins with the consent of all, extends, and concludes: by the lead of the case, ${locale}`, async () => {
      const { page, session } = open('period', locale);
      const acts = session.room({ case: 'c', room: 'case' });
      const created = caseSlice.request.create({ title: '补偿款分配', category: '08', source: 'own', village: '' });
      acts.log({ id: 'c', command: created.command, args: { ...created.args }, base: 0 }, { person: 'sun', at: 0 });
      const state = () => periodSlice.of(session.room({ case: 'c', room: 'mediation' }).state().slices);
      const form = (opens: string) => {
        const found = page
          .all('details')
          .find((each) => each.querySelector('summary')?.textContent === opens)
          ?.querySelector('form');
        if (!(found instanceof HTMLFormElement)) throw new Error(`no form "${opens}"`);
        return found;
      };
      const set = (within: HTMLFormElement, name: string, value: string | true) => {
        const control = within.elements.namedItem(name);
        if (control instanceof HTMLInputElement && value === true) control.checked = true;
        else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = String(value);
      };
      const words = locale === 'zh' ? ['开始调解', '延长期限', '结束调解'] : ['Begin mediation', 'Extend the period', 'Conclude mediation'];
      const [beginning, extending, concluding] = words as [string, string, string];
      await until(() => page.all('details.act').length === 2, 'the beginning, and refusing');
      form(beginning).requestSubmit();
      await until(() => page.all('[role=alert]').length === 1, 'refused without consent');
      set(form(beginning), 'consent', true);
      form(beginning).requestSubmit();
      await until(() => state().begun !== undefined, 'begun');
      await until(() => page.all('details.act').some((each) => each.textContent?.includes(extending)), 'extending');
      set(form(extending), 'until', '2999-12-31');
      set(form(extending), 'reason', '等鉴定意见');
      set(form(extending), 'consent', true);
      form(extending).requestSubmit();
      await until(() => state().extensions.length === 1, 'extended');
      for (const details of page.all('details.act')) details.setAttribute('open', '');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary]),
        [],
        'violations',
      );
      set(form(concluding), 'outcome', 'agreed');
      form(concluding).requestSubmit();
      await until(() => state().concluded?.outcome === 'agreed', 'concluded');
      await until(() => page.all('details.act').length === 0, 'nothing more to do');
      page.remove();
    });
  }

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
