import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { closeOnBackdrop, showModal } from './dialog.js';

export type MenuItem =
  | { readonly kind: 'heading'; readonly label: string }
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly label: string;
      /** Why it cannot be chosen. It stays in reach, so that everybody can read it. */
      readonly whyNot?: string | undefined;
      readonly run: () => void;
    };

/**
 * A menu at the place of the button that opened it, above the page. Arrow keys, Home and End go through it; Escape and a
 * press beside it close it, and the focus goes back to the button. Render it while it is open.
 */
export function menuView(options: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly at: DOMRect;
  readonly onClose: () => void;
}): TemplateResult {
  const { label, items, at, onClose } = options;
  const choose = (event: Event, item: MenuItem) => {
    if (item.kind === 'heading' || item.whyNot !== undefined || !(event.currentTarget instanceof Element)) return;
    event.currentTarget.closest('dialog')?.close();
    // The event comes later; what runs now must find the menu gone.
    onClose();
    item.run();
  };
  return html`<dialog class="menu" aria-label=${label} .anchor=${at} @close=${onClose} @keydown=${onKey} @click=${closeOnBackdrop} ${ref(showMenu)}>
    <div role="menu" aria-label=${label}>
      ${items.map((item) =>
        item.kind === 'heading'
          ? html`<div class="menu-heading" role="presentation">${item.label}</div>`
          : html`<button type="button" role="menuitem" data-id=${item.id} aria-disabled=${item.whyNot === undefined ? nothing : 'true'} @click=${(event: Event) => choose(event, item)}>
            ${item.label}${item.whyNot === undefined ? nothing : html`<span class="why">${item.whyNot}</span>`}
          </button>`,
      )}
    </div>
  </dialog>`;
}

/** One function for all menus: Lit calls another one again at each render. */
function showMenu(element?: Element): void {
  showModal(element);
  if (element instanceof HTMLElement && 'anchor' in element && element.anchor instanceof DOMRect) {
    const { anchor } = element;
    queueMicrotask(() => place(element, anchor));
  }
}

/** Under the button, or above it where there is no room; inside the window in any case. */
function place(menu: HTMLElement, at: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + height + 8 <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(below ? at.bottom + 2 : at.top - height - 2, innerHeight - height - 8))}px`;
  menu.querySelector<HTMLElement>('[role=menuitem]')?.focus();
}

function onKey(event: KeyboardEvent): void {
  event.stopPropagation();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  if (event.key === 'Tab' && event.currentTarget instanceof HTMLDialogElement) {
    event.preventDefault();
    event.currentTarget.close();
    return;
  }
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item.matches(':focus'));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}
