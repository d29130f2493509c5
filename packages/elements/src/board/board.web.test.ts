// Long because: every way of moving a card is proved in one place, with one page around it.
import { type CaseRow, caseSlice, definePlugin, refuse, type Stage, type Task } from '@onedoor/core';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import type { PluginEntry } from '../plugin-host/plugin-view.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession, SYNCED } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';
import type { Move } from './acts-controller.js';
import { OnedoorBoard } from './board.js';

const AT = Date.UTC(2024, 2, 11, 1, 10);
const DAY = 86_400_000;

/** A row that says what its case room says. */
function row(id: string, over: Partial<CaseRow> = {}): CaseRow {
  return {
    case: id,
    title: `${id}纠纷`,
    category: '02',
    source: 'walk-in',
    village: '木匠沟村',
    createdAt: AT,
    createdBy: 'sun',
    number: { register: 'case', year: 2024, value: 12 },
    stage: 'screening',
    members: { sun: { person: 'sun', role: 'lead', since: AT, by: 'sun' } },
    changedAt: AT,
    conflicts: 0,
    offers: 0,
    parties: ['赵吉祥', '张建国'],
    partyCount: 2,
    matter: '',
    pendingActs: 0,
    rooms: [],
    summaries: {},
    tasks: [],
    ...over,
  };
}

let logged = 0;
/** Brings a case's room to a stage, so that acts on it are checked as in life. */
function enact(session: FakeSession, id: string, stage: Stage): void {
  const room = session.room({ case: id, room: 'case' });
  const log = (request: { command: string; args: Readonly<Record<string, unknown>> }) =>
    room.log({ id: `log-${++logged}`, command: request.command, args: request.args, base: room.logged().seq }, { person: 'sun', at: AT });
  log(caseSlice.request.create({ title: `${id}纠纷`, category: '02', source: 'walk-in', village: '' }));
  if (stage === 'closed') log(caseSlice.request.close({ outcome: 'settled', reason: '履行完毕' }));
  else if (stage !== 'screening') log(caseSlice.request.move({ to: stage, reason: '测试' }));
}

const observed = (person: string): Pick<CaseRow, 'members'> => ({
  members: {
    chen: { person: 'chen', role: 'lead', since: AT, by: 'chen' },
    [person]: { person, role: 'observer', since: AT, by: 'chen' },
  },
});

function open(
  rows: readonly CaseRow[],
  options: { readonly session?: FakeSession; readonly plugins?: readonly PluginEntry[]; readonly query?: string } = {},
) {
  const session = options.session ?? new FakeSession();
  for (const { case: id, stage } of rows.slice(0, 50)) enact(session, id, stage);
  session.rows.set(rows);
  const page = fixture(session, html`<onedoor-board query=${options.query ?? ''}></onedoor-board>`, { plugins: options.plugins ?? [] });
  const board = page.all('onedoor-board')[0];
  if (!(board instanceof OnedoorBoard)) throw new Error('no board');
  const one = <T extends HTMLElement>(selector: string) => {
    const found = board.renderRoot.querySelector<T>(selector);
    if (found === null) throw new Error(`no ${selector}`);
    return found;
  };
  return {
    ...page,
    session,
    board,
    one,
    link: (id: string) => one<HTMLAnchorElement>(`[data-case="${id}"] a.title`),
    said: () => one('[data-said]').textContent?.trim() ?? '',
    titles: (stage: Stage) =>
      [...board.renderRoot.querySelectorAll(`section[data-stage=${stage}] a.title`)].map((each) => each.textContent),
    stageOf: (id: string) => board.renderRoot.querySelector(`[data-case="${id}"]`)?.closest<HTMLElement>('section')?.dataset['stage'],
    acts: (id: string) =>
      session
        .room({ case: id, room: 'case' })
        .pending()
        .map(({ command, args }) => ({ command, ...args })),
    focused: () => board.shadowRoot?.activeElement?.closest<HTMLElement>('[data-case]')?.dataset['case'],
    async shown() {
      await until(() => board.renderRoot.querySelector('a.title') !== null, 'cards');
    },
    async menu(id: string, item: string) {
      one(`[data-case="${id}"] .more`).click();
      await until(() => board.renderRoot.querySelector('dialog.menu[open]') !== null, 'the menu');
      one(`[role=menuitem][data-id=${item}]`).click();
    },
    async press(...keys: readonly string[]) {
      for (const key of keys) {
        await sendKeys({ press: key });
        await board.updateComplete;
      }
    },
  };
}

type Page = ReturnType<typeof open>;
const middle = (element: HTMLElement): [number, number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
};

async function drag(page: Page, id: string, stage: Stage, drop = true): Promise<void> {
  const [x, y] = middle(page.one(`[data-case="${id}"]`));
  const [toX, toY] = middle(page.one(`section[data-stage=${stage}] h2`));
  await sendMouse({ type: 'move', position: [x, y] });
  await sendMouse({ type: 'down' });
  await sendMouse({ type: 'move', position: [x + 12, y] });
  await sendMouse({ type: 'move', position: [toX, toY + 40] });
  if (drop) await sendMouse({ type: 'up' });
}

function fill(page: Page, name: string, value: string): void {
  const field = page.one<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`dialog [name=${name}]`);
  field.value = value;
}

async function violations(place: HTMLElement): Promise<string[]> {
  const result = await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  return result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`));
}

const task = (over: Partial<Task>): Task => ({ id: 't1', what: '核对名单', for: { person: 'sun' }, askedBy: 'chen', askedAt: AT, ...over });
/** A day so many days from today, in Shanghai. */
const dayFromNow = (days: number): string => new Date(Date.now() + 8 * 3_600_000 + days * DAY).toISOString().slice(0, 10);

describe('onedoor-board', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(async () => {
    await setViewport({ width: 1440, height: 900 });
    for (const main of document.querySelectorAll('main')) main.remove();
  });

  for (const locale of ['zh', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      it(`has no accessibility violation as cards, table and menu (${locale}, ${theme})`, async () => {
        const session = new FakeSession();
        fillSampleCase(session);
        const page = open(session.rows.get(), { session });
        page.show(locale);
        const provider = page.place.querySelector('onedoor-session-provider');
        if (provider !== null) provider.theme = theme;
        document.body.style.background = theme === 'dark' ? '#16181b' : '#fbfaf7';
        await page.shown();
        equal(await violations(page.place), [], 'cards');
        page.one('.segments button:last-child').click();
        await until(() => page.all('table').length === 1, 'the table');
        equal(await violations(page.place), [], 'table');
        page.one(`[data-case="${SAMPLE}"] .more`).click();
        await until(() => page.all('dialog.menu[open]').length === 1, 'the menu');
        equal(await violations(page.place), [], 'menu');
        document.body.style.background = '';
      });
    }
  }

  it('a card says number, matter, parties, clock, people and marks', async () => {
    const unnumbered: { number?: CaseRow['number'] } & CaseRow = row('b', { tasks: [task({ dueOn: dayFromNow(-2) })], pendingActs: 1 });
    delete unnumbered.number;
    const page = open([
      row('a', { partyCount: 23, tasks: [task({ dueOn: dayFromNow(2), for: { department: 'committee' } })] }),
      unnumbered,
    ]);
    await page.shown();
    const [a, b] = ['a', 'b'].map((id) => page.one(`[data-case="${id}"]`).textContent?.replaceAll(/\s+/g, ' ') ?? '');
    for (const words of ['N〔2024〕12号', 'a纠纷', '赵吉祥、张建国等23方', '▲', '核对名单', '还剩2天', '等我部门1项', '孙桂兰']) {
      if (!a?.includes(words)) throw new Error(`"${words}" is not in ${a}`);
    }
    for (const words of ['待编号', '1项待登记', '■', '逾期2天', '等我办1项'])
      if (!b?.includes(words)) throw new Error(`"${words}" is not in ${b}`);
    equal(page.titles('screening'), ['b纠纷', 'a纠纷'], 'the nearest clock first');
  });

  describe('moving', () => {
    it('by the menu: a step forward at once, marked as waiting, with the focus on it', async () => {
      const page = open([row('a'), row('b')]);
      const seen: Move[] = [];
      page.board.addEventListener('od-moved', (event) => seen.push((event as CustomEvent<Move>).detail));
      await page.shown();
      await page.menu('a', 'graded');
      await until(() => page.stageOf('a') === 'graded', 'the new column');
      equal(page.acts('a'), [{ command: 'case.move', to: 'graded', reason: '' }]);
      equal(seen, [{ case: 'a', from: 'screening', to: 'graded', reason: '' }]);
      await until(() => page.focused() === 'a', 'the focus');
      equal(page.one('[data-case="a"]').textContent?.includes('1项待登记'), true, 'mark');
      page.session.rows.set([row('a', { stage: 'graded' }), row('b')]);
      await until(() => !page.one('[data-case="a"]').textContent?.includes('待登记'), 'logged');
      equal(page.stageOf('a'), 'graded');
    });

    it('asks for the reason where the method asks for one; Enter of an input method sends nothing', async () => {
      const page = open([row('a')]);
      await page.shown();
      await page.menu('a', 'joint');
      await until(() => page.board.renderRoot.querySelector('dialog[open] textarea') !== null, 'the form');
      await until(() => page.board.shadowRoot?.activeElement?.matches('textarea') === true, 'the focus in it');
      const form = page.one<HTMLFormElement>('dialog form');
      form.requestSubmit();
      equal(page.acts('a'), [], 'nothing without a reason');
      fill(page, 'reason', '需要林业站到场');
      const composing = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, composed: true, cancelable: true });
      page.one('dialog textarea').dispatchEvent(composing);
      equal([composing.defaultPrevented, page.acts('a')], [true, []], 'composing');
      form.requestSubmit();
      await until(() => page.stageOf('a') === 'joint', 'the new column');
      equal(page.acts('a'), [{ command: 'case.move', to: 'joint', reason: '需要林业站到场' }]);
      await until(() => page.focused() === 'a' && page.all('dialog[open]').length === 0, 'the focus on the card');
    });

    it('closes by the form of outcome and reason; nothing is filled in beforehand', async () => {
      const page = open([row('a', { stage: 'supervised' })]);
      await page.shown();
      await page.menu('a', 'closed');
      await until(() => page.board.renderRoot.querySelector('dialog[open] select[name=outcome]') !== null, 'the form');
      equal(page.one<HTMLSelectElement>('dialog [name=outcome]').value, '');
      fill(page, 'outcome', 'settled');
      fill(page, 'reason', '双方已当面履行');
      page.one<HTMLFormElement>('dialog form').requestSubmit();
      await until(() => page.stageOf('a') === 'closed', 'closed');
      equal(page.acts('a'), [{ command: 'case.close', outcome: 'settled', reason: '双方已当面履行' }]);
    });

    it('does not offer what would be refused, and says why', async () => {
      const page = open([
        row('a', observed('sun')),
        row('b', { members: { ...observed('chen').members, sun: { person: 'sun', role: 'member', since: AT, by: 'chen' } } }),
      ]);
      await page.shown();
      page.one('[data-case="a"] .more').click();
      await until(() => page.all('dialog.menu[open]').length === 1, 'the menu');
      const item = page.one('[role=menuitem][data-id=graded]');
      equal([item.getAttribute('aria-disabled'), item.textContent?.includes('旁听不能做')], ['true', true]);
      item.click();
      equal([page.acts('a'), page.all('dialog.menu[open]').length], [[], 1], 'nothing happens');
      await page.press('Escape');
      await until(() => page.all('dialog.menu').length === 0, 'closed');
      page.one('[data-case="b"] .more').click();
      await until(() => page.all('dialog.menu[open]').length === 1, 'the menu of b');
      equal(page.one('[role=menuitem][data-id=closed]').textContent?.includes('要由主办人、包案领导来做'), true, 'words of the rule');
    });

    it('by keyboard: picked up, carried, dropped, each step said', async () => {
      const page = open([row('a'), row('b')]);
      await page.shown();
      page.link('a').focus();
      await page.press('Space');
      equal(page.said(), '拿起“a纠纷”，现在在预防排查，第1列，共6列。左右键选阶段，回车放下，Esc 放回。');
      await page.press('ArrowRight');
      equal(page.said(), '分级化解，第2列，共6列，可以放下。');
      equal(page.one('section[data-stage=graded]').className, 'column allowed over');
      await page.press('Enter');
      await until(() => page.stageOf('a') === 'graded' && page.focused() === 'a', 'the card in its column');
      equal(page.said(), '“a纠纷”已移到分级化解，待服务器登记。');
      equal(page.acts('a').length, 1);
    });

    it('by keyboard: Escape puts it back, a forbidden column says why and takes nothing', async () => {
      const page = open([row('a', observed('sun'))]);
      await page.shown();
      page.link('a').focus();
      await page.press('Space', 'ArrowRight');
      equal(page.said(), '分级化解，第2列，共6列，不能放：旁听不能做');
      await page.press('Space');
      equal(page.said(), '“a纠纷”不能移：旁听不能做');
      await page.press('Escape');
      equal([page.said(), page.acts('a'), page.focused()], ['“a纠纷”放回预防排查。', [], 'a']);
    });

    it('by mouse; the click at its end opens nothing', async () => {
      const page = open([row('a'), row('b')]);
      let opened = 0;
      page.board.addEventListener('od-open', () => opened++);
      await page.shown();
      await drag(page, 'a', 'graded', false);
      equal(page.one('section[data-stage=graded]').className, 'column allowed over');
      equal(page.all('.ghost').length, 1, 'a picture goes along');
      await sendMouse({ type: 'up' });
      await until(() => page.stageOf('a') === 'graded', 'the new column');
      equal([opened, page.all('.ghost').length, page.acts('a').length], [0, 0, 1]);
    });

    it('by mouse: Escape cancels, a forbidden column refuses with words', async () => {
      const page = open([row('a', observed('sun'))]);
      await page.shown();
      await drag(page, 'a', 'graded', false);
      equal(page.one('section[data-stage=graded]').className, 'column refused over');
      await sendKeys({ press: 'Escape' });
      equal([page.all('.ghost').length, page.said()], [0, '“a纠纷”放回预防排查。']);
      await sendMouse({ type: 'up' });
      await drag(page, 'a', 'graded');
      await until(() => page.said() === '“a纠纷”不能移：旁听不能做', 'the reason');
      equal(page.acts('a'), []);
    });

    it('by finger: a long press picks up, a moving finger scrolls', async () => {
      const page = open([row('a')]);
      await page.shown();
      const card = page.one('[data-case="a"]');
      const [x, y] = middle(card);
      const touch = (type: string, at: readonly [number, number]) =>
        card.dispatchEvent(
          new PointerEvent(type, {
            pointerType: 'touch',
            pointerId: 7,
            isPrimary: true,
            bubbles: true,
            composed: true,
            clientX: at[0],
            clientY: at[1],
          }),
        );
      touch('pointerdown', [x, y]);
      touch('pointermove', [x, y + 30]);
      await new Promise((resume) => setTimeout(resume, 500));
      equal(page.all('.ghost').length, 0, 'scrolling');
      touch('pointerup', [x, y + 30]);
      touch('pointerdown', [x, y]);
      await until(() => page.all('.ghost').length === 1, 'picked up');
      const [toX, toY] = middle(page.one('section[data-stage=graded]'));
      touch('pointermove', [toX, toY]);
      const scroll = new TouchEvent('touchmove', { bubbles: true, composed: true, cancelable: true });
      card.dispatchEvent(scroll);
      equal(scroll.defaultPrevented, true, 'the page stands still');
      touch('pointerup', [toX, toY]);
      await until(() => page.stageOf('a') === 'graded', 'the new column');
      equal(page.acts('a').length, 1);
      // The click that a drag leaves behind is swallowed for a moment; it may not be the next test's.
      await new Promise((resume) => setTimeout(resume, 80));
    });

    it('a page may forbid a move', async () => {
      const page = open([row('a')]);
      page.board.addEventListener('od-before-move', (event) => event.preventDefault());
      await page.shown();
      await page.menu('a', 'graded');
      await page.board.updateComplete;
      equal([page.acts('a'), page.stageOf('a')], [[], 'screening']);
    });

    it('what is refused goes back, with words: at once, or when the server has answered', async () => {
      const session = new FakeSession();
      const page = open([row('a')], { session });
      await page.shown();
      const act = session.act.bind(session);
      session.act = () => Promise.resolve(refuse('NOT_PERMITTED', { seen: 'case.move', expected: 'the right', todo: 'Ask the lead.' }));
      await page.menu('a', 'graded');
      await until(() => page.board.renderRoot.querySelector('.refusal') !== null, 'the refusal');
      equal(page.stageOf('a'), 'screening');
      session.act = act;
      await page.menu('a', 'graded');
      await until(() => page.stageOf('a') === 'graded', 'moved');
      session.rows.set([row('a', { pendingActs: 1 })]);
      await page.board.updateComplete;
      equal(page.stageOf('a'), 'graded', 'still under way');
      session.rows.set([row('a')]);
      await until(() => page.stageOf('a') === 'screening', 'put back');
      await until(() => page.said() === '服务器没有接受，“a纠纷”回到预防排查。', 'the words');
    });
  });

  it('one card of a column takes the focus; arrows, Home, End and pages go on from it', async () => {
    const page = open(
      [...Array.from({ length: 30 }, (_, at) => row(`s${String(30 - at).padStart(2, '0')}`)), row('g1', { stage: 'joint' })],
      { query: 'sort=created' },
    );
    await page.shown();
    equal(page.all('section[data-stage=screening] a.title[tabindex="0"]').length, 1);
    page.link('s30').focus();
    await page.press('ArrowDown');
    equal(page.focused(), 's29');
    await page.press('PageDown');
    equal(page.focused(), 's21');
    await page.press('End');
    await until(() => page.focused() === 's01', 'the last one, though it was not drawn');
    await page.press('ArrowRight');
    equal(page.focused(), 'g1', 'past the empty column');
    await page.press('ArrowLeft', 'Home');
    await until(() => page.focused() === 's30', 'the first');
  });

  it('is filtered by words, choices and marks; the page hears of it and can ask for it', async () => {
    const page = open([
      row('a', { title: '水渠漏水', village: '土城村' }),
      row('b', { title: '婚约财产', category: '01', tasks: [task({})] }),
      row('c', { title: '旧案', stage: 'closed' }),
    ]);
    const told: string[] = [];
    page.board.addEventListener('od-view-change', (event) => told.push((event as CustomEvent<{ query: string }>).detail.query));
    await page.shown();
    (document.activeElement as HTMLElement | null)?.blur();
    await page.press('/');
    await sendKeys({ type: '水渠 赵吉' });
    await until(() => page.all('a.title').length === 1, 'one by words');
    equal(page.one('section[data-stage=screening] .count').textContent, '1 / 2');
    await until(() => told.at(-1) === 'words=%E6%B0%B4%E6%B8%A0+%E8%B5%B5%E5%90%89', 'the event');
    page.one('.clear').click();
    await until(() => page.all('a.title').length === 3, 'cleared');
    page.board.query = 'category=01';
    await until(() => page.titles('screening').join() === '婚约财产', 'by the page');
    page.board.query = 'waits=1';
    await until(() => page.titles('screening').join() === '婚约财产', 'what waits for me');
    page.board.query = 'words=没有这样的';
    await until(() => page.text().includes('没有符合条件的案件'), 'no match');
  });

  it('a search waits for the end of a composition', async () => {
    const page = open([row('a', { title: '水渠漏水' }), row('b')]);
    await page.shown();
    const search = page.one<HTMLInputElement>('input[type=search]');
    search.value = "shui'qu";
    search.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
    await page.board.updateComplete;
    equal(page.all('a.title').length, 2, 'letters of the input method hide nothing');
    search.value = '水渠';
    search.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    await until(() => page.all('a.title').length === 1, 'the word is searched');
  });

  it('views are saved, chosen, renamed, made the first one, deleted', async () => {
    const session = new FakeSession();
    const page = open([row('a'), row('b', { category: '01' })], { session, query: 'category=01' });
    await page.shown();
    page.one('.save-view').click();
    await until(() => page.board.renderRoot.querySelector('dialog[open] input[name=name]') !== null, 'the form');
    fill(page, 'name', '婚姻家庭');
    page.one<HTMLInputElement>('dialog [name=default]').checked = true;
    page.one<HTMLFormElement>('dialog form').requestSubmit();
    await until(() => page.one<HTMLSelectElement>('.views select').selectedOptions[0]?.textContent === '婚姻家庭', 'in use');
    const choose = (value: string) => {
      const select = page.one<HTMLSelectElement>('.views select');
      select.value = value;
      select.dispatchEvent(new Event('change'));
    };
    choose('all');
    await until(() => page.all('a.title').length === 2, 'all');
    page.one('.manage').click();
    await until(() => page.all('.own-views input').length === 2, 'my views');
    const name = page.one<HTMLInputElement>('.own-views input');
    name.value = '家事';
    name.dispatchEvent(new Event('change'));
    await until(() => page.text().includes('家事'), 'renamed');
    page.remove();
    const again = fixture(session, html`<onedoor-board></onedoor-board>`);
    await until(() => again.all('a.title').length === 1, 'opens with the first view');
    again.all('.manage')[0]?.click();
    await until(() => again.all('.own-views .danger').length === 1, 'my views again');
    again.all('.own-views .danger')[0]?.click();
    await until(() => again.text().includes('没有保存的视图'), 'deleted');
    equal(session.preferences.get('board/first'), undefined);
  });

  it('a conflict is shown on the card and settled there', async () => {
    const session = new FakeSession();
    fillSampleCase(session);
    const page = fixture(session, html`<onedoor-board></onedoor-board>`);
    await until(() => page.all('button.mark.conflict').length === 1, 'the mark');
    page.all('button.mark.conflict')[0]?.click();
    await until(() => page.all('.conflict dl').length === 1, 'both acts');
    for (const words of ['阶段改为：分级化解', '阶段改为：部门联调', '陈志强', '需要林业部门到场']) {
      if (!page.text().includes(words)) throw new Error(`"${words}" is not shown`);
    }
    page.all('.conflict button')[0]?.click();
    await until(() => page.all('select[name=choice]').length === 1, 'the form');
    const [choice, reason] = [page.all('select[name=choice]')[0], page.all('textarea[name=reason]')[0]];
    if (!(choice instanceof HTMLSelectElement) || !(reason instanceof HTMLTextAreaElement)) throw new Error('no form');
    choice.value = 'dismiss';
    reason.value = '以先登记的为准';
    reason.form?.requestSubmit();
    await until(
      () =>
        session
          .room({ case: SAMPLE, room: 'case' })
          .pending()
          .some(({ command }) => command === 'conflict.settle'),
      'the act',
    );
    await until(() => page.all('dialog[open]').length === 0, 'the dialog closes');
  });

  it('asks somebody for something', async () => {
    const page = open([row('a')]);
    await page.shown();
    await page.menu('a', 'ask');
    await until(() => page.board.renderRoot.querySelector('dialog[open] [name=what]') !== null, 'the form');
    fill(page, 'what', '核对林权证');
    fill(page, 'whom', 'department:station');
    page.one<HTMLFormElement>('dialog form').requestSubmit();
    await until(() => page.acts('a').length === 1, 'the act');
    const [act] = page.acts('a');
    equal(
      [act?.command, act?.['what' as keyof typeof act], act?.['for' as keyof typeof act]],
      ['task.ask', '核对林权证', { department: 'station' }],
    );
  });

  it('stays usable with a plugin that throws in badge, clock and column', async () => {
    const manifest = {
      name: 'broken',
      version: '1.0.0',
      api: 1,
      label: { zh: '坏插件', en: 'Broken' },
      rooms: [],
      contributes: {
        cardBadges: [{ id: 'badge', label: { zh: '徽', en: 'b' } }],
        deadlineRules: [{ id: 'due', label: { zh: '期', en: 'd' } }],
        ledgerColumns: [{ id: 'column', label: { zh: '坏列', en: 'Broken column' }, kind: 'text' }],
      },
    };
    const fail = () => {
      throw new Error('broken');
    };
    const model = definePlugin(
      manifest as never,
      {},
      { locales: { zh: {}, en: {} }, cardBadges: { badge: fail }, deadlineRules: { due: fail }, ledgerColumns: { column: fail } },
    );
    const page = open([row('a'), row('b')], {
      plugins: [{ model, load: () => Promise.reject(new Error('unused')) }],
      query: 'view=table&columns=code broken.column',
    });
    await until(() => page.all('tbody tr[data-case]').length === 2, 'rows');
    equal(page.text().includes('坏列'), true, 'its column stands there, empty');
    page.one('.segments button').click();
    await page.shown();
    await page.menu('a', 'graded');
    await until(() => page.acts('a').length === 1, 'cards can be moved');
  });

  it('the table sorts by its headers, chooses its columns, and tells its size', async () => {
    const page = open([row('a', { village: '土城村' }), row('b', { village: '沙卜村', stage: 'closed' })], { query: 'view=table' });
    await until(() => page.all('tbody tr[data-case]').length === 2, 'rows');
    const order = () => page.all('tbody tr[data-case]').map((each) => each.dataset['case']);
    page.one('th.c-village button').click();
    await until(() => order().join() === 'b,a', 'by village');
    equal(page.one('th.c-village').getAttribute('aria-sort'), 'ascending');
    page.one('th.c-village button').click();
    await until(() => order().join() === 'a,b', 'the other way');
    equal([page.one('table').getAttribute('aria-rowcount'), page.one('tbody tr[data-case]').getAttribute('aria-rowindex')], ['3', '2']);
    page.one('.columns-button').click();
    await until(() => page.all('dialog[open] .checks input').length > 5, 'columns');
    const category = page.all('dialog .checks label').find((label) => label.textContent?.includes('纠纷类型'));
    category?.querySelector('input')?.click();
    await until(() => page.all('th.c-category').length === 1, 'the new column');
    equal(page.session.preferences.get('board/view')?.toString().includes('category'), true, 'kept for the person');
  });

  it('5,000 rows draw few nodes, and End reaches the last', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) =>
      row(`r${String(at).padStart(4, '0')}`, { stage: at % 2 === 0 ? 'graded' : 'joint' }),
    );
    const page = open(rows);
    await page.shown();
    const drawn = page.all('li[data-key]').length;
    if (drawn > 80) throw new Error(`${drawn} cards are drawn`);
    equal(page.one('section[data-stage=graded] li').getAttribute('aria-setsize'), '2500');
    page.one('section[data-stage=graded] a.title').focus();
    await page.press('End');
    await until(() => page.focused() === 'r0000', 'the last card');
    equal(page.link('r0000').closest('li')?.getAttribute('aria-posinset'), '2500');
  });

  it('20,000 rows show some cards at once and all of them soon; a filter, a change and the last card are found', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) =>
      row(`r${String(at).padStart(5, '0')}`, { stage: at % 2 === 0 ? 'graded' : 'joint', village: at % 100 === 0 ? '土城村' : '沙卜村' }),
    );
    const session = new FakeSession();
    const noted: string[][] = [];
    Object.assign(session, { noteFirst: (cases: readonly string[]) => noted.push([...cases]) });
    const page = open(rows, { session });
    await page.shown();
    const size = () => page.one('section[data-stage=graded] li').getAttribute('aria-setsize');
    await until(() => size() === '10000', 'all in order');
    await until(() => noted.at(-1)?.length === 24, 'the first cards are noted');
    equal(noted.at(-1)?.includes(page.all('section[data-stage=graded] li')[0]?.dataset['key'] ?? ''), true, 'those that are shown');
    page.board.query = 'village=土城村';
    await until(() => size() === '200', 'the filter');
    page.board.query = '';
    await until(() => size() === '10000', 'without it');
    session.rows.set(rows.map((each) => (each.case === 'r00004' ? { ...each, stage: 'joint' as const } : each)));
    await until(() => size() === '9999', 'the change');
    page.one('section[data-stage=graded] a.title').focus();
    await page.press('End');
    await until(() => page.focused() === 'r00000', 'the last card');
  });

  it('another filter draws into the elements that are there, and never into the one with the focus', async () => {
    const page = open(Array.from({ length: 60 }, (_, at) => row(`r${at}`, { village: at % 2 === 0 ? '土城村' : '沙卜村' })));
    await page.shown();
    await until(() => page.all('li[data-key]').length > 0 && page.board.isUpdatePending === false, 'quiet');
    const before = new Set(page.all('li[data-key]'));
    const [first] = page.all('li[data-key]:has(a.title)');
    const keyOf = (item: HTMLElement | undefined) => item?.dataset['key'] ?? '';
    const focused = keyOf(first);
    page.link(focused).focus();
    const link = page.link(focused);
    const other = page.session.rows.get().find(({ case: id }) => id === focused)?.village === '土城村' ? '沙卜村' : '土城村';
    page.board.query = `village=${other}`;
    await until(() => page.all(`[data-case="${focused}"]`).length === 0, 'the other village');
    const kept = page.all('li[data-key]').filter((item) => before.has(item));
    equal(kept.length > 0, true, 'elements are used again');
    equal(link.isConnected, false, 'the focused one goes');
    equal(page.focused(), undefined, 'nobody is led to another case');
    equal(new Set(page.all('li[data-key]').map(keyOf)).size, page.all('li[data-key]').length, 'each case once');
    for (const item of page.all('li[data-key]')) equal(item.querySelector('a.title')?.textContent, `${keyOf(item)}纠纷`);
  });

  it('paper has all of them, the table too', async () => {
    const page = open(Array.from({ length: 400 }, (_, at) => row(`r${at}`)));
    await page.shown();
    equal(page.all('li[data-key]').length < 80, true, 'on screen');
    dispatchEvent(new Event('beforeprint'));
    equal(page.all('li[data-key]').length, 400, 'on paper');
    dispatchEvent(new Event('afterprint'));
    await until(() => page.all('li[data-key]').length < 160, 'on screen again');
    page.one('.segments button:last-child').click();
    await until(() => page.all('tbody tr[data-case]').length > 0, 'the table');
    equal(page.all('tbody tr[data-case]').length < 100, true, 'on screen');
    dispatchEvent(new Event('beforeprint'));
    equal(page.all('tbody tr[data-case]').length, 400, 'on paper');
    dispatchEvent(new Event('afterprint'));
  });

  it('at 390 px: one stage under tabs, filters in a sheet, nothing wider than the page', async () => {
    await setViewport({ width: 390, height: 844 });
    const page = open([row('a'), row('b', { stage: 'joint', category: '01', title: '集大原铁路占用木匠沟村林地补偿款分配纠纷' })]);
    await page.shown();
    await until(() => page.all('[role=tab]').length === 6, 'tabs');
    equal(page.all('section.column').length, 1);
    equal(await violations(page.place), [], 'axe');
    page.one('#tab-joint').click();
    await until(() => page.titles('joint').length === 1, 'the other stage');
    page.one('button.filters').click();
    await until(() => page.all('dialog.sheet[open]').length === 1, 'the sheet');
    equal(await violations(page.place), [], 'axe of the sheet');
    const select = page.all('dialog select').find((each) => each.textContent?.includes('婚姻家庭'));
    if (!(select instanceof HTMLSelectElement)) throw new Error('no filter');
    select.value = '01';
    select.dispatchEvent(new Event('change'));
    await page.press('Escape');
    await until(() => page.one('button.filters').textContent === '筛选（1）', 'the count of filters');
    for (const target of page.all('button')) {
      const { width, height, left, right } = target.getBoundingClientRect();
      if (target.checkVisibility() && (width < 24 || height < 44)) throw new Error(`small target: ${target.outerHTML} ${width} ${height}`);
      if (target.closest('.stages') === null && (left < 0 || right > 390)) throw new Error(`cut: ${target.outerHTML}`);
    }
    equal(document.documentElement.scrollWidth <= 390, true, 'no sideways scroll');
    dispatchEvent(new Event('beforeprint'));
    equal(page.all('section.column').length, 6, 'all stages on paper');
    dispatchEvent(new Event('afterprint'));
    await until(() => page.all('section.column').length === 1, 'one on the screen again');
    await page.menu('b', 'leader');
    await until(
      () => page.one('#tab-leader').getAttribute('aria-selected') === 'true' && page.focused() === 'b',
      'goes along with the card',
    );
  });

  it('says why it is empty', async () => {
    const session = new FakeSession();
    session.sync.set({ ...SYNCED, connection: 'offline' });
    const page = open([], { session });
    await until(() => page.text().includes('本机还没有存案件资料'), 'nothing stored');
    session.sync.set({ ...SYNCED, connection: 'connecting' });
    await until(() => page.text().includes('正在取案件'), 'fetching');
    session.sync.set({ ...SYNCED, rowsLoading: 1200 });
    await until(() => page.text().includes('已有1200件'), 'how many are here');
    session.sync.set({ ...SYNCED, connection: 'signed-out' });
    await until(() => page.text().includes('登录后显示'), 'signed out');
    session.sync.set(SYNCED);
    await until(() => page.text().includes('还没有您参与的案件'), 'no case');
    let asked = 0;
    page.board.addEventListener('od-new-case', () => asked++);
    page.one('slot[name=new-case] button').click();
    equal(asked, 1, 'and what to do about it');
  });

  it('opens a case by its link: cancelable, and a real address for a new tab', async () => {
    const page = open([row('a')]);
    page.board.caseHref = '/cases/{case}?from=board';
    const seen: string[] = [];
    page.board.addEventListener('od-open', (event) => {
      seen.push((event as CustomEvent<{ case: string }>).detail.case);
      event.preventDefault();
    });
    await page.shown();
    await until(() => page.link('a').getAttribute('href') === '/cases/a?from=board', 'the address');
    page.link('a').click();
    equal(seen, ['a']);
  });

  it('shows its keys on "?", and leaves single keys alone when they are turned off', async () => {
    const page = open([row('a')]);
    await page.shown();
    page.link('a').focus();
    await page.press('?');
    await until(() => page.all('dialog[open] kbd').length > 5, 'the keys');
    page.one<HTMLInputElement>('dialog .check input').click();
    await page.press('Escape');
    await until(() => page.all('dialog').length === 0, 'closed');
    page.link('a').focus();
    await page.press('?');
    equal(page.all('dialog').length, 0);
  });
});
