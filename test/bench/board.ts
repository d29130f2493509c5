// Measures the board with many cases in Chromium, against a server in a process of its own: `npm run bench -- board`.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { caseSlice, createUlid, MESSAGE, Model, type Stage } from '@onedoor/core';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { BOARD as BOARD_SIZE, bundleOptions, contributionLine, kilobytes, measureBoard } from '../../scripts/sizes.mjs';
import { demoToken, postBulk } from '../e2e/peer.js';
import { launch, newContext, removeTemporary, temporaryFolder } from '../e2e/support.js';
import type { Opened, Shown } from './board-page.js';
import { CENTRE, MOVER, plantCases, READER } from './cases.js';
import { machine, report } from './report.js';
import { inWords, type Summary, summarize } from './statistics.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What the docs promise. Milliseconds, and brotli bytes. */
const goalsFor = (rows: number) => ({
  firstCardsMs: rows <= PLANTED_AT_MOST ? 300 : 500,
  keyP95Ms: 50,
  changeMs: 100,
  scrollFrameMs: 33,
  brotliBytes: BOARD_SIZE.maxBrotliBytes,
});
/** The baseline draws every row: of more it is not asked, a round would take minutes. */
const BASELINE_AT_MOST = 20_000;

/** Narrows and widens again: each key leaves another number of cases. */
const KEYS = ['8', '7', '3', 'Backspace', 'Backspace', 'Backspace'];
/** Chosen in an input method: the whole word comes at once. */
const WORDS = ['木匠沟村', '院墙'];

/** So many cases are planted by acts and commands. Of a larger board only some are, and the rest is invented as rows. */
const PLANTED_AT_MOST = 5000;
const PLANTED_BELOW = 1000;

type Which = 'board' | 'naive';

interface Figures {
  readonly firstCards: Summary;
  readonly read: Summary;
  readonly sinceNavigation: Summary;
  /** Keys right after the first cards, while the other rows are still being read. */
  readonly early: Summary;
  readonly keys: Summary;
  readonly change: Summary;
  readonly changeEndToEnd: Summary;
  readonly scroll: Summary;
  readonly cards: number;
}

/** A portal's page with the script that the centre's server gives to portals, and the benchmark's own beside it. */
export async function buildPage(script = 'board-page'): Promise<string> {
  const folder = join(temporaryFolder('bench-page'), 'page');
  await build({
    ...bundleOptions,
    sourcemap: false,
    entryPoints: [join(HERE, `${script}.ts`)],
    outdir: folder,
    format: 'esm',
    splitting: true,
  });
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>bench</title><script type="module" src="/embed/onedoor.js"></script><script type="module" src="/${script}.js"></script><body></body></html>`,
  );
  return folder;
}

export async function serve(data: string, pages: string, invented = 0): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(HERE, 'serve.ts'), data, pages, String(invented)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((done, fail) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => done(text.trim()));
    child.once('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
  return { url, child };
}

/**
 * Runs before the page's scripts. Notes when the browser has opened the person's database, and when a socket brought the
 * message that rows have changed: before any listener of the page hears of it.
 */
export const NOTES = `
  window.storeOpenAt = window.rowsMessageAt = NaN;
  window.frameMs = [];
  let before = performance.now();
  const onFrame = (now) => {
    window.frameMs.push(now - before);
    before = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    if (/^onedoor[-/]/.test(String(args[0]))) request.addEventListener('success', () => (window.storeOpenAt = performance.now()));
    return request;
  };
  const Own = WebSocket;
  window.WebSocket = class extends Own {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        const bytes = new Uint8Array(data);
        if (bytes[0] === ${MESSAGE.onedoor} && new TextDecoder().decode(bytes).includes('"rows"')) window.rowsMessageAt = performance.now();
      });
    }
  };`;

/** The person's own browser. Its store stays from round to round. */
class Desk {
  readonly #page: Page;
  readonly #url: string;
  readonly #token: string;
  #requests = 0;

  private constructor(page: Page, url: string, token: string) {
    this.#page = page;
    this.#url = url;
    this.#token = token;
    page.on('request', () => this.#requests++);
    page.on('pageerror', (error) => {
      throw error;
    });
  }

  static async open(browser: Browser, url: string): Promise<Desk> {
    const context = await newContext(browser, { viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(120_000);
    await context.addInitScript(NOTES);
    return new Desk(await context.newPage(), url, await demoToken(url, READER));
  }

  async show(which: Which): Promise<Opened> {
    await this.#page.goto(`${this.#url}/?${Date.now()}`);
    await this.#page.waitForFunction(() => 'bench' in window);
    return this.#page.evaluate(([board, token]) => window.bench.open(board, token), [which, this.#token, CENTRE.id, READER] as const);
  }

  /** The device has everything that its person may read. */
  async untilReplicated(rows: number): Promise<void> {
    await this.#page.waitForFunction((count) => window.bench.rowCount() >= count, rows, { polling: 250 });
    await this.untilQuiet();
  }

  /** Nothing was asked of the server for two seconds. */
  async untilQuiet(): Promise<void> {
    for (let before = -1; before !== this.#requests; await this.#page.waitForTimeout(2000)) before = this.#requests;
  }

  /** @param keys pressed one after another, before whole words are entered and taken away again */
  async keys(keys: readonly string[]): Promise<number[]> {
    const measured: number[] = [];
    await this.#page.evaluate(() => window.bench.focusSearch());
    const measure = async (press: () => Promise<void>) => {
      await this.#page.evaluate(() => window.bench.armKey());
      await press();
      measured.push(await this.#page.evaluate(() => window.bench.keyPainted()));
    };
    for (const key of keys) await measure(() => this.#page.keyboard.press(key));
    for (const word of WORDS) {
      await measure(() => this.#page.keyboard.insertText(word));
      await this.#page.keyboard.press('Control+A');
      await measure(() => this.#page.keyboard.press('Backspace'));
    }
    return measured;
  }

  /** Frames since the page was opened, or since this was asked last, in milliseconds. */
  async frames(): Promise<number[]> {
    return this.#page.evaluate(() => window.frameMs.splice(0));
  }

  /** Turns the wheel over a column, as fast as people do. */
  async scroll(): Promise<number[]> {
    await this.#page.mouse.move(400, 600);
    await this.#page.waitForTimeout(100);
    await this.frames();
    for (let turn = 0; turn < 60; turn++) {
      await this.#page.mouse.wheel(0, 300);
      await this.#page.waitForTimeout(16);
    }
    const frames = await this.frames();
    // Back to the top: the card that somebody else moves is to be seen.
    await this.#page.mouse.wheel(0, -60 * 300);
    await this.#page.waitForTimeout(300);
    return frames;
  }

  /** Somebody else moves a case whose card is on the screen. */
  async change(mover: Mover): Promise<{ readonly shown: Shown; readonly endToEndMs: number }> {
    const { id, stage } = await this.#page.evaluate(() => window.bench.visibleCase());
    await this.#page.evaluate((of) => window.bench.armChange(of), id);
    const sentAt = await mover.move(id, stage === 'graded' ? 'joint' : 'graded');
    const shown = await this.#page.evaluate(() => window.bench.changePainted());
    return { shown, endToEndMs: shown.at - sentAt };
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }
}

/** The other person, without a page. */
class Mover {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @returns when it was sent, epoch milliseconds */
  async move(caseId: string, to: Stage): Promise<number> {
    const wire = `${CENTRE.id}/${caseId}/case@1`;
    const { seq } = await postBulk(this.#url, this.#token, { wire, since: 0 });
    const request = caseSlice.request.move({ to: to === 'graded' ? 'graded' : 'joint', reason: '部门会商' });
    const sentAt = performance.timeOrigin + performance.now();
    const { intents } = await postBulk(this.#url, this.#token, {
      wire,
      since: seq,
      intents: [{ id: createUlid(Date.now(), randomBytes), ...request, base: seq }],
    });
    for (const result of intents) if ('refusal' in result) throw new Error(JSON.stringify(result.refusal));
    return sentAt;
  }
}

async function measure(desk: Desk, mover: Mover, which: Which, rows: number, rounds: number): Promise<Figures> {
  const opened: Opened[] = [];
  const early: number[] = [];
  const keys: number[] = [];
  const frames: number[] = [];
  const changes: Awaited<ReturnType<Desk['change']>>[] = [];
  // The first round fills the browser's caches of compiled scripts and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const first = await desk.show(which);
    // Words alone: of what has been read so far a number may leave nothing, and its next digit nothing else.
    const atOnce = await desk.keys([]);
    await desk.untilReplicated(rows);
    const pressed = await desk.keys(KEYS);
    const scrolled = await desk.scroll();
    // The server tells of rows at most once a second.
    const changed = await desk.change(mover);
    if (round === 0) continue;
    opened.push(first);
    early.push(...atOnce);
    keys.push(...pressed);
    frames.push(...scrolled);
    changes.push(changed);
    process.stdout.write('.');
  }
  process.stdout.write('\n');
  return {
    firstCards: summarize(opened.map((each) => each.firstCardsMs)),
    read: summarize(opened.map((each) => each.readMs)),
    sinceNavigation: summarize(opened.map((each) => each.sinceNavigationMs)),
    early: summarize(early),
    keys: summarize(keys),
    change: summarize(changes.map((each) => each.shown.sinceArrivalMs)),
    changeEndToEnd: summarize(changes.map((each) => each.endToEndMs)),
    scroll: summarize(frames),
    cards: opened[0]?.cards ?? 0,
  };
}

function print(name: string, figures: Figures): void {
  console.log(`\n${name} (${figures.cards} cards in the document)`);
  console.log(`  store open to first cards    ${inWords(figures.firstCards)}`);
  console.log(`    of it reading              ${inWords(figures.read)}`);
  console.log(`  navigation to first cards    ${inWords(figures.sinceNavigation)}`);
  console.log(`  key to painted frame         ${inWords(figures.keys)}`);
  console.log(`    right after first cards    ${inWords(figures.early)}`);
  console.log(`  frames while scrolling       ${inWords(figures.scroll)}`);
  console.log(`  message to changed card      ${inWords(figures.change)}`);
  console.log(`  other's send to changed card ${inWords(figures.changeEndToEnd)}`);
}

/** What the board is measured against. */
const BASELINE = 'all rows by Lit repeat';

const times = (slow: Summary, fast: Summary): number => Math.round((slow.median / fast.median) * 10) / 10;

/** Runs the benchmark and writes its figures. */
export async function benchBoard(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '5000' }, rounds: { type: 'string', default: '12' }, data: { type: 'string' } },
  });
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)];
  if (!Number.isInteger(rows) || rows < 100 || !Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rows ${values.rows} --rounds ${values.rounds}: expected whole numbers, rows from 100`);
  const GOALS = goalsFor(rows);
  const on = machine();
  console.log(
    Object.entries(on)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );

  const size = await measureBoard();
  console.log(
    `\nbundle of the board (${size.files} files): ${kilobytes(size.plain)}, gzip ${kilobytes(size.gzip)}, brotli ${kilobytes(size.brotli)}`,
  );
  console.log(`  minified: ${contributionLine(size.parts)}`);
  console.log(
    `  right after the first cards, to open rooms: brotli ${kilobytes(size.rooms.brotli)} (${contributionLine(size.rooms.parts)})`,
  );
  console.log(`  fetched once, to make the database: brotli ${kilobytes(size.once.brotli)}`);
  const whole = await measureBoard({ withPlugins: true });
  console.log(
    `  with the models of the plugins in plugins/: brotli ${kilobytes(whole.brotli)} (${contributionLine(whole.parts.filter(([owner]) => owner.startsWith('plugins/')))})`,
  );

  // A folder that is given is planted once, and used as it is from then on.
  const data = values.data ?? join(temporaryFolder('bench-data'), 'data');
  const began = performance.now();
  const planted = rows <= PLANTED_AT_MOST ? rows : PLANTED_BELOW;
  if (!existsSync(data)) await plantCases(data, new Model(), planted);
  console.log(
    `\n${planted} cases planted by acts and commands in ${((performance.now() - began) / 1000).toFixed(1)} s, ${rows - planted} more invented as rows`,
  );

  const { url, child } = await serve(data, await buildPage(), rows - planted);
  const browser = await launch();
  try {
    const chromium = browser.version();
    const desk = await Desk.open(browser, url);
    const downloadBegan = performance.now();
    await desk.show('board');
    await desk.frames();
    await desk.untilReplicated(rows);
    const downloadS = (performance.now() - downloadBegan) / 1000;
    console.log(`first download of all rows and rooms in ${downloadS.toFixed(1)} s; Chromium ${chromium}, ${rounds} rounds`);
    const long = (await desk.frames()).filter((each) => each > GOALS.scrollFrameMs + 1);
    console.log(`meanwhile ${long.length} frames over ${GOALS.scrollFrameMs} ms, the longest ${Math.max(0, ...long).toFixed(0)} ms`);
    const mover = new Mover(url, await demoToken(url, MOVER));
    const board = await measure(desk, mover, 'board', rows, rounds);
    print('board', board);
    const naive = rows <= BASELINE_AT_MOST ? await measure(desk, mover, 'naive', rows, rounds) : undefined;
    if (naive !== undefined) print('baseline: the same rows by Lit repeat, all of them', naive);
    await desk.close();

    const ratio = naive && {
      firstCards: times(naive.firstCards, board.firstCards),
      keys: times(naive.keys, board.keys),
      change: times(naive.change, board.change),
    };
    if (ratio !== undefined)
      console.log(
        `\nthe baseline takes ${ratio.firstCards} times as long to the first cards, ${ratio.keys} times a key, ${ratio.change} times a change`,
      );
    const against = (value: number | undefined) => (value === undefined ? {} : { peer: { name: BASELINE, value } });
    const met = {
      firstCards: board.firstCards.median <= GOALS.firstCardsMs,
      early: board.early.p95 <= GOALS.keyP95Ms,
      keys: board.keys.p95 <= GOALS.keyP95Ms,
      change: board.change.median <= GOALS.changeMs,
      scroll: board.scroll.max <= GOALS.scrollFrameMs + 1,
      size: size.brotli <= GOALS.brotliBytes,
    };
    report(rows <= PLANTED_AT_MOST ? 'board' : `board-${rows}`, {
      rows,
      rounds,
      machine: { ...on, chromium, loadAfter: machine()['load'] },
      goals: GOALS,
      bundle: {
        brotliBytes: size.brotli,
        withPluginsBrotliBytes: whole.brotli,
        roomsBrotliBytes: size.rooms.brotli,
        onceBrotliBytes: size.once.brotli,
        gzipBytes: size.gzip,
        minifiedBytes: Object.fromEntries(size.parts),
      },
      downloadS,
      downloadLongFrames: long.length,
      downloadLongestFrameMs: Math.max(0, ...long),
      board,
      ...(naive === undefined ? {} : { naive, ratio }),
      met,
      lines: [
        {
          what: `${rows} rows, ms to the first cards`,
          ours: board.firstCards.median,
          ...against(naive?.firstCards.median),
          goal: `≤ ${GOALS.firstCardsMs}`,
          met: met.firstCards,
        },
        {
          what: `${rows} rows, ms from filter key to painted frame, p95`,
          ours: board.keys.p95,
          ...against(naive?.keys.p95),
          goal: `≤ ${GOALS.keyP95Ms}`,
          met: met.keys,
        },
        {
          what: `${rows} rows, the same right after the first cards`,
          ours: board.early.p95,
          ...against(naive?.early.p95),
          goal: `≤ ${GOALS.keyP95Ms}`,
          met: met.early,
        },
        {
          what: `${rows} rows, ms from a message to the changed card`,
          ours: board.change.median,
          ...against(naive?.change.median),
          goal: `≤ ${GOALS.changeMs}`,
          met: met.change,
        },
        {
          what: `${rows} rows, longest frame while scrolling, ms`,
          ours: board.scroll.max,
          goal: `≤ ${GOALS.scrollFrameMs} + 1`,
          met: met.scroll,
        },
        {
          what: 'bundle of the board, KB brotli',
          ours: size.brotli / 1024,
          goal: `≤ ${(GOALS.brotliBytes / 1024).toFixed(1)}`,
          met: met.size,
        },
      ],
    });
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await new Promise((done) => child.once('exit', done));
    removeTemporary();
  }
}
