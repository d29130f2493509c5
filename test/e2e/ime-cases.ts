// Long because: the double of the page that two browsers share stands beside the cases that drive it.
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { TextDelta } from '@onedoor/core';
import { build, type Plugin } from 'esbuild';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OnedoorText } from '../../packages/elements/src/text/onedoor-text.js';
import type { Message, Replica } from '../../packages/elements/src/text/onedoor-text.web.test.js';

/** Which element is driven: a structured text of paragraphs takes the same keys as a plain one. */
export type TextKind = 'text' | 'rich';
const PARTS = {
  text: { content: '.cm-content', line: '.cm-line', tag: 'onedoor-text' },
  rich: { content: '.ProseMirror', line: '.ProseMirror > p', tag: 'onedoor-rich' },
} as const;

/**
 * People with input methods, each in a page (and a Y.Doc) of their own in real Chromium, joined by this process. The
 * input method is driven where Chromium itself gets it from (CDP `Input.imeSetComposition`, `Input.insertText`), so
 * composition events, the composition's own DOM and its cancellation are the browser's.
 */

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

/** What the page's script leaves for the test. */
interface Desk {
  readonly field: Replica;
  readonly element: OnedoorText;
  readonly events: string[];
  readonly keys: string[];
  submitted: number;
  /** How much of it was sent to the others. */
  sent: number;
  /** Chromium on Android: the text is edited through an EditContext. */
  readonly phone: boolean;
  shown(): string;
  /** The shown text with `|` at the caret. */
  caret(): string;
  hear(message: Message): void;
}

declare global {
  interface Window {
    desk: Desk;
    open(name: string, hue: number, kind: TextKind, parts: { readonly content: string; readonly line: string }): Promise<void>;
    relay(message: Message): Promise<void>;
  }
}

/** The helpers come from the browser test's file; its checker is half a megabyte that no page here needs. */
const withoutAxe: Plugin = {
  name: 'without-axe',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^axe-core$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /^/, namespace: 'empty' }, () => ({ contents: 'export default undefined' }));
  },
};

const PAGE_SCRIPT = `
import { OnedoorRich } from '../rich/onedoor-rich.ts';
import { Replica, show } from './onedoor-text.web.test.ts';
customElements.define('onedoor-rich', OnedoorRich);
window.open = async (name, hue, kind, parts) => {
  const field = new Replica(name, hue);
  const desk = { field, events: [], keys: [], submitted: 0, sent: 0, hear: (message) => field.receive(message) };
  field.send = (message) => {
    desk.sent++;
    return window.relay(message);
  };
  window.desk = desk;
  const form = document.querySelector('form');
  form.addEventListener('submit', (event) => { event.preventDefault(); desk.submitted++; });
  document.addEventListener('keydown', (event) => {
    desk.keys.push(event.key);
    if (event.key === 'Enter') form.requestSubmit();
  });
  document.addEventListener('keyup', (event) => desk.keys.push('up ' + event.key));
  const element = await show(field, { placeholder: '写下事实' }, kind === 'rich' ? new OnedoorRich() : undefined);
  const content = () => element.shadowRoot.querySelector(parts.content);
  while (content() === null) await new Promise((done) => setTimeout(done, 10));
  form.append(element);
  await element.updateComplete;
  form.append(document.querySelector('#after'));
  desk.element = element;
  const hear = (target) => {
    for (const type of ['compositionstart', 'compositionend']) {
      target.addEventListener(type, (event) => desk.events.push(type + ' ' + event.data), true);
    }
  };
  hear(element.shadowRoot);
  const { editContext } = content();
  if (editContext) hear(editContext);
  desk.phone = !!editContext;
  const words = (of) => [...of].map((line) => line.textContent).join('\\n');
  desk.shown = () => words(element.shadowRoot.querySelectorAll(parts.line));
  desk.caret = () => {
    const selection = element.shadowRoot.getSelection();
    const range = document.createRange();
    range.setStart(content(), 0);
    range.setEnd(selection.focusNode, selection.focusOffset);
    const before = words(range.cloneContents().querySelectorAll(kind === 'rich' ? 'p' : parts.line));
    return before + '|' + desk.shown().slice(before.length);
  };
};`;

const HTML = `<!doctype html><html lang="zh"><meta charset="utf-8"><title>文本</title>
<style>body { margin: 24px; font: 18px/1.6 'Noto Sans CJK SC', sans-serif; }</style>
<form><button id="before" type="button">前</button><br><br><button id="after" type="button">后</button></form>
<script>const describe = () => {};</script><script type="module" src="/page.js"></script></html>`;

/** Ending of the name of a person with a phone: CodeMirror then edits through an EditContext, as on Android. */
const PHONE = '（手机）';
const PHONE_AGENT = 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36';

/** Milliseconds by which a commit has passed to the others (60 of rest, then the relay). */
const SETTLED_MS = 200;

/** The cases for one element; whoever calls runs them. */
export function imeCases(kind: TextKind): Test {
  const parts = PARTS[kind];

  /** Somebody at a page of their own. */
  class Person {
    readonly page: Page;
    /** How much of what this page sent has come to all others. */
    heard = 0;
    readonly #cdp: CDPSession;

    constructor(page: Page, cdp: CDPSession) {
      this.page = page;
      this.#cdp = cdp;
    }

    /** Sets the letters under composition, the caret behind them. */
    async compose(text: string): Promise<void> {
      await this.#key('rawKeyDown', 'Process', text === '' ? 'Backspace' : 'KeyN', 229);
      await this.#cdp.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }

    /** Chooses a word; the composition ends with it. */
    async choose(text: string): Promise<void> {
      await this.#key('rawKeyDown', 'Process', 'Space', 229);
      await this.#cdp.send('Input.insertText', { text });
      await this.#key('keyUp', ' ', 'Space', 32);
    }

    /** Enter as the input method's own key: it takes the letters as they are. */
    async enterWithin(text: string): Promise<void> {
      await this.#key('rawKeyDown', 'Enter', 'Enter', 229);
      await this.#cdp.send('Input.insertText', { text });
      await this.#key('keyUp', 'Enter', 'Enter', 13);
    }

    async #key(type: 'rawKeyDown' | 'keyUp', key: string, code: string, keyCode: number): Promise<void> {
      await this.#cdp.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode: keyCode });
    }

    /** Clicks into the text and sets the caret. */
    async caretAt(position: number): Promise<void> {
      await this.page.locator(parts.content).click();
      await this.page.keyboard.press('Control+Home');
      for (let at = 0; at < position; at++) await this.page.keyboard.press('ArrowRight');
      // The editor hears of a moved caret with the next frame; an input method never begins sooner after a key.
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }

    /** An edit that does not pass through the element, at a place found by its text. */
    async edit(before: string, insert: string, remove = 0): Promise<void> {
      await this.page.evaluate(
        ({ before, insert, remove }) => {
          const { field } = window.desk;
          const at = before === '' ? 0 : field.value().indexOf(before) + before.length;
          field.type(at, insert, remove);
        },
        { before, insert, remove },
      );
      await until(async () => (await this.page.evaluate(() => window.desk.sent)) === this.heard);
    }

    value = (): Promise<string> => this.page.evaluate(() => window.desk.field.value());
    shown = (): Promise<string> => this.page.evaluate(() => window.desk.shown());
    caret = (): Promise<string> => this.page.evaluate(() => window.desk.caret());
    events = (): Promise<string[]> => this.page.evaluate(() => window.desk.events);
    keys = (): Promise<string[]> => this.page.evaluate(() => window.desk.keys);
    /** Without formatting where there is none. */
    edits = async (): Promise<readonly TextDelta[]> =>
      (await this.page.evaluate(() => window.desk.field.edits)).map((delta) =>
        delta.map((step) => ('insert' in step && Object.keys(step.attributes ?? {}).length === 0 ? { insert: step.insert } : step)),
      );
    /** Of items, as a screen reader gets them. */
    numbers = async (): Promise<string[]> =>
      (await this.#cdp.send('Accessibility.getFullAXTree')).nodes.flatMap(({ role, name }) =>
        role?.value === 'StaticText' && /^\d+$/.test(String(name?.value)) ? [String(name?.value).trim()] : [],
      );
    submitted = (): Promise<number> => this.page.evaluate(() => window.desk.submitted);
  }

  const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

  const test = suite(`${kind} and input methods`);
  let server: Server;
  let address: string;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];

  test.before(async () => {
    const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium';
    if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: set CHROME_PATH`);
    const { outputFiles } = await build({
      stdin: {
        contents: PAGE_SCRIPT,
        resolveDir: fileURLToPath(new URL('../../packages/elements/src/text/', import.meta.url)),
        sourcefile: 'page.ts',
        loader: 'ts',
      },
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      conditions: ['source'],
      minify: true,
      plugins: [withoutAxe],
      logLevel: 'error',
    });
    const script = outputFiles[0]?.text ?? '';
    server = createServer((request, response) => {
      const isScript = request.url === '/page.js';
      response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
      response.end(isScript ? script : HTML);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    address = `http://127.0.0.1:${bound.port}/`;
    browser = await chromium.launch({ executablePath, args: FLAGS });
  });

  test.after(async () => {
    await browser?.close();
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
  });

  test.after.each(async () => {
    for (const context of contexts.splice(0)) await context.close();
    assert.equal(faults.splice(0), [], 'faults in the pages');
  });

  /** Opens a page for each name; all of them have `text`. */
  async function meet<Names extends readonly string[]>(text: string, ...names: Names): Promise<{ [Index in keyof Names]: Person }>;
  async function meet(text: string, ...names: string[]): Promise<Person[]> {
    const people: Person[] = [];
    let relayed: Promise<unknown> = Promise.resolve();
    const open = async (name: string, index: number): Promise<Person> => {
      const context = await browser.newContext({
        locale: 'zh-CN',
        viewport: { width: 700, height: 500 },
        ...(name.endsWith(PHONE) ? { userAgent: PHONE_AGENT } : {}),
      });
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
      await page.exposeFunction('relay', async (message: Message) => {
        const others = people.filter((person) => person.page !== page);
        // One chain for all: what one page sends arrives in order.
        relayed = relayed.then(() => Promise.all(others.map((other) => other.page.evaluate((m) => window.desk.hear(m), message))));
        await relayed;
        const sender = people.find((person) => person.page === page);
        if (sender !== undefined) sender.heard++;
      });
      await page.goto(address);
      await page.evaluate(({ name, hue, kind, parts }) => window.open(name, hue, kind, parts), {
        name,
        hue: 30 + index * 150,
        kind,
        parts,
      });
      return new Person(page, await context.newCDPSession(page));
    };
    people.push(...(await Promise.all(names.map(open))));
    await people[0]?.edit('', text);
    for (const person of people) assert.is(await person.value(), text);
    return people;
  }

  /** Waits for what comes soon; a loaded machine may take its time. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 20_000; Date.now() < end; await pause(30)) if (await holds()) return;
  }

  /** Replica and screen of all have the text. */
  async function allHave(text: string, ...people: Person[]): Promise<void> {
    const seen = () => Promise.all(people.flatMap((person) => [person.value(), person.shown()]));
    await until(async () => (await seen()).every((one) => one === text));
    assert.equal(
      await seen(),
      people.flatMap(() => [text, text]),
      'replica and screen of each',
    );
  }

  test('a word composed alone is told once, when it is chosen', async () => {
    const [a, b] = await meet('甲方乙方', '甲', '乙');
    await a.caretAt(2);
    await a.compose('n');
    await a.compose('ni');
    await a.compose("ni'hao");
    assert.is(await a.shown(), "甲方ni'hao乙方");
    await pause(SETTLED_MS);
    assert.is(await b.shown(), '甲方乙方');
    await a.choose('你好');
    await allHave('甲方你好乙方', a, b);
    assert.is(await a.caret(), '甲方你好|乙方');
    assert.equal(await a.edits(), [[{ retain: 2 }, { insert: '你好' }]]);
  });

  /** What others do while one composes between 甲方 and 乙方 in `第一行\n甲方乙方\n末行`. */
  const MEANWHILE: readonly (readonly [name: string, edits: readonly (readonly [string, string, number?])[], end: string])[] = [
    ['write in an earlier line', [['第一行', '，有补充']], '第一行，有补充\n甲方你好乙方\n末行'],
    ['write before it in its line', [['第一行\n', '又：']], '第一行\n又：甲方你好乙方\n末行'],
    ['write right before it', [['甲方', '说']], '第一行\n甲方你好说乙方\n末行'],
    [
      'write right behind it and after',
      [
        ['甲方', '、'],
        ['乙方', '都'],
      ],
      '第一行\n甲方你好、乙方都\n末行',
    ],
    ['delete what is before it', [['第一行\n', '', 2]], '第一行\n你好乙方\n末行'],
    ['delete what is behind it', [['甲方', '', 2]], '第一行\n甲方你好\n末行'],
    ['delete the characters on both sides', [['甲', '', 2]], '第一行\n甲你好方\n末行'],
    ['delete its whole line with both line breaks', [['第一行', '', 6]], '第一行你好末行'],
    ['delete all there is', [['', '', 11]], '你好'],
    [
      'replace all there is',
      [
        ['', '', 11],
        ['', '新的全文'],
      ],
      '新的全文你好',
    ],
    [
      'break its line before and behind it',
      [
        ['甲方', '\n'],
        ['甲', '\n'],
      ],
      '第一行\n甲\n方你好\n乙方\n末行',
    ],
  ];

  for (const [name, edits, end] of MEANWHILE) {
    test(`a composition stays whole while others ${name}`, async () => {
      const [a, b] = await meet('第一行\n甲方乙方\n末行', '甲', '乙');
      await a.caretAt(6);
      await a.compose('n');
      await a.compose('ni');
      for (const [before, insert, remove] of edits) await b.edit(before, insert, remove);
      await a.compose('nih');
      await pause(SETTLED_MS);
      await a.compose("ni'hao");
      assert.is(await a.shown(), "第一行\n甲方ni'hao乙方\n末行", 'the screen of the person composing');
      assert.is(await a.caret(), "第一行\n甲方ni'hao|乙方\n末行");
      await a.choose('你好');
      await allHave(end, a, b);
      assert.equal(await a.events(), ['compositionstart ', 'compositionend 你好'], 'the browser broke the composition');
      const at = end.indexOf('你好') + 2;
      assert.is(await a.caret(), `${end.slice(0, at)}|${end.slice(at)}`);
      // And the next word goes on from there.
      await a.compose('ma');
      await a.choose('吗');
      await allHave(`${end.slice(0, at)}吗${end.slice(at)}`, a, b);
    });
  }

  if (kind === 'text') {
    test('a phone tells a word when it is chosen, and takes up what others wrote and deleted meanwhile', async () => {
      const [a, b] = await meet('第一行\n甲方乙方\n末行', `甲${PHONE}`, '乙');
      assert.ok(await a.page.evaluate(() => window.desk.phone), 'no EditContext');
      await a.caretAt(6);
      await a.compose('n');
      await a.compose('ni');
      await b.edit('第一行', '，有补充');
      await b.edit('甲', '', 2);
      await a.compose("ni'hao");
      await pause(SETTLED_MS);
      assert.is(await a.shown(), "第一行\n甲方ni'hao乙方\n末行");
      assert.is(await b.shown(), '第一行，有补充\n甲方\n末行');
      await a.choose('你好');
      await allHave('第一行，有补充\n甲你好方\n末行', a, b);
      assert.equal(await a.events(), ['compositionstart n', 'compositionend 你好']);
      // At once the next word, as one writes on a phone.
      await a.compose('ma');
      await a.choose('吗');
      await a.compose('a');
      await a.choose('啊');
      await allHave('第一行，有补充\n甲你好吗啊方\n末行', a, b);
      assert.is((await a.edits()).length, 3);
    });
  }

  test('two compose at one place while a third deletes the text around: both words end whole everywhere', async () => {
    const [a, b, c] = await meet('开头甲方乙方结尾', '甲', '乙', '丙');
    await a.caretAt(4);
    await b.caretAt(4);
    await a.compose('tiao');
    await b.compose('xie');
    await c.edit('开', '', 4);
    await a.compose("tiao'jie");
    await c.edit('', '', 2);
    await b.compose("xie'yi");
    await c.edit('', '全新');
    assert.is(await a.shown(), "开头甲方tiao'jie乙方结尾");
    assert.is(await b.shown(), "开头甲方xie'yi乙方结尾");
    await a.choose('调解');
    await until(async () => (await b.value()).includes('调解'));
    assert.is(await b.shown(), "开头甲方xie'yi乙方结尾", 'the second person was disturbed');
    await b.choose('协议');
    await until(async () => (await c.value()).includes('协议'));
    const text = await c.value();
    assert.ok(['全新调解协议结尾', '全新协议调解结尾'].includes(text), text);
    await allHave(text, a, b, c);
    assert.equal(await a.events(), ['compositionstart ', 'compositionend 调解']);
    assert.equal(await b.events(), ['compositionstart ', 'compositionend 协议']);
    assert.ok((await a.caret()).includes('调解|'), await a.caret());
    assert.ok((await b.caret()).includes('协议|'), await b.caret());
  });

  test('Enter within a composition submits nothing, inserts no line, and no key of it reaches the page', async () => {
    const [a, b] = await meet('甲方', '甲', '乙');
    await a.caretAt(2);
    await a.compose('ok');
    await a.enterWithin('ok');
    await allHave('甲方ok', a, b);
    assert.is(await a.submitted(), 0);
    assert.equal(
      (await a.keys()).filter((key) => /Enter|Process/.test(key)),
      [],
    );
    // Outside a composition Enter is a line, and still a key that a page may hear of.
    await a.page.keyboard.press('Enter');
    await allHave('甲方ok\n', a, b);
    assert.ok((await a.keys()).includes('Enter'));
  });

  test('a chosen word is told although the next composition opens at once, and none of its letters with it', async () => {
    const [a, b] = await meet('', '甲', '乙');
    await a.caretAt(0);
    await a.compose("ni'hao");
    await a.choose('你好');
    await a.compose('s');
    await a.compose('shi');
    await until(async () => (await b.shown()) !== '');
    assert.is(await b.shown(), '你好');
    // What was chosen is text like any other: the next composition does not keep it from being deleted.
    await b.edit('', '说：', 1);
    assert.is(await a.shown(), '你好shi');
    await a.choose('世界');
    await allHave('说：好世界', a, b);
    assert.equal(await a.edits(), [[{ insert: '你好' }], [{ retain: 3 }, { insert: '世界' }]]);
  });

  test('a cancelled composition leaves the text as others made it', async () => {
    const [a, b] = await meet('甲方乙方', '甲', '乙');
    await a.caretAt(2);
    await a.compose('ni');
    await b.edit('', '记：');
    await b.edit('甲方', '', 1);
    await a.compose('');
    await allHave('记：甲方方', a, b);
    assert.equal(await a.edits(), []);
    assert.is(await a.caret(), '记：甲方|方');
  });

  test('a composition over a selection replaces it, and others may write into it', async () => {
    const [a, b] = await meet('甲方乙方', '甲', '乙');
    await a.caretAt(1);
    await a.page.keyboard.press('Shift+ArrowRight');
    await a.page.keyboard.press('Shift+ArrowRight');
    await a.compose('ni');
    await b.edit('甲方', '和');
    await a.choose('你');
    await until(async () => (await a.value()).includes('你'));
    const text = await a.value();
    assert.ok(['甲你和方', '甲和你方'].includes(text), text);
    await allHave(text, a, b);
  });

  test('another caret at the very place does not disturb a composition, and stays with its neighbours', async () => {
    const [a, b] = await meet('甲方乙方', '王调解员', '李警官');
    await b.caretAt(2);
    await a.caretAt(2);
    await a.page.locator('.caret').waitFor();
    assert.is(await a.page.locator('.caret').count(), 1);
    await a.compose('ni');
    await b.page.keyboard.press('ArrowRight');
    await b.page.keyboard.press('ArrowRight');
    await a.compose("ni'hao");
    await a.choose('你好');
    await allHave('甲方你好乙方', a, b);
    assert.equal(await a.events(), ['compositionstart ', 'compositionend 你好']);
    assert.is(await b.caret(), '甲方你好乙方|');
    assert.equal(await a.page.locator('.caret').allTextContents(), ['李警官']);
    const places = async () => ({
      end: await a.page.locator(parts.line).evaluate((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        return range.getBoundingClientRect().right;
      }),
      x: (await a.page.locator('.caret').boundingBox())?.x ?? Number.NaN,
    });
    const isBehind = ({ end, x }: { end: number; x: number }) => Math.abs(x - end) < 3;
    await until(async () => isBehind(await places()));
    const { end, x } = await places();
    assert.ok(isBehind({ end, x }), `the caret at ${x}, the end of the text at ${end}`);
  });

  test('a composition keeps its word when focus leaves, when the element moves, and when it rests', async () => {
    const [a, b] = await meet('甲方', '甲', '乙');
    await a.caretAt(2);
    await a.compose('ni');
    await b.edit('', '记：');
    await a.page.locator('#after').click();
    await allHave('记：甲方ni', a, b);
    await a.caretAt(6);
    await a.compose('hao');
    await b.edit('', '又');
    await a.page.evaluate(async () => {
      const { element } = window.desk;
      document.querySelector('form')?.prepend(element);
      await element.updateComplete;
    });
    await allHave('又记：甲方nihao', a, b);
  });

  test('a composition left open is told as it stands, and is whole even where others deleted it then', async () => {
    const [a, b] = await meet('甲方乙方', '甲', '乙');
    await a.caretAt(2);
    await a.compose('你hao');
    await pause(5_400);
    await until(async () => (await b.shown()) === '甲方你hao乙方');
    assert.is(await b.shown(), '甲方你hao乙方', 'told after its rest');
    await b.edit('甲', '', 4);
    assert.is(await b.shown(), '甲o乙方');
    assert.is(await a.shown(), '甲方你hao乙方', 'not taken from under the composition');
    await a.choose('你好');
    await allHave('甲你好乙方', a, b);
    assert.equal(await a.events(), ['compositionstart ', 'compositionend 你好']);
  });

  test('what two people type by turns, with and without an input method, ends equal', async () => {
    const [a, b] = await meet('', '甲', '乙');
    await a.caretAt(0);
    await b.caretAt(0);
    const words = ['调解', '协议', '院墙', '邻里', '赔偿', '道歉'];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let turn = 0; turn < 60; turn++) {
      const person = random(2) === 0 ? a : b;
      const word = words[random(words.length)] ?? '';
      const act = random(8);
      if (act < 4) {
        await person.compose('x');
        await person.compose('xy');
        if (random(2) === 0) await (person === a ? b : a).page.keyboard.press('Backspace');
        await person.choose(word);
      } else if (act === 4) await person.page.keyboard.insertText('𠮷');
      else if (act === 5) await person.page.keyboard.press('Enter');
      else if (act === 6) await person.page.keyboard.press('Backspace');
      else await person.page.keyboard.press('ArrowLeft');
    }
    // The last of both were keys or choices, which have passed when both are at rest and equal.
    await pause(SETTLED_MS);
    await until(async () => new Set(await Promise.all([a, b].flatMap((each) => [each.value(), each.shown()]))).size === 1);
    const text = await a.value();
    assert.ok(text.length > 20, `only ${text.length} characters`);
    assert.not.match(text, /\p{Surrogate}/u);
    await allHave(text, a, b);
  });

  test('Tab enters and leaves the field and changes nothing', async () => {
    const [a] = await meet('甲方', '甲');
    await a.page.locator('#before').focus();
    await a.page.keyboard.press('Tab');
    assert.is(await a.page.evaluate(() => document.activeElement?.localName), parts.tag);
    // Above a structured text stands a row of buttons, which is one stop of its own.
    for (let stop = kind === 'rich' ? 0 : 1; stop < 2; stop++) await a.page.keyboard.press('Tab');
    assert.is(await a.page.evaluate(() => document.activeElement?.id), 'after');
    for (let stop = kind === 'rich' ? 0 : 1; stop < 3; stop++) await a.page.keyboard.press('Shift+Tab');
    assert.is(await a.page.evaluate(() => document.activeElement?.id), 'before');
    await allHave('甲方', a);
  });

  test('one Backspace takes 𠮷 whole, everywhere', async () => {
    const [a, b] = await meet('甲𠮷乙', '甲', '乙');
    await a.caretAt(2);
    assert.is(await a.caret(), '甲𠮷|乙');
    await a.page.keyboard.press('Backspace');
    await allHave('甲乙', a, b);
  });

  if (kind === 'rich') {
    test('a numbered list begins anew behind a paragraph', async () => {
      const [a] = await meet('甲\n乙\n丙\n丁\n', '甲');
      await a.caretAt(0);
      for (const steps of [1, 2, 1]) {
        await a.page.keyboard.press('Control+Alt+7');
        for (let step = 0; step < steps; step++) await a.page.keyboard.press('ArrowDown');
      }
      assert.equal(await a.numbers(), ['1', '2', '1']);
    });

    test('lines that are left out on the screen are printed', async () => {
      const long = '甲方乙方，'.repeat(80);
      const [a] = await meet(Array.from({ length: 100 }, () => long).join('\n'), '甲');
      await pause(SETTLED_MS);
      assert.ok(await a.page.evaluate(() => window.desk.element.shadowRoot?.querySelector('.page.laid-out') !== null));
      const height = await a.page.locator(parts.content).evaluate((content) => content.scrollHeight);
      const pdf = await a.page.pdf({ format: 'A4', printBackground: true });
      // Left out, each of them would be a line high: a page or two in all.
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      assert.ok(pages > height / 2000 && pages > 6, `${pages} pages of ${height} px`);
    });
  }

  if (kind === 'text') {
    test('a long text is printed whole, without carets', async () => {
      const lines = Array.from({ length: 600 }, (_, index) => `第 ${index} 行`).join('\n');
      const [a, b] = await meet(lines, '甲', '乙');
      await b.caretAt(2);
      await a.page.locator('.caret').waitFor();
      assert.ok((await a.page.locator(parts.line).count()) < 600, 'the text must be longer than what is drawn');
      await a.page.evaluate(() => {
        // After the element's own listener, which was there before.
        window.addEventListener('beforeprint', () => {
          window.desk.keys.push(window.desk.element.shadowRoot?.querySelector('.print')?.textContent ?? '');
        });
      });
      const pdf = await a.page.pdf({ format: 'A4' });
      assert.equal(await a.keys(), [lines]);
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      assert.ok(pages >= 12, `${pages} pages`);
      await until(async () => (await a.page.locator('.print').textContent()) === '');
      assert.is(await a.page.locator('.print').textContent(), '', 'the copy is gone again');
      await a.page.emulateMedia({ media: 'print' });
      assert.is(await a.page.locator(parts.content).isVisible(), true);
      assert.is(await a.page.locator('.caret').first().isVisible(), false);
      await a.page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
      assert.is(await a.page.locator(parts.content).isVisible(), false);
      assert.is(await a.page.locator('.print').isVisible(), true);
    });
  }

  return test;
}
