import { html, type TemplateResult } from 'lit';

/** A bar as it is drawn: its words wrap, so that none is cut off, and its length is a share of the longest. */
export interface DrawnBar {
  readonly label: string;
  readonly value: number;
  readonly shown: string;
}

/**
 * Bars below one another, each with its name before it and its number behind it. One picture to whoever does not look: the table
 * beside it says the same.
 */
export function drawBars(label: string, bars: readonly DrawnBar[]): TemplateResult {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return html`<div class="chart" role="img" aria-label=${label}>
    ${bars.map(
      ({ label: name, value, shown }) => html`<span class="name">${name}</span>
        <svg class="bar" aria-hidden="true"><rect width=${`${(value / most) * 100}%`} height="100%"></rect></svg>
        <span class="value">${shown}</span>`,
    )}
  </div>`;
}
