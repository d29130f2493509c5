import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LogStore, loadSettings, Model, OnedoorError } from '@onedoor/core';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { createDemoIssuer, type DemoIssuer } from './auth/demo-issuer.js';
import { type ProviderOptions, providerVerifier, type TokenVerifier } from './auth/tokens.js';
import { type BlobStore, FileBlobStore, MemoryBlobStore } from './blobs/blob-store.js';
import { Blobs } from './blobs/blobs.js';
import { Centre } from './centre.js';
import { Devices } from './devices/devices.js';
import { settleErasures } from './erase/erasures.js';
import { type ErasureOrder, erasuresOf, readLedger } from './erase/ledger.js';
import { refuseHalfRestored } from './erase/restore.js';
import { addressKey } from './gate.js';
import { createHttp } from './http.js';
import { type Limits, resolveLimits } from './limits.js';
import { Keyring, keysDir, openMasterKey } from './log/keys.js';
import { MemoryLogStore } from './log/memory-log-store.js';
import { DATABASE_FILE, openSqliteLogStore } from './log/sqlite-log-store.js';
import { type Logger, SILENT } from './logger.js';
import { pooledRandom } from './random.js';
import { type HeadSigner, openSigner, temporarySigner } from './record/signer.js';
import { serveSockets } from './sockets.js';

export interface ServerOptions {
  /** The centre's id, first part of every room's name, and its name for people. */
  readonly centre: { readonly id: string; readonly name: string };
  /** Data folder, made where it is missing; `:memory:` keeps everything in this process, for tests. */
  readonly data: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 8787; 0 takes a free one. */
  readonly port?: number;
  /** Who signs people in. Default: the demo issuer, which refuses to start in production. */
  readonly auth?: ProviderOptions | 'demo';
  /** Built-in rooms and those of approved plugins. */
  readonly model?: Model;
  readonly plugins?: readonly { readonly name: string; readonly version: string }[];
  /** Folder of a built page to serve at `/`. */
  readonly pages?: { readonly dir: string };
  /** Folder of the built script for portals, with `onedoor.js`: served at `/embed/` to pages of any origin. */
  readonly embed?: { readonly dir: string };
  /** Origins of portals whose pages may connect, beside this server's own. */
  readonly origins?: readonly string[];
  /**
   * Addresses of reverse proxies in front of this server. Only theirs is the `X-Forwarded-For` believed; without them
   * all people behind a proxy share one address, and one address's limits.
   */
  readonly proxies?: readonly string[];
  /** `full` (default): a receipt survives the loss of power. `normal`: it survives the end of the process alone. */
  readonly durability?: 'full' | 'normal';
  readonly limits?: Partial<Limits>;
  readonly log?: Logger;
  /** Stands in for the log of the data folder, for tests that let it fail. The caller closes it. */
  readonly store?: LogStore;
}

export interface RunningServer {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly centre: Centre;
  /** The demo issuer, where there is one. */
  readonly demo: DemoIssuer | undefined;
  /** Ends sockets, writes what waits, closes the store. What had its receipt, or only reached this process, is kept. */
  close(): Promise<void>;
}

export const VERSION = '0.1.0';
const SWEEP_MS = 500;

const optionsSchema = z.object({
  centre: z.object({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dots and hyphens'),
    name: z.string().min(1).max(100),
  }),
  data: z.string().min(1),
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).optional(),
  durability: z.enum(['full', 'normal']).optional(),
  pages: z.object({ dir: z.string().min(1) }).optional(),
  embed: z.object({ dir: z.string().min(1) }).optional(),
  origins: z.array(z.url()).optional(),
  proxies: z.array(z.union([z.ipv4(), z.ipv6()])).optional(),
});

const random = pooledRandom();

/**
 * Starts a centre's server.
 *
 * @throws OnedoorError BAD_OPTION, PRODUCTION_DEMO, DATA_NOT_WRITABLE, KEY_MISSING, DATA_LOCKED, DATA_NEWER,
 *   DATA_DAMAGED or PORT_IN_USE, one sentence with cause and cure; the data is then as it was
 * @example
 * const server = await startServer({ centre: { id: 'hsb', name: '某镇综治中心' }, data: './data' });
 * await server.close();
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  checkOptions(options);
  const {
    centre: { id, name },
    data,
    log = SILENT,
  } = options;
  const inMemory = data === ':memory:';
  const { tokens, demo } = await openAuth(options.auth ?? 'demo', id, inMemory ? undefined : data);
  const { store, keys, signer, blobs, erasures } = await openData(options, inMemory);
  try {
    const model = options.model ?? new Model();
    const devices = new Devices({
      dir: inMemory ? undefined : data,
      random,
      now: Date.now,
      maxDevices: resolveLimits(options.limits).maxDevices,
    });
    const centre = new Centre({
      id,
      name,
      store,
      keys,
      signer,
      erasures,
      devices,
      model,
      settings: await loadSettings(model.parts),
      log,
      version: VERSION,
      verifyToken: (token) => tokens.verify(token),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.plugins === undefined ? {} : { plugins: options.plugins }),
    });
    const originAllowed = allowOrigins(options.origins ?? []);
    const proxies = new Set((options.proxies ?? []).map(addressKey));
    const app = createHttp({
      centre,
      tokens,
      blobs: new Blobs(centre, blobs),
      log,
      originAllowed,
      proxies,
      ...(demo === undefined ? {} : { demo }),
      ...(options.pages === undefined ? {} : { pagesDir: options.pages.dir }),
      ...(options.embed === undefined ? {} : { embedDir: options.embed.dir }),
    });
    const endSockets = serveSockets(app.server, { centre, tokens, log, originAllowed, proxies });
    const host = options.host ?? '127.0.0.1';
    const port = await listen(app, host, options.port ?? 8787);
    const sweeps = setInterval(() => centre.sweep(), SWEEP_MS);
    log.info({ host, port, centre: id }, 'serving');
    let closing: Promise<void> | undefined;
    const close = async () => {
      clearInterval(sweeps);
      centre.close();
      endSockets();
      await app.close();
      if (options.store === undefined) store.close();
    };
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, centre, demo, close: () => (closing ??= close()) };
  } catch (error) {
    if (options.store === undefined) store.close();
    throw error;
  }
}

/** What of a server's options a centre needs that is used inside this process alone. */
export interface CentreFolder extends Pick<ServerOptions, 'centre' | 'data' | 'model' | 'durability' | 'limits' | 'log'> {
  /** Epoch milliseconds; default the machine's clock. An importer of old files gives the files' own days. */
  readonly now?: () => number;
}

/**
 * Opens a data folder without network: for seeding, importing and looking into. Nothing else may use the folder meanwhile.
 *
 * @throws OnedoorError as `startServer` does, ports excepted
 */
export async function openCentre(options: CentreFolder): Promise<{ readonly centre: Centre; readonly close: () => void }> {
  checkOptions(options);
  const {
    centre: { id, name },
    data,
    model = new Model(),
    now,
    limits,
    log,
  } = options;
  const { store, keys, signer, erasures } = await openData(options, data === ':memory:');
  const centre = new Centre({
    id,
    name,
    store,
    keys,
    signer,
    erasures,
    model,
    settings: await loadSettings(model.parts),
    version: VERSION,
    ...(now === undefined ? {} : { now }),
    ...(limits === undefined ? {} : { limits }),
    ...(log === undefined ? {} : { log }),
  });
  const close = () => {
    centre.close();
    store.close();
  };
  return { centre, close };
}

function checkOptions(options: ServerOptions): void {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new OnedoorError('BAD_OPTION', {
      seen: `${issue?.path.join('.') ?? 'options'}: ${issue?.message ?? 'invalid'}`,
      expected: 'options that fit',
      todo: 'Correct the option.',
      at: issue?.path.join('.') ?? '',
    });
  }
  resolveLimits(options.limits);
  checkFolder(options.pages?.dir, 'index.html', 'pages.dir', 'the folder of a built page');
  checkFolder(options.embed?.dir, 'onedoor.js', 'embed.dir', 'the folder of the built script for portals');
}

function checkFolder(dir: string | undefined, file: string, at: string, expected: string): void {
  if (dir === undefined || existsSync(join(dir, file))) return;
  throw new OnedoorError('BAD_OPTION', {
    seen: `${dir}, which has no ${file}`,
    expected,
    todo: 'Build it first, or correct the folder.',
    at,
  });
}

async function openAuth(
  auth: ProviderOptions | 'demo',
  audience: string,
  dir: string | undefined,
): Promise<{ tokens: TokenVerifier; demo: DemoIssuer | undefined }> {
  if (auth !== 'demo') return { tokens: providerVerifier(auth), demo: undefined };
  // Before the demo issuer stores its key there; in production it refuses first.
  if (dir !== undefined && process.env['NODE_ENV'] !== 'production') makeWritable(dir);
  const demo = await createDemoIssuer(audience, dir);
  return { tokens: demo, demo };
}

async function openData(
  options: ServerOptions,
  inMemory: boolean,
): Promise<{ store: LogStore; keys: Keyring; signer: HeadSigner; blobs: BlobStore; erasures: readonly ErasureOrder[] }> {
  const { id } = options.centre;
  if (inMemory)
    return {
      store: options.store ?? new MemoryLogStore(),
      keys: new Keyring(random(32), random),
      signer: temporarySigner(id),
      blobs: new MemoryBlobStore(),
      erasures: [],
    };
  const { data: dir } = options;
  makeWritable(dir);
  refuseHalfRestored(dir);
  const hasData = options.store === undefined ? existsSync(join(dir, DATABASE_FILE)) : options.store.rooms().length > 0;
  const keys = new Keyring(openMasterKey(dir, hasData, random), random);
  const store =
    options.store ??
    (await openSqliteLogStore({
      dir,
      ...(options.durability === undefined ? {} : { durability: options.durability }),
      ...(options.log === undefined ? {} : { log: options.log }),
    }));
  try {
    checkKey(dir, store, keys);
    const signer = openSigner(dir, id, store.lastHead() !== undefined);
    const blobs = new FileBlobStore(join(dir, 'blobs'));
    // Before anything is served: what was erased once stays erased, in older data too.
    const count = await settleErasures({ store, keys, blobs }, keysDir(dir));
    if (count > 0) options.log?.warn({ count }, 'erasures of the ledger were made up for');
    return { store, keys, signer, blobs, erasures: erasuresOf(readLedger(keysDir(dir))) };
  } catch (error) {
    if (options.store === undefined) store.close();
    throw error;
  }
}

function checkKey(dir: string, store: LogStore, keys: Keyring): void {
  const [first] = store.rooms();
  if (first === undefined) return;
  try {
    keys.cipher(first.key, first.epoch, first.wrappedKey);
  } catch (cause) {
    throw new OnedoorError(
      'KEY_MISSING',
      {
        seen: `a key in ${dir} that does not open its data`,
        expected: 'the key that the data was written with',
        todo: 'Put the key back from its backup.',
      },
      { cause },
    );
  }
}

/** Makes the folder and tries to write: a mode alone does not tell, as on a full or read-only disk. */
function makeWritable(dir: string): void {
  const probe = join(dir, '.write-test');
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (!statSync(dir).isDirectory()) throw new Error('not a folder');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    throw new OnedoorError(
      'DATA_NOT_WRITABLE',
      {
        seen: `${dir}: ${cause instanceof Error ? cause.message : 'not writable'}`,
        expected: 'a folder that this user may write',
        todo: 'Correct its owner and mode, or name another folder with --data.',
      },
      { cause },
    );
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      const seen = code === 'EACCES' ? `port ${port}, which this user may not open` : `port ${port} on ${host}, which is taken`;
      throw new OnedoorError(
        'PORT_IN_USE',
        { seen, expected: 'a free port', todo: 'Stop what uses it, or name another with --port.' },
        { cause },
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new OnedoorError(
        'BAD_OPTION',
        { seen: `host ${host}, which is not this machine`, expected: 'an address of this machine', todo: 'Correct --host.', at: 'host' },
        { cause },
      );
    throw cause;
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** A page of this server, of a named portal, or no page at all (a program). */
function allowOrigins(origins: readonly string[]): (origin: string | undefined, host: string | undefined) => boolean {
  const known = new Set(origins.map((origin) => new URL(origin).origin));
  return (origin, host) => {
    if (origin === undefined || known.has(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  };
}
