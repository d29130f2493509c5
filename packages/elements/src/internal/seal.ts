import { html, type TemplateResult } from 'lit';
import { styled } from './styled.js';

/** A person's small round seal: the first character of the family name on the hue of the department. */
export function sealView(name: string, hue: number, title: string): TemplateResult {
  return html`<span class="seal" ${styled({ '--od-hue': hue })} title=${title} aria-hidden="true">${[...name][0] ?? '?'}</span>`;
}
