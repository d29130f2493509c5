/** A person's session on one device: storage, outbox, live sync, tabs. Enter through `openSession`. */
export { openSession } from './open-session.js';
export type { SessionOptions } from './open-session.js';
export { ClientSession } from './session.js';
export type { Identity } from './kernel.js';
// surroundings
export { browserPlatform } from './browser-platform.js';
export { nodePlatform } from './node-platform.js';
export { memoryMarker } from './platform.js';
export type { Channel, HttpAnswer, HttpRequest, Locks, Marker, Platform, SocketEvent, SocketLike } from './platform.js';
// storage
export { STORE_LAYOUT, TABLES } from './storage/client-store.js';
export type {
  ActRow, BlobRow, ClientStore, LogRow, MetaRow, OutboxRow, RefusedRow, RoomRow, SnapshotRow, StoreChange, StoredRow, TableName, Tables,
} from './storage/client-store.js';
export { DexieStore } from './storage/dexie-store.js';
export { MemoryDisk, MemoryStore } from './storage/memory-store.js';
export { clientStoreContract } from './storage/client-store-contract.js';
export type { StoreRule } from './storage/client-store-contract.js';
// files
export { BlobShelf } from './blobs.js';
// the page's shell without network
export { registerShell } from './worker/register.js';
export type { RegisterOptions, ShellUpdate } from './worker/register.js';
export { cacheName, shellFileFor } from './worker/shell-cache.js';
export type { ShellFile } from './worker/shell-cache.js';
