import type { StatisticCounter, StatisticFigure, StatisticItem } from '@onedoor/elements';
import { type ErrandsState, errandSlice } from './errands.js';
import type { Key } from './grid-element.js';
import { type GridContent, householdKey } from './tally.js';
import { type Grid, roomOf, type TreeState, treeSlice, workerOf } from './tree.js';
import { Matter, Visit, type VisitKind } from './visits.js';

/** Rows of grids, by what they are. */
export interface GridRows {
  readonly visits: readonly (StatisticItem & { readonly kind: VisitKind })[];
  readonly matters: readonly (StatisticItem & { readonly result: string })[];
  readonly errands: readonly (StatisticItem & { readonly isDone: boolean })[];
}

/**
 * Rows of one grid, as `tallyOf` counts them: no removed records, drafts and withdrawn errands. No row names the worker: figures
 * are of places.
 */
export function rowsOfGrid(grid: Grid, content: GridContent, { errands }: ErrandsState, kind: (of: VisitKind) => string): GridRows {
  const visits = content
    .collection(Visit)
    .list()
    .flatMap((read): GridRows['visits'] => {
      if (!read.ok || read.value.draft === true) return [];
      const { id, day, village, household, leaflets, kind: of } = read.value;
      return [
        {
          id,
          on: day,
          kind: of,
          title: [grid.name, village, household ?? kind(of)].filter((each) => each !== '').join(' · '),
          ...(leaflets === undefined ? {} : { amount: leaflets }),
          ...(household === undefined ? {} : { key: householdKey(village, household) }),
        },
      ];
    });
  const matters = content
    .collection(Matter)
    .list()
    .flatMap((read) => {
      if (!read.ok) return [];
      const { id, foundOn, title, result, case: made } = read.value;
      return [{ id, on: foundOn, title: `${grid.name} · ${title}`, result, ...(made === undefined ? {} : { case: made }) }];
    });
  const taken = Object.values(errands).flatMap(({ id, what, receivedOn, handedBack, withdrawn }) =>
    withdrawn === undefined ? [{ id, on: receivedOn, title: `${grid.name} · ${what}`, isDone: handedBack !== undefined }] : [],
  );
  return { visits, matters, errands: taken };
}

/** What grids did, summed over places: nobody is compared with anybody. Pure: what is counted are the rows. */
export function figuresOfGrids(tree: TreeState, rows: readonly GridRows[], say: (key: Key) => string): readonly StatisticFigure[] {
  const grids = Object.values(tree.grids).map(({ code, name }): StatisticItem => ({ id: code, title: name }));
  const visits = rows.flatMap((each) => each.visits);
  const matters = rows.flatMap((each) => each.matters);
  const errands = rows.flatMap((each) => each.errands);
  const standing: readonly StatisticFigure[] = [
    { id: 'grids', label: say('figure.grids'), items: grids },
    {
      id: 'workers',
      label: say('figure.workers'),
      items: grids.filter(({ id }) => workerOf(tree, id) !== undefined),
      of: { label: say('figure.of.grids'), items: grids },
    },
  ];
  // Who reads no grid is told how many there are: a nought would say that nothing was done in them.
  if (rows.length === 0) return standing;
  const ofMatters = { label: say('figure.of.matters'), items: matters };
  return [
    ...standing,
    { id: 'households', label: say('figure.households'), items: visits, count: 'keys' },
    { id: 'visits', label: say('figure.visits'), items: visits.filter(({ kind }) => kind === 'household') },
    { id: 'rounds', label: say('figure.rounds'), items: visits.filter(({ kind }) => kind === 'round') },
    { id: 'matters', label: say('figure.matters'), items: matters },
    { id: 'settled', label: say('figure.settled'), items: matters.filter(({ result }) => result === 'settled'), of: ofMatters },
    { id: 'reported', label: say('figure.reported'), items: matters.filter(({ result }) => result === 'reported'), of: ofMatters },
    { id: 'errands', label: say('figure.errands'), items: errands },
    {
      id: 'handedBack',
      label: say('figure.handedBack'),
      items: errands.filter(({ isDone }) => isDone),
      of: { label: say('figure.of.errands'), items: errands },
    },
    { id: 'leaflets', label: say('figure.leaflets'), items: visits.filter(({ amount = 0 }) => amount > 0), count: 'amounts' },
  ];
}

/** Counts the grids that the person may read, as far as this device holds them. */
export const countGrids: StatisticCounter = async (ctx) => {
  const say = (key: Key, params?: Readonly<Record<string, number>>) => ctx.i18n.t(key, params);
  const tree = (await ctx.room('grid.tree', ({ acts }) => acts.state(treeSlice))) ?? treeSlice.initial;
  const kind = (of: VisitKind): string => ctx.i18n.t(`kind.${of}`);
  const read = await Promise.all(
    Object.values(tree.grids).map((grid) =>
      ctx.room(roomOf(grid.code), ({ data, acts }) => rowsOfGrid(grid, data, acts.state(errandSlice), kind)),
    ),
  );
  const rows = read.filter((each) => each !== undefined);
  return {
    basis: say('figure.basis', { all: Object.keys(tree.grids).length, read: rows.length }),
    figures: figuresOfGrids(tree, rows, say),
  };
};
