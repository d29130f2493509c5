import { html, svg, type TemplateResult } from 'lit';
import { Lazy } from '../internal/lazy.js';

/** The module of the code is fetched with the first one. */
const code = new Lazy(() => import('./qr.js'));

/**
 * A QR code as an SVG, for screens and papers. It has no size of its own: give its `svg` a width.
 *
 * @param label what it is, for those who do not see it
 * @example const drawn = await qrCode('https://centre.example/p#…', this.t('code'));
 */
export async function qrCode(text: string, label: string): Promise<TemplateResult> {
  const { qrPath } = await code.load();
  const { side, path } = qrPath(text);
  return html`<svg class="qr" viewBox=${`0 0 ${side} ${side}`} role="img" aria-label=${label} shape-rendering="crispEdges">
    ${svg`<path fill="#fff" d=${`M0 0h${side}v${side}h-${side}z`} /><path d=${path} />`}
  </svg>`;
}
