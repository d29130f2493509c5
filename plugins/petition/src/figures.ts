import type { LegalDate, PluginRow } from '@onedoor/core';
import type { StatisticCounter, StatisticFigure, StatisticItem } from '@onedoor/elements';
import type { viewZh } from './locales/view-zh.js';
import { type ClockId, clocksOf, type Stand, stand } from './stand.js';

/**
 * Duties of the office whose days are counted. What a petitioner asks for elsewhere, a review or a re-review, is in no figure: a
 * right that is used is nobody's number.
 */
const COUNTED: readonly ClockId[] = ['transfer', 'notice', 'objection', 'handling'];

/** Petitions by the day of their registration, and the office's duties by the day until which they were owed. */
export function figuresOfPetitions(
  petitions: readonly { readonly row: PluginRow; readonly seen: Stand }[],
  today: LegalDate,
  say: (key: keyof typeof viewZh) => string,
): readonly StatisticFigure[] {
  const items = petitions.flatMap(({ row, seen }) =>
    seen.registeredOn === undefined ? [] : [{ seen, item: itemOf(row, seen.registeredOn) }],
  );
  const registered = items.map(({ item }) => item);
  const part = (id: string, key: keyof typeof viewZh, isOne: (seen: Stand) => boolean): StatisticFigure => ({
    id,
    label: say(key),
    items: items.flatMap(({ seen, item }) => (isOne(seen) ? [item] : [])),
    of: { label: say('figure.of.registered'), items: registered },
  });
  const duties = petitions.flatMap(({ row, seen }) =>
    clocksOf(seen, row)
      .filter(({ id, binding, dueOn, endedOn }) => binding && COUNTED.includes(id) && (endedOn !== undefined || dueOn < today))
      .map(({ id, dueOn, endedOn }) => ({
        isKept: endedOn !== undefined && endedOn <= dueOn,
        item: {
          ...itemOf(row, dueOn),
          id: `${row.case}.${id}`,
          title: `${row.title} · ${say(`figure.duty.${id}` as keyof typeof viewZh)}`,
        },
      })),
  );
  return [
    { id: 'registered', label: say('figure.registered'), items: registered },
    part('accepted', 'figure.accepted', ({ acceptedOn }) => acceptedOn !== undefined),
    part('answered', 'figure.answered', ({ handledOn, phase }) => handledOn !== undefined || phase === 'concluded' || phase === 'final'),
    {
      id: 'inTime',
      label: say('figure.inTime'),
      items: duties.filter(({ isKept }) => isKept).map(({ item }) => item),
      of: { label: say('figure.of.duties'), items: duties.map(({ item }) => item) },
    },
  ];
}

const itemOf = (row: PluginRow, on: LegalDate): StatisticItem => ({ id: row.case, title: row.title, on, case: row.case });

/** Counts the petitions whose room the person may read; nothing where there are none. */
export const countPetitions: StatisticCounter = (ctx) => {
  const say = (key: keyof typeof viewZh) => ctx.i18n.t(key);
  const petitions = ctx.cases.rows().flatMap((row) => {
    const seen = row.read(stand);
    return seen?.registeredOn === undefined ? [] : [{ row, seen }];
  });
  return Promise.resolve({
    basis: say('figure.basis'),
    figures: petitions.length === 0 ? [] : figuresOfPetitions(petitions, ctx.clock.today(), say),
  });
};
