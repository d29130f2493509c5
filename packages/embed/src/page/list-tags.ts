import { OnedoorCaseForm, OnedoorCaseList } from '@onedoor/elements/lists';

/** The tags of a list of cases: a chunk of their own, so that a page without a case page does not load one. */
export const LIST_TAGS = { 'onedoor-case-list': OnedoorCaseList, 'onedoor-case-form': OnedoorCaseForm } as const;
