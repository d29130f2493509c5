import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { GALLERY, type Picture, pictureOf, writeGallery } from './gallery.js';
import { wordsOfOneLanguage } from './screen-words.js';
import {
  Desk,
  Example,
  Faults,
  launch,
  MUJIANGGOU,
  newContext,
  PEOPLE,
  type PersonKey,
  removeTemporary,
  until,
  untilEqual,
} from './support.js';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/**
 * Every screen at desk and phone width, in both languages, light and dark: pictures in a gallery, overflow, the other
 * language's words, accessibility, faults. The main ones also at 200 % zoom and in forced colours.
 */
const faults = new Faults();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WORDS = {
  zh: {
    offline: '离线工作',
    offlineState: '离线',
    back: /返回案件列表/,
    newCase: '新案件',
    table: '表格',
    cards: '卡片',
    cancel: '取消',
    compare: '比较两个时刻',
  },
  en: {
    offline: 'Work offline',
    offlineState: 'Offline',
    back: /Back to the cases/,
    newCase: 'New case',
    table: 'Table',
    cards: 'Cards',
    cancel: 'Cancel',
    compare: 'Compare two moments',
  },
} as const;
const ONE_LANGUAGE = wordsOfOneLanguage();
/** Set, the pictures of the README are made anew. */
const DOCS = process.env.ONEDOOR_DOCS;
/** A screen of 1440 × 900 at 200 % has 720 × 450 pixels of CSS. */
const HEIGHTS: Readonly<Record<number, number>> = { 390: 844, 720: 450 };
const pictures: Picture[] = [];
let example: Example;
let browsers: Readonly<Record<'zh' | 'en', Browser>>;
let conflicted: string;
/** What people wrote into the case: words of a dictionary may stand in it by chance. */
let written = '';

type Theme = 'light' | 'dark' | 'forced';

interface Setting {
  readonly width: number;
  readonly language: 'zh' | 'en';
  /** The first is that of the page as it is walked. `forced`: the system's own few colours, as in Windows' contrast themes. */
  readonly themes: readonly [Theme, ...Theme[]];
}

/** Of a page that has been looked at already in other colours, what can still be wrong. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Looks at one screen in each of its themes, and keeps the pictures. */
async function check(page: Page, screen: string, { width, language, themes }: Setting): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const found: string[] = [];
  for (const [at, theme] of themes.entries()) {
    if (theme !== 'forced') await page.emulateMedia({ colorScheme: theme });
    const picture = pictureOf(screen, width, language, theme);
    await page.screenshot({ path: join(GALLERY, picture.file), type: 'jpeg', quality: 85, fullPage: true, animations: 'disabled' });
    pictures.push(picture);
    if (at === 0) found.push(...(await faultsOfLayout(page, picture.file, language)));
    const { violations } = await page.evaluate(
      (rules) => window.axe.run(document, { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) }),
      at === 0 ? undefined : OF_COLOURS,
    );
    found.push(...violations.flatMap((violation) => faultOf(picture.file, violation)));
  }
  if (themes.length > 1) await page.emulateMedia({ colorScheme: themes[0] === 'dark' ? 'dark' : 'light' });
  return found;
}

async function faultsOfLayout(page: Page, at: string, language: 'zh' | 'en'): Promise<string[]> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const foreign = language === 'zh' ? ONE_LANGUAGE.en : ONE_LANGUAGE.zh;
  const texts = await page.evaluate(shownTexts);
  return [
    ...(overflow > 0 ? [`${at}: ${overflow} px wider than the screen`] : []),
    ...texts.filter((text) => foreign.has(text) && !written.includes(text)).map((text) => `${at}: "${text}" is of the other language`),
    ...texts.filter((text) => text.includes('.') && ONE_LANGUAGE.keys.has(text)).map((text) => `${at}: "${text}" is a key, not a text`),
  ];
}

function faultOf(at: string, { id, impact, nodes }: axe.Result): string[] {
  if (impact !== 'serious' && impact !== 'critical') return [];
  const places = nodes.slice(0, 3).map((node) => `${node.target.flat().join(' ')} ${node.any[0]?.message ?? ''}`);
  return [`${at}: ${id} (${impact}): ${places.join(' | ')}`];
}

/** Texts of a page as they are laid out, through all shadow roots, what people typed left out. Runs in the page. */
function shownTexts(): string[] {
  const texts: string[] = [];
  const walk = (node: Node): void => {
    if (node instanceof Text) {
      const text = node.data.trim();
      if (text !== '') texts.push(text);
      return;
    }
    if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
    if (node instanceof HTMLElement && (node.lang !== '' ? !document.documentElement.lang.startsWith(node.lang.slice(0, 2)) : false))
      return;
    if (node instanceof Element && node.shadowRoot !== null) node.shadowRoot.childNodes.forEach(walk);
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return texts;
}

/** A person at a page of this setting. */
async function enter(person: PersonKey, { width, language, themes: [theme] }: Setting): Promise<Desk> {
  const context = await newContext(browsers[language], {
    viewport: { width, height: HEIGHTS[width] ?? 900 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    ...(theme === 'forced' ? { forcedColors: 'active' } : { colorScheme: theme }),
    hasTouch: width === 390,
    storageState: {
      cookies: [],
      origins: [{ origin: example.url, localStorage: [{ name: 'onedoor.centre.locale', value: language }] }],
    },
  });
  await context.addInitScript({ content: AXE });
  const page = await context.newPage();
  faults.watch(page, `${person}-${width}-${language}-${theme}`);
  await page.goto(example.url);
  await page.getByRole('button', { name: PEOPLE.sun.name }).waitFor();
  return new Desk(page, person);
}

async function signedIn(person: PersonKey, setting: Setting): Promise<Desk> {
  const desk = await enter(person, setting);
  await desk.signIn();
  return desk;
}

const idsOfTabs = (page: Page): Promise<string[]> =>
  page.locator('onedoor-case [role=tab]').evaluateAll((tabs) => tabs.map((tab) => tab.id.replace(/^tab-/, '')));

/** A tab by its address: at 390 px it may stand behind a menu. */
async function showTab(page: Page, id: string): Promise<void> {
  await page.evaluate((tab) => {
    const [, kind, caseId] = location.hash.split('/');
    location.hash = `#/${kind}/${caseId}/${tab}`;
  }, id);
  await page.locator(`onedoor-case [data-tab="${id}"]`).waitFor();
  await settled(page);
}

/** Until nothing is being read any more and the editors are there. */
async function settled(page: Page): Promise<void> {
  await until('the page to be at rest', async () => {
    const words = await page.evaluate(() => document.querySelector('centre-page')?.shadowRoot?.textContent ?? '');
    const [texts, editors] = await Promise.all([page.locator('onedoor-text').count(), page.locator('onedoor-text .cm-content').count()]);
    return !/正在读取|Loading/.test(words) && texts === editors;
  });
  await page.waitForTimeout(80);
}

async function closeDialog(dialog: Locator): Promise<void> {
  await dialog.page().keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

/** The suite of one width and of the cases or the centre's own pages: a file each, so that each stays within the time of one file. */
export function galleryAt(width: 1440 | 390, part: 'cases' | 'pages') {
  const test = suite(`gallery of ${part} at ${width} px`);
  const [ofCases, ofPages] = (['cases', 'pages'] as const).map((each) => (part === each ? test : () => undefined));
  if (ofCases === undefined || ofPages === undefined) throw new Error('a part has no suite');

  test.before(async () => {
    mkdirSync(GALLERY, { recursive: true });
    const [started, zh, en] = await Promise.all([Example.start(), launch('zh-CN'), launch('en-GB')]);
    example = started;
    browsers = { zh, en };
    const open = (await example.rows('sun')).find((row) => {
      const { stage, members, title } = row.summary.case ?? {};
      return (
        title !== MUJIANGGOU && stage === 'graded' && typeof members === 'object' && members !== null && Object.keys(members).length >= 2
      );
    });
    const title = open?.summary.case?.title;
    if (typeof title !== 'string') throw new Error('the seed has no case in its second stage with two people');
    conflicted = title;
    // Levels of the method are values in both languages, which the page of settings shows as they are.
    written = `${(await example.room('sun', MUJIANGGOU, 'joint')).everything}\n村（社区） Village village`;
    const base = (await example.room('sun', title, 'case')).acts.at(-1)?.seq ?? 0;
    await example.act('sun', title, { command: 'case.move', args: { to: 'joint', reason: '请司法所一起谈。' } }, base);
    await example.act('sun', title, { command: 'case.move', args: { to: 'leader', reason: '请领导直接主持。' } }, base);
  });

  test.after(async () => {
    await Promise.all(Object.values(browsers ?? {}).map((browser) => browser.close()));
    await example?.stop();
    writeGallery();
    removeTemporary();
  });

  for (const language of ['zh', 'en'] as const) {
    const setting: Setting = { width, language, themes: ['light', 'dark'] };
    ofCases(`${width} px, ${language}: sign-in, board, its dialogs, each tab of a case, a conflict, offline`, async () => {
      const words = WORDS[language];
      const found: string[] = [];
      const desk = await enter('sun', setting);
      const { page } = desk;
      const look = async (screen: string) => found.push(...(await check(page, screen, setting)));
      await look('01-sign-in');
      await desk.signIn();
      const board = page.locator('onedoor-board');
      await board.locator('a.title').first().waitFor();
      await look('02-board');
      await page.evaluate(() => (location.hash = '#/?view=table'));
      await board.locator('[part~=row]').first().waitFor();
      await look('03-board-table');
      await page.evaluate(() => (location.hash = '#/?view=cards'));
      await board.locator('a.title').first().waitFor();
      if (width === 390) {
        await board.getByRole('button', { name: /筛选|Filter/ }).click();
        await board.getByRole('dialog').waitFor();
        await look('04-board-filters');
        await closeDialog(board.getByRole('dialog'));
      }
      await board.locator('[part~=card] button').first().click();
      await board.getByRole('menu').waitFor();
      await look('05-board-card-menu');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await board.getByRole('dialog').waitFor();
      await look('07-board-keys');
      await page.keyboard.press('Escape');
      await board.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.evaluate((title) => (location.hash = `#/?words=${encodeURIComponent(title)}`), conflicted);
      await board.locator('button.mark.conflict').click();
      await board.locator('onedoor-conflicts form, onedoor-conflicts button').first().waitFor();
      await settled(page);
      await look('08-board-conflicts');
      await page.keyboard.press('Escape');
      await board.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.evaluate(() => (location.hash = '#/'));
      await page.getByRole('button', { name: words.newCase }).click();
      await page.locator('onedoor-case-form input').first().waitFor();
      await look('06-new-case');
      await page.locator('onedoor-case-form').getByRole('button', { name: words.cancel }).click();
      await desk.openCase(MUJIANGGOU);
      await page.locator('onedoor-facts onedoor-text .cm-line').first().waitFor();
      for (const [at, tab] of (await idsOfTabs(page)).entries()) {
        await showTab(page, tab);
        await look(`1${String(at).padStart(2, '0')}-case-${tab}`);
      }
      await showTab(page, 'timeline');
      await page.getByRole('button', { name: words.compare }).click();
      await page.locator('onedoor-compare-panel .result').waitFor();
      await look('22-compare');
      await closeDialog(page.locator('onedoor-compare-panel dialog'));
      await showTab(page, 'overview');
      for (const [at, panel] of ['.values', '.text'].entries()) {
        await page.locator('onedoor-facts onedoor-field-history button.open').nth(at).click();
        await page.locator(`onedoor-history-panel ${panel}`).waitFor();
        await look(at === 0 ? '23-history-field' : '24-history-text');
        await closeDialog(page.locator('onedoor-history-panel dialog'));
      }
      await page.getByRole('switch', { name: words.offline }).check();
      await untilEqual('offline', words.offlineState, () => desk.connection());
      await look('20-case-offline');
      await page.getByRole('switch', { name: words.offline }).uncheck();
      await page.getByRole('link', { name: words.back }).click();
      await desk.openCase(conflicted);
      if (width === 390) await showTab(page, 'handling');
      await page.locator('onedoor-conflicts').first().waitFor();
      await look('21-case-conflict');
      await page.locator('onedoor-safety button').first().click();
      const safety = page.locator('onedoor-safety').getByRole('dialog');
      for (const name of ['pin', 'again']) await safety.locator(`input[name=${name}]`).fill('红砂坝7249');
      await look('22-device-safety');
      await safety.locator('button.primary').click();
      await safety.getByText(/PIN 已设好|The PIN is set/).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('onedoor-sign-out button').first().click();
      await page.locator('onedoor-sign-out').getByRole('checkbox').check();
      await look('23-sign-out');
      await page.keyboard.press('Escape');
      // A server that does not answer.
      await page.route('**/api/device', () => undefined);
      await page.reload();
      await page.locator('onedoor-unlock input').waitFor();
      await look('24-locked');
      await page.context().close();
      assert.equal(found, []);
    });

    ofCases(`${width} px, ${language}: what each department sees and the mediator does not`, async () => {
      const found: string[] = [];
      for (const person of ['wang', 'zhao', 'li'] as const) {
        const desk = await signedIn(person, setting);
        const { page } = desk;
        await desk.openCase(MUJIANGGOU);
        for (const tab of (await idsOfTabs(page)).filter((id) => id.includes('-'))) {
          await showTab(page, tab);
          found.push(...(await check(page, `3-${person}-${tab}`, setting)));
        }
        await page.context().close();
      }
      assert.equal(found, []);
    });

    ofPages(`${width} px, ${language}: search, and each page of the centre that the leader has`, async () => {
      const found: string[] = [];
      const { page } = await signedIn('zhou', setting);
      const pages = page.locator('onedoor-pages a');
      await page.locator('onedoor-board a.title').first().waitFor();
      await pages.first().waitFor();
      const links = await pages.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      assert.ok(links.length >= 5, `${links.length} pages`);
      for (const href of links.slice(1)) {
        await page.evaluate((hash) => (location.hash = hash), href);
        await page.locator(`onedoor-plugin-page`).first().waitFor();
        await untilEqual('the page that is marked', href, async () => page.locator('onedoor-pages a[aria-current]').getAttribute('href'));
        await settled(page);
        found.push(...(await check(page, `4-page-${href.split('/').slice(1).join('-')}`, setting)));
      }
      await page.keyboard.press('Control+K');
      await page.locator('onedoor-search input').fill('mjg');
      await page.locator('onedoor-search [role=option]').first().waitFor();
      found.push(...(await check(page, '5-search', setting)));
      await page.context().close();
      assert.equal(found, []);
    });
  }

  if (width === 1440) {
    for (const setting of [
      { width: 720, language: 'zh', themes: ['light'] },
      { width: 720, language: 'en', themes: ['light'] },
      { width: 1440, language: 'zh', themes: ['forced'] },
    ] satisfies readonly Setting[]) {
      ofCases(
        `${setting.width} px, ${setting.language}, ${setting.themes[0]}: the board as cards and table, a conflict, and a case`,
        async () => {
          const found: string[] = [];
          const desk = await enter('sun', setting);
          const { page } = desk;
          const look = async (screen: string) => found.push(...(await check(page, screen, setting)));
          await desk.signIn();
          const board = page.locator('onedoor-board');
          await board.locator('a.title').first().waitFor();
          await look('02-board');
          await page.evaluate(() => (location.hash = '#/?view=table'));
          await board.locator('[part~=row]').first().waitFor();
          await look('03-board-table');
          await page.evaluate((title) => (location.hash = `#/?words=${encodeURIComponent(title)}&view=cards`), conflicted);
          await board.locator('button.mark.conflict').click();
          await board.locator('onedoor-conflicts form, onedoor-conflicts button').first().waitFor();
          await look('08-board-conflicts');
          await page.keyboard.press('Escape');
          await page.evaluate(() => (location.hash = '#/'));
          await desk.openCase(MUJIANGGOU);
          for (const tab of ['overview', 'parties', 'timeline']) {
            await showTab(page, tab);
            await look(`10-case-${tab}`);
          }
          await page.context().close();
          assert.equal(found, []);
        },
      );
    }
  }

  if (DOCS !== undefined && width === 1440) {
    ofCases('the pictures of the README', async () => {
      const image = (name: string) => fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url));
      const options = { viewport: { width: 1440, height: 900 } };
      const [sun, zhao] = [await Desk.open(browsers.zh, example, 'sun', options), await Desk.open(browsers.zh, example, 'zhao', options)];
      await sun.page.locator('onedoor-board a.title').first().waitFor();
      await sun.page.screenshot({ path: image('board') });
      await Promise.all([sun.openCase(MUJIANGGOU), zhao.openCase(MUJIANGGOU)]);
      await Promise.all([sun.openFacts(), zhao.openFacts()]);
      await untilEqual('both are here', 2, async () => (await sun.present()).length);
      await zhao.typeAtEnd(zhao.facts, '11 月回访由各户自己评价。');
      await until('the whole sentence is drawn', async () => (await sun.shownIn(sun.facts)).endsWith('由各户自己评价。'));
      await sun.page.locator('.caret-flag', { hasText: PEOPLE.zhao.name }).waitFor({ state: 'attached' });
      await sun.page.screenshot({ path: image('case') });
      const phone = await Desk.open(browsers.zh, example, 'li', { viewport: { width: 390, height: 844 }, hasTouch: true });
      await phone.page.locator('onedoor-board a.title').first().waitFor();
      await phone.page.screenshot({ path: image('phone') });
    });
  }

  test('no page reported a fault, and the gallery holds every screen in each of its four ways at this width', () => {
    assert.equal(faults.all, []);
    const ways = new Map<string, number>();
    for (const { screen } of pictures.filter((each) => each.width === width && each.theme !== 'forced'))
      ways.set(screen, (ways.get(screen) ?? 0) + 1);
    assert.ok(ways.size >= (part === 'cases' ? 15 : 6), `${ways.size} screens`);
    const lacking = [...ways].filter(([, count]) => count !== 4);
    assert.equal(lacking, []);
  });
  return test;
}
