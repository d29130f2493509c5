import type {
  Binding,
  LogStore,
  LogWriter,
  StoredEdits,
  StoredEntry,
  StoredHead,
  StoredLeaf,
  StoredRoom,
  StoredSnapshot,
  StoredSummary,
  StoredText,
  StoredTrace,
} from '@onedoor/core';

interface MemoryRoom {
  readonly id: number;
  readonly key: string;
  epoch: number;
  wrappedKey: Uint8Array;
  entries: StoredEntry[];
  bindings: Map<number, Binding>;
  intents: Map<string, number>;
  snapshot: StoredSnapshot | undefined;
  summary: StoredSummary | undefined;
  edits: ReadonlyMap<number, StoredEdits>;
  traces: ReadonlyMap<number, StoredTrace>;
  text: StoredText | undefined;
}

/** A log in memory, for tests and for trying things out: everything ends with the process. */
export class MemoryLogStore implements LogStore {
  readonly #rooms = new Map<string, MemoryRoom>();
  readonly #byId: MemoryRoom[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #meta = new Map<string, string>();
  readonly #leaves: StoredLeaf[] = [];
  readonly #tree = new Map<string, Uint8Array>();
  readonly #heads = new Map<number, StoredHead>();
  #rev = 0;
  /** How to take back what the open transaction has done, the last first. */
  #undo: (() => void)[] = [];

  transaction<T>(write: (tx: LogWriter) => T): T {
    this.#undo = [];
    try {
      return write(this.#writer);
    } catch (error) {
      for (const step of this.#undo.reverse()) step();
      throw error;
    }
  }

  synced(): undefined {
    return undefined;
  }

  sync(): void {
    // Nothing in memory survives a loss of power.
  }

  rooms(): StoredRoom[] {
    return this.#byId.map(stored);
  }

  room(key: string): StoredRoom | undefined {
    const room = this.#rooms.get(key);
    return room === undefined ? undefined : stored(room);
  }

  entries(room: number, from: number, limit: number): StoredEntry[] {
    const start = Math.max(from, 1) - 1;
    return this.#of(room)
      .entries.slice(start, start + limit)
      .map(({ seq, body }) => ({ seq, body: body.slice() }));
  }

  snapshot(room: number): StoredSnapshot | undefined {
    return this.#of(room).snapshot;
  }

  bindings(room: number): Binding[] {
    return [...this.#of(room).bindings.values()].sort((a, b) => a.client - b.client);
  }

  intent(room: number, id: string): number | undefined {
    return this.#of(room).intents.get(id);
  }

  summaries(after: number, limit: number): StoredSummary[] {
    return this.#summaries((summary) => summary.rev > after).slice(0, limit);
  }

  summariesOf(caseId: string): StoredSummary[] {
    return this.#summaries((summary) => summary.case === caseId);
  }

  edits(room: number, before: number, limit: number): StoredEdits[] {
    return [...this.#of(room).edits.values()]
      .filter(({ start }) => start < before)
      .sort((a, b) => b.start - a.start)
      .slice(0, limit);
  }

  traces(room: number, from: number, limit: number): StoredTrace[] {
    return [...this.#of(room).traces.values()]
      .filter(({ start }) => start >= from)
      .sort((a, b) => a.start - b.start)
      .slice(0, limit);
  }

  lastTrace(room: number): StoredTrace | undefined {
    return this.traces(room, 0, Number.MAX_SAFE_INTEGER).at(-1);
  }

  texts(before: number, limit: number): StoredText[] {
    return this.#byId
      .flatMap(({ id, text }) => (text !== undefined && id < before ? [text] : []))
      .reverse()
      .slice(0, limit);
  }

  textOf(room: number): StoredText | undefined {
    return this.#of(room).text;
  }

  leaves(from: number, limit: number): StoredLeaf[] {
    return this.#leaves.slice(from, from + limit);
  }

  leafCount(): number {
    return this.#leaves.length;
  }

  leafOf(room: number, seq: number): StoredLeaf | undefined {
    return this.#leaves.findLast((leaf) => leaf.room === room && leaf.seq === seq);
  }

  treeNode(level: number, index: number): Uint8Array | undefined {
    return this.#tree.get(`${level}/${index}`);
  }

  heads(above: number, limit: number): StoredHead[] {
    return [...this.#heads.values()]
      .filter(({ size }) => size > above)
      .sort((a, b) => a.size - b.size)
      .slice(0, limit);
  }

  lastHead(): StoredHead | undefined {
    return this.heads(-1, Number.MAX_SAFE_INTEGER).at(-1);
  }

  listIntents(room: number): { id: string; seq: number }[] {
    return [...this.#of(room).intents].map(([id, seq]) => ({ id, seq })).sort((a, b) => a.seq - b.seq);
  }

  listNumbers(): { register: string; year: number; value: number }[] {
    return [...this.#numbers].map(([key, value]) => {
      const slash = key.lastIndexOf('/');
      return { register: key.slice(0, slash), year: Number(key.slice(slash + 1)), value };
    });
  }

  listTreeNodes(): { level: number; index: number; hash: Uint8Array }[] {
    return [...this.#tree]
      .map(([place, hash]) => {
        const [level = 0, index = 0] = place.split('/').map(Number);
        return { level, index, hash };
      })
      .sort((a, b) => a.level - b.level || a.index - b.index);
  }

  meta(key: string): string | undefined {
    return this.#meta.get(key);
  }

  purge(): void {}

  check(): void {}

  close(): void {}

  #of(id: number): MemoryRoom {
    const room = this.#byId[id - 1];
    if (room === undefined) throw new RangeError(`no room ${id}`);
    return room;
  }

  #summaries(wanted: (summary: StoredSummary) => boolean): StoredSummary[] {
    return this.#byId.flatMap(({ summary }) => (summary !== undefined && wanted(summary) ? [summary] : [])).sort((a, b) => a.rev - b.rev);
  }

  #setIn<K, V>(map: Map<K, V>, key: K, value: V): void {
    const before = map.get(key);
    this.#undo.push(() => {
      if (before === undefined) map.delete(key);
      else map.set(key, before);
    });
    map.set(key, value);
  }

  #setEdits(room: MemoryRoom, edits: MemoryRoom['edits']): void {
    const before = room.edits;
    this.#undo.push(() => (room.edits = before));
    room.edits = edits;
  }

  #setTraces(room: MemoryRoom, traces: MemoryRoom['traces']): void {
    const before = room.traces;
    this.#undo.push(() => (room.traces = before));
    room.traces = traces;
  }

  readonly #writer: LogWriter = {
    createRoom: (key, epoch, wrappedKey) => {
      if (this.#rooms.has(key)) throw new Error(`room ${key} exists`);
      const room: MemoryRoom = {
        id: this.#byId.length + 1,
        key,
        epoch,
        wrappedKey: wrappedKey.slice(),
        entries: [],
        bindings: new Map(),
        intents: new Map(),
        snapshot: undefined,
        summary: undefined,
        edits: new Map(),
        traces: new Map(),
        text: undefined,
      };
      this.#setIn(this.#rooms, key, room);
      this.#byId.push(room);
      this.#undo.push(() => this.#byId.pop());
      return stored(room);
    },
    emptyRoom: (id, epoch, wrappedKey) => {
      const room = this.#of(id);
      const before = { ...room };
      this.#undo.push(() => Object.assign(room, before));
      Object.assign(room, { epoch, wrappedKey: wrappedKey.slice(), entries: [], bindings: new Map(), intents: new Map() });
      Object.assign(room, { snapshot: undefined, edits: new Map(), traces: new Map(), text: undefined });
      return stored(room);
    },
    append: (id, seq, body) => {
      const { entries } = this.#of(id);
      if (seq !== entries.length + 1) throw new Error(`entry ${seq} does not follow the head of room ${id}`);
      entries.push({ seq, body: body.slice() });
      this.#undo.push(() => entries.pop());
    },
    bind: (id, client, person, device) => {
      const { bindings } = this.#of(id);
      if (bindings.has(client)) throw new Error(`client ${client} is bound`);
      this.#setIn(bindings, client, { client, person, device });
    },
    rememberIntent: (id, intent, seq) => this.#setIn(this.#of(id).intents, intent, seq),
    nextNumber: (register, year) => {
      const key = `${register}/${year}`;
      const value = (this.#numbers.get(key) ?? 0) + 1;
      this.#setIn(this.#numbers, key, value);
      return value;
    },
    putSnapshot: (id, seq, body) => {
      const room = this.#of(id);
      const before = room.snapshot;
      this.#undo.push(() => (room.snapshot = before));
      room.snapshot = { seq, body: body.slice() };
    },
    putSummary: (id, caseId, body) => {
      const room = this.#of(id);
      const before = room.summary;
      const rev = ++this.#rev;
      this.#undo.push(() => (room.summary = before));
      room.summary = { room: id, case: caseId, rev, body: body.slice() };
      return rev;
    },
    amendSummary: (id, body) => {
      const room = this.#of(id);
      const before = room.summary;
      this.#undo.push(() => (room.summary = before));
      if (before !== undefined) room.summary = { ...before, body: body.slice() };
    },
    putEdits: (id, { start, seq, body }) => {
      const room = this.#of(id);
      this.#setEdits(room, new Map(room.edits).set(start, { start, seq, body: body.slice() }));
    },
    dropEdits: (id) => this.#setEdits(this.#of(id), new Map()),
    putTrace: (id, { start, seq, body }) => {
      const room = this.#of(id);
      this.#setTraces(room, new Map(room.traces).set(start, { start, seq, body: body.slice() }));
    },
    dropTraces: (id) => this.#setTraces(this.#of(id), new Map()),
    putText: ({ room: id, seq, body }) => {
      const room = this.#of(id);
      const before = room.text;
      this.#undo.push(() => (room.text = before));
      room.text = { room: id, seq, body: body.slice() };
    },
    addLeaf: (room, seq, hash) => {
      const number = this.#leaves.length;
      this.#leaves.push({ number, room, seq, hash: hash.slice() });
      this.#undo.push(() => this.#leaves.pop());
      return number;
    },
    putTreeNode: (level, index, hash) => this.#setIn(this.#tree, `${level}/${index}`, hash.slice()),
    putHead: (head) => this.#setIn(this.#heads, head.size, head),
    putMeta: (key, value) => this.#setIn(this.#meta, key, value),
  };
}

const stored = (room: MemoryRoom): StoredRoom => ({
  id: room.id,
  key: room.key,
  epoch: room.epoch,
  wrappedKey: room.wrappedKey,
  head: room.entries.length,
});
