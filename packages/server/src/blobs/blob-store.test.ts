import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { FileBlobStore, MemoryBlobStore } from './blob-store.js';
import { blobStoreContract } from './blob-store-contract.js';

const memory = suite('memory blob store');
for (const rule of blobStoreContract) memory(rule.name, () => rule.run(new MemoryBlobStore()));
memory.run();

const files = suite('file blob store');
for (const rule of blobStoreContract) {
  files(rule.name, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
    try {
      await rule.run(new FileBlobStore(dir));
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
}
files.run();
