import { caseSlice, defineNotes, definePlugin, namedSlice, readCaseRow } from '@onedoor/core';
import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';

const label = { zh: '谈话', en: 'Talks' };
const { records, commands } = defineNotes('talks');
const talks = definePlugin(
  {
    name: 'talks',
    version: '1.0.0',
    api: 1,
    label,
    rooms: [
      {
        name: 'talks',
        read: { named: true },
        write: { named: true },
        acts: { 'named.open': { all: [{ team: true }, { department: 'grid' }] } },
      },
    ],
  },
  { talks: { records, commands } },
);
const AT = Date.UTC(2024, 2, 21);

/** The page of who leads a case whose sealed room nobody can read any more. */
function open(locale: 'zh' | 'en', others: readonly string[]) {
  const session = new FakeSession('sun', [talks]);
  const main = session.room({ case: 'c', room: 'case' });
  const log = ({ command, args }: ReturnType<typeof caseSlice.request.create>, at: number) =>
    main.log({ id: `t${at}`, command, args: { ...args }, base: at }, { person: 'sun', at: AT });
  log(caseSlice.request.create({ title: '林地', category: '08', source: 'grid', village: '' }), 0);
  for (const [at, person] of others.entries()) log(caseSlice.request.addMember({ person, role: 'member' }), at + 1);
  const summary = { case: { ...caseSlice.of(main.state().slices), changedAt: AT, stageAt: AT, conflicts: 0, tasks: [] } };
  const row = readCaseRow({ case: 'c', rev: 1, gone: false, rooms: [], orphans: ['talks'], summary });
  session.rows.set(row === undefined ? [] : [row]);
  const page = fixture(session, html`<onedoor-sealed case="c" room="talks"></onedoor-sealed>`, { locale });
  return { page, session, room: session.room({ case: 'c', room: 'talks' }) };
}

describe('a sealed room that nobody can read any more', () => {
  it('asks who leads the case for a successor, of those alone who might have opened it, and shows nothing of the room', async () => {
    const { page, room } = open('zh', ['chen', 'wang']);
    await until(() => page.text().includes('指定保密记录的接任人'), 'the form');
    const [select] = page.all('select[name=person]');
    const [purpose] = page.all('input[name=purpose]');
    if (!(select instanceof HTMLSelectElement) || !(purpose instanceof HTMLInputElement)) throw new Error('no form');
    equal(
      [...select.options].map(({ value }) => value).filter((value) => value !== ''),
      ['chen'],
      'of the department that opens such rooms',
    );
    const { violations } = await axe.run(page.place, { rules: { 'page-has-heading-one': { enabled: false } } });
    equal(
      violations.map(({ id }) => id),
      [],
      'axe',
    );
    select.value = 'chen';
    purpose.value = '原咨询师调离';
    select.form?.requestSubmit();
    await until(() => page.text().includes('已指定陈志强接任'), 'what was done');
    equal(
      room.pending().map(({ command, args }) => [command, args]),
      [['named.succeed', { person: 'chen', purpose: '原咨询师调离' }]],
      'the act',
    );
    equal(page.text().includes('增加查阅人'), false, 'nothing of the room');
    page.remove();
  });

  it('says what to do where nobody of the team can succeed', async () => {
    const { page } = open('en', ['wang']);
    await until(() => page.text().includes('Nobody of this team can succeed'), 'the way on');
    equal(page.all('form').length, 0, 'no form');
    page.remove();
  });

  it('tells its readers who was let in, by whom and for what', async () => {
    const { page, session, room } = open('en', ['chen']);
    session.rows.set(
      session.rows.get().map(({ orphans: _, ...row }) => ({ ...row, rooms: [{ room: 'talks', wire: 'x', seq: 0, write: true }] })),
    );
    const { command, args } = namedSlice.request.open({ purpose: '首次面谈' });
    room.log({ id: 'a', command, args: { ...args }, base: 0 }, { person: 'wang', at: AT });
    const succeed = namedSlice.request.succeed({ person: 'sun', purpose: '调离' });
    room.log({ id: 'b', command: succeed.command, args: { ...succeed.args }, base: 1 }, { person: 'chen', at: AT });
    const view = namedSlice.request.view({ purpose: '接手' });
    room.log({ id: 'c', command: view.command, args: { ...view.args }, base: 2 }, { person: 'sun', at: Date.now() });
    await until(() => page.text().includes('陈志强 named 孙桂兰 to succeed'), 'the succession');
    page.remove();
  });
});
