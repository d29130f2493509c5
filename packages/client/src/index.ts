/** A person's session on one device: storage, outbox, live sync, tabs. Enter through `openSession`. */

// surroundings
export { browserPlatform } from './browser-platform.js';
// files
export type { StoredFile } from './files/stored-file.js';
export type { Identity } from './kernel.js';
export { nodePlatform } from './node-platform.js';
export type { SessionOptions } from './open-session.js';
export { openSession } from './open-session.js';
export type { Channel, HttpAnswer, HttpRequest, Locks, Marker, Platform, SocketEvent, SocketLike } from './platform.js';
export { memoryMarker } from './platform.js';
export { ClientSession } from './session.js';
export type {
  ActRow,
  BlobRow,
  ClientStore,
  LogRow,
  MetaRow,
  OutboxRow,
  RefusedRow,
  RoomRow,
  SnapshotRow,
  StoreChange,
  StoredRows,
  TableName,
  Tables,
} from './storage/client-store.js';
// storage
export { STORE_LAYOUT, TABLES } from './storage/client-store.js';
export type { StoreRule } from './storage/client-store-contract.js';
export { clientStoreContract } from './storage/client-store-contract.js';
export { MemoryDisk, MemoryStore } from './storage/memory-store.js';
export type { RegisterOptions, ShellUpdate } from './worker/register.js';
// the page's shell without network
export { registerShell } from './worker/register.js';
export type { ShellFile } from './worker/shell-cache.js';
export { cacheName, shellFileFor } from './worker/shell-cache.js';
