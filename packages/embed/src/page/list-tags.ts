import { OnedoorBoard, OnedoorCaseForm, OnedoorConflicts } from '@onedoor/elements/lists';

/** The tags of a board of cases: a chunk of their own, so that a page without a case page does not load one. */
export const LIST_TAGS = {
  'onedoor-board': OnedoorBoard,
  'onedoor-case-form': OnedoorCaseForm,
  'onedoor-conflicts': OnedoorConflicts,
} as const;
