import type { CaseRow, Session } from '@onedoor/core';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { NAIVE } from './board-selectors.js';

/**
 * The baseline: the same rows as cards, filtered by the same words and drawn all of them by Lit's `repeat`, keyed, as
 * one writes it first. It does less than the board (no columns, no language, no menu), so a ratio to it is modest.
 */
class NaiveBoard extends LitElement {
  static override styles = css`
    article { padding: 8px; border: 1px solid #ccc; margin: 4px; }
    h3 { margin: 0; font-size: 1rem; }
  `;
  static override properties = { session: { attribute: false }, words: { state: true } };
  declare session: Session | undefined;
  declare words: string;
  #stop = (): void => {};

  constructor() {
    super();
    this.words = '';
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (!changed.has('session')) return;
    this.#stop();
    this.#stop = this.session?.rows.watch(() => this.requestUpdate()) ?? (() => {});
  }

  protected override render(): TemplateResult {
    const rows = (this.session?.rows.get() ?? []).filter((row) => this.#matches(row));
    return html`<input @input=${(event: InputEvent) => {
      if (event.target instanceof HTMLInputElement) this.words = event.target.value;
    }} /><output>${rows.length}</output>
    ${repeat(
      rows,
      (row) => row.case,
      (row) => html`<article data-case=${row.case}>
        <h3>${row.title}</h3>
        <p>${row.parties.join('、')}</p>
        <p><span class="stage">${row.stage}</span> <span>${row.village}</span> <time>${new Date(row.changedAt).toISOString().slice(0, 10)}</time></p>
      </article>`,
    )}`;
  }

  #matches({ title, village, parties }: CaseRow): boolean {
    return `${title} ${village} ${parties.join(' ')}`.includes(this.words);
  }
}

customElements.define(NAIVE.tag, NaiveBoard);
