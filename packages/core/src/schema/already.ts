import * as z from '../z.js';

type Schema = z.core.$ZodType;

type Test = (value: unknown) => boolean;

/** Of a kind of schema that is not taken apart below: a text or number that parsing gives back as it is. */
const parsesToItself =
  (schema: Schema): Test =>
  (value) => {
    if (typeof value === 'object' && value !== null) return false;
    const parsed = z.safeParse(schema, value);
    return parsed.success && Object.is(parsed.data, value);
  };
const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Makes a test that says whether a value already is what a schema would make of it: then it need not be parsed, which
 * copies it and costs ten times as much. For what was parsed once and is read again, five thousand at a time.
 *
 * It is derived from the schema and errs to one side: `false` means "parse it", also for objects and lists of kinds
 * that it does not take apart (refined ones). Unknown keys pass and stay in the value, except where the schema is strict.
 *
 * @example const isRow = alreadyIs(rowSchema); const row = isRow(stored) ? stored : rowSchema.safeParse(stored).data;
 */
export function alreadyIs<S extends Schema>(schema: S): (value: unknown) => value is z.output<S> {
  const test = testOf(schema);
  return (value): value is z.output<S> => test(value);
}

function testOf(schema: Schema): Test {
  // Every schema is one of the union; its `def.type` says which.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.checks !== undefined && def.checks.length > 0) return parsesToItself(schema);
  switch (def.type) {
    case 'unknown':
      return () => true;
    case 'string':
      return 'format' in def ? parsesToItself(schema) : (value) => typeof value === 'string';
    case 'number':
      if (!('format' in def)) return (value) => typeof value === 'number' && Number.isFinite(value);
      return def.format === 'safeint' ? Number.isSafeInteger : parsesToItself(schema);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'enum':
      return isOneOf(Object.values(def.entries));
    case 'literal':
      return isOneOf(def.values);
    case 'optional': {
      const inner = testOf(def.innerType);
      return (value) => value === undefined || inner(value);
    }
    case 'nullable': {
      const inner = testOf(def.innerType);
      return (value) => value === null || inner(value);
    }
    case 'default': {
      // What is absent has to be parsed to get its default.
      const inner = testOf(def.innerType);
      return (value) => value !== undefined && inner(value);
    }
    case 'array': {
      const element = testOf(def.element);
      return (value) => Array.isArray(value) && value.every(element);
    }
    case 'record':
      return recordTest(testOf(def.keyType), testOf(def.valueType));
    case 'object':
      if (def.catchall === undefined) return objectTest(def.shape);
      return def.catchall._zod.def.type === 'never' ? strictTest(def.shape) : parsesToItself(schema);
    case 'union':
      return unionTest(def.options);
    default:
      return parsesToItself(schema);
  }
}

function isOneOf(values: readonly unknown[]): Test {
  const set = new Set(values);
  return (value) => set.has(value);
}

function recordTest(key: Test, inner: Test): Test {
  return (value) => {
    if (!isPlainObject(value)) return false;
    for (const name in value) if (!key(name) || !inner(value[name])) return false;
    return true;
  };
}

/** Parsing gives what the first option makes of a value: one before it that takes the value too would make something else of it. */
function unionTest(options: readonly Schema[]): Test {
  const tests = options.map((option) => [option, testOf(option)] as const);
  return (value) => {
    for (const [option, test] of tests) {
      if (test(value)) return true;
      if (z.safeParse(option, value).success) return false;
    }
    return false;
  };
}

function strictTest(shape: Readonly<Record<string, Schema>>): Test {
  const test = objectTest(shape);
  return (value) => {
    if (!test(value)) return false;
    for (const name in value as object) if (!Object.hasOwn(shape, name)) return false;
    return true;
  };
}

function objectTest(shape: Readonly<Record<string, Schema>>): Test {
  const fields = Object.entries(shape).map(([name, schema]) => [name, testOf(schema)] as const);
  return (value) => {
    if (!isPlainObject(value)) return false;
    for (const [name, test] of fields) if (!test(value[name])) return false;
    return true;
  };
}
