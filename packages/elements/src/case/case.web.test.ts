import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const open = (tab = 'overview', session = new FakeSession()) => {
  fillSampleCase(session);
  return { session, ...fixture(session, html`<onedoor-case case=${SAMPLE} tab=${tab}></onedoor-case>`) };
};

async function violations(place: HTMLElement): Promise<string[]> {
  const result = await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary}`),
  );
}

describe('onedoor-case', () => {
  for (const tab of ['overview', 'parties', 'evidence', 'allocation']) {
    it(`has no accessibility violation in the tab ${tab}`, async () => {
      const page = open(tab);
      await until(() => page.all('time').length > 0, 'the timeline');
      equal(await violations(page.place), []);
      page.remove();
    });
  }

  it('shows a waiting move at once, marked, and without the mark when it is logged', async () => {
    const page = open();
    await until(() => page.all('.way .now').length > 0, 'the stage');
    equal(page.all('.way .now')[0]?.textContent?.includes('待服务器登记'), true, 'mark');
    const room = page.session.room({ case: SAMPLE, room: 'case' });
    const [waiting] = room.pending();
    if (waiting === undefined) throw new Error('nothing waits');
    room.log({ ...waiting, base: room.logged().seq }, { person: 'sun', at: 1 });
    await until(() => page.all('.way .mark').length === 0, 'the mark to go');
    equal(page.all('.way .now')[0]?.textContent?.trim().startsWith('部门联调'), true, 'stage');
    page.remove();
  });

  it('settles a conflict by an act with a reason', async () => {
    const page = open();
    await until(() => page.all('.conflict button').length > 0, 'the conflict');
    page.all('.conflict button')[0]?.click();
    await until(() => page.all('textarea[name=reason]').length > 0, 'the form');
    const choice = page.all('select[name=choice]')[0];
    const reason = page.all('textarea[name=reason]')[0];
    if (!(choice instanceof HTMLSelectElement) || !(reason instanceof HTMLTextAreaElement)) throw new Error('no form');
    equal(choice.value, '', 'nothing is chosen beforehand');
    choice.value = 'dismiss';
    reason.value = '已改期';
    choice.form?.requestSubmit();
    const room = page.session.room({ case: SAMPLE, room: 'case' });
    await until(() => room.pending().some((intent) => intent.command === 'conflict.settle'), 'the act');
    equal(room.pending().at(-1)?.args, { conflict: 4, choice: 'dismiss', reason: '已改期' });
    page.remove();
  });

  it('shows both values of a contested field and confirms one', async () => {
    const page = open('parties');
    await until(() => page.all('.contested button').length === 2, 'both values');
    page.all('.contested button')[1]?.click();
    await until(() => page.all('.contested').length === 0, 'the mark to go');
    equal(page.text().includes('13900000001'), true, 'the confirmed value');
    page.remove();
  });

  it('switches language while it is open', async () => {
    const page = open();
    await until(() => page.text().includes('办理阶段'), 'Chinese');
    page.show('en');
    await until(() => page.text().includes('Timeline') && !page.text().includes('办理阶段'), 'English');
    page.remove();
  });

  it('goes through the tabs by arrow keys', async () => {
    const page = open();
    await until(() => page.all('[role=tab]').length > 0, 'tabs');
    page.all('[role=tab]')[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await until(() => page.all('[role=tab][aria-selected=true]')[0]?.id === 'tab-parties', 'the next tab');
    page.remove();
  });

  it('closes every room that it opened when it leaves the page', async () => {
    const page = open();
    const rooms = ['case', 'joint'].map((room) => page.session.room({ case: SAMPLE, room }));
    await until(() => rooms.every((room) => room.opened > 0), 'open rooms');
    page.remove();
    equal(
      rooms.map((room) => [room.opened, room.status.watchers]),
      [
        [0, 0],
        [0, 0],
      ],
    );
  });

  it('says that a case is not stored here instead of showing an empty one', async () => {
    const page = fixture(new FakeSession(), html`<onedoor-case case="nowhere"></onedoor-case>`);
    await until(() => page.text().includes('还没有存到本机'), 'the words');
    page.remove();
  });
});
