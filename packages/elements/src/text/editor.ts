import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { TextField } from '@onedoor/core';
import { textBinding } from './binding.js';
import { remoteCarets } from './carets.js';
import { editingKeys, wholeCharacters } from './keys.js';
import { structuredPaste } from './paste.js';
import type { Description, EditorSurface, Selection, SurfaceHooks } from './surface.js';

/** The editor of a text. All of CodeMirror hangs on this module, which is fetched when the first text is shown. */
export class Editor implements EditorSurface {
  readonly drawsAll = false;
  readonly #view: EditorView;
  readonly #hooks: SurfaceHooks;
  readonly #surroundings = new Compartment();

  constructor(field: TextField, description: Description, hooks: SurfaceHooks, parent: HTMLElement, selection?: Selection) {
    this.#hooks = hooks;
    const root = parent.getRootNode();
    this.#view = new EditorView({
      state: this.#stateOf(field, description, selection),
      parent,
      ...(root instanceof ShadowRoot ? { root } : {}),
    });
  }

  get isEmpty(): boolean {
    return this.#view.state.doc.length === 0;
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  show(field: TextField, description: Description): void {
    // The same words under another handle, as where a right comes or goes: the caret stays.
    const { anchor, head } = this.#view.state.selection.main;
    this.#view.setState(this.#stateOf(field, description, field.value() === this.text ? { anchor, head } : undefined));
  }

  describe(description: Description): void {
    this.#view.dispatch({ effects: this.#surroundings.reconfigure(described(description)) });
  }

  /** Never scrolls. The caret goes along at once: left to the browser it would stand at the start for a moment, in which keys come. */
  focus(): void {
    this.#view.focus();
  }

  append(text: string): void {
    if (this.#view.state.readOnly) return;
    const { length } = this.#view.state.doc;
    this.#view.dispatch({
      changes: { from: length, insert: text },
      selection: { anchor: length + text.length },
      scrollIntoView: true,
      userEvent: 'input',
    });
    this.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }

  #stateOf(field: TextField, description: Description, selection?: Selection): EditorState {
    const binding = textBinding(field);
    const steered = (run: () => void) => () => binding.steer(this.#view, run);
    const doc = field.value();
    const within = (at: number) => Math.min(at, doc.length);
    return EditorState.create({
      doc,
      ...(selection === undefined ? {} : { selection: { anchor: within(selection.anchor), head: within(selection.head) } }),
      extensions: [
        binding.extension,
        wholeCharacters,
        editingKeys({
          undo: steered(() => field.undo()),
          redo: steered(() => field.redo()),
          writable: () => field.writable,
        }),
        remoteCarets,
        structuredPaste,
        EditorView.lineWrapping,
        EditorState.changeFilter.of(() => field.writable),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.#hooks.changed();
          this.#hooks.checked();
        }),
        this.#surroundings.of(described(description)),
      ],
    });
  }
}

/** What the editor says of itself; all of it may change while the same text is shown. */
function described({ label, placeholder, writable, hasReason }: Description): Extension {
  return [
    EditorState.readOnly.of(!writable),
    EditorView.editable.of(writable),
    EditorView.contentAttributes.of({
      part: 'content',
      'aria-label': label,
      'aria-readonly': String(!writable),
      ...(placeholder === '' ? {} : { 'aria-placeholder': placeholder }),
      // What cannot be edited is still read, selected and copied by keyboard.
      ...(writable ? {} : { tabindex: '0' }),
      ...(hasReason ? { 'aria-describedby': 'reason' } : {}),
    }),
  ];
}
