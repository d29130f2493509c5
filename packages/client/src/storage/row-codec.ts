import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * A row as bytes: JSON with byte arrays (lib0's `any`).
 *
 * @throws TypeError for what a browser's store would refuse too, and for what would come back as something else
 */
export function encodeRow(row: object): Uint8Array {
  checkStorable(row);
  const encoder = encoding.createEncoder();
  // Checked just now: what is storable is what lib0 types its argument as.
  encoding.writeAny(encoder, row as Parameters<typeof encoding.writeAny>[1]);
  return encoding.toUint8Array(encoder);
}

/** @returns undefined for bytes that hold no row */
export function decodeRow(bytes: Uint8Array): { readonly key: string } | undefined {
  try {
    const row: unknown = decoding.readAny(decoding.createDecoder(bytes));
    return typeof row === 'object' && row !== null && 'key' in row && typeof row.key === 'string' ? { ...row, key: row.key } : undefined;
  } catch {
    return undefined;
  }
}

function checkStorable(value: unknown): void {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`a ${typeof value} cannot be stored`);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  if (Array.isArray(value)) {
    for (const item of value) checkStorable(item);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('only plain data can be stored');
  for (const item of Object.values(value)) checkStorable(item);
}
