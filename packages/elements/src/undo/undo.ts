import type { OpenRoom, UndonePlace } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { RoomController } from '../controllers/room-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { isComposing } from '../internal/form.js';
import { RecordNames } from '../timeline/record-names.js';
import { undoStyles } from './undo.styles.js';
import '../locales/case-texts.js';

/**
 * Undo and redo of this person's own changes in one room, by buttons and by Ctrl+Z (⌘Z), Ctrl+Shift+Z or Ctrl+Y. It says
 * what was taken back. What others wrote is never touched; acts are not undone but followed by another act. In a field or a
 * text the keys belong to that field.
 *
 * @attr case - Case id.
 * @attr room - Room of the case; `joint` by default.
 */
export class OnedoorUndo extends CaseElement {
  static override styles = [...CaseElement.styles, undoStyles];

  @property() room = 'joint';
  @state() private said = '';
  readonly #room = new RoomController(this, {
    room: () => this.room,
    session: () => this.desk.session,
    case: () => this.caseId,
    collections: [],
  });
  readonly #steps = new WatchController(this, () => this.#room.room?.undoable);

  readonly #onKey = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (event.defaultPrevented || isComposing(event) || event.altKey || !(event.ctrlKey || event.metaKey) || !'zy'.includes(key)) return;
    if (!this.#isOurs(event)) return;
    event.preventDefault();
    this.#step(key === 'y' || event.shiftKey ? 'redo' : 'undo');
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('caseId') || changed.has('room')) this.said = '';
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.#room.writable) return nothing;
    const { undo, redo } = this.#steps.value ?? { undo: false, redo: false };
    return html`<div class="row no-print">
      <span class="said quiet" role="status">${this.said}</span>
      <button type="button" ?disabled=${!undo} title=${this.t('undo.undoHint')} @click=${() => this.#step('undo')}><span aria-hidden="true">↶</span> <span class="word">${this.t('undo.undo')}</span></button>
      <button type="button" ?disabled=${!redo} title=${this.t('undo.redoHint')} @click=${() => this.#step('redo')}><span aria-hidden="true">↷</span> <span class="word">${this.t('undo.redo')}</span></button>
    </div>`;
  }

  #step(step: 'undo' | 'redo'): void {
    const room = this.#room.room;
    if (room === undefined) return;
    const before = this.#names(room);
    const places = step === 'undo' ? room.undo() : room.redo();
    if (places.length === 0) {
      this.said = this.t(`undo.${step}None`);
      return;
    }
    const after = this.#names(room);
    const words = (place: UndonePlace) => after.place(place) || before.place(place);
    const named = [...new Set(places.map(words))];
    const shown = named.slice(0, 2).join(this.t('common.comma'));
    this.said = this.t(`undo.${step}Done`, {
      what: named.length > 2 ? this.t('undo.andMore', { what: shown, count: named.length }) : shown,
    });
  }

  #names(room: OpenRoom): RecordNames {
    return new RecordNames({
      t: (key, params) => this.t(key, params),
      locale: this.desk.locale,
      contributions: this.desk.contributions,
      room: () => room,
      model: this.desk.session?.model,
    });
  }

  /** Keys of this page, or of nothing in particular; never those of a field, whose own undo knows better. */
  #isOurs(event: KeyboardEvent): boolean {
    const path = event.composedPath();
    const editable = path.some(
      (each) =>
        each instanceof HTMLElement &&
        (each.isContentEditable || each instanceof HTMLTextAreaElement || (each instanceof HTMLInputElement && !TICKS.has(each.type))),
    );
    const root = this.getRootNode();
    // What is pressed outside the case page is the portal's.
    return !editable && path.includes(root instanceof ShadowRoot ? root.host : this);
  }
}

const TICKS = new Set(['checkbox', 'radio', 'button']);
