import type { OpenRoom, RecordDefinition } from '@onedoor/core';

/** A record that this person has just removed, as its undo line names it. */
export interface Removed {
  readonly id: string;
  readonly name: string;
}

/** Whether a record is among those that are shown; a removed one can still be read. */
export const isShown = (room: OpenRoom, record: RecordDefinition, id: string): boolean =>
  room.records.list(record).some((each) => each.id === id);

/** Takes back a removal by the room's undo. False where another step came after it; then nothing has changed. */
export function takeBack(room: OpenRoom, record: RecordDefinition, id: string): boolean {
  room.undo();
  if (isShown(room, record, id)) return true;
  room.redo();
  return false;
}
