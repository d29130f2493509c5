import type { Locator, Page } from 'playwright-core';
import { boxOf, hasFocus, until } from './support.js';

/** How a person works a page: the same day's work is done by each kind of hands. */
export interface Hands {
  readonly name: string;
  press(target: Locator): Promise<void>;
  /** Puts text at the end of a field. */
  write(target: Locator, text: string): Promise<void>;
  choose(select: Locator, label: string): Promise<void>;
  tab(page: Page, id: string): Promise<void>;
  /** Brings a card of the board to the stage whose column has this place, from 0; answers a form for the reason with it. */
  move(page: Page, title: string, to: { readonly place: number; readonly label: string }, reason: string): Promise<void>;
}

const cardOf = (page: Page, title: string): Locator => page.locator('onedoor-board [part~=card]', { hasText: title });

/** The form for the reason stands in a dialog; where the method asks for none there is none. */
async function giveReason(page: Page, hands: Pick<Hands, 'press' | 'write'>, reason: string): Promise<void> {
  const dialog = page.locator('onedoor-board').getByRole('dialog');
  await dialog.waitFor();
  await hands.write(dialog.getByRole('textbox'), reason);
  await hands.press(dialog.getByRole('button', { name: '移到这一阶段' }));
  await dialog.waitFor({ state: 'hidden' });
}

export const mouse: Hands = {
  name: 'mouse',
  press: (target) => target.click(),
  async write(target, text) {
    await target.click();
    await target.press('Control+End');
    await target.page().keyboard.type(text);
  },
  choose: async (select, label) => void (await select.selectOption({ label })),
  tab: (page, id) => page.locator(`onedoor-case [role=tab]#tab-${id}`).click(),
  async move(page, title, { place }, reason) {
    const from = await boxOf(cardOf(page, title).locator('.matter, a.title').first());
    const to = await boxOf(page.locator('onedoor-board [part~=column]').nth(place));
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + from.width / 2 + 12, from.y + from.height / 2 + 12, { steps: 3 });
    await page.mouse.move(to.x + to.width / 2, to.y + Math.min(to.height / 2, 200), { steps: 12 });
    await page.mouse.up();
    await giveReason(page, mouse, reason);
  },
};

/** Keys alone: what Tab does not reach is a failure. */
export const keyboard: Hands = {
  name: 'keyboard',
  async press(target) {
    await reach(target);
    await target.page().keyboard.press('Enter');
  },
  async write(target, text) {
    await reach(target);
    await target.page().keyboard.press('Control+End');
    await target.page().keyboard.type(text);
  },
  async choose(select, label) {
    await reach(select);
    const [at, now] = await until(`the choice "${label}"`, async () => {
      const { labels, chosen } = await select.evaluate((element) =>
        element instanceof HTMLSelectElement
          ? { labels: [...element.options].map((each) => each.label.trim()), chosen: element.selectedIndex }
          : { labels: [], chosen: 0 },
      );
      if (!labels.includes(label)) throw new Error(labels.join(', '));
      return [labels.indexOf(label), chosen] as const;
    });
    for (let step = now; step < at; step++) await select.page().keyboard.press('ArrowDown');
    for (let step = now; step > at; step--) await select.page().keyboard.press('ArrowUp');
  },
  async tab(page, id) {
    const wanted = page.locator(`onedoor-case [role=tab]#tab-${id}`);
    const selected = page.locator('onedoor-case [role=tab][aria-selected=true]');
    await reach(selected);
    for (let step = 0; step < 30; step++) {
      if ((await wanted.getAttribute('aria-selected')) === 'true') return;
      const before = await selected.getAttribute('id');
      await page.keyboard.press('ArrowRight');
      await until('the next tab', async () => (await selected.getAttribute('id')) !== before);
    }
    throw new Error(`arrow keys do not reach the tab ${id}`);
  },
  async move(page, title, { place }, reason) {
    const link = cardOf(page, title).locator('a.title');
    await walkToCard(page, link);
    await page.keyboard.press('Space');
    const columns = await page.locator('onedoor-board [part~=column]').count();
    const held = await cardOf(page, title).evaluate((card) => {
      const column = card.closest('[part~=column]');
      return column?.parentElement === null || column === null
        ? -1
        : [...(column.parentElement?.querySelectorAll('[part~=column]') ?? [])].indexOf(column);
    });
    if (held < 0 || place >= columns) throw new Error(`the card is in column ${held} of ${columns}`);
    for (let step = held; step < place; step++) await page.keyboard.press('ArrowRight');
    for (let step = held; step > place; step--) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await giveReason(page, keyboard, reason);
  },
};

/** One hand at a phone: taps alone, what the menu offers instead of dragging. */
export const touch: Hands = {
  name: 'touch',
  press: (target) => target.tap(),
  async write(target, text) {
    await target.tap();
    await target.press('Control+End');
    await target.page().keyboard.type(text);
  },
  choose: async (select, label) => void (await select.selectOption({ label })),
  async tab(page, id) {
    const tab = page.locator(`onedoor-case [role=tab]#tab-${id}`);
    await tab.scrollIntoViewIfNeeded();
    await tab.tap();
  },
  async move(page, title, { label }, reason) {
    await cardOf(page, title).locator('button.more').tap();
    await page.locator('onedoor-board [role=menuitem]', { hasText: label }).tap();
    await giveReason(page, touch, reason);
  },
};

/** Goes on with Tab until the target has the focus. */
async function reach(target: Locator): Promise<void> {
  await target.waitFor();
  const page = target.page();
  for (let step = 0; step < 300; step++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(target)}`);
}

/** The board is one stop of Tab; inside it arrows go from card to card. */
async function walkToCard(page: Page, link: Locator): Promise<void> {
  await reach(page.locator('onedoor-board a.title[tabindex="0"]').first());
  await until('arrow keys to reach the card', async () => {
    if (await hasFocus(link)) return true;
    await page.keyboard.press('ArrowDown');
    if (await hasFocus(link)) return true;
    await page.keyboard.press('ArrowRight');
    return hasFocus(link);
  });
}
