import { createContext } from '@lit/context';
import { type Session, shanghaiDate } from '@onedoor/core';
import type { Locale } from '../locales/locale.js';
import { Contributions } from '../plugin-host/contributions.js';
import type { PluginEntry } from '../plugin-host/plugin-view.js';

/** How much a page shows at once: `desk` is dense and driven by keys, `field` is for one hand and the open air. */
export type Density = 'desk' | 'field';

/** What every element of a page shares. Provided by `<onedoor-session-provider>`, replaced whole when a part changes. */
export interface Desk {
  /** Undefined while nobody is signed in. */
  readonly session: Session | undefined;
  readonly locale: Locale;
  readonly density: Density;
  /** What stands before the year in the centre's case numbers. */
  readonly numberPrefix: string;
  /** Plugins whose views the page may load: those that are not switched off for the centre. */
  readonly plugins: readonly PluginEntry[];
  /** All of the page, the switched off ones too. */
  readonly installed: readonly PluginEntry[];
  /** What those plugins show on cards, in tables and timelines. */
  readonly contributions: Contributions;
  /** Today in Asia/Shanghai, `YYYY-MM-DD`; another desk comes at midnight. */
  readonly today: string;
}

const today = shanghaiDate(Date.now());
const nameless = { locale: 'zh', person: (id: string) => id, department: (id: string) => id } as const;

export const EMPTY_DESK: Desk = {
  session: undefined,
  locale: 'zh',
  density: 'desk',
  numberPrefix: '',
  plugins: [],
  installed: [],
  contributions: new Contributions([], nameless, today),
  today,
};

export const deskContext = createContext<Desk>(Symbol('onedoor-desk'));
