/**
 * How the HTML that Word, WPS and browsers put on the clipboard is read, whatever is made of it: what is left out, what
 * begins a line, which cells a table has. It is read as a document without a page: nothing in it runs and nothing is fetched.
 */

/** Whether a clipboard's HTML says more than its plain text: lists, tables, or a document of Word or WPS. */
export const HAS_STRUCTURE = /<(?:table|li)[\s>]|mso-list|class="?(?:Mso|wps)/i;
const DROPPED = new Set(
  'HEAD,STYLE,SCRIPT,TITLE,META,LINK,XML,NOSCRIPT,TEMPLATE,IFRAME,OBJECT,EMBED,APPLET,IMG,PICTURE,SVG,MATH,CANVAS,VIDEO,AUDIO,FORM,INPUT,BUTTON,SELECT,TEXTAREA'.split(
    ',',
  ),
);
const BLOCKS = new Set('P,DIV,SECTION,ARTICLE,HEADER,FOOTER,H1,H2,H3,H4,H5,H6,BLOCKQUOTE,PRE,DL,DT,DD,UL,OL,LI,HR'.split(','));

/** Left out with all that is in it. Word's own elements, `o:p` and the like, hold nothing but spaces; `st1:` holds words. */
export function isDropped(node: Element): boolean {
  const tag = node.tagName.toUpperCase();
  return DROPPED.has(tag) || tag.startsWith('V:') || tag.startsWith('W:') || isHidden(node);
}

/** Whether it begins a line. */
export const isBlock = (node: Element): boolean => BLOCKS.has(node.tagName.toUpperCase());

export const styleOf = (node: Element): string => (node.getAttribute('style') ?? '').toLowerCase().replaceAll(/\s+/g, '');
export const isHidden = (node: Element): boolean => /display:none|visibility:hidden|mso-hide:all/.test(styleOf(node));
/** The number that Word and WPS write before an item, with spaces that only fill up to the tab. */
export const isListMark = (node: Element): boolean => /mso-list:ignore/.test(styleOf(node));
export const hasOwnMark = (node: Element): boolean =>
  [...node.querySelectorAll('[style]')].some((each) => isListMark(each) && each.closest('li') === node);

export function ancestors(node: Element, selector: string): number {
  let count = 0;
  for (let up = node.parentElement?.closest(selector); up; up = up.parentElement?.closest(selector)) count++;
  return count;
}

const MOST_SPAN = 50;
const spanOf = (cell: Element, name: string): number => Math.min(MOST_SPAN, Math.max(1, Number(cell.getAttribute(name)) || 1));

/**
 * Cells of a table by rows. One over several columns is followed by empty ones, one over several rows by an empty one below:
 * these are undefined.
 */
export function cellsOf(table: Element): (Element | undefined)[][] {
  const below = new Map<number, number>();
  const rows: (Element | undefined)[][] = [];
  for (const row of table.querySelectorAll('tr')) {
    if (row.closest('table') !== table || isHidden(row)) continue;
    const cells: (Element | undefined)[] = [];
    const skip = () => {
      for (let left = below.get(cells.length) ?? 0; left > 0; left = below.get(cells.length) ?? 0) {
        below.set(cells.length, left - 1);
        cells.push(undefined);
      }
    };
    for (const cell of row.children) {
      if (!/^T[DH]$/i.test(cell.tagName) || isHidden(cell)) continue;
      skip();
      const [across, down] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')];
      const at = cells.length;
      cells.push(cell);
      for (let column = at; column < at + across; column++) {
        if (column > at) cells.push(undefined);
        if (down > 1) below.set(column, down - 1);
      }
    }
    skip();
    if (cells.length > 0) rows.push(cells);
  }
  return rows;
}
