import type { TextField } from '@onedoor/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CaseElement } from '../internal/case-element.js';
import { isComposing } from '../internal/form.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import '../locales/case-texts.js';

/**
 * A quiet control beside fields or a text: who wrote what and when, from the server's log, and a way to put a former state
 * back. It opens with the field that was edited last beside it. `Alt+H` opens it from within a field: whatever carries
 * `data-field` (and `data-record`, where several records stand together) in the same element.
 *
 * Putting back is a change like any other, by the person who does it: others see it, undo takes it back.
 *
 * @summary History of a field or a text.
 *
 * @attr case - Case id.
 * @attr room - Room of the case. Default: `joint`.
 * @attr collection - Name of the record type, such as `facts`.
 * @attr record - Id of the record.
 * @attr label - What the fields belong to, for who does not see the place; such as the record's name.
 * @csspart button - The control.
 */
export class OnedoorFieldHistory extends CaseElement {
  static override styles = [
    ...CaseElement.styles,
    css`
      :host {
        display: inline-block;
      }
      button.open {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        min-width: var(--_target);
        padding: 0;
        border-color: transparent;
        background: none;
        color: var(--_muted);
      }
      button.open:hover {
        border-color: var(--_line);
        background: var(--_raised);
        color: var(--_ink);
      }
      svg {
        width: 16px;
        height: 16px;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.5;
      }
    `,
  ];

  /** @internal */
  static panel = new LazyElement(
    'onedoor-history-panel',
    new Lazy(() => import('./history-panel.js').then(({ HistoryPanel }) => HistoryPanel)),
  );

  @property() room = 'joint';
  @property() collection = '';
  @property() record = '';
  @property() label = '';

  /** Names of the fields to choose from, at least one; a text stands alone. */
  @property({ attribute: false }) fields: readonly string[] = [];

  /** The handle of a text, so that a former state can be put back. Without it a text is only shown. */
  @property({ attribute: false }) text?: TextField;

  /** Former values can be read and not put back: where a plugin has rules of its own for changing them. */
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;

  @state() private opened: string | undefined;
  @state() private missing = false;
  #root: Node | undefined;
  /** Field beside this that had the focus last. */
  #last = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#root = this.getRootNode();
    this.#root.addEventListener('focusin', this.#focused);
    this.#root.addEventListener('keydown', this.#pressed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#root?.removeEventListener('focusin', this.#focused);
    this.#root?.removeEventListener('keydown', this.#pressed);
    this.opened = undefined;
  }

  protected override render(): TemplateResult {
    const what = this.t('history.of', { what: this.label });
    return html`<button part="button" type="button" class="open no-print" aria-haspopup="dialog" aria-label=${what} title=${this.t('history.title')} @click=${() => void this.#open(this.#last)}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 8a5.5 5.5 0 1 1 1.6 3.9M2.5 12.5v-3h3M8 5v3.2l2 1.3" /></svg>
      </button>
      ${this.missing ? html`<p class="notice" role="alert">${this.t('history.notLoaded')}</p>` : nothing}
      ${
        this.opened === undefined
          ? nothing
          : html`<onedoor-history-panel case=${this.caseId} .room=${this.room} .collection=${this.collection} .record=${this.record} .label=${this.label} .fields=${this.fields} .field=${this.opened} .text=${this.text} .locked=${this.readOnly} @close=${this.#close}></onedoor-history-panel>`
      }`;
  }

  async #open(field: string): Promise<void> {
    try {
      await OnedoorFieldHistory.panel.ready();
      this.missing = false;
      this.opened = this.fields.includes(field) ? field : (this.fields[0] ?? '');
    } catch {
      this.missing = true;
    }
  }

  readonly #close = (): void => {
    this.opened = undefined;
  };

  readonly #focused = (event: Event): void => {
    this.#last = this.#fieldOf(event) ?? this.#last;
  };

  readonly #pressed = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || !event.altKey || event.code !== 'KeyH' || isComposing(event)) return;
    const field = this.#fieldOf(event);
    if (field === undefined) return;
    event.preventDefault();
    void this.#open(field);
  };

  /** The field of this record that an event is in. */
  #fieldOf({ target }: Event): string | undefined {
    const place = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null;
    const { field = '', record = this.record } = place?.dataset ?? {};
    return record === this.record && this.fields.includes(field) ? field : undefined;
  }
}
