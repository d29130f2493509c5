/** What people do to a document, as the updates of one writer. */
import { createRoomDoc, fieldKey, textName } from '@onedoor/core';
import * as Y from 'yjs';

export const TRACES = ['typing at the end', 'typing scattered', '200 fields overwritten'] as const;
export type Trace = (typeof TRACES)[number];

export const TEXT = textName('fact', '01JDBENCH0000000000000TEXT', 'text');
export const MAP = 'party';
const FIELDS = 200;
const CHARACTERS = '木匠沟村林地补偿款分配纠纷调解协议书当事人双方自愿达成如下约定';

/** The same every time: what is compared must not differ by luck. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Makes the `at`-th edit of a trace. */
export function editor(trace: Trace): (doc: Y.Doc, at: number) => void {
  const next = random(7);
  return (doc, at) => {
    if (trace === '200 fields overwritten') {
      doc.getMap(MAP).set(fieldKey(`p${at % FIELDS}`, 'name'), `张三${at}`);
      return;
    }
    const text = doc.getText(TEXT);
    const place = trace === 'typing scattered' ? Math.floor(next() * (text.length + 1)) : text.length;
    text.insert(place, CHARACTERS.charAt(at % CHARACTERS.length));
  };
}

/** The first edits of a trace, an update each, and all of them in one. */
export function updatesOf(trace: Trace, count: number): { readonly updates: Uint8Array[]; readonly whole: Uint8Array } {
  const doc = createRoomDoc();
  const updates: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
  const edit = editor(trace);
  for (let at = 0; at < count; at++) edit(doc, at);
  const whole = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { updates, whole };
}
