import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { equal, pluginPage, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { policeSlice } from './acts.js';
import { addParticipant, Participant } from './content.js';
import { notes, police } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model: police, load: () => Promise.resolve(plugin) };

/** The plugin's tab as one of the staff sees it, in a case with two parties. */
async function open(tab: string, { who = 'wang', locale = 'zh' }: { who?: string; locale?: 'zh' | 'en' } = {}) {
  const staff = staffOf({ wang: 'police', gao: 'police', sun: 'mediation' });
  const opened = await pluginPage(entry, { tab, who, staff, locale, parties: ['任杰', '李素珍'], writable: who !== 'sun' });
  const accept = () => {
    const acceptance = opened.form('受理');
    opened.fill(acceptance, { on: '2024-09-26', conduct: 'beating', minor: true, consent: true });
    acceptance.requestSubmit();
  };
  return { ...opened, accept, state: () => policeSlice.of(opened.room.state().slices) };
}

describe('police', () => {
  it('refuses what may not be mediated, in words, and accepts what may', async () => {
    const { page, form, fill, accept, state } = await open('mediation');
    fill(form('受理'), { on: '2024-09-26', conduct: 'beating', minor: true, consent: true, 'exclusion:gang': true });
    form('受理').requestSubmit();
    await until(() => page.text().includes('有不适用治安调解的情形'), 'the refusal in words');
    equal(state().accepted, undefined, 'nothing accepted');
    fill(form('受理'), { 'exclusion:gang': false });
    accept();
    await until(() => page.text().includes('2024年9月26日'), 'the acceptance');
    equal(page.text().includes('待服务器登记'), true, 'marked as waiting');
    equal(page.text().includes('2024年9月30日'), true, 'the first deadline');
    page.remove();
  });

  it('names what is missing before one officer may record a session alone', async () => {
    const { page, room, form, fill, accept, state } = await open('mediation');
    accept();
    for (const [id, name] of [
      ['x', '任杰'],
      ['y', '李素珍'],
    ] as const)
      await room.run(addParticipant.request({ id, name }));
    await until(() => page.all('input[name=present]').length === 2, 'the people');
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    fill(form('记录'), { on: today, result: 'failed', 'officer:wang': true, 'present:x': true, 'present:y': true });
    await until(() => page.text().includes('规范设置、严格管理的执法办案场所（治安管理处罚法第一百零八条）'), 'the premises');
    equal(form('记录').querySelector<HTMLInputElement>('[name=place]')?.value, '', 'nothing is filled in for a person');
    fill(form('记录'), { on: '2026-01-05', place: '派出所调解室' });
    await until(() => page.text().includes('已超过第一次调解的期限'), 'the warning that it is late');
    equal(form('记录').querySelector<HTMLInputElement>('[name=on]')?.value, '2026-01-05', 'no render takes away what was entered');
    fill(form('记录'), { standardPremises: true, fullRecording: true });
    await until(() => page.text().includes('并写明录音录像编号'), 'the recording');
    fill(form('记录'), { recording: 'LX-01' });
    await until(() => !page.text().includes('还不能记录'), 'nothing missing');
    form('记录').requestSubmit();
    await until(() => state().sessions.length === 1, 'the session');
    equal(page.text().includes('全程同步录音录像：LX-01'), true, 'the recording is shown');
    page.remove();
  });

  it('takes people from the parties and warns of a minor without guardian', async () => {
    const { page, room, form, fill } = await open('mediation');
    fill(form('添加参加人'), { party: 'p1', age: '15' });
    form('添加参加人').requestSubmit();
    await until(() => room.records.values(Participant).length === 1, 'the participant');
    await until(() => page.text().includes('任杰不满十六周岁'), 'the warning');
    fill(form('添加参加人'), { party: '', name: '李四' });
    form('添加参加人').requestSubmit();
    await until(() => page.all('.people h4').length === 2, 'both');
    equal(
      page.all('.people h4').map((each) => each.textContent),
      ['任杰', '李四'],
      'names',
    );
    page.remove();
  });

  it('shows the mediator the record and the handover, and nothing of the station’s acts', async () => {
    const { page } = await open('mediation', { who: 'sun', locale: 'en' });
    await until(() => page.text().includes('The station has not accepted it yet.'), 'the English page');
    equal(
      page.all('summary').map((each) => each.textContent?.trim()),
      ['Hand over to the station'],
      'acts',
    );
    page.remove();
  });

  it('submits no form while an input method composes', async () => {
    const { page, form, fill, state } = await open('mediation');
    const acceptance = form('受理');
    fill(acceptance, { on: '2024-09-26', conduct: 'beating', minor: true, consent: true });
    const input = acceptance.querySelector('[name=register]');
    const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
    equal(input?.dispatchEvent(enter), false, 'Enter belongs to the input method');
    equal(state().accepted, undefined, 'nothing accepted');
    page.remove();
  });

  it('keeps notes in the station’s own room', async () => {
    const { page, room, form, fill } = await open('notes');
    fill(form('添加札记'), { title: '走访' });
    form('添加札记').requestSubmit();
    await until(() => room.records.values(notes.Note)[0]?.title === '走访', 'the note');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, room, state } = await open('mediation', { locale });
      room.act(policeSlice.request.accept({ on: '2024-09-26', conduct: 'beating', minor: true, consent: true, exclusions: [] }));
      await room.run(addParticipant.request({ id: 'x', name: '任杰', age: 15 }));
      await until(() => state().accepted !== undefined && page.all('input[name=present]').length === 1, 'the record');
      for (const details of page.all('details')) details.setAttribute('open', '');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary, each.nodes[0]?.html]),
        [],
        'violations',
      );
      page.remove();
    });
  }
});
