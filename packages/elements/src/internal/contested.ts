import type { ContestedValue } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';

export interface ContestedWords {
  readonly title: string;
  readonly confirm: string;
  readonly current: string;
  readonly none: string;
}

/**
 * Both values of a register that two people wrote while apart, each with a button that confirms it.
 *
 * @param words for the heading, the button, and what stands for a removed value
 */
export function contestedView(
  values: readonly ContestedValue[] | undefined,
  options: {
    readonly label: string;
    readonly words: ContestedWords;
    readonly format: (value: unknown) => string;
    readonly confirm?: (value: unknown) => void;
  },
): TemplateResult | typeof nothing {
  if (values === undefined || values.length === 0) return nothing;
  const { label, words, format, confirm } = options;
  return html`<div class="contested" role="group" aria-label=${`${label}: ${words.title}`}>
    <span class="mark conflict">${label}</span> ${words.title}
    <ul>
      ${values.map((each) => {
        const shown = each.value === undefined ? words.none : format(each.value);
        return html`<li>
          <strong>${shown}</strong>${each.current ? html`<span class="quiet">${words.current}</span>` : nothing}
          ${confirm === undefined ? nothing : html`<button type="button" aria-label=${`${words.confirm}: ${shown}`} @click=${() => confirm(each.value)}>${words.confirm}</button>`}
        </li>`;
      })}
    </ul>
  </div>`;
}
