import { caseSlice, type DirectoryPerson } from '@onedoor/core';
import type { PluginEntry } from '@onedoor/elements';
import '@onedoor/elements/define';
import { readDocx } from '@onedoor/elements/docx';
import { equal, FakeSession, fixture, until } from '@onedoor/elements/testing';
import axe from 'axe-core';
import { html } from 'lit';
import { papers, petitionSlice } from './acts.js';
import { addPetitioner, Petitioner } from './content.js';
import { notes, petition } from './model.js';
import plugin from './view.js';

const entry: PluginEntry = { model: petition, load: () => Promise.resolve(plugin) };
const { request } = petitionSlice;
const person = (id: string, name: string, department: string, rights: readonly 'case.assign'[] = []): DirectoryPerson => ({
  person: id,
  name,
  department,
  post: '',
  rights: [...rights],
  active: true,
});
const STAFF = [
  person('li', '李晓燕', 'petition'),
  person('liu', '刘洋', 'petition', ['case.assign']),
  person('sun', '孙桂兰', 'mediation'),
];

/** The plugin's tab as one of the staff sees it, in a case with all three on its team. */
async function open({ tab = 'petition', who = 'li', locale = 'zh' }: { tab?: string; who?: string; locale?: 'zh' | 'en' } = {}) {
  const session = new FakeSession(who, [petition], STAFF);
  session.now = Date.now();
  const team = session.room({ case: 'c', room: 'case' });
  const join = (act: { command: string; args: Readonly<Record<string, unknown>> }, base: number) =>
    team.log({ id: `team-${base}`, command: act.command, args: { ...act.args }, base }, { person: 'li', at: Date.UTC(2024, 8, 16) });
  join(caseSlice.request.create({ title: '工资', category: '10', source: 'letter', village: '' }), 0);
  join(caseSlice.request.addMember({ person: 'liu', role: 'member' }), 1);
  join(caseSlice.request.addMember({ person: 'sun', role: 'member' }), 2);
  const room = session.room({ case: 'c', room: tab === 'notes' ? 'petition.private' : 'petition' });
  room.status.set({ loaded: true, synced: true, writable: who !== 'sun' });
  let base = 0;
  const log = (act: { command: string; args: Readonly<Record<string, unknown>> }) =>
    room.log(
      { id: `log-${base}`, command: act.command, args: { ...act.args }, base: base++ },
      { person: 'li', at: Date.UTC(2024, 8, 16), number: { register: 'petition', year: 2024, value: 7 } },
    );
  const page = fixture(session, html`<onedoor-plugin-tab case="c" plugin="petition" tab=${tab}></onedoor-plugin-tab>`, {
    locale,
    plugins: [entry],
  });
  await until(() => page.all('h2').length === 1, 'the screen');
  const form = (act: string): HTMLFormElement => {
    const found = page.all(`details[data-act="${act}"] form`)[0];
    if (!(found instanceof HTMLFormElement)) throw new Error(`no form of ${act}`);
    return found;
  };
  const send = (act: string, values: Readonly<Record<string, string | boolean>>) => {
    const within = form(act);
    for (const [name, value] of Object.entries(values)) {
      const control = within.querySelector(`[name="${name}"]`);
      if (control instanceof HTMLInputElement && typeof value === 'boolean') control.checked = value;
      else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement)
        control.value = String(value);
      else throw new Error(`no ${name}`);
    }
    within.requestSubmit();
  };
  const acts = () => page.all('details[data-act]').map((each) => each.dataset['act']);
  return { page, room, log, send, acts, state: () => petitionSlice.of(room.state().slices) };
}

const registered = request.register({
  on: '2024-09-16',
  channel: 'visit',
  kind: 'claim',
  oral: true,
  people: 5,
  representatives: 2,
  reachable: true,
});

describe('petition', () => {
  it('registers a petition and shows from which act and rule its clock counts', async () => {
    const { page, room, send, state } = await open();
    await room.run(addPetitioner.request({ id: 'a', name: '常乐', address: '二道湾村6号' }));
    await until(() => page.all('input[name=petitioner-name]').length === 1, 'the petitioner');
    send('register', { on: '2024-09-16', channel: 'letter', kind: 'claim' });
    await until(() => state().registered !== undefined, 'the act');
    equal(state().registered?.reachable, true, 'can be told');
    await until(() => page.text().includes('2024年10月1日（信访工作条例 第二十二条）'), 'the clock');
    equal(page.text().includes('从登记日 2024年9月16日 起算，15日内转送、交办或者告知。'), true, 'why');
    equal(page.text().includes('待服务器登记') && page.text().includes('待编号'), true, 'marked as waiting, without a number');
    page.remove();
  });

  it('hands out letters as .docx, by the template of their day, and notes which one made them', async () => {
    const { page, room, log } = await open();
    await room.run(addPetitioner.request({ id: 'a', name: '赵𠮷祥', address: '二道湾村6号' }));
    log(registered);
    log(request.refer({ on: '2024-09-18', manner: 'assigned', to: '镇自然资源所', receivedOn: '2024-09-19' }));
    log(request.accept({ on: '2024-09-20', route: '6', body: '镇人民政府', onTheSpot: true }));
    log(request.askExtension({ on: '2024-09-21', days: 20, reason: '等测绘' }));
    const letters = () => page.all('button[data-letter]').map((button) => button.dataset['letter']);
    await until(() => letters().length === 5, 'the letters');
    equal(letters(), ['sheet', 'referral', 'accepted', 'extension', 'opinion'], 'what there is');
    const saved: { name: string; href: string }[] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      saved.push({ name: this.download, href: this.href });
    };
    const hand = async (letter: string) => {
      const before = saved.length;
      page.all(`button[data-letter=${letter}]`)[0]?.click();
      await until(() => saved.length > before, letter);
      const bytes = new Uint8Array(await (await fetch(saved.at(-1)?.href ?? '')).arrayBuffer());
      const parts = readDocx(bytes);
      return { text: String(parts['word/document.xml']), head: String(parts['word/header1.xml']) };
    };
    const notice = await hand('accepted');
    equal(saved[0]?.name, '信访事项受理告知书.docx', 'the name of the file');
    for (const words of ['赵𠮷祥', '〔2024〕7号', '由镇人民政府办理', '60日内办结']) equal(notice.text.includes(words), true, words);
    equal((await hand('referral')).text.includes('信访事项交办函'), true, 'by its manner');
    const extension = await hand('extension');
    equal([extension.text.includes('延长办理期限20日'), extension.head.includes('草稿')], [true, true], 'not approved: a draft');
    const opinion = await hand('opinion');
    equal([opinion.text.includes('编号：待编号'), opinion.head.includes('草稿')], [true, true], 'not issued: a draft');
    HTMLAnchorElement.prototype.click = click;
    await until(() => papers.of(room.state().slices).length === 4, 'the notes');
    equal(
      papers.of(room.state().slices).map(({ paper, of, version }) => [paper, of, version]),
      [
        ['accepted', 'accepted 2024-09-20', 0],
        ['referral', 'referral 2024-09-18', 0],
        ['extension', 'extension', 0],
        ['opinion', 'opinion', 0],
      ],
      'which letter, of what day, by which template',
    );
    await until(() => page.text().includes('生成受理告知书（程序自带模板）'), 'it is shown');
    page.remove();
  });

  it('says in words why an act is not possible, and keeps what was entered', async () => {
    const { page, send, state } = await open();
    send('register', { channel: 'visit', kind: 'claim', people: '20' });
    await until(() => page.text().includes('请先推选代表，不超过五人'), 'the refusal');
    equal(state().registered, undefined, 'nothing registered');
    send('register', { representatives: '5' });
    await until(() => state().registered?.people === 20, 'registered');
    page.remove();
  });

  it('offers what is possible now to whom it is for', async () => {
    const desk = await open();
    desk.log(registered);
    await until(() => desk.acts().includes('accept'), 'the acts of a registered petition');
    equal(desk.acts(), ['refer', 'accept', 'decline'], 'for the desk');
    desk.log(request.accept({ on: '2024-09-20', route: '6', body: '镇人民政府', onTheSpot: true }));
    desk.log(request.askExtension({ on: '2024-09-21', days: 20, reason: '等测绘' }));
    await until(() => desk.page.text().includes('等负责人审批'), 'the extension waits');
    equal(desk.acts(), ['opine', 'mediate'], 'the desk does not approve for its head');
    desk.page.remove();
    const head = await open({ who: 'liu' });
    head.log(registered);
    head.log(request.accept({ on: '2024-09-20', route: '6', body: '镇人民政府', onTheSpot: true }));
    head.log(request.askExtension({ on: '2024-09-21', days: 20, reason: '等测绘' }));
    await until(() => head.acts().includes('decideExtension'), 'the head decides');
    head.page.remove();
    const other = await open({ who: 'sun' });
    other.log(registered);
    await until(() => other.page.text().includes('〔2024〕7号'), 'the team reads');
    equal(other.acts(), [], 'and does nothing here');
    equal(other.page.all('form').length, 0, 'nothing to write');
    other.page.remove();
  });

  it('goes through opinion, delivery and review; the petitioner’s right is no late clock', async () => {
    const { page, log, acts } = await open();
    log(registered);
    log(request.accept({ on: '2024-09-20', route: '6', body: '镇人民政府', onTheSpot: false }));
    log(request.opine({ on: '2024-11-01', opinion: 'support', basis: '条例', namesReview: true }));
    await until(() => acts().join() === 'deliver', 'to be delivered');
    log(request.deliver({ on: '2024-11-04', paper: 'opinion', how: 'direct' }));
    await until(() => acts().join() === 'askReview', 'a review may be asked for');
    equal(page.text().includes('已过期'), false, 'nothing is late');
    log(request.askReview({ on: '2024-11-20' }));
    await until(() => page.text().includes('2024年12月20日（信访工作条例 第三十五条） 已过期'), 'the office is late, in words');
    page.remove();
  });

  it('prints sheet, notice and opinion as papers of their own, the opinion as a draft until it is issued', async () => {
    const { page, room, log } = await open({ locale: 'en' });
    await room.run(addPetitioner.request({ id: 'a', name: '常乐', address: '二道湾村6号' }));
    log(registered);
    log(request.accept({ on: '2024-09-20', route: '6', body: '镇人民政府', onTheSpot: false }));
    await until(() => page.text().includes('Print the draft'), 'the buttons');
    // The frame stays as long as the browser's dialog is open; here there is none.
    const print = async (label: string): Promise<string> => {
      const before = new Set(document.querySelectorAll('iframe'));
      page
        .all('button')
        .find((button) => button.textContent === label)
        ?.click();
      const made = () => [...document.querySelectorAll('iframe')].find((each) => !before.has(each));
      await until(() => made() !== undefined, label);
      const words = made()?.contentDocument?.body.textContent ?? '';
      made()?.remove();
      return words;
    };
    const has = (words: string, ...parts: string[]) =>
      equal(
        parts.filter((part) => !words.includes(part)),
        [],
        words,
      );
    has(await print('Print the sheet'), '信访事项登记单', '〔2024〕7号', '常乐', '走访（口头提出，已如实记录）');
    has(await print('Print the notice of acceptance'), '受理告知书', '由镇人民政府办理', '第（六）', '60日内办结');
    has(await print('Print the draft'), '草稿', '信访处理意见书', '待编号', '30日内');
    log(request.opine({ on: '2024-11-01', opinion: 'support', basis: '土地管理法', namesReview: true }));
    log(request.deliver({ on: '2024-11-04', paper: 'opinion', how: 'direct' }));
    await until(() => page.text().includes('Print the written opinion'), 'issued');
    const issued = await print('Print the written opinion');
    has(issued, '三、处理意见（支持请求）', '土地管理法', '2024年12月4日前');
    equal(issued.includes('草稿'), false, 'no draft any more');
    page.remove();
  });

  it('removes a petitioner and takes it back', async () => {
    const { page, room } = await open();
    await room.run(addPetitioner.request({ id: 'a', name: '常乐' }));
    const press = (label: string) =>
      page
        .all('button')
        .find((button) => button.textContent === label)
        ?.click();
    await until(() => page.all('input[name=petitioner-name]').length === 1, 'the petitioner');
    press('移出');
    await until(() => page.text().includes('已移出“常乐”'), 'gone');
    equal(room.records.values(Petitioner).length, 0, 'none');
    press('撤销');
    await until(() => page.all('input[name=petitioner-name]').length === 1, 'back');
    page.remove();
  });

  it('keeps notes in the private room', async () => {
    const { page, room } = await open({ tab: 'notes' });
    await room.run(notes.add.request({ id: 'n', title: '电话' }));
    await until(() => page.all('h3').some((each) => each.textContent === '电话'), 'the note');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, room, log } = await open({ locale });
      await room.run(addPetitioner.request({ id: 'a', name: '常乐', address: '二道湾村' }));
      log(registered);
      log(request.refer({ on: '2024-09-18', manner: 'assigned', to: '自然资源所', receivedOn: '2024-09-19' }));
      await until(() => page.all('details[data-act=object]').length === 1, 'the acts');
      for (const each of page.all('details')) each.setAttribute('open', '');
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
