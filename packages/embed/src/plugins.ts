import { plugins as found } from 'onedoor:plugins';
import type { PluginEntry } from '@onedoor/elements/shell';

/** The plugins below `plugins/` when the page was built: models run from the start, views are loaded when one is opened. */
export const plugins: readonly PluginEntry[] = found;
