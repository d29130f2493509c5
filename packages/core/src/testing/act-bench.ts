import { EMPTY_STATE, type RoomState } from '../acts/fold.js';
import type { ActEntry, Intent } from '../acts/intent.js';
import type { ActRequest } from '../acts/slice.js';
import { ContentReader } from '../content/reader.js';
import { createRoomDoc } from '../content/register.js';
import { ok, type Result } from '../errors.js';
import { Model, type Room } from '../model/rooms.js';
import type { PluginClock, PluginRow } from '../plugin/contributions.js';
import type { PluginModel } from '../plugin/define.js';
import { readSummary } from '../plugin/summary.js';
import { type Actor, type CaseRole, refusalOf } from '../policy/policy.js';
import { shanghaiMoment } from '../rules/shanghai.js';
import type { SettingValues } from '../settings/setting.js';

/** Who does an act of a test: department and part in the case decide what they may do. */
export interface BenchPerson {
  readonly person: string;
  readonly department: string;
  /** Absent: not of the team. */
  readonly role?: CaseRole;
  /** Rights in the whole centre. Default: none. */
  readonly rights?: readonly string[];
}

/** What else of a case a test's row tells. */
export interface BenchRow {
  readonly closed?: boolean;
  /** Summaries of other rooms, by room. */
  readonly others?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

/**
 * One room of a plugin with its acts, as the server judges them: form of the arguments, right, conflict, state. For tests
 * of rules, without server or page.
 *
 * @example
 * const bench = new ActBench(bell, 'bell');
 * const result = bench.act(bellSlice.request.ring({ times: 2 }), { by: ringer, at: '2024-03-21T09:00' });
 */
export class ActBench {
  readonly room: Room;
  /** The room's content: run commands on it where a summary tells of it. */
  readonly content = new ContentReader(createRoomDoc());
  readonly #plugin: PluginModel;
  #state: RoomState = EMPTY_STATE;
  #seq = 0;
  /** What the centre has decided, as the server would know it. Default: nothing. */
  settings: SettingValues = {};

  constructor(plugin: PluginModel, room: string) {
    const found = new Model([plugin]).room(room);
    if (found === undefined) throw new Error(`no room "${room}"`);
    this.room = found;
    this.#plugin = plugin;
  }

  get state(): RoomState {
    return this.#state;
  }

  /** What the board would be told of the room. */
  get summary(): Readonly<Record<string, unknown>> | undefined {
    return this.room.summary?.(this.#state, this.content);
  }

  /**
   * The case as contributions see it: this room's summary as a reader's page would have it, the rest empty.
   */
  row(today: string, { closed = false, others = {} }: BenchRow = {}): PluginRow {
    const summaries = { ...others, [this.room.name]: this.summary };
    return {
      case: 'case',
      title: '',
      category: '99',
      source: 'walk-in',
      stage: closed ? 'closed' : 'joint',
      village: '',
      createdOn: today,
      closed,
      changedAt: 0,
      parties: [],
      members: {},
      tasks: [],
      today,
      settings: this.settings,
      read: (summary) => readSummary(summaries, this.#plugin.manifest.name, summary),
      shared: (name) => Object.values(summaries).flatMap((each) => each?.[name] ?? []),
    };
  }

  /** Deadlines of one rule of the manifest, those that have ended among them, on a row of `row`. */
  deadlines(rule: string, today: string, more: BenchRow = {}): readonly PluginClock[] {
    return [this.#plugin.contributions.deadlineRules?.[rule]?.(this.row(today, more)) ?? []].flat();
  }

  /**
   * Does an act, or says why not.
   *
   * @param on.at wall clock in Asia/Shanghai, `YYYY-MM-DDTHH:mm`
   * @param on.base `seq` that the person knew of; default: all that is logged
   */
  act(
    request: ActRequest,
    { by, at, base = this.#seq }: { readonly by: BenchPerson; readonly at: string; readonly base?: number },
  ): Result<ActEntry> {
    const parsed = this.room.acts.parse(request.command, request.args);
    if (!parsed.ok) return parsed;
    const actor: Actor = { person: by.person, name: by.person, department: by.department, rights: by.rights ?? [] };
    const team = { roleOf: (person: string) => (person === by.person ? by.role : undefined) };
    const denied = refusalOf(this.room.rule, { to: 'act', command: request.command }, actor, team);
    if (denied !== undefined) return { ok: false, refusal: denied };
    const intent: Intent = { id: `intent-${this.#seq + 1}`, command: request.command, args: { ...parsed.value }, base };
    const [seq, moment] = [this.#seq + 1, shanghaiMoment(at)];
    const against = this.room.acts.conflictOf(this.#state, intent);
    const refusal =
      against === undefined
        ? this.room.acts.check(this.#state, intent, {
            person: by.person,
            at: moment,
            seq,
            id: intent.id,
            pending: false,
            settings: this.settings,
          })
        : undefined;
    if (refusal !== undefined) return { ok: false, refusal };
    const register = this.room.acts.act(request.command)?.numbers;
    const entry: ActEntry = {
      seq,
      at: moment,
      person: by.person,
      device: 'bench',
      intent,
      outcome: against === undefined ? 'applied' : 'conflict',
      ...(against === undefined ? {} : { against }),
      ...(register === undefined || against !== undefined ? {} : { number: { register, year: Number(at.slice(0, 4)), value: 1 } }),
    };
    this.#seq = seq;
    this.#state = this.room.acts.fold(this.#state, entry);
    return ok(entry);
  }
}
