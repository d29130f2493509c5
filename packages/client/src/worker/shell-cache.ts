/** A file of the shell. */
export interface ShellFile {
  /** Path on this origin, such as `/` or `/app.js`. */
  readonly url: string;
  /** Hash of its bytes; a change of any makes a new shell. */
  readonly hash: string;
}

export const CACHE_PREFIX = 'onedoor-shell-';

/** Name of the cache of exactly these files. */
export function cacheName(files: readonly ShellFile[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const { url, hash: own } of [...files].sort((a, b) => (a.url < b.url ? -1 : 1))) {
    for (const char of `${url}\n${own}\n`) hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return CACHE_PREFIX + hash.toString(16).padStart(16, '0');
}

const NEVER = ['/api', '/ws', '/demo', '/healthz'];

/** What belongs to the server and is never answered from a cache. */
export const isServers = (path: string): boolean => NEVER.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));

/**
 * Which file of the shell answers a request, or undefined where the network does.
 *
 * @param isNavigation a page is asked for: every address of the page is answered by `/`, unless it is a file itself
 */
export function shellFileFor(files: readonly ShellFile[], path: string, isNavigation: boolean): string | undefined {
  if (isServers(path)) return undefined;
  if (files.some((file) => file.url === path)) return path;
  return isNavigation && files.some((file) => file.url === '/') ? '/' : undefined;
}
