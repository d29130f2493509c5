import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boxOf, Desk, Example, Faults, launch, removeTemporary, until } from './support.js';

const test = suite('the head of the page on a telephone');

test.after(() => removeTemporary());

test("at 390 px the centre's name stands beside the brand, and the row of pages shows the one that is open", async () => {
  const [example, browser] = [await Example.start(), await launch()];
  try {
    const faults = new Faults();
    const { page } = await Desk.open(browser, example, 'zhou', { viewport: { width: 390, height: 844 }, faults });
    const links = page.locator('onedoor-pages a');
    await links.first().waitFor();
    const shown = (selector: string) => boxOf(page.locator(selector));
    const [brand, name, search] = [await shown('.brand > a'), await shown('.brand > .quiet'), await shown('.brand onedoor-search')];
    assert.ok(Math.abs(name.y + name.height / 2 - (brand.y + brand.height / 2)) < brand.height / 2, 'beside the brand');
    assert.ok(name.y + name.height <= search.y, 'above the search');

    const isInSight = async (index: number) => {
      const box = await links.nth(index).boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 390;
    };
    const last = (await links.count()) - 1;
    assert.not(await isInSight(last), 'there are more pages than fit');
    await page.goto(`${example.url}/${await links.nth(last).getAttribute('href')}`);
    await until('the last page is in sight', () => isInSight(last));
    await page.reload();
    await until('the last page is in sight after a reload', () => isInSight(last));
    await links.first().evaluate((link: HTMLElement) => link.click());
    await until('the first page is in sight again', () => isInSight(0));
    assert.equal(faults.own, []);
  } finally {
    await browser.close();
    await example.stop();
  }
});

test.run();
