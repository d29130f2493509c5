import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { closeDialog, dialogView } from '../internal/dialog.js';
import { field, focusWhenShown, formValue, guardComposition, onSubmit } from '../internal/form.js';
import type { MessageKey, Params } from '../locales/locale.js';
import type { SavedView } from './board-view.js';

type Say = (key: MessageKey, params?: Params) => string;

/** Gives the present view a name. */
export function saveDialog(t: Say, onSave: (name: string, isDefault: boolean) => void, onClose: () => void): TemplateResult {
  const save = (form: HTMLFormElement) => {
    const name = formValue(form, 'name');
    if (name === '') return;
    onSave(name, formValue(form, 'default') !== '');
    form.closest('dialog')?.close();
  };
  return dialogView({
    label: t('board.view.save'),
    close: t('common.cancel'),
    onClose,
    content: html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(save)}>
      ${field(t('board.view.name'), html`<input name="name" required maxlength="40" autocomplete="off" ${ref(focusWhenShown)} />`, t('board.view.hint'))}
      <label class="check"><input type="checkbox" name="default" />${t('board.view.default')}</label>
      <div class="row"><button class="primary" type="submit">${t('common.save')}</button><button type="button" @click=${closeDialog}>${t('common.cancel')}</button></div>
    </form>`,
  });
}

export interface ViewsDialog {
  readonly t: Say;
  readonly saved: readonly SavedView[];
  readonly first: string | undefined;
  rename(id: string, name: string): void;
  remove(id: string): void;
  setFirst(id: string | undefined): void;
  onClose(): void;
}

/** A person's own views: names, which one the board opens with, and taking one away. */
export function viewsDialog({ t, saved, first, rename, remove, setFirst, onClose }: ViewsDialog): TemplateResult {
  const onRename = (event: Event, id: string) => {
    const name = event.currentTarget instanceof HTMLInputElement ? event.currentTarget.value.trim() : '';
    if (name !== '') rename(id, name);
  };
  return dialogView({
    label: t('board.view.saved'),
    close: t('common.done'),
    onClose,
    content: html`<ul class="own-views">
      ${saved.map(
        ({ id, name }) => html`<li class="row">
          <label class="grow"><span class="sr">${t('board.view.name')}</span><input maxlength="40" .value=${name} @change=${(event: Event) => onRename(event, id)} /></label>
          <label class="check"><input type="checkbox" .checked=${first === id} @change=${() => setFirst(first === id ? undefined : id)} />${t('board.view.first')}</label>
          <button type="button" class="link danger" aria-label=${`${t('board.view.remove')}: ${name}`} @click=${() => remove(id)}>${t('board.view.remove')}</button>
        </li>`,
      )}
      ${saved.length === 0 ? html`<li class="quiet">${t('board.view.none')}</li>` : nothing}
    </ul>`,
  });
}

/** Which columns the table has. */
export function columnsDialog(options: {
  readonly t: Say;
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly onClose: () => void;
}): TemplateResult {
  const { t, columns, chosen, onChange, onClose } = options;
  const toggle = (key: string) =>
    onChange(columns.map((column) => column.key).filter((each) => (each === key ? !chosen.includes(key) : chosen.includes(each))));
  return dialogView({
    label: t('board.columns'),
    close: t('common.done'),
    onClose,
    content: html`<div class="checks">
      ${columns.map(({ key, label }) => html`<label class="check"><input type="checkbox" .checked=${chosen.includes(key)} @change=${() => toggle(key)} />${label}</label>`)}
    </div>`,
  });
}

const KEYS: readonly (readonly [keys: string, words: MessageKey])[] = [
  ['/', 'board.key.search'],
  ['?', 'board.key.help'],
  ['↑ ↓ ← →', 'board.key.arrows'],
  ['Home End PgUp PgDn', 'board.key.far'],
  ['Enter', 'board.key.open'],
  ['Space', 'board.key.lift'],
  ['← →', 'board.key.choose'],
  ['Enter / Space', 'board.key.drop'],
  ['Esc', 'board.key.cancel'],
  ['M', 'board.key.menu'],
];

/** The keys of the board; those of one character can be turned off, because speech input and other tools may press them. */
export function keysDialog(t: Say, on: boolean, setOn: (on: boolean) => void, onClose: () => void): TemplateResult {
  return dialogView({
    label: t('board.keys'),
    close: t('common.done'),
    onClose,
    content: html`<dl class="keys">${KEYS.map(([keys, words]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${t(words)}</dd></div>`)}</dl>
      <label class="check"><input type="checkbox" .checked=${on} @change=${() => setOn(!on)} />${t('board.keys.on')}</label>`,
  });
}
