import { type CaseRow, openTasks, type RoomState, taskSlice } from '@onedoor/core';

/**
 * The row of a case as this page knows it: what waits for the server is in it already, so that an answered task goes from
 * the clocks at once. The same object while nothing has changed, since clocks are kept per row.
 */
export class RowMemo {
  #made: { readonly row: CaseRow; readonly state: RoomState; readonly merged: CaseRow } | undefined;

  of(row: CaseRow | undefined, state: RoomState): CaseRow | undefined {
    if (row === undefined) return undefined;
    if (this.#made?.row !== row || this.#made.state !== state)
      this.#made = { row, state, merged: { ...row, tasks: openTasks(taskSlice.of(state.slices)) } };
    return this.#made.merged;
  }
}
