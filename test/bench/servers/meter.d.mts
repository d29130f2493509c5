export interface Meter {
  /** Seconds of processor time since the process began, user and system. */
  readonly cpuS: number;
  /** Memory that the system has given to the process. */
  readonly rssBytes: number;
  /** JavaScript's heap in use, and the buffers outside of it. */
  readonly liveBytes: number;
  /** After the message `watch`: the longest time since the last question in which the event loop did not turn, milliseconds. */
  readonly standstillMs: number;
}

/** Says where the server listens, and answers each message `meter`, `settle` or `watch` from then on. */
export function serveMeter(url: string): void;
