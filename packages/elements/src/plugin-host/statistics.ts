import { CENTRE_CASE, explain, type OpenRoom, ok, type Result, refuse } from '@onedoor/core';
import { crashed } from './contributions.js';
import { isOff } from './crashes.js';
import { createPluginContext, type PluginContextNow, type PluginContextParts } from './plugin-context.js';
import type { CountedStatistic, ListedStatistic, PluginEntry, StatisticContext } from './plugin-view.js';

/** How long a room that this device does not hold may take to come. */
const FETCH_MS = 15_000;
/** How many rooms one counting function has open at once: each may be one socket while it is waited for. */
const MOST_OPEN = 8;
const WAITED_FOR: ReadonlySet<string> = new Set(['online', 'connecting']);

/* Figures of plugins. Loaded when a page asks for them: nobody else needs it. */

/** Figures of the page's plugins for this person, each to be counted when it is asked for. */
export async function listStatistics(parts: PluginContextParts, now: PluginContextNow): Promise<readonly ListedStatistic[]> {
  await knownReader(parts);
  const { installed } = parts;
  return installed.flatMap((entry) => {
    const { name, contributes } = entry.model.manifest;
    if (now.directory.off?.[name] !== undefined) return [];
    return contributes.statistics.flatMap(({ id, label, room }) =>
      room === undefined || mayRead(parts, room)
        ? [{ plugin: name, id, label: label[now.locale], count: () => count(entry, id, parts, now) }]
        : [],
    );
  });
}

/** A page that has just been opened does not know yet who reads it: until then it would list nothing. */
async function knownReader({ session: { me }, signal }: PluginContextParts): Promise<void> {
  if (me.get() !== undefined || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const stop = me.watch((known) => {
      if (known !== undefined) done();
    });
    const done = (): void => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
  });
}

function mayRead({ session }: PluginContextParts, room: string): boolean {
  const [rule, me] = [session.model.room(room)?.rule, session.me.get()?.person];
  return rule !== undefined && me !== undefined && explain(rule, { to: 'read' }, me, undefined).allowed;
}

async function count(entry: PluginEntry, id: string, parts: PluginContextParts, now: PluginContextNow): Promise<Result<CountedStatistic>> {
  const { name } = entry.model.manifest;
  const broken = (seen: string) =>
    refuse('PLUGIN_BROKEN', { seen: `${name}: ${seen}`, expected: `the figures "${id}"`, todo: 'Look into the console.' });
  if (isOff(name)) return broken('switched off after it has thrown');
  try {
    const { locales, statistics } = await entry.load();
    const counter = statistics?.[id];
    if (counter === undefined) return broken(`no function "${id}"`);
    const rooms = { read: 0, absent: 0 };
    const patience = { left: true };
    const places = new Places(MOST_OPEN);
    let opened: OpenRoom | undefined;
    const full = createPluginContext(
      {
        ...parts,
        plugin: entry,
        locales,
        room: undefined,
        at: { case: CENTRE_CASE, room: '' },
        open: () => opened,
        texts: new Map(),
        riches: new Map(),
      },
      now,
    );
    const { core, cases, me, locale, i18n, clock, settings, log, signal } = full;
    const ctx: StatisticContext = {
      ...{ core, cases, me, locale, i18n, clock, settings, log, signal },
      async room(wanted, read) {
        // Refuses what is not the plugin's before anything is opened.
        full.in(wanted);
        if (!mayRead(parts, wanted)) return undefined;
        const leave = await places.enter();
        const room = parts.session.open({ case: CENTRE_CASE, room: wanted }, { quiet: true });
        try {
          const isHere = await settled(room, parts, patience);
          rooms[isHere ? 'read' : 'absent']++;
          if (!isHere) return undefined;
          opened = room;
          return read(full.in(wanted));
        } finally {
          opened = undefined;
          room.close();
          leave();
        }
      },
    };
    return ok({ ...(await counter(ctx)), at: clock.now(), rooms });
  } catch (error) {
    crashed(name, `statistic ${id}`, error);
    return broken(String(error));
  }
}

/**
 * Whether a room is here: at once where the device holds it, else when it has come. One without an act may be one that the device
 * has not heard of yet: while there is a network, its server is waited for, until one has not answered. False where it does not come.
 */
async function settled(room: OpenRoom, { session, signal }: PluginContextParts, patience: { left: boolean }): Promise<boolean> {
  await room.ready;
  const isOffline = (): boolean => !WAITED_FOR.has(session.sync.get().connection);
  const isSaid = (): boolean => {
    const { loaded, synced, refusal } = room.status.get();
    return refusal !== undefined || (loaded && (synced || isOffline()));
  };
  // What the device holds has acts and content; what comes by a socket has its acts a moment before its content.
  if (room.status.get().loaded && room.timeline().length > 0) return true;
  if (!isSaid() && patience.left)
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stop();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(() => {
        patience.left = false;
        done();
      }, FETCH_MS);
      signal.addEventListener('abort', done, { once: true });
      const stop = room.status.watch(() => {
        if (isSaid()) done();
      });
    });
  return room.status.get().loaded;
}

/** So many at once; whoever comes later waits until one has left. */
class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    };
  }
}
