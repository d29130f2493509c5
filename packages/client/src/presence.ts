import type { Present, TextCaret } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import * as Y from 'yjs';
import type { RoomCopy } from './copy.js';

const position = z.unknown();
const stateSchema = z.object({
  user: z.object({ id: z.string(), name: z._default(z.string(), ''), hue: z.optional(z.number()) }),
  /** Read by `caretOf`: a caret that is none, or of another version, takes nobody out of the room. */
  caret: z.optional(z.unknown()),
});
const caretSchema = z.object({ field: z.string(), anchor: position, head: position });
const caretOf = (state: z.infer<typeof stateSchema>) => caretSchema.safeParse(state.caret).data;

/** A hue that is the same on every screen, for a state that the server has not given one. */
function hueOf(person: string): number {
  let sum = 0;
  for (const char of person) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 360;
  return sum;
}

/** Who is in the room, this page itself included. */
export function presentIn(copy: RoomCopy): Present[] {
  const present: Present[] = [];
  for (const [client, raw] of copy.awareness.getStates()) {
    const state = stateSchema.safeParse(raw);
    if (!state.success) continue;
    const { id: person, name, hue = hueOf(person) } = state.data.user;
    present.push({ client, person, name, hue, self: client === copy.doc.clientID });
  }
  return present.sort((a, b) => a.client - b.client);
}

/** Says that this page is in the room; undefined: that it is not. */
export function announce(copy: RoomCopy, user: { readonly id: string; readonly name: string } | undefined): void {
  const { awareness } = copy;
  if (user === undefined) awareness.setLocalState(null);
  else awareness.setLocalState({ ...awareness.getLocalState(), user });
}

/** Announces the caret in a text; undefined takes it back, if it is in that text. */
export function setCaret(copy: RoomCopy, field: string, caret: { readonly anchor: number; readonly head: number } | undefined): void {
  const { awareness } = copy;
  const local = awareness.getLocalState();
  if (local === null) return;
  if (caret === undefined) {
    const own = stateSchema.safeParse(local);
    if (own.success && caretOf(own.data)?.field === field) awareness.setLocalStateField('caret', null);
    return;
  }
  const text = copy.doc.getText(field);
  const at = (index: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, Math.min(index, text.length)));
  awareness.setLocalStateField('caret', { field, anchor: at(caret.anchor), head: at(caret.head) });
}

/** The others' carets in a text. */
export function caretsIn(copy: RoomCopy, field: string): TextCaret[] {
  const carets: TextCaret[] = [];
  for (const [client, raw] of copy.awareness.getStates()) {
    const state = stateSchema.safeParse(raw);
    const caret = client !== copy.doc.clientID && state.success ? caretOf(state.data) : undefined;
    if (!state.success || caret?.field !== field) continue;
    const anchor = indexOf(copy, field, caret.anchor);
    const head = indexOf(copy, field, caret.head);
    if (anchor === undefined || head === undefined) continue;
    const { id: person, name, hue = hueOf(person) } = state.data.user;
    carets.push({ client, person, name, hue, anchor, head });
  }
  return carets;
}

function indexOf(copy: RoomCopy, field: string, json: unknown): number | undefined {
  try {
    const absolute = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), copy.doc);
    return absolute !== null && copy.nameOf(absolute.type) === field ? absolute.index : undefined;
  } catch {
    // Somebody else's message: of another shape, or about text that has not arrived here.
    return undefined;
  }
}
