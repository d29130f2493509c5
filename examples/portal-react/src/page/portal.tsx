import type {} from '@onedoor/embed/react';
import { useEffect, useState } from 'react';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly post: string;
}

/** The portal's own sign-in; a real one has a password. */
function SignIn({ people }: { readonly people: readonly Person[] }) {
  const signIn = async (id: string) => {
    await fetch(`/portal/sign-in?person=${encodeURIComponent(id)}`, { method: 'POST' });
    location.reload();
  };
  return (
    <ul>
      {people.map(({ id, name, post }) => (
        <li key={id}>
          <button type="button" onClick={() => void signIn(id)}>
            {name}
          </button>{' '}
          {post}
        </li>
      ))}
    </ul>
  );
}

/** The portal: its own bar, and in its page the board or the one that was opened. */
export function Portal({ centre }: { readonly centre: string }) {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [open, setOpen] = useState<{ readonly id: string; readonly tab: string }>();
  const [person, setPerson] = useState<string>();
  const [asksSignIn, setAsksSignIn] = useState(false);

  useEffect(() => {
    void fetch('/portal/people')
      .then((answer) => answer.json())
      .then((answer: { readonly people: readonly Person[] }) => setPeople(answer.people));
  }, []);

  return (
    <>
      <header className="bar">
        <strong>某市政务服务平台</strong>
        <span>{person === undefined ? '未登录' : `${person}，您好`}</span>
      </header>
      <main className="content">
        {asksSignIn ? <SignIn people={people} /> : null}
        <onedoor-desk
          server={centre}
          token-url="/portal/token"
          theme="light"
          number-prefix="红综"
          onod-session={({ detail }) => {
            const session = detail.session;
            setPerson(session?.me.get()?.person.name);
            session?.me.watch((me) => setPerson(me?.person.name));
          }}
          onod-sign-in={(event) => {
            // Signing in is the portal's: without this, the desk would only ask for the token again.
            event.preventDefault();
            setAsksSignIn(true);
          }}
        >
          {open === undefined ? (
            <onedoor-board
              onod-before-move={(event) => {
                // A rule of the portal's own, before the act: what comes to the leader is confirmed.
                if (event.detail.to === 'leader' && !confirm('确定提请领导包案？')) event.preventDefault();
              }}
              onod-open={(event) => {
                // The link would lead away; this portal shows the case in its place.
                event.preventDefault();
                setOpen({ id: event.detail.case, tab: 'overview' });
              }}
            />
          ) : (
            <onedoor-case case={open.id} tab={open.tab} onod-tab={({ detail }) => setOpen({ ...open, tab: detail.tab })}>
              <button slot="back" type="button" onClick={() => setOpen(undefined)}>
                返回列表
              </button>
            </onedoor-case>
          )}
        </onedoor-desk>
      </main>
    </>
  );
}
