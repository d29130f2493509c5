import { definePartyAccess, defineSlice, legalDate, type Source, shanghaiDate, sourceSchema } from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const line = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));

/** What a source adds to the common questions: which of the fields of `receive` are asked, and which of them are needed. */
export const SOURCE_FIELDS: Readonly<
  Record<Source, { readonly ask: readonly ('ref' | 'from' | 'form' | 'people' | 'receivedOn')[]; readonly need: readonly string[] }>
> = {
  'walk-in': { ask: [], need: ['name'] },
  phone: { ask: [], need: ['phone'] },
  // The caller may be anonymous: the order's number is what stands for them.
  hotline: { ask: ['ref', 'receivedOn'], need: ['ref'] },
  letter: { ask: ['form', 'people', 'receivedOn'], need: ['name', 'form'] },
  grid: { ask: ['from'], need: ['from'] },
  'public-security': { ask: ['ref', 'from', 'receivedOn'], need: ['name', 'from'] },
  court: { ask: ['ref', 'from', 'receivedOn'], need: ['name', 'ref'] },
  own: { ask: ['from'], need: [] },
};

/** How a matter came in, and who took it. */
export interface Received {
  readonly source: Source;
  /** Number that it has with whoever sent it: of the order, of the transfer, of the court's case. */
  readonly ref?: string | undefined;
  /** Who brought or sent it: grid worker, officer, judge; how it was found. */
  readonly from?: string | undefined;
  readonly form?: 'letter' | 'visit' | undefined;
  /** How many petition together. */
  readonly people?: number | undefined;
  readonly receivedOn: string;
  /** Marks of telephone and identity numbers (`identityMark`), by which readers of the case see them again. */
  readonly marks: readonly string[];
  readonly by: string;
  readonly at: number;
}

/** A link to another case. The cases stay two, with their own documents; one of them leads. */
export interface Link {
  readonly leads: 'this' | 'other';
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}

export interface IntakeState {
  readonly received?: Received;
  readonly accepted?: { readonly by: string; readonly at: number };
  /** By id of the other case. */
  readonly links: Readonly<Record<string, Link>>;
}

/** The case that this one follows, by its id. */
export const followed = ({ links }: IntakeState): string | undefined => Object.keys(links).find((other) => links[other]?.leads === 'other');

/** Acts of intake: who received a matter, who accepts it, and which other case it belongs with. */
export const intake = defineSlice<IntakeState>('intake', { links: {} })
  .act('receive', {
    args: z.object({
      source: sourceSchema,
      ref: z.optional(line(80)),
      from: z.optional(line(100)),
      form: z.optional(z.enum(['letter', 'visit'])),
      people: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
      receivedOn: z.optional(legalDate()),
      marks: z.array(z.string().check(z.minLength(8), z.maxLength(64))).check(z.maxLength(20)),
    }),
    keys: () => ['received'],
    check({ received }, { receivedOn }, { at }) {
      if (received !== undefined)
        return {
          seen: `received by ${received.by}`,
          expected: 'a matter that nobody received',
          todo: 'Look at the tab.',
          at: 'refusal.received',
        };
      return receivedOn !== undefined && receivedOn > shanghaiDate(at)
        ? { seen: `received on ${receivedOn}`, expected: 'today or before', todo: 'Correct the day.', at: 'refusal.future' }
        : undefined;
    },
    apply: (state, { receivedOn, ...args }, { person: by, at }) => ({
      ...state,
      received: { ...args, receivedOn: receivedOn ?? shanghaiDate(at), by, at },
    }),
  })
  .act('accept', {
    args: z.object({ note: z.optional(z.string().check(z.maxLength(500))) }),
    keys: () => ['accepted'],
    check: ({ received, accepted }) =>
      received !== undefined && accepted === undefined
        ? undefined
        : { seen: 'nothing to accept', expected: 'a matter that waits for somebody', todo: 'Nothing needs doing.', at: 'refusal.accepted' },
    apply: (state, _, { person: by, at }) => ({ ...state, accepted: { by, at } }),
  })
  .act('link', {
    args: z.object({ other: id, leads: z.enum(['this', 'other']), reason: z.string().check(z.maxLength(500)) }),
    keys: ({ other }) => [`link:${other}`],
    check(state, { other, leads }) {
      if (state.links[other] !== undefined)
        return { seen: `a link to ${other}`, expected: 'another case', todo: 'Nothing needs doing.', at: 'refusal.linked' };
      return leads === 'other' && followed(state) !== undefined
        ? { seen: 'a case that follows another', expected: 'one leading case', todo: 'Undo the other link first.', at: 'refusal.follows' }
        : undefined;
    },
    apply: (state, { other, leads, reason }, { person: by, at }) => ({
      ...state,
      links: { ...state.links, [other]: { leads, reason, by, at } },
    }),
  })
  .act('unlink', {
    args: z.object({ other: id, reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) }),
    keys: ({ other }) => [`link:${other}`],
    check: ({ links }, { other }) =>
      links[other] === undefined
        ? { seen: `no link to ${other}`, expected: 'a link', todo: 'Nothing needs doing.', at: 'refusal.unlinked' }
        : undefined,
    apply(state, { other }) {
      const { [other]: _, ...links } = state.links;
      return { ...state, links };
    },
  });

/** The secret on the receipt of whoever brought the matter: with it they look at its progress and rate it, without an account. */
export const access = definePartyAccess('intake-access');
