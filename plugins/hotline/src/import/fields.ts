/** Fields of an order that a file may bring, in the order in which they are shown and exported. */
export const FIELDS = [
  'no',
  'receivedAt',
  'kind',
  'urgency',
  'caller',
  'phone',
  'identity',
  'title',
  'content',
  'place',
  'category',
  'channel',
  'unit',
  'assist',
  'limit',
  'confidential',
  'remark',
] as const;
export type Field = (typeof FIELDS)[number];
/** Without these a row is no order. */
export const NEEDED: readonly Field[] = ['no', 'receivedAt', 'content'];
