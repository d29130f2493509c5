// Long because: everything that a person does at a page stands in one place.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BulkRequestInput, type BulkRoomResponse, createRoomDoc, createUlid, type Row, rowsResponse } from '@onedoor/core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import * as Y from 'yjs';
import { demoToken, postBulk } from './peer.js';
import { freePort } from './ports.js';

export { freePort };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'examples/centre/dist/main.js');
const STAMP = join(ROOT, 'node_modules/.onedoor-build');

/** Where screenshots go; git does not see it. */
export const SHOTS = fileURLToPath(new URL('./shots/', import.meta.url));

/** The seed case, and the people of the sign-in page; all of them work on it. */
export const MUJIANGGOU = '集大原铁路占用木匠沟村林地补偿款分配纠纷';
export const PEOPLE = {
  wang: { id: 'p-wang', name: '王建军' },
  zhao: { id: 'p-zhao', name: '赵敏' },
  li: { id: 'p-li', name: '李晓燕' },
  chen: { id: 'p-chen', name: '陈志强' },
  sun: { id: 'p-sun', name: '孙桂兰' },
  zhou: { id: 'p-zhou', name: '周海峰' },
} as const;
export type PersonKey = keyof typeof PEOPLE;

/** How long anything is waited for: on a machine that does much else a page takes many times its usual time. */
const LIMIT_MS = 30_000;
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * Asks until the answer is there, and fails with what was seen last.
 *
 * @param probe gives undefined or false while it is not there, or throws
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = LIMIT_MS,
): Promise<T> {
  const end = Date.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end)
      throw new Error(`waited ${limitMs} ms for: ${what}; last: ${last instanceof Error ? last.message : String(last)}`);
    await sleep(40);
  }
}

/** Asks until the value is the expected one; the message shows both. */
export async function untilEqual<T>(what: string, expected: T, probe: () => Promise<T> | T, limitMs = LIMIT_MS): Promise<void> {
  let seen: T | undefined;
  try {
    await until(
      what,
      async () => {
        seen = await probe();
        return JSON.stringify(seen) === JSON.stringify(expected);
      },
      limitMs,
    );
  } catch (error) {
    throw new Error(
      `${what}: expected ${JSON.stringify(expected)}, saw ${JSON.stringify(seen)} (${error instanceof Error ? error.message : error})`,
    );
  }
}

/** What an element says, as it is laid out. */
export async function wordsOf(element: Locator): Promise<string> {
  return (await element.allInnerTexts()).join('\n').trim();
}

/** Waits till the words of an element match, or hold a text: what a click, a load or another person brings comes a moment later. */
export async function untilWords(element: Locator, expected: RegExp | string, limitMs?: number): Promise<string> {
  return until(
    `words that ${typeof expected === 'string' ? `hold "${expected}"` : `match ${expected}`}`,
    async () => {
      const words = await wordsOf(element);
      const found = typeof expected === 'string' ? words.includes(expected) : expected.test(words);
      if (!found) throw new Error(words === '' ? 'no words' : words);
      return words;
    },
    limitMs,
  );
}

/** Holds for the whole time: for what must not happen. */
export async function stays(what: string, holds: () => Promise<boolean> | boolean, forMs: number): Promise<void> {
  const end = Date.now() + forMs;
  while (Date.now() < end) {
    if (!(await holds())) throw new Error(`did not stay so: ${what}`);
    await sleep(40);
  }
}

/** Whether the element has the focus, through all shadow roots. */
export const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement != null) active = active.shadowRoot.activeElement;
    return active === element;
  });

/** Waits till what the page has opened has taken the focus: keys that come sooner go elsewhere. */
export const untilFocused = (target: Locator): Promise<boolean> => until(`the focus in ${target}`, () => hasFocus(target));

/** Where an element stands, once it has come to rest there. */
export async function boxOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  let before = '';
  return until(`${target} to stand still`, async () => {
    const box = await target.boundingBox();
    const now = JSON.stringify(box);
    if (box !== null && now === before) return box;
    before = now;
    await sleep(100);
    return false;
  });
}

const temporary: string[] = [];

/** A folder of its own that goes with the process. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `onedoor-e2e-${name}-`));
  temporary.push(folder);
  return folder;
}

export function removeTemporary(): void {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** A process of the example, and what it said. */
export interface Run {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  output(): string;
  errors(): string;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function runExample(data: string, port: number, env: Readonly<Record<string, string>> = {}): Run {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: run npm run build`);
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, NODE_OPTIONS: '', ONEDOOR_PORT: String(port), ONEDOOR_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exit = new Promise<number | null>((done) =>
    child.on('close', (code) => {
      running.delete(child);
      done(code);
    }),
  );
  return { child, exit, output: () => output, errors: () => errors };
}

export async function untilHealthy(run: Run, url: string, limitMs = 60_000): Promise<void> {
  let ended = false;
  void run.exit.then(() => (ended = true));
  await until(
    'the server to answer',
    async () => {
      if (ended) return true;
      return (await fetch(`${url}/healthz`)).ok;
    },
    limitMs,
  );
  if (ended) throw new Error(`the server ended at start: ${run.output()}\n${run.errors()}`);
}

/** The seed's data, planted once for each build and copied for each server. */
async function plantedData(): Promise<string> {
  const stamp = existsSync(STAMP) ? readFileSync(STAMP) : Buffer.from(String(process.pid));
  const kept = join(
    tmpdir(),
    `onedoor-e2e-seed-${createHash('sha256').update(stamp).update(readFileSync(MAIN)).digest('hex').slice(0, 16)}`,
  );
  if (existsSync(kept)) return kept;
  const folder = temporaryFolder('planting');
  const data = join(folder, 'data');
  const port = await freePort();
  const run = runExample(data, port);
  await untilHealthy(run, `http://127.0.0.1:${port}`, 120_000);
  run.child.kill('SIGTERM');
  await run.exit;
  // Another process may have been quicker; either copy is good.
  if (!existsSync(kept)) {
    const own = `${kept}.${process.pid}`;
    cpSync(data, own, { recursive: true });
    try {
      renameSync(own, kept);
    } catch {
      rmSync(own, { recursive: true, force: true });
    }
  }
  return kept;
}

/** The example's server with data of its own; it can be stopped and started again at the same address. */
export class Example {
  readonly data: string;
  readonly port: number;
  readonly #env: Readonly<Record<string, string>>;
  #run: Run | undefined;
  readonly #tokens = new Map<string, string>();

  private constructor(data: string, port: number, env: Readonly<Record<string, string>>) {
    this.data = data;
    this.port = port;
    this.#env = env;
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<Example> {
    const data = await seededFolder();
    const example = new Example(data, await freePort(), env);
    await example.start();
    return example;
  }

  /** `localhost`, so that the page is a secure context. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get run(): Run {
    if (this.#run === undefined) throw new Error('the server does not run');
    return this.#run;
  }

  async start(): Promise<void> {
    this.#run = runExample(this.data, this.port, this.#env);
    await untilHealthy(this.#run, `http://127.0.0.1:${this.port}`);
  }

  /** SIGTERM is how an operator stops it, SIGKILL is how it dies. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined) return;
    run.child.kill(signal);
    const late = setTimeout(() => run.child.kill('SIGKILL'), 8000);
    await run.exit;
    clearTimeout(late);
  }

  async restart(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  /** Tokens that were given on another day are not used again. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  async token(person: PersonKey): Promise<string> {
    const { id } = PEOPLE[person];
    const known = this.#tokens.get(id);
    if (known !== undefined) return known;
    const token = await demoToken(`http://127.0.0.1:${this.port}`, id);
    this.#tokens.set(id, token);
    return token;
  }

  /** All rows that a person may read. */
  async rows(person: PersonKey): Promise<Row[]> {
    const rows = new Map<string, Row>();
    for (let cursor = 0; ; ) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/api/rows?cursor=${cursor}&limit=200`, {
        headers: { authorization: `Bearer ${await this.token(person)}` },
      });
      const page = rowsResponse.parse(await answer.json());
      for (const row of page.rows) rows.set(row.case, row);
      cursor = page.cursor;
      if (!page.more) return [...rows.values()].filter((row) => !row.gone);
    }
  }

  /** The rows of cases with this title. */
  async rowsNamed(person: PersonKey, title: string): Promise<Row[]> {
    return (await this.rows(person)).filter((row) => row.summary.case?.title === title);
  }

  async caseNamed(person: PersonKey, title: string): Promise<Row> {
    const [row] = await this.rowsNamed(person, title);
    if (row === undefined) throw new Error(`the server has no case ${title}`);
    return row;
  }

  /** A room as the server has logged it. */
  async room(person: PersonKey, title: string, room: string): Promise<ServerRoom> {
    const row = await this.caseNamed(person, title);
    return new ServerRoom(await this.#bulk(person, { wire: wireOf(row, room), since: 0 }));
  }

  /** Logs an act without a page, as another device of that person would. */
  async act(
    person: PersonKey,
    title: string,
    request: { readonly command: string; readonly args: Record<string, unknown> },
    base?: number,
  ): Promise<void> {
    const wire = wireOf(await this.caseNamed(person, title), 'case');
    const head = base ?? (await this.#bulk(person, { wire, since: 0 })).seq;
    const response = await this.#bulk(person, {
      wire,
      since: 0,
      intents: [{ id: createUlid(Date.now(), randomBytes), ...request, base: head }],
    });
    for (const result of response.intents) if ('refusal' in result) throw new Error(JSON.stringify(result.refusal));
  }

  /** Puts a person into another department, as the town's leader does in the directory. */
  async enrol(person: PersonKey, department: string): Promise<void> {
    await this.#enrol(person, () => ({ department }));
  }

  /** Gives a person more rights of the centre, as the town's leader does in the directory. */
  async giveRights(person: PersonKey, more: readonly string[]): Promise<void> {
    await this.#enrol(person, ({ rights }) => ({ rights: [...new Set([...(Array.isArray(rights) ? rights : []), ...more])] }));
  }

  async #enrol(person: PersonKey, change: (known: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>): Promise<void> {
    const { acts } = await this.centreRoom('zhou', 'directory');
    const { intent } =
      acts.findLast((act) => act.intent.command === 'directory.enrol' && act.intent.args['person'] === PEOPLE[person].id) ?? {};
    const known = intent?.args ?? {};
    await this.centreAct('zhou', 'directory', { command: 'directory.enrol', args: { ...known, ...change(known) } });
  }

  /** A room of the centre as the server has logged it. */
  async centreRoom(person: PersonKey, room: string): Promise<ServerRoom> {
    return new ServerRoom(await this.#bulk(person, { wire: await this.#centreWire(room), since: 0 }));
  }

  /** Logs an act in a room of the centre without a page. */
  async centreAct(
    person: PersonKey,
    room: string,
    request: { readonly command: string; readonly args: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const wire = await this.#centreWire(room);
    const { seq } = await this.#bulk(person, { wire, since: 0 });
    const intent = { id: createUlid(Date.now(), randomBytes), command: request.command, args: { ...request.args }, base: seq };
    const { intents } = await this.#bulk(person, { wire, since: seq, intents: [intent] });
    for (const result of intents) if ('refusal' in result) throw new Error(JSON.stringify(result.refusal));
  }

  /** A file of a room of the centre; undefined while the server does not have it. */
  async centreFile(person: PersonKey, room: string, hash: string): Promise<Uint8Array | undefined> {
    const wire = encodeURIComponent(await this.#centreWire(room));
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/blobs/${wire}/${hash}`, {
      headers: { authorization: `Bearer ${await this.token(person)}` },
    });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  }

  async #centreWire(room: string): Promise<string> {
    const { rooms } = await this.caseNamed('zhou', MUJIANGGOU);
    return `${rooms[0]?.wire.split('/')[0]}/-/${room}@1`;
  }

  async #bulk(person: PersonKey, room: BulkRequestInput['rooms'][number]): Promise<BulkRoomResponse> {
    return postBulk(`http://127.0.0.1:${this.port}`, await this.token(person), room);
  }
}

function wireOf(row: Row, room: string): string {
  const wire = row.rooms.find((each) => each.room === room)?.wire;
  if (wire === undefined) throw new Error(`no room ${room} in ${row.case}`);
  return wire;
}

/** A copy of the seed's data for one server. */
export async function seededFolder(): Promise<string> {
  const data = join(temporaryFolder('data'), 'data');
  cpSync(await plantedData(), data, { recursive: true });
  return data;
}

export class ServerRoom {
  readonly acts: BulkRoomResponse['acts'];
  readonly doc = createRoomDoc();

  constructor(response: BulkRoomResponse) {
    this.acts = response.acts;
    if (response.update !== undefined) Y.applyUpdate(this.doc, response.update);
  }

  /** All texts and register values, for looking something up in them. */
  get everything(): string {
    const parts: string[] = [];
    for (const name of [...this.doc.share.keys()].sort()) parts.push(name, ...readShared(this.doc, name));
    return parts.join('\n');
  }
}

/** A type that came with an update has no kind yet: it is a map when it has keys, else a text. */
function readShared(doc: Y.Doc, name: string): string[] {
  const keys = doc.share.get(name)?._map.size ?? 0;
  return keys > 0 ? [JSON.stringify(doc.getMap(name).toJSON())] : [doc.getText(name).toString()];
}

export const CHROMIUM = process.env.CHROME_PATH ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

function checkChromium(): void {
  if (!existsSync(CHROMIUM)) throw new Error(`no Chromium at ${CHROMIUM}: set CHROME_PATH`);
}

/** @param language of the browser's own parts, such as the order of a date field; default the system's */
export async function launch(language?: 'zh-CN' | 'en-GB'): Promise<Browser> {
  checkChromium();
  return chromium.launch({
    executablePath: CHROMIUM,
    args: language === undefined ? FLAGS : [...FLAGS, `--lang=${language}`],
    ...(language === undefined ? {} : { env: { ...process.env, LANGUAGE: language.replace('-', '_') } }),
  });
}

/** Without service workers, whose requests a test cannot hold; tests of working offline allow them. */
const DEFAULTS: BrowserContextOptions = {
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  viewport: { width: 1280, height: 900 },
  serviceWorkers: 'block',
};

/** tsx names functions with a helper that pages do not have. */
const HELPER = { content: 'globalThis.__name = (value) => value;' };

export async function launchProfile(
  folder: string,
  options: BrowserContextOptions = {},
  flags: readonly string[] = [],
): Promise<BrowserContext> {
  checkChromium();
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    args: [...FLAGS, ...flags],
    ...DEFAULTS,
    serviceWorkers: 'allow',
    ...options,
  });
  await context.addInitScript(HELPER);
  return context;
}

export async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ ...DEFAULTS, ...options });
  await context.addInitScript(HELPER);
  context.setDefaultTimeout(LIMIT_MS);
  return context;
}

/** What a page reported that nobody asked for. */
export class Faults {
  readonly #list: string[] = [];

  watch(page: Page, who: string): void {
    page.on('pageerror', (error) => this.#list.push(`${who}: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#list.push(`${who}: console: ${message.text()} ${message.location().url}`);
    });
  }

  /** Faults other than the network's, which tests cut themselves. */
  get own(): string[] {
    return this.#list.filter((fault) => !/net::ERR_|Failed to load resource|WebSocket connection to/.test(fault));
  }

  get all(): readonly string[] {
    return this.#list;
  }
}

/** Somebody at a page of the example. */
export class Desk {
  readonly page: Page;
  readonly who: PersonKey;

  constructor(page: Page, who: PersonKey) {
    this.page = page;
    this.who = who;
  }

  /** A page of the person's own browser, signed in. */
  static async open(
    browser: Browser,
    example: Example,
    who: PersonKey,
    options: { readonly faults?: Faults } & BrowserContextOptions = {},
  ): Promise<Desk> {
    const { faults, ...rest } = options;
    const context = await newContext(browser, rest);
    return Desk.inContext(context, example, who, faults);
  }

  static async inContext(context: BrowserContext, example: Example, who: PersonKey, faults?: Faults): Promise<Desk> {
    const page = context.pages().find((each) => each.url() === 'about:blank') ?? (await context.newPage());
    faults?.watch(page, who);
    const desk = new Desk(page, who);
    await page.goto(example.url);
    await desk.signIn();
    return desk;
  }

  /** A further tab of the same browser. */
  async tab(example: Example, faults?: Faults): Promise<Desk> {
    const page = await this.page.context().newPage();
    faults?.watch(page, this.who);
    await page.goto(example.url);
    return new Desk(page, this.who);
  }

  async signIn(): Promise<void> {
    await this.page.getByRole('button', { name: PEOPLE[this.who].name }).click();
    await this.page.locator('onedoor-sync-bar').waitFor();
  }

  /** Sets the PIN that opens the local data without network. */
  async setPin(pin: string): Promise<void> {
    await this.page.getByRole('button', { name: '设置离线 PIN' }).click();
    const dialog = this.page.getByRole('dialog', { name: '本机安全' });
    await dialog.getByLabel('新 PIN').fill(pin);
    await dialog.getByLabel('再输一遍').fill(pin);
    await dialog.getByRole('button', { name: '保存 PIN' }).click();
    await dialog.getByText('PIN 已设好。').waitFor();
    await this.page.keyboard.press('Escape');
  }

  /** Opens the locked data of a page that has no server. */
  async unlock(pin: string): Promise<void> {
    await this.page.getByLabel('本机 PIN').fill(pin);
    await this.page.keyboard.press('Enter');
    await this.page.locator('onedoor-unlock').waitFor({ state: 'detached' });
  }

  /** The board holds this case. */
  caseLink(title: string): Locator {
    return this.page.locator('onedoor-board').getByRole('link', { name: title });
  }

  /** Searches the board: a narrow page shows one stage at a time, and goes to where something is found. */
  async findCase(title: string): Promise<void> {
    await this.page.locator('onedoor-board input[type=search]').fill(title);
    await this.caseLink(title).waitFor();
  }

  async openCase(title: string): Promise<void> {
    await this.findCase(title);
    await this.caseLink(title).click();
    await this.page.locator('onedoor-case').getByRole('heading', { level: 1, name: title }).waitFor();
  }

  async tabOf(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  text(label: string | RegExp): Locator {
    return this.page.getByRole('textbox', { name: label, exact: typeof label === 'string' });
  }

  /** The facts of the open case, the text that every case has. */
  get facts(): Locator {
    return this.text('案情');
  }

  async openFacts(): Promise<void> {
    await this.tabOf('案情');
    await this.facts.waitFor();
  }

  /** The whole text of an editor, drawn or not. */
  async textOf(editor: Locator): Promise<string> {
    for (;;) {
      // What stands there until the editor is loaded is taken away by it, perhaps just now.
      const text = await editor.evaluate((content) => {
        const root = content.getRootNode();
        const host: unknown = root instanceof ShadowRoot ? root.host : undefined;
        return (host as { field: { value(): string } } | undefined)?.field.value();
      });
      if (text !== undefined) return text;
    }
  }

  /** Text as it is drawn on the screen. */
  async shownIn(editor: Locator): Promise<string> {
    return (await editor.locator('.cm-line').allTextContents()).join('\n');
  }

  async typeAtEnd(editor: Locator, text: string, delay = 0): Promise<void> {
    // Who may write is known a moment after the text is shown; keys that come sooner are taken by nobody.
    await until('a text that can be written', () => editor.isEditable());
    await editor.click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text, { delay });
  }

  async moveStage(to: string, reason: string): Promise<void> {
    const stage = this.page.locator('onedoor-stage');
    await stage.getByRole('combobox', { name: '移到' }).selectOption({ label: to });
    await stage.getByRole('textbox', { name: /^理由/ }).fill(reason);
    await stage.getByRole('button', { name: '移到这一阶段' }).click();
  }

  /** The stage that the way of the case marks. */
  get marked(): Locator {
    return this.page.locator('onedoor-stage li[aria-current=step] .what');
  }

  async stage(): Promise<string> {
    return wordsOf(this.marked);
  }

  get timeline(): Locator {
    return this.page.locator('onedoor-timeline');
  }

  async connection(): Promise<string> {
    return wordsOf(this.page.locator('onedoor-sync-bar .state'));
  }

  /** Changes that the server has not logged, as the bar says. */
  async unsent(): Promise<number> {
    const words = await wordsOf(this.page.locator('onedoor-sync-bar .bar'));
    if (words.includes('全部已登记')) return 0;
    const count = /(\d+)\s*项未登记/.exec(words)?.[1];
    if (count === undefined) throw new Error(`no count in: ${words}`);
    return Number(count);
  }

  async untilLogged(limitMs = LIMIT_MS): Promise<void> {
    await untilEqual(`${this.who}: everything logged`, 0, () => this.unsent(), limitMs);
  }

  async untilOnline(limitMs = LIMIT_MS): Promise<void> {
    await untilEqual(`${this.who}: online`, '在线', () => this.connection(), limitMs);
  }

  async workOffline(offline: boolean): Promise<void> {
    await this.page.getByRole('switch', { name: '离线工作' }).setChecked(offline);
    await untilEqual(`${this.who}: connection`, offline, async () => (await this.connection()) === '离线');
  }

  /** Names of those who are in the case now. */
  async present(): Promise<string[]> {
    return (await this.page.locator('onedoor-glance onedoor-presence .name').allInnerTexts()).map((name) => name.trim()).sort();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Saves a picture of the page beside the tests. */
export async function shoot(page: Page, name: string, options: { readonly fullPage?: boolean } = {}): Promise<void> {
  const path = join(SHOTS, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: options.fullPage ?? true, animations: 'disabled' });
}
