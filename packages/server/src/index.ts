/**
 * Onedoor's server. `startServer` runs a centre with sockets and HTTP; `Centre` is the same engine without network,
 * for programs, seeding and simulation.
 */
// running

export type { DemoIssuer } from './auth/demo-issuer.js';
// signing in
export { createDemoIssuer } from './auth/demo-issuer.js';
export type { ProviderOptions, TokenVerifier } from './auth/tokens.js';
export { providerVerifier } from './auth/tokens.js';
export type { Who } from './bindings.js';
export type { BlobPlace, BlobStore } from './blobs/blob-store.js';
export { FileBlobStore, MemoryBlobStore } from './blobs/blob-store.js';
export type { BlobRule } from './blobs/blob-store-contract.js';
export { blobStoreContract } from './blobs/blob-store-contract.js';
export type { CentreOptions, ConnectRequest, Health } from './centre.js';
// the engine
export { Centre } from './centre.js';
// command line
export { doctor } from './cli/doctor.js';
export type { Identity, ServerSocket } from './connection.js';
export type { Limits } from './limits.js';
export { LIMITS, resolveLimits } from './limits.js';
export type { RoomCipher } from './log/keys.js';
// storage
export { Keyring } from './log/keys.js';
export { MemoryLogStore } from './log/memory-log-store.js';
export type { SqliteLogOptions } from './log/sqlite-log-store.js';
export { DATABASE_FILE, openSqliteLogStore } from './log/sqlite-log-store.js';
export type { Logger } from './logger.js';
export { SILENT } from './logger.js';
export type { LoadedPlugin } from './plugins.js';
// plugins
export { importPluginEntry, loadPlugins } from './plugins.js';
export type { CentreFolder, RunningServer, ServerOptions } from './start.js';
export { openCentre, startServer, VERSION } from './start.js';
