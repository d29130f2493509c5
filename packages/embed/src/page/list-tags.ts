import { OnedoorBoard } from '@onedoor/elements/lists';

/** The tag of a board of cases: a chunk of its own, so that a page without a case page does not load one. */
export const LIST_TAGS = { 'onedoor-board': OnedoorBoard } as const;
