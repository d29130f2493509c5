import type * as Y from 'yjs';

interface OpenedStore {
  readonly doc: Y.Doc;
  written(): Promise<void>;
  close(): Promise<void>;
}

interface PeerStore {
  open(name: string): Promise<OpenedStore>;
  fill(name: string, updates: readonly Uint8Array[]): Promise<void>;
  readonly tables: readonly string[];
  bytesOf(row: unknown): number;
}

export const yIndexeddb: PeerStore;
export const yDexieStore: PeerStore;
