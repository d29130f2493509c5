import * as z from '@onedoor/core/z';
import type { Locale } from '@onedoor/elements';
import { type Remembered, rememberSignIn } from './memory.js';

const peopleAnswer = z.object({
  people: z.array(z.object({ person: z.string(), name: z.string(), post: z.string(), department: z.string() })),
});
const tokenAnswer = z.object({ token: z.string() });

/** A person of the sign-in page: as the server knows them, with the seed's sentence about them. */
export interface DemoPerson {
  readonly person: string;
  readonly name: string;
  readonly post: Readonly<Record<Locale, string>>;
  readonly department: Readonly<Record<Locale, string>>;
  readonly intro: Readonly<Record<Locale, string>>;
}

/** Who may sign in without a password: those of the seed's demo people whom the server has. Rejects without network. */
export async function demoPeople(server: string): Promise<readonly DemoPerson[]> {
  const response = await fetch(`${server}/demo/people`);
  if (!response.ok) throw new Error(`GET /demo/people: ${response.status}`);
  // Nobody who is signed in needs the sentences about all of them.
  const { departments, people: seedPeople } = await import('../seed/data/people.js');
  const answer = peopleAnswer.parse(await response.json());
  const known = new Map(answer.people.map((person) => [person.person, person]));
  return seedPeople.flatMap(({ id, demo, intro, postEn }) => {
    const person = known.get(id);
    if (demo !== true || person === undefined) return [];
    const department = departments.find((each) => each.id === person.department)?.name ?? {
      zh: person.department,
      en: person.department,
    };
    return [{ ...person, post: { zh: person.post, en: postEn }, department, intro }];
  });
}

/** A token for a person; undefined where the issuer refuses. Rejects without network. */
export async function demoToken(server: string, person: string): Promise<string | undefined> {
  const response = await fetch(`${server}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  if (response.status >= 500) throw new Error(`POST /demo/token: ${response.status}`);
  if (!response.ok) return undefined;
  const { token } = tokenAnswer.parse(await response.json());
  rememberSignIn({ person, token });
  return token;
}

/**
 * The token source of a session. The remembered token comes first and at once, so that a page opens without network;
 * each further call asks for a new one.
 */
export function tokenSource(server: string, remembered: Remembered): () => Promise<string | undefined> {
  let first = true;
  return async () => {
    if (!first) return demoToken(server, remembered.person);
    first = false;
    return remembered.token;
  };
}
