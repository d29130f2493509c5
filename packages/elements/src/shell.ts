/**
 * What a page needs before it shows a case: the provider, the bar, and words. A subset of the package's index in a module
 * of its own: a bundler that splits code keeps whatever the index names together in one chunk.
 */
export { baseStyles } from './internal/base.styles.js';
export type { Density } from './internal/desk.js';
export type { Locale } from './locales/locale.js';
export { errorLabel, isLocale } from './locales/locale.js';
export type { PluginEntry } from './plugin-host/plugin-view.js';
export { OnedoorSessionProvider } from './provider/provider.js';
export { OnedoorSyncBar } from './sync-bar/sync-bar.js';
