import type { CaseRow } from '@onedoor/core';
import type { Locale, MessageKey, Params } from '../locales/locale.js';
import type { Contributions, ShownClock } from '../plugin-host/contributions.js';

/** What a card or row of the table lets a person do. */
export interface CardActions {
  /** Address of the case's page. */
  hrefOf(row: CaseRow): string;
  open(event: MouseEvent, row: CaseRow): void;
  openMenu(event: Event, row: CaseRow): void;
  openConflicts(row: CaseRow): void;
}

/** What cards and rows of the table are drawn with. */
export interface BoardTools extends CardActions {
  readonly locale: Locale;
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly today: string;
  readonly contributions: Contributions;
  t(key: MessageKey, params?: Params): string;
  nameOf(person: string): string;
  departmentOf(department: string): string;
  /** Hue of a person's department, in degrees. */
  hueOf(person: string): number;
  /** Department and post. */
  postOf(person: string): string;
  /** The official number, or undefined. */
  numberOf(row: CaseRow): string | undefined;
  clockOf(row: CaseRow): ShownClock | undefined;
  waitingOf(row: CaseRow): { readonly mine: number; readonly ours: number };
  /** A type of dispute in words. */
  categoryOf(code: string): string;
  newsOf(row: CaseRow): 'changed' | 'new' | undefined;
}

/** One item of a list that is drawn in part. */
export interface ItemPlace {
  readonly row: CaseRow;
  /** From 0, in the whole list. */
  readonly index: number;
  readonly count: number;
  /** Height of what is left out before it, in pixels. */
  readonly gap: number;
  /** Whether Tab stops here. */
  readonly tabbable: boolean;
}
