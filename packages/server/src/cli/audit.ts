import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyId, type LogStore, Model, OnedoorError, roomKey, type StoredHead } from '@onedoor/core';
import { erasuresOf, readLedger } from '../erase/ledger.js';
import { resolveLimits } from '../limits.js';
import { keysDir } from '../log/keys.js';
import { SILENT } from '../logger.js';
import { loadPlugins } from '../plugins.js';
import { sameHash, verifyConsistency, verifyInclusion } from '../record/merkle.js';
import { Record } from '../record/record.js';
import { type HeadSigner, verifyHead } from '../record/signer.js';
import { type Finding, verifyRecord } from '../record/verify.js';
import { readHead, readProof, writeHead, writeProof } from '../record/written.js';
import { withFolder } from './folder.js';

const sentence = ({ table, at, what, seen }: Finding): string => `${table}: ${at} ${what}: ${seen}`;

/**
 * Recomputes the record of a folder.
 *
 * @returns what was checked, and each place that is not what the server wrote, the first one first
 * @throws BAD_OPTION, KEY_MISSING, DATA_LOCKED while a server runs on it, DATA_NEWER, DATA_DAMAGED
 */
export async function auditVerify(
  dir: string,
  options: { readonly plugins?: string; readonly progress?: (part: number) => void } = {},
): Promise<{ readonly sound: boolean; readonly text: string }> {
  const plugins = options.plugins === undefined ? [] : await loadPlugins(options.plugins);
  return withFolder(dir, ({ store, keys, signer, centre }) => {
    const { findings, ...counts } = verifyRecord({
      store,
      keys,
      centre,
      publicKey: signer.publicKey,
      blobs: join(dir, 'blobs'),
      ledger: erasuresOf(readLedger(keysDir(dir))),
      model: new Model(plugins.map(({ model }) => model)),
      ...(options.progress === undefined ? {} : { progress: options.progress }),
    });
    const checked = Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ');
    const last = store.lastHead();
    const head = last === undefined ? '' : `\nhead: ${writeHead(centre, last)}\nkey:  ${signer.publicKey} (${keyId(signer.publicKey)})`;
    const text =
      findings.length === 0
        ? `sound: ${checked}${head}`
        : `${findings.map(sentence).join('\n')}\nnot sound: ${findings.length} findings in ${checked}`;
    return { sound: findings.length === 0, text };
  });
}

/** A proof, as JSON, that an entry stands in the record. @throws NOT_FOUND */
export function auditProve(dir: string, ref: { readonly case: string; readonly room: string; readonly seq: number }): Promise<string> {
  return withFolder(dir, ({ store, signer, centre }) => {
    const room = store.room(roomKey({ centre, case: ref.case, room: ref.room }));
    const proof = room === undefined ? undefined : recordOf(store, signer).inclusion(room.id, ref.seq);
    if (proof === undefined)
      throw new OnedoorError('NOT_FOUND', {
        seen: `no entry ${ref.seq} of ${ref.case}/${ref.room}`,
        expected: 'an entry of the log',
        todo: 'Correct --case, --room or --seq.',
      });
    return JSON.stringify(writeProof(centre, signer.publicKey, proof), null, 2);
  });
}

/** Checks a proof without any folder: what `auditProve` wrote, against the centre's public key. */
export function auditCheck(file: string, publicKey?: string): { readonly sound: boolean; readonly text: string } {
  const { centre, head, leaf, path, publicKey: named } = readProof(JSON.parse(readFileSync(file, 'utf8')));
  const key = publicKey ?? named;
  const signed = verifyHead(centre, head, key);
  const included = verifyInclusion(leaf.hash, leaf.number, head.size, path, head.hash);
  const text = !signed
    ? 'not sound: the head was not signed with this key'
    : included
      ? `sound: entry ${leaf.seq} of room ${leaf.room} is leaf ${leaf.number} of ${head.size}${publicKey === undefined ? '; the key is the one that the proof names' : ''}`
      : 'not sound: the path does not lead from the leaf to the head';
  return { sound: signed && included, text };
}

/**
 * Compares two heads, from papers of two days or of two people: whether the record of the earlier begins that of the later.
 * One alone is compared with the record of the folder as it is. With a folder the proof is made from it; without one only
 * equal sizes can be compared.
 *
 * @throws BAD_ARGS where a line is no head, BAD_OPTION for another number of heads than one can compare
 */
export async function auditCompare(
  lines: readonly string[],
  options: { readonly data?: string; readonly publicKey?: string },
): Promise<{ readonly sound: boolean; readonly text: string }> {
  const [a, second] = lines.map(readHead);
  const b = second ?? (options.data === undefined ? undefined : await presentHead(options.data));
  if (a === undefined || b === undefined || lines.length > 2)
    throw new OnedoorError('BAD_OPTION', {
      seen: `${lines.length} heads`,
      expected: 'two heads, or one with --data',
      todo: 'Name them as scanned, each in quotes.',
    });
  if (a.centre !== b.centre) return { sound: false, text: `not sound: heads of two centres, ${a.centre} and ${b.centre}` };
  const [first, later] = a.head.size <= b.head.size ? [a.head, b.head] : [b.head, a.head];
  const judge = (key: string, path: readonly Uint8Array[] | undefined) => {
    for (const { number, ...head } of [first, later])
      if (!verifyHead(a.centre, { number, ...head }, key))
        return { sound: false, text: `not sound: head ${number} was not signed with this key` };
    if (first.size === later.size)
      return sameHash(first.hash, later.hash)
        ? { sound: true, text: `sound: both are of the same ${first.size} entries` }
        : {
            sound: false,
            text: `not sound: two records of ${first.size} entries: the centre has shown different people different records`,
          };
    if (path === undefined) return { sound: false, text: 'not decided: heads of different sizes need the record: name --data' };
    return verifyConsistency(first.size, later.size, first.hash, later.hash, path)
      ? { sound: true, text: `sound: the record of ${first.size} entries begins the one of ${later.size}` }
      : { sound: false, text: `not sound: the record of ${first.size} entries does not begin the one of ${later.size}: it was rewritten` };
  };
  const { data } = options;
  if (data === undefined) {
    if (options.publicKey === undefined)
      throw new OnedoorError('BAD_OPTION', {
        seen: 'neither --data nor --key',
        expected: "the centre's folder, or its public key",
        todo: 'Name one of them.',
      });
    return judge(options.publicKey, undefined);
  }
  return withFolder(data, ({ store, signer }) => {
    const size = store.lastHead()?.size ?? 0;
    if (later.size > size)
      return {
        sound: false,
        text: `not sound: a head of ${later.size} entries, and the folder's record has ${size}: entries were removed`,
      };
    return judge(options.publicKey ?? signer.publicKey, recordOf(store, signer).consistency(first.size, later.size));
  });
}

/** The head of a folder's record as it is. */
function presentHead(data: string): Promise<{ readonly centre: string; readonly head: StoredHead } | undefined> {
  return withFolder(data, ({ store, centre }) => {
    const head = store.lastHead();
    return head === undefined ? undefined : { centre, head };
  });
}

/** The record of a folder, for proofs: it reads, and signs nothing, since the server has signed what there is. */
export function recordOf(store: LogStore, signer: HeadSigner): Record {
  return new Record({ store, signer, limits: resolveLimits(), log: SILENT, now: Date.now, later: () => () => undefined });
}
