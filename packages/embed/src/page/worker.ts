// The worker that lets a portal's page reload without network. The portal has a file on its own origin with one line:
// importScripts('https://centre.example/embed/worker.js'). It answers nothing while there is a network, and nothing that
// the page did not name: the portal's own requests go their way.
import type { KeepMessage } from './offline-reload.js';

/** The events of a service worker, as far as they are used; the page's own types have none of them. */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: ExtendableEvent & MessageEvent<unknown>) => void): void;
}
declare const self: WorkerScope;

const CACHE = 'onedoor-reload';
/** What a page is made of; data is asked for by scripts and has none of these. */
const DESTINATIONS = new Set<string>(['document', 'script', 'style', 'image', 'font']);

const isKeep = (value: unknown): value is KeepMessage =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  value.type === 'onedoor-keep' &&
  'urls' in value &&
  Array.isArray(value.urls);

/** Keeps what the page named, and lets go of chunks of an older script. A file that fails keeps its older copy. */
async function keep(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    urls.map(async (url) => {
      const isOwn = new URL(url).origin === self.location.origin;
      const response = await fetch(url, { mode: isOwn ? 'same-origin' : 'cors', credentials: isOwn ? 'same-origin' : 'omit' }).catch(
        () => undefined,
      );
      if (response?.ok === true) await cache.put(url, response);
    }),
  );
  const named = new Set(urls);
  for (const { url } of await cache.keys()) if (/\/chunks\/[^/]+$/.test(url) && !named.has(url)) await cache.delete(url);
}

/** The network's answer, else the kept one, else the network's failure. */
async function answer(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(request.url.split('#')[0] ?? request.url, { ignoreVary: true });
    if (kept === undefined) throw error;
    return kept;
  }
}

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('message', (event) => {
  if (isKeep(event.data)) event.waitUntil(keep(event.data.urls));
});
self.addEventListener('fetch', (event) => {
  const { method, destination } = event.request;
  if (method === 'GET' && DESTINATIONS.has(destination)) event.respondWith(answer(event.request));
});
