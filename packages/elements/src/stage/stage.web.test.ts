import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';
import { fillSampleCase, SAMPLE } from '../testing/sample-case.js';

const open = (person = 'sun') => {
  const session = new FakeSession(person);
  fillSampleCase(session);
  return {
    session,
    ...fixture(session, html`<onedoor-stage case=${SAMPLE}></onedoor-stage><onedoor-team case=${SAMPLE}></onedoor-team>`),
  };
};

function choose(select: HTMLElement | undefined, value: string): void {
  if (!(select instanceof HTMLSelectElement)) throw new Error('no select');
  select.value = value;
  select.dispatchEvent(new Event('change'));
}

const isRequired = (control: HTMLElement | undefined) => control instanceof HTMLTextAreaElement && control.required;

describe('onedoor-stage', () => {
  it('asks for a reason where a stage is skipped or gone back to, and for none at the next step', async () => {
    const page = open();
    await until(() => page.all('select[name=to]').length === 1, 'the form');
    for (const [to, needed] of [
      ['leader', false],
      ['supervised', true],
      ['screening', true],
    ] as const) {
      choose(page.all('select[name=to]')[0], to);
      await until(() => isRequired(page.all('textarea[name=reason]')[0]) === needed, `the reason for ${to}`);
    }
    page.remove();
  });

  it('closes with an outcome that nobody has filled in before', async () => {
    const page = open();
    await until(() => page.all('select[name=to]').length === 1, 'the form');
    choose(page.all('select[name=to]')[0], 'closed');
    await until(() => page.all('select[name=outcome]').length === 1, 'the outcome');
    const outcome = page.all('select[name=outcome]')[0];
    const reason = page.all('textarea[name=reason]')[0];
    if (!(outcome instanceof HTMLSelectElement) || !(reason instanceof HTMLTextAreaElement)) throw new Error('no form');
    equal([outcome.value, outcome.required, reason.required], ['', true, true]);
    outcome.value = 'settled';
    reason.value = '已履行';
    outcome.form?.requestSubmit();
    const room = page.session.room({ case: SAMPLE, room: 'case' });
    await until(() => room.pending().at(-1)?.command === 'case.close', 'the act');
    await until(() => page.all('.way .now')[0]?.textContent?.includes('待服务器登记') === true, 'the mark');
    page.remove();
  });

  it('offers no act to somebody who may not do it', async () => {
    const page = open('wang');
    await until(() => page.all('.way li').length === 6, 'the way');
    equal([page.all('select').length, page.all('button').length], [0, 0]);
    page.remove();
  });
});

describe('onedoor-team', () => {
  it('adds a person in a part, marked until the server has logged it', async () => {
    const page = open();
    await until(() => page.text().includes('加入人员'), 'the button');
    page
      .all('button')
      .find((button) => button.textContent?.includes('加入人员'))
      ?.click();
    await until(() => page.all('select[name=person]').length === 1, 'the form');
    const [person, role] = [page.all('select[name=person]')[0], page.all('select[name=role]')[0]];
    choose(person, 'wang');
    choose(role, 'observer');
    if (person instanceof HTMLSelectElement) person.form?.requestSubmit();
    await until(() => page.text().includes('旁听 · 待服务器登记'), 'the mark');
    page.remove();
  });
});
