import type { TextDelta, TextField } from '@onedoor/core';
import { differenceOf, mapPosition, spanOfDelta } from './delta.js';
import { HeldText } from './held-text.js';
import type { Description, Selection, Surface, SurfaceHooks } from './surface.js';

/**
 * The text before its editor is here, or where it cannot be fetched: a `<textarea>` that is as large as its text, so
 * that nothing moves when the editor takes its place. It can be read, focused and typed in, with an input method too:
 * the browser's own field needs no help for that. What others write waits until a composition ends.
 */
export class PlainText implements Surface {
  readonly drawsAll = false;
  readonly #field: TextField;
  readonly #hooks: SurfaceHooks;
  readonly #box = document.createElement('div');
  readonly #area = document.createElement('textarea');
  /** Has the text's size; the field above it fills it. */
  readonly #mirror = document.createElement('div');
  readonly #held = new HeldText();
  readonly #stop: () => void;
  #shown: string;
  #writable = false;
  #isComposing = false;
  #whenRests: (() => void) | undefined;

  constructor(field: TextField, description: Description, hooks: SurfaceHooks, parent: HTMLElement) {
    this.#field = field;
    this.#hooks = hooks;
    this.#shown = field.value();
    this.#box.className = 'plain';
    this.#mirror.className = 'mirror';
    this.#mirror.setAttribute('aria-hidden', 'true');
    this.#area.setAttribute('part', 'content');
    this.#area.setAttribute('autocomplete', 'off');
    this.#area.rows = 1;
    this.#box.append(this.#mirror, this.#area);
    this.#fill();
    this.describe(description);
    this.#stop = field.watch((delta) => {
      this.#held.addRemote(delta);
      this.#settle();
    });
    this.#area.addEventListener('input', () => this.#read());
    this.#area.addEventListener('compositionstart', () => {
      this.#isComposing = true;
    });
    // Safari brings the last change after the end of the composition.
    this.#area.addEventListener('compositionend', () =>
      setTimeout(() => {
        this.#isComposing = false;
        this.#read();
        this.#whenRests?.();
      }),
    );
    parent.append(this.#box);
  }

  get isEmpty(): boolean {
    return this.#shown === '';
  }

  get text(): string {
    return this.#shown;
  }

  /** Where the caret is, while it is here. */
  get selection(): Selection | undefined {
    const root = this.#box.getRootNode();
    if (!(root instanceof ShadowRoot || root instanceof Document) || root.activeElement !== this.#area) return undefined;
    const { selectionStart, selectionEnd, selectionDirection } = this.#area;
    return selectionDirection === 'backward'
      ? { anchor: selectionEnd, head: selectionStart }
      : { anchor: selectionStart, head: selectionEnd };
  }

  /** Calls back once no word is being composed: at once, or when it is chosen. */
  whenRests(run: () => void): void {
    this.#whenRests = run;
    if (!this.#isComposing) run();
  }

  describe({ label, placeholder, writable, hasReason }: Description): void {
    const area = this.#area;
    area.setAttribute('aria-label', label);
    this.#writable = writable;
    this.#lock();
    if (placeholder === '') area.removeAttribute('aria-placeholder');
    else area.setAttribute('aria-placeholder', placeholder);
    if (hasReason) area.setAttribute('aria-describedby', 'reason');
    else area.removeAttribute('aria-describedby');
  }

  focus(options?: FocusOptions): void {
    this.#area.focus(options);
  }

  append(text: string): void {
    if (this.#area.readOnly || this.#isComposing) return;
    this.#area.value += text;
    this.#area.setSelectionRange(this.#area.value.length, this.#area.value.length);
    this.#read();
    this.focus();
  }

  /** Tells the field what was typed; from now on nothing more is taken in. */
  finish(): void {
    this.#read();
    this.#tell();
    this.#stop();
  }

  destroy(): void {
    this.finish();
    this.#whenRests = undefined;
    this.#box.remove();
  }

  /** Takes in what was typed. */
  #read(): void {
    if (this.#area.readOnly) return;
    const delta = differenceOf(this.#shown, this.#area.value);
    if (delta.length > 0) {
      this.#held.addLocal(delta);
      this.#shown = this.#area.value;
      this.#draw();
    }
    this.#settle();
  }

  #settle(): void {
    if (this.#isComposing) return;
    this.#tell();
    if (this.#held.hasRemote) this.#show(this.#held.takeRemote());
    this.#hooks.checked();
  }

  #tell(): void {
    if (!this.#held.hasLocal) return;
    try {
      this.#field.edit(this.#held.takeLocal());
    } catch (error) {
      // The field did not take it: show what it has.
      this.#held.takeRemote();
      this.#held.addRemote(differenceOf(this.#shown, this.#field.value()));
      reportError(error);
    }
  }

  #show(delta: TextDelta): void {
    const fits = spanOfDelta(delta) <= this.#shown.length;
    const made = fits ? delta : differenceOf(this.#shown, this.#field.value());
    const { selectionStart, selectionEnd, selectionDirection } = this.#area;
    this.#shown = this.#field.value();
    this.#fill();
    this.#area.setSelectionRange(mapPosition(selectionStart, made, -1), mapPosition(selectionEnd, made, -1), selectionDirection);
  }

  #fill(): void {
    this.#area.value = this.#shown;
    this.#lock();
    this.#draw();
  }

  /** Where the browser's field has made other ends of lines of it, places are not the same in both: it is read only. */
  #lock(): void {
    this.#area.readOnly = !this.#writable || this.#area.value !== this.#shown;
  }

  #draw(): void {
    this.#mirror.replaceChildren(
      ...this.#shown.split('\n').map((line) => {
        const block = document.createElement('div');
        block.append(line === '' ? document.createElement('br') : line);
        return block;
      }),
    );
    this.#hooks.changed();
  }
}
