import { html, nothing, render, type TemplateResult } from 'lit';
import { toggleMark } from 'prosemirror-commands';
import type { MarkType } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Locale } from '../locales/locale.js';
import { type RichText, richText } from '../locales/rich.js';
import {
  addColumn,
  addRow,
  bold,
  cellAt,
  deleteColumn,
  deleteRow,
  indent,
  insertTable,
  italic,
  kindOf,
  setKind,
  underline,
} from './commands.js';

interface Tool {
  readonly name: RichText;
  readonly run: Command;
  /** Whether what it does is in force at the caret; undefined for what does something once. */
  readonly isOn?: (state: EditorState) => boolean;
  /** Shown in tables alone, or outside of them alone. */
  readonly where?: 'table' | 'text';
}

const hasMark = (mark: MarkType) => (state: EditorState) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, mark);
};
const isKind = (kind: string) => (state: EditorState) => kindOf(state.selection.$from.parent) === kind;

const TOOLS: readonly Tool[] = [
  { name: 'rich.h1', run: setKind('h1'), isOn: isKind('h1'), where: 'text' },
  { name: 'rich.h2', run: setKind('h2'), isOn: isKind('h2'), where: 'text' },
  { name: 'rich.bold', run: toggleMark(bold), isOn: hasMark(bold) },
  { name: 'rich.italic', run: toggleMark(italic), isOn: hasMark(italic) },
  { name: 'rich.underline', run: toggleMark(underline), isOn: hasMark(underline) },
  { name: 'rich.ul', run: setKind('ul'), isOn: isKind('ul'), where: 'text' },
  { name: 'rich.ol', run: setKind('ol'), isOn: isKind('ol'), where: 'text' },
  { name: 'rich.indent', run: indent(1), where: 'text' },
  { name: 'rich.outdent', run: indent(-1), where: 'text' },
  { name: 'rich.table', run: insertTable, where: 'text' },
  { name: 'rich.addRow', run: addRow, where: 'table' },
  { name: 'rich.addColumn', run: addColumn, where: 'table' },
  { name: 'rich.deleteRow', run: deleteRow, where: 'table' },
  { name: 'rich.deleteColumn', run: deleteColumn, where: 'table' },
];

/** The buttons above a structured text. One stop of the Tab key; the arrows go from button to button. */
export class Toolbar {
  readonly #place = document.createElement('div');
  readonly #view: EditorView;
  #locale: Locale = 'zh';
  /** The button on which Tab stops. */
  #stop: RichText = 'rich.h1';
  #drawn = '';

  constructor(view: EditorView, parent: HTMLElement) {
    this.#view = view;
    this.#place.className = 'tools';
    this.#place.setAttribute('part', 'tools');
    this.#place.setAttribute('role', 'toolbar');
    // The selection stays where it is while a button is pressed.
    this.#place.addEventListener('mousedown', (event) => event.preventDefault());
    this.#place.addEventListener('keydown', (event) => this.#walk(event));
    parent.prepend(this.#place);
  }

  describe(locale: Locale, label: string): void {
    this.#locale = locale;
    this.#place.setAttribute('aria-label', richText(locale, 'rich.tools', { label }));
    this.#drawn = '';
    this.update();
  }

  /** Shows what is in force at the caret. Draws only where that has changed. */
  update(): void {
    const { state, editable } = this.#view;
    this.#place.hidden = !editable;
    if (!editable) return;
    const inTable = cellAt(state.selection.$from) !== undefined;
    const tools = TOOLS.filter(({ where }) => where === undefined || (where === 'table') === inTable);
    const shown = tools.map((tool) => ({ tool, on: tool.isOn?.(state), can: tool.run(state) }));
    const drawn = JSON.stringify(shown.map(({ tool, on, can }) => [tool.name, on, can]));
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (!tools.some(({ name }) => name === this.#stop)) this.#stop = 'rich.bold';
    render(
      shown.map(({ tool, on, can }) => this.#button(tool, on, can)),
      this.#place,
    );
  }

  #button({ name, run }: Tool, on: boolean | undefined, can: boolean): TemplateResult {
    const words = richText(this.#locale, name);
    return html`<button type="button" class="tool" data-tool=${name.slice('rich.'.length)} title=${words} tabindex=${name === this.#stop ? 0 : -1}
      aria-pressed=${on ?? nothing} aria-disabled=${can ? nothing : 'true'}
      @click=${() => this.#run(run)}>${richText(this.#locale, `${name}Sign` as RichText)}<span class="sr">${words}</span></button>`;
  }

  #run(run: Command): void {
    if (!this.#view.editable || this.#view.composing) return;
    run(this.#view.state, this.#view.dispatch, this.#view);
    this.#view.focus();
  }

  #walk(event: KeyboardEvent): void {
    const buttons = [...this.#place.querySelectorAll('button')];
    const at = buttons.findIndex((each) => each.contains(event.target as Node));
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const button = buttons[(next + buttons.length) % buttons.length];
    for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
    const name = TOOLS.find(({ name: tool }) => tool === `rich.${button?.dataset['tool'] ?? ''}`)?.name;
    if (name !== undefined) this.#stop = name;
    button?.focus();
  }
}
