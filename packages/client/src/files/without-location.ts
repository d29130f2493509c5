/** Tag of IFD0 that says where the block of positions lies (Exif 2.32, 4.6.3). */
const GPS_IFD = 0x8825;
/** Bytes of a value of each type of TIFF 6.0, by its number. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const EXIF = 'Exif\0\0';
const XMP_OF_JPEG = 'http://ns.adobe.com/';
const [XMP_BEGIN, XMP_END] = ['<x:xmpmeta', '</x:xmpmeta>'];
/** Start of scan: pixels follow. */
const SCAN = 0xda;
const APP1 = 0xe1;
const PNG = '\x89PNG\r\n\x1a\n';
/** Chunks in which PNG keeps Exif, and XMP or Exif as text (PNG 3, 11.3). */
const PNG_NOTES: ReadonlySet<string> = new Set(['eXIf', 'iTXt', 'tEXt', 'zTXt']);
const BLANK = 0x20;

/**
 * A photograph without the place where it was taken: cameras of phones write it beside the picture, and what stands nowhere
 * can follow nobody. The block of positions is wiped and XMP taken away, in JPEG, WebP and HEIF (HEIC, AVIF); of a PNG the
 * chunks that hold either go. Time, camera and the way up stay where they are Exif. Everything else, and what cannot be read,
 * comes back as it is. To be called before the hash: the hash is of what is kept.
 *
 * @returns the same bytes where there was nothing to take away, else new ones
 * @example
 * const kept = withoutLocation(new Uint8Array(await file.arrayBuffer()));
 */
export function withoutLocation(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return ofJpeg(bytes);
  if (isAt(bytes, 0, PNG)) return ofPng(bytes);
  if (isAt(bytes, 0, 'RIFF') && isAt(bytes, 8, 'WEBP')) return ofWebp(bytes);
  if (isAt(bytes, 4, 'ftyp')) return ofHeif(bytes);
  return bytes;
}

function ofJpeg(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let isChanged = false;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== SCAN) {
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return bytes;
    const segment = bytes.subarray(at, end);
    const isApp1 = bytes[at + 1] === APP1;
    if (isApp1 && isAt(segment, 4, XMP_OF_JPEG)) isChanged = true;
    else if (isApp1 && isAt(segment, 4, EXIF)) {
      const copy = segment.slice();
      const outcome = wipe(copy.subarray(4 + EXIF.length));
      isChanged ||= outcome !== 'clean';
      // What cannot be read is taken away as a whole rather than kept for a better reader.
      if (outcome !== 'broken') kept.push(copy);
    } else kept.push(segment);
    at = end;
  }
  if (!isChanged) return bytes;
  kept.push(bytes.subarray(at));
  return joined(kept);
}

function ofPng(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, PNG.length)];
  let at = PNG.length;
  // Length, name, data, checksum.
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return bytes;
    if (!PNG_NOTES.has(latin(bytes, at + 4, 4))) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at));
  const whole = joined(kept);
  return whole.length === bytes.length ? bytes : whole;
}

/** In place: nothing else of the file has to be counted anew. */
function ofWebp(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const view = viewOf(copy);
  let isChanged = false;
  for (let at = 12; at + 8 <= copy.length; ) {
    const length = view.getUint32(at + 4, true);
    const data = copy.subarray(at + 8, at + 8 + length);
    if (isAt(copy, at, 'EXIF')) {
      const tiff = data.subarray(isAt(data, 0, EXIF) ? EXIF.length : 0);
      const outcome = wipe(tiff);
      if (outcome === 'broken') data.fill(0);
      isChanged ||= outcome !== 'clean';
    } else if (isAt(copy, at, 'XMP ')) {
      data.fill(BLANK);
      isChanged = true;
    }
    // Chunks begin at even places.
    at += 8 + length + (length & 1);
  }
  return isChanged ? copy : bytes;
}

/** In place too, and without the tables that say where things lie: Exif and XMP are known by how they begin. */
function ofHeif(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  let isChanged = false;
  for (let at = indexOf(copy, EXIF, 0); at >= 0; at = indexOf(copy, EXIF, at + EXIF.length)) {
    const tiff = copy.subarray(at + EXIF.length);
    if (!isAt(tiff, 0, 'II*\0') && !isAt(tiff, 0, 'MM\0*')) continue;
    const outcome = wipe(tiff);
    // How long it is stands elsewhere; without its head no reader finds into it.
    if (outcome === 'broken') tiff.fill(0, 0, 8);
    isChanged ||= outcome !== 'clean';
  }
  for (let at = indexOf(copy, XMP_BEGIN, 0); at >= 0; at = indexOf(copy, XMP_BEGIN, at)) {
    const end = indexOf(copy, XMP_END, at);
    copy.fill(BLANK, at, end < 0 ? at + XMP_BEGIN.length : end + XMP_END.length);
    isChanged = true;
  }
  return isChanged ? copy : bytes;
}

/** Zeroes the block of positions of a TIFF where it stands. `broken`: pointers lead out of it, and some of it may be zeroed. */
function wipe(tiff: Uint8Array): 'clean' | 'wiped' | 'broken' {
  const view = viewOf(tiff);
  try {
    const little = view.getUint16(0) === 0x4949;
    const first = view.getUint32(4, little);
    const pointer = entries(view, first, little).find((entry) => view.getUint16(entry, little) === GPS_IFD);
    if (pointer === undefined) return 'clean';
    const block = view.getUint32(pointer + 8, little);
    const inside = entries(view, block, little);
    for (const entry of inside) {
      const size = (SIZES[view.getUint16(entry + 2, little)] ?? 1) * view.getUint32(entry + 4, little);
      if (size > 4) tiff.fill(0, view.getUint32(entry + 8, little), view.getUint32(entry + 8, little) + size);
    }
    // No entry and no next block: readers find an empty one.
    tiff.fill(0, block, block + 2 + inside.length * 12 + 4);
    return 'wiped';
  } catch {
    return 'broken';
  }
}

const entries = (view: DataView, ifd: number, little: boolean): number[] =>
  Array.from({ length: view.getUint16(ifd, little) }, (_, at) => ifd + 2 + at * 12);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const latin = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));
const isAt = (bytes: Uint8Array, at: number, text: string): boolean => latin(bytes, at, text.length) === text;

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) if (isAt(bytes, at, text)) return at;
  return -1;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const part of parts) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}
