import type { JudicialState } from './acts.js';

/** A version, and what stands against counting on its signatures. */
export interface Signatures {
  /** As versions are counted, from 1. */
  readonly number: number;
  readonly hash: string;
  readonly isSigned: boolean;
  /** Signed pages that were put to it. */
  readonly pages: number;
  /** The version that took its place, where one did: its signatures say nothing of that one. */
  readonly replacedBy?: number;
}

/**
 * Whose signatures each version has. A scan shows the version on which it was put and no other: what was changed afterwards is
 * another version, which all sign anew (人民调解法 art. 29).
 *
 * @param pages the versions, by hash, of all pages that were put to one
 */
export function signaturesOf({ versions, signed }: JudicialState, pages: readonly string[]): Signatures[] {
  return versions.map(({ hash }, at) => ({
    number: at + 1,
    hash,
    isSigned: signed?.hash === hash,
    pages: pages.filter((version) => version === hash).length,
    ...(at + 1 < versions.length ? { replacedBy: versions.length } : {}),
  }));
}

/** Why something has to be signed anew; undefined where nothing has. */
export interface Resign {
  /** `version`: the last draft has none of these signatures. `words`: what is written now is no draft yet. */
  readonly why: 'version' | 'words';
  /** Versions with signatures, or pages, that do not count for it. */
  readonly old: readonly number[];
}

/**
 * @param isSame whether what is written now is the last version
 */
export function resignOf(signatures: readonly Signatures[], isSame: boolean): Resign | undefined {
  const has = ({ isSigned, pages }: Signatures) => isSigned || pages > 0;
  const old = signatures.filter((each) => each.replacedBy !== undefined && has(each)).map(({ number }) => number);
  const last = signatures.at(-1);
  if (last !== undefined && has(last) && !isSame) return { why: 'words', old: [last.number] };
  return old.length > 0 && last?.isSigned === false ? { why: 'version', old } : undefined;
}
