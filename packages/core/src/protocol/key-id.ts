import { sha256Text } from '../rules/hash.js';

/** Short name of a public key, 8 hexadecimal digits: people compare it with the one that the centre has made known. */
export const keyId = (publicKey: string): string => sha256Text(publicKey).slice(0, 8);
