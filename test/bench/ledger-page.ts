/** What the ledger's benchmark adds to a portal's page: it puts the page of all matters there, and measures what a person would see. */
import type { Session } from '@onedoor/core';
import { type PaintWaits, paintedWith } from './painting.js';

/** Times in milliseconds. */
export interface LedgerOpened {
  /** From the local store being open to the first matters painted. */
  readonly firstRowsMs: number;
  /** From the same until the table has counted all of them. */
  readonly allRowsMs: number;
  /** From the navigation's start to the first matters. */
  readonly sinceNavigationMs: number;
  readonly lines: number;
}

export interface LedgerBench {
  /** Puts a desk with the ledger on the page; done when all matters are in the table. */
  open(token: string, rows: number): Promise<LedgerOpened>;
  rowCount(): number;
  focusSearch(): void;
  /** Waits for the next key, choice or press; gives the time from its event to the painted frame that shows another table. */
  arm(): void;
  painted(): Promise<number>;
  /** Chooses an option of the selection with this name. */
  choose(name: string, value: string): void;
  /** Presses the head of a column. */
  sort(column: number): void;
}

declare global {
  interface Window {
    ledger: LedgerBench;
  }
}

let session: Session | undefined;
let waiting: Promise<number> = Promise.resolve(0);

/** The plugin's own tree, once it is there. */
function root(): ShadowRoot | undefined {
  for (const each of document.querySelector('onedoor-plugin-page')?.shadowRoot?.querySelectorAll('*') ?? [])
    if (each.shadowRoot?.querySelector('table, .empty') != null) return each.shadowRoot;
  return undefined;
}
const found = <E extends Element>(selector: string): E => {
  const element = root()?.querySelector<E>(selector);
  if (element == null) throw new Error(`no ${selector} in the ledger`);
  return element;
};
const lines = (): number => root()?.querySelectorAll('tr[data-key]').length ?? 0;
const count = (): string => root()?.querySelector('[role=status]')?.textContent?.trim() ?? '';
/** What tells one table from another: how many matters, and which stand first. */
const shown = (): string =>
  `${count()} ${[...(root()?.querySelectorAll<HTMLElement>('tr[data-key]') ?? [])].slice(0, 5).map((line) => line.dataset['key'])}`;

const EVENTS = ['keydown', 'beforeinput', 'change', 'click'] as const satisfies PaintWaits;

window.ledger = {
  async open(token, rows) {
    const desk = document.createElement('onedoor-desk');
    const page = document.createElement('onedoor-plugin-page');
    page.setAttribute('plugin', 'ledger');
    page.setAttribute('page', 'all');
    desk.addEventListener('od-session', (event) => {
      if (event instanceof CustomEvent && event.detail.session !== undefined) session = event.detail.session;
    });
    desk.append(page);
    desk.setAttribute('server', '/');
    Object.assign(desk, { token: async () => token });
    document.body.append(desk);
    const first = await paintedWith('lines', () => lines() > 0);
    const all = await paintedWith('all matters', () => Number(count().replace(/\D/g, '')) >= rows, 600_000);
    return { firstRowsMs: first - window.storeOpenAt, allRowsMs: all - window.storeOpenAt, sinceNavigationMs: first, lines: lines() };
  },
  rowCount: () => session?.rows.get().length ?? 0,
  focusSearch: () => found<HTMLInputElement>('input[name=words]').focus(),
  arm() {
    const before = shown();
    waiting = new Promise((done, fail) => {
      const onEvent = (event: Event): void => {
        for (const name of EVENTS) removeEventListener(name, onEvent, true);
        paintedWith(`another table than "${before}"`, () => shown() !== before).then((at) => done(at - event.timeStamp), fail);
      };
      for (const name of EVENTS) addEventListener(name, onEvent, true);
    });
  },
  painted: () => waiting,
  choose(name, value) {
    const select = found<HTMLSelectElement>(`select[name=${name}]`);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  },
  sort(column) {
    found<HTMLButtonElement>(`thead th:nth-child(${column + 1}) button`).click();
  },
};
