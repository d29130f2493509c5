// Long because: the replicas that these tests and the ones with input methods share stand in it.

import type { RichField, TextCaret, TextDelta, TextField } from '@onedoor/core';
import axe from 'axe-core';
import * as Y from 'yjs';
import { Lazy } from '../internal/lazy.js';
import { OnedoorText } from './onedoor-text.js';

/** What one replica tells the others. `caret` is a pair of relative positions, or null when the caret is gone. */
export interface Message {
  readonly client: number;
  readonly name: string;
  readonly hue: number;
  readonly update?: readonly number[];
  readonly caret?: { readonly anchor: unknown; readonly head: unknown } | null;
}

/** One person's replica of a text on a real Y.Doc, with the handle that the element gets. */
export class Replica implements RichField {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText('text');
  readonly label: string;
  writable = true;
  reason?: string;
  /** Deltas given to `edit`, to see what the others and the log would get. */
  readonly edits: TextDelta[] = [];
  readonly announced: ({ anchor: number; head: number } | undefined)[] = [];
  readonly listeners = new Set<(delta: TextDelta) => void>();
  readonly #caretListeners = new Set<() => void>();
  readonly #carets = new Map<number, Message>();
  readonly #undo = new Y.UndoManager(this.text, { trackedOrigins: new Set([this]), captureTimeout: 0 });
  readonly #name: string;
  readonly #hue: number;
  /** Set to let messages out. */
  send: (message: Message) => void = () => {};

  constructor(name = '甲', hue = 210, label = '纠纷事实') {
    this.#name = name;
    this.#hue = hue;
    this.label = label;
    this.text.observe((event, transaction) => {
      if (transaction.origin === this) return;
      const delta: TextDelta = event.delta.map(({ retain, insert, delete: length, attributes }) => {
        const own = attributes === undefined ? {} : { attributes };
        return typeof insert === 'string'
          ? { insert, ...own }
          : length !== undefined
            ? { delete: length }
            : { retain: retain ?? 0, ...own };
      });
      for (const listener of this.listeners) listener(delta);
    });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'wire') this.#say({ update: [...update] });
    });
  }

  value(): string {
    return this.text.toString();
  }

  contents(): TextDelta {
    return this.text.toDelta();
  }

  edit(delta: TextDelta): void {
    if (!this.writable) throw new Error('read-only');
    this.edits.push(delta);
    this.doc.transact(() => this.text.applyDelta([...delta]), this);
  }

  watch(listener: (delta: TextDelta) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setCaret(caret: { anchor: number; head: number } | undefined): void {
    this.announced.push(caret);
    const stick = (at: number): unknown => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.text, at, -1));
    this.#say({
      caret: caret === undefined ? null : { anchor: stick(caret.anchor), head: stick(caret.head) },
    });
  }

  carets(): readonly TextCaret[] {
    const indexOf = (position: unknown): number =>
      Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), this.doc)?.index ?? 0;
    return [...this.#carets.values()].flatMap(({ client, name, hue, caret }) =>
      caret ? [{ client, person: name, name, hue, anchor: indexOf(caret.anchor), head: indexOf(caret.head) }] : [],
    );
  }

  watchCarets(listener: () => void): () => void {
    this.#caretListeners.add(listener);
    return () => this.#caretListeners.delete(listener);
  }

  undo(): void {
    this.#undo.undo();
  }

  redo(): void {
    this.#undo.redo();
  }

  receive(message: Message): void {
    if (message.update !== undefined) Y.applyUpdate(this.doc, Uint8Array.from(message.update), 'wire');
    if (message.caret === undefined) return;
    if (message.caret === null) this.#carets.delete(message.client);
    else this.#carets.set(message.client, message);
    for (const listener of this.#caretListeners) listener();
  }

  /** An edit of this person that does not come from the element under test. */
  type(at: number, insert: string, remove = 0): void {
    const whole = this.text;
    this.doc.transact(() => {
      if (remove > 0) whole.delete(at, remove);
      if (insert !== '') whole.insert(at, insert);
    }, 'elsewhere');
  }

  #say(said: Pick<Message, 'update' | 'caret'>): void {
    this.send({ client: this.doc.clientID, name: this.#name, hue: this.#hue, ...said });
  }
}

/** Lets replicas hear each other at once. */
function connect(...replicas: Replica[]): void {
  for (const replica of replicas) {
    replica.send = (message) => {
      for (const other of replicas) if (other !== replica) other.receive(message);
    };
  }
}

/**
 * Makes the element. The tag is defined here because importing the class defines nothing.
 *
 * @param made another text to show than a plain one
 */
export async function show(field: TextField | undefined, set: Partial<OnedoorText> = {}, made?: OnedoorText): Promise<OnedoorText> {
  if (customElements.get('onedoor-text') === undefined) customElements.define('onedoor-text', OnedoorText);
  const element = Object.assign(made ?? new OnedoorText(), set, { field });
  document.body.append(element);
  await element.updateComplete;
  return element;
}

export const contentOf = (element: OnedoorText): HTMLElement => {
  const content = element.shadowRoot?.querySelector<HTMLElement>('.cm-content');
  if (content === null || content === undefined) throw new Error('no editor');
  return content;
};

/** The text as it stands in the page, line by line. */
export const shownText = (element: OnedoorText): string =>
  [...contentOf(element).querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n');

const all = (element: OnedoorText, selector: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];

/** Some time, and a frame: on a busy machine frames come late, and the editor measures in them. */
const rest = (ms = 30): Promise<void> => new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), ms));

/** Past the rest after a focus change or a composition, and past CodeMirror's measuring. */
const settled = (): Promise<void> => rest(120);

function equal(seen: unknown, expected: unknown, note = ''): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${note} saw ${a}, expected ${b}`);
}

function ok(seen: unknown, note: string): asserts seen {
  if (!seen) throw new Error(note);
}

/** A key as CodeMirror gets it. Untrusted, so the browser itself does nothing with it. */
const press = (element: OnedoorText, key: string, keyCode: number, init: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', {
    key,
    keyCode,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  });
  contentOf(element).dispatchEvent(event);
  return event;
};

/** Types as the browser does: into the page first, which CodeMirror then reads. */
const insertNatively = (text: string): void => {
  document.execCommand('insertText', false, text);
};

describe('onedoor-text', () => {
  let element: OnedoorText;

  afterEach(() => {
    document.body.replaceChildren();
  });

  describe('accessibility', () => {
    it('has no violation that axe finds, writable and read-only', async () => {
      const shared = new Replica();
      shared.type(0, '张三与李四为院墙高度发生纠纷。');
      const other = new Replica('王调解员', 30);
      connect(shared, other);
      element = await show(shared, { placeholder: '写下事实' });
      const closed = new Replica();
      closed.writable = false;
      closed.reason = '案件已结案';
      const second = await show(closed);
      await settled();
      for (const target of [element, second]) {
        const { violations } = await axe.run(target);
        equal(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
          [],
        );
      }
    });

    it('is a textbox of many lines with the label of its field', async () => {
      element = await show(new Replica('甲', 1, '调解笔录'), { placeholder: '写下事实' });
      const content = contentOf(element);
      equal(content.getAttribute('role'), 'textbox');
      equal(content.getAttribute('aria-multiline'), 'true');
      equal(content.getAttribute('aria-label'), '调解笔录');
      equal(content.getAttribute('aria-readonly'), 'false');
      equal(content.getAttribute('aria-placeholder'), '写下事实');
      equal(content.getAttribute('contenteditable'), 'true');
    });

    it('read-only: says why, keeps the keyboard able to reach it, and takes nothing', async () => {
      const field = new Replica();
      field.type(0, '原文');
      field.writable = false;
      field.reason = '案件已结案，只能查看';
      element = await show(field);
      const content = contentOf(element);
      const [reason] = all(element, '[part=reason]');
      equal(reason?.textContent, '案件已结案，只能查看');
      equal(content.getAttribute('aria-describedby'), reason?.id);
      equal(content.getAttribute('aria-readonly'), 'true');
      equal(content.tabIndex, 0);
      element.focus();
      equal(element.shadowRoot?.activeElement === content, true, 'focus');
      press(element, 'Enter', 13);
      press(element, 'Backspace', 8);
      press(element, 'z', 90, { ctrlKey: true });
      equal(field.value(), '原文');
      equal(shownText(element), '原文');
      equal(field.edits, []);
      field.type(2, '，他人续写');
      equal(shownText(element), '原文，他人续写', 'what others write');
    });

    it('notices at the next key that the field was closed, and takes nothing of it', async () => {
      const field = new Replica();
      element = await show(field);
      element.focus();
      await rest();
      field.writable = false;
      insertNatively('迟');
      await settled();
      equal([field.value(), shownText(element)], ['', '']);
      equal(contentOf(element).getAttribute('contenteditable'), 'false');
    });

    it('follows the field when it is closed while it is shown', async () => {
      const field = new Replica();
      element = await show(field);
      field.writable = false;
      field.reason = '已移交';
      element.requestUpdate();
      await element.updateComplete;
      equal(contentOf(element).getAttribute('contenteditable'), 'false');
      equal(all(element, '[part=reason]')[0]?.textContent, '已移交');
    });

    it('leaves Tab and Ctrl+Enter to the page and takes Enter', async () => {
      element = await show(new Replica());
      element.focus();
      equal(press(element, 'Tab', 9).defaultPrevented, false);
      equal(press(element, 'Tab', 9, { shiftKey: true }).defaultPrevented, false);
      equal(press(element, 'Enter', 13, { ctrlKey: true }).defaultPrevented, false);
      equal(press(element, 'Enter', 13).defaultPrevented, true);
    });
  });

  describe('text', () => {
    it('shows the field, gives it what is typed, and shows what others write', async () => {
      const field = new Replica();
      const other = new Replica('乙');
      connect(field, other);
      field.type(0, '甲方说：');
      element = await show(field);
      equal(shownText(element), '甲方说：');
      element.focus();
      getSelection()?.modify('move', 'forward', 'documentboundary');
      await rest();
      insertNatively('院墙');
      await rest();
      equal(field.value(), '甲方说：院墙');
      equal(other.value(), '甲方说：院墙');
      equal(field.edits, [[{ retain: 4 }, { insert: '院墙' }]]);
      other.type(0, '\n');
      other.type(0, '记录');
      await rest();
      equal(shownText(element), '记录\n甲方说：院墙');
    });

    it('keeps the caret where the same words come under another handle', async () => {
      const [field, again] = [new Replica(), new Replica()];
      for (const each of [field, again]) each.type(0, '前后');
      element = await show(field);
      element.focus();
      getSelection()?.modify('move', 'forward', 'documentboundary');
      await rest();
      element.field = again;
      await element.updateComplete;
      insertNatively('面');
      await rest();
      equal([field.value(), again.value()], ['前后', '前后面']);
    });

    it('removes 𠮷 whole by Backspace and Delete, and a variation selector with its character', async () => {
      const field = new Replica();
      field.type(0, '甲𠮷乙');
      element = await show(field);
      element.focus();
      getSelection()?.modify('move', 'forward', 'documentboundary');
      await rest();
      press(element, 'Backspace', 8);
      press(element, 'Backspace', 8);
      equal(field.value(), '甲');
      equal(field.edits, [
        [{ retain: 3 }, { delete: 1 }],
        [{ retain: 1 }, { delete: 2 }],
      ]);
      field.type(0, '葛\u{e0101}');
      await rest();
      press(element, 'a', 65, { ctrlKey: true });
      press(element, 'Backspace', 8);
      equal(field.value(), '');
      field.type(0, '𠮷葛\u{e0101}');
      getSelection()?.modify('move', 'backward', 'documentboundary');
      await rest();
      press(element, 'Delete', 46);
      equal(field.value(), '葛\u{e0101}');
      press(element, 'Delete', 46);
      equal(field.value(), '');
    });

    it('never cuts a character: 𠮷 that the browser turns into 𠮶, a half from an odd keyboard', async () => {
      const field = new Replica();
      field.type(0, '甲𠮷乙');
      element = await show(field);
      element.focus();
      const line = contentOf(element).querySelector('.cm-line')?.firstChild;
      ok(line instanceof Text, 'no text node');
      line.nodeValue = '甲𠮶乙';
      await rest();
      equal(field.value(), '甲𠮶乙');
      equal(field.edits, [[{ retain: 1 }, { insert: '𠮶' }, { delete: 2 }]]);
      const again = contentOf(element).querySelector('.cm-line')?.firstChild;
      ok(again instanceof Text, 'no text node');
      again.nodeValue = '甲\ud842乙丙';
      await rest();
      equal(field.value(), '甲乙丙');
      equal(shownText(element), '甲乙丙');
      ok(
        field.edits.every((edit) => !/\p{Surrogate}/u.test(JSON.stringify(edit))),
        'half a character went out',
      );
    });

    it('keeps positions right in a text with \\r\\n and writes no \\r itself', async () => {
      const field = new Replica();
      field.type(0, '一\r\n二');
      element = await show(field);
      element.focus();
      getSelection()?.modify('move', 'forward', 'documentboundary');
      await rest();
      const data = new DataTransfer();
      data.setData('text/plain', '三\r\n四\r五');
      contentOf(element).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      await rest();
      equal(field.value(), '一\r\n二三\n四\n五');
      field.type(0, '〇');
      field.type(field.value().length, '终');
      await rest();
      equal(field.value(), '〇一\r\n二三\n四\n五终');
      equal(contentOf(element).querySelectorAll('.cm-line').length, 4);
    });

    it('undo and redo are those of the field and leave the work of others', async () => {
      const field = new Replica();
      const other = new Replica('乙');
      connect(field, other);
      element = await show(field);
      element.focus();
      await rest();
      insertNatively('甲的话');
      await rest();
      other.type(3, '，乙的话');
      await rest();
      press(element, 'z', 90, { ctrlKey: true });
      equal(field.value(), '，乙的话');
      equal(shownText(element), '，乙的话');
      press(element, 'y', 89, { ctrlKey: true });
      equal(shownText(element), '甲的话，乙的话');
      press(element, 'z', 90, { ctrlKey: true });
      press(element, 'Z', 90, { ctrlKey: true, shiftKey: true });
      equal(other.value(), '甲的话，乙的话');
      const event = new InputEvent('beforeinput', {
        inputType: 'historyUndo',
        bubbles: true,
        cancelable: true,
      });
      contentOf(element).dispatchEvent(event);
      equal(event.defaultPrevented, true);
      equal(other.value(), '，乙的话');
    });

    it('shows the placeholder while the text is empty', async () => {
      const field = new Replica();
      element = await show(field, { placeholder: '写下事实' });
      const [placeholder] = all(element, '.placeholder');
      equal(placeholder?.hidden, false);
      equal(placeholder?.textContent, '写下事实');
      field.type(0, '字');
      await settled();
      equal(placeholder?.hidden, true);
      field.type(0, '', 1);
      await settled();
      equal(placeholder?.hidden, false);
    });

    it('what the field refuses to take does not stay on the screen', async () => {
      const field = new Replica();
      field.type(0, '原文');
      element = await show(field);
      element.focus();
      field.edit = () => {
        throw new Error('refused');
      };
      const { onerror } = window;
      const heard: unknown[] = [];
      window.onerror = (message) => heard.push(message);
      try {
        insertNatively('多余');
        await settled();
      } finally {
        window.onerror = onerror;
      }
      equal(shownText(element), '原文');
      equal(heard.length, 1);
    });
  });

  describe('before its editor is here', () => {
    const { editor } = OnedoorText;
    let arrive: () => Promise<void>;
    let fail: () => Promise<void>;

    beforeEach(() => {
      let admit = () => {};
      let refuse: (error: Error) => void = () => {};
      const waiting = new Promise<void>((resolve, reject) => {
        admit = resolve;
        refuse = reject;
      });
      OnedoorText.editor = new Lazy(() => waiting.then(() => editor.load()));
      arrive = async () => {
        admit();
        await element.updateComplete;
        await settled();
      };
      fail = async () => {
        refuse(new Error('not to be had'));
        await element.updateComplete;
      };
    });

    afterEach(() => {
      OnedoorText.editor = editor;
    });

    /** Shows a text whose editor has not come. */
    async function showPlain(field: TextField, set: Partial<OnedoorText> = {}): Promise<HTMLTextAreaElement> {
      if (customElements.get('onedoor-text') === undefined) customElements.define('onedoor-text', OnedoorText);
      element = Object.assign(new OnedoorText(), set, { field });
      document.body.append(element);
      await rest();
      return area();
    }
    const area = (): HTMLTextAreaElement => {
      const found = element.shadowRoot?.querySelector('textarea');
      ok(found, 'no plain field');
      return found;
    };
    const compose = (type: string): void => void area().dispatchEvent(new CompositionEvent(type, { bubbles: true, composed: true }));

    it('is read at once, with its label, and axe finds nothing', async () => {
      const field = new Replica();
      field.type(0, '张三与李四为院墙高度发生纠纷。');
      const plain = await showPlain(field, { placeholder: '写下事实' });
      equal([plain.value, plain.getAttribute('aria-label'), plain.readOnly], [field.value(), '纠纷事实', false]);
      equal((await axe.run(element)).violations, []);
      const closed = new Replica();
      closed.writable = false;
      closed.reason = '案件已结案';
      const second = await showPlain(closed);
      equal([second.readOnly, second.getAttribute('aria-describedby')], [true, 'reason']);
      equal((await axe.run(element)).violations, []);
    });

    for (const [what, text] of Object.entries({
      empty: '',
      'a line': '一行',
      'an empty last line': '一\n二\n\n',
      'long lines': `${'长'.repeat(300)}\n${'x'.repeat(300)} ${'word '.repeat(80)}\n`,
    }))
      it(`nothing moves when the editor takes its place: ${what}`, async () => {
        const field = new Replica();
        field.type(0, text);
        await showPlain(field, { rows: 2, placeholder: '写下事实' });
        const before = element.getBoundingClientRect();
        equal(area().scrollHeight <= area().clientHeight + 1, true, 'text beyond the field');
        await arrive();
        const after = element.getBoundingClientRect();
        equal([all(element, 'textarea').length, shownText(element)], [0, text]);
        ok(Math.abs(before.height - after.height) < 1, `${before.height} ${after.height}`);
      });

    it('what is typed meanwhile is in the field; focus and caret go over to the editor, and nothing outside sees them leave', async () => {
      const field = new Replica();
      const other = new Replica('乙');
      connect(field, other);
      field.type(0, '前后');
      const plain = await showPlain(field);
      element.focus();
      plain.setSelectionRange(1, 1);
      insertNatively('中');
      equal(other.value(), '前中后');
      const left: string[] = [];
      element.addEventListener('focusout', () => left.push('focusout'));
      await arrive();
      equal([shownText(element), left], ['前中后', []]);
      insertNatively('间');
      await rest();
      equal(other.value(), '前中间后');
    });

    it('the caret goes over where the machine is busy, too', async () => {
      const field = new Replica();
      field.type(0, '前后');
      const plain = await showPlain(field);
      element.focus();
      plain.setSelectionRange(2, 2);
      const { now } = Date;
      // From the focus on a second is lost: by the clock, what the browser tells of its selection comes late.
      element.shadowRoot?.addEventListener('focusin', () => (Date.now = () => now() + 1000));
      try {
        await arrive();
        insertNatively('面');
        await rest();
      } finally {
        Date.now = now;
      }
      equal(field.value(), '前后面');
    });

    it('what others write is shown, and the caret stays with its neighbours', async () => {
      const field = new Replica();
      const other = new Replica('乙');
      connect(field, other);
      field.type(0, '甲乙');
      const plain = await showPlain(field);
      element.focus();
      plain.setSelectionRange(1, 1);
      other.type(0, '远方，');
      equal([plain.value, plain.selectionStart], ['远方，甲乙', 4]);
      other.type(0, '', 5);
      equal(plain.value, '');
    });

    it('a word under composition is finished in the plain field; what others wrote waits for it, and the editor too', async () => {
      const field = new Replica();
      const other = new Replica('乙');
      connect(field, other);
      field.type(0, '甲');
      const plain = await showPlain(field);
      element.focus();
      plain.setSelectionRange(1, 1);
      compose('compositionstart');
      insertNatively('tiao');
      other.type(0, '前');
      await arrive();
      equal([plain.isConnected, plain.value, other.value()], [true, '甲tiao', '前甲']);
      plain.setRangeText('调解', 1, 5, 'end');
      compose('compositionend');
      await settled();
      equal([plain.isConnected, shownText(element), other.value()], [false, '前甲调解', '前甲调解']);
      insertNatively('书');
      await rest();
      equal(other.value(), '前甲调解书');
    });

    it('where the editor cannot be had the text stays and can be written; the next text tries again', async () => {
      const field = new Replica();
      field.type(0, '原文');
      const plain = await showPlain(field);
      await fail();
      element.focus();
      plain.setSelectionRange(2, 2);
      insertNatively('，补充');
      equal(field.value(), '原文，补充');
      OnedoorText.editor = editor;
      await show(new Replica());
      element.field = new Replica();
      await element.updateComplete;
      equal(all(element, '.cm-content').length, 1);
    });

    it('what the field refuses to take does not stay on the screen', async () => {
      const field = new Replica();
      field.type(0, '原文');
      const plain = await showPlain(field);
      element.focus();
      field.edit = () => {
        throw new Error('refused');
      };
      const { onerror } = window;
      const heard: unknown[] = [];
      window.onerror = (message) => heard.push(message);
      try {
        insertNatively('多余');
        await settled();
      } finally {
        window.onerror = onerror;
      }
      equal([plain.value, heard.length], ['原文', 1]);
    });

    it('a text with other ends of lines than the browser keeps is read only until then', async () => {
      const field = new Replica();
      field.type(0, '一\r\n二');
      equal((await showPlain(field)).readOnly, true);
      await arrive();
      equal(field.value(), '一\r\n二');
    });

    it('lets go when it leaves the page before the editor comes', async () => {
      const field = new Replica();
      await showPlain(field);
      equal(field.listeners.size, 1);
      element.remove();
      equal(field.listeners.size, 0);
      await arrive();
      equal([field.listeners.size, all(element, '.cm-content').length], [0, 0]);
    });
  });

  describe('life', () => {
    it('is an empty box without a field', async () => {
      element = await show(undefined);
      equal(all(element, '.cm-content').length, 0);
      element.focus();
    });

    it('lets go of a field it no longer shows, and shows the next', async () => {
      const first = new Replica();
      first.type(0, '第一');
      const second = new Replica();
      second.type(0, '第二');
      element = await show(first);
      element.focus();
      await settled();
      equal(first.announced.length, 1);
      element.field = second;
      await element.updateComplete;
      await settled();
      equal(shownText(element), '第二');
      equal([first.listeners.size, second.listeners.size], [0, 1]);
      equal(second.announced, [{ anchor: 0, head: 0 }], 'the caret is in the second text now');
      equal(first.announced.at(-1), undefined);
      first.type(0, '不应出现');
      second.type(2, '份');
      await rest();
      equal(shownText(element), '第二份');
      equal(element.shadowRoot?.activeElement === contentOf(element), true, 'focus stays');
      element.field = undefined;
      await element.updateComplete;
      equal(second.listeners.size, 0);
    });

    it('lets go when it leaves the page and shows the present text when it comes back', async () => {
      const field = new Replica();
      field.type(0, '原文');
      element = await show(field);
      element.remove();
      equal(field.listeners.size, 0);
      field.type(2, '，后来');
      document.body.append(element);
      await element.updateComplete;
      equal(shownText(element), '原文，后来');
      equal(field.listeners.size, 1);
      equal(all(element, '.cm-editor').length, 1);
      const shelf = document.body.appendChild(document.createElement('div'));
      shelf.append(element);
      await element.updateComplete;
      equal([field.listeners.size, all(element, '.cm-editor').length], [1, 1]);
    });

    it('makes its editor only when it is first shown', () => {
      const lazy = new OnedoorText();
      lazy.field = new Replica();
      equal(lazy.shadowRoot, null);
    });

    it('is as high as its rows and grows with the text, without a scroll area of its own', async () => {
      const field = new Replica();
      element = await show(field, { rows: 2 });
      await settled();
      const low = element.getBoundingClientRect().height;
      element.rows = 6;
      await element.updateComplete;
      const high = element.getBoundingClientRect().height;
      ok(high > low * 1.8, `${low} ${high}`);
      field.type(0, '行\n'.repeat(60));
      await settled();
      const grown = element.getBoundingClientRect().height;
      ok(grown > high * 4, `${high} ${grown}`);
      const scroller = all(element, '.cm-scroller')[0];
      ok(scroller && scroller.scrollHeight <= scroller.clientHeight + 1, 'an inner scroll area');
    });

    it('wraps long lines, at 200 % of the text size too', async () => {
      const field = new Replica();
      field.type(0, `${'长'.repeat(300)}${'x'.repeat(300)}`);
      element = await show(field);
      element.style.width = '200px';
      element.style.fontSize = '200%';
      await settled();
      const box = element.getBoundingClientRect();
      const content = contentOf(element);
      ok(content.scrollWidth <= box.width + 1, `${content.scrollWidth} in ${box.width}`);
      ok(box.height > 600, `${box.height}`);
    });
  });

  describe("input method (the events alone; ime.e2e.test.ts has the browser's own)", () => {
    const pair = async (): Promise<[Replica, Replica]> => {
      const field = new Replica();
      const other = new Replica('乙');
      connect(field, other);
      element = await show(field);
      element.focus();
      await rest();
      return [field, other];
    };
    const compositionEvent = (type: string): void => {
      contentOf(element).dispatchEvent(new CompositionEvent(type, { bubbles: true, composed: true }));
    };

    it('tells what is under composition when the page is hidden: it may not come back', async () => {
      const [, other] = await pair();
      compositionEvent('compositionstart');
      insertNatively('未完');
      await settled();
      equal(other.value(), '');
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      Reflect.deleteProperty(document, 'visibilityState');
      equal(other.value(), '未完');
    });

    it('shows what others write soon where a composition is open but unused, as phones open one', async () => {
      const [, other] = await pair();
      compositionEvent('compositionstart');
      other.type(0, '远方');
      await settled();
      equal(shownText(element), '');
      await rest(1_100);
      equal(shownText(element), '远方');
    });

    it('keeps its keys from the page, and lets the others pass', async () => {
      const [field] = await pair();
      const heard: string[] = [];
      const listener = (event: KeyboardEvent): number => heard.push(`${event.type} ${event.key}`);
      document.addEventListener('keydown', listener);
      document.addEventListener('keyup', listener);
      try {
        press(element, 'Enter', 13, { isComposing: true, code: 'Enter' });
        contentOf(element).dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', code: 'Enter', bubbles: true, composed: true }));
        press(element, 'Enter', 229);
        press(element, 'Escape', 229, { code: 'Escape' });
        press(element, 'Escape', 27, { code: 'Escape' });
      } finally {
        document.removeEventListener('keydown', listener);
        document.removeEventListener('keyup', listener);
      }
      equal(heard, ['keydown Escape']);
      equal(field.value(), '', 'a line');
    });
  });

  describe('carets of others', () => {
    const pair = async (): Promise<[Replica, Replica]> => {
      const field = new Replica('甲', 210);
      const other = new Replica('王调解员', 30);
      connect(field, other);
      field.type(0, '甲方𠮷乙方');
      element = await show(field);
      return [field, other];
    };

    it('stand in the text with name and hue, take no room and are no part of the text', async () => {
      const [, other] = await pair();
      await settled();
      const before = contentOf(element).innerHTML;
      const height = element.getBoundingClientRect().height;
      other.setCaret({ anchor: 2, head: 4 });
      await settled();
      const [caret] = all(element, '[part=caret]');
      equal(caret?.textContent, '王调解员');
      equal(caret?.style.getPropertyValue('--od-hue'), '30');
      equal(all(element, '[part=selection]').length, 1);
      equal(contentOf(element).innerHTML, before, 'the text itself');
      equal(element.getBoundingClientRect().height, height);
      equal(caret?.closest('[aria-hidden=true]') !== null, true);
      other.setCaret(undefined);
      await settled();
      equal(all(element, '[part=caret], [part=selection]').length, 0);
    });

    it('never stand inside a character', async () => {
      const [field] = await pair();
      const wrong: TextCaret = { client: 7, person: 'x', name: '乙', hue: 1, anchor: 3, head: 3 };
      const right: TextCaret = { client: 8, person: 'y', name: '丙', hue: 2, anchor: 2, head: 2 };
      field.carets = () => [wrong, right, { ...wrong, client: 9, anchor: 99, head: -4 }];
      field.receive({ client: 7, name: '乙', hue: 1, caret: null });
      await settled();
      const lefts = all(element, '[part=caret]').map((caret) => caret.getBoundingClientRect().left);
      equal(lefts.length, 3);
      equal(lefts[0], lefts[1]);
    });

    it('stay beside their neighbours while others and oneself write before them', async () => {
      const [field, other] = await pair();
      other.setCaret({ anchor: 5, head: 5 });
      await settled();
      const leftOf = (): number => all(element, '[part=caret]')[0]?.getBoundingClientRect().left ?? 0;
      const first = leftOf();
      field.type(0, '一二');
      await settled();
      ok(leftOf() > first + 10, `${first} ${leftOf()}`);
      field.type(0, '', 2);
      await settled();
      equal(leftOf(), first);
      element.focus();
      getSelection()?.modify('move', 'backward', 'documentboundary');
      await rest();
      insertNatively('三四');
      await settled();
      ok(leftOf() > first + 10, `${first} ${leftOf()}`);
    });

    it('show the name when their person moves and when the pointer comes near', async () => {
      const [, other] = await pair();
      other.setCaret({ anchor: 1, head: 1 });
      await settled();
      const flagOf = (): HTMLElement => {
        const [flag] = all(element, '[part=caret-flag]');
        ok(flag, 'no flag');
        return flag;
      };
      ok(Number(getComputedStyle(flagOf()).opacity) > 0.9, 'hidden at once');
      for (const animation of flagOf().getAnimations()) animation.finish();
      equal(getComputedStyle(flagOf()).opacity, '0');
      const faded = flagOf();
      other.type(6, '！');
      await settled();
      equal(flagOf() === faded, true, 'writing elsewhere shows the name again');
      const { left, top } = all(element, '[part=caret]')[0]?.getBoundingClientRect() ?? new DOMRect();
      contentOf(element).dispatchEvent(new MouseEvent('mousemove', { clientX: left + 2, clientY: top + 4, bubbles: true, composed: true }));
      equal(getComputedStyle(flagOf()).opacity, '1');
      other.setCaret({ anchor: 3, head: 3 });
      await settled();
      ok(flagOf() !== faded, 'a move shows the name');
    });

    it('open their names to the inside at the right edge, and one above the other at one place', async () => {
      const [field] = await pair();
      field.type(6, '字'.repeat(400));
      const at = (client: number, head: number): TextCaret => ({
        client,
        person: 'x',
        name: '一个相当长的名字',
        hue: client * 40,
        anchor: head,
        head,
      });
      field.carets = () => Array.from({ length: 60 }, (_, index) => at(index, 20 + index)).concat(at(90, 20));
      field.receive({ client: 1, name: 'x', hue: 1, caret: null });
      await settled();
      const box = element.getBoundingClientRect();
      const flags = all(element, '[part=caret-flag]').map((flag) => flag.getBoundingClientRect());
      equal(flags.length, 61);
      ok(
        flags.every(({ left, right }) => left >= box.left - 4 && right <= box.right + 4),
        'a name reaches out',
      );
      const [first, last] = [flags[0], flags.at(-1)];
      ok(first && last && last.bottom <= first.top + 1, 'two names lie on each other');
    });

    it('tell the others where one stands, once for each move, and that one has left', async () => {
      const [field, other] = await pair();
      element.focus();
      getSelection()?.modify('move', 'forward', 'documentboundary');
      await settled();
      equal(field.announced.at(-1), { anchor: 6, head: 6 });
      const count = field.announced.length;
      other.type(0, '别人写的');
      await settled();
      equal(field.announced.length, count, 'others made it speak');
      // The others see the caret at 10 by now; so going to 6 is a move, although 6 was announced last.
      getSelection()?.modify('move', 'backward', 'documentboundary');
      for (let at = 0; at < 6; at++) getSelection()?.modify('move', 'forward', 'character');
      await settled();
      equal(field.announced.length, count + 1);
      const [{ head } = { head: -1 }] = other.carets();
      equal(head, 6);
      contentOf(element).blur();
      await settled();
      equal(field.announced.at(-1), undefined);
      equal(field.announced.length, count + 2);
    });
  });
});
