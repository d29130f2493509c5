import { taskSlice } from '@onedoor/core';
import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { field, filled, focusWhenShown, formValue } from '../internal/form.js';
import { newId } from '../internal/new-id.js';
import type { MessageKey } from '../locales/locale.js';

/** What the fields of a question to somebody need from the screen around them. */
export interface AskHost {
  readonly words: (key: MessageKey) => string;
  readonly today: string;
  /** Ids and names of the people of the team who can be asked, and of all departments. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly departments: readonly { readonly id: string; readonly name: string }[];
}

/** Fields of the form that asks a person or a department for something until a day; nobody is chosen beforehand. */
export function askFields({ words, today, people, departments }: AskHost): TemplateResult {
  const choices = (kind: 'person' | 'department', list: AskHost['people']) =>
    list.map(({ id, name }) => html`<option value=${`${kind}:${id}`}>${name}</option>`);
  return html`${field(words('tasks.what'), html`<textarea name="what" rows="2" ${ref(focusWhenShown)} required maxlength="300"></textarea>`)}
    ${field(
      words('tasks.whom'),
      html`<select name="whom" required>
        <option value="">${words('common.choose')}</option>
        <optgroup label=${words('case.team')}>${choices('person', people)}</optgroup>
        <optgroup label=${words('tasks.departments')}>${choices('department', departments)}</optgroup>
      </select>`,
    )}
    ${field(words('tasks.dueOn'), html`<input name="dueOn" type="date" min=${today} />`)}`;
}

/** The act that such a form asks for; undefined while something is missing. */
export function askedIn(form: HTMLFormElement): ReturnType<typeof taskSlice.request.ask> | undefined {
  const [kind, id = ''] = formValue(form, 'whom').split(/:(.*)/s);
  const what = formValue(form, 'what');
  if (what === '' || id === '') return undefined;
  const dueOn = filled(form, 'dueOn');
  return taskSlice.request.ask({
    id: newId(),
    what,
    for: kind === 'person' ? { person: id } : { department: id },
    ...(dueOn === undefined ? {} : { dueOn }),
  });
}
