import { OnedoorError, type RichField, type TextField, textOfContents } from '@onedoor/core';
import { keymap } from 'prosemirror-keymap';
import { Fragment, Slice } from 'prosemirror-model';
import { EditorState, TextSelection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { newId } from '../internal/new-id.js';
import { richText } from '../locales/rich.js';
import { isImeKey } from '../text/ime-key.js';
import type { Description, EditorSurface, Selection, SurfaceHooks } from '../text/surface.js';
import { RichBinding } from './binding.js';
import { RichCarets } from './carets.js';
import { cellAt, emptied, insertBlocks, isAcross, KEYS } from './commands.js';
import { contentsOfDoc, docOf, inlineOf, nodesOf, offsetOf, positionOf } from './lines.js';
import { normalizing } from './normal.js';
import { pastedLines } from './paste.js';
import { styles } from './rich.styles.js';
import { lineBreak, paragraph } from './schema.js';
import { Toolbar } from './toolbar.js';

/** The editor of a structured text. All of ProseMirror hangs on this module, which is fetched when the first one is shown. */
export class Editor implements EditorSurface {
  readonly drawsAll = true;
  readonly #view: EditorView;
  readonly #hooks: SurfaceHooks;
  readonly #carets: RichCarets;
  readonly #tools: Toolbar;
  readonly #box = document.createElement('div');
  readonly #page = document.createElement('div');
  readonly #widths: ResizeObserver;
  #field: RichField;
  #binding: RichBinding;
  #description: Description;

  constructor(field: TextField, description: Description, hooks: SurfaceHooks, parent: HTMLElement, selection?: Selection) {
    this.#field = asRich(field);
    this.#hooks = hooks;
    this.#description = description;
    wear(parent);
    this.#box.className = 'rich';
    parent.append(this.#box);
    this.#page.className = 'page';
    this.#box.append(this.#page);
    this.#carets = new RichCarets(this.#page);
    this.#view = new EditorView(
      { mount: this.#page.appendChild(document.createElement('div')) },
      {
        state: this.#stateOf(selection),
        editable: () => this.#description.writable,
        attributes: () => attributesOf(this.#description),
        dispatchTransaction: (transaction) => this.#dispatch(transaction),
        handleDOMEvents: {
          compositionstart: (view) => {
            // A word that begins across cells would take their edges with it.
            if (isAcross(view.state)) view.dispatch(emptied(view.state));
            this.#binding.gate.compositionStarts();
            return false;
          },
          compositionend: () => {
            this.#binding.gate.compositionEnded();
            return false;
          },
          focus: () => this.#focused(),
          blur: () => this.#focused(),
          beforeinput: (_view, event) => this.#beforeInput(event),
          cut: (view, event) => this.#cut(view, event),
        },
        handleKeyDown: (view, event) => {
          if (isImeKey(event)) return /^(?:Enter|Backspace|Delete|Tab|[a-z[\]0-9])$/i.test(event.key);
          takeCaret(view);
          return false;
        },
        handleTextInput: (view, _from, _to, text) => {
          if (!isAcross(view.state)) return false;
          view.dispatch(emptied(view.state).insertText(text).scrollIntoView());
          return true;
        },
        handlePaste: (view, event) => this.#paste(view, event),
        handleDrop: (view) => isAcross(view.state),
      },
    );
    this.#carets.attach(this.#view);
    this.#binding = new RichBinding(this.#view, this.#field, this.#carets);
    this.#tools = new Toolbar(this.#view, this.#box);
    this.#tools.describe(description.locale, description.label);
    this.#help = this.#box.appendChild(document.createElement('p'));
    this.#help.className = 'sr';
    this.#help.id = 'keys';
    this.#help.textContent = richText(description.locale, 'rich.keys');
    let width = 0;
    this.#widths = new ResizeObserver(() => {
      if (width === this.#page.clientWidth) return;
      width = this.#page.clientWidth;
      // In a frame of its own: what is observed must not change size again in this one.
      requestAnimationFrame(() => this.#layOut());
    });
    this.#widths.observe(this.#page);
  }

  readonly #help: HTMLElement;

  get text(): string {
    return textOfContents(contentsOfDoc(this.#view.state.doc));
  }

  /** Whether it holds nothing; asked with every key. */
  get isEmpty(): boolean {
    const { doc } = this.#view.state;
    return doc.childCount === 1 && doc.firstChild?.type === paragraph && doc.firstChild.content.size === 0;
  }

  show(field: TextField, description: Description): void {
    // The same words under another handle, as where a right comes or goes: the caret stays.
    const [before, selection] = [this.text, this.#binding.selection()];
    this.#binding.destroy();
    this.#field = asRich(field);
    this.#description = description;
    this.#view.updateState(this.#stateOf(this.#field.value() === before ? selection : undefined));
    this.#layOut();
    this.#carets.attach(this.#view);
    this.#binding = new RichBinding(this.#view, this.#field, this.#carets);
    this.describe(description);
  }

  describe(description: Description): void {
    this.#description = description;
    this.#view.setProps({});
    this.#tools.describe(description.locale, description.label);
    this.#help.textContent = richText(description.locale, 'rich.keys');
  }

  focus(options?: FocusOptions): void {
    // Never scrolls, and takes the caret along at once; of a text that is read-only it leaves the focus to the page.
    this.#view.focus();
    if (!this.#view.editable) this.#view.dom.focus(options);
  }

  append(text: string): void {
    if (!this.#view.editable) return;
    const { tr, doc } = this.#view.state;
    const end = doc.content.size - 1;
    const lines = text.split('\n').map((line) => ({ depth: 0, runs: [{ text: line, marks: [] }] }));
    tr.replace(end, end, new Slice(Fragment.from(nodesOf(lines)), 1, 1));
    this.#view.dispatch(tr.setSelection(TextSelection.atEnd(tr.doc)).scrollIntoView());
    this.focus();
  }

  destroy(): void {
    this.#widths.disconnect();
    this.#binding.destroy();
    this.#carets.destroy();
    this.#view.destroy();
    this.#box.remove();
  }

  /** Lays out all lines once, so that those which are left out after that keep their height. */
  #layOut(): void {
    const { classList } = this.#page;
    classList.remove('laid-out');
    // The browser notes heights at the end of a frame.
    requestAnimationFrame(() => requestAnimationFrame(() => classList.add('laid-out')));
  }

  #dispatch(transaction: Parameters<RichBinding['dispatch']>[0]): void {
    if (transaction.docChanged && !this.#field.writable && !RichBinding.isRemote(transaction)) {
      this.#hooks.checked();
      return;
    }
    this.#binding.dispatch(transaction);
    this.#tools.update();
    if (transaction.docChanged) this.#hooks.changed();
    this.#hooks.checked();
  }

  #focused(): boolean {
    // After the browser has moved the focus.
    queueMicrotask(() => {
      // It leaves a view as well that is taken off the page.
      if (!this.#view.isDestroyed) this.#binding.gate.updated({ typed: false, selected: false, focused: true });
    });
    return false;
  }

  /** The context menu and a phone's shake undo without a key. */
  #beforeInput(event: InputEvent): boolean {
    if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false;
    event.preventDefault();
    this.#steer(event.inputType === 'historyUndo' ? 'undo' : 'redo');
    return true;
  }

  #steer(step: 'undo' | 'redo'): boolean {
    if (this.#field.writable) this.#binding.gate.steer(() => this.#field[step]());
    return true;
  }

  /** Cutting across cells takes the characters, and leaves the cells. */
  #cut(view: EditorView, event: ClipboardEvent): boolean {
    if (!isAcross(view.state) || !view.editable || event.clipboardData === null) return false;
    const { dom, text } = view.serializeForClipboard(view.state.selection.content());
    event.preventDefault();
    event.clipboardData.setData('text/html', dom.innerHTML);
    event.clipboardData.setData('text/plain', text);
    view.dispatch(emptied(view.state).scrollIntoView());
    return true;
  }

  #paste(view: EditorView, event: ClipboardEvent): boolean {
    const html = event.clipboardData?.getData('text/html') ?? '';
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const isOwn = html.includes('data-pm-slice');
    const lines = html === '' || isOwn ? [] : pastedLines(html);
    const inCell = cellAt(view.state.selection.$from) !== undefined;
    if (isAcross(view.state)) view.dispatch(emptied(view.state));
    if (inCell) {
      // A cell is one line: what is pasted into it keeps its words and loses its shape.
      const words = lines.length > 0 ? lines : text.split(/\r\n?|\n/).map((line) => ({ runs: [{ text: line, marks: [] }] }));
      const content = words.flatMap((line, index) => [...(index > 0 ? [lineBreak.create()] : []), ...inlineOf(line)]);
      view.dispatch(
        view.state.tr
          .replaceSelection(new Slice(Fragment.from(content), 0, 0))
          .scrollIntoView()
          .setMeta('paste', true),
      );
      return true;
    }
    if (lines.length === 0) return false;
    const isInline = lines.length === 1 && lines[0]?.block === undefined;
    const { tr } = view.state;
    if (isInline) tr.replaceSelection(new Slice(Fragment.from(nodesOf(lines)), 1, 1));
    else insertBlocks(tr, nodesOf(lines));
    view.dispatch(tr.scrollIntoView().setMeta('paste', true));
    return true;
  }

  #stateOf(selection?: Selection): EditorState {
    const doc = docOf(this.#field.contents());
    const end = offsetOf(doc, doc.content.size);
    const at = (offset: number): number => positionOf(doc, Math.min(offset, end));
    const steered = (step: 'undo' | 'redo') => () => this.#steer(step);
    return EditorState.create({
      doc,
      ...(selection === undefined ? {} : { selection: TextSelection.create(doc, at(selection.anchor), at(selection.head)) }),
      plugins: [
        normalizing(() => newId().slice(-ROW_ID)),
        keymap({ 'Mod-z': steered('undo'), 'Mod-Shift-z': steered('redo'), 'Mod-y': steered('redo'), ...KEYS }),
      ],
    });
  }
}

/**
 * Takes over where the caret stands now. With a key the browser moves it at once and says so in a task of its own, which on
 * a busy machine comes behind the next key: what that one does would be done where the caret was before.
 */
function takeCaret(view: EditorView): void {
  const { doc, selection } = view.state;
  const root: (Document | ShadowRoot) & { getSelection?(): globalThis.Selection | null } = view.root;
  // Chromium tells of what is selected in a shadow tree through the tree alone.
  const { anchorNode, anchorOffset, focusNode, focusOffset } = (root.getSelection?.() ?? document.getSelection()) || NOTHING;
  if (!(selection instanceof TextSelection) || anchorNode === null || focusNode === null) return;
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return;
  const [anchor, head] = [view.posAtDOM(anchorNode, anchorOffset, 1), view.posAtDOM(focusNode, focusOffset, 1)];
  const now = TextSelection.between(doc.resolve(anchor), doc.resolve(head));
  if (!now.eq(selection)) view.dispatch(view.state.tr.setSelection(now));
}

const NOTHING = { anchorNode: null, anchorOffset: 0, focusNode: null, focusOffset: 0 } as const;

/** Letters and digits of a row's id: enough for the rows of a table. */
const ROW_ID = 10;

/** What describes the text to the browser and to a screen reader. */
const attributesOf = ({ label, placeholder, writable, hasReason }: Description): Record<string, string> => ({
  role: 'textbox',
  'aria-multiline': 'true',
  'aria-label': label,
  'aria-readonly': String(!writable),
  'aria-describedby': [...(writable ? ['keys'] : []), ...(hasReason ? ['reason'] : [])].join(' '),
  part: 'content',
  ...(placeholder === '' ? {} : { 'aria-placeholder': placeholder }),
  // What cannot be edited is still read, selected and copied by keyboard.
  ...(writable ? {} : { tabindex: '0' }),
});

function asRich(field: TextField): RichField {
  if ('contents' in field && typeof field.contents === 'function') return field as RichField;
  throw new OnedoorError('BAD_ARGS', {
    seen: `the plain text "${field.label}" in an editor of structured text`,
    expected: 'a field of kind `rich`',
    todo: 'Give it room.rich(…), or show it in <onedoor-text>.',
  });
}

/** Gives the styles of the editor to what it stands in, once. */
function wear(parent: HTMLElement): void {
  const root = parent.getRootNode();
  const sheet = styles.styleSheet;
  if (!(root instanceof ShadowRoot || root instanceof Document) || sheet === undefined || root.adoptedStyleSheets.includes(sheet)) return;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
