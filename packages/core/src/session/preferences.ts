import { utf8ByteLength } from 'lib0/string';
import { ok, type Result, refuse } from '../errors.js';

/** Most bytes of one preference, as JSON in UTF-8. */
export const MAX_PREFERENCE_BYTES = 65_536;

/**
 * Small settings of a person on this device, such as saved views of the board or its density: JSON by key, stored in
 * the person's database and shared between tabs. Whoever writes a key last wins.
 */
export interface Preferences {
  /** The value, or undefined. It may have been written by another version of the page: check it before use. */
  get(key: string): unknown;
  /**
   * Sets a value at once; settles when it is stored. `undefined` removes it.
   *
   * @param key up to 100 letters, digits, dots, hyphens, underscores or slashes
   * @returns BAD_VALUE for what is no JSON or a key that does not fit, TOO_LARGE above 64 KB
   */
  set(key: string, value: unknown): Promise<Result<void>>;
  /** Calls back after each change of one key, by this tab or another. Returns how to end it. */
  watch(key: string, listener: (value: unknown) => void): () => void;
}

const KEY = /^[A-Za-z0-9._/-]{1,100}$/;

/** A preference as it is stored: a copy that went through JSON; undefined for one that is removed. */
export function checkPreference(key: string, value: unknown): Result<unknown> {
  if (!KEY.test(key))
    return refuse('BAD_VALUE', {
      seen: `a preference named "${key.slice(0, 100)}"`,
      expected: '1 to 100 letters, digits, dots, hyphens, underscores or slashes',
      todo: 'Rename it.',
    });
  if (value === undefined) return ok(undefined);
  const json = toJson(value);
  if (json === undefined)
    return refuse('BAD_VALUE', {
      seen: 'a value that is no JSON',
      expected: 'plain data',
      todo: 'Pass strings, numbers, lists and plain objects.',
      at: key,
    });
  const byteCount = utf8ByteLength(json);
  if (byteCount > MAX_PREFERENCE_BYTES)
    return refuse('TOO_LARGE', {
      seen: `${byteCount} bytes`,
      expected: `at most ${MAX_PREFERENCE_BYTES}`,
      todo: 'Keep less in one preference.',
      at: key,
    });
  const copy: unknown = JSON.parse(json);
  return ok(copy);
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
