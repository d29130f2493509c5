import { isLocale, type Locale } from '@onedoor/elements';

/** What this browser remembers of a person between visits, beside the data itself. */
export interface Remembered {
  readonly person: string;
  readonly token: string;
}

const SIGN_IN = 'onedoor.centre.sign-in';
const LOCALE = 'onedoor.centre.locale';
/** With the person behind it. */
const OFFLINE = 'onedoor.centre.offline.';

/** A person may forbid storage altogether; then nothing is remembered, and nothing breaks. */
function attempt<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

export function rememberedSignIn(): Remembered | undefined {
  const stored = attempt((storage) => storage.getItem(SIGN_IN)) ?? '';
  const [person, token] = stored.split('\n');
  return person === undefined || token === undefined ? undefined : { person, token };
}

export const rememberSignIn = ({ person, token }: Remembered): void =>
  void attempt((storage) => storage.setItem(SIGN_IN, `${person}\n${token}`));
export const forgetSignIn = (): void => void attempt((storage) => storage.removeItem(SIGN_IN));

/** A person's own switch: to work without the network, over a reload too. */
export const rememberedOffline = (person: string): boolean => attempt((storage) => storage.getItem(`${OFFLINE}${person}`)) === 'yes';

export const rememberOffline = (person: string, offline: boolean): void =>
  void attempt((storage) => (offline ? storage.setItem(`${OFFLINE}${person}`, 'yes') : storage.removeItem(`${OFFLINE}${person}`)));

/** Chinese first, unless this browser's person has chosen. */
export function rememberedLocale(): Locale {
  const stored = attempt((storage) => storage.getItem(LOCALE));
  return isLocale(stored) ? stored : 'zh';
}

export const rememberLocale = (locale: Locale): void => void attempt((storage) => storage.setItem(LOCALE, locale));
