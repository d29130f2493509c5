import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Desk, Example, Faults, launch, MUJIANGGOU, newContext, PEOPLE, removeTemporary, shoot, until, untilEqual } from './support.js';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Each screen at desk and phone width, in both languages, light and dark: pictures, overflow, accessibility, faults. */
const test = suite('screens');
const faults = new Faults();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WORDS = {
  zh: { offline: '离线工作', offlineState: '离线', conflict: '冲突', back: /返回案件列表/ },
  en: { offline: 'Work offline', offlineState: 'Offline', conflict: 'Conflict', back: /Back to the cases/ },
} as const;
/** Set, the picture of the README is made anew. */
const DOCS = process.env.ONEDOOR_DOCS;
let example: Example;
let browser: Browser;
let conflicted: string;

test.before(async () => {
  [example, browser] = await Promise.all([Example.start(), launch()]);
  const open = (await example.rows('sun')).find((row) => {
    const { stage, members, title } = row.summary.case ?? {};
    return (
      title !== MUJIANGGOU && stage === 'graded' && typeof members === 'object' && members !== null && Object.keys(members).length >= 2
    );
  });
  const title = open?.summary.case?.title;
  if (typeof title !== 'string') throw new Error('the seed has no case in its second stage with two people');
  conflicted = title;
  const base = (await example.room('sun', title, 'case')).acts.at(-1)?.seq ?? 0;
  await example.act('sun', title, { command: 'case.move', args: { to: 'joint', reason: '请司法所一起谈。' } }, base);
  await example.act('sun', title, { command: 'case.move', args: { to: 'leader', reason: '请领导直接主持。' } }, base);
});

test.after(async () => {
  await browser?.close();
  await example?.stop();
  removeTemporary();
});

async function check(page: Page, name: string): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await shoot(page, name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const results = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return [
    ...(overflow > 0 ? [`${name}: ${overflow} px wider than the screen`] : []),
    ...results.violations
      .filter((found) => found.impact === 'serious' || found.impact === 'critical')
      .map(
        (found) =>
          `${name}: ${found.id} (${found.impact}): ${found.nodes
            .slice(0, 3)
            .map((node) => `${node.target.flat().join(' ')} ${node.any[0]?.message ?? ''}`)
            .join(' | ')}`,
      ),
  ];
}

for (const width of [1440, 390]) {
  for (const language of ['zh', 'en'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${width} px, ${language}, ${colorScheme}`, async () => {
        const at = `${width}-${language}-${colorScheme}`;
        const words = WORDS[language];
        const found: string[] = [];
        const context = await newContext(browser, {
          viewport: { width, height: width === 390 ? 844 : 900 },
          colorScheme,
          hasTouch: width === 390,
          storageState: {
            cookies: [],
            origins: [{ origin: example.url, localStorage: [{ name: 'onedoor.centre.locale', value: language }] }],
          },
        });
        await context.addInitScript({ content: AXE });
        const page = await context.newPage();
        faults.watch(page, at);
        await page.goto(example.url);
        await page.getByRole('button', { name: PEOPLE.sun.name }).waitFor();
        found.push(...(await check(page, `sign-in-${at}`)));
        const desk = new Desk(page, 'sun');
        await desk.signIn();
        await desk.page.locator('onedoor-board a.title').first().waitFor();
        found.push(...(await check(page, `list-${at}`)));
        await desk.openCase(MUJIANGGOU);
        await desk.page.locator('onedoor-facts onedoor-text .cm-line').first().waitFor();
        found.push(...(await check(page, `case-${at}`)));
        await page.getByRole('switch', { name: words.offline }).check();
        await untilEqual('offline', words.offlineState, () => desk.connection());
        found.push(...(await check(page, `offline-${at}`)));
        await page.getByRole('switch', { name: words.offline }).uncheck();
        await page.getByRole('link', { name: words.back }).click();
        await desk.openCase(conflicted);
        if (width === 390) await page.locator('#tab-handling').click();
        await desk.timeline.locator('.conflict').first().waitFor();
        found.push(...(await check(page, `conflict-${at}`)));
        await context.close();
        assert.equal(found, []);
      });
    }
  }
}

if (DOCS !== undefined) {
  test('the picture of the README', async () => {
    const options = { viewport: { width: 1440, height: 900 } };
    const [sun, zhao] = [await Desk.open(browser, example, 'sun', options), await Desk.open(browser, example, 'zhao', options)];
    await Promise.all([sun.openCase(MUJIANGGOU), zhao.openCase(MUJIANGGOU)]);
    await Promise.all([sun.openFacts(), zhao.openFacts()]);
    await untilEqual('both are here', 2, async () => (await sun.present()).length);
    await zhao.typeAtEnd(zhao.facts, '11 月回访由各户自己评价。');
    await until('the whole sentence is drawn', async () => (await sun.shownIn(sun.facts)).endsWith('由各户自己评价。'));
    await sun.page.locator('.caret-flag', { hasText: PEOPLE.zhao.name }).waitFor({ state: 'attached' });
    await sun.page.screenshot({ path: fileURLToPath(new URL('../../docs/images/case.png', import.meta.url)) });
  });
}

test('no page reported a fault', () => {
  assert.equal(faults.all, []);
});

test.run();
