/** The parts of a Custom Elements Manifest that the reference shows. */
export interface Documented {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
  readonly default?: string;
  readonly fieldName?: string;
  readonly inheritedFrom?: { readonly name: string };
}

export interface ElementDocs {
  readonly name: string;
  readonly tagName: string;
  readonly summary?: string;
  readonly description: string;
  readonly attributes: readonly Documented[];
  readonly members: readonly Documented[];
  readonly events: readonly Documented[];
  readonly slots: readonly Documented[];
  readonly cssParts: readonly Documented[];
  readonly cssProperties: readonly Documented[];
}

export interface Manifest {
  readonly modules: readonly { readonly declarations: readonly ElementDocs[] }[];
}

/** Every element of a manifest, by tag. */
export const elementsOf = (manifest: Manifest): ElementDocs[] =>
  manifest.modules.flatMap((module) => [...module.declarations]).sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
