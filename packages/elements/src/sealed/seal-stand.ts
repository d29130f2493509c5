import { type CaseRow, explain, isSealed, lastView, OPEN_SEALED, type OpenRoom, type Session } from '@onedoor/core';

/**
 * How a sealed room stands for this person: `closed` nothing is to be seen, `unopened` they may open it, `purpose` they have
 * to state what they read for, `open` they have, `orphaned` nobody can read it any more and they may name a successor.
 */
export type SealStand = 'closed' | 'unopened' | 'purpose' | 'open' | 'orphaned';

/** Whether the signed-in person is named in a sealed room, as the server's list of rooms says. */
export const isNamedIn = (rows: readonly CaseRow[], caseId: string, room: string): boolean =>
  rows.find((row) => row.case === caseId)?.rooms.some((each) => each.room === room) === true;

/** Whether the signed-in person may name a successor in a sealed room that nobody can read any more. */
export const isOrphaned = (rows: readonly CaseRow[], caseId: string, room: string): boolean =>
  rows.find((row) => row.case === caseId)?.orphans?.includes(room) === true;

/** Undefined for a room that is not sealed. */
export function sealStand(
  session: Session,
  at: { readonly case: string; readonly room: string; readonly now: number },
  opened: { readonly case: OpenRoom | undefined; readonly room: OpenRoom | undefined },
): SealStand | undefined {
  const kind = session.model.room(at.room);
  const actor = session.me.get()?.person;
  if (kind === undefined || !isSealed(kind.rule)) return undefined;
  if (actor === undefined || opened.case === undefined) return 'closed';
  const viewed = opened.room === undefined ? undefined : lastView(opened.room.state(), actor.person);
  if (isOrphaned(session.rows.get(), at.case, at.room)) return 'orphaned';
  if (!isNamedIn(session.rows.get(), at.case, at.room)) {
    // Opened a moment ago: the server's list follows.
    if (viewed !== undefined && opened.room?.pending().some(({ command }) => command === OPEN_SEALED) === true) return 'open';
    const team = session.model.team(opened.case.state());
    return explain(kind.rule, { to: 'act', command: OPEN_SEALED }, actor, team).allowed ? 'unopened' : 'closed';
  }
  if (opened.room?.status.get().refusal?.code === 'PURPOSE_REQUIRED' && opened.room.pending().length === 0) return 'purpose';
  // A server that does not say how long closes the room by itself.
  const viewMs = session.me.get()?.sealedViewMs ?? Number.POSITIVE_INFINITY;
  return viewed !== undefined && at.now - viewed < viewMs ? 'open' : 'purpose';
}
