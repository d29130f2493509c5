import {
  type ActRequest,
  Allocation,
  allocatePlan,
  type CaseRow,
  CENTRE_CASE,
  type ContentRequest,
  caseSlice,
  clocksOf,
  type DirectoryState,
  directorySlice,
  EMPTY_STATE,
  explain,
  Facts,
  type FileRef,
  familyOf,
  formatNumber,
  isFamily,
  isSealed,
  OnedoorError,
  type OpenRoom,
  ok,
  Party,
  type PluginGrant,
  type PluginLocales,
  type PluginManifest,
  type PluginRow,
  type ReadResult,
  type RecordDefinition,
  type Result,
  type RichField,
  type RichFieldName,
  type RoomFiles,
  type RoomRef,
  refuse,
  type Session,
  type SettingValues,
  settingsRoom,
  shanghaiDate,
  type TextField,
  type TextFieldName,
} from '@onedoor/core';
import { clockLines } from '../glance/clock-lines.js';
import { newId } from '../internal/new-id.js';
import { formatDate, formatMoment } from '../locales/format.js';
import { fill, type Locale, type Params } from '../locales/locale.js';
import { departmentName } from '../locales/names.js';
import { type Contributions, caseRowOf, rowFor } from './contributions.js';
import type { CasesReading, FoldedSlice, PluginCollection, PluginContext, PluginEntry, PluginFiles, PluginRoom } from './plugin-view.js';

/** What stays the same over all contexts that one view is given. */
export interface PluginContextParts {
  readonly plugin: PluginEntry;
  /** Texts that came with the views. */
  readonly locales?: PluginLocales | undefined;
  readonly session: Session;
  /** Undefined for a page of the centre that has no room of its own. */
  readonly room: OpenRoom | undefined;
  /** Where the view stands: case id or `-`, and the name of its room or nothing. */
  readonly at: RoomRef;
  /** Rooms of the shared case, opened for what the manifest is granted. */
  readonly shared: { readonly case: OpenRoom | undefined; readonly joint: OpenRoom | undefined };
  readonly signal: AbortSignal;
  /** Does an act in the view's room, by the way of all acts of the page. */
  readonly act: (request: ActRequest) => Promise<Result<string>>;
  /** Another room of the case, once it is open. */
  readonly open: (room: string) => OpenRoom | undefined;
  readonly actIn: (room: string, request: ActRequest) => Promise<Result<string>>;
  readonly texts: Map<string, TextField>;
  readonly riches: Map<string, RichField>;
  /** All plugins of the page, those that are switched off for the centre too. */
  readonly installed: readonly PluginEntry[];
  /** Files of a room, once they are here. */
  readonly files: (ref: RoomRef) => RoomFiles | undefined;
  /** What the grant `cases` gives. */
  readonly cases: {
    readonly rows: readonly CaseRow[];
    /** While these are not all: how many have been read. */
    readonly reading: CasesReading | undefined;
    /** Name of the view's place, beside others of the plugin. */
    readonly screen: string;
    readonly today: string;
    readonly contributions: Contributions;
    readonly openCase: (id: string) => void;
    readonly act: (id: string, room: string, request: ActRequest) => Promise<Result<string>>;
    readonly run: (id: string, room: string, request: ContentRequest) => Promise<Result<void>>;
  };
}

/** What a context says of the page, beside the session. */
export interface PluginContextNow {
  readonly locale: Locale;
  readonly theme: 'light' | 'dark';
  readonly directory: DirectoryState;
  /** Default: none. */
  readonly numberPrefix?: string;
}

/** Makes a view's context. A new one is made when locale, theme or right change; handles and signal are kept. */
export function createPluginContext(parts: PluginContextParts, now: PluginContextNow): PluginContext {
  const { plugin, locales, session, room, at, shared, signal, act, cases, installed } = parts;
  const { manifest, contributions } = plugin.model;
  const me = session.me.get()?.person;
  const granted = (grant: PluginGrant): void => {
    if (!manifest.grants.includes(grant))
      throw new OnedoorError('NOT_GRANTED', {
        seen: `plugin "${manifest.name}" asks for ${grant}`,
        expected: `"${grant}" among the manifest's grants`,
        todo: 'Add the grant to onedoor.plugin.json and have it approved.',
        at: 'grants',
      });
  };
  const caseState = () => {
    const state = shared.case === undefined ? undefined : caseSlice.of(shared.case.state().slices);
    return state?.created === true ? state : undefined;
  };
  /** The directory knows a person by one act: it is done again with other rights. */
  const changeRight = (person: string, right: string, has: boolean): Promise<Result<string>> => {
    const known = now.directory.people[person];
    if (known === undefined || !right.startsWith(`${manifest.name}.`)) return Promise.resolve(noRight(person, right, known === undefined));
    const { active: _, ...enrolled } = known;
    const rights = [...known.rights.filter((each) => each !== right), ...(has ? [right] : [])];
    return parts.actIn('directory', directorySlice.request.enrol({ ...enrolled, rights }));
  };
  const rowOf = (id: string): CaseRow | undefined => {
    const shown = shownFor(manifest.name, cases).byId.get(id);
    return shown === undefined ? undefined : caseRowOf(shown);
  };
  return {
    case: at.case,
    room: at.room,
    ...roomParts(parts, room, act),
    in(name) {
      if (name === at.room) return roomParts(parts, room, act);
      const own = ownRoom(manifest, name);
      // What the centre has decided of this plugin; everybody may read it.
      if (name === settingsRoom(manifest.name))
        return roomParts(parts, parts.open(name), (request) => parts.actIn(name, request), { case: CENTRE_CASE, room: name });
      if (
        (own === undefined && !manifest.extends.some((each) => each === name)) ||
        (own !== undefined && isSealed(own)) ||
        (own?.scope ?? 'case') !== scopeOf(at, own?.scope)
      )
        throw new OnedoorError('NOT_GRANTED', {
          seen: `plugin "${manifest.name}" asks for the room "${name}"`,
          expected: 'a room of the manifest that is not sealed',
          todo: 'Name it under rooms or extends.',
          at: 'rooms',
        });
      const other = parts.open(name);
      return roomParts(parts, other, (request) => parts.actIn(name, request));
    },
    core: {
      case() {
        granted('case');
        return caseState();
      },
      parties() {
        granted('parties');
        return shared.joint?.records.values(Party) ?? [];
      },
      facts() {
        granted('facts');
        const read = shared.joint?.records.get(Facts, Facts.name);
        return read?.ok === true ? read.value : undefined;
      },
      allocation() {
        granted('allocation');
        const read = shared.joint?.records.get(Allocation, Allocation.name);
        const plan = read?.ok === true ? read.value.plan : undefined;
        return plan === undefined ? undefined : allocatePlan(plan, shared.joint?.records.values(Party) ?? []);
      },
      people() {
        granted('people');
        return now.directory.people;
      },
    },
    cases: {
      rows() {
        granted('cases');
        return shownFor(manifest.name, cases).rows;
      },
      reading() {
        granted('cases');
        return cases.reading;
      },
      showsFirst(ids) {
        granted('cases');
        session.noteFirst?.(ids, `${manifest.name}/${cases.screen}`);
      },
      columns() {
        granted('cases');
        return cases.contributions.columns;
      },
      cell(key, id) {
        granted('cases');
        const column = cases.contributions.columns.find((each) => each.key === key);
        const row = rowOf(id);
        return column === undefined || row === undefined ? undefined : cases.contributions.cell(column, row);
      },
      clocks(id) {
        granted('cases');
        const row = rowOf(id);
        return row === undefined ? [] : cases.contributions.clocks(row, 'all');
      },
      clockRules() {
        granted('cases');
        return cases.contributions.models.flatMap(({ manifest: { name, contributes } }) =>
          contributes.deadlineRules.map(({ id, label }) => ({ key: `${name}.${id}`, label: label[now.locale] })),
        );
      },
      explain: (clock) => clockLines(clock, now.locale, cases.today, clocksOf(cases.contributions.settings)),
      create(args) {
        granted('cases');
        return session.createCase(args);
      },
      open(id) {
        granted('cases');
        cases.openCase(id);
      },
      act(id, name, request) {
        granted('cases');
        return shareable(manifest, name) ? cases.act(id, name, request) : Promise.resolve(notShared(name));
      },
      run(id, name, request) {
        granted('cases');
        return shareable(manifest, name) ? cases.run(id, name, request) : Promise.resolve(notShared(name));
      },
    },
    rights: {
      give(person, right) {
        granted('rights');
        return changeRight(person, right, true);
      },
      take(person, right) {
        granted('rights');
        return changeRight(person, right, false);
      },
    },
    plugins: {
      list() {
        granted('plugins');
        return installed.map(({ model }) => {
          const { name, label } = model.manifest;
          const off = now.directory.off?.[name];
          return { name, label: label[now.locale], ...(off === undefined ? {} : { off }) };
        });
      },
      may: () => me?.rights.includes('directory.manage') === true,
      turn(name, on, reason) {
        granted('plugins');
        if (name === manifest.name)
          return Promise.resolve(
            refuse('ACT_NOT_ALLOWED', {
              seen: `"${name}" itself`,
              expected: 'another plugin',
              todo: 'Nobody could switch it on again.',
              at: 'plugin',
            }),
          );
        return parts.actIn('directory', directorySlice.request.plugin({ plugin: name, on, reason }));
      },
    },
    statistics: {
      async list() {
        granted('statistics');
        const { listStatistics } = await import('./statistics.js');
        return listStatistics(parts, now);
      },
    },
    me: { person: me?.person ?? '', name: me?.name ?? '', department: me?.department ?? '' },
    locale: now.locale,
    i18n: {
      t: (key: string, params?: Params) => fill(locales?.[now.locale][key] ?? contributions.locales[now.locale][key] ?? key, params),
      date: (date) => formatDate(now.locale, date),
      moment: (atMs) => formatMoment(now.locale, atMs),
      person: (id) => now.directory.people[id]?.name ?? id,
      department: (id) => departmentName(now.locale, now.directory, id),
      number: (number) => formatNumber(number, now.numberPrefix ?? ''),
    },
    theme: now.theme,
    clock: { now: () => Date.now(), today: () => shanghaiDate(Date.now()) },
    id: newId,
    settings: cases.contributions.settings,
    recordHead: () => session.recordHead(),
    log: { warn: (message) => console.warn(`[${manifest.name}] ${message}`) },
    signal,
  };
}

/** A room of the manifest by name, or the family that it is a member of. */
function ownRoom(manifest: PluginManifest, name: string): PluginManifest['rooms'][number] | undefined {
  const family = familyOf(name)?.family;
  return manifest.rooms.find((each) => each.name === name && !isFamily(name)) ?? manifest.rooms.find((each) => each.name === family);
}

/** From a case everything of the plugin can be reached; from a page of the centre only what is the centre's. */
const scopeOf = (at: RoomRef, scope: 'case' | 'centre' = 'case'): 'case' | 'centre' => (at.case === CENTRE_CASE ? 'centre' : scope);

/** Rooms of a case in which a plugin may act or write with the grant `cases`: the shared ones and its own, no sealed one. */
const shareable = (manifest: PluginManifest, name: string): boolean =>
  name === 'case' || name === 'joint' || manifest.rooms.some((own) => own.name === name && own.scope === 'case' && !isSealed(own));

const notShared = (room: string) =>
  refuse('NOT_GRANTED', {
    seen: `the room "${room}"`,
    expected: 'case, joint, or a room of the plugin that is not sealed',
    todo: 'Choose another room.',
    at: 'room',
  });

const noRight = (person: string, right: string, isUnknown: boolean) =>
  isUnknown
    ? refuse('NOT_FOUND', { seen: `no person ${person}`, expected: 'a person of the directory', todo: 'Enrol them first.' })
    : refuse('NOT_GRANTED', { seen: `the right "${right}"`, expected: "a right of the plugin's own", todo: 'Choose another right.' });

/** Rows as each plugin sees them: made once for each row, since a page asks for all of them at every render. */
interface ShownRows {
  readonly of: readonly CaseRow[];
  readonly today: string;
  readonly settings: SettingValues;
  readonly rows: readonly PluginRow[];
  readonly byId: Map<string, PluginRow>;
}
const shownRows = new Map<string, ShownRows>();

function shownFor(plugin: string, { rows, today, contributions: { settings } }: PluginContextParts['cases']): ShownRows {
  const known = shownRows.get(plugin);
  const isOfNow = known?.today === today && known.settings === settings;
  if (isOfNow && known.of === rows) return known;
  const byId: ShownRows['byId'] = isOfNow ? known.byId : new Map();
  const shown = rows.map((row) => {
    const before = byId.get(row.case);
    if (before !== undefined && caseRowOf(before) === row) return before;
    const made = rowFor(row, plugin, today, settings);
    byId.set(row.case, made);
    return made;
  });
  if (byId.size > rows.length) {
    const here = new Set(rows.map((row) => row.case));
    for (const id of byId.keys()) if (!here.has(id)) byId.delete(id);
  }
  const next = { of: rows, today, settings, rows: shown, byId };
  shownRows.set(plugin, next);
  return next;
}

const NOTHING_UNSENT: ReadonlySet<string> = new Set();
const NOT_HERE = refuse('NOT_WRITABLE', {
  seen: 'a room that is not here yet',
  expected: 'an open room',
  todo: 'Wait until it is loaded.',
});
/** A text of a room that is not here yet. */
const noText = (label: string): RichField => ({
  label,
  writable: false,
  value: () => '',
  contents: () => [],
  edit() {},
  watch: () => () => {},
  setCaret() {},
  carets: () => [],
  watchCarets: () => () => {},
  undo() {},
  redo() {},
});

/** The handle of a key, the same each time. */
function kept<T>(handles: Map<string, T>, key: string, make: () => T): T {
  const handle = handles.get(key) ?? make();
  handles.set(key, handle);
  return handle;
}

/** What a view reads and does in one room; of one that is not here yet, nothing. */
function roomParts(
  { session, shared, signal, texts, riches, files }: PluginContextParts,
  room: OpenRoom | undefined,
  act: (request: ActRequest) => Promise<Result<string>>,
  // Files are read without opening a room.
  ref = room?.ref,
): PluginRoom {
  const me = session.me.get()?.person;
  const keyOf = (...parts: readonly string[]): string => [room?.ref.room, ...parts].join('/');
  return {
    writable: room?.status.get().writable ?? false,
    data: {
      collection: <R extends RecordDefinition>(record: R): PluginCollection<R> => ({
        get: (id: string): ReadResult<R> | undefined => room?.records.get(record, id),
        list: () => room?.records.list(record) ?? [],
        watch(listener) {
          const stop = room?.watch((change) => {
            if (change.kind === 'content' && change.collections.has(record.name)) listener();
          });
          if (stop === undefined) return () => {};
          signal.addEventListener('abort', stop, { once: true });
          return stop;
        },
      }),
    },
    text: <R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, label: string): TextField =>
      kept(texts, keyOf(record.name, id, field, label), () => room?.text(record, id, field, label) ?? noText(label)),
    rich: <R extends RecordDefinition>(record: R, id: string, field: RichFieldName<R>, label: string): RichField =>
      kept(riches, keyOf(record.name, id, field, label), () => room?.rich(record, id, field, label) ?? noText(label)),
    commands: { run: (request) => room?.run(request) ?? Promise.resolve(NOT_HERE) },
    acts: {
      state: <S>(slice: FoldedSlice<S>) => slice.of((room?.state() ?? EMPTY_STATE).slices),
      logged: <S>(slice: FoldedSlice<S>) => slice.of((room?.logged() ?? EMPTY_STATE).slices),
      may(command) {
        const rule = room === undefined ? undefined : session.model.room(room.ref.room)?.rule;
        if (rule === undefined || me === undefined) return { allowed: false };
        const team = shared.case === undefined ? undefined : session.model.team(shared.case.state());
        return explain(rule, { to: 'act', command }, me, team);
      },
      run: act,
    },
    files: filesPart(session, signal, room, files, ref),
    unsent: () => room?.unsent() ?? NOTHING_UNSENT,
  };
}

/** What reads and draws files is loaded with the first of them. */
const loadPictures = () => import('../files/pictures.js');

function filesPart(
  session: Session,
  signal: AbortSignal,
  room: OpenRoom | undefined,
  files: PluginContextParts['files'],
  ref: RoomRef | undefined,
): PluginFiles {
  const open = async (file: FileRef): Promise<Result<Blob>> => {
    const opened = ref === undefined ? NOT_HERE : await session.files(ref);
    const read = opened.ok ? await opened.value.read(file) : opened;
    const { blobOf } = await loadPictures();
    return read.ok ? ok(blobOf(file, read.value)) : read;
  };
  return {
    async put(file) {
      if (room?.status.get().writable !== true) return NOT_HERE;
      const { readFile } = await loadPictures();
      const [opened, read] = [await session.files(room.ref), await readFile(file)];
      if (!opened.ok) return opened;
      return read.ok ? opened.value.put(read.value) : read;
    },
    state: (id) => (room === undefined ? undefined : files(room.ref)?.states.get().get(id)),
    open,
    async url(file) {
      const blob = await open(file);
      if (!blob.ok) return blob;
      const address = URL.createObjectURL(blob.value);
      signal.addEventListener('abort', () => URL.revokeObjectURL(address), { once: true });
      return ok(address);
    },
    async cancel(id) {
      const opened = room === undefined ? undefined : await session.files(room.ref);
      if (opened?.ok === true) await opened.value.cancel(id);
    },
    async retry(id) {
      const opened = room === undefined ? undefined : await session.files(room.ref);
      if (opened?.ok === true) await opened.value.retry(id);
    },
  };
}
