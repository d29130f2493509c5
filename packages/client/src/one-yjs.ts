import { createRoomDoc, OnedoorError } from '@onedoor/core';
import * as Y from 'yjs';

const KEY = Symbol.for('onedoor.yjs');

/** Which Yjs the first session of a page was opened with. */
interface Known {
  readonly doc: unknown;
  readonly url: string;
}

const isKnown = (value: unknown): value is Known => typeof value === 'object' && value !== null && 'doc' in value && 'url' in value;

/**
 * Two copies of Yjs in one page lose text that no copy can repair, without a word: refused at start. A copy that a
 * portal uses for things of its own does no harm, since only bytes and JSON pass between it and us.
 *
 * @param doc the class of documents that this module has
 * @param url where this module came from
 * @throws DUPLICATE_YJS naming both
 */
export function assertOneYjs(doc: unknown = Y.Doc, url: string = import.meta.url): void {
  const made = createRoomDoc();
  const fromCore: unknown = made.constructor;
  made.destroy();
  const registered: unknown = Reflect.get(globalThis, KEY);
  const known = isKnown(registered) ? registered : { doc: fromCore, url: '@onedoor/core' };
  if (known.doc !== doc || fromCore !== doc) {
    throw new OnedoorError('DUPLICATE_YJS', {
      seen: `one copy of Yjs with ${known.url} and another with ${url}`,
      expected: 'one copy in a page',
      todo: "Let the portal's bundler share yjs between all that use Onedoor.",
    });
  }
  Reflect.set(globalThis, KEY, { doc, url } satisfies Known);
}
