import {
  ContentReader,
  createRoomDoc,
  namedSlice,
  type OpenRoom,
  parseRoomKey,
  type RecordView,
  type Room,
  type RoomState,
  VIEW_SEALED,
} from '@onedoor/core';
import { contentDigest } from '@onedoor/core/testing';
import * as Y from 'yjs';
import type { Browser } from './browser.js';
import type { Tab, World } from './world.js';

/** Virtual seconds within which everything must have found its way. */
const PATIENCE_S = 400;
const STEP_MS = 5_000;
const EMPTY_CONTENT = contentDigest(createRoomDoc());

/** After every step: nothing is told that is not so. */
export function checkStep(world: World): void {
  const { centre } = world.host;
  if (centre !== undefined) world.secrecy.told('/healthz', JSON.stringify(centre.health()));
  const wrong = [...world.faults, ...world.audit.violations, ...world.secrecy.violations, ...world.ledger.check()];
  for (const tab of world.tabs) {
    for (const [key, open] of tab.rooms) {
      const { acts } = world.log.room(key);
      for (const entry of open.timeline()) {
        if (!sameJson(acts.get(entry.seq), entry))
          wrong.push(`${tab.browser.name} shows act ${entry.seq} of ${key} as logged; the log has another or none`);
      }
    }
  }
  fail(wrong);
}

/** Everything is reachable again; time passes until all is said. Then every copy must be the same. */
export async function settleWorld(world: World): Promise<void> {
  await reunite(world);
  let open: string[] = [];
  for (let waited = 0; waited < PATIENCE_S * 1000; waited += STEP_MS) {
    for (const tab of world.tabs) statePurposes(world, tab);
    for (const { session } of world.tabs) void session.syncNow();
    await world.deliverAll();
    await world.time.advance(STEP_MS);
    await world.deliverAll();
    checkStep(world);
    open = differences(world);
    if (open.length === 0) break;
  }
  fail(open.map((what) => `after ${PATIENCE_S} s: ${what}`));
  checkEnd(world);
  fail(await wrongWriters(world));
}

/** What waits for a purpose goes once it is stated: whoever is named in a sealed room comes back to it. */
function statePurposes(world: World, tab: Tab): void {
  const { session, rooms } = tab;
  for (const row of session.rows.get()) for (const { room, sealed } of row.rooms) if (sealed === true) world.openRoom(tab, row.case, room);
  for (const room of rooms.values()) {
    const isAsked = room.status.get().refusal?.code === 'PURPOSE_REQUIRED';
    if (isAsked && !room.pending().some(({ command }) => command === VIEW_SEALED))
      void session.act(room.ref, namedSlice.request.view({ purpose: '核对' }));
  }
}

async function reunite(world: World): Promise<void> {
  world.host.store.failing = undefined;
  world.host.start();
  for (const browser of world.browsers) {
    browser.disk.full = false;
    browser.setOnline(true);
    if (!world.tabs.some((tab) => tab.browser === browser)) await world.openTab(browser);
  }
  // What tabs have told each other before is heard before the last word.
  await world.deliverAll();
  for (const tab of world.tabs) {
    tab.session.setOffline(false);
    for (const row of tab.session.rows.get()) for (const { room } of row.rooms) world.openRoom(tab, row.case, room);
  }
  await world.deliverAll();
}

/** What keeps the world from being at rest. */
function differences(world: World): string[] {
  const found: string[] = [];
  for (const browser of world.browsers) {
    for (const row of browser.disk.rows.outbox.values())
      found.push(`${browser.name} still holds ${row.kind} ${row.command} of ${row.room}, ${JSON.stringify(row.args)}`);
    found.push(...storedDifferences(world, browser), ...world.secrecy.stored(browser, world.owners.get(browser) ?? ''));
  }
  for (const tab of world.tabs) {
    const { unsent, connection } = tab.session.sync.get();
    if (unsent > 0) found.push(`${tab.browser.name} counts ${unsent} unsent changes`);
    if (connection !== 'online') found.push(`${tab.browser.name} is ${connection}`);
    const listed = tab.session.refused
      .get()
      .map((change) => change.id)
      .sort();
    const stored = [...tab.browser.disk.rows.refused.keys()].sort();
    // What a full disk refused waits in the queue: it is stored a little later.
    if (!sameJson(listed, stored)) found.push(`${tab.browser.name} lists ${listed.length} refused changes, its store has ${stored.length}`);
    for (const [key, room] of tab.rooms) if (mayRead(world, tab.person, key)) found.push(...shownDifferences(world, tab, key, room));
  }
  return found;
}

function mayRead(world: World, person: string, key: string): boolean {
  return world.host.centre?.refusal({ person, device: '' }, key, 'read') === undefined;
}

const kindOf = (world: World, key: string): Room => world.roomKind(parseRoomKey(key)?.room ?? '');

function shownDifferences(world: World, tab: Tab, key: string, open: OpenRoom): string[] {
  const reader = world.host.centre?.reader(key) ?? new ContentReader(createRoomDoc());
  const kind = kindOf(world, key);
  const contests = !world.undone.has(key);
  const found: string[] = [];
  const [seen, logged] = [view(kind, open.records, contests), view(kind, reader, contests)];
  if (seen !== logged) found.push(`${tab.browser.name} shows other content of ${key} than the server: ${firstDifference(seen, logged)}`);
  const state = stateView(world.log.room(key).state);
  if (stateView(open.logged()) !== state)
    found.push(`${tab.browser.name} folds ${key} otherwise: ${firstDifference(stateView(open.logged()), state)}`);
  if (open.pending().length > 0) found.push(`${tab.browser.name} has pending acts in ${key}`);
  if (!open.status.get().synced && open.status.get().refusal === undefined) found.push(`${tab.browser.name} is not in touch with ${key}`);
  return found;
}

/** What a device holds on its disk must be the server's too, whether any page shows it or not. */
function storedDifferences(world: World, browser: Browser): string[] {
  const person = world.owners.get(browser) ?? '';
  const found: string[] = [];
  const { rooms, snapshots, log, acts } = browser.disk.rows;
  for (const row of rooms.values()) {
    const refusal = world.host.centre?.refusal({ person, device: '' }, row.key, 'read');
    // A sealed room is not sent without a purpose: what lies here of it stands still until the next one is stated.
    if (refusal?.code === 'PURPOSE_REQUIRED') continue;
    if (refusal !== undefined) {
      found.push(`${browser.name} still holds ${row.key}, which it may not read`);
      continue;
    }
    const doc = createRoomDoc();
    const copy = `${row.key}#${row.copy}`;
    const snapshot = snapshots.get(copy);
    if (snapshot !== undefined) (snapshot.format === 2 ? Y.applyUpdateV2 : Y.applyUpdate)(doc, snapshot.bytes);
    for (const { key, bytes } of log.values()) if (key.startsWith(`${copy}#`)) Y.applyUpdate(doc, bytes);
    const own = contentDigest(doc);
    const logged = contentDigest(world.host.centre?.reader(row.key).doc ?? createRoomDoc());
    if (own !== logged) found.push(`${browser.name} stores other content of ${row.key}: ${firstDifference(own, logged)}`);
    const stored = [...acts.values()].flatMap(({ key, entry }) => (key.startsWith(`${row.key}#`) ? [entry.seq] : [])).sort((a, b) => a - b);
    const known = [...world.log.room(row.key).acts.keys()];
    if (!sameJson(stored, known)) found.push(`${browser.name} stores the acts ${stored.join()} of ${row.key}; the log has ${known.join()}`);
  }
  return found;
}

function checkEnd(world: World): void {
  const wrong: string[] = [];
  for (const { word, kind, room, browser, state } of world.ledger.leftOpen())
    wrong.push(`${kind} ${word} of ${browser.name} in ${room} is neither logged nor refused but ${state}`);
  const numbers = new Map<string, number[]>();
  for (const room of world.log.all()) {
    const creations = [...room.acts.values()].filter((entry) => entry.intent.command === 'case.create' && entry.outcome === 'applied');
    if (creations.length > 1) wrong.push(`${room.key} was made ${creations.length} times`);
    for (const { number } of room.acts.values()) {
      if (number !== undefined)
        numbers.set(`${number.register}/${number.year}`, [...(numbers.get(`${number.register}/${number.year}`) ?? []), number.value]);
    }
    const said = contentDigest(room.history);
    for (const { word, kind } of world.ledger.all) {
      if (kind === 'content' && said.split(word).length > 2 && isTyped(room.history, word))
        wrong.push(`${word} was typed once and stands twice in ${room.key}`);
    }
  }
  for (const [register, values] of numbers) {
    if (values.sort((a, b) => a - b).some((value, at) => value !== at + 1)) wrong.push(`numbers of ${register}: ${values.join()}`);
  }
  wrong.push(...wrongHistories(world));
  fail(wrong);
}

/** Rooms with content, each with somebody who may read it. */
const contentRooms = (world: World) =>
  world.log.all().flatMap(({ key, history }) => {
    const name = parseRoomKey(key);
    const person = [...world.owners.values()].find((each) => mayRead(world, each, key));
    return name === undefined || person === undefined || kindOf(world, key).records.length === 0 ? [] : [{ ...name, person, key, history }];
  });

/** So was the index of who wrote what. */
async function wrongWriters(world: World): Promise<string[]> {
  const rooms = contentRooms(world);
  return (await world.host.writers(rooms)).flatMap(([own, logged], at) => {
    const { key = '', history } = rooms[at] ?? {};
    if (own !== logged) return [`the writers of ${key} are not what its log says: ${firstDifference(own, logged)}`];
    const isEmpty = history === undefined || contentDigest(history) === EMPTY_CONTENT || allTakenAway(kindOf(world, key), history);
    return own.includes('"people"') || isEmpty ? [] : [`${key} has content and no writers`];
  });
}

/** What was made and taken away again is nothing between the first moment and the last. */
function allTakenAway(kind: Room, history: Y.Doc): boolean {
  const reader = new ContentReader(history);
  const removed = kind.records.flatMap((record) => reader.list(record, { removed: true }));
  return removed.length > 0 && kind.records.every((record) => record.singletonId !== undefined || reader.list(record).length === 0);
}

/** The index of edits was written in between crashes and failed writes: read from the log at once it must be the same. */
function wrongHistories(world: World): string[] {
  const rooms = contentRooms(world);
  const wrong: string[] = [];
  for (const [at, [live, derived]] of world.host.histories(rooms).entries()) {
    const { key = '', history } = rooms[at] ?? {};
    const [own, logged] = [JSON.stringify(live), JSON.stringify(derived)];
    if (own !== logged) wrong.push(`the edits of ${key} are not what its log says: ${firstDifference(own, logged)}`);
    if (live.length === 0 && history !== undefined && contentDigest(history) !== EMPTY_CONTENT)
      wrong.push(`${key} has content and no edits`);
  }
  return wrong;
}

function isTyped(history: Y.Doc, word: string): boolean {
  return [...history.share.keys()].some(
    (name) => history.share.get(name)?._map.size === 0 && history.getText(name).toString().split(word).length > 2,
  );
}

/** All records of a room as text: removed and damaged ones, contested fields where they can be compared. */
function view(kind: Room, records: RecordView, contests: boolean): string {
  return JSON.stringify(
    kind.records.map((record) =>
      [...records.list(record), ...records.list(record, { removed: true })].map((read) => [
        read,
        contests ? records.contestedFields(record, read.id) : {},
      ]),
    ),
  );
}

const stateView = (state: RoomState): string =>
  JSON.stringify([state.seq, [...state.slices], [...state.subjects], [...state.conflicts], [...state.offers]]);

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const part = (text: string) => `…${text.slice(Math.max(0, at - 40), at + 60)}…`;
  return `${part(a)} against ${part(b)}`;
}

function fail(wrong: readonly string[]): void {
  if (wrong.length > 0) throw new Error(wrong.slice(0, 8).join('\n'));
}
