/** Whether two values of plain data (strings, numbers, lists, plain objects) say the same; `undefined` counts as absent. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => sameValue(item, b[at]));
  const [one, other] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  for (const [key, value] of one) {
    if (!sameValue(value, other.get(key))) return false;
    other.delete(key);
  }
  return [...other.values()].every((value) => value === undefined);
}
