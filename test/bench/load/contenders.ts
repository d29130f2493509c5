// The servers that benchmarks put beside each other: ours, what a developer would take instead, and the floor.
import { join } from 'node:path';
import type { Contender } from './contender.js';

/** Ours; `limits` stand over those that the load itself needs. */
export const onedoor = (kind: 'full' | 'normal' | 'memory', limits: Readonly<Record<string, number>> = {}): Contender => ({
  name: `onedoor, ${kind === 'memory' ? 'log in memory' : `durability ${kind}`}`,
  dialect: 'onedoor',
  script: 'servers/onedoor.ts',
  args: (data, rooms) => [data, kind, String(rooms), JSON.stringify(limits)],
});
export const RELAY: Contender = {
  name: 'bare relay, raw ws',
  dialect: 'y',
  script: 'servers/relay.ts',
  args: () => [],
};
export const yWebsocket = (leveldb: boolean): Contender => ({
  name: leveldb ? '@y/websocket-server + leveldb' : '@y/websocket-server',
  dialect: 'y',
  script: 'peers/y-websocket.mjs',
  args: () => [],
  ...(leveldb ? { env: (data: string) => ({ YPERSISTENCE: join(data, 'level') }) } : {}),
});
export const HOCUSPOCUS: Contender = {
  name: 'Hocuspocus + sqlite',
  dialect: 'hocuspocus',
  script: 'peers/hocuspocus.mjs',
  args: (data) => [join(data, 'documents.db')],
};

export const PEERS = [yWebsocket(false), yWebsocket(true), HOCUSPOCUS];
