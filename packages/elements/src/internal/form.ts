import { html, type TemplateResult } from 'lit';

/** Whether a key belongs to an input method that is still composing. Safari reports 229 after the composition's end. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/** Put on every form and on every field that acts on Enter: while somebody composes, Enter chooses a word and submits nothing. */
export function guardComposition(event: KeyboardEvent): void {
  if (event.key === 'Enter' && isComposing(event)) event.preventDefault();
}

/** Makes a submit listener that keeps the page where it is. */
export const onSubmit =
  (run: (form: HTMLFormElement) => void) =>
  (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.currentTarget instanceof HTMLFormElement) run(event.currentTarget);
  };

/** A form's text field by name, trimmed. */
export function formValue(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** A form's text field, or undefined when it is empty. */
export const filled = (form: HTMLFormElement, name: string): string | undefined => formValue(form, name) || undefined;

/** A control with its label above it. */
export const field = (label: string, control: unknown, hint?: unknown): TemplateResult =>
  html`<label class="field"><span class="label">${label}</span>${control}${hint === undefined ? '' : html`<span class="hint">${hint}</span>`}</label>`;

/** Options of a select, the first one empty so that nothing is chosen for a person. */
export const options = <T extends string>(values: readonly T[], label: (value: T) => string, empty: string): TemplateResult =>
  html`<option value="">${empty}</option>${values.map((value) => html`<option value=${value}>${label(value)}</option>`)}`;

/** The member of a list that a form's text names. */
export const oneOf = <T extends string>(values: readonly T[], value: string): T | undefined => values.find((known) => known === value);

/** For `ref()` on the first control of a form that a person has just opened: it takes the focus once. */
export function focusWhenShown(element?: Element): void {
  // Lit calls before it puts the element into the page; what is outside takes no focus.
  if (element instanceof HTMLElement) queueMicrotask(() => element.focus());
}

/** A tick box with its words beside it. */
export const tick = (name: string, label: unknown, value = 'on'): TemplateResult =>
  html`<label class="check"><input type="checkbox" name=${name} value=${value} /><span>${label}</span></label>`;

/** Values of the boxes of one name that are ticked. */
export const ticked = (form: HTMLFormElement, name: string): string[] =>
  new FormData(form).getAll(name).flatMap((value) => (typeof value === 'string' ? [value] : []));
