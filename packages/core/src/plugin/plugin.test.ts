import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EMPTY_STATE } from '../acts/fold.js';
import { defineSlice } from '../acts/slice.js';
import { defineCommand } from '../commands/content-command.js';
import { Model } from '../model/rooms.js';
import { membersByRight } from '../policy/family.js';
import { defineRecord, register, text } from '../schema/index.js';
import { Replica } from '../testing/index.js';
import * as z from '../z.js';
import { definePlugin } from './define.js';
import { readManifest } from './manifest.js';
import { defineSummary, readSummary } from './summary.js';

const test = suite('plugin');

const manifest = {
  name: 'sample',
  version: '1.0.0',
  api: 1,
  label: { zh: '样例', en: 'Sample' },
  rooms: [{ name: 'sample.private', read: { department: 'police' }, write: { department: 'police' } }],
  extends: ['joint'],
  contributes: { caseTabs: [{ id: 'main', label: { zh: '页', en: 'Tab' }, room: 'joint', view: 'main' }] },
};
const Note = defineRecord('sample/note', { title: register(z.string()), body: text() });
const addNote = defineCommand({
  name: 'sample.addNote',
  args: z.object({ id: z.string(), title: z.string() }),
  run: (tx, { id, title }) => tx.create(Note, id, { title }),
});

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'nothing thrown';
};

const ofCentre = (room: object, contributes: object = {}) => ({
  name: 'round',
  version: '1.0.0',
  api: 1,
  label: { zh: '走访', en: 'Rounds' },
  rooms: [{ scope: 'centre', write: { nobody: true }, ...room }],
  contributes,
});

test('a family of rooms of the centre has one content and a rule for each member', () => {
  const Visit = defineRecord('round/visit', { house: register(z.string()) });
  const plugin = definePlugin(
    ofCentre({
      name: 'round.visits.*',
      read: { any: [{ right: 'round.*' }, { right: 'round.all' }] },
      acts: { 'round.hand': { right: 'round.*' } },
    }),
    { 'round.visits.*': { records: [Visit] } },
  );
  const model = new Model([plugin]);
  const east = model.room('round.visits.east');
  assert.is(east?.record('round/visit'), Visit);
  assert.is(east?.scope, 'centre');
  assert.equal(east?.rule, {
    read: { any: [{ right: 'round.east' }, { right: 'round.all' }] },
    write: { nobody: true },
    acts: { 'round.hand': { right: 'round.east' } },
  });
  assert.is(model.room('round.visits.east'), east);
  for (const name of ['round.visits.*', 'round.visits', 'round.visits.a/b', 'round.visits.', 'round.visits.east.x', 'round.other.east'])
    assert.is(model.room(name), undefined, name);
  assert.equal(
    model.rooms('centre').map(({ name }) => name),
    ['directory'],
  );
  assert.equal(
    model.families().map(({ name }) => name),
    ['settings.*', 'round.visits.*'],
  );
});

test('members of a family are those that a right of the person names', () => {
  const rule = { read: { any: [{ right: 'round.*' }, { right: 'boss' }] }, write: { nobody: true as const }, acts: {} };
  assert.equal(membersByRight('round.visits.*', rule, ['round.east', 'boss', 'round.', 'round.a/b', 'case.create']), ['round.visits.east']);
});

test('a room of the centre asks for no team, and a star stands at the end of a family alone', () => {
  const anyone = { anyone: true };
  for (const [room, words] of [
    [{ name: 'round', read: { team: true } }, 'team of a case'],
    [{ name: 'round', read: { any: [anyone, { role: ['lead'] }] } }, 'team of a case'],
    [{ name: 'round.*.x', read: anyone }, 'elsewhere than at the end'],
    [{ name: 'round', read: { right: 'round.*' } }, 'a \\* in a rule'],
    [{ name: 'round.*', scope: 'case', read: anyone }, 'a family in a case'],
  ] as const)
    assert.match(
      codeOf(() => readManifest(ofCentre(room))),
      new RegExp(`MANIFEST_INVALID.*${words}`),
    );
  const page = (room: string) => ({ pages: [{ id: 'desk', label: { zh: '页', en: 'Page' }, view: 'v', room }] });
  assert.match(
    codeOf(() => readManifest(ofCentre({ name: 'round.*', read: anyone }, page('round.*')))),
    /"desk" of the room.*contributes\.pages/,
  );
  const figures = (room: string) => ({ statistics: [{ id: 'work', label: { zh: '数', en: 'Figures' }, room }] });
  assert.match(
    codeOf(() => readManifest(ofCentre({ name: 'round.*', read: anyone }, figures('round.*')))),
    /"work" of the room.*contributes\.statistics/,
  );
  assert.is(readManifest(ofCentre({ name: 'round', read: anyone }, page('round'))).contributes.pages[0]?.room, 'round');
});

test('a plugin puts records into its own rooms and into the joint room', () => {
  const plugin = definePlugin(manifest, { 'sample.private': { records: [Note] }, joint: { records: [Note], commands: [addNote] } });
  const model = new Model([plugin]);
  assert.is(model.room('joint')?.record('sample/note'), Note);
  assert.is(model.room('joint')?.command('sample.addNote'), addNote);
  assert.equal(model.room('sample.private')?.rule.read, { department: 'police' });
});

test('a plugin tells of its own records in the joint room, beside what the room tells itself and others tell', () => {
  const count = defineSummary('joint', z.object({ notes: z.int() }), (_, content) => ({ notes: content.ids(Note).length }));
  const failing = { ...manifest, name: 'failing', rooms: [] };
  const broken = defineSummary('joint', z.object({}), () => {
    throw new Error('a fault of the plugin');
  });
  const model = new Model([
    definePlugin(manifest, { joint: { records: [Note], commands: [addNote], summary: count } }),
    definePlugin(failing, { joint: { summary: broken } }),
  ]);
  const { reader } = new Replica(1);
  addNote.run(reader, { id: 'n', title: 'x' }, { person: 'p', now: 0, id: () => '' });
  const summary = model.room('joint')?.summary?.(EMPTY_STATE, reader);
  assert.equal(summary, { parties: [], partyCount: 0, matter: '', plugins: { sample: { notes: 1 } } });
  const rows = { joint: summary };
  assert.equal(readSummary(rows, 'sample', count), { notes: 1 });
  assert.is(readSummary(rows, 'failing', broken), undefined);
  assert.is(readSummary({}, 'sample', count), undefined);
  assert.is(readSummary({ joint: { plugins: { sample: { notes: 'many' } } } }, 'sample', count), undefined);
});

test('a plugin reads of its own rooms what they tell', () => {
  const own = defineSummary('sample.private', z.object({ open: z.boolean() }), () => ({ open: true }));
  assert.equal(readSummary({ 'sample.private': { open: true } }, 'sample', own), { open: true });
  assert.is(readSummary({ 'sample.private': { open: true } }, 'other', own), undefined);
});

test('acts in a built-in room are refused', () => {
  const slice = defineSlice('sample', {});
  assert.match(
    codeOf(() => definePlugin(manifest, { joint: { slices: [slice] } })),
    /MANIFEST_INVALID.*acts in "joint"/,
  );
});

test('a manifest that does not fit is refused with its field', () => {
  assert.match(
    codeOf(() => readManifest({ ...manifest, version: 'one' })),
    /MANIFEST_INVALID.*at version/,
  );
  assert.match(
    codeOf(() => readManifest({ ...manifest, surprise: 1 })),
    /MANIFEST_INVALID/,
  );
  assert.match(
    codeOf(() => readManifest({ ...manifest, api: 2 })),
    /PLUGIN_API_RANGE.*plugin API 2.*expected plugin API 1/,
  );
  assert.match(
    codeOf(() => readManifest({ ...manifest, rooms: [{ name: 'case', read: { anyone: true }, write: { anyone: true } }] })),
    /MANIFEST_INVALID.*"case"/,
  );
});

test('code that goes beyond its manifest is refused', () => {
  const Foreign = defineRecord('party', { name: register(z.string()) });
  assert.match(
    codeOf(() => definePlugin(manifest, { 'other.room': {} })),
    /MANIFEST_INVALID.*other\.room/,
  );
  assert.match(
    codeOf(() => definePlugin(manifest, { joint: { records: [Foreign] } })),
    /MANIFEST_INVALID.*"party"/,
  );
  assert.match(
    codeOf(() =>
      definePlugin(manifest, { joint: { commands: [defineCommand({ name: 'party.add', args: z.object({}), run: () => undefined })] } }),
    ),
    /party\.add/,
  );
});

test('two plugins that define one room, or one record twice, are refused', () => {
  const plugin = definePlugin(manifest, { joint: { records: [Note] } });
  assert.match(
    codeOf(() => new Model([plugin, plugin])),
    /SCHEMA_DUPLICATE/,
  );
});

test.run();
