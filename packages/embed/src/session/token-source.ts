import { OnedoorError, type Refusal } from '@onedoor/core';

/** Gives the portal's token for the person at the page; undefined where nobody is signed in. Rejects without network. */
export type TokenFunction = () => Promise<string | undefined>;

/** Where a desk has its token from. */
export interface TokenSource {
  readonly token: TokenFunction;
  /** What the last answer was, where it was no token and no "signed out": a fault of the portal, not of the network. */
  problem(): Refusal | undefined;
}

/** Answers of a portal that say: nobody is signed in. */
const SIGNED_OUT = new Set([204, 401, 403]);

/**
 * Asks an address of the portal for the token, with the portal's cookies: `GET` gives `{"token": "…"}`, or 401, 403 or
 * 204 where nobody is signed in. The token travels in bodies and headers alone, never in an address.
 *
 * @param url absolute, or relative to the page
 */
export function tokenFromUrl(url: string, fetcher: typeof fetch = fetch): TokenSource {
  let problem: Refusal | undefined;
  const broken = (seen: string): OnedoorError => {
    const error = new OnedoorError('TOKEN_SOURCE', {
      seen,
      expected: '{"token": "…"} as JSON, or 401 where nobody is signed in',
      todo: 'Correct the address in token-url, or what answers there.',
      at: url,
    });
    problem = error.refusal;
    return error;
  };
  return {
    async token() {
      const response = await fetcher(url, { credentials: 'include', cache: 'no-store', headers: { accept: 'application/json' } });
      problem = undefined;
      if (SIGNED_OUT.has(response.status)) return undefined;
      // A portal that is down is no fault of its page: as without network, what is stored here stays in use.
      if (response.status >= 500) throw new Error(`${url}: HTTP ${response.status}`);
      if (!response.ok) throw broken(`HTTP ${response.status}`);
      const body: unknown = await response.json().catch(() => undefined);
      const token = typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined;
      if (typeof token !== 'string' || token === '') throw broken('an answer without a token');
      return token;
    },
    problem: () => problem,
  };
}

/** A function of the page's own. */
export const tokenFromFunction = (token: TokenFunction): TokenSource => ({ token, problem: () => undefined });
