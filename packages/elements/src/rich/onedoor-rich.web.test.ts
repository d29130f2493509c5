import { type RichField, richContents, richLines, type TextCaret, type TextDelta, textOfContents } from '@onedoor/core';
import { sendKeys } from '@web/test-runner-commands';
import axe from 'axe-core';
import * as Y from 'yjs';
import { Lazy } from '../internal/lazy.js';
import { OnedoorRich } from './onedoor-rich.js';

/** One person's replica of a structured text on a real Y.Doc, with the handle that the element gets. */
class Replica implements RichField {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText('text');
  readonly label = '调解笔录';
  writable = true;
  reason = '';
  readonly edits: TextDelta[] = [];
  shownCarets: readonly TextCaret[] = [];
  readonly #listeners = new Set<(delta: TextDelta) => void>();
  readonly #caretListeners = new Set<() => void>();
  readonly #undo = new Y.UndoManager(this.text, { trackedOrigins: new Set([this]), captureTimeout: 0 });

  constructor(contents: TextDelta = []) {
    this.text.applyDelta([...contents]);
    this.text.observe((event, { origin }) => {
      if (origin !== this) for (const listener of this.#listeners) listener(event.delta as TextDelta);
    });
  }

  contents = (): TextDelta => this.text.toDelta();
  value = (): string => textOfContents(this.contents());
  edit = (delta: TextDelta): void => {
    this.edits.push(delta);
    this.doc.transact(() => this.text.applyDelta([...delta]), this);
  };
  watch = (listener: (delta: TextDelta) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  setCaret = (): void => {};
  carets = (): readonly TextCaret[] => this.shownCarets;
  watchCarets = (listener: () => void) => {
    this.#caretListeners.add(listener);
    return () => this.#caretListeners.delete(listener);
  };
  undo = (): void => void this.#undo.undo();
  redo = (): void => void this.#undo.redo();

  /** A change of somebody else. */
  others(delta: TextDelta): void {
    this.doc.transact(() => this.text.applyDelta([...delta]), 'wire');
  }

  showCarets(carets: readonly TextCaret[]): void {
    this.shownCarets = carets;
    for (const listener of this.#caretListeners) listener();
  }
}

const words = (text: string, block?: string) => ({ ...(block === undefined ? {} : { block }), depth: 0, runs: [{ text, marks: [] }] });

/** Kind and words of each line as it is stored, bold ones between stars. */
const stored = (field: Replica): string[] =>
  richLines(field.contents()).map(
    ({ block = 'p', depth, runs }) =>
      `${block.replace(/^row:.*/, 'cell')}${depth > 0 ? depth : ''} ${runs.map(({ text, marks }) => (marks.includes('bold') ? `*${text}*` : text)).join('')}`,
  );

async function show(field: Replica, set: Partial<OnedoorRich> = {}): Promise<OnedoorRich> {
  if (customElements.get('onedoor-rich') === undefined) customElements.define('onedoor-rich', OnedoorRich);
  const element = Object.assign(new OnedoorRich(), set, { field });
  document.body.append(element);
  await element.updateComplete;
  await rest();
  return element;
}

/** Some time, and a frame: on a busy machine frames come late. */
const rest = (ms = 80): Promise<void> => new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), ms));

function contentOf(element: OnedoorRich): HTMLElement {
  const content = element.shadowRoot?.querySelector<HTMLElement>('.ProseMirror');
  if (content === null || content === undefined) throw new Error('no editor');
  return content;
}

/** Kind and words of each block as the page has it. */
const shown = (element: OnedoorRich): string[] =>
  [...contentOf(element).querySelectorAll<HTMLElement>('p, h2, h3, td')].map((block) => `${block.localName} ${block.textContent}`);

const tool = (element: OnedoorRich, name: string): HTMLButtonElement => {
  const button = element.shadowRoot?.querySelector<HTMLButtonElement>(`[data-tool=${name}]`);
  if (button === null || button === undefined) throw new Error(`no tool ${name}`);
  return button;
};

function equal(seen: unknown, expected: unknown, note = ''): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${note} saw ${a}, expected ${b}`);
}

/** Puts the caret at a place of a block, or selects from one to another. */
function select(element: OnedoorRich, block: number, offset: number, toBlock = block, toOffset = offset): void {
  const blocks = [...contentOf(element).querySelectorAll('p, h2, h3, td')];
  const place = (index: number, at: number): [Node, number] => {
    const node = blocks[index];
    if (node === undefined) throw new Error(`no block ${index}`);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    let left = at;
    for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
      const { length } = text.textContent ?? '';
      if (left <= length) return [text, left];
      left -= length;
    }
    return [node, 0];
  };
  element.focus();
  document.getSelection()?.setBaseAndExtent(...place(block, offset), ...place(toBlock, toOffset));
  document.dispatchEvent(new Event('selectionchange'));
}

const type = async (text: string): Promise<void> => {
  document.execCommand('insertText', false, text);
  await rest();
};

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) {
    const [last = '', ...held] = key.split('+').reverse();
    for (const down of held) await sendKeys({ down });
    await sendKeys({ press: last });
    for (const up of held) await sendKeys({ up });
  }
  await rest();
};

function paste(element: OnedoorRich, html: string, text = ''): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/html', html);
  clipboardData.setData('text/plain', text);
  contentOf(element).dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

const table = [words('户', 'row:1'), words('元', 'row:1'), words('赵', 'row:2'), words('300', 'row:2'), words('')];

describe('onedoor-rich', () => {
  afterEach(() => document.body.replaceChildren());

  it('takes a key where the caret stands, before the browser has said that it moved', async () => {
    const field = new Replica(richContents([words('到场'), words('陈述')]));
    const element = await show(field);
    select(element, 0, 0);
    await rest();
    const second = contentOf(element).querySelectorAll('p')[1]?.firstChild ?? null;
    document.getSelection()?.collapse(second, 1);
    const key = { key: '7', code: 'Digit7', keyCode: 55, ctrlKey: true, altKey: true, bubbles: true, cancelable: true };
    contentOf(element).dispatchEvent(new KeyboardEvent('keydown', key));
    equal(stored(field), ['p 到场', 'ol 陈述', 'p ']);
  });

  it('shows headings, lists and tables, and types into them', async () => {
    const field = new Replica(richContents([words('笔录', 'h1'), words('到场', 'ol'), ...table]));
    const element = await show(field);
    equal(shown(element), ['h2 笔录', 'p 到场', 'td 户', 'td 元', 'td 赵', 'td 300', 'p ']);
    select(element, 3, 1);
    await type('角');
    select(element, 0, 2);
    await type('一');
    equal(stored(field), ['h1 笔录一', 'ol 到场', 'cell 户', 'cell 元角', 'cell 赵', 'cell 300', 'p ']);
    equal(
      field.edits.map((edit) => edit.at(-1)),
      [
        { insert: '角', attributes: {} },
        { insert: '一', attributes: {} },
      ],
    );
  });

  it('Enter splits, ends headings and lists; Backspace takes the kind away first', async () => {
    const field = new Replica(richContents([words('笔录', 'h1'), words('甲', 'ol'), words('尾')]));
    const element = await show(field);
    select(element, 0, 2);
    await press('Enter');
    await type('正文');
    select(element, 2, 1);
    await press('Enter');
    await type('乙');
    await press('Enter', 'Enter');
    await type('丙');
    equal(stored(field), ['h1 笔录', 'p 正文', 'ol 甲', 'ol 乙', 'p 丙', 'p 尾']);
    select(element, 2, 0);
    await press('Backspace');
    equal(stored(field).slice(1, 3), ['p 正文', 'p 甲']);
    await press('Backspace');
    equal(stored(field).slice(1, 3), ['p 正文甲', 'ol 乙']);
  });

  it('buttons and keys format what is selected and say what is in force', async () => {
    const field = new Replica(richContents([words('双方同意'), words('')]));
    const element = await show(field);
    select(element, 0, 2, 0, 4);
    await rest();
    tool(element, 'bold').click();
    await rest();
    equal(stored(field), ['p 双方*同意*', 'p ']);
    equal(tool(element, 'bold').getAttribute('aria-pressed'), 'true');
    await press('Control+b');
    equal(stored(field), ['p 双方同意', 'p ']);
    tool(element, 'h2').click();
    await rest();
    equal(stored(field), ['h2 双方同意', 'p ']);
    tool(element, 'ul').click();
    await rest();
    tool(element, 'indent').click();
    await rest();
    equal(stored(field), ['ul1 双方同意', 'p ']);
  });

  it('a table is made, filled by Tab, grows and shrinks; from its last cell Tab leaves', async () => {
    const field = new Replica();
    const element = await show(field);
    const after = document.body.appendChild(document.createElement('button'));
    select(element, 0, 0);
    tool(element, 'table').click();
    await rest();
    for (const word of ['一', '二', '三']) {
      await type(word);
      await press('Tab');
    }
    equal(stored(field), ['cell 一', 'cell 二', 'cell 三', ...Array.from({ length: 6 }, () => 'cell '), 'p ']);
    equal(new Set(richLines(field.contents()).flatMap(({ block }) => block ?? [])).size, 3, 'rows');
    tool(element, 'deleteColumn').click();
    await rest();
    equal(stored(field).slice(0, 3), ['cell 二', 'cell 三', 'cell ']);
    tool(element, 'addRow').click();
    await rest();
    equal(stored(field).length, 9);
    tool(element, 'deleteRow').click();
    await rest();
    equal(stored(field).length, 7);
    for (let cell = 0; cell < 7 && document.activeElement !== after; cell++) await press('Tab');
    equal(document.activeElement === after, true, 'focus behind the text');
    equal(field.value().includes('\t'), false);
  });

  it('what is selected across cells is emptied; cells stay', async () => {
    const field = new Replica(richContents(table));
    const element = await show(field);
    select(element, 1, 0, 3, 2);
    await press('Backspace');
    equal(stored(field), ['cell 户', 'cell ', 'cell ', 'cell 0', 'p ']);
    select(element, 0, 0);
    await press('Backspace');
    equal(stored(field), ['cell 户', 'cell ', 'cell ', 'cell 0', 'p ']);
  });

  it('what others write appears in its place, and the caret stays in its own', async () => {
    const field = new Replica(richContents([words('第一段'), words('第二段'), ...table]));
    const element = await show(field);
    select(element, 1, 3);
    await rest();
    const [, second] = [...contentOf(element).querySelectorAll('p')];
    field.others([{ insert: '标题' }, { insert: '\n', attributes: { block: 'h1' } }]);
    field.others([{ retain: 3 }, { retain: 3, attributes: { bold: true } }]);
    field.others([{ retain: 12 }, { insert: '庭' }]);
    equal(shown(element), ['h2 标题', 'p 第一段', 'p 第二段', 'td 户庭', 'td 元', 'td 赵', 'td 300', 'p ']);
    equal([...contentOf(element).querySelectorAll('p')][1] === second, true, 'the block with the caret is the same');
    await type('！');
    equal(stored(field).slice(0, 3), ['h1 标题', 'p *第一段*', 'p 第二段！']);
    equal(field.edits.length, 1, 'nothing of the others is told again');
  });

  it('two people who split and write in one paragraph lose nothing', async () => {
    const contents = richContents([words('前半后半'), words('')]);
    const [mine, theirs] = [new Replica(), new Replica()];
    Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(new Replica(contents).doc), 'wire');
    Y.applyUpdate(theirs.doc, Y.encodeStateAsUpdate(mine.doc), 'wire');
    const element = await show(mine);
    select(element, 0, 2);
    await press('Enter');
    theirs.others([{ retain: 4 }, { insert: '，写完' }]);
    Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(theirs.doc), 'wire');
    equal(shown(element), ['p 前半', 'p 后半，写完', 'p ']);
    equal(stored(mine), ['p 前半', 'p 后半，写完', 'p ']);
  });

  it('undo takes back own steps alone', async () => {
    const field = new Replica(richContents([words('原文'), words('')]));
    const element = await show(field);
    select(element, 0, 2);
    await type('我');
    tool(element, 'h1').click();
    await rest();
    field.others([{ insert: '他' }]);
    await press('Control+z');
    equal(stored(field), ['p 他原文我', 'p ']);
    await press('Control+z');
    equal(
      [stored(field), shown(element)],
      [
        ['p 他原文', 'p '],
        ['p 他原文', 'p '],
      ],
    );
    await press('Control+Shift+z');
    equal(shown(element), ['p 他原文我', 'p ']);
  });

  it('a table and lists from Word come in as such, pictures do not', async () => {
    const field = new Replica();
    const element = await show(field);
    select(element, 0, 0);
    paste(
      element,
      `<html><body><p class=MsoNormal><b>调解记录</b></p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>退还押金</p>
      <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>当日付清</p>
      <table class=MsoTableGrid><tr><td><p>户</p></td><td><p>元</p></td></tr><tr><td colspan=2><p>合计<img src="https://example.com/x.png"></p></td></tr></table>
      <h1>附</h1></body></html>`,
    );
    await rest();
    equal(stored(field), ['p *调解记录*', 'ol 退还押金', 'ul1 当日付清', 'cell 户', 'cell 元', 'cell 合计', 'cell ', 'h1 附', 'p ']);
    equal(contentOf(element).querySelectorAll('img[src]').length, 0);
    select(element, 3, 1);
    paste(element, '', '甲\r\n乙');
    await rest();
    equal(stored(field)[3], 'cell 户甲\u2028乙');
  });

  it('a word that is being composed waits, and so does what others write', async () => {
    const field = new Replica(richContents([words('原文'), words('')]));
    const element = await show(field);
    select(element, 0, 2);
    await rest();
    const content = contentOf(element);
    content.dispatchEvent(new CompositionEvent('compositionstart', { data: '' }));
    document.execCommand('insertText', false, 'tiao');
    await rest(200);
    field.others([{ insert: '他人：' }]);
    await rest(200);
    equal([shown(element)[0], field.edits.length], ['p 原文tiao', 0], 'while it is composed');
    content.dispatchEvent(new CompositionEvent('compositionend', { data: 'tiao' }));
    await rest(250);
    equal([shown(element)[0], stored(field)[0]], ['p 他人：原文tiao', 'p 他人：原文tiao']);
  });

  it('carets of others stand over the text, with their names', async () => {
    const field = new Replica(richContents([words('第一段'), ...table]));
    const element = await show(field);
    field.showCarets([
      { client: 1, person: 'li', name: '李四', hue: 30, anchor: 2, head: 2 },
      { client: 2, person: 'wang', name: '王五', hue: 210, anchor: 0, head: 5 },
    ]);
    await rest();
    const root = element.shadowRoot;
    equal(
      [...(root?.querySelectorAll('.caret-flag') ?? [])].map(({ textContent }) => textContent),
      ['李四', '王五'],
    );
    equal((root?.querySelectorAll('.selection').length ?? 0) > 0, true, 'selection');
    equal(contentOf(element).querySelector('.caret') === null, true, 'nothing of it is in the text');
    field.showCarets([]);
    await rest();
    equal(root?.querySelectorAll('.caret, .selection').length, 0);
  });

  it('leaves out lines far from the screen, which keep their height and stay on the page for searching and for readers', async () => {
    const line = (index: number) => ({
      depth: 0,
      runs: [{ text: `第 ${index} 行，`.repeat(40), marks: index === 290 ? ['bold' as const] : [] }],
    });
    const field = new Replica(richContents(Array.from({ length: 300 }, (_, index) => line(index))));
    const element = await show(field);
    const content = contentOf(element);
    const { offsetHeight } = content;
    const bold = content.querySelector('strong');
    const isLaidOut = () => bold?.checkVisibility({ contentVisibilityAuto: true });
    await rest();
    equal(isLaidOut(), false);
    equal(content.offsetHeight, offsetHeight, 'height while lines are left out');
    // A caret in such a line, and a change of it, do not bring it back; scrolling does.
    const at = field.value().indexOf('第 290 行');
    field.showCarets([{ client: 2, person: 'li', anchor: at + 4, head: at + 4, name: '李警官', hue: 200 }]);
    field.others([{ retain: at }, { insert: '记：' }]);
    await rest();
    equal([isLaidOut(), bold?.parentElement?.textContent?.startsWith('记：')], [false, true]);
    bold?.scrollIntoView();
    await rest(200);
    equal(isLaidOut(), true);
    const text = bold?.firstChild;
    if (text === null || text === undefined) throw new Error('no text');
    const range = document.createRange();
    range.setStart(text, 4);
    const place = range.getBoundingClientRect();
    const box = element.shadowRoot?.querySelector('.caret')?.getBoundingClientRect();
    if (box === undefined || Math.abs(box.left - place.left) > 3 || Math.abs(box.top - place.top) > 6)
      throw new Error(`the caret at ${box?.left}, ${box?.top}, its place at ${place.left}, ${place.top}`);
    // At another width all are laid out anew.
    scrollTo(0, 0);
    await rest(200);
    element.style.width = '50%';
    await rest(200);
    equal(isLaidOut(), false);
    const narrow = content.offsetHeight;
    element.shadowRoot?.querySelector('.page')?.classList.remove('laid-out');
    equal(content.offsetHeight, narrow, 'height at another width');
    if (narrow <= offsetHeight) throw new Error(`${narrow} is not more than ${offsetHeight}`);
  });

  it('read-only: says why, has no buttons, takes nothing, shows what others write', async () => {
    const field = new Replica(richContents([words('原文'), words('')]));
    field.writable = false;
    field.reason = '案件已结案';
    const element = await show(field);
    const content = contentOf(element);
    equal(content.getAttribute('aria-readonly'), 'true');
    equal(content.getAttribute('contenteditable'), 'false');
    equal(element.shadowRoot?.querySelector<HTMLElement>('.tools')?.hidden, true);
    content.focus();
    await press('x', 'Enter');
    equal(field.edits, []);
    field.others([{ insert: '续' }]);
    equal(shown(element)[0], 'p 续原文');
  });

  it('notices that it was closed, and takes nothing of the next key', async () => {
    const field = new Replica();
    const element = await show(field);
    select(element, 0, 0);
    field.writable = false;
    await type('迟');
    await rest(120);
    equal([field.value(), shown(element)], ['', ['p ']]);
    equal(contentOf(element).getAttribute('contenteditable'), 'false');
  });

  it('has no violation that axe finds, and a label, in both languages', async () => {
    const element = await show(new Replica(richContents([words('笔录', 'h1'), words('甲', 'ol'), ...table])), { placeholder: '写下笔录' });
    const closed = new Replica();
    closed.writable = false;
    closed.reason = '案件已结案';
    const second = await show(closed);
    const content = contentOf(element);
    equal(
      ['role', 'aria-multiline', 'aria-label', 'aria-readonly'].map((name) => content.getAttribute(name)),
      ['textbox', 'true', '调解笔录', 'false'],
    );
    for (const target of [element, second]) {
      const { violations } = await axe.run(target);
      equal(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
        [],
      );
    }
  });

  it('is as wide as its place at 390 px, with a table that is wider', async () => {
    const wide = Array.from({ length: 12 }, (_, index) => words(`第${index}列的内容`, 'row:1'));
    const element = await show(new Replica(richContents([...wide, words('')])));
    element.style.width = '358px';
    await rest();
    equal(element.scrollWidth <= 358, true, `${element.scrollWidth} px`);
  });

  it('can be written as plain text until the editor is here', async () => {
    const { editor } = OnedoorRich;
    const field = new Replica(richContents([words('笔录', 'h1'), words('')]));
    let arrive = (): void => {};
    const gate = new Promise<void>((done) => (arrive = done));
    OnedoorRich.editor = new Lazy(() => gate.then(() => editor.load()));
    try {
      if (customElements.get('onedoor-rich') === undefined) customElements.define('onedoor-rich', OnedoorRich);
      const element = Object.assign(new OnedoorRich(), { field });
      document.body.append(element);
      await rest();
      const area = element.shadowRoot?.querySelector('textarea');
      if (!area) throw new Error('no plain text');
      area.focus();
      area.setSelectionRange(3, 3);
      document.execCommand('insertText', false, '先写');
      await rest();
      equal(stored(field), ['h1 笔录', 'p 先写']);
      arrive();
      await element.updateComplete;
      await rest();
      equal(shown(element), ['h2 笔录', 'p 先写']);
      await type('，再写');
      equal(stored(field), ['h1 笔录', 'p 先写，再写']);
    } finally {
      OnedoorRich.editor = editor;
    }
  });
});
