/**
 * Where a record lies in a room's Y.Doc. Every collection is one top-level Y.Map with flat keys, every text a
 * top-level type of its own, so that nothing is ever initialised and two people who begin at once lose nothing:
 *
 *     map  "<collection>"                      "<id>/$"            creation mark: epoch ms claimed by the author
 *                                              "<id>/$removed"     true while the record is put away
 *                                              "<id>/<field>"      register
 *                                              "<id>/<field>?"     ids of the concurrent values that were dismissed
 *                                              "<id>/<field>/<x>"  element of a set, key of a map, item of a list
 *                                              "<id>/<field>/<x>/@" fractional index of a list item
 *     text "<collection>/<id>/<field>"         Y.Text; of structured text with attributes, see rich.ts
 *
 * The layout is part of the stored format: it changes by a numbered migration only.
 */
export const createdKey = (id: string) => `${id}/$`;
export const removedKey = (id: string) => `${id}/$removed`;
export const fieldKey = (id: string, field: string) => `${id}/${field}`;
export const dismissedKey = (id: string, field: string) => `${id}/${field}?`;
export const partKey = (id: string, field: string, part: string) => `${id}/${field}/${part}`;
export const orderKey = (id: string, field: string, item: string) => `${id}/${field}/${item}/@`;
export const textName = (collection: string, id: string, field: string) => `${collection}/${id}/${field}`;

/** Ids of records and items: what may stand between the slashes. */
export const isPathPart = (value: string): boolean =>
  value.length > 0 && value.length <= 200 && !value.includes('/') && !value.startsWith('$');

export interface TextName {
  readonly collection: string;
  readonly id: string;
  readonly field: string;
}

/** The record and field behind a top-level text's name, or undefined when it is none of ours. */
export function parseTextName(name: string): TextName | undefined {
  const parts = name.split('/');
  const field = parts.pop();
  const id = parts.pop();
  if (field === undefined || id === undefined || parts.length < 1 || parts.length > 2) return undefined;
  return { collection: parts.join('/'), id, field };
}

/** What a key of a collection's map stands for. */
export type RecordKey =
  | { readonly kind: 'created' | 'removed'; readonly record: string }
  | { readonly kind: 'register' | 'dismissed'; readonly record: string; readonly field: string }
  | { readonly kind: 'part' | 'order'; readonly record: string; readonly field: string; readonly part: string };

/** Reads a key of a collection's map, or undefined where it is none of ours. */
export function parseKey(key: string): RecordKey | undefined {
  const slash = key.indexOf('/');
  if (slash < 1) return undefined;
  const record = key.slice(0, slash);
  const rest = key.slice(slash + 1);
  if (rest === '$') return { kind: 'created', record };
  if (rest === '$removed') return { kind: 'removed', record };
  const end = rest.indexOf('/');
  const field = end < 0 ? rest : rest.slice(0, end);
  if (field === '' || field.startsWith('$')) return undefined;
  if (end < 0) return field.endsWith('?') ? { kind: 'dismissed', record, field: field.slice(0, -1) } : { kind: 'register', record, field };
  const part = rest.slice(end + 1);
  if (part.endsWith('/@')) return { kind: 'order', record, field, part: part.slice(0, -2) };
  return part === '' ? undefined : { kind: 'part', record, field, part };
}
