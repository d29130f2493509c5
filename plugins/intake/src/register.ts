import {
  type ActRequest,
  addParty,
  type Category,
  type ContentRequest,
  caseSlice,
  editFacts,
  identityMark,
  ok,
  partySecret,
  partySecretHash,
  type Refusal,
  type Result,
  type Source,
  taskSlice,
  writePartyKey,
} from '@onedoor/core';
import type { PluginContext } from '@onedoor/elements';
import { access, intake } from './acts.js';
import { describe } from './model.js';

/** A party as it is written down at the desk. */
export interface Person {
  readonly name: string;
  /** Side that it stands on. */
  readonly group: string;
  /** Brought the matter: the receipt, and the secret on it, are theirs. */
  readonly asks?: true;
  readonly phone?: string | undefined;
  readonly idNumber?: string | undefined;
  readonly address?: string | undefined;
}

/** What one form says. */
export interface Entry {
  readonly source: Source;
  readonly title: string;
  readonly category: Category;
  readonly village: string;
  readonly place?: string | undefined;
  readonly happenedOn?: string | undefined;
  readonly words: string;
  readonly people: readonly Person[];
  readonly ref?: string | undefined;
  readonly from?: string | undefined;
  readonly form?: 'letter' | 'visit' | undefined;
  readonly count?: number | undefined;
  readonly receivedOn?: string | undefined;
  /** Departments that are asked, with the persons who join the team. */
  readonly asked: readonly { readonly department: string; readonly people: readonly string[] }[];
  /** What they are asked for. */
  readonly task: string;
  readonly dueOn?: string | undefined;
  readonly links: readonly { readonly other: string; readonly leads: 'this' | 'other' }[];
}

/** A case that was made, and what of it did not go through. */
export interface Registered {
  readonly case: string;
  readonly refusals: readonly Refusal[];
  /** What the receipt of whoever brought it opens the progress with; kept nowhere else. */
  readonly key?: string;
}

/** Marks by which the same telephone or identity number is seen again, without the number itself standing on a row. */
export function marksOf(people: readonly Pick<Person, 'phone' | 'idNumber'>[]): string[] {
  // Two telephones are the same when their last eleven figures are: with and without +86.
  const phones = people.map(({ phone = '' }) => phone.normalize('NFKC').replace(/\D/g, '').slice(-11)).filter((each) => each.length >= 7);
  const numbers = people.map(({ idNumber = '' }) => idNumber.normalize('NFKC').toUpperCase().trim()).filter((each) => each.length >= 15);
  return [...new Set([...phones, ...numbers].map(identityMark))];
}

/**
 * Makes one case of a form: parties and facts, who received it, the departments concerned and what they are asked for, links
 * to other cases. Everything is done with the person's own rights, and without network too. The case stands from the first
 * step on; what is refused afterwards is told, and the rest done all the same.
 */
export async function register(ctx: PluginContext, entry: Entry): Promise<Result<Registered>> {
  const made = await ctx.cases.create({ title: entry.title, category: entry.category, source: entry.source, village: entry.village });
  if (!made.ok) return made;
  const id = made.value;
  const refusals: Refusal[] = [];
  const tell = (result: Result<unknown>): void => {
    if (!result.ok) refusals.push(result.refusal);
  };
  const act = async (room: string, request: ActRequest, of = id): Promise<void> => tell(await ctx.cases.act(of, room, request));
  const run = async (request: ContentRequest): Promise<void> => tell(await ctx.cases.run(id, 'joint', request));
  await act(
    'intake',
    intake.request.receive({
      source: entry.source,
      ref: entry.ref,
      from: entry.from,
      form: entry.form,
      people: entry.count,
      receivedOn: entry.receivedOn,
      marks: marksOf(entry.people),
    }),
  );
  let key: string | undefined;
  for (const { name, group, asks, phone, idNumber, address } of entry.people) {
    const party = ctx.id();
    await run(addParty.request({ id: party, party: { kind: 'person', name, group, phone, idNumber, address }, members: [] }));
    if (asks === undefined) continue;
    const given = await giveKey(ctx, id, party);
    tell(given);
    if (given.ok) key = given.value;
  }
  const { place, happenedOn } = entry;
  if (place !== undefined || happenedOn !== undefined) await run(editFacts.request({ patch: { place, happenedOn } }));
  if (entry.words !== '') await run(describe.request({ words: entry.words }));
  for (const { department, people } of entry.asked) {
    for (const person of people) await act('case', caseSlice.request.addMember({ person, role: 'member' }));
    const [only] = people;
    await act(
      'case',
      taskSlice.request.ask({
        id: ctx.id(),
        what: entry.task,
        for: people.length === 1 && only !== undefined ? { person: only } : { department },
        ...(entry.dueOn === undefined ? {} : { dueOn: entry.dueOn }),
      }),
    );
  }
  for (const { other, leads } of entry.links)
    for (const refusal of await link(ctx, { of: id, other, leads, reason: '' })) refusals.push(refusal);
  return ok({ case: id, refusals, ...(key === undefined ? {} : { key }) });
}

/** Gives a party of a case a new secret; one that it had opens nothing any more. */
export async function giveKey(ctx: PluginContext, id: string, party: string): Promise<Result<string>> {
  const secret = partySecret(crypto.getRandomValues(new Uint8Array(16)));
  const given = await ctx.cases.act(id, 'intake', access.request.give({ party, hash: partySecretHash(secret) }));
  return given.ok ? ok(writePartyKey({ case: id, secret })) : given;
}

/** Links two cases, in both of them; neither is changed otherwise. Returns what was refused. */
export async function link(
  ctx: PluginContext,
  { of, other, leads, reason }: { readonly of: string; readonly other: string; readonly leads: 'this' | 'other'; readonly reason: string },
): Promise<readonly Refusal[]> {
  const first = await ctx.cases.act(of, 'intake', intake.request.link({ other, leads, reason }));
  if (!first.ok) return [first.refusal];
  const back = await ctx.cases.act(other, 'intake', intake.request.link({ other: of, leads: leads === 'this' ? 'other' : 'this', reason }));
  return back.ok ? [] : [back.refusal];
}

/** Undoes a link in both cases. Returns what was refused. */
export async function unlink(
  ctx: PluginContext,
  { of, other, reason }: { readonly of: string; readonly other: string; readonly reason: string },
): Promise<readonly Refusal[]> {
  const results = [
    await ctx.cases.act(of, 'intake', intake.request.unlink({ other, reason })),
    await ctx.cases.act(other, 'intake', intake.request.unlink({ other: of, reason })),
  ];
  return results.flatMap((result) => (result.ok ? [] : [result.refusal]));
}
