import { CACHE_PREFIX, cacheName, type ShellFile, shellFileFor } from './shell-cache.js';

/** Put in by the bundler: the files of the shell with their hashes, addressed relative to this script. */
declare const __ONEDOOR_SHELL__: readonly ShellFile[];

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
  readonly clients: { claim(): Promise<void>; matchAll(options: { includeUncontrolled: boolean }): Promise<readonly unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}
declare const self: WorkerScope;

// The bundler writes addresses relative to this script; requests have paths.
const files = __ONEDOOR_SHELL__.map(({ url, hash }) => ({ url: new URL(url, self.location.href).pathname, hash }));
const name = cacheName(files);

/** All of the new shell or nothing: a half-filled cache would be a broken page without network. */
async function install(): Promise<void> {
  const cache = await caches.open(name);
  await cache.addAll(files.map(({ url }) => new Request(url, { cache: 'reload' })));
  if ((await self.clients.matchAll({ includeUncontrolled: true })).length === 0) await self.skipWaiting();
}

async function activate(): Promise<void> {
  for (const key of await caches.keys()) if (key.startsWith(CACHE_PREFIX) && key !== name) await caches.delete(key);
  await self.clients.claim();
}

async function answer(url: string, request: Request): Promise<Response> {
  const cached = await (await caches.open(name)).match(url);
  return cached ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data === 'skip-waiting') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  const file = shellFileFor(files, url.pathname, request.mode === 'navigate');
  if (file !== undefined) event.respondWith(answer(file, request));
});
