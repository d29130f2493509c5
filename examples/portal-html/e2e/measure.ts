import type { Page } from 'playwright-core';

/** What an element computes to: every property, by the element's place in the page. */
export type Styles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Computed styles of all elements inside the shadow roots of our tags. The desk is given a size of its own first: what is
 * measured then depends on nothing around it.
 */
export async function stylesInside(page: Page): Promise<Styles> {
  // What is still being fetched is drawn later.
  await page.waitForLoadState('networkidle');
  return page.evaluate(async () => {
    const desk = document.querySelector<HTMLElement>('onedoor-desk');
    if (desk === null) throw new Error('no desk');
    desk.style.width = '900px';
    desk.style.setProperty('--od-board-height', '3000px');
    // What is drawn follows the size: until nothing more comes.
    const count = (root: ParentNode): number =>
      [...root.querySelectorAll('*')].reduce((sum, each) => sum + 1 + (each.shadowRoot === null ? 0 : count(each.shadowRoot)), 0);
    for (let seen = -1, still = 0; still < 4; still = seen === count(desk) ? still + 1 : 0) {
      seen = count(desk);
      await new Promise((done) => setTimeout(done, 500));
    }
    // Chromium keeps the width that a select had with earlier options: laid out anew, it has that of its present ones.
    desk.style.display = 'none';
    desk.getBoundingClientRect();
    desk.style.display = '';
    await new Promise((done) => setTimeout(done, 500));
    const found: Record<string, Record<string, string>> = {};
    const walk = (root: ParentNode, path: string, inside: boolean) => {
      for (const [at, element] of [...root.children].entries()) {
        const place = `${path}/${element.localName}[${at}]`;
        // The desk's own slot draws nothing: it hands on what the portal gives to its own content in there.
        const handsOn = element.localName === 'slot' && root === desk.shadowRoot;
        if (inside && element.localName !== 'style' && !handsOn) {
          for (const pseudo of ['', '::before', '::after']) {
            const style = getComputedStyle(element, pseudo === '' ? null : pseudo);
            if (pseudo !== '' && style.content === 'none') continue;
            // What is fixed to the window and has no place of its own stands where the page has put it.
            const names = [...style].filter((name) => style.position !== 'fixed' || !/^(inset-|top$|left$|right$|bottom$)/.test(name));
            found[place + pseudo] = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
          }
        }
        walk(element, place, inside);
        if (element.shadowRoot !== null) walk(element.shadowRoot, `${place}#`, true);
      }
    };
    walk(desk.parentElement ?? document.body, '', false);
    return found;
  });
}

/** Computed styles of the portal's own elements; those around the desk without what follows from its height. */
export async function stylesOutside(page: Page): Promise<Styles> {
  return page.evaluate(() => {
    const found: Record<string, Record<string, string>> = {};
    const desk = document.querySelector('onedoor-desk');
    for (const [at, element] of [...document.querySelectorAll('body, body *')].entries()) {
      if (element.localName.startsWith('onedoor-')) continue;
      const style = getComputedStyle(element);
      const names = [...style].filter(
        (name) => !element.contains(desk) || !/^(height|block-size|perspective-origin|transform-origin)$/.test(name),
      );
      found[`${element.localName}[${at}]`] = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
    }
    return found;
  });
}

/** In what two measurements differ, in words. */
export function differences(one: Styles, other: Styles): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((place) => {
    const [a, b] = [one[place], other[place]];
    if (a === undefined || b === undefined) return [`${place} is on one page only`];
    return Object.keys({ ...a, ...b })
      .filter((name) => a[name] !== b[name])
      .map((name) => `${place} ${name}: ${a[name]} | ${b[name]}`);
  });
}
