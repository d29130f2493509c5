import { type Edit, editValue } from '@onedoor/core';
import type { MessageKey, Params } from '../locales/locale.js';
import type { RecordNames } from './record-names.js';
import '../locales/case-texts.js';

/** What somebody edited, in a sentence, with what they wrote last in a text. */
export interface EditWords {
  readonly words: string;
  readonly excerpt?: string;
}

/** Says an edit of content: who did it and when stand beside it. */
export function editWords(edit: Edit, names: RecordNames, t: (key: MessageKey, params?: Params) => string): EditWords {
  const { kind, collection, record, field, part = '', inserted = 0, deleted = 0, excerpt } = edit;
  const what = names.place({ collection, record }, nameIn(edit));
  const place = field === undefined ? what : names.place({ collection, record, field });
  if (kind === 'created' || kind === 'removed' || kind === 'restored') return { words: t(`edit.${kind}`, { what }) };
  if (kind === 'text') {
    const key = deleted === 0 ? 'edit.wrote' : inserted === 0 ? 'edit.deleted' : 'edit.wroteDeleted';
    return { words: t(key, { place, inserted, deleted }), ...(excerpt === undefined || excerpt === '' ? {} : { excerpt }) };
  }
  if (kind === 'part-added' || kind === 'part-removed') {
    const shown = shownPart(part);
    return { words: shown === '' ? t('edit.changed', { place }) : t(`edit.${kind}`, { place, part: shown }) };
  }
  if (kind === 'part-moved') return { words: t('edit.part-moved', { place }) };
  const before = names.value(collection, field ?? '', edit.before);
  const value = names.value(collection, field ?? '', edit.value);
  if (kind === 'confirmed') return { words: t(value === '' ? 'edit.changed' : 'edit.confirmed', { place, value }) };
  if (edit.value === undefined) return { words: t(before === '' ? 'edit.emptied' : 'edit.emptiedFrom', { place, before }) };
  if (value === '') return { words: t('edit.changed', { place }) };
  return { words: t(before === '' ? 'edit.filled' : 'edit.setFrom', { place, before, value }) };
}

/** A record that somebody has just made is named by what it was called then. */
function nameIn({ kind, value }: Edit): string | undefined {
  if (kind !== 'created' || value === undefined) return undefined;
  const made = editValue(value);
  if (typeof made !== 'object' || made === null) return undefined;
  const { name, title, from } = made as { readonly name?: unknown; readonly title?: unknown; readonly from?: unknown };
  const called = name ?? title ?? from;
  return typeof called === 'string' ? called : undefined;
}

/** An element that is an id of the machine's says nothing to a reader. */
const shownPart = (part: string): string => (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(part) ? '' : part);
