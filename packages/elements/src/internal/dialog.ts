import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { isComposing } from './form.js';

/**
 * A native dialog above the page: it keeps the focus, Escape closes it, and the focus goes back to where it was.
 * Render it while it is open; `onClose` is called when it has closed, whoever closed it.
 *
 * @param label its heading, and its name
 * @param kind `box` in the middle; `sheet` from the lower edge of a narrow page
 */
export function dialogView(options: {
  readonly label: string;
  readonly content: unknown;
  readonly close: string;
  readonly kind?: 'box' | 'sheet';
  readonly onClose: () => void;
}): TemplateResult {
  const { label, content, close, kind = 'box', onClose } = options;
  return html`<dialog class=${kind} aria-label=${label} @close=${onClose} @keydown=${guardEscape} @click=${closeOnBackdrop} ${ref(showModal)}>
    <div class="dialog">
      <div class="dialog-head">
        <h2>${label}</h2>
        <button type="button" class="icon" aria-label=${close} @click=${closeDialog}>✕</button>
      </div>
      ${content}
    </div>
  </dialog>`;
}

/** Listener for what closes the dialog around it. */
export const closeDialog = (event: Event): void => {
  if (event.currentTarget instanceof Element) event.currentTarget.closest('dialog')?.close();
};

/** For `ref()`: shows a dialog as soon as it is in the page. */
export function showModal(element?: Element): void {
  if (element instanceof HTMLDialogElement) queueMicrotask(() => element.isConnected && !element.open && element.showModal());
}

/** Escape ends a composition, not the dialog around it. Keys of a dialog are not keys of what stands behind it. */
function guardEscape(event: KeyboardEvent): void {
  event.stopPropagation();
  if (event.key === 'Escape' && isComposing(event)) event.preventDefault();
}

/** A press on the dialog itself is one beside its content. */
export function closeOnBackdrop(event: Event): void {
  if (event.target === event.currentTarget && event.target instanceof HTMLDialogElement) event.target.close();
}
