import { OnedoorError } from '../errors.js';
import * as z from '../z.js';
import { type KindOf, type MergeKind, mergeKindOf } from './merge.js';
import { misfitOf, parse } from './parse.js';

export type RecordShape = Record<string, z.core.$ZodType>;

/** One record type: a zod schema whose fields carry how they merge. All that is known of its fields is derived from it. */
export interface RecordDefinition<S extends RecordShape = RecordShape> {
  /** Name of its collection, such as `party`; of a plugin's, `plugin/name`. */
  readonly name: string;
  readonly shape: S;
  readonly kinds: Readonly<Record<string, MergeKind>>;
  readonly schema: z.ZodObject<S, z.core.$loose>;
  /** Id of the only record, of a type of which a room has exactly one, there from the start: the last part of its name. */
  readonly singletonId?: string;
  /** Checks a raw value as found in a document. */
  check(raw: Readonly<Record<string, unknown>>): CheckedRecord;
}

export type CheckedRecord =
  | { readonly ok: true; readonly value: Record<string, unknown> }
  | { readonly ok: false; readonly path: string; readonly message: string };

/** A record as it is read: its id and its fields. */
export type RecordValue<R extends RecordDefinition> = z.output<z.ZodObject<R['shape']>> & { readonly id: string };

type FieldOfKind<R extends RecordDefinition, K extends MergeKind> = {
  [F in keyof R['shape'] & string]: KindOf<R['shape'][F]> extends K ? F : never;
}[keyof R['shape'] & string];

export type RegisterField<R extends RecordDefinition> = FieldOfKind<R, 'register'>;
export type TextFieldName<R extends RecordDefinition> = FieldOfKind<R, 'text'>;
export type RichFieldName<R extends RecordDefinition> = FieldOfKind<R, 'rich'>;
export type SetField<R extends RecordDefinition> = FieldOfKind<R, 'set'>;
export type MapField<R extends RecordDefinition> = FieldOfKind<R, 'map'>;
export type ListField<R extends RecordDefinition> = FieldOfKind<R, 'list'>;

type Input<R extends RecordDefinition, F extends keyof R['shape'] & string> = z.input<R['shape'][F]>;

/** An item of a list field. */
export type ListItem<R extends RecordDefinition, F extends ListField<R>> =
  NonNullable<z.input<R['shape'][F]>> extends readonly (infer I)[] ? I & { readonly id: string } : never;

/** What a command writes: registers by value, texts and sets as a whole on creation. */
export type RecordInput<R extends RecordDefinition> = {
  [F in RegisterField<R> as undefined extends Input<R, F> ? never : F]: z.input<R['shape'][F]>;
} & {
  [F in RegisterField<R> as undefined extends Input<R, F> ? F : never]?: z.input<R['shape'][F]>;
} & { [F in TextFieldName<R> | RichFieldName<R>]?: string } & { [F in SetField<R>]?: readonly string[] };

/** What a command changes in a record: registers only. `undefined` removes the value. */
export type RecordPatch<R extends RecordDefinition> = { [F in RegisterField<R>]?: z.input<R['shape'][F]> | undefined };

const NAME = /^[a-z][a-zA-Z0-9-]*(\/[a-z][a-zA-Z0-9-]*)?$/;

/**
 * Defines a record type.
 *
 * @throws SCHEMA_FIELD_WITHOUT_KIND for a field that was not made by `register`, `text`, `rich`, `set`, `map`, `list`
 * @example
 * const Party = defineRecord('party', { name: register(z.string().check(z.minLength(1))), statement: text() });
 */
export function defineRecord<S extends RecordShape>(
  name: string,
  shape: S,
  options: { readonly singleton?: boolean } = {},
): RecordDefinition<S> {
  if (!NAME.test(name)) {
    throw new OnedoorError('BAD_VALUE', {
      seen: `record name "${name}"`,
      expected: 'letters, digits and hyphens, at most one "/"',
      todo: 'Rename the record.',
    });
  }
  const kinds: Record<string, MergeKind> = {};
  for (const [field, schema] of Object.entries(shape)) {
    const kind = mergeKindOf(schema);
    if (kind === undefined || field.includes('/') || field.startsWith('$')) {
      throw new OnedoorError('SCHEMA_FIELD_WITHOUT_KIND', {
        seen: `field "${field}" of record "${name}" without a merge kind`,
        expected: 'register(), text(), rich(), set(), map() or list() around its schema, and a name without "/" or leading "$"',
        todo: `Wrap it, for instance ${field}: register(z.string()).`,
        at: `${name}.${field}`,
      });
    }
    kinds[field] = kind;
  }
  const schema = z.looseObject(shape);
  return {
    name,
    shape,
    kinds,
    schema,
    ...(options.singleton === true ? { singletonId: name.slice(name.indexOf('/') + 1) } : {}),
    check(raw) {
      const parsed = parse(schema, raw);
      if (parsed.success) return { ok: true, value: parsed.data };
      const { at, message } = misfitOf(parsed.error);
      return { ok: false, path: at, message };
    },
  };
}
