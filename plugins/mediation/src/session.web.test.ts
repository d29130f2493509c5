import { openPaper, type PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { sha256Text } from '@onedoor/core';
import { readDocx, writeDocx } from '@onedoor/elements/docx';
import { equal, pluginPage, staffOf, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { SignedPage } from './minutes.js';
import { Minutes, mediation } from './model.js';
import record from './record-paper.js';
import { papers, SessionProposal, sessionSlice, sessionsInOrder } from './session.js';
import { minutesPaper } from './session-paper.js';
import plugin from './view.js';

const entry: PluginEntry = { model: mediation, load: () => Promise.resolve(plugin) };
const staff = staffOf({ 'p-sun': 'mediation', 'p-chen': 'grid' });
const PARTIES = ['赵𠮷祥', '李有田', '郝秀珍'];

async function called(locale: 'zh' | 'en' = 'zh', who = 'p-sun') {
  const opened = await pluginPage(entry, { tab: 'session', who, staff, locale, parties: PARTIES });
  const { page, form, fill, room, session } = opened;
  const joint = session.room({ case: 'c', room: 'joint' });
  const words = locale === 'zh' ? '召开会议' : 'Call a session';
  const state = () => sessionsInOrder(sessionSlice.of(room.state().slices)).at(-1);
  const call = form(words);
  fill(call, { on: '2024-08-29', from: '09:00', place: '调解室', openness: 'open', opennessAgreed: true, consent: true });
  fill(call, { invitees: '吴德福 五老' });
  call.requestSubmit();
  await until(() => state() !== undefined && page.all('onedoor-text').length === 1, 'the session');
  return { ...opened, joint, state };
}

describe('the table of a joint session', () => {
  it('goes from the call to the signatures, and minutes are marked by speaker with a key', async () => {
    const { page, joint, state, press, form, fill, button } = await called();
    const id = state()?.id ?? '';
    equal(state()?.called.invitees, [{ name: '吴德福', capacity: '五老', consent: true }]);
    equal(
      joint.records.values(Minutes).map(({ id: each, place }) => [each, place]),
      [[id, '调解室']],
    );
    press('其余全部到场');
    await until(() => Object.keys(state()?.seats ?? {}).length === 4, 'all four');
    const [box] = page.all(`input[aria-label="到场: 李有田"]`);
    await until(() => box instanceof HTMLInputElement && box.checked, 'the tick');
    box?.click();
    await until(() => state()?.seats['李有田']?.present === false, 'one is not here');
    press('已宣读权利义务');
    await until(() => state()?.rights?.to.length === 3, 'read to those present');
    await until(() => page.all('onedoor-text')[0]?.shadowRoot?.querySelector('.cm-content') !== null, 'the editor');
    page
      .all('section')[0]
      ?.dispatchEvent(
        new KeyboardEvent('keydown', { altKey: true, code: 'Digit2', key: '2', bubbles: true, cancelable: true, composed: true }),
      );
    await until(() => (joint.records.values(Minutes)[0]?.text ?? '').endsWith('赵𠮷祥：'), 'the mark');
    const proposal = form('提出方案');
    fill(proposal, { from: '赵𠮷祥', terms: '六户九成，其余一成。' });
    proposal.requestSubmit();
    await until(() => joint.records.values(SessionProposal).length === 1, 'the proposal');
    await until(() => page.all('select[aria-label="答复: 郝秀珍"]').length === 1, 'who answers');
    equal(page.all('select[aria-label="答复: 赵𠮷祥"]').length, 0, 'not who made it');
    const [answer] = page.all('select[aria-label="答复: 郝秀珍"]');
    if (!(answer instanceof HTMLSelectElement)) throw new Error('no answer');
    equal(answer.value, '', 'nothing is chosen beforehand');
    answer.value = 'refused';
    answer.dispatchEvent(new Event('change'));
    await until(() => Object.values(state()?.answers ?? {}).length === 1, 'the answer');
    equal(Object.values(state()?.answers ?? {})[0]?.hash, sha256Text('六户九成，其余一成。'));
    const counter = form('提出方案');
    fill(counter, { from: '郝秀珍', terms: '二十三户平均。', counters: joint.records.values(SessionProposal)[0]?.id ?? '' });
    counter.requestSubmit();
    await until(() => page.text().includes('针对方案1'), 'the counter-proposal');
    const end = form('结束会议');
    fill(end, { result: 'next', nextOn: '2024-09-05', nextFrom: '09:00' });
    end.requestSubmit();
    await until(() => state()?.ended?.result === 'next', 'adjourned');
    await until(() => button('已签字: 郝秀珍') !== undefined, 'who may sign');
    equal(button('已签字: 李有田'), undefined, 'not who was absent');
    press('已签字: 郝秀珍');
    await until(() => state()?.signatures['郝秀珍']?.how === 'paper', 'signed');
    const scan = new DataTransfer();
    scan.items.add(new File(['scan'], '签字页.pdf', { type: 'application/pdf' }));
    const input = page.all('input[name=files]')[0] as HTMLInputElement;
    input.files = scan.files;
    input.dispatchEvent(new Event('change'));
    await until(() => joint.records.values(SignedPage)[0]?.file.name === '签字页.pdf', 'the signed page');
    joint.text(Minutes, id, 'text').edit([{ insert: '改动。' }]);
    await until(() => page.text().includes('笔录在签字后改过'), 'what was changed after signing is told');
    page.remove();
  });

  it('hands out the record by the template that the centre has decided on, and notes by which', async () => {
    const { page, press, state, room, session } = await called();
    const built = readDocx(record.builtIn());
    const own = { ...built, 'word/document.xml': String(built['word/document.xml']).replace('人民调解记录', '本镇调解笔录') };
    const files = session.fakeFiles({ case: '-', room: 'settings.mediation' });
    const put = await files.put({ name: '本镇.docx', type: '', bytes: writeDocx(own) });
    const me = session.me.get();
    if (!put.ok || me === undefined) throw new Error('not put');
    session.me.set({ ...me, settings: { 'mediation.paper.record': [{ number: 3, value: { file: put.value } }] } });
    await until(() => page.text().includes('按本中心的模板（第3版）'), 'it says by which template');
    const saved: string[] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      saved.push(this.href);
    };
    press('下载笔录（Word）');
    await until(() => saved.length === 1, 'a file');
    HTMLAnchorElement.prototype.click = click;
    const bytes = new Uint8Array(await (await fetch(saved[0] ?? '')).arrayBuffer());
    equal(String(readDocx(bytes)['word/document.xml']).includes('本镇调解笔录'), true);
    await until(() => papers.of(room.state().slices).length === 1, 'a note');
    equal(
      papers.of(room.state().slices).map(({ paper, of, version, hash }) => [paper, of, version, hash]),
      [['record', state()?.id ?? '', 3, put.value.hash]],
    );
    await until(() => page.text().includes('生成文书（模板第3版'), 'and it is shown');
    page.remove();
  });

  it('is corrected and cancelled with a reason; who is to be told is told one by one', async () => {
    const { page, form, fill, press, button, state, joint, room } = await called();
    const id = state()?.id ?? '';
    const correct = form('更正会议');
    equal(
      ['on', 'from', 'place', 'openness', 'invitees'].map((name) => (correct.elements.namedItem(name) as HTMLInputElement).value),
      ['2024-08-29', '09:00', '调解室', 'open', '吴德福 五老'],
      'as it was called',
    );
    fill(correct, { place: '木匠沟村委会', invitees: '吴德福 五老\n贺律师 律师', reason: '行动不便' });
    correct.requestSubmit();
    await until(() => page.text().includes('要征得各方当事人同意'), 'consent to whoever is new');
    equal((correct.elements.namedItem('place') as HTMLInputElement).value, '木匠沟村委会', 'nothing that was entered is lost');
    fill(correct, { consent: true });
    correct.requestSubmit();
    await until(() => state()?.called.place === '木匠沟村委会' && page.text().includes('行动不便'), 'corrected');
    await until(() => joint.records.values(Minutes)[0]?.place === '木匠沟村委会', 'the minutes are headed by it');
    await until(() => button('已告知: 贺律师') !== undefined, 'who is to be told');
    for (const name of [...PARTIES, '吴德福']) equal(button(`已告知: ${name}`) !== undefined, true, name);
    press('已告知: 贺律师');
    await until(() => state()?.told?.['贺律师']?.changes === 1 && button('已告知: 贺律师') === undefined, 'told');
    press('全部已告知');
    await until(() => page.text().includes('各方都已告知变更'), 'all');
    const cancel = form('取消会议');
    fill(cancel, { reason: '一方住院' });
    cancel.requestSubmit();
    await until(() => page.text().includes('已取消：一方住院'), 'cancelled');
    await until(() => button('已告知: 贺律师') !== undefined, 'they are told again');
    equal(page.text().includes('结束会议'), false, 'nothing is done at its table');
    equal(page.all('.seats input').length, 0);
    equal(joint.records.values(Minutes).length, 1, 'minutes are kept');
    const next = form('召开会议');
    fill(next, { on: '2024-09-12', from: '09:00', place: '调解室', openness: 'open', opennessAgreed: true });
    next.requestSubmit();
    await until(() => page.all('#title ~ button').length === 2, 'both');
    equal(
      page.all('#title ~ button').map((each) => each.textContent?.trim()),
      ['2024年8月29日 已取消', '第1次调解'],
    );
    equal(sessionsInOrder(sessionSlice.of(room.state().slices)).find(({ id: each }) => each === id)?.cancelled?.reason, '一方住院');
    page.remove();
  });

  it('says what stands against a call, and loses nothing that was entered', async () => {
    const { page, form, fill, room } = await pluginPage(entry, { tab: 'session', who: 'p-sun', staff, parties: PARTIES });
    const call = form('召开会议');
    fill(call, { from: '09:00', place: '调解室', openness: 'closed' });
    call.requestSubmit();
    await until(() => page.text().includes('要先征得当事人同意'), 'the reason');
    equal(sessionsInOrder(sessionSlice.of(room.state().slices)).length, 0);
    equal((call.elements.namedItem('place') as HTMLInputElement).value, '调解室');
    page.remove();
  });

  it('whoever does not preside takes attendance and answers, and calls and ends nothing', async () => {
    const { page, room, session } = await pluginPage(entry, { tab: 'session', who: 'p-chen', staff, parties: PARTIES });
    equal(page.all('form').length, 0, 'no call');
    const call = sessionSlice.request.convene({
      id: 's',
      on: '2024-08-29',
      from: '09:00',
      place: '调解室',
      online: false,
      openness: 'open',
      opennessAgreed: true,
      invitees: [],
    });
    room.log({ id: 'call', command: call.command, args: { ...call.args }, base: 0 }, { person: 'p-sun', at: session.now });
    await until(() => page.all('.seats li').length === 3, 'the table');
    equal(page.all('.seats input').length, 3, 'attendance');
    equal(page.text().includes('结束会议'), false);
    page.remove();
  });

  it('prints the record with its tables, speakers, answers, and a line to sign at the foot of every page', () => {
    const by = { by: 'p-sun', at: 0 };
    const sheet = openPaper(
      minutesPaper({
        session: {
          called: {
            id: 's',
            on: '2024-08-29',
            from: '09:00',
            place: '调解室',
            online: false,
            openness: 'open',
            opennessAgreed: true,
            invitees: [],
            ...by,
          },
          seats: {
            赵𠮷祥: { name: '赵𠮷祥', part: 'party', present: true, ...by },
            刘静: { name: '刘静', part: 'proxy', for: '郝秀珍', present: true, ...by },
            韩飞: { name: '韩飞', part: 'party', present: false, ...by },
          },
          answers: { 'p/刘静': { proposal: 'p', party: '刘静', answer: 'accepted', words: '', hash: '', ...by } },
          signatures: {},
        },
        number: 2,
        matter: '补偿款分配',
        minutes: '赵𠮷祥：同意。\n| 户 | 元 |\n| 赵𠮷祥 | 293,927.09 |',
        proposals: [{ id: 'p', session: 's', from: '赵𠮷祥', terms: '平分。' }],
        speakers: ['赵𠮷祥'],
      }),
    );
    const { body } = sheet.document;
    const text = body.textContent?.replaceAll(/[ \n]+/g, ' ') ?? '';
    for (const part of [
      '2024年8月29日 09:00（第2次）',
      '当事人：赵𠮷祥、刘静（代理人郝秀珍）',
      '告知：　　　　',
      '同意（1）：刘静',
      '调解结果：　　　　',
    ])
      equal(text.includes(part), true, `${part} in ${text}`);
    equal(text.includes('韩飞'), false, 'who was absent signs nothing');
    equal(
      [...body.querySelectorAll('.sheet table td')].map((cell) => cell.textContent),
      ['户', '元', '赵𠮷祥', '293,927.09'],
    );
    equal(body.querySelector('p > strong')?.textContent, '赵𠮷祥');
    equal(body.querySelector('tfoot')?.textContent?.includes('本页核对无误，签名'), true);
    sheet.remove();
  });

  for (const locale of ['zh', 'en'] as const)
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, press, form, fill } = await called(locale);
      press(locale === 'zh' ? '其余全部到场' : 'All others are here');
      const propose = form(locale === 'zh' ? '提出方案' : 'Make a proposal');
      fill(propose, { from: '赵𠮷祥', terms: '六户九成。' });
      propose.requestSubmit();
      await until(() => page.all('.answers li').length > 0, 'answers');
      const correct = form(locale === 'zh' ? '更正会议' : 'Correct the session');
      fill(correct, { from: '14:30', reason: '秋收' });
      correct.requestSubmit();
      await until(() => page.text().includes(locale === 'zh' ? '还没有告知' : 'Not told of the change yet'), 'who is to be told');
      for (const details of page.all('details')) details.setAttribute('open', '');
      const { violations } = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
      equal(
        violations.map((each) => [each.id, each.nodes[0]?.failureSummary, each.nodes[0]?.html]),
        [],
        'violations',
      );
      page.remove();
    });
});
