// Long because: storing, sending, resuming, fetching and taking back are steps of one file's life and share its row.
import {
  CENTRE_CASE,
  type FileRef,
  type FileState,
  MAX_FILE_BYTES,
  type NewFile,
  OnedoorError,
  ok,
  PIECE_BYTES,
  piecesOf,
  type Refusal,
  type Result,
  type RoomFiles,
  type RoomRef,
  refuse,
  roomKey,
} from '@onedoor/core';
import { type Kernel, newId } from '../kernel.js';
import { nameOfRoom } from '../room-key.js';
import type { RoomsIndex } from '../rows/rooms-index.js';
import type { StoreChange } from '../storage/client-store.js';
import { isForLater } from '../sync/for-later.js';
import type { Tabs } from '../tabs/tabs.js';
import type { Api } from '../transport/api.js';
import { Value } from '../watchable.js';
import { keptFiles } from './kept-files.js';
import { fileKey, fileRow, filesPrefix, pieceKey, pieceRow, readStored, type StoredFile, stateOf, unsentOf } from './stored-file.js';
import { withoutLocation } from './without-location.js';

/** After a refusal that says nothing of the file, such as a connection that was cut. */
const RETRY_MS = 5_000;
/** What was begun so long ago is no other tab's work in progress. */
const STALE_MS = 600_000;
/** Bytes of files that were fetched and are kept to be seen without network; the oldest go first. */
const MAX_FETCHED_BYTES = 256 * PIECE_BYTES;

export interface FilesParts {
  readonly kernel: Kernel;
  readonly index: RoomsIndex;
  readonly tabs: Tabs;
  readonly api: Pick<Api, 'putBlob' | 'getBlob'>;
  /** Whether this tab is the one that sends. */
  leads(): boolean;
  isOffline(): boolean;
}

/** Files of rooms in pieces: stored here first, sent in the background, gone on with after a cut. */
export class Files {
  readonly #parts: FilesParts;
  readonly #shown = new Map<string, Promise<Value<ReadonlyMap<string, FileState>>>>();
  /** What was taken back while it was being sent. */
  readonly #cancelled = new Set<string>();
  /** Whether something may wait: unknown at first. */
  #mayWait = true;
  #running: Promise<void> | undefined;
  #sending = '';
  #callOff = () => {};
  #isClosed = false;
  readonly #unwatch: () => void;
  #keeping: Promise<void> | undefined;

  constructor(parts: FilesParts) {
    this.#parts = parts;
    this.#unwatch = parts.kernel.me.watch(() => this.#keep());
  }

  /** The files of one room. */
  async room(ref: RoomRef): Promise<RoomFiles> {
    const room = roomKey({ centre: this.#parts.kernel.identity.centre, ...ref });
    return {
      states: await this.#states(room),
      put: (file) => this.#put(room, file),
      read: (file, onProgress) => this.#read(room, file, onProgress),
      preview: (file) => (file.preview === undefined ? Promise.resolve(notHere(file)) : this.#piece(room, file, file.preview)),
      cancel: (id) => this.#cancel(room, id),
      retry: (id) => this.#retry(room, id),
    };
  }

  /** Another tab has changed a file: shown here, and sent where this tab is the one that does. */
  hear(room: string, id: string, file: StoredFile | undefined): void {
    if (file === undefined) this.#cancelled.add(id);
    void this.#show(room, id, file);
    if (file?.stage === 'waiting' && this.#parts.leads()) {
      this.#mayWait = true;
      void this.send();
    }
  }

  /** Sends what the server does not have. Called whenever it was reached. */
  send(): Promise<void> {
    this.#keep();
    if (!this.#mayWait || this.#isClosed || this.#parts.isOffline()) return Promise.resolve();
    this.#running ??= this.#send()
      .catch(() => this.#later())
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unwatch();
    this.#callOff();
    await this.#running;
    await this.#keeping;
  }

  /** Fetches what settings of the centre name and is not here: a paper has to be made without network too. What fails is tried again when the server is reached. */
  #keep(): void {
    if (this.#isClosed || this.#parts.isOffline() || !this.#parts.leads()) return;
    this.#keeping ??= this.#fetchKept()
      .catch(() => {})
      .finally(() => {
        this.#keeping = undefined;
      });
  }

  async #fetchKept(): Promise<void> {
    for (const { room, file } of keptFiles(this.#parts.kernel.me.get()?.settings)) {
      const key = roomKey({ centre: this.#parts.kernel.identity.centre, case: CENTRE_CASE, room });
      const known = await this.#known(key, file.id);
      // What this device put itself is here already, on its way.
      if (known !== undefined && known.stage !== 'sent') continue;
      for (const hash of piecesOf(file)) if (!this.#isClosed) await this.#piece(key, file, hash);
    }
  }

  async #put(room: string, { name, type, bytes: given, preview }: NewFile): Promise<Result<FileRef>> {
    const { platform } = this.#parts.kernel;
    const bytes = withoutLocation(given);
    if (bytes.length === 0 || bytes.length > MAX_FILE_BYTES)
      return refuse('TOO_LARGE', {
        seen: `a file of ${bytes.length} bytes`,
        expected: `1 to ${MAX_FILE_BYTES} bytes`,
        todo: 'Take a smaller one, or split it.',
      });
    const cut: { readonly hash: string; readonly bytes: Uint8Array }[] = [];
    let whole: string;
    try {
      whole = await platform.sha256(bytes);
      const count = Math.ceil(bytes.length / PIECE_BYTES);
      for (let at = 0; at < count; at++) {
        const piece = bytes.slice(at * PIECE_BYTES, (at + 1) * PIECE_BYTES);
        cut.push({ hash: count === 1 ? whole : await platform.sha256(piece), bytes: piece });
      }
    } catch {
      // Plain HTTP: a browser reckons no hashes there.
      return refuse('INSECURE_CONTEXT', { seen: 'a page without HTTPS', expected: 'a secure page', todo: 'Open it over HTTPS.' });
    }
    const small = preview === undefined ? undefined : { hash: await platform.sha256(preview), bytes: preview };
    const file: FileRef = {
      id: newId(platform),
      name: name.slice(0, 200) || 'file',
      type: type.slice(0, 100),
      size: bytes.length,
      hash: whole,
      ...(cut.length === 1 ? {} : { pieces: cut.map(({ hash }) => hash) }),
      ...(small === undefined ? {} : { preview: small.hash }),
    };
    const all = small === undefined ? cut : [small, ...cut];
    const begun: StoredFile = { room, file, stage: 'storing', sent: 0, at: platform.now() };
    const full = await this.#store(begun, all);
    if (full !== undefined) return this.#straight(begun, all, full);
    await this.#note({ ...begun, stage: 'waiting' });
    if (this.#parts.leads()) {
      this.#mayWait = true;
      void this.send();
    }
    return ok(file);
  }

  /** All of its pieces, then the row that says so. Past the queue: a piece that finds no room must not hold up what is typed. */
  async #store(begun: StoredFile, all: readonly { readonly hash: string; readonly bytes: Uint8Array }[]): Promise<Refusal | undefined> {
    for (let hasMadeRoom = false; ; hasMadeRoom = true) {
      try {
        await this.#write([{ table: 'meta', put: fileRow(begun) }]);
        for (const { hash, bytes } of all) await this.#write([{ table: 'blobs', put: pieceRow(begun.room, hash, bytes) }]);
        return undefined;
      } catch (error) {
        if (!hasMadeRoom && (await this.#makeRoom())) continue;
        await this.#remove(begun).catch(() => {});
        return error instanceof OnedoorError && error.code !== 'STORE_FULL'
          ? error.refusal
          : refuse('STORE_FULL', {
              seen: `a file of ${begun.file.size} bytes`,
              expected: 'room on this device',
              todo: 'Free storage on this device, or connect to the network.',
            }).refusal;
      }
    }
  }

  /** A device without room hands the file to the server at once, where it can be reached. */
  async #straight(
    { room, file }: StoredFile,
    all: readonly { readonly hash: string; readonly bytes: Uint8Array }[],
    full: Refusal,
  ): Promise<Result<FileRef>> {
    if (this.#parts.isOffline()) return { ok: false, refusal: full };
    for (const { hash, bytes } of all) {
      const sent = await this.#parts.api.putBlob(this.#parts.index.wire(room), hash, 'application/octet-stream', bytes);
      if (!sent.ok) return { ok: false, refusal: isForLater(sent.refusal.code) ? full : sent.refusal };
    }
    return ok(file);
  }

  async #send(): Promise<void> {
    const { kernel } = this.#parts;
    this.#mayWait = false;
    const rows = await kernel.queue.store.list('meta', filesPrefix());
    for (const row of rows) {
      const known = readStored(row);
      if (known?.stage === 'storing' && kernel.platform.now() - known.at > STALE_MS) await this.#remove(known);
      if (known?.stage !== 'waiting') continue;
      if (!(await this.#sendOne(known))) return this.#later();
    }
    this.#sending = '';
  }

  /** @returns false where the rest waits as well */
  async #sendOne(begun: StoredFile): Promise<boolean> {
    const { kernel, index, api, isOffline } = this.#parts;
    const { room, file } = begun;
    const key = fileKey(room, file.id);
    this.#sending = key;
    let known = begun;
    for (const hash of unsentOf(begun)) {
      await this.#show(room, file.id, known);
      if (this.#cancelled.has(file.id)) return true;
      if (isOffline() || this.#isClosed) return false;
      const piece = await kernel.queue.store.get('blobs', pieceKey(room, hash));
      // It went with its room, or was taken back in another tab.
      if (piece === undefined) return this.#refused(known, notHere(file).refusal);
      const answer = await api.putBlob(index.wire(room), hash, 'application/octet-stream', piece.bytes);
      if (this.#cancelled.has(file.id)) return true;
      if (!answer.ok) {
        const { refusal } = answer;
        if (this.#isForLater(room, refusal)) {
          this.#sending = '';
          await this.#show(room, file.id, { ...known, refusal });
          return false;
        }
        return this.#refused(known, refusal);
      }
      const { refusal: _, ...rest } = known;
      known = { ...rest, sent: known.sent + 1 };
      await this.#note(known);
    }
    await this.#note({ ...known, stage: 'sent' });
    return true;
  }

  /** A room of a case that was made without network is not there before its case has been sent. */
  #isForLater(room: string, { code }: Refusal): boolean {
    if (isForLater(code) || code === 'PAST_EPOCH') return true;
    const { outbox } = this.#parts.kernel;
    const caseRoom = roomKey({ ...nameOfRoom(room), room: 'case' });
    return code === 'FORBIDDEN' && (outbox.of(caseRoom).length > 0 || outbox.of(room).length > 0);
  }

  async #refused(known: StoredFile, refusal: Refusal): Promise<true> {
    this.#sending = '';
    await this.#note({ ...known, stage: 'refused', refusal });
    return true;
  }

  #later(): void {
    this.#sending = '';
    this.#mayWait = true;
    this.#callOff();
    if (!this.#isClosed) this.#callOff = this.#parts.kernel.platform.after(RETRY_MS, () => void this.send());
  }

  async #read(room: string, file: FileRef, onProgress?: (bytes: number) => void): Promise<Result<Uint8Array>> {
    const bytes = new Uint8Array(file.size);
    let at = 0;
    for (const hash of file.pieces ?? [file.hash]) {
      const piece = await this.#piece(room, file, hash);
      if (!piece.ok) return piece;
      if (at + piece.value.length > bytes.length) return mismatch(file.hash);
      bytes.set(piece.value, at);
      at += piece.value.length;
      onProgress?.(at);
    }
    return (await this.#parts.kernel.platform.sha256(bytes)) === file.hash ? ok(bytes) : mismatch(file.hash);
  }

  /** One piece, from here or from the server; what was fetched is kept, so that a cut costs no more than one piece. */
  async #piece(room: string, file: FileRef, hash: string): Promise<Result<Uint8Array>> {
    const { kernel, api, index, isOffline } = this.#parts;
    const stored = await kernel.queue.store.get('blobs', pieceKey(room, hash));
    if (stored !== undefined) return ok(stored.bytes);
    if (isOffline()) return NO_NETWORK;
    const fetched = await api.getBlob(index.wire(room), hash);
    if (!fetched.ok) return fetched;
    if ((await kernel.platform.sha256(fetched.value)) !== hash) return mismatch(hash);
    const kept: StoredFile = { room, file, stage: 'sent', sent: piecesOf(file).length, at: kernel.platform.now() };
    try {
      await this.#write([{ table: 'meta', put: fileRow(kept) }]);
      await this.#write([{ table: 'blobs', put: pieceRow(room, hash, fetched.value) }]);
      await this.#makeRoom(MAX_FETCHED_BYTES, file.id);
    } catch {
      // No room to keep it: it is shown all the same.
    }
    return fetched;
  }

  async #cancel(room: string, id: string): Promise<void> {
    const known = await this.#known(room, id);
    if (known === undefined || known.stage === 'sent') return;
    this.#cancelled.add(id);
    await this.#remove(known);
    this.#parts.tabs.post({ kind: 'file', room, id });
    await this.#show(room, id, undefined);
  }

  async #retry(room: string, id: string): Promise<void> {
    const known = await this.#known(room, id);
    if (known?.stage === 'refused') {
      const { refusal: _, ...rest } = known;
      await this.#note({ ...rest, stage: 'waiting' });
    }
    this.#mayWait = true;
    if (this.#parts.leads()) await this.send();
  }

  async #known(room: string, id: string): Promise<StoredFile | undefined> {
    const row = await this.#parts.kernel.queue.store.get('meta', fileKey(room, id));
    return row === undefined ? undefined : readStored(row);
  }

  /** Takes a file away, and those of its pieces that no other file of its room is made of. */
  async #remove({ room, file }: StoredFile): Promise<void> {
    const { store } = this.#parts.kernel.queue;
    const others = (await store.list('meta', filesPrefix(room))).map(readStored).filter((other) => other?.file.id !== file.id);
    const shared = new Set(others.flatMap((other) => (other === undefined ? [] : piecesOf(other.file))));
    await this.#write([
      { table: 'meta', delete: fileKey(room, file.id) },
      ...piecesOf(file)
        .filter((hash) => !shared.has(hash))
        .map((hash): StoreChange => ({ table: 'blobs', delete: pieceKey(room, hash) })),
    ]);
  }

  /**
   * Takes files away that the server has, the oldest first, until no more than so many bytes of them are here.
   *
   * @returns whether anything went
   */
  async #makeRoom(keptBytes = 0, except = ''): Promise<boolean> {
    const rows = await this.#parts.kernel.queue.store.list('meta', filesPrefix());
    const kept = new Set(keptFiles(this.#parts.kernel.me.get()?.settings).map(({ file }) => file.id));
    const sent = rows.flatMap((row) => {
      const known = readStored(row);
      return known?.stage === 'sent' && known.file.id !== except && !kept.has(known.file.id) ? [known] : [];
    });
    let bytes = sent.reduce((sum, { file }) => sum + file.size, 0);
    let hasGone = false;
    for (const known of sent.sort((a, b) => a.at - b.at)) {
      if (bytes <= keptBytes) break;
      bytes -= known.file.size;
      await this.#remove(known);
      hasGone = true;
    }
    return hasGone;
  }

  #write(changes: readonly StoreChange[]): Promise<void> {
    const { store } = this.#parts.kernel.queue;
    return store.prepare(changes).then(() => store.commit(changes));
  }

  /** Notes where a file stands, here and for the other tabs. A disk that is full loses the note, and a piece is sent twice at worst. */
  async #note(known: StoredFile): Promise<void> {
    await this.#write([{ table: 'meta', put: fileRow(known) }]).catch(() => {});
    this.#parts.tabs.post({ kind: 'file', room: known.room, id: known.file.id, file: known });
    await this.#show(known.room, known.file.id, known);
  }

  /** States of a room's files, read when they are first asked for. */
  #states(room: string): Promise<Value<ReadonlyMap<string, FileState>>> {
    const reading =
      this.#shown.get(room) ??
      this.#parts.kernel.queue.store.list('meta', filesPrefix(room)).then((rows) => {
        const known = rows.flatMap((row) => readStored(row) ?? []);
        const states = known.map((file) => [file.file.id, stateOf(file, this.#sending === fileKey(room, file.file.id))] as const);
        return new Value<ReadonlyMap<string, FileState>>(new Map(states));
      });
    this.#shown.set(room, reading);
    return reading;
  }

  async #show(room: string, id: string, known: StoredFile | undefined): Promise<void> {
    const states = await this.#shown.get(room);
    if (states === undefined) return;
    const next = new Map(states.get());
    if (known === undefined) next.delete(id);
    else next.set(id, stateOf(known, this.#sending === fileKey(room, id)));
    states.set(next);
  }
}

const NO_NETWORK = refuse('OFFLINE', {
  seen: 'a file that is not on this device',
  expected: 'a network',
  todo: 'Connect and open it again.',
});
const mismatch = (hash: string) =>
  refuse('HASH_MISMATCH', { seen: 'other bytes than were asked for', expected: hash, todo: 'Ask for the file again.' });
const notHere = ({ name }: FileRef) =>
  refuse('NOT_FOUND', { seen: `nothing of ${name}`, expected: 'its bytes', todo: 'Put the file again.' });
