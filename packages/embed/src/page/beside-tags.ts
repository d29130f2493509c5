import { OnedoorCaseForm, OnedoorConflicts } from '@onedoor/elements/lists';

/** What a board of cases opens: a chunk that comes after its first cards. */
export const BESIDE_TAGS = {
  'onedoor-case-form': OnedoorCaseForm,
  'onedoor-conflicts': OnedoorConflicts,
} as const;
