import { Model } from '@onedoor/core';
import { openSession } from '../open-session.js';
import type { ClientSession } from '../session.js';
import { MemoryDisk, MemoryStore } from '../storage/memory-store.js';
import { type FakeBrowser, fakePlatform } from './fake-platform.js';
import { FakeServer } from './fake-server.js';

/** A server, and browsers whose tabs open sessions on it. */
export class World {
  readonly server = new FakeServer();
  readonly #sessions: ClientSession[] = [];
  #seed = 100;

  /** A tab. Those on one disk and browser are tabs of one person; a second one on the same disk is a reload. */
  async tab(
    person: string,
    options: {
      readonly disk?: MemoryDisk;
      readonly browser?: FakeBrowser;
      readonly store?: MemoryStore;
      readonly rooms?: 'later';
      readonly keepCases?: number;
    } = {},
  ): Promise<{ session: ClientSession; platform: ReturnType<typeof fakePlatform>; disk: MemoryDisk }> {
    const disk = options.disk ?? new MemoryDisk();
    const platform = fakePlatform(this.server, {
      seed: this.#seed++,
      ...(options.browser === undefined ? {} : { browser: options.browser }),
    });
    const session = await openSession({
      server: 'http://server.test',
      token: async () => this.server.token(person),
      identity: { centre: 'centre', person },
      model: new Model(),
      platform,
      store: options.store ?? new MemoryStore(disk),
      ...(options.rooms === undefined ? {} : { rooms: options.rooms }),
      ...(options.keepCases === undefined ? {} : { keepCases: options.keepCases }),
    });
    this.#sessions.push(session);
    return { session, platform, disk };
  }

  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.close()));
  }
}

export const CASE_ARGS = { title: '木匠沟用水纠纷', category: '01', source: 'walk-in', village: '木匠沟' } as const;
