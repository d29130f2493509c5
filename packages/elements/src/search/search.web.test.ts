import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { rowOf } from '../testing/sample-row.js';

const ROWS = [
  rowOf('a', { title: '木匠沟林地补偿款分配纠纷', village: '木匠沟村', parties: ['何守田'] }, { names: ['罗桂芬'], tails: ['5678'] }),
  rowOf('b', { title: '宅基地院墙纠纷', village: '东滩村', parties: ['买买提·艾力'] }),
];

async function open(locale: 'zh' | 'en' = 'zh') {
  const session = new FakeSession('sun');
  session.rows.set(ROWS);
  const opened: string[] = [];
  const page = fixture(
    session,
    html`<onedoor-search @od-open-case=${(event: CustomEvent<{ case: string }>) => opened.push(event.detail.case)}></onedoor-search>`,
    { locale },
  );
  await until(() => page.all('button').length === 1, 'the button');
  const isOpen = () => page.all('dialog').some((dialog) => dialog instanceof HTMLDialogElement && dialog.open);
  const input = () => {
    const [found] = page.all('input[name=query]');
    if (!(found instanceof HTMLInputElement)) throw new Error('no field');
    return found;
  };
  const type = (value: string, isComposing = false) => {
    input().value = value;
    input().dispatchEvent(new InputEvent('input', { bubbles: true, isComposing }));
  };
  const found = () => page.all('[role=option]').map((option) => option.dataset['case']);
  const key = (name: string, init: KeyboardEventInit = {}) =>
    input().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...init }));
  return { page, session, opened, isOpen, type, found, key };
}
const press = (key: string, init: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
type Opened = Awaited<ReturnType<typeof open>>;
async function opened(locale: 'zh' | 'en' = 'zh'): Promise<Opened> {
  const it = await open(locale);
  press('k', { ctrlKey: true });
  await until(() => it.isOpen(), 'the dialog');
  return it;
}

describe('onedoor-search', () => {
  it('opens by its button, Ctrl+K and a slash, not by a slash in a field', async () => {
    const { page, isOpen } = await open();
    const field = document.createElement('input');
    document.body.append(field);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }));
    field.remove();
    equal(isOpen(), false, 'a slash that is a letter');
    const close = async () => {
      for (const dialog of page.all('dialog')) if (dialog instanceof HTMLDialogElement) dialog.close();
      await until(() => page.all('dialog').length === 0, 'closed');
    };
    for (const [how, act] of [
      ['slash', () => press('/')],
      ['chord', () => press('k', { ctrlKey: true })],
      ['button', () => page.all('button')[0]?.click()],
    ] as const) {
      act();
      await until(() => isOpen(), how);
      await close();
    }
    page.remove();
  });

  it('leaves single keys alone for whoever has switched them off, not the chord', async () => {
    const { page, session, isOpen } = await open();
    await session.preferences.set('board/keysOff', true);
    press('/');
    await new Promise((done) => setTimeout(done, 50));
    equal(isOpen(), false, 'a slash');
    press('k', { ctrlKey: true });
    await until(() => isOpen(), 'the chord');
    page.remove();
  });

  it('finds as one types, by spelling and by a name that the card does not show, and says why', async () => {
    const { page, type, found } = await opened();
    type('lgf');
    await until(() => found().length === 1, 'one');
    equal(found(), ['a'], 'by initials');
    equal(page.text().includes('涉及 罗桂芬'), true, 'why');
    type('纠纷');
    await until(() => found().length === 2, 'both');
    type('买买提艾力');
    await until(() => found()[0] === 'b' && found().length === 1, 'without its dot');
    type('5678');
    await until(() => found()[0] === 'a' && found().length === 1, 'by the tail');
    type('没有这个人');
    await until(() => page.text().includes('没有找到。'), 'nothing');
    page.remove();
  });

  it('takes no letter that an input method still composes, and no key of it', async () => {
    const { page, type, found, opened: cases, key } = await opened();
    type('lgf', true);
    type('lgf');
    await until(() => found().length === 1, 'found after the composition');
    key('Enter', { isComposing: true });
    equal(cases, [], 'Enter chose a word');
    type('zzz', true);
    await page.all('onedoor-search').length;
    equal(found(), ['a'], 'while composing');
    page.remove();
  });

  it('goes through the list by arrows and opens by Enter and by a press', async () => {
    const { page, type, found, key, opened: cases, isOpen } = await opened();
    type('纠纷');
    await until(() => found().length === 2, 'both');
    const chosen = () => page.all('[aria-selected=true]').map((option) => option.id);
    key('ArrowDown');
    await until(() => chosen()[0] === 'hit-1', 'the second');
    const second = found()[1];
    key('Enter');
    await until(() => !isOpen(), 'closed');
    equal(cases, [second], 'opened');
    page.remove();
  });

  it('follows the rows while it is open', async () => {
    const { page, session, type, found } = await opened();
    type('水渠');
    session.rows.set([...ROWS, rowOf('c', { title: '水渠堵塞', village: '', parties: [] })]);
    await until(() => found()[0] === 'c', 'the new case');
    session.rows.set(ROWS);
    await until(() => found().length === 0, 'gone');
    page.remove();
  });

  it('says that it looks on this device alone while there is no network', async () => {
    const { page, session } = await opened();
    session.sync.set({ ...session.sync.get(), connection: 'offline' });
    await until(() => page.text().includes('本机现有2件案件'), 'where it looks');
    page.remove();
  });

  it('adds what the server finds when one pauses: cases of the device once, others with their rows, and says where it looked', async () => {
    const { page, session, type, found, opened: cases, key } = await opened();
    const far = rowOf('far', { title: '石灰窑旧址纠纷', village: '东滩村', parties: ['龚䶮'] });
    session.found = new Map([
      [
        '量地',
        {
          hits: [
            { case: 'far', score: 14, kind: 'text', room: 'joint', excerpt: ['三户都同意先', '量地', '，再谈补偿。'] },
            { case: 'a', score: 12, kind: 'text', room: 'police', excerpt: ['到场', '量地', ''] },
          ],
          rows: [far, ROWS[0] ?? far],
          total: 2,
          complete: true,
        },
      ],
      ['gy', { hits: [{ case: 'far', score: 50, kind: 'name', room: 'joint' }], rows: [far], total: 1, complete: false }],
      ['lgf', { hits: [{ case: 'a', score: 50, kind: 'name', room: 'joint' }], rows: ROWS.slice(0, 1), total: 1, complete: true }],
    ]);
    type('量');
    type('量地');
    await until(() => found().length === 2, 'both');
    equal([found(), session.asked], [['far', 'a'], ['量地']], 'asked once, when the typing paused');
    equal(
      page.all('mark').map((mark) => mark.textContent),
      ['量地', '量地'],
      'the word',
    );
    equal(page.all('[role=option]')[0]?.textContent?.includes('三户都同意先量地，再谈补偿。'), true, 'what stands around it');
    await until(() => page.text().includes('找到2件。 已在本机2件案件和服务器上查找，包括案件正文。'), 'where it looked');
    type('lgf');
    await until(() => !page.text().includes('量地'), 'an answer to something else');
    await until(() => page.text().includes('包括案件正文'), 'the answer');
    equal([found(), page.text().includes('涉及 罗桂芬')], [['a'], true], 'once, as the device says it');
    type('gy');
    await until(() => page.text().includes('服务器还没有整理完正文'), 'that it is not whole');
    equal(found(), ['far'], 'a case that this device does not hold');
    key('Enter');
    equal(cases, ['far'], 'opened');
    page.remove();
  });

  it('says that it looked here alone where the server does not answer, and does not ask without network', async () => {
    const { page, session, type, found } = await opened();
    session.found = undefined;
    type('lgf');
    await until(() => page.text().includes('没有连上服务器：本机现有2件案件'), 'no answer');
    equal(found(), ['a'], 'what is here');
    session.sync.set({ ...session.sync.get(), connection: 'offline' });
    type('量地');
    await until(() => page.text().includes('没有找到。 没有连上服务器'), 'offline');
    await new Promise((done) => setTimeout(done, 400));
    equal(session.asked, ['lgf'], 'asked');
    page.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    it(`has no accessibility violation, ${locale}`, async () => {
      const { page, type, found } = await opened(locale);
      type('lgf');
      await until(() => found().length === 1, 'found');
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
