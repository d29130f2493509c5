import type { FieldHistory, TextDelta, TextRun } from '@onedoor/core';

export type TextHistory = Extract<FieldHistory, { kind: 'text' }>;

/** A run as it stands in a view: there, come with the moment that is looked at, or gone with it (or earlier). */
export interface ShownRun {
  readonly run: TextRun;
  readonly state: 'there' | 'inserted' | 'deleted';
}

const isThere = ({ moment, deleted }: TextRun, at: number): boolean => moment <= at && (deleted === undefined || deleted.moment > at);

/** The text as it was at the end of a moment; -1 is before the first. */
export const textAt = (history: TextHistory, at: number): string =>
  history.runs
    .filter((run) => isThere(run, at))
    .map(({ text }) => text)
    .join('');

/** The text as it was, by writers; with `deleted`, what had been deleted until then in its places. */
export function writersAt(history: TextHistory, at: number, deleted: boolean): ShownRun[] {
  return history.runs.flatMap((run): ShownRun[] => {
    if (isThere(run, at)) return [{ run, state: 'there' }];
    return deleted && run.moment <= at ? [{ run, state: 'deleted' }] : [];
  });
}

/** What a moment did to the text. */
export function changesAt(history: TextHistory, at: number): ShownRun[] {
  return history.runs.flatMap((run): ShownRun[] => {
    const [was, is] = [isThere(run, at - 1), isThere(run, at)];
    if (!was && !is) return [];
    return [{ run, state: was ? (is ? 'there' : 'deleted') : 'inserted' }];
  });
}

/**
 * The change that leads from the last state back to that of a moment: of what stays nothing is touched, so that it keeps its
 * writers.
 */
export function deltaTo(history: TextHistory, at: number): TextDelta {
  const steps: ({ retain: number } | { delete: number } | { insert: string })[] = [];
  for (const run of history.runs) {
    const [is, was] = [isThere(run, history.moments.length - 1), isThere(run, at)];
    if (is) steps.push(was ? { retain: run.text.length } : { delete: run.text.length });
    else if (was) steps.push({ insert: run.text });
  }
  return steps;
}

/** Persons whose characters are in the text at a moment, in the order in which they first come, with how many. */
export function writersOf(history: TextHistory, at: number): { readonly person: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const run of history.runs) if (isThere(run, at)) counts.set(run.person, (counts.get(run.person) ?? 0) + [...run.text].length);
  return [...counts].map(([person, count]) => ({ person, count }));
}
