import { addDays, daysBetween, type PluginRow } from '@onedoor/core';
import type { PluginContext, ShownClock } from '@onedoor/elements';

/** A clock with its case. */
export interface Line {
  readonly row: PluginRow;
  readonly clock: ShownClock;
  /** Whose it is: whoever it waits for, else the department of whoever leads the case. Empty where nobody knows. */
  readonly department: string;
}

export const GROUPS = ['overdue', 'today', 'soon', 'fortnight', 'later'] as const;
export type Group = (typeof GROUPS)[number];

/** The group of a day: over, today, the next three days, the next fourteen, what comes later. */
export function groupOf(dueOn: string, today: string): Group {
  const left = daysBetween(today, dueOn);
  if (left < 0) return 'overdue';
  if (left === 0) return 'today';
  if (dueOn <= addDays(today, 3)) return 'soon';
  return dueOn <= addDays(today, 14) ? 'fortnight' : 'later';
}

/** Whether a clock is of a rule: its key is the rule's, or begins with that and a dot. */
export const isOfRule = ({ key }: ShownClock, rule: string): boolean => key === rule || key.startsWith(`${rule}.`);

/** All clocks that run in the cases of a reader, the nearest day first. From rows alone: no case is opened for it. */
export function linesOf(ctx: Pick<PluginContext, 'cases' | 'core'>): Line[] {
  const people = ctx.core.people();
  const departmentOf = (person: string | undefined): string => (person === undefined ? '' : (people[person]?.department ?? ''));
  return ctx.cases
    .rows()
    .filter(({ closed }) => !closed)
    .flatMap((row) => {
      const [lead] = Object.entries(row.members).find(([, role]) => role === 'lead') ?? [];
      return ctx.cases
        .clocks(row.case)
        .filter(({ endedOn }) => endedOn === undefined)
        .map((clock): Line => {
          const { waitsFor } = clock;
          const department =
            waitsFor === undefined ? departmentOf(lead) : 'department' in waitsFor ? waitsFor.department : departmentOf(waitsFor.person);
          return { row, clock, department };
        });
    })
    .sort((a, b) => (a.clock.dueOn < b.clock.dueOn ? -1 : a.clock.dueOn > b.clock.dueOn ? 1 : 0));
}

/** Lines that a choice of department and kind leaves; an empty choice leaves all. */
export const chosenLines = (lines: readonly Line[], { department, rule }: { readonly department: string; readonly rule: string }): Line[] =>
  lines.filter((line) => (department === '' || line.department === department) && (rule === '' || isOfRule(line.clock, rule)));
