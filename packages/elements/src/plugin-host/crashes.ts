import type { Watchable } from '@onedoor/core';

const CRASHES_IN_A_MINUTE = 3;
const MINUTE_MS = 60_000;

/** A plugin that has thrown in this page. */
export interface PluginProblem {
  readonly plugin: string;
  /** Switched off for the rest of this visit: three crashes within a minute. */
  readonly off: boolean;
  /** Contribution that threw last, such as `cardBadge registered`. */
  readonly place: string;
}

const times = new Map<string, number[]>();
const problems = new Map<string, PluginProblem>();
const listeners = new Set<(value: readonly PluginProblem[]) => void>();
let value: readonly PluginProblem[] = [];

function publish(): void {
  value = [...problems.values()];
  for (const listener of [...listeners]) listener(value);
}

/** Plugins that have thrown, for a line that names them; the rest of the page does not notice. */
export const pluginProblems: Watchable<readonly PluginProblem[]> = {
  get: () => value,
  watch(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const isOff = (plugin: string): boolean => problems.get(plugin)?.off === true;

/** Notes a crash. True when the plugin has crashed three times within a minute and is switched off for this visit. */
export function noteCrash(plugin: string, atMs: number, place = 'view'): boolean {
  if (isOff(plugin)) return true;
  const recent = [...(times.get(plugin) ?? []), atMs].filter((at) => atMs - at < MINUTE_MS);
  times.set(plugin, recent);
  problems.set(plugin, { plugin, off: recent.length >= CRASHES_IN_A_MINUTE, place });
  // A crash is noted in the middle of a render: who listens renders again, and must not do so inside this one.
  queueMicrotask(publish);
  return recent.length >= CRASHES_IN_A_MINUTE;
}

/** A person tries a plugin again: its line goes, and how often it has crashed lately stays. */
export function clearProblem(plugin: string): void {
  if (isOff(plugin)) return;
  problems.delete(plugin);
  publish();
}
