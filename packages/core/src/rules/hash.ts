import { toHexString } from 'lib0/buffer';
import { digest } from 'lib0/hash/sha256';
import { encodeUtf8 } from 'lib0/string';

/**
 * SHA-256 of a text's UTF-8, as 64 lower-case hexadecimal digits. At once and without the browser's crypto, which plain
 * HTTP does not have: the check of an act can compare what was laid before people with what is signed.
 *
 * @example sha256Text('abc') // 'ba7816bf…15ad'
 */
export const sha256Text = (text: string): string => toHexString(digest(encodeUtf8(text)));

/** SHA-256 of bytes, at once: for files of some kilobytes, such as templates of papers. */
export const sha256Bytes = (bytes: Uint8Array): string => toHexString(digest(bytes));
