import type { DirectoryState } from '@onedoor/core';
import type { Locale } from './locale.js';

/** A department's name in the reader's language, or its id while the directory is not here. */
export function departmentName(locale: Locale, directory: DirectoryState | undefined, id: string): string {
  const department = directory?.departments[id];
  return (locale === 'en' ? department?.nameEn : undefined) ?? department?.name ?? id;
}

/** A person's post in the reader's language; empty where none is known. */
export function postName(locale: Locale, directory: DirectoryState | undefined, person: string): string {
  const known = directory?.people[person];
  return (locale === 'en' ? known?.postEn : undefined) ?? known?.post ?? '';
}
