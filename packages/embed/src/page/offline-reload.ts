/** What the page tells the worker: all that a reload without network needs. */
export interface KeepMessage {
  readonly type: 'onedoor-keep';
  /** Absolute addresses. */
  readonly urls: readonly string[];
}

export interface OfflineReloadOptions {
  /** Address of the portal's worker, on the portal's origin. */
  readonly worker: string;
  /** Address of this script, from which its chunks are found; undefined where the portal's bundler has made it. */
  readonly script: string | undefined;
}

/** Kinds of resources that a page is made of; what a page fetches as data is not kept. */
const KEPT = new Set(['script', 'link', 'css', 'img', 'other']);

/**
 * Registers the portal's worker, and tells it what this page is made of, so that the page reloads without network.
 *
 * @returns whether it does from now on; false without a secure context or where the worker cannot be registered
 */
export async function allowOfflineReload({ worker, script }: OfflineReloadOptions): Promise<boolean> {
  if (!globalThis.isSecureContext || !('serviceWorker' in navigator)) return false;
  try {
    await navigator.serviceWorker.register(worker);
    const registration = await navigator.serviceWorker.ready;
    const urls = [location.href.split('#')[0] ?? location.href, ...ownResources(), ...(await scriptFiles(script))];
    registration.active?.postMessage({ type: 'onedoor-keep', urls: [...new Set(urls)] } satisfies KeepMessage);
    return registration.active !== null;
  } catch (error) {
    console.warn('[onedoor] the page does not reload without network:', error);
    return false;
  }
}

/** Styles, scripts and pictures of the portal's own origin that this page has loaded. */
function ownResources(): string[] {
  return performance
    .getEntriesByType('resource')
    .filter((entry) => entry instanceof PerformanceResourceTiming && KEPT.has(entry.initiatorType))
    .map((entry) => entry.name)
    .filter((url) => new URL(url).origin === location.origin);
}

/** The files of this script: the one file, or the entry with all its chunks, as `integrity.json` beside it lists them. */
async function scriptFiles(script: string | undefined): Promise<string[]> {
  if (script === undefined) return [];
  if (!/\/onedoor\.js$/.test(new URL(script).pathname)) return [script];
  const list: unknown = await (await fetch(new URL('integrity.json', script))).json();
  const files = typeof list === 'object' && list !== null && 'files' in list ? Object.keys(list.files ?? {}) : [];
  return files.filter((file) => file === 'onedoor.js' || file.startsWith('chunks/')).map((file) => new URL(file, script).href);
}
