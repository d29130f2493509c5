/** What the benchmark of stores does inside the page. */
import { createRoomDoc } from '@onedoor/core';
import * as Y from 'yjs';
import { yDexieStore, yIndexeddb } from '../peers/stores.mjs';
import { OnedoorStore } from './onedoor-store.js';
import { editor, MAP, TEXT, type Trace, updatesOf } from './traces.js';

export type StoreName = 'onedoor' | 'y-indexeddb' | 'y-dexie';

export interface Stored {
  readonly rows: number;
  readonly bytes: number;
}

export interface StoreBench {
  /** Stores a trace as it comes over the socket. */
  fill(store: StoreName, name: string, trace: Trace, count: number): Promise<void>;
  /** Milliseconds until a document holds what is stored. */
  open(store: StoreName, name: string, trace: Trace, count: number): Promise<number>;
  /** Milliseconds to apply the compacted update, and to read it from a database of one record and apply it. */
  floor(name: string, trace: Trace, count: number): Promise<{ readonly applyMs: number; readonly readMs: number }>;
  /** Milliseconds until so many edits, each in a task of its own, are on the disk. */
  write(store: StoreName, name: string, count: number): Promise<number>;
  stored(store: StoreName, name: string): Promise<Stored>;
  /** One edit after two instances have opened the same database: rows before and after. */
  twice(store: StoreName, name: string): Promise<{ readonly before: Stored; readonly after: Stored }>;
  remove(name: string): Promise<void>;
}

declare global {
  interface Window {
    storeBench: StoreBench;
    /** V8's own, with `--expose-gc`. */
    gc(options: { readonly type: 'minor' }): void;
  }
}

/**
 * Empties the young generation. Of 50,000 parts every second document fills it up, and moving what lives out of it costs as
 * much again as reading it: who was opened before must not decide who pays for that.
 */
const sweep = (): void => window.gc({ type: 'minor' });

interface Opened {
  readonly doc: Y.Doc;
  written(): Promise<void>;
  close(): Promise<void>;
}

const KEY = new Uint8Array(32).fill(7);
const PEERS = { 'y-indexeddb': yIndexeddb, 'y-dexie': yDexieStore } as const;

const open = (store: StoreName, name: string): Promise<Opened> =>
  store === 'onedoor' ? OnedoorStore.open(name, KEY) : (PEERS[store].open(name) as Promise<Opened>);

/** Opened for writing. */
async function openToWrite(store: StoreName, name: string): Promise<Opened> {
  const opened = await open(store, name);
  if (opened instanceof OnedoorStore) await opened.lead();
  return opened;
}

const { port1, port2 } = new MessageChannel();
/** The next task: the browser may do what waits. */
const task = (): Promise<void> =>
  new Promise((done) => {
    port1.onmessage = () => done();
    port2.postMessage(undefined);
  });

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function check(doc: Y.Doc, trace: Trace, count: number): void {
  const seen = trace === '200 fields overwritten' ? doc.getMap(MAP).size : doc.getText(TEXT).length;
  const expected = trace === '200 fields overwritten' ? Math.min(count, 200) : count;
  if (seen !== expected) throw new Error(`${trace}: opened with ${seen}, expected ${expected}`);
}

window.storeBench = {
  async fill(store, name, trace, count) {
    const { updates, whole } = updatesOf(trace, count);
    if (store === 'onedoor') {
      const opened = await OnedoorStore.open(name, KEY);
      await opened.lead();
      await opened.receive(updates);
      await opened.close();
    } else await PEERS[store].fill(name, updates);
    const floor = indexedDB.open(`${name}-floor`, 1);
    floor.onupgradeneeded = () => floor.result.createObjectStore('one').put(whole, 'whole');
    (await settled(floor)).close();
  },
  async open(store, name, trace, count) {
    sweep();
    const began = performance.now();
    const opened = await open(store, name);
    const ms = performance.now() - began;
    check(opened.doc, trace, count);
    await opened.written();
    await opened.close();
    return ms;
  },
  async floor(name, trace, count) {
    sweep();
    const began = performance.now();
    const db = await settled(indexedDB.open(`${name}-floor`));
    const whole: Uint8Array = await settled(db.transaction('one').objectStore('one').get('whole'));
    const read = performance.now();
    const doc = createRoomDoc();
    Y.applyUpdate(doc, whole);
    const end = performance.now();
    check(doc, trace, count);
    db.close();
    return { applyMs: end - read, readMs: end - began };
  },
  async write(store, name, count) {
    const opened = await openToWrite(store, name);
    const edit = editor('typing at the end');
    const began = performance.now();
    for (let at = 0; at < count; at++) {
      if (opened instanceof OnedoorStore) opened.type('木');
      else edit(opened.doc, at);
      await task();
    }
    await opened.written();
    const ms = performance.now() - began;
    await opened.close();
    const again = await open(store, name);
    if (again.doc.getText(TEXT).length !== count)
      throw new Error(`${store}: ${again.doc.getText(TEXT).length} of ${count} edits were stored`);
    await again.close();
    return ms;
  },
  async stored(store, name) {
    const db = await settled(indexedDB.open(name));
    const tables = store === 'onedoor' ? [...db.objectStoreNames] : PEERS[store].tables;
    const sizeOf = store === 'onedoor' ? (row: { readonly sealed?: Uint8Array }) => row.sealed?.byteLength ?? 0 : PEERS[store].bytesOf;
    const rows = (await Promise.all(tables.map((table) => settled(db.transaction(table).objectStore(table).getAll())))).flat();
    db.close();
    return { rows: rows.length, bytes: rows.reduce((sum, row) => sum + sizeOf(row), 0) };
  },
  async twice(store, name) {
    const first = await openToWrite(store, name);
    await first.written();
    await first.close();
    const before = await window.storeBench.stored(store, name);
    const both = await Promise.all([openToWrite(store, name), openToWrite(store, name)]);
    for (const each of both) await each.written();
    for (const each of both) await each.close();
    return { before, after: await window.storeBench.stored(store, name) };
  },
  async remove(name) {
    await settled(indexedDB.deleteDatabase(name));
  },
};
