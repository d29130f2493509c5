// Measures the table of all matters in Chromium, against a server in a process of its own: `npm run bench -- ledger`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Model } from '@onedoor/core';
import type { Browser, Page } from 'playwright-core';
import { demoToken } from '../e2e/peer.js';
import { launch, newContext, removeTemporary, temporaryFolder } from '../e2e/support.js';
import { buildPage, NOTES, serve } from './board.js';
import { plantCases, READER } from './cases.js';
import type { LedgerOpened } from './ledger-page.js';
import { machine, report } from './report.js';
import { inWords, type Summary, summarize } from './statistics.js';

/** What a ledger of a hundred thousand matters is to take. Milliseconds, and megabytes of the browser's store. */
const GOALS = { firstRowsMs: 500, keyP95Ms: 50, choiceP95Ms: 200, scrollFrameMs: 33, storeMB: 200 };
const MB = 1_000_000;

/** Narrows and widens again: each key leaves another number of matters. */
const KEYS = ['8', '7', '3', 'Backspace', 'Backspace', 'Backspace'];
/** Chosen in an input method: the whole word comes at once. */
const WORDS = ['木匠沟村', '院墙'];
/** Conditions and groups, chosen and taken back. */
const CHOICES = [
  ['stage', 'joint'],
  ['stage', ''],
  ['category', '03'],
  ['category', ''],
  ['group', 'village'],
  ['group', ''],
] as const;
/** Heads of columns: number, title, and back to the day. */
const HEADS = [1, 2, 9];

/** So many cases are planted by acts and commands; the rest is invented as rows. */
const PLANTED = 1000;

/** The person's own browser. Its store stays from round to round. */
class Desk {
  readonly #page: Page;
  readonly #url: string;
  readonly #token: string;
  readonly #rows: number;
  #requests = 0;

  private constructor(page: Page, url: string, token: string, rows: number) {
    this.#page = page;
    this.#url = url;
    this.#token = token;
    this.#rows = rows;
    page.on('request', () => this.#requests++);
    page.on('pageerror', (error) => {
      throw error;
    });
  }

  static async open(browser: Browser, url: string, rows: number): Promise<Desk> {
    const context = await newContext(browser, { viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(600_000);
    await context.addInitScript(NOTES);
    return new Desk(await context.newPage(), url, await demoToken(url, READER), rows);
  }

  async show(): Promise<LedgerOpened> {
    await this.#page.goto(`${this.#url}/?${Date.now()}`);
    await this.#page.waitForFunction(() => 'ledger' in window);
    return this.#page.evaluate(([token, rows]) => window.ledger.open(token, rows), [this.#token, this.#rows] as const);
  }

  /** Nothing was asked of the server for two seconds. */
  async untilQuiet(): Promise<void> {
    for (let before = -1; before !== this.#requests; await this.#page.waitForTimeout(2000)) before = this.#requests;
  }

  async keys(): Promise<number[]> {
    const measured: number[] = [];
    await this.#page.evaluate(() => window.ledger.focusSearch());
    const measure = (press: () => Promise<void>) => this.#measured(press).then((ms) => void measured.push(ms));
    for (const key of KEYS) await measure(() => this.#page.keyboard.press(key));
    for (const word of WORDS) {
      await measure(() => this.#page.keyboard.insertText(word));
      await this.#page.keyboard.press('Control+A');
      await measure(() => this.#page.keyboard.press('Backspace'));
    }
    return measured;
  }

  async choices(): Promise<number[]> {
    const measured: number[] = [];
    for (const choice of CHOICES)
      measured.push(await this.#measured(() => this.#page.evaluate(([name, value]) => window.ledger.choose(name, value), choice)));
    for (const head of HEADS) measured.push(await this.#measured(() => this.#page.evaluate((at) => window.ledger.sort(at), head)));
    return measured;
  }

  async #measured(press: () => Promise<void>): Promise<number> {
    await this.#page.evaluate(() => window.ledger.arm());
    await press();
    return this.#page.evaluate(() => window.ledger.painted());
  }

  /** Frames since this was asked last, in milliseconds. */
  async frames(): Promise<number[]> {
    return this.#page.evaluate(() => window.frameMs.splice(0));
  }

  /** Turns the wheel over the table, as fast as people do. */
  async scroll(): Promise<number[]> {
    await this.#page.mouse.move(700, 700);
    await this.#page.waitForTimeout(100);
    await this.frames();
    for (let turn = 0; turn < 60; turn++) {
      await this.#page.mouse.wheel(0, 300);
      await this.#page.waitForTimeout(16);
    }
    return this.frames();
  }

  /** Bytes of all that the browser stores for this page: database and cached scripts. */
  async storeBytes(): Promise<number> {
    return this.#page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }
}

interface Figures {
  readonly firstRows: Summary;
  readonly allRows: Summary;
  readonly sinceNavigation: Summary;
  readonly keys: Summary;
  readonly choices: Summary;
  readonly scroll: Summary;
  /** Lines of the table that are in the document. */
  readonly drawn: number;
}

async function measure(desk: Desk, rounds: number): Promise<Figures> {
  const opened: LedgerOpened[] = [];
  const [keys, choices, frames]: [number[], number[], number[]] = [[], [], []];
  // The first round fills the browser's caches of compiled scripts and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const first = await desk.show();
    await desk.untilQuiet();
    const [pressed, chosen, scrolled] = [await desk.keys(), await desk.choices(), await desk.scroll()];
    if (round === 0) continue;
    opened.push(first);
    keys.push(...pressed);
    choices.push(...chosen);
    frames.push(...scrolled);
    process.stdout.write('.');
  }
  process.stdout.write('\n');
  return {
    firstRows: summarize(opened.map((each) => each.firstRowsMs)),
    allRows: summarize(opened.map((each) => each.allRowsMs)),
    sinceNavigation: summarize(opened.map((each) => each.sinceNavigationMs)),
    keys: summarize(keys),
    choices: summarize(choices),
    scroll: summarize(frames),
    drawn: opened[0]?.lines ?? 0,
  };
}

/** Runs the benchmark and writes its figures. */
export async function benchLedger(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '10' } },
  });
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)];
  if (!Number.isInteger(rows) || rows < 1000 || !Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rows ${values.rows} --rounds ${values.rounds}: expected whole numbers, rows from 1000`);
  const on = machine();
  const data = join(temporaryFolder('bench-data'), 'data');
  const planted = Math.min(rows, PLANTED);
  if (!existsSync(data)) await plantCases(data, new Model(), planted);
  const { url, child } = await serve(data, await buildPage('ledger-page'), rows - planted);
  const browser = await launch();
  try {
    const chromium = browser.version();
    const desk = await Desk.open(browser, url, rows);
    const began = performance.now();
    await desk.show();
    await desk.untilQuiet();
    const downloadS = (performance.now() - began) / 1000;
    console.log(`${rows} rows downloaded in ${downloadS.toFixed(1)} s; Chromium ${chromium}, ${rounds} rounds`);
    const figures = await measure(desk, rounds);
    const storeMB = (await desk.storeBytes()) / MB;
    await desk.close();
    console.log(`\nledger (${figures.drawn} lines in the document)`);
    console.log(`  store open to first matters  ${inWords(figures.firstRows)}`);
    console.log(`  store open to all of them    ${inWords(figures.allRows)}`);
    console.log(`  navigation to first matters  ${inWords(figures.sinceNavigation)}`);
    console.log(`  key to painted frame         ${inWords(figures.keys)}`);
    console.log(`  choice to painted frame      ${inWords(figures.choices)}`);
    console.log(`  frames while scrolling       ${inWords(figures.scroll)}`);
    console.log(`  store of the browser         ${storeMB.toFixed(1)} MB`);
    const met = {
      firstRows: figures.firstRows.median <= GOALS.firstRowsMs,
      keys: figures.keys.p95 <= GOALS.keyP95Ms,
      choices: figures.choices.p95 <= GOALS.choiceP95Ms,
      scroll: figures.scroll.max <= GOALS.scrollFrameMs + 1,
      store: storeMB <= GOALS.storeMB,
    };
    const line = (what: string, ours: number, goal: number | string, isMet: boolean) => ({
      what: `ledger of ${rows} rows, ${what}`,
      ours,
      goal: `≤ ${goal}`,
      met: isMet,
    });
    report('ledger', {
      rows,
      rounds,
      machine: { ...on, chromium, loadAfter: machine()['load'] },
      goals: GOALS,
      downloadS,
      ...figures,
      storeMB,
      met,
      lines: [
        line('ms to the first matters', figures.firstRows.median, GOALS.firstRowsMs, met.firstRows),
        line('ms from filter key to painted frame, p95', figures.keys.p95, GOALS.keyP95Ms, met.keys),
        line('ms from condition, group or order to painted frame, p95', figures.choices.p95, GOALS.choiceP95Ms, met.choices),
        line('longest frame while scrolling, ms', figures.scroll.max, `${GOALS.scrollFrameMs} + 1`, met.scroll),
        line("MB of the browser's store", storeMB, GOALS.storeMB, met.store),
      ],
    });
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await new Promise((done) => child.once('exit', done));
    removeTemporary();
  }
}
