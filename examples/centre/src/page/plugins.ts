import type { PluginEntry } from '@onedoor/elements';
import mediation from '@onedoor/plugin-mediation/model';

/** The centre's approved plugins: models run from the start, views are loaded when a tab is opened. */
export const models = [mediation];
export const plugins: readonly PluginEntry[] = [
  {
    model: mediation,
    load: async () => (await import('@onedoor/plugin-mediation/view')).default,
  },
];
