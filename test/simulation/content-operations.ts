import {
  Allocation,
  addIssue,
  addParty,
  type ContentRequest,
  editFacts,
  editParty,
  Facts,
  Issue,
  Party,
  removeParty,
  setAllocation,
  type TextDelta,
  type TextField,
} from '@onedoor/core';
import type { Operation, Random } from '@onedoor/core/testing';
import { addNote, addSealedNote, Note, SealedNote } from './desk-plugin.js';
import { drain } from './virtual-time.js';
import type { Tab, World } from './world.js';

const WORDS = ['渠水', '𠮷野家', '北坡', 'water ', '三分之一', '𠮷', '，', '约定'];

interface Shown {
  readonly tab: Tab;
  readonly key: string;
  readonly room: string;
}

/** A room that a page shows; content can be tried in it whether its person may write or not. */
function someRoom(world: World, random: Random, rooms: readonly string[]): Shown | undefined {
  const shown = world.tabs.flatMap((tab) =>
    [...tab.rooms].flatMap(([key, open]) =>
      rooms.includes(open.ref.room) && open.status.get().writable ? [{ tab, key, room: open.ref.room }] : [],
    ),
  );
  return shown.length === 0 ? undefined : random.pick(shown);
}

const openOf = (world: World, { tab, key }: Shown) => {
  const open = tab.rooms.get(key);
  if (open === undefined) throw new Error(`${tab.browser.name} does not show ${key} in this world of ${world.tabs.length} pages`);
  return open;
};

const present = (shown: Shown, world: World): string => {
  const { records } = openOf(world, shown);
  return JSON.stringify(
    world.roomKind(shown.room).records.map((record) => [records.list(record), records.list(record, { removed: true })]),
  );
};

/** Runs a local change and finds out which earlier, unlogged ones it has cut or overwritten. */
async function locally(world: World, shown: Shown, change: () => unknown): Promise<void> {
  const open = world.ledger.openOf(shown.tab.browser, shown.key).filter((entry) => entry.kind === 'content' && !entry.touched);
  const before = open.length === 0 ? '' : present(shown, world);
  await change();
  await drain();
  if (open.length === 0) return;
  const after = present(shown, world);
  for (const entry of open) if (before.includes(entry.word) && !after.includes(entry.word)) entry.touched = true;
}

async function run(world: World, shown: Shown, request: ContentRequest, word: string): Promise<string | undefined> {
  let done: boolean | undefined;
  await locally(world, shown, () => {
    void openOf(world, shown)
      .run(request)
      .then((result) => {
        done = result.ok;
      });
  });
  if (done === false) return undefined;
  world.ledger.made({ word, room: shown.key, browser: shown.tab.browser, kind: 'content' });
  return `${shown.tab.browser.name} ${shown.room} ${request.command} ${word}`;
}

function someText(world: World, random: Random, shown: Shown): TextField | undefined {
  const open = openOf(world, shown);
  if (shown.room === 'desk.private') {
    const notes = open.records.values(Note);
    return notes.length === 0 ? undefined : open.text(Note, random.pick(notes).id, 'body');
  }
  if (shown.room === 'desk.sealed') {
    const notes = open.records.values(SealedNote);
    return notes.length === 0 ? undefined : open.text(SealedNote, random.pick(notes).id, 'body');
  }
  const parties = open.records.values(Party);
  const issues = open.records.values(Issue);
  const choice = random.below(4);
  if (choice === 1) return open.text(Allocation, 'allocation', 'note');
  if (choice === 2 && parties.length > 0) return open.text(Party, random.pick(parties).id, 'statement');
  if (choice === 3 && issues.length > 0) return open.text(Issue, random.pick(issues).id, 'views');
  return open.text(Facts, 'facts', 'summary');
}

/** Positions between characters, in UTF-16 units: 𠮷 is two of them. */
function places(value: string): number[] {
  const all = [0];
  for (const character of value) all.push((all.at(-1) ?? 0) + character.length);
  return all;
}

const type: Operation<World> = {
  name: 'type',
  weight: 30,
  async run(world, random) {
    const shown = someRoom(world, random, ['joint', 'joint', 'desk.private', 'desk.sealed']);
    const field = shown === undefined ? undefined : someText(world, random, shown);
    if (shown === undefined || field === undefined) return undefined;
    const done: string[] = [];
    // A burst in one field, as typing is: the client gathers it.
    for (let left = random.chance(0.3) ? 1 + random.below(4) : 1; left > 0; left--) {
      const word = world.ledger.nextWord();
      const at = random.chance(0.3) ? field.value().length : random.pick(places(field.value()));
      await locally(world, shown, () => field.edit([{ retain: at }, { insert: random.pick(WORDS) + word + random.pick(WORDS) }]));
      if (!field.value().includes(word)) break;
      world.ledger.made({ word, room: shown.key, browser: shown.tab.browser, kind: 'content' });
      done.push(`${word} at ${at}`);
    }
    return done.length === 0 ? undefined : `${shown.tab.browser.name} ${field.label} ${done.join(', ')}`;
  },
};

const cut: Operation<World> = {
  name: 'cut',
  weight: 10,
  async run(world, random) {
    const shown = someRoom(world, random, ['joint', 'desk.private']);
    const field = shown === undefined ? undefined : someText(world, random, shown);
    if (shown === undefined || field === undefined || field.value() === '') return undefined;
    const all = places(field.value());
    const from = random.below(all.length - 1);
    const to = Math.min(all.length - 1, from + 1 + random.below(12));
    const [at = 0, end = 0] = [all[from], all[to]];
    const delta: TextDelta = [{ retain: at }, { delete: end - at }];
    await locally(world, shown, () => field.edit(delta));
    return `${shown.tab.browser.name} ${field.label} ${end - at} at ${at}`;
  },
};

const command = (
  name: string,
  weight: number,
  room: string,
  request: (world: World, random: Random, shown: Shown, word: string) => ContentRequest | undefined,
): Operation<World> => ({
  name,
  weight,
  run(world, random) {
    const shown = someRoom(world, random, [room]);
    if (shown === undefined) return undefined;
    const word = world.ledger.nextWord();
    const made = request(world, random, shown, word);
    return made === undefined ? undefined : run(world, shown, made, word);
  },
});

const someParty = (world: World, random: Random, shown: Shown) => {
  const parties = openOf(world, shown).records.values(Party);
  return parties.length === 0 ? undefined : random.pick(parties);
};

const undo: Operation<World> = {
  name: 'undo',
  weight: 2,
  async run(world, random) {
    const shown = someRoom(world, random, ['joint', 'desk.private']);
    if (shown === undefined) return undefined;
    const step = random.chance(0.7) ? 'undo' : 'redo';
    // It may take back any of the unlogged ones, and bring them again.
    for (const entry of world.ledger.openOf(shown.tab.browser, shown.key)) entry.touched = true;
    world.undone.add(shown.key);
    openOf(world, shown)[step]();
    await drain();
    return `${shown.tab.browser.name} ${shown.room} ${step}`;
  },
};

const removal: Operation<World> = {
  name: 'party.remove',
  weight: 2,
  async run(world, random) {
    const shown = someRoom(world, random, ['joint']);
    const party = shown === undefined ? undefined : someParty(world, random, shown);
    if (shown === undefined || party === undefined) return undefined;
    await locally(world, shown, () => void openOf(world, shown).run(removeParty.request({ id: party.id })));
    return `${shown.tab.browser.name} ${party.id}`;
  },
};

export const contentOperations: readonly Operation<World>[] = [
  type,
  cut,
  command('party.add', 5, 'joint', (world, _, __, word) =>
    addParty.request({ id: `${world.newId()}${word}`, party: { kind: 'person', name: `${word}户` }, members: [] }),
  ),
  command('party.edit', 8, 'joint', (world, random, shown, word) => {
    const party = someParty(world, random, shown);
    return party === undefined
      ? undefined
      : editParty.request({ id: party.id, patch: random.chance(0.5) ? { note: `${word}注` } : { name: `${word}户` } });
  }),
  removal,
  command('facts.edit', 2, 'joint', (_, __, ___, word) => editFacts.request({ patch: { place: `${word}村` } })),
  command('allocation.set', 3, 'joint', (_, random, __, word) =>
    setAllocation.request({
      totalFen: 1000 + random.below(100_000),
      shares: [
        { key: `甲${word}`, basisPoints: 4000 },
        { key: '乙', basisPoints: 6000 },
      ],
    }),
  ),
  command('issue.add', 3, 'joint', (world, _, __, word) => addIssue.request({ id: `${world.newId()}${word}`, title: `${word}之争` })),
  command('note.add', 4, 'desk.private', (world, _, __, word) => addNote.request({ id: `${world.newId()}${word}`, title: word })),
  command('sealed.add', 6, 'desk.sealed', (world, _, __, word) => addSealedNote.request({ id: `${world.newId()}${word}`, title: word })),
  undo,
];
