/** How long local data opens without the server. */
export interface Lease {
  /** Epoch milliseconds. */
  readonly until: number;
  /** The latest moment that this store has seen; time does not go back behind it. */
  readonly seen: number;
}

/** A clock is corrected by seconds; who wants a week sets it back by days. */
const CLOCK_SLIP_MS = 300_000;

/** Why the lease does not open now; undefined where it does. */
export function leaseProblem({ until, seen }: Lease, now: number): 'lease' | 'clock' | undefined {
  if (now < seen - CLOCK_SLIP_MS) return 'clock';
  return now >= until || seen >= until ? 'lease' : undefined;
}
