import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogStore } from '@onedoor/core';
import { logStoreContract } from '@onedoor/core/testing';
import { suite } from 'uvu';
import { MemoryLogStore } from './memory-log-store.js';
import { openSqliteLogStore } from './sqlite-log-store.js';

const memory = suite('memory log store');
for (const rule of logStoreContract) memory(rule.name, () => rule.run(() => new MemoryLogStore()));
memory.run();

const sqlite = suite('SQLite log store');
for (const rule of logStoreContract) {
  sqlite(rule.name, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
    const store: LogStore = await openSqliteLogStore({ dir });
    try {
      rule.run(() => store);
    } finally {
      store.close();
      rmSync(dir, { recursive: true });
    }
  });
}
sqlite.run();
