import {
  type ActEntry,
  type ContentRequest,
  type ForeseenChange,
  foresee,
  type Intent,
  type OfferedChange,
  type OpenRoom,
  ok,
  type Present,
  type RecordDefinition,
  type RecordView,
  type Refusal,
  type Result,
  type RichField,
  type RichFieldName,
  type RoomChange,
  type RoomRef,
  type RoomState,
  type RoomStatus,
  refuse,
  subjectsOf,
  type TextField,
  type TextFieldName,
  textName,
  type UndonePlace,
  type UndoState,
  type Watchable,
} from '@onedoor/core';
import { type WriteAccess, writeAccess } from './access.js';
import type { RoomCopy } from './copy.js';
import { actorOf, type Kernel, newId } from './kernel.js';
import { announce, presentIn } from './presence.js';
import type { RoomsIndex } from './rows/rooms-index.js';
import type { LinkState } from './tabs/messages.js';
import { RoomRich, RoomText, type TextRoom } from './text-field.js';
import { Listeners, Value } from './watchable.js';

/** What rooms that a page shows ask of their session. */
export interface RoomHost {
  readonly kernel: Kernel;
  readonly index: RoomsIndex;
  link(room: string): LinkState | undefined;
  tooOld(): Refusal | undefined;
  /** Whether nothing of a room is here that the server has: this device does not keep it. */
  isElsewhere(copy: RoomCopy): boolean;
  isOffline(): boolean;
  /** Links or versions have changed. */
  watchLinks(listener: () => void): () => void;
  closed(room: ShownRoom): void;
}

/** A device keeps some thousand cases; of the others it has the card. */
export const NOT_KEPT = refuse('OFFLINE', {
  seen: 'a case that this device does not keep',
  expected: 'the network',
  todo: 'Connect and open it; what was opened once stays here.',
}).refusal;

const NO_COLLECTIONS: ReadonlySet<string> = new Set();

/** A room on a page. */
export class ShownRoom implements OpenRoom {
  readonly ref: RoomRef;
  readonly quiet: boolean;
  readonly ready: Promise<void>;
  readonly status: Value<RoomStatus>;
  readonly presence = new Value<readonly Present[]>([]);
  readonly records: RecordView;
  readonly copy: RoomCopy;
  /** The case's `case` room, whose state says who is of the team; undefined for rooms of the centre. */
  readonly caseCopy: RoomCopy | undefined;
  readonly #host: RoomHost;
  readonly #listeners = new Listeners<RoomChange>();
  readonly #ends: (() => void)[] = [];
  #closed = false;
  #wasSynced = false;

  /** @param quiet reads along, without saying that this person is here */
  constructor(host: RoomHost, ref: RoomRef, copy: RoomCopy, caseCopy: RoomCopy | undefined, quiet = false) {
    this.#host = host;
    this.quiet = quiet;
    this.ref = ref;
    this.copy = copy;
    this.caseCopy = caseCopy;
    this.ready = Promise.all([copy.ready, caseCopy?.ready]).then(() => this.#refresh());
    this.ready.catch(() => {});
    this.status = new Value(this.#status());
    this.records = {
      get: (record, id) => copy.reader.get(record, id),
      list: (record, options) => copy.reader.list(record, options),
      values: (record) => copy.reader.values(record),
      text: (record, id, field) => copy.reader.text(record, id, field),
      contested: (record, id, field) => copy.reader.contested(record, id, field),
      contestedFields: (record, id) => copy.reader.contestedFields(record, id),
    };
    this.#follow();
  }

  state(): RoomState {
    return this.copy.state;
  }

  logged(): RoomState {
    return this.copy.logged;
  }

  timeline(): readonly ActEntry[] {
    return this.copy.acts;
  }

  pending(): readonly Intent[] {
    return this.#host.kernel.outbox.intents(this.copy.key);
  }

  unsent(): ReadonlySet<string> {
    return subjectsOf(this.#host.kernel.outbox.of(this.copy.key));
  }

  access(): WriteAccess {
    const { kernel, index } = this.#host;
    return writeAccess({
      model: kernel.model,
      actor: actorOf(kernel),
      copy: this.copy,
      caseState: this.caseCopy?.state,
      link: this.#host.link(this.copy.key),
      listed: index.listed(this.copy.key)?.write,
      tooOld: this.#host.tooOld(),
    });
  }

  foresee(change: OfferedChange): Result<readonly ForeseenChange[]> {
    const { platform, identity } = this.#host.kernel;
    const context = { person: identity.person, now: platform.now(), id: () => newId(platform) };
    const foreseen = foresee(this.copy.doc, this.copy.room, change, context);
    return foreseen.ok ? ok(foreseen.value.changes) : foreseen;
  }

  async run(request: ContentRequest): Promise<Result<void>> {
    if (!this.copy.loaded) await this.ready;
    if (this.#closed)
      return refuse('UNAVAILABLE', { seen: 'a room that is closed', expected: 'an open room', todo: 'Open the room again.' });
    const access = this.access();
    if (!access.writable)
      return refuse('NOT_WRITABLE', {
        seen: request.command,
        expected: access.reason ?? 'the right to write',
        todo: 'Ask the lead of the case.',
      });
    const { platform } = this.#host.kernel;
    const args = storable(request.args);
    if (args === undefined)
      return refuse('BAD_ARGS', {
        seen: `${request.command}: a value that cannot be stored`,
        expected: 'plain data',
        todo: 'Pass strings, numbers, lists and plain objects.',
      });
    const ran = this.copy.run(request.command, args, () => newId(platform));
    if (ran === undefined)
      return refuse('UNKNOWN_COMMAND', {
        seen: `command "${request.command}"`,
        expected: `a command of the room ${this.ref.room}`,
        todo: 'Update the page or the plugin.',
      });
    // A disk that refuses is the session's problem, shown until it is over: the change itself stands and is sent.
    await ran.stored?.catch(() => {});
    return ran.value;
  }

  text<R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, label: string = field): TextField {
    return new RoomText(this.#textRoom(), textName(record.name, id, field), label);
  }

  rich<R extends RecordDefinition>(record: R, id: string, field: RichFieldName<R>, label: string = field): RichField {
    return new RoomRich(this.#textRoom(), textName(record.name, id, field), label);
  }

  #textRoom(): TextRoom {
    const { kernel } = this.#host;
    return { copy: this.copy, access: () => this.access(), actor: () => kernel.identity.person };
  }

  get undoable(): Watchable<UndoState> {
    return this.copy.undoable;
  }

  undo(): readonly UndonePlace[] {
    return this.access().writable ? this.copy.undo() : [];
  }

  redo(): readonly UndonePlace[] {
    return this.access().writable ? this.copy.redo() : [];
  }

  watch(listener: (change: RoomChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of this.#ends.splice(0)) end();
    this.#listeners.clear();
    this.#host.closed(this);
  }

  #follow(): void {
    const { copy, caseCopy } = this;
    const { kernel } = this.#host;
    this.#listenToAwareness();
    this.#ends.push(
      copy.events.add((event) => {
        if (event.kind === 'content') this.#tell('content', event.collections);
        else if (event.kind === 'acts') this.#tell('acts');
        else if (event.kind === 'swapped') {
          this.#listenToAwareness();
          this.#tell('content', new Set(copy.room.records.map((record) => record.name)));
        }
        if (event.kind !== 'content') this.#refresh();
      }),
      kernel.outbox.watch((rooms) => {
        if (rooms.has(copy.key)) this.#tell('pending');
        if (caseCopy !== undefined && rooms.has(caseCopy.key)) this.#refresh();
      }),
      this.#host.watchLinks(() => this.#refresh()),
      kernel.me.watch(() => {
        this.#announce();
        this.#refresh();
      }),
    );
    if (caseCopy !== undefined && caseCopy !== copy) this.#ends.push(caseCopy.events.add(() => this.#refresh()));
    this.#announce();
  }

  #listenToAwareness(): void {
    const { awareness } = this.copy;
    const changed = () => {
      if (awareness === this.copy.awareness) this.presence.set(presentIn(this.copy));
    };
    awareness.on('change', changed);
    this.#ends.push(() => awareness.off('change', changed));
    changed();
  }

  #announce(): void {
    if (this.quiet) return;
    const { person, name } = actorOf(this.#host.kernel);
    announce(this.copy, { id: person, name });
  }

  #tell(kind: RoomChange['kind'], collections = NO_COLLECTIONS): void {
    this.#listeners.emit({ kind, collections });
  }

  #refresh(): void {
    if (this.#closed) return;
    const next = this.#status();
    if (JSON.stringify(next) === JSON.stringify(this.status.get())) return;
    this.status.set(next);
    this.#tell('status');
  }

  #status(): RoomStatus {
    const link = this.#host.link(this.copy.key);
    const { writable, reason } = this.access();
    this.#wasSynced = link?.refusal === undefined && (this.#wasSynced || link?.synced === true);
    const isElsewhere = !this.#wasSynced && this.#host.isElsewhere(this.copy);
    const refusal = link?.refusal ?? (isElsewhere && this.#host.isOffline() ? NOT_KEPT : undefined);
    return {
      loaded: this.copy.loaded && this.caseCopy?.loaded !== false && !isElsewhere,
      synced: this.#wasSynced,
      writable: writable && !isElsewhere,
      ...(reason === undefined ? {} : { reason }),
      ...(refusal === undefined ? {} : { refusal }),
    };
  }
}

/** A copy that the store takes, and that its caller cannot change afterwards; undefined for functions, proxies and the like. */
export function storable<T>(value: T): T | undefined {
  try {
    return structuredClone(value);
  } catch {
    return undefined;
  }
}
