/** A signed head of a centre's record, read from its line. Whether it was signed by the centre is not checked here. */
export interface HeadLine {
  readonly centre: string;
  /** Counts the heads of the centre from 1. */
  readonly number: number;
  /** Entries that it covers. */
  readonly size: number;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  /** Of the Merkle tree (RFC 6962), base64url. */
  readonly hash: string;
  /** Ed25519, base64url. */
  readonly signature: string;
}

/**
 * A head as it stands on paper and in messages, one line that fits a QR code: who holds it can later ask whether the record
 * still begins with what it says. `OD1:<centre>:<number>:<size>:<at>:<hash>:<signature>`, hash and signature in base64url.
 */
const LINE = /^OD1:([A-Za-z0-9._-]{1,64}):(\d{1,15}):(\d{1,15}):(\d{1,16}):([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{86})$/;

/** Reads a head's line, as it was copied or scanned: line breaks and spaces in it are no matter. Undefined where it is none. */
export function parseHead(line: string): HeadLine | undefined {
  const parts = LINE.exec(line.replace(/\s+/g, ''));
  if (parts === null) return undefined;
  const [, centre = '', number, size, at, hash = '', signature = ''] = parts;
  return { centre, number: Number(number), size: Number(size), at: Number(at), hash, signature };
}

export const writeHeadLine = ({ centre, number, size, at, hash, signature }: HeadLine): string =>
  `OD1:${centre}:${number}:${size}:${at}:${hash}:${signature}`;
