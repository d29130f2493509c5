/**
 * What stands for a number until the server has given one: the end of an id, in fours (临时编号). Printed on receipts, and opens
 * nothing.
 *
 * @param id a ULID
 * @example provisionalCode('01J8ABCDEFGHJKMNPQRSTVWXYZ') // 'RSTV-WXYZ'
 */
export const provisionalCode = (id: string): string =>
  id
    .slice(-8)
    .toUpperCase()
    .replace(/^(.{4})/, '$1-');
