import * as z from '../z.js';

/**
 * How two versions of a field become one:
 * - `register`: the last writer wins; two values written while apart are both kept and shown until one is confirmed.
 * - `text`: plain text, merged character by character (Y.Text).
 * - `rich`: structured text, merged character by character with its formatting (Y.Text with attributes).
 * - `set`: added and removed element by element.
 * - `map`: a register per key.
 * - `list`: items with an id and a fractional index; moving and editing an item merge apart, nothing is a splice.
 */
export type MergeKind = 'register' | 'text' | 'rich' | 'set' | 'map' | 'list';

const kinds = z.registry<{ kind: MergeKind }>();

/** Marks a schema's type with its merge kind. The property exists for the compiler only. */
export interface Merge<K extends MergeKind> {
  readonly '~merge'?: K;
}

type Marked<K extends MergeKind, S extends z.core.$ZodType> = S & Merge<K>;

function mark<K extends MergeKind, S extends z.core.$ZodType>(kind: K, schema: S): Marked<K, S> {
  // A copy: a schema that two fields share must not carry one field's kind into the other.
  const copy = z.clone(schema);
  kinds.add(copy, { kind });
  return copy;
}

/** A value with one last writer. Arrays and objects are replaced whole. */
export const register = <S extends z.core.$ZodType>(schema: S): Marked<'register', S> => mark('register', schema);

/** Plain text that several people type in. Lengths and positions are UTF-16 units. */
export const text = (): Marked<'text', z.ZodDefault<z.ZodString>> => mark('text', z._default(z.string(), ''));

/** Structured text: paragraphs, headings, lists, tables. Read as its characters; with formatting through `room.rich()`. */
export const rich = (): Marked<'rich', z.ZodDefault<z.ZodString>> => mark('rich', z._default(z.string(), ''));

/** A set of strings; a concurrent add and remove of one element ends as Yjs orders them. */
export const set = <S extends z.core.$ZodType<string>>(element: S): Marked<'set', z.ZodDefault<z.ZodArray<S>>> =>
  mark('set', z._default(z.array(element), []));

/** Values by key, each key a register of its own. */
export const map = <S extends z.core.$ZodType>(value: S): Marked<'map', z.ZodDefault<z.ZodRecord<z.ZodString, S>>> =>
  mark('map', z._default(z.record(z.string(), value), {}));

/** Ordered items; each has an `id` and is replaced whole when edited. */
export const list = <S extends z.core.$ZodObject<{ id: z.core.$ZodType<string, string> }>>(
  item: S,
): Marked<'list', z.ZodDefault<z.ZodArray<S>>> => mark('list', z._default(z.array(item), []));

const isSchema = (value: unknown): value is z.core.$ZodType => typeof value === 'object' && value !== null && '_zod' in value;

/** The merge kind of a field's schema, found through `z.optional`, `z.nullable`, `z._default` and other wrappers. */
export function mergeKindOf(schema: z.core.$ZodType): MergeKind | undefined {
  for (let at: z.core.$ZodType | undefined = schema; at !== undefined; ) {
    const found = kinds.get(at);
    if (found !== undefined) return found.kind;
    const def: object = at._zod.def;
    at = 'innerType' in def && isSchema(def.innerType) ? def.innerType : undefined;
  }
  return undefined;
}

/** The merge kind in a field's type, through the same wrappers. */
export type KindOf<F> = F extends { readonly '~merge'?: infer K }
  ? unknown extends K
    ? Unwrapped<F>
    : Exclude<K, undefined>
  : Unwrapped<F>;
type Unwrapped<F> = F extends { readonly _zod: { readonly def: { readonly innerType: infer I } } } ? KindOf<I> : never;
