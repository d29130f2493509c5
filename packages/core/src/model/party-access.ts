import { toBase64UrlEncoded } from 'lib0/buffer';
import { type ActSlice, defineSlice } from '../acts/slice.js';
import { sha256Text } from '../rules/hash.js';
import { shanghaiDate } from '../rules/shanghai.js';
import * as z from '../z.js';
import type { CaseState, Outcome, Stage } from './case.js';

/** Secrets are 128 random bits, written as 22 characters of base64url. */
const SECRET = /^[A-Za-z0-9_-]{22}$/;
const HASH = /^[0-9a-f]{64}$/;
const PARTY = 'party:';
const MAX_RATINGS = 10;

/** What a party without an account said of how their matter was handled. Nobody of the centre can write or change it. */
export interface PartyRating {
  /** 1, very dissatisfied, to 5, very satisfied. */
  readonly score: number;
  readonly words: string;
  readonly at: number;
}

/** Who may look at a case by a secret, and what they said of it. */
export interface PartyAccessState {
  /** By party: the SHA-256 of the secret on their receipt, in hex. The secret itself is on the receipt alone. */
  readonly access: Readonly<Record<string, { readonly hash: string; readonly by: string; readonly at: number }>>;
  /** By party, in their order: the last one counts. */
  readonly ratings: Readonly<Record<string, readonly PartyRating[]>>;
}

const party = z.string().check(z.minLength(1), z.maxLength(64));

/** A party as the log names them where they act themselves. No person of the directory has such a name. */
export const partyActor = (id: string): string => `${PARTY}${id}`;

/** The party that a name in the log stands for; undefined for a person of the centre. */
export const partyOfActor = (person: string): string | undefined => (person.startsWith(PARTY) ? person.slice(PARTY.length) : undefined);

/** What the server makes in a party's name; the last part of the command. */
const RATE = 'rate';

export type PartyAccess = ReturnType<typeof definePartyAccess>;

const made = new WeakSet<object>();

/**
 * Acts by which a plugin's room lets parties without an account look at the progress of their case and rate it: `give` (a
 * secret, by its hash; a new one takes the place of the old), `revoke`, and `rate`, which the server alone makes, for whoever
 * brings the secret. A manifest gives `rate` to nobody.
 *
 * @param name begins with the plugin's name
 * @example
 * const access = definePartyAccess('bell-access');
 * access.request.give({ party: 'p1', hash: partySecretHash('AAECAwQFBgcICQoLDA0ODw') }).command // 'bell-access.give'
 */
export function definePartyAccess<N extends string>(name: N) {
  const slice = defineSlice<PartyAccessState>(name, { access: {}, ratings: {} })
    .act('give', {
      args: z.object({ party, hash: z.string().check(z.regex(HASH)) }),
      keys: ({ party: who }) => [`access:${who}`],
      apply: (state, { party: who, hash }, { person: by, at }) => ({ ...state, access: { ...state.access, [who]: { hash, by, at } } }),
    })
    .act('revoke', {
      args: z.object({ party, reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) }),
      keys: ({ party: who }) => [`access:${who}`],
      check: ({ access }, { party: who }) =>
        access[who] === undefined
          ? { seen: `${who}, who has no secret`, expected: 'a party with one', todo: 'Nothing needs doing.' }
          : undefined,
      apply(state, { party: who }) {
        const { [who]: _, ...access } = state.access;
        return { ...state, access };
      },
    })
    .act(RATE, {
      args: z.object({ score: z.int().check(z.minimum(1), z.maximum(5)), words: z.string().check(z.maxLength(500)) }),
      check(state, _, { person }) {
        const who = partyOfActor(person);
        if (who === undefined || state.access[who] === undefined)
          return { seen: `a rating by ${person}`, expected: 'one by a party with a secret', todo: 'Let the party rate.' };
        return (state.ratings[who]?.length ?? 0) >= MAX_RATINGS
          ? { seen: `${MAX_RATINGS} ratings`, expected: 'fewer', todo: 'The last one counts.' }
          : undefined;
      },
      apply(state, { score, words }, { person, at }) {
        const who = partyOfActor(person) ?? '';
        return { ...state, ratings: { ...state.ratings, [who]: [...(state.ratings[who] ?? []), { score, words, at }] } };
      },
    });
  made.add(slice);
  return slice;
}

/** The slice of party access among a room's; undefined where the room has none. */
export const partyAccessOf = (slices: readonly object[]): PartyAccess | undefined =>
  slices.find((slice): slice is PartyAccess & ActSlice<PartyAccessState> => made.has(slice));

/** A case and a secret, as they stand behind the `#` of the address on a receipt: no server's log sees what stands there. */
export interface PartyKey {
  readonly case: string;
  readonly secret: string;
}

/** A secret of 16 random bytes as it stands on a receipt. */
export const partySecret = (random: Uint8Array): string => toBase64UrlEncoded(random.subarray(0, 16));

/** What the log keeps of a secret. */
export const partySecretHash = (secret: string): string => sha256Text(secret);

export const writePartyKey = ({ case: id, secret }: PartyKey): string => `${id}.${secret}`;

/** Reads what stands behind the `#`; undefined where it cannot be one. */
export function readPartyKey(text: string): PartyKey | undefined {
  const [id = '', secret = '', ...rest] = text.split('.');
  return rest.length === 0 && /^[A-Za-z0-9_-]{1,64}$/.test(id) && SECRET.test(secret) ? { case: id, secret } : undefined;
}

/** What a party asks: for the progress, or with `rate` to put a rating down. */
export const partyRequest = z.object({
  key: z.string().check(z.maxLength(100)),
  rate: z.optional(z.object({ score: z.int().check(z.minimum(1), z.maximum(5)), words: z.string().check(z.maxLength(500)) })),
});
export type PartyRequest = z.infer<typeof partyRequest>;

/** What a party without an account is told: how far the matter is, and what they said of it themselves. No names, no words of anybody. */
export const partyProgress = z.object({
  centre: z.string(),
  number: z.optional(z.object({ register: z.string(), year: z.int(), value: z.int() })),
  /** The day on which the case was made; all days are those of Asia/Shanghai. */
  receivedOn: z.string(),
  steps: z.array(z.object({ to: z.string(), on: z.string() })),
  closed: z.boolean(),
  outcome: z.optional(z.string()),
  rating: z.optional(z.object({ score: z.int(), words: z.string(), on: z.string() })),
});
export type PartyProgress = z.infer<typeof partyProgress> & { readonly outcome?: Outcome | undefined };

/** The progress of a case as one of its parties is told of it: stages and their days, without reasons and without persons. */
export function progressFor(centre: string, state: CaseState, rating: PartyRating | undefined): PartyProgress {
  const steps: { to: Stage; on: string }[] = [
    { to: 'screening', on: shanghaiDate(state.createdAt) },
    ...state.moves.map(({ to, at }) => ({ to, on: shanghaiDate(at) })),
  ];
  return {
    centre,
    ...(state.number === undefined ? {} : { number: state.number }),
    receivedOn: shanghaiDate(state.createdAt),
    steps,
    closed: state.stage === 'closed',
    ...(state.outcome === undefined ? {} : { outcome: state.outcome }),
    ...(rating === undefined ? {} : { rating: { score: rating.score, words: rating.words, on: shanghaiDate(rating.at) } }),
  };
}
