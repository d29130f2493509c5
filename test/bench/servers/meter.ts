/** What a server under test tells of itself, when asked by a message. */
export interface Meter {
  /** Seconds of processor time since the process began, user and system. */
  readonly cpuS: number;
  readonly rssBytes: number;
}

/** Answers each message `meter` with what the process has used; says where it listens. */
export function serveMeter(url: string): void {
  process.on('message', (message) => {
    if (message !== 'meter') return;
    const { user, system } = process.cpuUsage();
    process.send?.({ kind: 'meter', cpuS: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() });
  });
  process.send?.({ kind: 'listening', url });
}
