import type { Notes, ReadResult } from '@onedoor/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { field, focusWhenShown, formValue, guardComposition, onSubmit } from '../internal/form.js';
import { typed } from '../internal/typed.js';
import type { PluginViewClass } from '../plugin-host/plugin-view.js';
import { PluginElement } from './plugin-element.js';
import '../locales/case-texts.js';

/** Texts of the plugin's own locales, by key: whose notes these are, and who can read them. */
export interface NotesWords {
  readonly title: string;
  readonly hint: string;
}

type Note = ReadResult<Notes['Note']>;

/**
 * The screen of a department's own notes on a case: latest first, each with a title and a text that the department writes
 * together. Records and commands come from `defineNotes` of `@onedoor/core`.
 *
 * @param words keys of the plugin's locales
 * @example definePluginView({ manifest, views: { notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) } });
 */
export function notesView(notes: Notes, words: NotesWords): PluginViewClass {
  return class extends NotesView {
    protected override readonly notes = notes;
    protected override readonly words = words;
  };
}

abstract class NotesView extends PluginElement {
  static override styles = [
    ...PluginElement.styles,
    css`
      li {
        padding: 12px 0 16px;
        border-top: 1px solid var(--_line);
      }
      li > * + * {
        margin-top: 8px;
      }
      .title {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .grow {
        flex: 1 1 220px;
      }
      .title h3 {
        flex: 1;
      }
    `,
  ];

  protected abstract readonly notes: Notes;
  protected abstract readonly words: NotesWords;
  /** The note that this person has just removed, while it can be taken back here. */
  @state() private removed: { readonly id: string; readonly title: string } | undefined;
  @state() private renaming = '';

  protected override render(): TemplateResult {
    const list = this.ctx.data.collection(this.notes.Note).list();
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t(this.words.title)}</h2>
      <p class="quiet">${this.t(this.words.hint)}</p>
      ${this.ctx.writable ? this.#form() : nothing} ${this.refusal()} ${this.#removedLine()}
      ${list.length === 0 ? html`<p class="empty">${this.say(this.ctx.writable ? 'notes.none' : 'notes.noneToRead')}</p>` : nothing}
      <ul>
        ${repeat(
          [...list].reverse(),
          (note) => note.id,
          (note) => this.#note(note),
        )}
      </ul>
    </section>`;
  }

  #form(): TemplateResult {
    return html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      <input class="grow" name="title" required maxlength="200" autocomplete="off" aria-label=${this.say('notes.title')} placeholder=${this.say('notes.title')} />
      <button type="submit">${this.say('notes.add')}</button>
    </form>`;
  }

  #note(note: Note): TemplateResult {
    if (!note.ok) return html`<li><p class="notice">${this.say('notes.damaged')}</p></li>`;
    const { id, title } = note.value;
    return html`<li>
      ${this.renaming === id ? this.#renameForm(id, title) : this.#title(id, title)}
      <onedoor-text data-record=${id} data-field="text" .field=${this.ctx.text(this.notes.Note, id, 'text', title)} rows="4"></onedoor-text>
    </li>`;
  }

  #title(id: string, title: string): TemplateResult {
    return html`<div class="title">
      <h3>${title}</h3>
      ${this.history(this.notes.Note, id, title, ['text', 'title'], this.ctx.text(this.notes.Note, id, 'text', title))}
      ${
        this.ctx.writable
          ? html`<button type="button" class="link no-print" data-rename=${id} aria-label=${`${this.say('notes.rename')}: ${title}`} @click=${() => (this.renaming = id)}>${this.say('notes.rename')}</button>
              <button type="button" class="link no-print" aria-label=${`${this.say('notes.remove')}: ${title}`} @click=${() => void this.#remove(id, title)}>${this.say('notes.remove')}</button>`
          : nothing
      }
    </div>`;
  }

  #renameForm(id: string, title: string): TemplateResult {
    return html`<form class="row" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#rename(form, id))}>
      <div class="grow">${field(this.say('notes.title'), html`<input name="title" required maxlength="200" autocomplete="off" .value=${typed(title)} ${ref(focusWhenShown)} />`)}</div>
      <button type="submit" class="primary">${this.say('common.save')}</button>
      <button type="button" @click=${() => this.#renamed(id)}>${this.say('common.cancel')}</button>
    </form>`;
  }

  #removedLine(): TemplateResult | typeof nothing {
    const { removed } = this;
    if (removed === undefined) return nothing;
    return html`<p class="notice row no-print" role="status">
      ${this.say('common.removed', { name: removed.title })}<button type="button" ${ref(focusWhenShown)} @click=${() => void this.#restore(removed.id)}>${this.say('common.undo')}</button>
    </p>`;
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const title = formValue(form, 'title');
    if (title === '') return;
    form.reset();
    this.told(await this.ctx.commands.run(this.notes.add.request({ id: this.ctx.id(), title })));
  }

  async #rename(form: HTMLFormElement, id: string): Promise<void> {
    const title = formValue(form, 'title');
    if (title !== '' && this.told(await this.ctx.commands.run(this.notes.rename.request({ id, title })))) this.#renamed(id);
  }

  /** The focus goes back to where the form was opened. */
  #renamed(id: string): void {
    this.renaming = '';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-rename="${id}"]`)?.focus());
  }

  async #remove(id: string, title: string): Promise<void> {
    if (this.told(await this.ctx.commands.run(this.notes.remove.request({ id })))) this.removed = { id, title };
  }

  async #restore(id: string): Promise<void> {
    if (this.told(await this.ctx.commands.run(this.notes.restore.request({ id })))) this.removed = undefined;
  }
}
