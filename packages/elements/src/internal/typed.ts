import { noChange } from 'lit';
import { Directive, directive, type PartInfo, PartType, type PropertyPart } from 'lit/directive.js';

class Typed extends Directive {
  #shown: unknown;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.PROPERTY || part.name !== 'value') throw new Error('typed() stands in the property `value` of a control.');
  }

  render(value: string): string {
    return value;
  }

  override update({ element }: PropertyPart, [value]: [string]): unknown {
    const control = element as HTMLInputElement;
    const root = control.getRootNode();
    const isBeingTyped =
      (root instanceof ShadowRoot || root instanceof Document) && root.activeElement === control && control.value !== this.#shown;
    if (!isBeingTyped) {
      this.#shown = value;
      // Written here and not by Lit, which would not write the same value a second time.
      if (control.value !== value) control.value = value;
    }
    return noChange;
  }
}

/**
 * The value of a control that stores itself when it is left: shows what is stored, also after a refusal, and leaves alone what
 * somebody is typing, whoever else changes something meanwhile. Lit's `live` would take it away.
 *
 * @example html`<input .value=${typed(stored ?? '')} @change=${store} />`
 */
export const typed = directive(Typed);
