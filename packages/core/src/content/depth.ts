import * as decoding from 'lib0/decoding';

/** How deep types and values may lie in each other. Deeper ones end the stack of whoever walks them, on every device. */
export const MAX_DEPTH = 32;

/** Why bytes that can be read are not taken all the same. */
export class UpdateRejected extends Error {
  readonly code: 'TOO_DEEP' | 'TOO_MANY' | 'MALFORMED';

  constructor(code: UpdateRejected['code'], what: string) {
    super(what);
    this.name = 'UpdateRejected';
    this.code = code;
  }
}

const tooDeep = (): UpdateRejected => new UpdateRejected('TOO_DEEP', `more than ${MAX_DEPTH} levels`);

/** @throws UpdateRejected TOO_DEEP at the first level too many, before anything is parsed */
export function checkJsonDepth(text: string, max = MAX_DEPTH): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === 0x5c) at++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > max) throw tooDeep();
    } else if (char === 0x5d || char === 0x7d) depth--;
  }
}

/** @throws UpdateRejected TOO_DEEP */
export function checkValueDepth(value: unknown, left = MAX_DEPTH): void {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  if (left === 0) throw tooDeep();
  for (const part of Object.values(value)) checkValueDepth(part, left - 1);
}

const ANY_OBJECT = 118;
const ANY_ARRAY = 117;

/** Whether a value of lib0's `any` encoding that begins with this byte can have values in it. */
export const mayHoldValues = (tag: number | undefined): boolean => tag === ANY_OBJECT || tag === ANY_ARRAY;

export interface AnyBounds {
  readonly maxDepth: number;
  /** Values in it, itself and all parts. */
  readonly maxValues: number;
}

/**
 * Walks one value of lib0's `any` encoding without making it, and leaves the decoder behind it.
 *
 * @throws UpdateRejected TOO_DEEP or TOO_MANY at the first excess; what the decoder throws on bytes that are no value
 */
export function walkAny(decoder: decoding.Decoder, { maxDepth, maxValues }: AnyBounds): void {
  let values = 0;
  const walk = (left: number): void => {
    if (++values > maxValues) throw new UpdateRejected('TOO_MANY', `more than ${maxValues} values`);
    const tag = decoding.readUint8(decoder);
    if (!mayHoldValues(tag)) {
      decoder.pos--;
      decoding.readAny(decoder);
      return;
    }
    if (left === 0) throw tooDeep();
    for (let count = decoding.readVarUint(decoder); count > 0; count--) {
      if (tag === ANY_OBJECT) decoding.readVarUint8Array(decoder);
      walk(left - 1);
    }
  };
  walk(maxDepth);
}
