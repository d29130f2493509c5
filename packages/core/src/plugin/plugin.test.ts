import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defineCommand } from '../commands/content-command.js';
import { Model } from '../model/rooms.js';
import { defineRecord, register, text } from '../schema/index.js';
import * as z from '../z.js';
import { definePlugin } from './define.js';
import { readManifest } from './manifest.js';

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

test('a plugin puts records into its own rooms and into the joint room', () => {
  const plugin = definePlugin(manifest, { 'sample.private': { records: [Note] }, joint: { records: [Note], commands: [addNote] } });
  const model = new Model([plugin]);
  assert.is(model.room('joint')?.record('sample/note'), Note);
  assert.is(model.room('joint')?.command('sample.addNote'), addNote);
  assert.equal(model.room('sample.private')?.rule.read, { department: 'police' });
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
