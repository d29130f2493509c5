import { type LegalDate, MATTERS, type Matter, ROUTES, type RouteId, routesFor } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** How a mediation ends: the parties agree; they do not (art. 26); one of them asks for the end (art. 23); one refuses it from the start (art. 17). */
export const ENDINGS = ['agreed', 'failed', 'withdrawn', 'refused'] as const;
export type Ending = (typeof ENDINGS)[number];

/** What an end without agreement leaves open, as far as the parties were told (人民调解法 art. 26). */
export interface WaysOn {
  readonly matter?: Matter | undefined;
  readonly routes?: readonly RouteId[] | undefined;
}

/** Arguments of acts that end a mediation. Acts of before the ways were chosen have none. */
export const waysOn = {
  matter: z.optional(z.enum(MATTERS)),
  routes: z.optional(z.array(z.enum(ROUTES)).check(z.maxLength(ROUTES.length))),
};

/** Whether ways on are told, and each is one that the law gives this matter. */
export function fitsMatter({ matter, routes = [] }: WaysOn): boolean {
  if (matter === undefined) return false;
  const open = routesFor(matter).map(({ id }) => id);
  return routes.length > 0 && routes.every((route) => open.includes(route));
}

/** A mediation that has ended. */
export interface Ended extends WaysOn {
  readonly on: LegalDate;
  readonly outcome: Ending;
  /** The parties were told of the ways on. */
  readonly told: boolean;
  readonly reason?: string | undefined;
}
