import { createContext } from '@lit/context';
import type { Session } from '@onedoor/core';
import type { Locale } from '../locales/locale.js';
import type { PluginEntry } from '../plugin-host/plugin-view.js';

/** What every element of a page shares. Provided by `<onedoor-session-provider>`, replaced whole when a part changes. */
export interface Desk {
  /** Undefined while nobody is signed in. */
  readonly session: Session | undefined;
  readonly locale: Locale;
  /** What stands before the year in the centre's case numbers. */
  readonly numberPrefix: string;
  /** Plugins whose views the page may load. */
  readonly plugins: readonly PluginEntry[];
}

export const EMPTY_DESK: Desk = { session: undefined, locale: 'zh', numberPrefix: '', plugins: [] };

export const deskContext = createContext<Desk>(Symbol('onedoor-desk'));
