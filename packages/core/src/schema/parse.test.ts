import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from '../z.js';
import { misfitOf, parse } from './parse.js';

const test = suite('parse');

const Sample = z.strictObject({
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(3))),
  pages: z.optional(z.int().check(z.minimum(0))),
  state: z.optional(z.enum(['open', 'done'])),
  code: z.optional(z.string().check(z.regex(/^\d\d$/))),
  on: z.optional(z.iso.date()),
  tags: z.optional(z.array(z.string()).check(z.maxLength(1))),
  own: z.optional(z.string().check(z.refine((value) => value === 'x', 'must be x'))),
});

const found = (value: unknown): string => {
  const parsed = parse(Sample, value);
  if (parsed.success) return 'fits';
  const { at, message } = misfitOf(parsed.error);
  return `${at}: ${message}`;
};

test('a misfit says what is wrong and where, without a locale of zod', () => {
  assert.is(found({ name: 'a', pages: 1, state: 'open', code: '01', on: '2024-02-29', tags: ['a'], own: 'x' }), 'fits');
  assert.is(found(null), ': null instead of object');
  assert.is(found([]), ': array instead of object');
  assert.is(found({ name: 7 }), 'name: number instead of string');
  assert.is(found({ name: '' }), 'name: too small: at least 1 characters');
  assert.is(found({ name: 'abcd' }), 'name: too big: at most 3 characters');
  assert.is(found({ pages: -1 }), 'pages: too small: at least 0');
  assert.is(found({ state: 'shut' }), 'state: not one of open, done');
  assert.is(found({ code: 'a' }), 'code: not of the form /^\\d\\d$/');
  assert.is(found({ on: '2023-02-29' }), 'on: not of the form date');
  assert.is(found({ tags: ['a', 'b'] }), 'tags: too big: at most 1 items');
  assert.is(found({ tags: [1] }), 'tags.0: number instead of string');
  assert.is(found({ other: 1 }), ': unknown fields: other');
});

test("a schema's own text goes first", () => {
  assert.is(found({ own: 'y' }), 'own: must be x');
});

test.run();
