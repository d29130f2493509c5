/**
 * What a portal loads to show the board: session, store, sockets and the elements that it names. The size budget and the
 * benchmark both build this file.
 */
import { browserPlatform, DexieStore, openSession } from '@onedoor/client';
import { Model, type Session } from '@onedoor/core';
import { OnedoorCaseList, OnedoorSessionProvider } from '@onedoor/elements';
import { BOARD } from './board-selectors.js';

customElements.define(BOARD.tag, OnedoorCaseList);
customElements.define('onedoor-session-provider', OnedoorSessionProvider);

export interface OpenedBoard {
  readonly session: Session;
  /** Time of the page's clock when the local store was open. */
  readonly storeOpenAt: number;
}

/** Opens a person's session on this page's server. */
export async function openBoard(token: () => Promise<string | undefined>, centre: string, person: string): Promise<OpenedBoard> {
  const store = await DexieStore.open(`onedoor/${centre}/${person}`);
  const storeOpenAt = performance.now();
  const session = await openSession({
    server: location.origin,
    token,
    identity: { centre, person },
    model: new Model(),
    platform: browserPlatform(),
    store,
  });
  return { session, storeOpenAt };
}
