import { type CaseState, daysBetween, type Stage, shanghaiDate } from '@onedoor/core';

/** How long a case has stood in a stage, over all its stays there. */
export interface StageTime {
  /** Epoch milliseconds when it came there last. */
  readonly since: number;
  /** Whole days by the calendar of Asia/Shanghai. */
  readonly days: number;
}

/**
 * Time spent in each stage that a case has been in; a closed case spends no time.
 *
 * @param now epoch milliseconds, for the stage that it is in
 */
export function stageTimes({ createdAt, moves }: Pick<CaseState, 'createdAt' | 'moves'>, now: number): ReadonlyMap<Stage, StageTime> {
  const stays = [{ to: 'screening' as Stage, at: createdAt }, ...moves];
  const times = new Map<Stage, StageTime>();
  stays.forEach(({ to, at }, index) => {
    const end = stays[index + 1]?.at ?? now;
    const days = Math.max(0, daysBetween(shanghaiDate(at), shanghaiDate(end)));
    times.set(to, { since: at, days: (times.get(to)?.days ?? 0) + days });
  });
  return times;
}
