import type { TextField } from '@onedoor/core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { baseStyles } from '../internal/base.styles.js';
import { Lazy } from '../internal/lazy.js';
import type { Locale } from '../locales/locale.js';
import { isImeKey } from './ime-key.js';
import { styles } from './onedoor-text.styles.js';
import { PlainText } from './plain-text.js';
import type { Description, EditorClass, EditorSurface, SurfaceHooks } from './surface.js';

/**
 * A plain text that several people write at once, with the carets of the others in it. It grows with its text, Tab
 * leaves it, and undo takes back one's own steps only.
 *
 * While an input method composes, what others write is shown after the word is chosen, and they see the chosen word,
 * not the letters before it. The element sends nothing anywhere: it edits the `TextField` that it is given.
 *
 * The editor is fetched when the first text of a page is shown. Until it is here, and where it cannot be had, a plain
 * field of the same size stands in its place, in which one can write as well; it has no carets of others.
 *
 * Keep the handle in `field` for as long as the same text is shown: another handle means another text.
 *
 * @summary Co-edited plain text.
 *
 * @csspart field - The box around the text.
 * @csspart content - The text itself, the element with the role `textbox`.
 * @csspart placeholder - What the empty field shows.
 * @csspart reason - Why the text cannot be edited; below the box, only where it cannot.
 * @csspart caret - The caret of another person. Its department's hue is in `--od-hue` (degrees).
 * @csspart caret-flag - The name at a caret: shown when its person moves it or the pointer comes near.
 * @csspart selection - A stretch that another person has selected; one part for each line.
 *
 * @cssprop [--od-text-color=var(--od-ink)] - Colour of the text.
 * @cssprop [--od-text-background=var(--od-surface)] - Ground of the box.
 * @cssprop [--od-text-border-color=var(--od-edge)] - Border of the box.
 * @cssprop [--od-text-focus-color=var(--od-accent)] - Outline of the box while the caret is in it.
 * @cssprop [--od-text-placeholder-color=var(--od-muted)] - Colour of the placeholder.
 * @cssprop [--od-text-reason-color=var(--od-muted)] - Colour of the reason.
 * @cssprop [--od-text-radius=4px] - Corner radius of the box.
 * @cssprop [--od-text-padding=8px 12px] - Space between the box and the text.
 * @cssprop [--od-text-line-height=1.6] - Line height, a number.
 * @cssprop [--od-text-caret-lightness=38%] - Lightness of the others' carets; 68 % on a dark ground.
 */
export class OnedoorText extends LitElement {
  static override styles = [baseStyles, styles];

  /**
   * The text to edit. Without one the element is an empty box. Where the same handle becomes writable or read-only,
   * `requestUpdate()` shows it at once; it is noticed at the next change or key anyway.
   */
  @property({ attribute: false }) field?: TextField;

  /** Lines that the empty field is high; it grows from there. */
  @property({ type: Number }) rows = 3;

  /** What the empty field shows. It is no label: the label comes with `field`. */
  @property() placeholder = '';

  /** Language of the editor's own words, where it has any. */
  protected get locale(): Locale {
    return 'zh';
  }

  @state() private _empty = true;

  @query('.box') private readonly _box!: HTMLElement;
  @query('.editor') private readonly _mount!: HTMLElement;
  @query('.print') private readonly _print!: HTMLElement | null;

  /**
   * What shows the text, once it is here.
   *
   * @internal
   */
  static editor: Lazy<{ readonly Editor: EditorClass }> = new Lazy(() => import('./editor.js'));

  #surface: EditorSurface | PlainText | undefined;
  /** The field that `#surface` is tied to. */
  #tied: TextField | undefined;
  /** The editor on its way. */
  #coming: Promise<void> | undefined;
  /** What the surface was last told of the field, so that it is left alone (in a composition, too) where nothing changed. */
  #described = '';
  /** Code of a key that the input method took; its release is not the page's either. */
  #imeKey = '';

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeprint', this.#fillPrint);
    window.addEventListener('afterprint', this.#emptyPrint);
    // After a move in the page the editor is made anew from what the field has now.
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeprint', this.#fillPrint);
    window.removeEventListener('afterprint', this.#emptyPrint);
    this.#untie();
  }

  /** Puts the caret into the text. */
  override focus(options?: FocusOptions): void {
    this.#surface?.focus(options);
  }

  /** Writes at the end of the text, as typing would, and puts the caret behind it. Nothing where it cannot be edited. */
  appendText(text: string): void {
    if (this.field?.writable !== false) this.#surface?.append(text);
  }

  protected override willUpdate(): void {
    this._empty = this.#tied === this.field && this.#surface !== undefined ? this.#surface.isEmpty : this.field?.value() === '';
  }

  protected override render(): TemplateResult {
    const readonly = this.field?.writable === false;
    return html`
      <div
        part="field"
        class=${readonly ? 'box readonly' : 'box'}
        @keydown=${this.#keepImeKey}
        @keyup=${this.#keepImeKey}
      >
        <div class="print" hidden></div>
        <div class="editor"></div>
        <div part="placeholder" class="placeholder" aria-hidden="true" ?hidden=${!this._empty}>${this.placeholder}</div>
      </div>
      ${readonly && this.field?.reason ? html`<p part="reason" class="reason" id="reason">${this.field.reason}</p>` : nothing}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Not in the template: a style attribute would need a laxer content security policy of the host page.
    if (changed.has('rows')) {
      this._box.style.setProperty('--_rows', String(Math.max(1, Math.floor(this.rows) || 1)));
    }
    if (!this.isConnected) return;
    if (this.#tied !== this.field) this.#tie();
    else if (this.#surface !== undefined && this.#described !== JSON.stringify(this.#description()))
      this.#surface.describe(this.#describe());
  }

  /** Settles when the text stands in its editor, or the editor could not be had. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await this.#coming;
    return done;
  }

  /** Shows the present field: in the editor where it is here, in a plain one until it is. */
  #tie(): void {
    const field = this.field;
    const { value: module } = this.#editor;
    if (field === undefined) {
      this.#untie();
      return;
    }
    this.#tied = field;
    if (module !== undefined && this.#surface instanceof module.Editor) this.#surface.show(field, this.#describe());
    else {
      this.#surface?.destroy();
      this.#surface =
        module === undefined
          ? new PlainText(field, this.#describe(), this.#hooks, this._mount)
          : new module.Editor(field, this.#describe(), this.#hooks, this._mount);
    }
    this._empty = this.#surface.isEmpty;
    if (module === undefined) this.#fetchEditor();
  }

  /** That of the element's own class: another kind of text has another editor. */
  get #editor(): typeof OnedoorText.editor {
    return (this.constructor as typeof OnedoorText).editor;
  }

  /** A text that stays plain can still be written: it is no fault of the page when the editor cannot be had. */
  #fetchEditor(): void {
    this.#coming ??= this.#editor
      .load()
      .then(
        ({ Editor }) => this.#upgrade(Editor),
        () => {},
      )
      .finally(() => {
        this.#coming = undefined;
      });
  }

  /** Puts the editor in the place of the plain text, with caret and focus where they are. */
  #upgrade(Class: EditorClass): void {
    const plain = this.#surface;
    if (!(plain instanceof PlainText)) return;
    plain.whenRests(() => {
      const field = this.#tied;
      if (this.#surface !== plain || field === undefined) return;
      plain.finish();
      const { selection } = plain;
      const editor = new Class(field, this.#describe(), this.#hooks, this._mount, selection);
      this.#surface = editor;
      // The focus goes from one to the other, so that nothing outside sees it leave.
      if (selection !== undefined) editor.focus({ preventScroll: true });
      plain.destroy();
      this._empty = editor.isEmpty;
    });
  }

  #untie(): void {
    this.#surface?.destroy();
    this.#surface = undefined;
    this.#tied = undefined;
  }

  readonly #hooks: SurfaceHooks = {
    changed: () => {
      if (this.#surface !== undefined) this._empty = this.#surface.isEmpty;
    },
    checked: () => {
      if (this.#described !== JSON.stringify(this.#description())) this.requestUpdate();
    },
  };

  #description(): Description & { readonly reason: string } {
    const { field, placeholder, locale } = this;
    const writable = field?.writable !== false;
    const reason = field?.reason ?? '';
    return { label: field?.label ?? '', placeholder, writable, hasReason: !writable && reason !== '', reason, locale };
  }

  #describe(): Description {
    const description = this.#description();
    this.#described = JSON.stringify(description);
    return description;
  }

  /** An editor that draws only what is near the screen, and a PDF is made without telling it; so paper gets a copy. */
  readonly #fillPrint = (): void => {
    if (this._print === null || this.#surface === undefined || this.#surface.drawsAll) return;
    this._print.textContent = this.#surface.text;
    this._print.hidden = false;
  };

  readonly #emptyPrint = (): void => {
    if (this._print === null) return;
    this._print.textContent = '';
    this._print.hidden = true;
  };

  /** Enter and Escape that steer an input method are no keys of the page: nothing outside may submit or close on them. */
  readonly #keepImeKey = (event: KeyboardEvent): void => {
    const released = event.type === 'keyup' && event.code !== '' && event.code === this.#imeKey;
    if (isImeKey(event) || released) event.stopPropagation();
    if (event.type === 'keydown') this.#imeKey = isImeKey(event) ? event.code : '';
  };
}
