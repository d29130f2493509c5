import { OnedoorError, type Session } from '@onedoor/core';
import { FakeSession } from '@onedoor/elements/testing';
import axe from 'axe-core';
import '../define.js';
import { OnedoorDesk } from '../index.js';
import { SessionPool } from '../session/session-pool.js';

const until = async (holds: () => boolean, what: string): Promise<void> => {
  for (const end = performance.now() + 15_000; performance.now() < end; ) {
    if (holds()) return;
    await new Promise((resume) => setTimeout(resume, 10));
  }
  throw new Error(`never: ${what}`);
};
const equal = (seen: unknown, expected: unknown): void => {
  if (JSON.stringify(seen) !== JSON.stringify(expected))
    throw new Error(`saw ${JSON.stringify(seen)}, expected ${JSON.stringify(expected)}`);
};

/** Sessions in memory; each opening is answered by `open`. */
function usePool(open: (token: string | undefined) => Session) {
  const opened: string[] = [];
  OnedoorDesk.pool = new SessionPool(async ({ server, token }) => {
    opened.push(server);
    return Object.assign(open(await token()), { close: async () => undefined });
  });
  return opened;
}
const refuse = (code: 'OFFLINE' | 'UNAUTHENTICATED' | 'DUPLICATE_YJS') => () => {
  throw new OnedoorError(code, { seen: 'x', expected: 'y', todo: 'z' });
};

/** Puts HTML on the page and gives its first desk. */
function put(html: string, token?: () => Promise<string | undefined>): OnedoorDesk {
  const place = document.createElement('main');
  place.innerHTML = html;
  const desk = place.querySelector('onedoor-desk');
  if (!(desk instanceof OnedoorDesk)) throw new Error('no desk');
  if (token !== undefined) desk.token = token;
  document.body.replaceChildren(place);
  document.documentElement.lang = 'zh-CN';
  document.title = 'test';
  return desk;
}
const noticeOf = (desk: OnedoorDesk) => desk.renderRoot.querySelector('onedoor-desk-notice')?.shadowRoot ?? undefined;
const wordsOf = (desk: OnedoorDesk): string => noticeOf(desk)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';

describe('onedoor-desk', () => {
  afterEach(() => document.body.replaceChildren());

  it('opens the session with the token of the page, tells it, and gives it to what stands inside', async () => {
    let given: string | undefined;
    usePool((token) => {
      given = token;
      return new FakeSession();
    });
    const desk = put('<onedoor-desk server="https://centre.example"><onedoor-board></onedoor-board></onedoor-desk>', async () => 'a.b.c');
    const told: unknown[] = [];
    desk.addEventListener('od-session', (event) => told.push(event instanceof CustomEvent && event.detail.session === desk.session));
    await until(() => desk.session !== undefined, 'a session');
    equal([given, told], ['a.b.c', [true]]);
    await until(() => (desk.querySelector('onedoor-board')?.shadowRoot?.textContent ?? '').trim() !== '', 'the board is loaded and drawn');
    await until(() => desk.renderRoot.querySelector('onedoor-sync-bar') !== null, 'the bar');
  });

  it('shares one session between desks of a server, moved ones too', async () => {
    const opened = usePool(() => new FakeSession());
    const token = async () => 'a.b.c';
    const desk = put(
      '<onedoor-desk server="https://centre.example"></onedoor-desk><onedoor-desk server="https://centre.example/"></onedoor-desk>',
      token,
    );
    const second = desk.nextElementSibling;
    if (!(second instanceof OnedoorDesk)) throw new Error('no second desk');
    second.token = token;
    await until(() => desk.session !== undefined && desk.session === second.session, 'one session');
    document.querySelector('main')?.append(desk);
    await until(() => desk.session === second.session && desk.session !== undefined, 'the same after a move');
    equal(opened, ['https://centre.example']);
  });

  it('says in words that nobody is signed in, without taking the content away; signing in is the portal’s to prevent', async () => {
    let signedIn = false;
    usePool((token) => (token === undefined ? refuse('UNAUTHENTICATED')() : new FakeSession()));
    const desk = put('<onedoor-desk server="https://centre.example"><p>门户自己的一段</p></onedoor-desk>', async () =>
      signedIn ? 'a.b.c' : undefined,
    );
    await until(() => wordsOf(desk).includes('还没有登录'), 'the words');
    equal(getComputedStyle(desk.querySelector('p') as Element).display, 'block');
    const { violations } = await axe.run(desk, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] });
    equal(
      violations.map((each) => each.id),
      [],
    );
    let asked = 0;
    const prevent = (event: Event) => {
      asked += 1;
      event.preventDefault();
    };
    desk.addEventListener('od-sign-in', prevent);
    signedIn = true;
    noticeOf(desk)?.querySelector('button')?.click();
    await new Promise((resume) => setTimeout(resume, 50));
    equal([asked, desk.session === undefined], [1, true]);
    desk.removeEventListener('od-sign-in', prevent);
    noticeOf(desk)?.querySelector('button')?.click();
    await until(() => desk.session !== undefined, 'the session');
    equal(wordsOf(desk).includes('还没有登录'), false);
  });

  it('tells a first start without network, and tries again when the network comes', async () => {
    let network = false;
    usePool(() => (network ? new FakeSession() : refuse('OFFLINE')()));
    const desk = put('<onedoor-desk server="https://centre.example" locale="en"></onedoor-desk>', async () => 'a.b.c');
    await until(() => wordsOf(desk).includes('needs the network once'), 'the words');
    network = true;
    dispatchEvent(new Event('online'));
    await until(() => desk.session !== undefined, 'the session');
  });

  it('names a second Yjs, a wrong server and a missing token, each with its cure', async () => {
    usePool(refuse('DUPLICATE_YJS'));
    const problems: string[] = [];
    document.addEventListener('od-problem', (event) => event instanceof CustomEvent && problems.push(event.detail.refusal.code));
    const cases: readonly [html: string, token: (() => Promise<string>) | undefined, words: string][] = [
      ['<onedoor-desk server="https://centre.example"></onedoor-desk>', async () => 'a.b.c', '页面里有两份 Yjs'],
      ['<onedoor-desk server="ftp://centre.example"></onedoor-desk>', async () => 'a.b.c', '没有填写服务器地址'],
      ['<onedoor-desk server="https://centre.example" token-url="/no-such-token"></onedoor-desk>', undefined, '门户没有给出登录凭据'],
    ];
    for (const [html, token, words] of cases) {
      if (token === undefined) usePool((given) => (given === undefined ? refuse('OFFLINE')() : new FakeSession()));
      const desk = put(html, token);
      await until(() => wordsOf(desk).includes(words), words);
    }
    equal(problems, ['DUPLICATE_YJS', 'BAD_OPTION', 'TOKEN_SOURCE']);
  });

  it('keeps the switch "work offline" for the person', async () => {
    const session = new FakeSession();
    usePool(() => session);
    const desk = put('<onedoor-desk server="https://centre.example"></onedoor-desk>', async () => 'a.b.c');
    const input = () => desk.renderRoot.querySelector('onedoor-sync-bar')?.shadowRoot?.querySelector('input') ?? undefined;
    await until(() => input() !== undefined, 'the bar');
    input()?.click();
    await until(() => session.preferences.get('desk/work-offline') === true, 'it is kept');
    equal(session.sync.get().connection, 'offline');
  });
});
