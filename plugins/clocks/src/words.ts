import { type ChangeState, type ClockChange, changeState, daysBetween, TERMS, type TermStart } from '@onedoor/core';
import type { PluginContext, ShownClock } from '@onedoor/elements';
import type { viewZh } from './locales/view-zh.js';

export type Key = keyof typeof viewZh;
export type T = (key: Key, params?: Readonly<Record<string, string | number>>) => string;

/** Where a clock is: as on the card, or ended. `right`: somebody may use it until that day, and nobody has to. */
export type Stand = ShownClock['state'] | 'ended' | 'late' | 'right';

export function standOf({ endedOn, dueOn, binding, state }: ShownClock): Stand {
  if (endedOn !== undefined) return binding && endedOn > dueOn ? 'late' : 'ended';
  return binding ? state : 'right';
}

/** A shape for each: told apart without colour, on paper too. */
export const SIGNS: Readonly<Record<Stand, string>> = {
  running: '○',
  soon: '▲',
  due: '◆',
  overdue: '■',
  ended: '●',
  late: '●',
  right: '◇',
};

/** Where it is, in words: with the days that are left, or since when it is over. */
export function standWords(clock: ShownClock, today: string, t: T, date: (day: string) => string): string {
  const stand = standOf(clock);
  const { endedOn = '', dueOn } = clock;
  const days = Math.abs(daysBetween(stand === 'late' ? endedOn : today, dueOn));
  return t(`stand.${stand}`, { days, on: stand === 'ended' || stand === 'late' ? date(endedOn) : date(dueOn) });
}

/** The act that started it. */
export const startOf = ({ from, counted }: ShownClock): TermStart | undefined =>
  from ?? (typeof counted?.term === 'string' ? TERMS[counted.term].from : undefined);

export const basisOf = ({ basis, counted }: ShownClock): string =>
  basis ?? (typeof counted?.term === 'string' ? TERMS[counted.term].basis : '');

export const CHANGE_SIGNS: Readonly<Record<ChangeState, string>> = {
  asked: '○',
  refused: '×',
  withdrawn: '×',
  incomplete: '▲',
  complete: '●',
};

/** What a change is of, in a few words: how many days, until when. */
export function changeWords(change: ClockChange, t: T, date: (day: string) => string): string {
  const { kind, days = 0, from = '', until } = change;
  if (kind === 'extension') return until === undefined ? t('change.days', { days }) : t('change.until', { until: date(until) });
  return until === undefined
    ? t('change.pauseOpen', { from: date(from) })
    : t('change.pause', { from: date(from), until: date(until), days: daysBetween(from, until) });
}

/** The story of a change: who asked and why, who decided, who was told. */
export function changeLines(change: ClockChange, t: T, i18n: Pick<PluginContext['i18n'], 'date' | 'person'>): string[] {
  const { asked, decided, told, notice } = change;
  const basis = asked.basis === undefined ? '' : t('change.basis', { basis: asked.basis });
  return [
    t(asked.reason === '' ? 'change.askedBare' : 'change.asked', {
      on: i18n.date(asked.on),
      who: i18n.person(asked.by),
      reason: asked.reason,
      basis,
    }),
    ...(decided === undefined
      ? []
      : [
          t(`change.${decided.approved ? 'approved' : 'refused'}.${decided.who}`, {
            on: i18n.date(decided.on),
            who: i18n.person(decided.by),
            note: decided.note === '' ? '' : t('change.note', { note: decided.note }),
          }),
        ]),
    ...told.map(({ on, by, how, to }) => {
      const given = { on: i18n.date(on), who: i18n.person(by), how, to };
      return t(how !== '' && to !== '' ? 'change.told' : 'change.toldBare', given);
    }),
    ...(changeState(change) === 'incomplete' ? [t('change.untold')] : []),
    ...(decided?.approved === true && !notice && told.length === 0 ? [t('change.noNotice')] : []),
  ];
}
