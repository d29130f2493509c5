import type { PluginLocales, WordParam, Words } from '@onedoor/core';
import { formatFen } from '@onedoor/core';
import { formatDate } from '../locales/format.js';
import { fill, type Locale } from '../locales/locale.js';

/** What the host knows that a plugin's sentence may name. */
export interface Names {
  readonly locale: Locale;
  /** A date of this day's year is written without the year: cards are narrow. */
  readonly today?: string;
  person(id: string): string;
  department(id: string): string;
}

/** A plugin's sentence in the reader's language. A key that its dictionary lacks shows as it is. */
export function say({ key, params = {} }: Words, locales: PluginLocales, names: Names): string {
  const dictionary = locales[names.locale];
  const filled = Object.entries(params).map(([name, param]) => [name, sayParam(param, dictionary, names)] as const);
  return fill(dictionary[key] ?? key, Object.fromEntries(filled));
}

function sayParam(param: WordParam, dictionary: Readonly<Record<string, string>>, names: Names): string {
  if (typeof param !== 'object') return String(param);
  if ('date' in param) return formatDate(names.locale, param.date, names.today);
  if ('fen' in param) return formatFen(param.fen);
  if ('person' in param) return names.person(param.person);
  if ('department' in param) return names.department(param.department);
  return dictionary[param.word] ?? param.word;
}
