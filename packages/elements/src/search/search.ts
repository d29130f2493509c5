import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PreferenceController } from '../controllers/preference-controller.js';
import { isComposing } from '../internal/form.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import '../locales/case-texts.js';

const PANEL = new LazyElement('onedoor-search-panel', new Lazy(() => import('./search-panel.js').then(({ SearchPanel }) => SearchPanel)));

/**
 * Finds cases by names (characters, spelling, initials), case number, the tail of a telephone number, place or words,
 * among all that the person may read; without network, among what this device holds. Opened by its button, by Ctrl+K or
 * by `/`. What looks for cases is loaded when it is first opened.
 *
 * @fires {CustomEvent<{case: string}>} od-open-case - A case was chosen; show it.
 * @csspart button - What opens it.
 */
export class OnedoorSearch extends OnedoorElement {
  static override styles = [
    ...[OnedoorElement.styles].flat(),
    css`
      :host {
        display: inline-block;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        color: var(--_muted);
      }
      kbd {
        padding: 0 4px;
        border: 1px solid var(--_line);
        border-radius: 3px;
        font: inherit;
        font-size: 12px;
        line-height: 18px;
      }
      @media (max-width: 640px) {
        kbd {
          display: none;
        }
        .words {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  @state() private open = false;
  @state() private failed = false;
  @state() private loading = false;
  readonly #keysOff = new PreferenceController(this, () => this.desk.session?.preferences, 'board/keysOff');

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isComposing(event) || event.defaultPrevented || this.desk.session === undefined || this.open) return;
    const isChord = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    // A slash is a letter where somebody writes.
    // Who has switched single keys off on the board means these as well.
    const isSlash =
      event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event) && this.#keysOff.value !== true;
    if ((!isChord && !isSlash) || event.composedPath().some((each) => each instanceof HTMLDialogElement)) return;
    event.preventDefault();
    void this.#show();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#onKey);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.desk.session === undefined) return nothing;
    return html`<button part="button" class="no-print" type="button" data-return aria-haspopup="dialog" aria-keyshortcuts="Control+K /"
        aria-busy=${this.loading} @click=${() => void this.#show()}>
        <svg aria-hidden="true" viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" stroke-width="1.5"><circle cx="7" cy="7" r="4.5"></circle><path d="M10.5 10.5 14 14"></path></svg>
        <span class="words">${this.t('search.open')}</span><kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      ${this.failed ? html`<span class="quiet" role="alert">${this.t('search.failed')}</span>` : nothing}
      ${this.open ? html`<onedoor-search-panel @od-close=${this.#close}></onedoor-search-panel>` : nothing}`;
  }

  async #show(): Promise<void> {
    this.loading = true;
    try {
      await PANEL.ready();
      this.failed = false;
      this.open = true;
    } catch {
      this.failed = true;
    }
    this.loading = false;
  }

  readonly #close = (event: Event): void => {
    event.stopPropagation();
    this.open = false;
  };
}

function isWriting(event: KeyboardEvent): boolean {
  const [inner] = event.composedPath();
  return inner instanceof HTMLElement && (inner.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(inner.tagName));
}
