import {
  type Actor,
  type Ask,
  CENTRE_CASE,
  explain,
  isSealed,
  type Model,
  type Refusal,
  type RoomState,
  refusalOf,
  type Team,
} from '@onedoor/core';
import type { RoomCopy } from './copy.js';
import type { LinkState } from './tabs/messages.js';

export interface WriteAccess {
  readonly writable: boolean;
  readonly reason?: string;
}

export interface AccessInput {
  readonly model: Model;
  readonly actor: Actor;
  readonly copy: RoomCopy;
  /** State of the case's `case` room; undefined while it is not here, or for a room of the centre. */
  readonly caseState: RoomState | undefined;
  readonly link: LinkState | undefined;
  /** What the server's list of rooms says. */
  readonly listed: boolean | undefined;
  /** Client and server are too far apart to write safely. */
  readonly tooOld: Refusal | undefined;
}

/**
 * The team as a room sees it. Whoever the server lists a sealed room for is named in it, though its log is not here yet; and
 * that all who were named are gone, the server alone knows.
 */
function teamIn(model: Model, copy: RoomCopy, caseState: RoomState | undefined, isListed: boolean, isOrphaned: boolean): Team | undefined {
  const team = caseState === undefined ? undefined : model.teamIn(copy.room, model.team(caseState), () => copy.state);
  if (team === undefined || !isSealed(copy.room.rule)) return team;
  return isListed ? { ...team, isNamed: () => true } : { ...team, isOrphaned };
}

/** Whether this person may write content here, as well as can be told on this side; the server decides. */
export function writeAccess({ model, actor, copy, caseState, link, listed, tooOld }: AccessInput): WriteAccess {
  if (!copy.loaded) return { writable: false, reason: 'the room is not loaded yet' };
  if (tooOld !== undefined) return { writable: false, reason: tooOld.code };
  if (link?.refusal !== undefined) return { writable: false, reason: link.refusal.code };
  if (link?.writable === true) return { writable: true };
  const team = teamIn(model, copy, caseState, listed !== undefined, false);
  const isKnown = copy.name.case === CENTRE_CASE || team !== undefined;
  const own = explain(copy.room.rule, { to: 'write' }, actor, team);
  // The log here may be behind the server: whoever was just taken in may write by its word.
  if (link?.writable === undefined && isKnown && own.allowed) return { writable: true };
  if (link?.writable === undefined && !isKnown && listed === true) return { writable: true };
  return { writable: false, reason: own.reason ?? 'the server says that you may only read here' };
}

/** Why this person may not do an act, as well as can be told on this side. */
export function actRefusal(
  { model, actor, copy, caseState }: Pick<AccessInput, 'model' | 'actor' | 'copy' | 'caseState'>,
  stand: { readonly isListed: boolean; readonly isOrphaned: boolean },
  ask: Ask,
): Refusal | undefined {
  return refusalOf(copy.room.rule, ask, actor, teamIn(model, copy, caseState, stand.isListed, stand.isOrphaned));
}
