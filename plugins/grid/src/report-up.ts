import { addParty, caseSlice, editFacts, ok, type Refusal, type Result } from '@onedoor/core';
import type { PluginContext } from '@onedoor/elements';
import { describeMatter, reportSlice, reportStand } from './report.js';
import { type Grid, roomOf, type TreeState } from './tree.js';
import { endMatter, Matter, Visit } from './visits.js';

/** The case that a matter has become, and what of it did not go through. */
export interface Reported {
  readonly case: string;
  readonly refusals: readonly Refusal[];
}

/** What a report is made of. */
export interface ReportOf {
  readonly grid: Grid;
  readonly tree: TreeState;
  /** Id of the matter. */
  readonly matter: string;
}

/**
 * Reports a matter up: makes a case of it, without network too, with the way back to the visit, what is known of place and
 * people, and those of the centre who receive reports on its team. The matter names its case from then on. A report that was
 * cut off after the case was made goes on with that case: a matter never becomes two.
 *
 * @returns the case; NOT_FOUND where the matter is gone
 */
export async function reportUp(ctx: PluginContext, { grid, tree, matter: id }: ReportOf): Promise<Result<Reported>> {
  const room = ctx.in(roomOf(grid.code));
  const read = room.data.collection(Matter).get(id);
  if (read?.ok !== true)
    return {
      ok: false,
      refusal: { code: 'NOT_FOUND', seen: `no matter ${id}`, expected: 'a matter of the grid', todo: 'Write it down again.' },
    };
  const matter = read.value;
  const visit = room.data.collection(Visit).get(matter.visit);
  const village = visit?.ok === true ? visit.value.village : '';
  const refusals: Refusal[] = [];
  const tell = (result: Result<unknown>): void => {
    if (!result.ok) refusals.push(result.refusal);
  };
  const known = matter.case ?? ctx.cases.rows().find((row) => row.read(reportStand)?.matter === id)?.case;
  let made = known;
  if (made === undefined) {
    const created = await ctx.cases.create({
      title: matter.title,
      category: matter.category,
      source: 'grid',
      village: tree.committees[grid.committee]?.name ?? village,
    });
    if (!created.ok) return created;
    made = created.value;
  }
  const { foundOn, place, people, done } = matter;
  if (known === undefined) {
    tell(
      await ctx.cases.act(
        made,
        'grid',
        reportSlice.request.record({ grid: grid.code, gridName: grid.name, visit: matter.visit, matter: id, foundOn, place, people, done }),
      ),
    );
    for (const person of tree.receivers)
      if (person !== ctx.me.person) tell(await ctx.cases.act(made, 'case', caseSlice.request.addMember({ person, role: 'member' })));
    for (const name of (people ?? '').split(/[、，,;；]/u).map((each) => each.trim()))
      if (name !== '')
        tell(await ctx.cases.run(made, 'joint', addParty.request({ id: ctx.id(), party: { kind: 'person', name }, members: [] })));
    const where = [village, place].filter((each) => each !== undefined && each !== '').join(' ');
    tell(
      await ctx.cases.run(made, 'joint', editFacts.request({ patch: { happenedOn: foundOn, ...(where === '' ? {} : { place: where }) } })),
    );
    tell(await ctx.cases.run(made, 'joint', describeMatter.request({ words: [matter.title, done ?? ''].filter(Boolean).join('\n') })));
  }
  tell(await room.commands.run(endMatter.request({ id, result: 'reported', endedOn: ctx.clock.today(), case: made })));
  return ok({ case: made, refusals });
}
