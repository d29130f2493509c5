import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { TextField } from '@onedoor/core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { baseStyles } from '../internal/base.styles.js';
import { textBinding } from './binding.js';
import { remoteCarets } from './carets.js';
import { editingKeys, isImeKey, wholeCharacters } from './keys.js';
import { styles } from './onedoor-text.styles.js';

/**
 * A plain text that several people write at once, with the carets of the others in it. It grows with its text, Tab
 * leaves it, and undo takes back one's own steps only.
 *
 * While an input method composes, what others write is shown after the word is chosen, and they see the chosen word,
 * not the letters before it. The element sends nothing anywhere: it edits the `TextField` that it is given.
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

  @state() private _empty = true;

  @query('.box') private readonly _box!: HTMLElement;
  @query('.editor') private readonly _mount!: HTMLElement;
  @query('.print') private readonly _print!: HTMLElement | null;

  #view: EditorView | undefined;
  /** The field that `#view` is tied to. */
  #tied: TextField | undefined;
  readonly #surroundings = new Compartment();
  /** What the editor was last told of the field, so that it is left alone (in a composition, too) where nothing changed. */
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
    if (this.#view === undefined) return;
    if (options?.preventScroll) this.#view.contentDOM.focus(options);
    else this.#view.focus();
  }

  protected override willUpdate(): void {
    this._empty = (this.#tied === this.field ? this.#view?.state.doc.length : this.field?.value().length) === 0;
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
    else if (this.#view !== undefined && this.#described !== this.#description()) {
      this.#view.dispatch({ effects: this.#surroundings.reconfigure(this.#describe()) });
    }
  }

  /** Makes the editor for the present field, or gives the editor that is there the new text. */
  #tie(): void {
    const field = this.field;
    if (field === undefined) {
      this.#untie();
      return;
    }
    this.#tied = field;
    const binding = textBinding(field);
    const steered = (run: () => void) => () => {
      if (this.#view !== undefined) binding.steer(this.#view, run);
    };
    const editorState = EditorState.create({
      doc: field.value(),
      extensions: [
        binding.extension,
        wholeCharacters,
        editingKeys({
          undo: steered(() => field.undo()),
          redo: steered(() => field.redo()),
          writable: () => field.writable,
        }),
        remoteCarets,
        EditorView.lineWrapping,
        EditorState.changeFilter.of(() => field.writable),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this._empty = update.state.doc.length === 0;
          if (this.#described !== this.#description()) this.requestUpdate();
        }),
        this.#surroundings.of(this.#describe()),
      ],
    });
    if (this.#view !== undefined) this.#view.setState(editorState);
    else
      this.#view = new EditorView({
        state: editorState,
        parent: this._mount,
        root: this.shadowRoot ?? undefined,
      });
    this._empty = editorState.doc.length === 0;
  }

  #untie(): void {
    this.#view?.destroy();
    this.#view = undefined;
    this.#tied = undefined;
  }

  #description(): string {
    const { field, placeholder } = this;
    return JSON.stringify([field?.writable, field?.label, field?.reason, placeholder]);
  }

  /** What the editor says of itself; all of it may change while the same text is shown. */
  #describe(): Extension {
    const field = this.field;
    this.#described = this.#description();
    const readonly = field?.writable === false;
    return [
      EditorState.readOnly.of(readonly),
      EditorView.editable.of(!readonly),
      EditorView.contentAttributes.of({
        part: 'content',
        'aria-label': field?.label ?? '',
        'aria-readonly': String(readonly),
        ...(this.placeholder === '' ? {} : { 'aria-placeholder': this.placeholder }),
        // What cannot be edited is still read, selected and copied by keyboard.
        ...(readonly ? { tabindex: '0' } : {}),
        ...(readonly && field?.reason ? { 'aria-describedby': 'reason' } : {}),
      }),
    ];
  }

  /** The editor draws only what is near the screen, and a PDF is made without telling it; so paper gets a copy. */
  readonly #fillPrint = (): void => {
    if (this._print === null || this.#view === undefined) return;
    this._print.textContent = this.#view.state.doc.toString();
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
