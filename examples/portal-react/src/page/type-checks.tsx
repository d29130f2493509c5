import type {} from '@onedoor/embed/react';

/**
 * What must not compile: checked with the page, drawn nowhere. TypeScript itself lets unknown names with a hyphen pass.
 */
export const mistakes = [
  // @ts-expect-error no such attribute
  <onedoor-case key="1" caze="k1" />,
  // @ts-expect-error no such language
  <onedoor-desk key="2" locale="fr" />,
  // @ts-expect-error the event's detail has no such part
  <onedoor-board key="3" onod-open={(event) => event.detail.id} />,
];
