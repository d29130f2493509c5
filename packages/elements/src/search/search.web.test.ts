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
