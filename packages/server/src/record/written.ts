import { OnedoorError, parseHead, type StoredHead, writeHeadLine } from '@onedoor/core';
import * as z from 'zod';
import type { InclusionProof } from './record.js';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64url'));

/** A head as one line: see `parseHead` of the core. */
export const writeHead = (centre: string, { number, size, at, hash, signature }: StoredHead): string =>
  writeHeadLine({ centre, number, size, at, hash: base64(hash), signature: base64(signature) });

/** @throws BAD_ARGS where the line is no head */
export function readHead(line: string): { readonly centre: string; readonly head: StoredHead } {
  const read = parseHead(line);
  if (read === undefined)
    throw new OnedoorError('BAD_ARGS', {
      seen: `"${line.trim().slice(0, 40)}…"`,
      expected: 'a head: OD1:centre:number:size:time:hash:signature',
      todo: 'Copy the whole line, or scan the code again.',
      at: 'head',
    });
  const { centre, number, size, at, hash, signature } = read;
  return { centre, head: { number, size, at, hash: bytesOf(hash), signature: bytesOf(signature) } };
}

const proofSchema = z.object({
  version: z.literal(1),
  publicKey: z.string(),
  head: z.string(),
  leaf: z.object({ number: z.int(), room: z.int(), seq: z.int(), hash: z.string() }),
  path: z.array(z.string()),
});
export type WrittenProof = z.infer<typeof proofSchema>;

/** An inclusion proof as JSON, complete in itself but for the public key's being the centre's. */
export const writeProof = (centre: string, publicKey: string, { leaf, head, path }: InclusionProof): WrittenProof => ({
  version: 1,
  publicKey,
  head: writeHead(centre, head),
  leaf: { ...leaf, hash: base64(leaf.hash) },
  path: path.map(base64),
});

/** @throws BAD_ARGS where the value is no proof */
export function readProof(value: unknown): InclusionProof & { readonly centre: string; readonly publicKey: string } {
  const parsed = proofSchema.safeParse(value);
  if (!parsed.success)
    throw new OnedoorError('BAD_ARGS', {
      seen: parsed.error.issues[0]?.message ?? 'no proof',
      expected: 'a proof of version 1',
      todo: 'Make it again with `onedoor audit prove`.',
      at: parsed.error.issues[0]?.path.join('.') ?? '',
    });
  const { publicKey, head, leaf, path } = parsed.data;
  return { ...readHead(head), publicKey, leaf: { ...leaf, hash: bytesOf(leaf.hash) }, path: path.map(bytesOf) };
}
