import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from '../z.js';
import { alreadyIs } from './already.js';

const test = suite('values that need no parsing');

const person = z.object({
  name: z.string(),
  age: z.int(),
  weight: z.number(),
  role: z.enum(['lead', 'member']),
  kind: z.literal('person'),
  note: z.optional(z.string()),
  day: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
  until: z.nullable(z.number()),
  tags: z._default(z.array(z.string()), []),
  marks: z.record(z.string(), z.record(z.string(), z.unknown())),
  active: z.boolean(),
});
const whole = {
  name: '甲',
  age: 1,
  weight: 1.5,
  role: 'lead',
  kind: 'person',
  day: '2024-03-01',
  until: null,
  tags: ['x'],
  marks: { a: { b: 1 } },
  active: true,
};
const isPerson = alreadyIs(person);

test('what a schema gives back unchanged passes, with and without what may be absent', () => {
  for (const value of [whole, { ...whole, note: 'n' }, { ...whole, until: 3, tags: [], marks: {} }]) {
    assert.equal(z.safeParse(person, value).data, value);
    assert.ok(isPerson(value), JSON.stringify(value));
  }
});

test('what a schema refuses or would change does not pass', () => {
  const { tags: _, ...withoutDefault } = whole;
  const others: unknown[] = [
    withoutDefault,
    ...[undefined, null, 'text', [], 7],
    ...Object.entries({
      name: 1,
      age: 1.5,
      weight: Number.NaN,
      role: 'other',
      kind: 'thing',
      note: 3,
      day: '2024',
      until: 'x',
      tags: [1],
      marks: { a: 1 },
      active: 'yes',
    }).map(([key, value]) => ({ ...whole, [key]: value })),
  ];
  for (const value of others) {
    const parsed = z.safeParse(person, value);
    assert.not.equal(parsed.success ? parsed.data : undefined, value ?? null, 'the schema takes it as it is');
    assert.is(isPerson(value), false, JSON.stringify(value));
  }
});

test('a text or number of any kind of schema passes when parsing gives it back as it is', () => {
  const cases: [z.ZodType, unknown, boolean][] = [
    [z.string().check(z.minLength(2)), '两字', true],
    [z.string().check(z.minLength(2)), '一', false],
    [z.string().check(z.trim()), 'a', true],
    [z.string().check(z.trim()), ' a', false],
    [z.number().check(z.gt(0)), 1, true],
    [z.number().check(z.gt(0)), 0, false],
    [z.union([z.string(), z.number()]), 1, true],
    [z.union([z.string(), z.number()]), true, false],
    [z.pipe(z.string(), z.transform(Number)), '1', false],
  ];
  for (const [schema, value, expected] of cases) assert.is(alreadyIs(schema)(value), expected, JSON.stringify(value));
});

test('objects and lists that it does not take apart are left to the parser', () => {
  const schemas = [
    z.looseObject({ a: z.string() }),
    z.object({ a: z.string() }).check(z.refine(() => true)),
    z.array(z.string()).check(z.minLength(0)),
  ];
  for (const schema of schemas) for (const value of [{ a: 'a' }, ['a']]) assert.is(alreadyIs(schema)(value), false);
});

test('of a union the first option that takes a value decides, and a strict object has no other keys', () => {
  const whom = z.union([z.strictObject({ person: z.string() }), z.strictObject({ department: z.string(), post: z.optional(z.string()) })]);
  for (const value of [{ person: 'p' }, { department: 'd' }, { department: 'd', post: 'x' }]) assert.ok(alreadyIs(whom)(value));
  for (const value of [{}, { person: 1 }, { person: 'p', department: 'd' }, { department: 'd', more: 1 }, 'p'])
    assert.is(alreadyIs(whom)(value), false, JSON.stringify(value));
  const counted = z.union([z.strictObject({ a: z.string(), count: z._default(z.number(), 1) }), z.strictObject({ a: z.string() })]);
  assert.equal(z.safeParse(counted, { a: 'a' }).data, { a: 'a', count: 1 });
  assert.is(alreadyIs(counted)({ a: 'a' }), false, 'the first would add to it');
});

test.run();
