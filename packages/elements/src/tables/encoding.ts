import { type Pace, pacer } from './pace.js';
import { TableError } from './table-error.js';

/** Encodings in which orders and ledgers arrive. GB2312 and GBK are parts of GB18030. */
export type TableEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

const CHUNK_BYTES = 1 << 20;
/** Enough of a file's beginning to see whether every second byte is empty. */
const LOOK_BYTES = 4096;

/** Bytes of a file, piece by piece. */
export async function* pieces(file: Blob, from = 0): AsyncGenerator<{ readonly bytes: Uint8Array; readonly end: number }> {
  for (let at = from; at < file.size; at += CHUNK_BYTES) {
    const end = Math.min(at + CHUNK_BYTES, file.size);
    yield { bytes: new Uint8Array(await file.slice(at, end).arrayBuffer()), end };
  }
}

/**
 * The encoding of a text file: by its mark (BOM), else UTF-16 by the empty bytes of its digits and commas, else UTF-8 where
 * all of it is that, else GB18030. The whole file is looked at: the first Chinese character may stand in its last line.
 *
 * @throws TableError `encoding` for bytes that are none of them
 */
export async function detectEncoding(
  file: Blob,
  pace: Pace = {},
): Promise<{ readonly encoding: TableEncoding; readonly bomBytes: number }> {
  const head = new Uint8Array(await file.slice(0, LOOK_BYTES).arrayBuffer());
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Digits, commas and line ends are in every table; in text of one byte none of them is empty.
  if (odd > head.length / 20 && even <= odd / 8) return { encoding: 'utf-16le', bomBytes: 0 };
  if (even > head.length / 20 && odd <= even / 8) return { encoding: 'utf-16be', bomBytes: 0 };
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await decodes(file, encoding, pace)) return { encoding, bomBytes: 0 };
  throw new TableError('encoding');
}

async function decodes(file: Blob, encoding: TableEncoding, { signal }: Pace): Promise<boolean> {
  const wait = pacer({ signal });
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const { bytes } of pieces(file)) {
      decoder.decode(bytes, { stream: true });
      await wait(0);
    }
    decoder.decode();
    return true;
  } catch (fault) {
    if (fault instanceof TypeError) return false;
    throw fault;
  }
}
