import {
  type ActRequest,
  type CaseRow,
  type CaseState,
  type ComparedChange,
  type CompareResponse,
  caseSlice,
  type DirectoryPerson,
  type DirectoryState,
  type Edit,
  type FieldHistory,
  type FieldRef,
  type FoundCases,
  type HistoryPage,
  type MeResponse,
  Model,
  type ModelPart,
  type OfferState,
  type OpenRoom,
  ok,
  type RecordHead,
  type RefusedChange,
  type Result,
  type RoomFiles,
  type RoomRef,
  refuse,
  type Session,
  type SyncState,
  type Visit,
} from '@onedoor/core';
import { FakeFiles } from './fake-files.js';
import { FakePreferences } from './fake-preferences.js';
import { FakeRoom } from './fake-room.js';
import { FakeSafety } from './fake-safety.js';
import { FakeValue } from './fake-value.js';

export const PEOPLE: readonly DirectoryPerson[] = [
  {
    person: 'sun',
    name: '孙桂兰',
    department: 'committee',
    post: '专职人民调解员',
    rights: ['case.create'],
    active: true,
  },
  {
    person: 'chen',
    name: '陈志强',
    department: 'grid',
    post: '专职网格员',
    rights: ['case.create'],
    active: true,
  },
  {
    person: 'wang',
    name: '王建军',
    department: 'station',
    post: '社区民警',
    rights: ['case.create'],
    active: true,
  },
];
const DEPARTMENTS = { committee: '人民调解委员会', grid: '网格', station: '派出所' };
export const SYNCED: SyncState = {
  connection: 'online',
  unsent: 0,
  sent: 0,
  refused: 0,
  stores: true,
  leader: true,
};

const OFFLINE = refuse('OFFLINE', { seen: 'no network', expected: 'a network', todo: 'Connect.' });

/** A session without network or storage, for tests of elements: its values are set by hand. */
export class FakeSession implements Session {
  readonly model: Model;
  readonly me: FakeValue<MeResponse | undefined>;
  readonly directory: FakeValue<DirectoryState>;
  readonly sync = new FakeValue<SyncState>(SYNCED);
  readonly rows = new FakeValue<readonly CaseRow[]>([]);
  readonly refused = new FakeValue<readonly RefusedChange[]>([]);
  readonly visits = new FakeValue<ReadonlyMap<string, Visit>>(new Map());
  readonly preferences = new FakePreferences();
  readonly safety = new FakeSafety();
  /** What `history` answers with, by `<case>/<room>`, the latest first; a page is cut out of it. */
  readonly edits = new Map<string, readonly Edit[]>();
  /** Epoch milliseconds of the clock of rooms that are made from now on: the day on which waiting acts are judged. */
  now = Date.UTC(2024, 2, 21);
  readonly #rooms = new Map<string, FakeRoom>();
  readonly #files = new Map<string, FakeFiles>();
  readonly #person: string;

  /**
   * @param person who is signed in, one of `staff`
   * @param parts models of plugins
   * @param staff people of the directory
   */
  constructor(person = 'sun', parts: readonly ModelPart[] = [], staff: readonly DirectoryPerson[] = PEOPLE) {
    this.model = new Model(parts);
    this.#person = person;
    const self = staff.find((known) => known.person === person) ?? {
      person,
      name: person,
      department: '',
      rights: [],
    };
    this.me = new FakeValue<MeResponse | undefined>({
      protocol: 1,
      schema: 1,
      centre: { id: 'centre', name: '红砂坝镇综治中心' },
      person: { person, name: self.name, department: self.department, rights: [...self.rights] },
      rooms: [],
      sealedViewMs: 3_600_000,
      plugins: [],
    });
    this.directory = new FakeValue<DirectoryState>({
      people: Object.fromEntries(staff.map((known) => [known.person, known])),
      departments: Object.fromEntries(Object.entries(DEPARTMENTS).map(([id, name]) => [id, { id, name }])),
    });
  }

  /** A room, made when it is first asked for. */
  room(ref: RoomRef): FakeRoom {
    const key = `${ref.case}/${ref.room}`;
    const known = this.#rooms.get(key);
    if (known !== undefined) return known;
    const kind = this.model.room(ref.room);
    if (kind === undefined) throw new Error(`No room "${ref.room}" in the model.`);
    const made = new FakeRoom(ref, kind, this.#person, {
      writable: ref.room !== 'case',
      now: this.now,
      client: this.#rooms.size + 1,
      settings: () => this.me.get()?.settings,
    });
    this.#rooms.set(key, made);
    return made;
  }

  open(ref: RoomRef): OpenRoom {
    const room = this.room(ref);
    room.opened += 1;
    return room;
  }

  act(ref: RoomRef, request: ActRequest): Promise<Result<string>> {
    return Promise.resolve(this.room(ref).act(request));
  }

  createCase(args: Pick<CaseState, 'title' | 'category' | 'source' | 'village'>): Promise<Result<string>> {
    const id = `case-${this.#rooms.size}`;
    this.room({ case: id, room: 'case' }).act(caseSlice.request.create(args));
    return Promise.resolve(ok(id));
  }

  /** Stale while `sync` says that there is no network. */
  history(
    ref: RoomRef,
    { before = Infinity, limit = 50 }: { readonly before?: number; readonly limit?: number } = {},
  ): Promise<Result<HistoryPage>> {
    const older = (this.edits.get(`${ref.case}/${ref.room}`) ?? []).filter((edit) => edit.order < before);
    return Promise.resolve(
      ok({
        edits: older.slice(0, limit),
        seq: Math.max(0, ...older.map((edit) => edit.seq)),
        more: older.length > limit,
        stale: this.sync.get().connection !== 'online',
        at: Date.UTC(2024, 2, 21),
      }),
    );
  }

  /** By `<case>/<room>/<collection>/<record>/<field>`; of a field that is not named, no values. */
  readonly fieldHistories = new Map<string, FieldHistory>();
  /** By `<case>/<room>`. */
  /** What `search` answers with, by what was typed; with no network where it is undefined, nothing found for all else. */
  found: ReadonlyMap<string, FoundCases> | undefined = new Map();
  /** What was looked for on the server. */
  readonly asked: string[] = [];
  readonly compared = new Map<string, readonly ComparedChange[]>();
  head: RecordHead | undefined;

  fieldHistory(ref: RoomRef, { collection, record, field }: FieldRef): Promise<Result<FieldHistory>> {
    if (this.sync.get().connection !== 'online') return Promise.resolve(OFFLINE);
    const known = this.fieldHistories.get(`${ref.case}/${ref.room}/${collection}/${record}/${field}`);
    return Promise.resolve(ok(known ?? { kind: 'values', values: [], seq: 0, more: false }));
  }

  search(typed: string): Promise<Result<FoundCases>> {
    this.asked.push(typed);
    const { found } = this;
    return Promise.resolve(found === undefined ? OFFLINE : ok(found.get(typed) ?? { hits: [], rows: [], total: 0, complete: true }));
  }

  compare(ref: RoomRef): Promise<Result<CompareResponse>> {
    if (this.sync.get().connection !== 'online') return Promise.resolve(OFFLINE);
    return Promise.resolve(ok({ changes: [...(this.compared.get(`${ref.case}/${ref.room}`) ?? [])], seq: 1, more: false }));
  }

  files(ref: RoomRef): Promise<Result<RoomFiles>> {
    return Promise.resolve(ok(this.fakeFiles(ref)));
  }

  /** Files of a room, made when they are first asked for. */
  fakeFiles(ref: RoomRef): FakeFiles {
    const key = `${ref.case}/${ref.room}`;
    const known = this.#files.get(key) ?? new FakeFiles(() => this.sync.get().connection !== 'online');
    this.#files.set(key, known);
    return known;
  }

  recordHead(): Promise<RecordHead | undefined> {
    return Promise.resolve(this.head);
  }

  markVisited(caseId: string): Promise<void> {
    const rooms = this.rows.get().find((row) => row.case === caseId)?.rooms ?? [];
    const visit = { at: Date.UTC(2024, 2, 21), seqs: Object.fromEntries(rooms.map(({ room, seq }) => [room, seq])) };
    this.visits.set(new Map(this.visits.get()).set(caseId, visit));
    return Promise.resolve();
  }

  /** Stands as waiting, as it does without network. */
  offer(id: string): Promise<Result<void>> {
    const offer: OfferState = { id: `offer-${id}`, askedAt: Date.UTC(2024, 2, 21), state: 'waiting' };
    this.refused.set(this.refused.get().map((change) => (change.id === id ? { ...change, offer } : change)));
    return Promise.resolve(ok(undefined));
  }

  dismiss(id: string): Promise<void> {
    this.refused.set(this.refused.get().filter((change) => change.id !== id));
    this.sync.set({ ...this.sync.get(), refused: this.refused.get().length });
    return Promise.resolve();
  }

  setOffline(offline: boolean): void {
    this.sync.set({ ...this.sync.get(), connection: offline ? 'offline' : 'online' });
  }

  syncNow(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
