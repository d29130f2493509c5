import { ActModel, type ErasedSlice, type RoomState } from '../acts/fold.js';
import type { BoundCommand } from '../commands/content-command.js';
import { restoreCommand } from '../commands/restore.js';
import type { ContentReader } from '../content/reader.js';
import { OnedoorError } from '../errors.js';
import { PLUGINS_PART } from '../plugin/summary.js';
import { familyOf, isFamily, ruleOfMember } from '../policy/family.js';
import { isSealed, type RoomRule, type Team } from '../policy/policy.js';
import { identityMark } from '../rules/identity.js';
import type { RecordDefinition, RecordValue } from '../schema/record.js';
import { phoneTails } from '../search/text.js';
import type { DeclaresSettings } from '../settings/define.js';
import { settingsSlice } from '../settings/setting.js';
import { type CaseState, caseSlice, stageTimes, teamOf } from './case.js';
import { directorySlice } from './directory.js';
import { Facts, jointCommands, jointRecords, Party } from './joint.js';
import { NAMED_ACTS, namedSlice, namedTeam } from './named.js';
import { identitySlice, PartyPerson } from './party-people.js';
import { endedTasks, openTasks, taskSlice } from './tasks.js';

type Summary = (state: RoomState, content: ContentReader) => Readonly<Record<string, unknown>>;

/** Kind of room: who may do what in it, what it holds, and what the board shows of it. */
export interface RoomDefinition {
  /** Name within a case, or within the centre; there one that ends in `.*` is a family of rooms. */
  readonly name: string;
  readonly scope: 'case' | 'centre';
  readonly rule: RoomRule;
  readonly slices: readonly ErasedSlice[];
  readonly records: readonly RecordDefinition[];
  readonly commands: readonly BoundCommand[];
  /** What a board row shows of this room; pure, of this room's own state and content alone. Absent: nothing. */
  readonly summary?: Summary;
}

/** What a plugin's model adds to the rooms. */
export interface ModelPart extends DeclaresSettings {
  readonly rooms: readonly RoomDefinition[];
  /** Records and commands put into rooms that exist already, by room name. */
  readonly extensions: readonly {
    readonly room: string;
    readonly records: readonly RecordDefinition[];
    readonly commands: readonly BoundCommand[];
    /** What a plugin tells of its own records there, in a part of the room's summary. */
    readonly summary?: { readonly plugin: string; readonly select: Summary };
  }[];
}

/** More open tasks, or answered ones, than this are told by the case page alone: rows travel to every device. */
const TASKS_OF_A_ROW = 20;
const ENDED_OF_A_ROW = 10;

/** More names than this are found on the case page alone. */
const NAMES_OF_A_ROW = 100;

/** A town has dozens of each family. */
const MEMBERS_REMEMBERED = 5_000;

/** What is shorter names nobody for sure. */
const SHORTEST_NUMBER = 15;

/** Acts that wait for somebody's decision. */
const openConflicts = (state: RoomState): number => [...state.conflicts.values()].filter(({ settled }) => settled === undefined).length;

const lead = { role: ['lead', 'leader'] } as const;
const team = { team: true } as const;
const workers = { team: true, except: ['observer'] } as const;

const caseRoom: RoomDefinition = {
  name: 'case',
  scope: 'case',
  rule: {
    read: team,
    write: { nobody: true },
    acts: {
      'case.create': { right: 'case.create' },
      'case.move': workers,
      'case.close': lead,
      'case.addMember': lead,
      'case.removeMember': lead,
      'case.handOver': lead,
      'task.ask': workers,
      'task.answer': workers,
      'task.withdraw': workers,
      'identity.show': team,
    },
  },
  slices: [caseSlice, taskSlice, identitySlice],
  records: [],
  commands: [],
  summary(state) {
    const { moves, former: _, ...shown } = caseSlice.of(state.slices);
    const stageAt = moves.at(-1)?.at ?? shown.createdAt;
    const asked = taskSlice.of(state.slices);
    const tasks = openTasks(asked).slice(0, TASKS_OF_A_ROW);
    const ended = endedTasks(asked).slice(0, ENDED_OF_A_ROW);
    return {
      ...shown,
      ...stageTimes({ createdAt: shown.createdAt, moves }),
      changedAt: stageAt,
      stageAt,
      conflicts: openConflicts(state),
      tasks,
      ...(ended.length === 0 ? {} : { endedTasks: ended }),
    };
  },
};

/** Marks of the identity numbers of a case, by which its readers see who stands in another of their cases too. */
function marksOf(...people: readonly (readonly { readonly idNumber?: string | undefined }[])[]): { readonly marks?: readonly string[] } {
  const numbers = people.flat().flatMap(({ idNumber }) => (idNumber === undefined || idNumber.length < SHORTEST_NUMBER ? [] : [idNumber]));
  return numbers.length === 0 ? {} : { marks: [...new Set(numbers.map(identityMark))].sort() };
}

/** What else a case is looked for by: further names, tails of telephone numbers, the place. Short, because rows travel to every device. */
function lookedFor(
  parties: readonly RecordValue<typeof Party>[],
  people: readonly RecordValue<typeof PartyPerson>[],
  place: string | undefined,
): Readonly<Record<string, unknown>> {
  const shown = new Set(parties.slice(0, 3).map(({ name }) => name));
  const all = parties.flatMap(({ name, representative = '', members }) => [name, representative, ...members]);
  const names = [...new Set([...all, ...people.map(({ name }) => name)])].filter((name) => name !== '' && !shown.has(name));
  const tails = [...new Set([...parties, ...people].flatMap(({ phone = '' }) => phoneTails(phone)))];
  return {
    ...(names.length === 0 ? {} : { names: names.slice(0, NAMES_OF_A_ROW) }),
    ...(tails.length === 0 ? {} : { tails: tails.slice(0, NAMES_OF_A_ROW) }),
    ...(place === undefined || place === '' ? {} : { place }),
  };
}

const jointRoom: RoomDefinition = {
  name: 'joint',
  scope: 'case',
  rule: { read: team, write: workers, acts: {} },
  slices: [],
  records: jointRecords,
  commands: jointCommands,
  summary(_, content) {
    const parties = content.values(Party);
    const people = content.values(PartyPerson);
    const facts = content.get(Facts, Facts.name);
    return {
      parties: parties.slice(0, 3).map((party) => party.name),
      partyCount: parties.length,
      ...marksOf(parties, people),
      matter: facts?.ok === true ? facts.value.summary.slice(0, 80) : '',
      ...lookedFor(parties, people, facts?.ok === true ? facts.value.place : undefined),
    };
  },
};

const directoryRoom: RoomDefinition = {
  name: 'directory',
  scope: 'centre',
  rule: {
    read: { anyone: true },
    write: { nobody: true },
    acts: {
      'directory.department': { right: 'directory.manage' },
      'directory.enrol': { right: 'directory.manage' },
      'directory.suspend': { right: 'directory.manage' },
      'directory.plugin': { right: 'directory.manage' },
    },
  },
  slices: [directorySlice],
  records: [],
  commands: [],
};

/** A room for each group of settings: everybody may know what the centre has decided. */
const settingsRooms: RoomDefinition = {
  name: 'settings.*',
  scope: 'centre',
  rule: {
    // Whoever may set something has its room before anybody has.
    read: { any: [{ anyone: true }, { right: 'settings.*' }] },
    write: { nobody: true },
    acts: { 'settings.set': { any: [{ right: 'settings.*' }, { right: 'centre.settings' }] } },
    // Templates of papers are settings whose value names a file.
    files: 'settings.set',
  },
  slices: [settingsSlice],
  records: [],
  commands: [],
};

export interface Room extends RoomDefinition {
  readonly acts: ActModel;
  command(name: string): BoundCommand | undefined;
  record(name: string): RecordDefinition | undefined;
}

/** All kinds of rooms that a centre knows: the built-in ones and those of its approved plugins. */
export class Model {
  readonly #rooms = new Map<string, Room>();
  readonly #members = new Map<string, Room>();
  /** What was added to the built-in rooms, and who declares settings. */
  readonly parts: readonly ModelPart[];

  /** @throws SCHEMA_DUPLICATE where two parts define one room, record or command */
  constructor(parts: readonly ModelPart[] = []) {
    this.parts = parts;
    for (const room of [caseRoom, jointRoom, directoryRoom, settingsRooms, ...parts.flatMap((part) => part.rooms)]) {
      if (this.#rooms.has(room.name)) throw duplicate(`room "${room.name}"`);
      const extensions = parts.flatMap((part) => part.extensions).filter((extension) => extension.room === room.name);
      this.#rooms.set(room.name, complete(sealed(room), extensions));
    }
    for (const { room } of parts.flatMap((part) => part.extensions)) {
      if (!this.#rooms.has(room))
        throw new OnedoorError('MANIFEST_INVALID', {
          seen: `records for the room "${room}"`,
          expected: `one of ${[...this.#rooms.keys()].join(', ')}`,
          todo: 'Correct the room in the manifest.',
        });
    }
  }

  /** A room by its name; a member of a family has the family's content and its own rule. */
  room(name: string): Room | undefined {
    return isFamily(name) ? undefined : (this.#rooms.get(name) ?? this.#member(name));
  }

  /** Single rooms; of families see `families`. */
  rooms(scope: RoomDefinition['scope']): Room[] {
    return [...this.#rooms.values()].filter((room) => room.scope === scope && !isFamily(room.name));
  }

  /** Families of rooms of the centre, by names that end in `.*`. */
  families(): Room[] {
    return [...this.#rooms.values()].filter((room) => isFamily(room.name));
  }

  #member(name: string): Room | undefined {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const of = familyOf(name);
    const family = of === undefined ? undefined : this.#rooms.get(of.family);
    if (of === undefined || family === undefined) return undefined;
    // Names come from the network: what is remembered of them has an end.
    if (this.#members.size >= MEMBERS_REMEMBERED) this.#members.clear();
    const member = { ...family, name, rule: ruleOfMember(family.rule, of.part) };
    this.#members.set(name, member);
    return member;
  }

  /** The team of a case, of its `case` room's state. */
  team(state: RoomState): Team | undefined {
    return teamOf(this.caseOf(state));
  }

  /** The team of the case as one room sees it: a sealed room's own state says whom it names. */
  teamIn(
    room: RoomDefinition,
    everyone: Team | undefined,
    state: () => RoomState,
    isActive?: (person: string) => boolean,
  ): Team | undefined {
    return isSealed(room.rule) ? namedTeam(everyone, state(), isActive) : everyone;
  }

  caseOf(state: RoomState): CaseState {
    return caseSlice.of(state.slices);
  }
}

/** A sealed room has the acts of naming and viewing, and shows nothing of itself on any row. */
function sealed(room: RoomDefinition): RoomDefinition {
  if (!isSealed(room.rule)) return room;
  const { summary: _, ...rest } = room;
  return { ...rest, rule: { ...room.rule, acts: { ...room.rule.acts, ...NAMED_ACTS } }, slices: [namedSlice, ...room.slices] };
}

function complete(room: RoomDefinition, extensions: ModelPart['extensions']): Room {
  const records = [...room.records, ...extensions.flatMap((extension) => extension.records)];
  const commands = [
    ...room.commands,
    ...extensions.flatMap((extension) => extension.commands),
    ...(records.length === 0 ? [] : [restoreCommand(records)]),
  ];
  const byName = <T extends { readonly name: string }>(kind: string, items: readonly T[]): Map<string, T> => {
    const map = new Map<string, T>();
    for (const item of items) {
      if (map.has(item.name)) throw duplicate(`${kind} "${item.name}" in room "${room.name}"`);
      map.set(item.name, item);
    }
    return map;
  };
  const commandsByName = byName('command', commands);
  const recordsByName = byName('record', records);
  const summary = withOffers(room, withConflicts(room, withParts(room.summary, extensions)));
  return {
    ...room,
    ...(summary === undefined ? {} : { summary }),
    records,
    commands,
    acts: new ActModel(room.slices),
    command: (name) => commandsByName.get(name),
    record: (name) => recordsByName.get(name),
  };
}

/** A room's summary with the number of changes that are offered in it and wait, where there are any. */
function withOffers({ scope, rule }: RoomDefinition, summary: Summary | undefined): Summary | undefined {
  if (scope !== 'case' || isSealed(rule)) return summary;
  return (state, content) => {
    const own = summary?.(state, content) ?? {};
    const offers = [...state.offers.values()].filter(({ answer }) => answer === undefined).length;
    return offers === 0 ? own : { ...own, offers };
  };
}

/** A room's summary with the number of its open conflicts, where there are any: the card of the case has to show them. */
function withConflicts({ name, slices }: RoomDefinition, summary: Summary | undefined): Summary | undefined {
  if (summary === undefined || name === 'case' || slices.length === 0) return summary;
  return (state, content) => {
    const conflicts = openConflicts(state);
    return conflicts === 0 ? summary(state, content) : { ...summary(state, content), conflicts };
  };
}

/** A room's summary with what plugins tell of their records in it. */
function withParts(own: Summary | undefined, extensions: ModelPart['extensions']): Summary | undefined {
  const parts = extensions.flatMap(({ summary }) => (summary === undefined ? [] : [summary]));
  if (parts.length === 0) return own;
  return (state, content) => ({
    ...own?.(state, content),
    [PLUGINS_PART]: Object.fromEntries(parts.flatMap(({ plugin, select }) => partOf(plugin, () => select(state, content)))),
  });
}

/** A plugin's part of a built-in room's summary; one that throws is left out, and the room's own row stands. */
function partOf(plugin: string, select: () => Readonly<Record<string, unknown>>): [string, Readonly<Record<string, unknown>>][] {
  try {
    return [[plugin, select()]];
  } catch {
    return [];
  }
}

const duplicate = (what: string) =>
  new OnedoorError('SCHEMA_DUPLICATE', { seen: `${what} twice`, expected: 'one definition', todo: 'Rename one of them.' });
