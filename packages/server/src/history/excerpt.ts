import { MAX_EXCERPT, type Run, splitsCharacter, type WrittenRun } from '@onedoor/core';

/**
 * Some of the characters that a person wrote last and that are still there: Yjs client id, first clock, the text, and
 * 1 where it stands directly behind the piece before. On the first piece, 1 says that there was more before it.
 */
export type Piece = [client: number, clock: number, text: string, joined: 0 | 1];

const MAX_PIECES = 20;
/** Of a long run that came at once the beginning is shown; its ellipsis stands in the place of the next character. */
const MAX_HEAD = MAX_EXCERPT - 2;

/** Takes deleted characters out. */
export function takeOut(pieces: readonly Piece[], gone: Run): Piece[] {
  const left: Piece[] = [];
  let isBroken = false;
  for (const [at, [client, clock, text, joined]] of pieces.entries()) {
    const from = client === gone.client ? Math.max(0, gone.clock - clock) : text.length;
    const to = client === gone.client ? Math.min(text.length, gone.clock + gone.length - clock) : text.length;
    const own: 0 | 1 = isBroken && at > 0 ? 0 : joined;
    if (from >= to) {
      left.push([client, clock, text, own]);
      isBroken = false;
      continue;
    }
    if (from > 0) left.push([client, clock, text.slice(0, from), own]);
    if (to < text.length) left.push([client, clock + to, text.slice(to), from > 0 ? 1 : own]);
    // What stood behind it stands behind what is before it now, unless that is another place.
    isBroken = from === 0 && to === text.length ? own === 0 : false;
  }
  return left;
}

/** Adds what was written, and keeps the last characters. `last`: id of the character that this person wrote last. */
export function putBehind(pieces: readonly Piece[], run: WrittenRun, last: readonly [number, number] | undefined): Piece[] {
  const { client, clock, after } = run;
  const text = run.text.length > MAX_EXCERPT ? headOf(run.text) : run.text;
  const end = pieces.at(-1);
  const follows = (id: readonly [number, number] | undefined) => after !== undefined && id?.[0] === after.client && id[1] === after.clock;
  const isBehind = follows(last) || (end !== undefined && follows([end[0], end[1] + end[2].length - 1]));
  if (end !== undefined && isBehind && end[0] === client && end[1] + end[2].length === clock)
    return clip([...pieces.slice(0, -1), [client, end[1], end[2] + text, end[3]]]);
  return clip([...pieces, [client, clock, text, isBehind && end !== undefined ? 1 : 0]]);
}

/** At most 80 UTF-16 units, with an ellipsis for what is left out before and between. */
export function excerptOf(pieces: readonly Piece[]): string {
  let whole = '';
  for (const [at, [, , text, joined]] of pieces.entries()) {
    const isApart = (at === 0) === (joined === 1);
    whole += isApart && !whole.endsWith('…') ? `…${text}` : text;
  }
  if (whole.length <= MAX_EXCERPT) return whole;
  const from = whole.length - MAX_EXCERPT + 1;
  return `…${whole.slice(splitsCharacter(whole, from) ? from + 1 : from)}`;
}

const headOf = (text: string): string => `${text.slice(0, splitsCharacter(text, MAX_HEAD) ? MAX_HEAD - 1 : MAX_HEAD)}…`;

function clip(pieces: readonly Piece[]): Piece[] {
  const kept: Piece[] = [];
  let room = MAX_EXCERPT;
  for (const [client, clock, text, joined] of [...pieces].reverse()) {
    if (room === 0 || kept.length === MAX_PIECES) {
      const first = kept[0];
      if (first !== undefined) kept[0] = [first[0], first[1], first[2], 1];
      break;
    }
    const over = Math.max(0, text.length - room);
    const cut = splitsCharacter(text, over) ? over + 1 : over;
    kept.unshift([client, clock + cut, text.slice(cut), cut > 0 ? 1 : joined]);
    room -= text.length - cut;
  }
  return kept;
}
