import {
  type ActEntry,
  type Actor,
  type Ask,
  type CaseTeam,
  CENTRE_CASE,
  CENTRE_RIGHTS,
  directorySlice,
  FORBIDDEN,
  isSealed,
  lastView,
  type Model,
  OPEN_SEALED,
  partyActor,
  type Refusal,
  type RoomState,
  refusalOf,
  refuse,
  SUCCEED_SEALED,
  type Team,
  teamOf,
  VIEW_SEALED,
} from '@onedoor/core';
import type { Who } from './bindings.js';
import { heldUntil } from './rights-history.js';
import type { Address, Rooms, SideName } from './rooms.js';

/**
 * Who the server itself acts as: setting up a centre, importing, tests. Known by identity, not by name, so that no
 * token can claim it.
 */
export const SYSTEM: Who = { person: 'system', device: 'server' };

const SYSTEM_ACTOR: Actor = { person: SYSTEM.person, name: 'system', department: '', rights: CENTRE_RIGHTS };

const PURPOSE_REQUIRED = refuse('PURPOSE_REQUIRED', {
  seen: 'no purpose stated lately',
  expected: 'a purpose, which stands in the log of the room',
  todo: 'Write what you read this for.',
}).refusal;

/** Device of all parties without an account: what they do comes in by their secret alone. */
export const PARTY_DEVICE = 'party';

/** Acts of a sealed room by which nobody reads, or that state the purpose themselves. */
const NEEDS_NO_PURPOSE: ReadonlySet<string> = new Set([VIEW_SEALED, OPEN_SEALED, SUCCEED_SEALED]);

/** On what a decision was based; the same objects mean the same decision. */
export interface Grounds {
  readonly team: RoomState | undefined;
  readonly directory: RoomState;
}

/** Who may do what: directory and team, as they are now, against the room's rule. */
export class Rights {
  readonly #rooms: Rooms;
  readonly #model: Model;
  readonly #directoryKey: string;
  /** Teams as they were stored, each with the entry of its `case` room that it is of. */
  readonly #stored = new Map<string, { readonly seq: number; readonly team: CaseTeam }>();
  readonly #parties = new WeakMap<Who, { readonly key: string; readonly command: string }>();
  readonly #seal: { readonly now: () => number; readonly viewMs: number };

  constructor(rooms: Rooms, model: Model, seal: { readonly now: () => number; readonly viewMs: number }) {
    this.#seal = seal;
    this.#rooms = rooms;
    this.#model = model;
    this.#directoryKey = rooms.keyOf(CENTRE_CASE, 'directory');
  }

  /** The person as the directory knows them; undefined for strangers and suspended ones. */
  actor(person: string, side: SideName = 'settled'): Actor | undefined {
    const known = directorySlice.of(this.#rooms.state(this.#directoryKey, side).slices).people[person];
    return known?.active === true ? known : undefined;
  }

  /** Lets a party that has shown its secret do one act in one room. Known by identity, like the server itself: no token can claim it. */
  admitParty(party: string, key: string, command: string): Who {
    const who: Who = { person: partyActor(party), device: PARTY_DEVICE };
    this.#parties.set(who, { key, command });
    return who;
  }

  actorOf(who: Who, side: SideName = 'settled'): Actor | undefined {
    if (who === SYSTEM) return SYSTEM_ACTOR;
    return this.#parties.has(who) ? { person: who.person, name: '', department: '', rights: [] } : this.actor(who.person, side);
  }

  departmentName(id: string): string {
    return directorySlice.of(this.#rooms.state(this.#directoryKey, 'settled').slices).departments[id]?.name ?? id;
  }

  team(caseId: string, side: SideName = 'settled'): Team | undefined {
    return caseId === CENTRE_CASE ? undefined : teamOf(this.caseTeam(caseId, side));
  }

  /** Who is of a case's team, and who was: of the log, or as it was stored of the log's last entry. */
  caseTeam(caseId: string, side: SideName = 'settled'): CaseTeam {
    return this.#storedTeam(caseId) ?? this.#model.caseOf(this.#teamState(caseId, side));
  }

  /** Takes up a team that was derived from its `case` room as of an entry. It counts until the room is in memory, or has another entry. */
  keep(caseId: string, seq: number, team: CaseTeam): void {
    this.#stored.set(caseId, { seq, team });
  }

  /** Whether a case's team is told by what was stored. */
  isStored(caseId: string): boolean {
    return this.#storedTeam(caseId) !== undefined;
  }

  #storedTeam(caseId: string): CaseTeam | undefined {
    const stored = this.#stored.get(caseId);
    if (stored === undefined) return undefined;
    const key = this.#rooms.keyOf(caseId, 'case');
    if (!this.#rooms.isLoaded(key) && this.#rooms.head(key) === stored.seq) return stored.team;
    this.#stored.delete(caseId);
    return undefined;
  }

  /** The team as a room sees it: a sealed one names its readers itself. */
  teamOf(address: Pick<Address, 'name' | 'key' | 'definition'>, side: SideName = 'settled'): Team | undefined {
    if (!isSealed(address.definition.rule)) return this.team(address.name.case, side);
    return this.#model.teamIn(
      address.definition,
      this.team(address.name.case, side),
      () => this.#rooms.state(address.key, side),
      (person) => this.actor(person, side) !== undefined,
    );
  }

  grounds(caseId: string): Grounds {
    return {
      team: caseId === CENTRE_CASE ? undefined : this.#teamState(caseId, 'settled'),
      directory: this.#rooms.state(this.#directoryKey, 'settled'),
    };
  }

  /** Why not; undefined when they may. A past epoch is told only to those who may read. */
  refusal(who: Who, address: Address, ask: Ask, side: SideName): Refusal | undefined {
    const party = this.#parties.get(who);
    // To whoever may do one act the room is open for it, and for nothing else: they are told nothing of it.
    if (party !== undefined)
      return party.key === address.key && (ask.to === 'read' || (ask.to === 'act' && ask.command === party.command))
        ? undefined
        : FORBIDDEN;
    const actor = this.actorOf(who, side);
    if (actor === undefined) return FORBIDDEN;
    const opens = ask.to === 'act' && (ask.command === OPEN_SEALED || ask.command === SUCCEED_SEALED);
    if (address.toOpen === true && !opens) return FORBIDDEN;
    const denied = refusalOf(address.definition.rule, ask, actor, this.teamOf(address, side));
    const refusal = denied ?? this.#purposeOf(who, address, ask, side);
    if (refusal?.code === 'FORBIDDEN' || address.epoch === undefined || address.toOpen === true) return refusal;
    const epoch = this.#rooms.wireEpoch(address.key);
    if (address.epoch > epoch) return FORBIDDEN;
    if (address.epoch < epoch)
      return refuse('PAST_EPOCH', { seen: `epoch ${address.epoch}`, expected: `epoch ${epoch}`, todo: 'Rejoin at the new epoch.' }).refusal;
    return refusal;
  }

  /**
   * Whether a person once had a right that they lost no longer ago than `sinceMs`, or have it now. What somebody did in good
   * faith without network is theirs to offer; whoever never had the right learns nothing.
   */
  hadRight(person: string, address: Address, ask: Ask, now: number, sinceMs: number): boolean {
    if (address.name.case === CENTRE_CASE || isSealed(address.definition.rule)) return false;
    // Whoever was never of the team costs as much as one who asks of a case that is not there.
    const { members, former } = this.caseTeam(address.name.case);
    const isKnown = members[person] !== undefined || former.includes(person);
    const acts = (key: string): readonly ActEntry[] => (this.#rooms.id(key) === undefined ? [] : (this.#rooms.openKey(key)?.acts ?? []));
    const past = {
      directory: acts(this.#directoryKey).filter(
        ({ intent }) => intent.args['person'] === person || intent.command === 'directory.department',
      ),
      team: isKnown ? acts(this.#rooms.keyOf(address.name.case, 'case')) : [],
    };
    const until = heldUntil(this.#model, address.definition.rule, ask, person, past, now);
    return until !== undefined && now - until <= sinceMs;
  }

  /** Nothing of a sealed room goes to a named person who has not stated lately what they read it for. */
  #purposeOf(who: Who, { definition, key }: Address, ask: Ask, side: SideName): Refusal | undefined {
    if (!isSealed(definition.rule) || (ask.to === 'act' && NEEDS_NO_PURPOSE.has(ask.command))) return undefined;
    const at = lastView(this.#rooms.state(key, side), who.person);
    return at !== undefined && this.#seal.now() - at < this.#seal.viewMs ? undefined : PURPOSE_REQUIRED;
  }

  #teamState(caseId: string, side: SideName): RoomState {
    return this.#rooms.state(this.#rooms.keyOf(caseId, 'case'), side);
  }
}
