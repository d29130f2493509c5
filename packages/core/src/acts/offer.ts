import type { Refusal } from '../errors.js';
import * as z from '../z.js';

/**
 * Commands of every room by which a refused change finds its way all the same: its author offers it, a person with the
 * right to make it accepts or declines. Built in, so that no plugin can leave them out or give them to somebody else.
 */
export const OFFER = 'offer.make';
export const ACCEPT = 'offer.accept';
export const DECLINE = 'offer.decline';

/** What somebody wanted to do: a content command or an act of the room, with its arguments. Typed text has its edits in them. */
export const offeredChange = z.object({
  command: z.string().check(z.minLength(1), z.maxLength(100)),
  args: z.record(z.string(), z.unknown()),
});
export type OfferedChange = z.infer<typeof offeredChange>;

export const offerArgs = z.object({
  change: offeredChange,
  /** Epoch milliseconds when it was made, as its author's device says: for the reader's sake, it decides nothing. */
  madeAt: z.int(),
  /** Code with which it was refused. */
  code: z.string().check(z.maxLength(40)),
});
export type OfferArgs = z.infer<typeof offerArgs>;

export const acceptArgs = z.object({ offer: z.string().check(z.minLength(1), z.maxLength(64)) });
export const declineArgs = z.object({
  offer: z.string().check(z.minLength(1), z.maxLength(64)),
  reason: z.string().check(z.minLength(1), z.maxLength(2000)),
});
export type DeclineArgs = z.infer<typeof declineArgs>;

/** How an offered change was answered. */
export interface OfferAnswer {
  readonly kind: 'accepted' | 'declined';
  readonly by: string;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  /** `seq` of the answer. What an accepted change of content wrote is the entry before it. */
  readonly seq: number;
  /** Of a declined one. */
  readonly reason: string;
}

/** A change that its author may not make, waiting for a person who may. */
export interface Offer {
  /** Id of the intent that offered it. */
  readonly id: string;
  readonly seq: number;
  /** Who offers it, by their token. */
  readonly by: string;
  readonly at: number;
  readonly madeAt: number;
  readonly code: string;
  readonly change: OfferedChange;
  readonly answer?: OfferAnswer;
}

/** Whether a command is one of those by which changes are offered and answered. */
export const isOfferCommand = (command: string): boolean => command === OFFER || command === ACCEPT || command === DECLINE;

/** A refused change as its author sees it: whether it was offered, and what came of it. */
export interface OfferState {
  /** Id of the intent. */
  readonly id: string;
  /** Epoch milliseconds by this device's clock. */
  readonly askedAt: number;
  /** `waiting`: saved here. `sent`: the server has it. `failed`: it was not taken, see `refusal`. */
  readonly state: 'waiting' | 'sent' | 'accepted' | 'declined' | 'failed';
  readonly refusal?: Refusal;
  /** Who answered, and why it was declined: told to whoever may read the room. */
  readonly by?: string;
  readonly reason?: string;
}
