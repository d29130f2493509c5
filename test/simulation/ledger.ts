import type { Browser } from './browser.js';
import type { LogReplica } from './log-replica.js';

/** One change that somebody made, under a word that occurs nowhere else. */
export interface Change {
  readonly word: string;
  readonly room: string;
  readonly browser: Browser;
  readonly kind: 'content' | 'intent';
  /** Its own browser has undone, cut or overwritten it before it was logged: it may be gone for good. */
  touched: boolean;
  /** It has been seen in the store. */
  stored: boolean;
  state: 'made' | 'pending' | 'refused' | 'logged' | 'gone';
}

/** Keeps account of every change: what its browser shows of it must be so. */
export class Ledger {
  readonly #log: LogReplica;
  readonly #open = new Set<Change>();
  readonly #commits = new Map<Browser, number>();
  readonly all: Change[] = [];
  readonly #plant: (word: string, room: string, browser: Browser) => void;
  #lastWord = 0;

  constructor(log: LogReplica, plant: (word: string, room: string, browser: Browser) => void) {
    this.#log = log;
    this.#plant = plant;
  }

  nextWord(): string {
    return `《${(++this.#lastWord).toString(36)}》`;
  }

  /** A word that is told beside what it is made known by: the title of a new case, a word of an act. */
  plant(word: string, room: string, browser: Browser): void {
    this.#plant(word, room, browser);
  }

  made(change: Pick<Change, 'word' | 'room' | 'browser' | 'kind'>): void {
    const entry: Change = { ...change, touched: false, stored: false, state: 'made' };
    this.all.push(entry);
    this.plant(change.word, change.room, change.browser);
    this.#open.add(entry);
    this.#commits.delete(change.browser);
  }

  /** What this browser has made in a room and nobody has logged yet. */
  openOf(browser: Browser, room: string): Change[] {
    return [...this.#open].filter((change) => change.browser === browser && change.room === room);
  }

  /** Compares what stores say with what the log holds. @returns what is wrong */
  check(): string[] {
    const wrong: string[] = [];
    for (const browser of new Set([...this.#open].map((change) => change.browser))) {
      if (this.#commits.get(browser) === browser.disk.commits) continue;
      this.#commits.set(browser, browser.disk.commits);
      wrong.push(...this.#checkBrowser(browser));
    }
    return wrong;
  }

  #checkBrowser(browser: Browser): string[] {
    const wrong: string[] = [];
    const words = (rows: Iterable<unknown>) => JSON.stringify([...rows], (key, value: unknown) => (key === 'bytes' ? undefined : value));
    const pending = words(browser.disk.rows.outbox.values());
    const refused = words(browser.disk.rows.refused.values());
    for (const change of this.#open) {
      if (change.browser !== browser) continue;
      if (pending.includes(change.word)) {
        change.stored = true;
        change.state = 'pending';
      } else if (refused.includes(change.word)) {
        change.state = 'refused';
        this.#open.delete(change);
      } else if (change.stored) {
        // It has left the outbox: for its person it counts as logged from now on.
        this.#open.delete(change);
        const room = this.#log.room(change.room);
        const logged = change.kind === 'intent' ? room.intents.has(change.word) : room.says(change.word);
        change.state = logged ? 'logged' : 'gone';
        if (!logged && !change.touched)
          wrong.push(`${browser.name}: ${change.kind} ${change.word} in ${change.room} counts as logged, the log does not hold it`);
      }
    }
    return wrong;
  }

  /** At the end: nothing is open that should not be. */
  leftOpen(): Change[] {
    return [...this.#open].filter((change) => change.stored);
  }

  counts(): Record<Change['state'], number> {
    const counts = { made: 0, pending: 0, refused: 0, logged: 0, gone: 0 };
    for (const { state } of this.all) counts[state]++;
    return counts;
  }
}
