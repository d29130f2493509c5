import { type ElementPart, noChange } from 'lit';
import { Directive, directive, type PartInfo, PartType } from 'lit/directive.js';

/** Properties by their CSS names, custom ones too; undefined takes one away. */
export type StyleValues = Readonly<Record<string, string | number | undefined>>;

class Styled extends Directive {
  #set: readonly string[] = [];

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('styled() stands in the tag itself, where an attribute would.');
  }

  render(_values: StyleValues): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [values]: [StyleValues]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of this.#set) if (values[name] === undefined) style.removeProperty(name);
    for (const [name, value] of Object.entries(values)) if (value !== undefined) style.setProperty(name, String(value));
    this.#set = Object.keys(values).filter((name) => values[name] !== undefined);
    return noChange;
  }
}

/**
 * Sets properties of an element's own style. A `style` attribute, which Lit's `styleMap` writes at first as well, is
 * refused by the content security policies of portals; this is not.
 *
 * @example html`<li ${styled({ '--hue': hue })}></li>`
 */
export const styled = directive(Styled);
