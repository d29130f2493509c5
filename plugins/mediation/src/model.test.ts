import { readFileSync } from 'node:fs';
import { explain, Model } from '@onedoor/core';
import { Replica } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { editSession, Minutes, manifest, mediation, notes, openSession } from './model.js';

const test = suite('mediation model');
const context = { person: 'p-sun', now: 0, id: () => 'x' };

test('onedoor.plugin.json and the manifest in code are one', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
});

test('both languages have the same keys', () => {
  assert.equal(Object.keys(en), Object.keys(zh));
});

test('sessions are opened and corrected in the joint room', () => {
  const { reader } = new Replica(1);
  assert.ok(openSession.run(reader, { id: 's1', heldOn: '2024-03-21' }, context).ok);
  assert.ok(openSession.run(reader, { id: 's2' }, context).ok);
  assert.ok(editSession.run(reader, { id: 's2', patch: { place: '村委会' } }, context).ok);
  assert.equal(
    reader.values(Minutes).map(({ id, heldOn, place }) => [id, heldOn, place]),
    [
      ['s1', '2024-03-21', undefined],
      ['s2', undefined, '村委会'],
    ],
  );
  const refused = openSession.run(reader, { id: 's3', heldOn: 'soon' }, context);
  assert.is(refused.ok ? '' : refused.refusal.code, 'BAD_ARGS');
});

test("two people's sessions begun while apart are both kept", () => {
  const [a, b] = [new Replica(1), new Replica(2)];
  openSession.run(a.reader, { id: 'a' }, context);
  openSession.run(b.reader, { id: 'b' }, context);
  a.receive(b.take());
  assert.equal(a.reader.ids(Minutes), ['a', 'b']);
});

test('the private room is for members of the committee who are on the team', () => {
  const rule = new Model([mediation]).room('mediation.private')?.rule;
  assert.ok(rule);
  const team = { roleOf: (person: string) => (person === 'p-wu' ? undefined : ('member' as const)) };
  const actor = (person: string, department: string) => ({ person, name: person, department, rights: [] });
  const may = (person: string, department: string) => explain(rule, { to: 'read' }, actor(person, department), team).allowed;
  assert.equal([may('p-sun', 'mediation'), may('p-wang', 'police'), may('p-wu', 'mediation')], [true, false, false]);
  const { reader } = new Replica(1);
  assert.ok(notes.add.run(reader, { id: 'n', title: '走访' }, context).ok);
  assert.is(reader.values(notes.Note)[0]?.title, '走访');
});

test.run();
