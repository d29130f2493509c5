import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withoutLocation } from './without-location.js';

const test = suite('photographs without a place');
const latin = (text: string) => [...text].map((each) => each.charCodeAt(0));
const segment = (marker: number, body: readonly number[]) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
const short = (value: number) => [value & 255, value >> 8];
const long = (value: number) => [...short(value & 0xffff), ...short(value >>> 16)];
const entry = (tag: number, type: number, count: number, value: readonly number[]) => [
  ...short(tag),
  ...short(type),
  ...long(count),
  ...value,
];

/** Little-endian Exif: the way up, and a block of positions with a latitude of three fractions. */
function exif({ block = 38 } = {}): number[] {
  const ifd0 = [...short(2), ...entry(0x0112, 3, 1, [6, 0, 0, 0]), ...entry(0x8825, 4, 1, long(block)), ...long(0)];
  const gps = [...short(2), ...entry(1, 2, 2, latin('N\0\0\0')), ...entry(2, 5, 3, long(68)), ...long(0)];
  const latitude = [40, 1, 26, 1, 46, 1].flatMap(long);
  return [...latin('Exif\0\0'), ...latin('II*\0'), ...long(8), ...ifd0, ...gps, ...latitude];
}
const SCAN = [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9];
const jpeg = (...segments: readonly (readonly number[])[]) => Uint8Array.from([0xff, 0xd8, ...segments.flat(), ...SCAN]);

test('positions are wiped where they stand; the way up and the pixels stay', () => {
  const photograph = jpeg(segment(0xe1, exif()));
  const clean = withoutLocation(photograph);
  assert.is(clean.length, photograph.length);
  const tiff = 2 + 4 + 6;
  assert.equal([...clean.subarray(tiff, tiff + 38)], [...photograph.subarray(tiff, tiff + 38)], 'IFD0');
  assert.ok(clean.subarray(tiff + 38, clean.length - SCAN.length).every((byte) => byte === 0));
  assert.equal([...clean.subarray(-SCAN.length)], SCAN);
  assert.ok(
    photograph.subarray(tiff + 38, tiff + 90).some((byte) => byte !== 0),
    'the given bytes are left as they are',
  );
});

test('XMP is left out, other segments are not', () => {
  const comment = segment(0xfe, latin('kept'));
  const xmp = segment(0xe1, latin('http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude="40,26N"/>'));
  assert.equal(withoutLocation(jpeg(xmp, comment)), jpeg(comment));
});

test('an Exif block that leads out of itself goes as a whole', () => {
  assert.equal(withoutLocation(jpeg(segment(0xe1, exif({ block: 60_000 })))), jpeg());
});

const bigLong = (value: number) => long(value).reverse();
const chunk = (name: string, data: readonly number[]) => [...bigLong(data.length), ...latin(name), ...data, ...latin('crc4')];
const riff = (name: string, data: readonly number[]) => [
  ...latin(name),
  ...long(data.length),
  ...data,
  ...(data.length % 2 === 0 ? [] : [0]),
];
const webp = (...chunks: readonly number[][]) => {
  const all = chunks.flat();
  return Uint8Array.from([...latin('RIFF'), ...long(all.length + 4), ...latin('WEBP'), ...all]);
};
const heic = (...parts: readonly number[][]) =>
  Uint8Array.from([...bigLong(24), ...latin('ftypheic'), ...long(0), ...latin('mif1heic'), ...parts.flat()]);
const XMP = latin('<x:xmpmeta><x exif:GPSLatitude="40,26N"/></x:xmpmeta>');
const wiped = (made: (notes: number[]) => Uint8Array) => [
  ...made([
    ...exif().slice(0, 6 + 38),
    ...exif()
      .slice(6 + 38)
      .fill(0),
  ]),
];

test('of a PNG the chunks of Exif and words go, checksums and pixels stay', () => {
  const png = (...chunks: readonly number[][]) => Uint8Array.from([...latin('\x89PNG\r\n\x1a\n'), ...chunks.flat()]);
  const [head, pixels, end] = [chunk('IHDR', [1, 2, 3]), chunk('IDAT', [9, 8]), chunk('IEND', [])];
  const words = chunk('iTXt', latin('XML:com.adobe.xmp\0'));
  assert.equal(withoutLocation(png(head, chunk('eXIf', exif().slice(6)), words, pixels, end)), png(head, pixels, end));
  const clean = png(head, pixels, end);
  assert.is(withoutLocation(clean), clean);
});

test('of a WebP positions are wiped and XMP is blank, and every chunk stands where it stood', () => {
  const made = (notes: number[]) => webp(riff('VP8 ', [7, 7, 7]), riff('EXIF', notes), riff('XMP ', XMP));
  const photograph = made(exif());
  const blank = (notes: number[]) =>
    webp(
      riff('VP8 ', [7, 7, 7]),
      riff('EXIF', notes),
      riff(
        'XMP ',
        XMP.map(() => 0x20),
      ),
    );
  assert.equal([...withoutLocation(photograph)], wiped(blank));
  assert.equal(
    [...withoutLocation(webp(riff('EXIF', exif().slice(6))))],
    wiped((notes) => webp(riff('EXIF', notes.slice(6)))),
  );
  assert.ok(
    withoutLocation(webp(riff('EXIF', exif({ block: 60_000 }))))
      .subarray(20)
      .every((byte) => byte === 0),
  );
});

test('of a HEIC positions and XMP go wherever they lie', () => {
  const pixels = [...latin('mdat'), 1, 2, 3, ...latin('Exif\0\0 that is none')];
  const made = (notes: number[], words: number[]) => heic(pixels, notes, pixels, words);
  assert.equal(
    [...withoutLocation(made(exif(), XMP))],
    wiped((notes) =>
      made(
        notes,
        XMP.map(() => 0x20),
      ),
    ),
  );
  const broken = withoutLocation(heic(exif({ block: 60_000 })));
  assert.ok(
    broken.subarray(24 + 6, 24 + 14).every((byte) => byte === 0),
    'no reader finds into it',
  );
});

test('without anything to take away the same bytes come back: other kinds, no Exif, cut files', () => {
  for (const bytes of [
    Uint8Array.from(latin('%PDF-1.7')),
    jpeg(),
    jpeg(segment(0xe1, [...latin('Exif\0\0'), ...latin('II*\0'), ...long(8), ...short(0), ...long(0)])),
    Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]),
    webp(riff('VP8 ', [7, 7, 7])),
    heic(latin('mdat')),
    new Uint8Array(),
  ])
    assert.is(withoutLocation(bytes), bytes);
});

test.run();
