import { OnedoorError } from '@onedoor/core';
import { VERSION } from '../version.js';

const KEY = Symbol.for('onedoor.page');

/** The copy of Onedoor that a page has. */
interface Copy {
  readonly url: string;
  readonly version: string;
  readonly token: object;
}

/** This copy; another copy of this module has another. */
const OWN = {};

const isCopy = (value: unknown): value is Copy =>
  typeof value === 'object' && value !== null && 'url' in value && 'version' in value && 'token' in value;

/**
 * Takes the page for this copy of Onedoor. Two copies in one page would open the same store and register the same tags.
 *
 * @param url where this copy came from
 * @param own what tells copies apart; for tests
 * @throws DUPLICATE_ONEDOOR naming both addresses; the first copy goes on working
 */
export function claimPage(url: string, own: object = OWN): void {
  const known: unknown = Reflect.get(globalThis, KEY);
  if (isCopy(known) && known.token !== own) {
    throw new OnedoorError('DUPLICATE_ONEDOOR', {
      seen: `Onedoor ${known.version} from ${known.url} and Onedoor ${VERSION} from ${url}`,
      expected: 'one copy in a page',
      todo: known.url === url ? 'Load the script once.' : 'Remove one of the two scripts.',
    });
  }
  Reflect.set(globalThis, KEY, { url, version: VERSION, token: own } satisfies Copy);
}
