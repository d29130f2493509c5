import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OnedoorError } from '../errors.js';
import * as z from '../z.js';
import { defineRecord, list, map, mergeKindOf, type RecordInput, type RecordValue, register, rich, set, text } from './index.js';

const test = suite('schema');

const Sample = defineRecord('sample', {
  name: register(z.string().check(z.minLength(1))),
  phone: z.optional(register(z.string())),
  state: z._default(register(z.enum(['open', 'done'])), 'open'),
  note: text(),
  body: rich(),
  tags: set(z.string()),
  marks: map(z.number()),
  steps: list(z.object({ id: z.string(), label: z.string() })),
});

test('a merge kind survives optional, nullable and default', () => {
  assert.is(mergeKindOf(z.optional(register(z.string()))), 'register');
  assert.is(mergeKindOf(z._default(z.nullable(register(z.string())), null)), 'register');
  assert.is(mergeKindOf(text()), 'text');
  assert.equal(Sample.kinds, {
    name: 'register',
    phone: 'register',
    state: 'register',
    note: 'text',
    body: 'rich',
    tags: 'set',
    marks: 'map',
    steps: 'list',
  });
});

test('one schema used for two fields keeps two kinds', () => {
  const shared = z.string();
  const asRegister = register(shared);
  const asDefault = z._default(register(shared), 'x');
  assert.is(mergeKindOf(shared), undefined);
  assert.is(mergeKindOf(asRegister), 'register');
  assert.is(mergeKindOf(asDefault), 'register');
});

test('a field without a merge kind is refused at definition, with its place', () => {
  try {
    defineRecord('bad', { name: z.string() });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OnedoorError);
    if (error instanceof OnedoorError) {
      assert.is(error.code, 'SCHEMA_FIELD_WITHOUT_KIND');
      assert.is(error.refusal.at, 'bad.name');
    }
  }
});

test('types: registers are required unless optional or defaulted; values carry their defaults', () => {
  const input: RecordInput<typeof Sample> = { name: 'a' };
  const value: RecordValue<typeof Sample> = { id: '1', name: 'a', state: 'open', note: '', body: '', tags: [], marks: {}, steps: [] };
  const length: number = value.tags.length + value.note.length;
  assert.is(input.name, value.name);
  assert.is(length, 0);
  // @ts-expect-error a name is required
  const missing: RecordInput<typeof Sample> = {};
  assert.equal(missing, {});
});

test.run();
