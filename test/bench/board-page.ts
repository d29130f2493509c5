/** What the benchmark adds to a portal's page: it puts a board there, and measures from inside what a person would see. */
import type { Session } from '@onedoor/core';
import { BOARD, type BoardLook, NAIVE } from './board-selectors.js';
import './naive-board.js';
import { paintedWith } from './painting.js';

/** Times in milliseconds. */
export interface Opened {
  /** From the local store being open to the first cards painted. */
  readonly firstCardsMs: number;
  /** The part of it until the session had read what is stored. */
  readonly readMs: number;
  /** From the navigation's start: what a person waits for, scripts and database included. */
  readonly sinceNavigationMs: number;
  readonly rows: number;
  readonly cards: number;
}

export interface Shown {
  /** From the socket's message that rows have changed. */
  readonly sinceArrivalMs: number;
  /** Epoch milliseconds when it was painted. */
  readonly at: number;
}

export interface BoardBench {
  /** Puts a desk with a board on the page, as a portal does. */
  open(which: 'board' | 'naive', token: string): Promise<Opened>;
  rowCount(): number;
  /** Puts the caret into the search box. */
  focusSearch(): void;
  /** Waits for the next key; gives the time from its event to the painted frame that shows another count. */
  armKey(): void;
  keyPainted(): Promise<number>;
  /** A case whose card is drawn and on the screen, with its stage as the server names it. */
  visibleCase(): { readonly id: string; readonly stage: string };
  /** Waits until the card of a case shows another stage than now. */
  armChange(id: string): void;
  changePainted(): Promise<Shown>;
}

declare global {
  interface Window {
    bench: BoardBench;
    /** Page times of the local store being open, and of the last message about rows; see the init script in board.ts. */
    storeOpenAt: number;
    /** Lengths of frames, in milliseconds. */
    frameMs: number[];
    rowsMessageAt: number;
  }
}

let session: Session | undefined;
let board: HTMLElement | undefined;
let look: BoardLook = BOARD;
let keyPainted: Promise<number> = Promise.resolve(0);
let changePainted: Promise<Shown> | undefined;

function shown(): HTMLElement {
  if (board === undefined) throw new Error('no board');
  return board;
}

const cardOf = (id: string): HTMLElement | undefined => look.cards(shown()).find((card) => look.caseOf(card) === id);

window.bench = {
  async open(which, token) {
    look = which === 'board' ? BOARD : NAIVE;
    const desk = document.createElement('onedoor-desk');
    board = document.createElement(look.tag);
    if (look.query !== undefined) board.setAttribute('query', look.query);
    const opened = new Promise<number>((done) => {
      desk.addEventListener('od-session', (event) => {
        if (!(event instanceof CustomEvent) || event.detail.session === undefined) return;
        session = event.detail.session;
        if (which === 'naive') Object.assign(shown(), { session });
        done(performance.now());
      });
    });
    desk.append(board);
    desk.setAttribute('server', '/');
    Object.assign(desk, { token: async () => token });
    document.body.append(desk);
    const at = await paintedWith('cards', () => look.cards(shown()).length > 0);
    const readAt = await opened;
    return {
      firstCardsMs: at - window.storeOpenAt,
      readMs: readAt - window.storeOpenAt,
      sinceNavigationMs: at,
      rows: session?.rows.get().length ?? 0,
      cards: look.cards(shown()).length,
    };
  },
  rowCount: () => session?.rows.get().length ?? 0,
  focusSearch() {
    const box = look.searchBox(shown());
    if (box === null) throw new Error('no search box');
    box.focus();
  },
  armKey() {
    const before = look.shownCount(shown());
    keyPainted = new Promise((done, fail) => {
      const onKey = (event: Event): void => {
        removeEventListener('keydown', onKey, true);
        removeEventListener('beforeinput', onKey, true);
        paintedWith(`another count than "${before}"`, () => look.shownCount(shown()) !== before).then(
          (at) => done(at - event.timeStamp),
          fail,
        );
      };
      addEventListener('keydown', onKey, true);
      addEventListener('beforeinput', onKey, true);
    });
  },
  keyPainted: () => keyPainted,
  visibleCase() {
    const card = look.cards(shown()).find((each) => {
      const { top, bottom, height } = each.getBoundingClientRect();
      return height > 0 && top >= 0 && bottom <= innerHeight;
    });
    const id = card === undefined ? '' : look.caseOf(card);
    const row = session?.rows.get().find((each) => each.case === id);
    if (row === undefined) throw new Error(`no card on the screen${id === '' ? '' : ` of ${id}`}`);
    return { id, stage: row.stage };
  },
  armChange(id) {
    const card = cardOf(id);
    if (card === undefined) throw new Error(`no card of ${id}`);
    const before = look.stageOf(card);
    window.rowsMessageAt = Number.NaN;
    changePainted = paintedWith(`another stage than "${before}"`, () => {
      const now = cardOf(id);
      return now !== undefined && look.stageOf(now) !== before;
    }).then((at) => ({ sinceArrivalMs: at - window.rowsMessageAt, at: performance.timeOrigin + at }));
  },
  async changePainted() {
    if (changePainted === undefined) throw new Error('not armed');
    return changePainted;
  },
};
