import type { FileRef } from '@onedoor/core';
import { html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CaseElement } from '../internal/case-element.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import '../locales/case-texts.js';

/**
 * Photographs, scans and other files of a room: chosen, taken with a phone's camera, pasted or dropped; stored on this device
 * first and sent in the background, with their progress. It shows the files that a record names and tells of what is added and
 * taken away; what names them is the page's to store.
 *
 * @summary Files of a record, with pictures, progress and retry.
 *
 * @attr case - Case id.
 * @attr room - Room of the case in which the files are. Default: `joint`.
 * @attr label - What they belong to.
 * @attr read-only - They can be looked at alone.
 * @attr draw - Signatures: a finger on the page is offered beside paper and camera. What is drawn is called a picture by its name.
 * @fires {CustomEvent<{file: FileRef}>} od-file-added - A file is stored: name it in a record.
 * @fires {CustomEvent<{file: FileRef}>} od-file-removed - The person takes a file away: take it out of the record.
 * @csspart list - The files.
 * @csspart add - Where files are chosen, pasted and dropped.
 */
export class OnedoorFiles extends CaseElement {
  /** @internal */
  static panel = new LazyElement('onedoor-files-panel', new Lazy(() => import('./files-panel.js').then(({ FilesPanel }) => FilesPanel)));

  @property() room = 'joint';
  @property() label = '';
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;
  @property({ type: Boolean }) draw = false;
  /** Media types and endings that may be chosen, as `accept` of an input; empty for all. */
  @property() accept = 'image/*,application/pdf';
  /** The files to show, in their order. */
  @property({ attribute: false }) files: readonly FileRef[] = [];
  @state() private stand: 'loading' | 'here' | 'missing' = 'loading';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render(): TemplateResult {
    if (this.stand === 'here')
      return html`<onedoor-files-panel case=${this.caseId} .room=${this.room} .label=${this.label} .readOnly=${this.readOnly} .draw=${this.draw} .accept=${this.accept} .files=${this.files}></onedoor-files-panel>`;
    if (this.stand === 'loading') return html`<p class="quiet">${this.t('common.loading')}</p>`;
    return html`<p class="notice" role="alert">${this.t('files.notLoaded')} <button type="button" @click=${() => void this.#load()}>${this.t('files.retry')}</button></p>`;
  }

  async #load(): Promise<void> {
    try {
      await OnedoorFiles.panel.ready();
      this.stand = 'here';
    } catch {
      this.stand = 'missing';
    }
  }
}
