import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { closeDialog, dialogView } from '../internal/dialog.js';
import { field, formValue, guardComposition, onSubmit } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

/** Of the picture, in its own pixels: wide enough for a name on an A4 line at 300 dpi. */
const WIDTH_PX = 960;
const HEIGHT_PX = 320;
/** The picture is paper: black on white in every theme. */
const [INK, PAPER] = ['#000', '#fff'];
const LINE_PX = 5;

/**
 * A finger or a pen on the page. What comes of it is a picture and says so; it certifies nothing. Whoever cannot or will not draw
 * signs on paper, which is photographed.
 *
 * @internal
 * @fires {CustomEvent<File>} drawn - The picture.
 */
export class DrawingPad extends OnedoorElement {
  static override styles = [
    ...OnedoorElement.styles,
    css`
      canvas {
        display: block;
        width: 100%;
        aspect-ratio: 3;
        border: 1px solid var(--_edge);
        border-radius: 4px;
        touch-action: none;
        cursor: crosshair;
      }
      form > * + * {
        margin-top: 8px;
      }
    `,
  ];

  @property() label = '';
  @state() private isEmpty = true;
  #isDown = false;

  protected override render(): TemplateResult {
    const content = html`<form @keydown=${guardComposition} @submit=${onSubmit((form) => this.#done(form))}>
      <p class="hint">${this.t('drawing.hint')}</p>
      ${field(this.t('drawing.who'), html`<input name="who" required maxlength="100" autocomplete="off" />`)}
      <canvas width=${WIDTH_PX} height=${HEIGHT_PX} role="img" aria-label=${this.t('drawing.canvas')}
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}></canvas>
      <p class="row">
        <button type="submit" class="primary" ?disabled=${this.isEmpty}>${this.t('drawing.keep')}</button>
        <button type="button" ?disabled=${this.isEmpty} @click=${this.#clear}>${this.t('drawing.clear')}</button>
        <button type="button" @click=${closeDialog}>${this.t('files.close')}</button>
      </p>
    </form>`;
    const onClose = () => void this.dispatchEvent(new Event('close'));
    return html`${dialogView({ label: this.label, content, close: this.t('files.close'), onClose })}${nothing}`;
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }

  #pen(): CanvasRenderingContext2D | null {
    const pen = this.#canvas?.getContext('2d') ?? null;
    if (pen === null) return null;
    if (this.isEmpty) {
      pen.fillStyle = PAPER;
      pen.fillRect(0, 0, WIDTH_PX, HEIGHT_PX);
    }
    pen.strokeStyle = INK;
    pen.lineWidth = LINE_PX;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    return pen;
  }

  /** Where a pointer is in the picture's own pixels. */
  #at(event: PointerEvent): readonly [number, number] {
    const box = this.#canvas?.getBoundingClientRect();
    if (box === undefined || box.width === 0 || box.height === 0) return [0, 0];
    return [((event.clientX - box.left) * WIDTH_PX) / box.width, ((event.clientY - box.top) * HEIGHT_PX) / box.height];
  }

  readonly #down = (event: PointerEvent): void => {
    const pen = this.#pen();
    if (pen === null) return;
    this.#isDown = true;
    this.isEmpty = false;
    const [x, y] = this.#at(event);
    pen.beginPath();
    pen.moveTo(x, y);
    // A dot is a stroke too.
    pen.lineTo(x, y);
    pen.stroke();
  };

  readonly #move = (event: PointerEvent): void => {
    if (!this.#isDown) return;
    const pen = this.#canvas?.getContext('2d');
    pen?.lineTo(...this.#at(event));
    pen?.stroke();
  };

  readonly #up = (): void => {
    this.#isDown = false;
  };

  readonly #clear = (): void => {
    this.isEmpty = true;
    this.#canvas?.getContext('2d')?.clearRect(0, 0, WIDTH_PX, HEIGHT_PX);
  };

  #done(form: HTMLFormElement): void {
    if (this.isEmpty) return;
    const name = `${this.t('drawing.name')} ${formValue(form, 'who')}.png`;
    this.#canvas?.toBlob((blob) => {
      if (blob === null) return;
      this.dispatchEvent(new CustomEvent('drawn', { detail: new File([blob], name, { type: 'image/png' }) }));
      this.renderRoot.querySelector('dialog')?.close();
    }, 'image/png');
  }
}
