import { html } from 'lit';
import '../define.js';
import { equal, until } from '../testing/expect.js';
import { FakeSession, SYNCED } from '../testing/fake-session.js';
import { fixture } from '../testing/fixture.js';

describe('onedoor-sync-bar', () => {
  it('offers a new sign-in where the old one has ended, and only there', async () => {
    const session = new FakeSession();
    let asked = 0;
    const page = fixture(session, html`<onedoor-sync-bar @od-sign-in=${() => (asked += 1)}></onedoor-sync-bar>`);
    await until(() => page.text().includes('在线'), 'the bar');
    equal(page.all('button').length, 0);
    session.sync.set({ ...SYNCED, connection: 'signed-out' });
    await until(() => page.all('button').length === 1, 'the button');
    page.all('button')[0]?.click();
    equal([asked, page.text().includes('登录已失效')], [1, true]);
    page.remove();
  });

  it('shows the switch as the page sets it and tells when it is turned', async () => {
    const session = new FakeSession();
    const told: boolean[] = [];
    const listen = (event: CustomEvent<{ offline: boolean }>) => told.push(event.detail.offline);
    const page = fixture(session, html`<onedoor-sync-bar work-offline @od-work-offline=${listen}></onedoor-sync-bar>`);
    await until(() => page.all('input').length === 1, 'the switch');
    const [input] = page.all('input');
    equal(input instanceof HTMLInputElement && input.checked, true);
    input?.click();
    equal([told, session.sync.get().connection], [[false], 'online']);
    page.remove();
  });
});
