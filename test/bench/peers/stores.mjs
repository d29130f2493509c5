// The stores of Yjs documents that a developer would take instead, each in the words of its own guide.
import { Dexie } from 'dexie';
import yDexie, { compressYDocs, DexieYProvider } from 'y-dexie';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

class YIndexeddb {
  constructor(persistence) {
    this.persistence = persistence;
    this.doc = persistence.doc;
  }

  /** All that was written before is on the disk: a reading transaction waits for those that write. */
  async written() {
    await settled(this.persistence.db.transaction('updates', 'readonly').objectStore('updates').count());
  }

  close() {
    return this.persistence.destroy();
  }
}

export const yIndexeddb = {
  async open(name) {
    const persistence = new IndexeddbPersistence(name, new Y.Doc());
    await persistence.whenSynced;
    return new YIndexeddb(persistence);
  },
  /** Updates as it would have stored them, in batches, and then the trim that it does after a rest. */
  async fill(name, updates) {
    const { persistence } = await this.open(name);
    for (let at = 0; at < updates.length; at += 1000) {
      const store = persistence.db.transaction('updates', 'readwrite').objectStore('updates');
      let last;
      for (const update of updates.slice(at, at + 1000)) last = store.add(update);
      await settled(last);
    }
    await storeState(persistence, false);
    // The trim goes on behind its promise.
    await new Promise((done) => setTimeout(done, 500));
    await persistence.destroy();
  },
  tables: ['updates'],
  bytesOf: (row) => row.byteLength,
};

const declare = (name) => {
  const db = new Dexie(name, { addons: [yDexie] });
  db.version(1).stores({ papers: 'id, content: Y.Doc' });
  return db;
};
const UPDATES = '$papers.content_updates';

class YDexie {
  constructor(db, doc) {
    this.db = db;
    this.doc = doc;
    this.added = 0;
    doc.on('updateV2', () => this.added++);
  }

  /** It tells nobody when a change is stored. */
  async written() {
    while ((await this.db.table(UPDATES).where('i').above(0).count()) < this.added) await new Promise((done) => setTimeout(done, 5));
  }

  async close() {
    DexieYProvider.release(this.doc);
    await new Promise((done) => setTimeout(done));
    this.db.close();
  }
}

export const yDexieStore = {
  async open(name) {
    const db = declare(name);
    let paper = await db.table('papers').get('one');
    if (paper === undefined) {
      await db.table('papers').add({ id: 'one' });
      paper = await db.table('papers').get('one');
    }
    const { content } = paper;
    await DexieYProvider.load(content).whenLoaded;
    return new YDexie(db, content);
  },
  /** Updates as it would have stored them, in batches, and then the compression that it does five minutes later. */
  async fill(name, updates) {
    const db = declare(name);
    await db.table('papers').add({ id: 'one' });
    const rows = updates.map((update) => ({ k: 'one', u: Y.convertUpdateFormatV1ToV2(update), f: 1 }));
    for (let at = 0; at < rows.length; at += 1000) await db.table(UPDATES).bulkAdd(rows.slice(at, at + 1000));
    await compressYDocs(db);
    db.close();
  },
  tables: [UPDATES],
  bytesOf: (row) => row.u?.byteLength ?? 0,
};
