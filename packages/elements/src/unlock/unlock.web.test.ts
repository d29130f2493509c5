import axe from 'axe-core';
import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeLock } from '../testing/fake-safety.js';
import { FakeSession } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';

async function faultsOf(place: HTMLElement): Promise<string[]> {
  const { violations } = await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
  return violations.map((each) => each.id);
}

const input = (page: ReturnType<typeof fixture>, name: string): HTMLInputElement => {
  const found = page.all(`input[name=${name}]`)[0];
  if (!(found instanceof HTMLInputElement)) throw new Error(`no ${name}`);
  return found;
};

describe('onedoor-unlock', () => {
  it('says why, opens by PIN with Enter, and tells a wrong one with the tries that are left', async () => {
    const lock = new FakeLock();
    const page = fixture(new FakeSession(), html`<onedoor-unlock .lock=${lock}></onedoor-unlock>`);
    await until(() => page.text().includes('连上后自动打开'), 'the reason');
    equal(await faultsOf(page.place), []);
    const field = input(page, 'pin');
    equal(field.type, 'password');
    field.value = '000000';
    field.form?.requestSubmit();
    await until(() => page.text().includes('PIN 不对') && page.text().includes('还可以试9次'), 'the wrong PIN');
    equal(field.value, '', 'nothing of it stays in the field');
    equal(await faultsOf(page.place), []);
    field.value = '724913';
    field.form?.requestSubmit();
    await until(() => lock.opened, 'it opens');
    page.remove();
  });

  it('offers no field where none would open, and says what to do', async () => {
    const page = fixture(new FakeSession(), html`<onedoor-unlock .lock=${new FakeLock({ pin: false })}></onedoor-unlock>`);
    await until(() => page.text().includes('本机没有设置 PIN'), 'the notice');
    equal(page.all('input').length, 0);
    const lease = new FakeLock({ pin: false, reason: 'lease' });
    const other = fixture(new FakeSession(), html`<onedoor-unlock .lock=${lease}></onedoor-unlock>`, { locale: 'en' });
    await until(() => other.text().includes('The time for working without network is over'), 'the lease');
    equal(await faultsOf(other.place), []);
    page.remove();
    other.remove();
  });

  it('counts the seconds that a person has to wait', async () => {
    const lock = new FakeLock({ waitUntil: Date.now() + 60_000 });
    const page = fixture(new FakeSession(), html`<onedoor-unlock .lock=${lock}></onedoor-unlock>`);
    await until(() => /请等(60|59)秒/.test(page.text()), 'the seconds');
    equal(page.all('button[type=submit]')[0]?.hasAttribute('disabled'), true);
    page.remove();
  });

  it('asks for a sign-in where that has ended, and for another person always', async () => {
    const lock = new FakeLock({ reason: 'signed-out', pin: false });
    const told: string[] = [];
    const note = (event: Event) => told.push(event.type);
    const page = fixture(
      new FakeSession(),
      html`<onedoor-unlock .lock=${lock} @od-sign-in=${note} @od-other-person=${note}></onedoor-unlock>`,
    );
    await until(() => page.all('button').length === 2, 'the buttons');
    for (const button of page.all('button')) button.click();
    equal(told, ['od-sign-in', 'od-other-person']);
    page.remove();
  });
});

describe('onedoor-safety', () => {
  it('offers a PIN, takes it twice, refuses a weak one in words, and offers a passkey', async () => {
    const session = new FakeSession();
    const page = fixture(session, html`<onedoor-safety></onedoor-safety>`);
    await until(() => page.text().includes('设置离线 PIN'), 'the offer');
    page.all('button')[0]?.click();
    await until(() => page.all('input').length === 2, 'the form');
    equal(await faultsOf(page.place), []);
    const send = (pin: string, again: string) => {
      input(page, 'pin').value = pin;
      input(page, 'again').value = again;
      input(page, 'pin').form?.requestSubmit();
    };
    send('724913', '724914');
    await until(() => page.text().includes('两次输入不一样'), 'they differ');
    send('777777', '777777');
    await until(() => page.text().includes('PIN 至少六位'), 'it is weak');
    send('724913', '724913');
    await until(() => page.text().includes('PIN 已设好'), 'it is set');
    equal([session.safety.pins, input(page, 'pin').value], [['724913'], '']);
    page
      .all('button')
      .find((button) => button.textContent?.includes('添加通行密钥'))
      ?.click();
    await until(() => page.text().includes('通行密钥已添加'), 'the passkey');
    equal(await faultsOf(page.place), []);
    page.remove();
  });

  it('shows nothing where nothing is stored', async () => {
    const session = new FakeSession();
    session.safety.state.set({ ...session.safety.state.get(), locks: false });
    const page = fixture(session, html`<onedoor-safety></onedoor-safety>`);
    await new Promise((resume) => setTimeout(resume, 30));
    equal(page.all('button').length, 0);
    page.remove();
  });
});

describe('onedoor-sign-out', () => {
  it('tells what is not sent, and on a shared computer removes everything, or nothing when it is called off', async () => {
    const session = new FakeSession();
    session.sync.set({ ...session.sync.get(), unsent: 3 });
    const told: unknown[] = [];
    const note = (event: CustomEvent<{ shared: boolean }>) => told.push(event.detail);
    const page = fixture(session, html`<onedoor-sign-out @od-sign-out=${note}></onedoor-sign-out>`);
    const press = async (words: string) => {
      await until(() => page.all('button').some((button) => button.textContent?.trim() === words), words);
      page
        .all('button')
        .find((button) => button.textContent?.trim() === words)
        ?.click();
    };
    await press('退出登录');
    await until(() => page.text().includes('还有3项修改没有登记，退出后加密保留在本机'), 'what stays');
    equal(await faultsOf(page.place), []);
    input(page, 'shared').click();
    await until(() => page.text().includes('还有3项修改没有登记，清除后就没有了'), 'what would be lost');
    equal(await faultsOf(page.place), []);
    await press('取消');
    await until(() => page.all('input').length === 0, 'closed');
    equal([session.safety.wiped, told.length], [0, 0]);
    await press('退出登录');
    await until(() => page.all('input').length === 1 && !input(page, 'shared').checked, 'it asks anew');
    input(page, 'shared').click();
    await press('清除并退出');
    await until(() => told.length === 1, 'told');
    equal([session.safety.wiped, told], [1, [{ shared: true }]]);
    await press('退出登录');
    await press('退出');
    await until(() => told.length === 2, 'told again');
    equal([session.safety.wiped, told[1]], [1, { shared: false }]);
    page.remove();
  });
});
