/** Tag of IFD0 that says where the block of positions lies (Exif 2.32, 4.6.3). */
const GPS_IFD = 0x8825;
/** Bytes of a value of each type of TIFF 6.0, by its number. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const XMP = 'http://ns.adobe.com/';
/** Start of scan: pixels follow. */
const SCAN = 0xda;
const APP1 = 0xe1;

/**
 * A photograph without the place where it was taken: cameras of phones write it beside the picture, and what stands nowhere
 * can follow nobody. In a JPEG the block of positions is wiped and XMP left out; time, camera and the way up stay. Everything
 * else, and what cannot be read, comes back as it is. To be called before the hash: the hash is of what is kept.
 *
 * @returns the same bytes where there was nothing to take away, else new ones
 */
export function withoutLocation(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let isChanged = false;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== SCAN) {
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return bytes;
    const segment = bytes.subarray(at, end);
    const isApp1 = bytes[at + 1] === APP1;
    if (isApp1 && new TextDecoder('latin1').decode(segment.subarray(4, 4 + XMP.length)) === XMP) isChanged = true;
    else {
      const wiped = isApp1 && EXIF.every((byte, index) => segment[4 + index] === byte) ? wipe(segment) : undefined;
      isChanged ||= wiped !== undefined;
      kept.push(wiped ?? segment);
    }
    at = end;
  }
  if (!isChanged) return bytes;
  kept.push(bytes.subarray(at));
  const whole = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const part of kept) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}

/** A copy of an Exif segment with its block of positions zeroed; undefined where it has none. */
function wipe(segment: Uint8Array): Uint8Array | undefined {
  const copy = segment.slice();
  const tiff = copy.subarray(4 + EXIF.length);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const little = view.getUint16(0) === 0x4949;
    const first = view.getUint32(4, little);
    const pointer = entries(view, first, little).find((entry) => view.getUint16(entry, little) === GPS_IFD);
    if (pointer === undefined) return undefined;
    const block = view.getUint32(pointer + 8, little);
    const inside = entries(view, block, little);
    for (const entry of inside) {
      const size = (SIZES[view.getUint16(entry + 2, little)] ?? 1) * view.getUint32(entry + 4, little);
      if (size > 4) tiff.fill(0, view.getUint32(entry + 8, little), view.getUint32(entry + 8, little) + size);
    }
    // No entry and no next block: readers find an empty one.
    tiff.fill(0, block, block + 2 + inside.length * 12 + 4);
    return copy;
  } catch {
    // Pointers that lead out of it: what cannot be read is taken away as a whole rather than kept for a better reader.
    return new Uint8Array();
  }
}

const entries = (view: DataView, ifd: number, little: boolean): number[] =>
  Array.from({ length: view.getUint16(ifd, little) }, (_, at) => ifd + 2 + at * 12);
