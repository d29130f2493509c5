import type { ContentRequest, OpenRoom, RecordDefinition, Refusal, Result } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A record that this person has just removed, as its undo line names it. */
export interface Removed {
  readonly id: string;
  readonly name: string;
}

/** Whether a record is among those that are shown; a removed one can still be read. */
const isShown = (room: OpenRoom, record: RecordDefinition, id: string): boolean => room.records.list(record).some((each) => each.id === id);

/**
 * The steps that every list of records has in common: one form to add, one record open for editing, the refusal of the
 * last step, and the line that takes back a removal. Undo takes back the last step only, so that the line of an earlier
 * removal goes with the next step.
 *
 * @example readonly #steps = new RecordSteps(this, Issue, () => this.#joint.room);
 */
export class RecordSteps implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #record: RecordDefinition;
  readonly #room: () => OpenRoom | undefined;
  #adding = false;
  #edited = '';
  #removed: Removed | undefined;
  #late = false;
  #problem: Refusal | undefined;

  constructor(host: ReactiveControllerHost, record: RecordDefinition, room: () => OpenRoom | undefined) {
    this.#host = host;
    this.#record = record;
    this.#room = room;
    host.addController(this);
  }

  /** Somebody else, or undo elsewhere on the page, may have brought the removed record back. */
  hostUpdate(): void {
    const room = this.#room();
    if (this.#removed !== undefined && room !== undefined && isShown(room, this.#record, this.#removed.id)) this.#removed = undefined;
  }

  /** Whether the form for a new record is open. */
  get adding(): boolean {
    return this.#adding;
  }

  /** Id of the record that is open for editing, or an empty string. */
  get edited(): string {
    return this.#edited;
  }

  get removed(): Removed | undefined {
    return this.#removed;
  }

  /** The removal could no longer be taken back. */
  get late(): boolean {
    return this.#late;
  }

  get problem(): Refusal | undefined {
    return this.#problem;
  }

  /** Another case: nothing of the last one stays. */
  reset(): void {
    this.#adding = false;
    this.#edited = '';
    this.#problem = undefined;
    this.#stepped();
  }

  openForm(open = true): void {
    this.#adding = open;
    this.#host.requestUpdate();
  }

  /** Opens a record for editing; an empty id closes it. */
  edit(id: string): void {
    this.#edited = id;
    this.#host.requestUpdate();
  }

  /** Runs a command. False, with `problem` set, where it was refused. */
  async run(request: ContentRequest): Promise<boolean> {
    this.#stepped();
    const result: Result<void> | undefined = await this.#room()?.run(request);
    this.#problem = result?.ok === false ? result.refusal : undefined;
    this.#host.requestUpdate();
    return result?.ok === true;
  }

  /** As `run`, and closes the form for a new record where it went well. */
  async add(request: ContentRequest): Promise<boolean> {
    const added = await this.run(request);
    if (added) this.openForm(false);
    return added;
  }

  async remove(request: ContentRequest, removed: Removed): Promise<void> {
    if (!(await this.run(request))) return;
    this.#edited = '';
    this.#removed = removed;
    this.#host.requestUpdate();
  }

  /** Takes the removal back; where another step came after it, nothing changes and `late` says so. */
  undo(): void {
    const room = this.#room();
    if (room === undefined || this.#removed === undefined) return;
    room.undo();
    this.#late = !isShown(room, this.#record, this.#removed.id);
    if (this.#late) room.redo();
    this.#removed = undefined;
    this.#host.requestUpdate();
  }

  #stepped(): void {
    this.#removed = undefined;
    this.#late = false;
  }
}
