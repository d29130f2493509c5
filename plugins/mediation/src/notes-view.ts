import { formValue, guardComposition, onSubmit } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { MediationView } from './mediation-view.js';
import { addNote, Note } from './model.js';

/** The committee's own notes on a case, in a room that nobody else may read. */
export class NotesView extends MediationView {
  protected override render(): TemplateResult {
    const notes = this.ctx.data.collection(Note).list();
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title">${this.t('notes')}</h2>
      <p class="quiet">${this.t('notesHint')}</p>
      ${this.ctx.writable ? this.#form() : nothing} ${this.refusal()}
      ${notes.length === 0 ? html`<p class="empty">${this.t('noNotes')}</p>` : nothing}
      <ul>
        ${repeat(
          [...notes].reverse(),
          (note) => note.id,
          (note) => {
            const title = note.ok ? note.value.title : this.t('damaged');
            return html`<li>
              <h3>${title}</h3>
              <onedoor-text .field=${this.ctx.text(Note, note.id, 'text', title)} rows="4"></onedoor-text>
            </li>`;
          },
        )}
      </ul>
    </section>`;
  }

  #form(): TemplateResult {
    return html`<form class="row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#add(form))}>
      <input class="grow" name="title" required maxlength="200" autocomplete="off" aria-label=${this.t('noteTitle')} placeholder=${this.t('noteTitle')} />
      <button type="submit">${this.t('addNote')}</button>
    </form>`;
  }

  async #add(form: HTMLFormElement): Promise<void> {
    const title = formValue(form, 'title');
    if (title === '') return;
    form.reset();
    this.told(await this.ctx.commands.run(addNote.request({ id: this.ctx.id(), title })));
  }
}
