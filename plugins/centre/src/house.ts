import { type Done, defineCommand, defineRecord, defineSlice, doneBy, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(40));
const name = z.string().check(z.minLength(1), z.maxLength(40));
const year = z.string().check(z.regex(/^20\d\d$/));

/** How a post is filled: 常驻 every day, 轮驻 in turn, 随驻 when called. */
export const KINDS = ['resident', 'rotating', 'onCall'] as const;
export type Kind = (typeof KINDS)[number];

/** What the centre shows of itself: 牌子, 场所, 人员, 制度 (四有), and since 2025 成效 (五有). */
export const ITEMS = ['plate', 'place', 'people', 'rules', 'effect'] as const;
export type Item = (typeof ITEMS)[number];
export const itemsOf = (of: string): readonly Item[] => (of < '2025' ? ITEMS.slice(0, 4) : ITEMS);

const room = z.object({
  id,
  name,
  nameEn: z.optional(name),
  /** Where it stands in lists. */
  order: z.int().check(z.minimum(0), z.maximum(999)),
  seats: z.optional(z.int().check(z.minimum(1), z.maximum(999))),
  /** Plugins whose work is done there, by name: they may be switched off from its row. */
  plugins: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(10)),
  /** Nobody books it any more; what is booked stays. */
  closed: z.optional(z.literal(true)),
});
/** One of the centre's areas (一厅一办两站四室). */
export type Area = z.infer<typeof room>;

const post = z.object({
  id,
  name,
  nameEn: z.optional(name),
  order: z.int().check(z.minimum(0), z.maximum(999)),
  /** Area in which it stands. */
  room: z.optional(id),
  kind: z.enum(KINDS),
  closed: z.optional(z.literal(true)),
});
export type Post = z.infer<typeof post>;

export interface House {
  readonly rooms: Readonly<Record<string, Area>>;
  readonly posts: Readonly<Record<string, Post>>;
  /** Whether the centre has an item, by year and item; what nobody has judged is absent. */
  readonly profile: Readonly<Record<string, Readonly<Partial<Record<Item, Done<{ readonly held: boolean; readonly words: string }>>>>>>;
}

/** The house: its areas, posts and profile. Names are data, and whoever runs the centre changes them. */
export const houseSlice = defineSlice<House>('centre', { rooms: {}, posts: {}, profile: {} })
  .act('room', {
    args: room,
    keys: ({ id: of }) => [`room:${of}`],
    apply: (state, args) => ({ ...state, rooms: { ...state.rooms, [args.id]: args } }),
  })
  .act('post', {
    args: post,
    keys: ({ id: of }) => [`post:${of}`],
    apply: (state, args) => ({ ...state, posts: { ...state.posts, [args.id]: args } }),
  })
  .act('assess', {
    args: z.object({ year, item: z.enum(ITEMS), held: z.boolean(), words: z.string().check(z.maxLength(500)) }),
    keys: (args) => [`item:${args.year}:${args.item}`],
    apply: (state, { year: of, item, held, words }, facts) => ({
      ...state,
      profile: { ...state.profile, [of]: { ...state.profile[of], [item]: doneBy({ held, words }, facts) } },
    }),
  });

/** What speaks for an item of a year, written together; its id is `evidenceId`. */
export const Evidence = defineRecord('centre/evidence', { year: register(year), item: register(z.enum(ITEMS)), words: text() });
export const evidenceId = (of: string, item: Item): string => `${of}-${item}`;

/** Begins the evidence of an item; begun twice, it is one. */
export const gather = defineCommand({
  name: 'centre.gather',
  args: z.object({ year, item: z.enum(ITEMS) }),
  run: (tx, args) => tx.create(Evidence, evidenceId(args.year, args.item), args),
});

/** What is in order and not closed. */
export const inOrder = <T extends Area | Post>(of: Readonly<Record<string, T>>): readonly T[] =>
  Object.values(of).sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
