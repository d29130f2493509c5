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
 *     text "<collection>/<id>/<field>"         Y.Text or Y.XmlFragment
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
