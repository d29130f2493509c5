import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRoomDoc, encodeMessage, encodeUpdateFrame, vetUpdate } from '@onedoor/core';
import { Keyring, openSqliteLogStore } from '@onedoor/server';
import * as Y from 'yjs';
import { temporaryFolder } from '../e2e/support.js';
import { Writer } from './load/updates.js';
import { percentile } from './statistics.js';

const UPDATES = 5000;
const ROUNDS = 10;
/** Updates that one turn of a busy event loop appends together. */
const GROUP = 50;

type Part = (updates: readonly Uint8Array[]) => void | Promise<void>;

/** Microseconds an update of each step that a bare relay does not have: the median of ten rounds in one process. */
export async function benchParts(): Promise<Readonly<Record<string, number>>> {
  const keys = new Keyring(randomBytes(32), (count) => Uint8Array.from(randomBytes(count)));
  const wrapped = keys.create('bench/r/joint', 1);
  const cipher = keys.cipher('bench/r/joint', 1, wrapped);
  const append = (durability: 'full' | 'normal'): Part => {
    let made = 0;
    return async (updates) => {
      const dir = join(temporaryFolder(`bench-append-${durability}`), String(made++));
      mkdirSync(dir, { recursive: true });
      const store = await openSqliteLogStore({ dir, durability });
      const room = store.transaction((tx) => tx.createRoom('bench/r/joint', 1, wrapped));
      const began = performance.now();
      for (let at = 0; at < updates.length; at += GROUP)
        store.transaction((tx) => {
          for (const [index, update] of updates.slice(at, at + GROUP).entries()) tx.append(room.id, at + index + 1, update);
        });
      spent = performance.now() - began;
      store.close();
    };
  };
  let spent: number | undefined;
  const parts: Readonly<Record<string, Part>> = {
    'read and vet': (updates) => {
      const doc = createRoomDoc();
      for (const update of updates) vetUpdate(doc, update, { maxParts: 400_000 });
    },
    'apply, on one copy': (updates) => {
      const doc = createRoomDoc();
      for (const update of updates) Y.applyUpdate(doc, update);
    },
    encrypt: (updates) => {
      for (const [at, update] of updates.entries()) cipher.seal(`1|1|${at}`, update);
    },
    'hash a leaf': (updates) => {
      for (const update of updates) createHash('sha256').update(update).digest();
    },
    [`append, ${GROUP} a transaction, durability normal`]: append('normal'),
    [`append, ${GROUP} a transaction, durability full`]: append('full'),
    'receipt frame': (updates) => {
      for (const at of updates.keys()) encodeMessage({ type: 'receipt', frames: [{ frame: at + 1, seq: at + 1 }] });
    },
    'frame for the others': (updates) => {
      for (const update of updates) encodeUpdateFrame(update);
    },
  };
  const measured: Record<string, number> = {};
  const updates = new Writer(1).make(UPDATES);
  for (const [name, part] of Object.entries(parts)) {
    const each: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      spent = undefined;
      const began = performance.now();
      await part(updates);
      // The first round compiles.
      if (round > 0) each.push(((spent ?? performance.now() - began) / UPDATES) * 1000);
    }
    measured[name] = percentile(each, 0.5);
    console.log(`  ${name.padEnd(48)} ${measured[name]?.toFixed(2).padStart(9)} µs an update`);
  }
  return measured;
}
