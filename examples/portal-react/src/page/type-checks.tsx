import type {} from '@onedoor/embed/react';

/** What must not compile: checked with the page, drawn nowhere. */
export const mistakes = [
  // @ts-expect-error no such attribute
  <onedoor-case key="1" caze="k1" />,
  // @ts-expect-error no such language
  <onedoor-desk key="2" locale="fr" />,
  // @ts-expect-error no such event
  <onedoor-case-list key="3" onod-opened={() => undefined} />,
  // @ts-expect-error the event's detail has no such part
  <onedoor-case-list key="4" onod-open-case={(event) => event.detail.id} />,
];
