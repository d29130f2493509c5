import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession, SYNCED } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase } from '../testing/sample-case.js';

const open = (prepare: (session: FakeSession) => void = fillSampleCase) => {
  const session = new FakeSession();
  prepare(session);
  return {
    session,
    ...fixture(session, html`<onedoor-sync-bar></onedoor-sync-bar><onedoor-case-list></onedoor-case-list>`),
  };
};

describe('onedoor-case-list', () => {
  it('has no accessibility violation', async () => {
    const page = open();
    await until(() => page.all('tbody tr').length === 3, 'rows');
    const result = await axe.run(page.place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
    equal(
      result.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)]),
      [],
    );
    page.remove();
  });

  it('marks a case without number, waiting acts and conflicts, the latest change first', async () => {
    const page = open();
    await until(() => page.all('tbody tr').length === 3, 'rows');
    const rows = page.all('tbody tr').map((row) => row.textContent ?? '');
    equal(
      [rows[0]?.includes('待编号'), rows[0]?.includes('1项待登记'), rows[1]?.includes('N〔2024〕12号'), rows[1]?.includes('1项冲突')],
      [true, true, true, true],
    );
    page.remove();
  });

  it('filters by words and by stage', async () => {
    const page = open();
    await until(() => page.all('input[type=search]').length === 1, 'the field');
    const [search, stage] = [page.all('input[type=search]')[0], page.all('select')[0]];
    if (!(search instanceof HTMLInputElement) || !(stage instanceof HTMLSelectElement)) throw new Error('no filter');
    search.value = '木匠沟 张建国';
    search.dispatchEvent(new InputEvent('input'));
    await until(() => page.all('tbody tr').length === 1, 'one row by words');
    search.value = '';
    search.dispatchEvent(new InputEvent('input'));
    stage.value = 'closed';
    stage.dispatchEvent(new Event('change'));
    await until(() => page.all('tbody tr').length === 1 && page.text().includes('沙卜村'), 'one row by stage');
    page.remove();
  });

  it('never shows an empty list where nothing is stored and no network is there', async () => {
    const page = open((session) => session.sync.set({ ...SYNCED, connection: 'offline' }));
    await until(() => page.text().includes('本机还没有存案件资料'), 'the words');
    page.session.sync.set({ ...SYNCED, connection: 'connecting' });
    await until(() => page.text().includes('正在取案件'), 'fetching');
    page.session.sync.set(SYNCED);
    await until(() => page.text().includes('还没有您参与的案件'), 'no case');
    page.remove();
  });

  it('tells a wiped store in words, with the number of lost changes', async () => {
    const page = open((session) =>
      session.sync.set({
        ...SYNCED,
        connection: 'offline',
        lostChanges: 2,
        problem: { code: 'STORE_WIPED', seen: '', expected: '', todo: '' },
      }),
    );
    await until(() => page.text().includes('有2项未送达的修改已丢失'), 'the words');
    page.remove();
  });
});
