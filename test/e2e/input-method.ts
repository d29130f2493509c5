import type { CDPSession, Locator } from 'playwright-core';
import type { Desk } from './support.js';

/**
 * Somebody who writes Chinese: the input method is driven where Chromium gets it from, so that composition events, the
 * composition's own DOM and its end are the browser's.
 */
export class InputMethod {
  readonly #cdp: CDPSession;

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp;
  }

  static async of(desk: Desk): Promise<InputMethod> {
    return new InputMethod(await desk.page.context().newCDPSession(desk.page));
  }

  /** Sets the letters under composition, the caret behind them. */
  async compose(text: string): Promise<void> {
    await this.#key('rawKeyDown', 'Process', 'KeyN', 229);
    await this.#cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
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
}

/** The drawn text with `|` at this page's own caret. */
export function caretIn(editor: Locator): Promise<string> {
  return editor.evaluate((content) => {
    const root = content.getRootNode();
    // Chromium's own: a selection inside a shadow root is not told to the document.
    const selection = (root as ShadowRoot & { getSelection(): Selection }).getSelection();
    const lines = (node: ParentNode) => [...node.querySelectorAll('.cm-line')].map((line) => line.textContent ?? '').join('\n');
    const range = document.createRange();
    range.setStart(content, 0);
    if (selection.focusNode === null) return lines(content);
    range.setEnd(selection.focusNode, selection.focusOffset);
    const before = lines(range.cloneContents());
    return `${before}|${lines(content).slice(before.length)}`;
  });
}
