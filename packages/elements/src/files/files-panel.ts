import type { FileRef, FileState, Refusal } from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { FilesController } from '../controllers/files-controller.js';
import { CaseElement } from '../internal/case-element.js';
import { closeDialog, dialogView } from '../internal/dialog.js';
import { Lazy } from '../internal/lazy.js';
import { LazyElement } from '../internal/lazy-element.js';
import { errorLabel } from '../locales/locale.js';
import { saveFile } from '../paper/save-file.js';
import { filesStyles } from './files.styles.js';
import { blobOf, isPicture, readFile } from './pictures.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

/** A small picture that another device has not sent yet is asked for again. */
const AGAIN_MS = 4_000;
/** A picture without a small one is shown by itself up to this size. */
const MAX_SHOWN_BYTES = 1_048_576;
const SHOWN_DIGITS = 12;

/** A file that this device has not taken: it is in the page alone. */
interface Unstored {
  readonly file: File;
  readonly refusal: Refusal;
}

/** The screen of `<onedoor-files>`, loaded when one is shown. @internal */
export class FilesPanel extends CaseElement {
  static override styles = [...CaseElement.styles, filesStyles];

  /** @internal */
  static pad = new LazyElement('onedoor-drawing-pad', new Lazy(() => import('./drawing.js').then(({ DrawingPad }) => DrawingPad)));

  @property() room = 'joint';
  @property() label = '';
  @property({ type: Boolean, attribute: 'read-only' }) readOnly = false;
  @property({ type: Boolean }) draw = false;
  /** Media types and endings that may be chosen, as `accept` of an input; empty for all. */
  @property() accept = 'image/*,application/pdf';
  /** The files to show, in their order. */
  @property({ attribute: false }) files: readonly FileRef[] = [];

  @state() private storing: readonly File[] = [];
  @state() private unstored: readonly Unstored[] = [];
  @state() private isOver = false;
  @state() private isDrawing = false;
  @state() private shown:
    | { readonly file: FileRef; readonly address?: string; readonly bytes: number; readonly refusal?: Refusal }
    | undefined;
  @state() private thumbs: ReadonlyMap<string, string> = new Map();

  readonly #files = new FilesController(this, () => this.desk.session);
  readonly #asked = new Set<string>();
  #again: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('paste', this.#pasted);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('paste', this.#pasted);
    clearTimeout(this.#again);
    for (const address of this.thumbs.values()) URL.revokeObjectURL(address);
    this.thumbs = new Map();
    this.#asked.clear();
    this.#close();
  }

  protected override updated(_changed: PropertyValues): void {
    void this.#showThumbs();
  }

  protected override render(): TemplateResult {
    return html`<section role="group" aria-label=${this.label || this.t('files.title')}>
      ${
        this.files.length + this.storing.length + this.unstored.length === 0
          ? this.readOnly
            ? html`<p class="quiet">${this.t('files.none')}</p>`
            : nothing
          : html`<ul part="list" class="list">
              ${repeat(
                this.files,
                ({ id }) => id,
                (file) => this.#file(file),
              )}
              ${this.storing.map((file) => html`<li class="file"><span class="thumb" aria-hidden="true">…</span><div class="about"><p class="name">${file.name}</p><p role="status">${this.t('files.storing')}</p></div></li>`)}
              ${this.unstored.map((each) => this.#unstoredFile(each))}
            </ul>`
      }
      ${this.readOnly ? nothing : this.#add()} ${this.#pad()} ${this.shown === undefined ? nothing : this.#viewer(this.shown.file)}
    </section>`;
  }

  #add(): TemplateResult {
    const over = (isOver: boolean) => (event: DragEvent) => {
      event.preventDefault();
      this.isOver = isOver;
    };
    const isPhone = matchMedia('(pointer: coarse)').matches;
    return html`<div part="add" class="add no-print" ?data-over=${this.isOver} @dragover=${over(true)} @dragleave=${over(false)} @drop=${this.#dropped}>
      ${isPhone ? html`<label class="pick">${this.t('files.take')}<input type="file" name="camera" accept="image/*" capture="environment" multiple @change=${this.#chosen} /></label>` : nothing}
      <label class="pick">${this.t('files.choose')}<input type="file" name="files" accept=${this.accept} multiple @change=${this.#chosen} /></label>
      ${this.draw ? html`<button type="button" @click=${() => void this.#draw()}>${this.t('drawing.open')}</button>` : nothing}
      ${isPhone ? nothing : html`<span class="quiet" tabindex="0">${this.t('files.hint')}</span>`}
    </div>`;
  }

  #file(file: FileRef): TemplateResult {
    const known = this.#store?.states.get().get(file.id);
    const isUnsent = known !== undefined && known.stage !== 'sent';
    const thumb = this.thumbs.get(file.id);
    return html`<li class="file" data-file=${file.id} data-stage=${known?.stage ?? 'sent'}>
      <button type="button" class="thumb" aria-label=${this.t('files.open', { name: file.name })} @click=${() => void this.#open(file)}>
        ${thumb === undefined ? html`<span aria-hidden="true">${kindOf(file)}</span>` : html`<img src=${thumb} alt="" />`}
      </button>
      <div class="about">
        <p class="name">${file.name}</p>
        <p class="quiet number" title=${file.hash}>${sizeOf(file.size)} · ${this.t('files.hash', { hash: file.hash.slice(0, SHOWN_DIGITS) })}</p>
        ${isUnsent ? this.#stand(known) : nothing}
        ${
          this.readOnly
            ? nothing
            : html`<p class="row no-print">
                ${known?.stage === 'refused' ? html`<button type="button" @click=${() => void this.#store?.retry(file.id)}>${this.t('files.retry')}<span class="sr"> ${file.name}</span></button>` : nothing}
                <button type="button" @click=${() => void this.#remove(file, isUnsent)}>${this.t(isUnsent ? 'files.cancel' : 'files.remove')}<span class="sr"> ${file.name}</span></button>
              </p>`
        }
      </div>
    </li>`;
  }

  #stand({ file, stage, sentBytes, refusal }: FileState): TemplateResult {
    if (stage === 'refused')
      return html`<p class="bad" role="alert">✕ ${this.t('files.refused')} ${refusal === undefined ? nothing : errorLabel(this.desk.locale, refusal.code)}</p>`;
    const percent = Math.floor((100 * sentBytes) / file.size);
    return html`<p role="status">${stage === 'sending' ? this.t('files.sending', { percent }) : sentBytes > 0 ? this.t('files.resumes', { percent }) : this.t('files.waiting')}</p>
      <progress max="100" value=${percent} aria-label=${this.t('files.progress', { name: file.name })}></progress>`;
  }

  #unstoredFile(each: Unstored): TemplateResult {
    const drop = () => {
      this.unstored = this.unstored.filter((other) => other !== each);
    };
    const again = () => {
      drop();
      void this.#put([each.file]);
    };
    return html`<li class="file"><span class="thumb" aria-hidden="true">!</span>
      <div class="about">
        <p class="name">${each.file.name}</p>
        <p class="bad" role="alert">✕ ${errorLabel(this.desk.locale, each.refusal.code)}${each.refusal.code === 'STORE_FULL' ? this.t('files.full') : ''}</p>
        <p class="row"><button type="button" @click=${again}>${this.t('files.retry')}<span class="sr"> ${each.file.name}</span></button>
          <button type="button" @click=${drop}>${this.t('files.drop')}<span class="sr"> ${each.file.name}</span></button></p>
      </div>
    </li>`;
  }

  #viewer(file: FileRef): TemplateResult {
    const { address, refusal, bytes } = this.shown ?? { bytes: 0 };
    const percent = Math.floor((100 * bytes) / file.size);
    const words =
      refusal?.code === 'NOT_FOUND' ? this.t('files.notSentYet') : refusal === undefined ? '' : errorLabel(this.desk.locale, refusal.code);
    const content = html`<figure>
        ${
          refusal !== undefined
            ? html`<p role="alert">${words}</p>`
            : address === undefined
              ? html`<p role="status">${this.t('files.fetching', { percent })}</p>`
              : html`<img src=${address} alt=${file.name} />`
        }
      </figure>
      <p class="row">
        <button type="button" ?disabled=${address === undefined} @click=${() => void this.#save(file)}>${this.t('files.save')}</button>
        <button type="button" @click=${closeDialog}>${this.t('files.close')}</button>
      </p>`;
    return dialogView({ label: file.name, content, close: this.t('files.close'), onClose: () => this.#close() });
  }

  #pad(): TemplateResult | typeof nothing {
    if (!this.isDrawing) return nothing;
    const drawn = (event: CustomEvent<File>) => void this.#put([event.detail]);
    return html`<onedoor-drawing-pad label=${this.t('drawing.open')} @drawn=${drawn} @close=${() => (this.isDrawing = false)}></onedoor-drawing-pad>`;
  }

  async #draw(): Promise<void> {
    await FilesPanel.pad.ready();
    this.isDrawing = true;
  }

  get #store() {
    return this.#files.of({ case: this.caseId, room: this.room });
  }

  readonly #chosen = (event: Event): void => {
    const input = event.currentTarget;
    if (!(input instanceof HTMLInputElement)) return;
    const files = [...(input.files ?? [])];
    // The same file can be chosen again.
    input.value = '';
    void this.#put(files);
  };

  readonly #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = false;
    void this.#put([...(event.dataTransfer?.files ?? [])]);
  };

  readonly #pasted = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || this.readOnly) return;
    event.preventDefault();
    void this.#put(files);
  };

  /** One after the other: a phone has no memory for ten photographs at once. */
  async #put(files: readonly File[]): Promise<void> {
    this.storing = [...this.storing, ...files];
    for (const file of files) {
      const opened = await this.desk.session?.files({ case: this.caseId, room: this.room });
      const read = opened?.ok === true ? await readFile(file) : opened;
      const put = opened?.ok === true && read?.ok === true && 'bytes' in read.value ? await opened.value.put(read.value) : read;
      this.storing = this.storing.filter((other) => other !== file);
      if (put === undefined) continue;
      if (put.ok && 'hash' in put.value) this.emit('od-file-added', { file: put.value });
      else if (!put.ok) this.unstored = [...this.unstored, { file, refusal: put.refusal }];
    }
  }

  async #remove(file: FileRef, isUnsent: boolean): Promise<void> {
    if (isUnsent) await this.#store?.cancel(file.id);
    this.emit('od-file-removed', { file });
  }

  async #open(file: FileRef): Promise<void> {
    this.shown = { file, bytes: 0 };
    const read = await this.#read(file, (bytes) => {
      if (this.shown?.file === file) this.shown = { ...this.shown, bytes };
    });
    if (this.shown?.file !== file || read === undefined) return;
    if (!read.ok) {
      this.shown = { file, bytes: 0, refusal: read.refusal };
    } else if (isPicture(file)) {
      this.shown = { file, bytes: file.size, address: URL.createObjectURL(blobOf(file, read.value)) };
    } else {
      this.shown = undefined;
      saveFile(file.name, read.value, 'application/octet-stream');
    }
  }

  async #save(file: FileRef): Promise<void> {
    const read = await this.#read(file);
    if (read?.ok === true) saveFile(file.name, read.value, 'application/octet-stream');
  }

  async #read(file: FileRef, onProgress?: (bytes: number) => void) {
    const opened = await this.desk.session?.files({ case: this.caseId, room: this.room });
    return opened?.ok === true ? opened.value.read(file, onProgress) : opened;
  }

  #close(): void {
    if (this.shown?.address !== undefined) URL.revokeObjectURL(this.shown.address);
    this.shown = undefined;
  }

  /** Small pictures, each asked for once, and those that are not on the server yet again a little later. */
  async #showThumbs(): Promise<void> {
    const store = this.#store;
    if (store === undefined) return;
    const missing = this.files.filter((file) => !this.#asked.has(file.id) && !this.thumbs.has(file.id) && canShow(file));
    for (const file of missing) this.#asked.add(file.id);
    for (const file of missing) {
      const read = file.preview === undefined ? await store.read(file) : await store.preview(file);
      if (!this.isConnected) return;
      if (read.ok) {
        const type = file.preview === undefined ? file.type : 'image/jpeg';
        this.thumbs = new Map(this.thumbs).set(file.id, URL.createObjectURL(new Blob([new Uint8Array(read.value)], { type })));
      } else if (read.refusal.code !== 'HASH_MISMATCH') this.#later(file.id);
    }
  }

  #later(id: string): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#asked.clear();
      this.requestUpdate();
    }, AGAIN_MS);
    // Kept among those that were asked for until then.
    this.#asked.add(id);
  }
}

const canShow = (file: FileRef): boolean => file.preview !== undefined || (isPicture(file) && file.size <= MAX_SHOWN_BYTES);

/** What stands in the place of a picture: the ending of its name. */
const kindOf = ({ name }: FileRef): string => {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return ending === undefined ? '▤' : ending.toUpperCase();
};

const KILO = 1024;
const sizeOf = (bytes: number): string =>
  bytes >= KILO * KILO ? `${(bytes / KILO / KILO).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / KILO))} KB`;
