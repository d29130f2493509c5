/** What the build finds below `plugins/`: models run from the start, views are loaded when one is opened. */
declare module 'onedoor:plugins' {
  import type { PluginEntry } from '@onedoor/elements/shell';

  export const plugins: readonly PluginEntry[];
}
