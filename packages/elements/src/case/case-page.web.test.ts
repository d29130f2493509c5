import { type ActRequest, addParty, caseSlice, definePlugin, type Edit, Party, taskSlice } from '@onedoor/core';
import axe from 'axe-core';
import { html, LitElement } from 'lit';
import '../define.js';
import { definePluginView, type PluginContext, type PluginEntry, type PluginView } from '../plugin-host/plugin-view.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const AT = Date.UTC(2024, 2, 20, 1, 10);
let orders = 0;
const edit = (over: Partial<Edit>): Edit => ({
  id: `e${++orders}`,
  order: orders,
  person: 'chen',
  from: AT,
  until: AT + orders * 60_000,
  seq: 100 + orders,
  kind: 'set',
  collection: 'party',
  record: 'p0',
  ...over,
});

/** The sample case with edits of others, a visit before them, and two tasks. */
function filled(): FakeSession {
  const session = new FakeSession();
  fillSampleCase(session);
  const [row, ...others] = session.rows.get();
  if (row === undefined) throw new Error('no row');
  session.rows.set([
    { ...row, rooms: ['case', 'joint'].map((room) => ({ room, wire: `c/${SAMPLE}/${room}@1`, seq: 200, write: true, last: 0 }) as never) },
    ...others,
  ]);
  session.edits.set(`${SAMPLE}/joint`, [
    edit({
      kind: 'text',
      collection: 'facts',
      record: 'facts',
      field: 'summary',
      inserted: 35,
      deleted: 4,
      excerpt: '补偿款已到村集体专户。',
    }),
    edit({ field: 'phone', before: '"13800000190"', value: '"13900000190"' }),
  ]);
  session.visits.set(new Map([[SAMPLE, { at: Date.UTC(2024, 2, 19, 8, 20), seqs: { case: 3, joint: 100 } }]]));
  const acts = session.room({ case: SAMPLE, room: 'case' });
  const log = (request: ActRequest, person: string) =>
    acts.log({ id: `task-${++orders}`, command: request.command, args: { ...request.args }, base: acts.logged().seq }, { person, at: AT });
  log(taskSlice.request.ask({ id: 't1', what: '核对林权证', for: { person: 'sun' }, dueOn: '2024-03-25' }), 'chen');
  log(taskSlice.request.ask({ id: 't2', what: '出警记录复印件', for: { department: 'station' } }), 'sun');
  return session;
}

const open = (tab = 'overview', session = filled()) => ({
  session,
  ...fixture(session, html`<onedoor-case case=${SAMPLE} tab=${tab}></onedoor-case>`),
});
/** `onedoor-tasks form` is a form inside the shadow root of that element. */
function find(page: ReturnType<typeof open>, selector: string): HTMLElement[] {
  const [, tag, inner] = /^(onedoor-\S+) (.+)$/.exec(selector) ?? [];
  if (tag === undefined || inner === undefined) return page.all(selector);
  return page.all(tag).flatMap((host) => [...(host.shadowRoot?.querySelectorAll<HTMLElement>(inner) ?? [])]);
}
const words = (page: ReturnType<typeof open>, selector: string) =>
  find(page, selector).map((each) => each.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '');
const ready = (page: ReturnType<typeof open>) => until(() => page.text().includes('核对林权证'), 'the tasks');

async function violations(place: HTMLElement): Promise<string[]> {
  const result = await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary}`),
  );
}

describe('the case page', () => {
  for (const locale of ['zh', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      it(`has no accessibility violation with tasks, news and history, ${locale}, ${theme}`, async () => {
        const page = open('timeline');
        page.show(locale);
        const provider = page.place.querySelector('onedoor-session-provider');
        if (provider !== null) provider.theme = theme;
        page.place.style.background = theme === 'dark' ? '#16181b' : '#fbfaf7';
        await until(() => find(page, 'onedoor-news button').length > 0 && page.all('li.edit').length > 0, 'the history');
        find(page, 'onedoor-news button')[0]?.click();
        find(page, 'onedoor-tasks button[data-return]')[0]?.click();
        page.all('.team summary')[0]?.click();
        await until(() => find(page, 'onedoor-tasks form').length === 1 && page.all('li.edit').length >= 4, 'the forms');
        equal(await violations(page.place), []);
        page.remove();
      });
    }
  }

  it('says who waits for whom, and that it is my turn', async () => {
    const page = open();
    await ready(page);
    equal(words(page, 'onedoor-glance dd')[0], '处理1项冲突', 'a conflict comes first');
    const acts = page.session.room({ case: SAMPLE, room: 'case' });
    const args = { conflict: 4, choice: 'dismiss', reason: '已改期' };
    acts.log({ id: 'settled', command: 'conflict.settle', args, base: acts.logged().seq }, { person: 'sun', at: AT });
    await until(() => words(page, 'onedoor-glance dd')[0] !== '处理1项冲突', 'the next step');
    const [next, waits] = words(page, 'onedoor-glance dd');
    equal([next?.startsWith('等您办'), next?.includes('核对林权证')], [true, true], next ?? '');
    equal(waits?.includes('陈志强等我：核对林权证'), true, waits ?? '');
    page.remove();
  });

  it('asks a department for something, answers what is asked of me, and withdraws what I asked', async () => {
    const page = open();
    await ready(page);
    const room = page.session.room({ case: SAMPLE, room: 'case' });
    find(page, 'onedoor-tasks button[data-return]')[0]?.click();
    await until(() => find(page, 'onedoor-tasks select[name=whom]').length === 1, 'the form');
    const [whom] = find(page, 'onedoor-tasks select[name=whom]');
    const [what] = find(page, 'onedoor-tasks textarea[name=what]');
    const [dueOn] = find(page, 'onedoor-tasks input[name=dueOn]');
    if (!(whom instanceof HTMLSelectElement && what instanceof HTMLTextAreaElement && dueOn instanceof HTMLInputElement))
      throw new Error('no form');
    equal(whom.value, '', 'nobody is chosen beforehand');
    [whom.value, what.value] = ['department:grid', '通知各户到场'];
    dueOn.removeAttribute('min');
    dueOn.value = '2024-04-01';
    whom.form?.requestSubmit();
    await until(() => room.pending().some(({ command }) => command === 'task.ask'), 'the act');
    const asked = room.pending().at(-1)?.args;
    equal([asked?.['what'], asked?.['for'], asked?.['dueOn']], ['通知各户到场', { department: 'grid' }, '2024-04-01']);
    await until(() => page.text().includes('通知各户到场'), 'the task, waiting');
    const answer = find(page, 'onedoor-tasks button').find((button) => button.getAttribute('aria-label') === '答复: 核对林权证');
    answer?.click();
    await until(() => find(page, 'onedoor-tasks textarea[name=note]').length === 1, 'the answer form');
    const [note] = find(page, 'onedoor-tasks textarea[name=note]');
    if (!(note instanceof HTMLTextAreaElement)) throw new Error('no note');
    note.value = '六本都核对过。';
    note.form?.requestSubmit();
    await until(() => room.pending().at(-1)?.command === 'task.answer', 'the answer');
    await until(() => words(page, 'onedoor-tasks summary').some((text) => text === '已办1项'), 'the fold');
    equal(
      find(page, 'onedoor-tasks button').some((button) => button.getAttribute('aria-label') === '撤回: 出警记录复印件'),
      true,
      'what I asked can be withdrawn',
    );
    page.remove();
  });

  it('an act that the page forbids does not happen; one that happens is told', async () => {
    const page = open();
    await ready(page);
    const told: string[] = [];
    let forbid = true;
    page.place.addEventListener('od-before-act', (event) => {
      told.push('before');
      if (forbid) event.preventDefault();
    });
    page.place.addEventListener('od-acted', (event) => told.push(String((event as CustomEvent<{ command: string }>).detail.command)));
    const room = page.session.room({ case: SAMPLE, room: 'case' });
    const before = room.pending().length;
    const withdraw = () =>
      find(page, 'onedoor-tasks button').find((button) => button.getAttribute('aria-label') === '撤回: 出警记录复印件');
    withdraw()?.click();
    await until(() => find(page, 'onedoor-tasks form').length === 1, 'the form');
    const submit = () => {
      const [form] = find(page, 'onedoor-tasks form');
      if (form instanceof HTMLFormElement) form.requestSubmit();
    };
    submit();
    await until(() => told.length === 1, 'the question');
    equal(room.pending().length, before, 'nothing happened');
    forbid = false;
    submit();
    await until(() => told.includes('task.withdraw'), 'the act');
    equal(room.pending().length, before + 1);
    page.remove();
  });

  it('tells what others changed since the last visit, marks the tabs, and notes the visit when it is left', async () => {
    const page = open();
    await until(() => find(page, 'onedoor-news p').length > 0, 'the strip');
    const [line] = words(page, 'onedoor-news p.row > span:nth-child(2)');
    equal(line?.includes('2处修改') && line.includes('陈志强') && line.includes('3月19日'), true, line ?? '');
    await until(() => page.all('#tab-parties .new').length === 1, 'the mark');
    equal(page.all('#tab-evidence .new').length, 0, 'no mark where nothing changed');
    const before = page.session.visits.get().get(SAMPLE)?.at;
    page.remove();
    equal(page.session.visits.get().get(SAMPLE)?.at === before, false, 'the visit');
  });

  it('says edits in words, and filters acts, edits and my own', async () => {
    const page = open('timeline');
    await until(() => find(page, 'onedoor-timeline li.edit').length > 0, 'edits');
    const edits = words(page, 'onedoor-timeline li.edit');
    equal(
      edits.some((text) => text.includes('在案情写了35字、删了4字') && text.includes('补偿款已到村集体专户')),
      true,
      edits.join('|'),
    );
    equal(
      edits.some((text) => text.includes('修改当事人“赵𠮷祥”的电话：13800000190 → 13900000190')),
      true,
      edits.join('|'),
    );
    const chip = (label: string) => find(page, 'onedoor-timeline .chip').find((button) => button.textContent?.trim() === label);
    chip('办理')?.click();
    await until(() => find(page, 'onedoor-timeline li.edit').length === 0, 'acts alone');
    equal(find(page, 'onedoor-timeline li.act').length > 0, true);
    chip('修改')?.click();
    await until(() => find(page, 'onedoor-timeline li.act').length === 0, 'edits alone');
    chip('全部')?.click();
    chip('我的')?.click();
    await until(() => find(page, 'onedoor-timeline li.edit').length === 0 && find(page, 'onedoor-timeline li.act').length > 0, 'my own');
    equal(
      words(page, 'onedoor-timeline li.act .when').every((text) => text.includes('孙桂兰')),
      true,
    );
    page.remove();
  });

  it('says that the edits are old while there is no network', async () => {
    const session = filled();
    session.setOffline(true);
    const page = open('timeline', session);
    await until(() => page.text().includes('修改记录截至'), 'the words');
    page.remove();
  });

  it('takes back my own change by button and by key, says what it was, and does it again', async () => {
    const page = open('parties');
    await until(() => find(page, 'onedoor-undo button').length === 2, 'the buttons');
    const room = page.session.room({ case: SAMPLE, room: 'joint' });
    const phone = () => room.records.values(Party)[2]?.phone;
    await room.run({ command: 'party.edit', args: { id: 'p2', patch: { phone: '1' } } });
    room.replica.doc.getMap('party').set('p3/phone', 'another person');
    await until(() => !find(page, 'onedoor-undo button')[0]?.hasAttribute('disabled'), 'a step');
    find(page, 'onedoor-undo button')[0]?.click();
    await until(() => phone() === '13800000192', 'the former value');
    await until(() => words(page, 'onedoor-undo [role=status]')[0] === '已撤销：当事人“张建国”的电话', 'the words');
    equal(room.records.values(Party)[3]?.phone, 'another person', 'what others wrote stays');
    const press = (keys: KeyboardEventInit) =>
      find(page, 'onedoor-undo')[0]?.dispatchEvent(
        new KeyboardEvent('keydown', { ...keys, bubbles: true, composed: true, cancelable: true }),
      );
    press({ key: 'z', ctrlKey: true, shiftKey: true });
    await until(() => phone() === '1', 'redo');
    press({ key: 'z', metaKey: true });
    await until(() => phone() === '13800000192', 'undo by key');
    page.remove();
  });

  it('leaves the keys of a field to the field', async () => {
    const page = open();
    await until(() => find(page, 'onedoor-facts input').length > 0 && find(page, 'onedoor-undo button').length === 2, 'the field');
    const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, composed: true, cancelable: true });
    find(page, 'onedoor-facts input')[0]?.dispatchEvent(event);
    equal(event.defaultPrevented, false);
    page.remove();
  });

  it('a row of tabs that does not fit has a menu of all of them', async () => {
    const page = open();
    page.place.style.width = '300px';
    await until(() => page.all('button.more:not(.away)').length === 1, 'the button');
    page.all('button.more')[0]?.click();
    await until(() => page.all('[role=menuitem]').length > 0, 'the menu');
    const item = page.all('[role=menuitem]').find((each) => each.textContent?.trim() === '证据');
    let tab = '';
    page.place.addEventListener('od-tab', (event) => (tab = (event as CustomEvent<{ tab: string }>).detail.tab));
    item?.click();
    await until(() => tab === 'evidence', 'the tab');
    page.remove();
  });

  it("a plugin's tab stands below another one, a built-in one or a plugin's; by address and by key it is that one", async () => {
    class BellView extends LitElement implements PluginView {
      static override properties = { ctx: { attribute: false } };
      declare ctx: PluginContext;
      protected override render = () => html`<h2>铃 ${this.ctx.room}</h2>`;
    }
    const tab = (id: string, into?: string) => ({
      id,
      label: { zh: `铃${id}`, en: `Bell ${id}` },
      room: 'joint',
      view: 'bell',
      ...(into === undefined ? {} : { into }),
    });
    const model = definePlugin(
      {
        name: 'bell',
        version: '1.0.0',
        api: 1,
        label: { zh: '铃', en: 'Bell' },
        extends: ['joint'],
        contributes: { caseTabs: [tab('aa', 'evidence'), tab('bb'), tab('cc', 'bell-bb'), tab('dd', 'nowhere-x')] },
      },
      {},
      { locales: { zh: {}, en: {} } },
    );
    const entry: PluginEntry = {
      model,
      load: () => Promise.resolve(definePluginView({ manifest: model.manifest, views: { bell: BellView } })),
    };
    const session = filled();
    const page = fixture(session, html`<onedoor-case case=${SAMPLE} tab="bell-aa"></onedoor-case>`, { plugins: [entry] });
    await until(() => page.text().includes('铃 joint'), "the plugin's view");
    const named = () => page.all('[role=tab]').map((each) => each.id.replace(/^tab-/, ''));
    equal(named(), ['overview', 'parties', 'evidence', 'allocation', 'bell-bb', 'bell-dd', 'timeline', 'handling'], 'one button for both');
    const chosen = () => page.all('[role=tab][aria-selected=true]').map((each) => each.id);
    equal(chosen(), ['tab-evidence'], 'an address of before leads here');
    const order = page.all('onedoor-evidence, onedoor-plugin-tab').map((each) => each.localName);
    equal(order, ['onedoor-evidence', 'onedoor-plugin-tab']);
    equal(page.all('onedoor-undo').length, 1, 'one way to undo in one room');
    equal(await violations(page.place), []);
    const press = (key: string) =>
      page.all('[role=tablist]')[0]?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    press('ArrowRight');
    await until(() => chosen()[0] === 'tab-allocation', 'the next one by key');
    press('ArrowRight');
    await until(() => page.all('onedoor-plugin-tab').length === 2, 'both of the plugin');
    equal(
      page.all('onedoor-plugin-tab').map((each) => each.getAttribute('tab')),
      ['bb', 'cc'],
    );
    page.remove();
  });

  it('prints a document of the whole case, whatever tab is open, and shows the page again afterwards', async () => {
    const page = open('evidence');
    await ready(page);
    const room = page.session.room({ case: SAMPLE, room: 'joint' });
    await room.run(addParty.request({ id: 'last', party: { kind: 'person', name: '末位' }, members: [] }));
    dispatchEvent(new Event('beforeprint'));
    await until(() => page.all('article h2').length > 5, 'the paper');
    const text = page.text();
    for (const part of ['持证户与无证户各占多大比例', '末位', '征地补偿协议', '1,763,562.55', '核对林权证', '阶段改为：分级化解'])
      equal(text.includes(part), true, part);
    equal(page.all('article button, article input, [role=tab]').length, 0, 'no control');
    dispatchEvent(new Event('afterprint'));
    await until(() => page.all('[role=tab]').length > 0, 'the page');
    page.remove();
  });

  it('with twelve people the header stays one line of names', async () => {
    const session = filled();
    const acts = session.room({ case: SAMPLE, room: 'case' });
    for (let at = 0; at < 12; at++) {
      const request = caseSlice.request.addMember({ person: `p${at}`, role: 'member' });
      acts.log(
        { id: `add-${at}`, command: request.command, args: { ...request.args }, base: acts.logged().seq },
        { person: 'sun', at: AT },
      );
    }
    const page = open('overview', session);
    await ready(page);
    equal(page.all('.team summary .seals .seal').length, 6);
    equal(words(page, '.team summary')[0]?.includes('共14人'), true);
    equal(page.all('.team li').length, 14, 'all on demand');
    page.remove();
  });
});
