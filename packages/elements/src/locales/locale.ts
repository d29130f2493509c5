import { ERRORS, type ErrorCode } from '@onedoor/core';
import type { zh } from './zh.js';
import { zhFirst } from './zh-first.js';

export type Locale = 'zh' | 'en';
/** Key of a string on screen. Keys are typed: a key that is not in the Chinese dictionary does not compile. */
export type MessageKey = keyof typeof zh;
export type Messages = Readonly<Record<MessageKey, string>>;
/** Values for the `{name}` places of a message. */
export type Params = Readonly<Record<string, string | number>>;

const chinese: Partial<Record<MessageKey, string>> = { ...zhFirst };
/** Chinese is always here; what most centres never show is fetched when somebody asks for it. */
const dictionaries: Record<Locale, Partial<Messages> | undefined> = { zh: chinese, en: undefined };

/** Adds texts in Chinese that come with the elements that show them. */
export const addTexts = (texts: Partial<Messages>): void => void Object.assign(chinese, texts);

export const isLoaded = (locale: Locale): boolean => dictionaries[locale] !== undefined;

/** Fetches a language; until it is here, `translate` answers in Chinese. Rejects where it cannot be fetched. */
export async function loadLocale(locale: Locale): Promise<void> {
  if (locale === 'en') dictionaries.en ??= (await import('./en.js')).en;
}

/**
 * Puts values into the `{name}` places of a message; a place without a value stays as it is. `{name|day|days}` is the
 * first word where the value is 1, the second elsewhere.
 *
 * @example
 * fill('{n} {n|day|days} left', { n: 1 }); // '1 day left'
 */
export const fill = (message: string, params: Params = {}): string =>
  message.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (place, name: string, one?: string, many?: string) => {
    const value = name in params ? String(params[name]) : undefined;
    return (one === undefined ? value : value === '1' ? one : many) ?? place;
  });

export const translate = (locale: Locale, key: MessageKey, params?: Params): string =>
  fill(dictionaries[locale]?.[key] ?? chinese[key] ?? key, params);

/** The sentence of an error code in core's one list. */
export const errorLabel = (locale: Locale, code: ErrorCode): string => ERRORS[code][locale];

export const isLocale = (value: unknown): value is Locale => value === 'zh' || value === 'en';
