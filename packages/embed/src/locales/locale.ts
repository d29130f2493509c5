import type { Locale } from '@onedoor/elements/shell';
import { en } from './en.js';
import { zh } from './zh.js';

/** Key of a string of the desk. */
export type Text = keyof typeof zh;

const texts: Readonly<Record<Locale, Readonly<Record<Text, string>>>> = { zh, en };

export const textOf = (locale: Locale, key: Text): string => texts[locale][key];
