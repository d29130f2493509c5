import type { Area, Post } from './house.js';
import { usualNames } from './locales/usual-names.js';

type Named = readonly [id: string, plugins: readonly string[], seats?: number];
const AREAS: readonly Named[] = [
  ['hall', ['intake']],
  ['office', ['ledger', 'statistics']],
  ['petition', ['petition']],
  ['hotline', ['hotline']],
  ['mediation', ['mediation'], 12],
  ['legal', ['judicial'], 6],
  ['counselling', ['counselling'], 3],
  ['video', [], 16],
];
const POSTS: readonly (readonly [id: string, kind: Post['kind']])[] = [
  ['hall', 'resident'],
  ['petition', 'resident'],
  ['hotline', 'resident'],
  ['mediation', 'resident'],
  ['legal', 'rotating'],
  ['counselling', 'rotating'],
  ['office', 'onCall'],
];

/** The areas that a town's centre usually has (一厅一办两站四室): a beginning, whose names and parts each centre changes. */
export const usualAreas = (): readonly Area[] =>
  AREAS.map(([id, plugins, seats], order) => ({
    id,
    ...usualNames.areas[id],
    order,
    plugins: [...plugins],
    ...(seats === undefined ? {} : { seats }),
  })).filter((area): area is Area => area.name !== undefined);

/** A post for each area that is staffed. */
export const usualPosts = (): readonly Post[] =>
  POSTS.map(([id, kind], order) => ({ id, ...usualNames.posts[id], order, kind, room: id })).filter(
    (post): post is Post & { room: string } => post.name !== undefined,
  );
