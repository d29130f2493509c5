import type { ForeseenChange } from '@onedoor/core';
import type { MessageKey, Params } from '../locales/locale.js';
import type { RecordNames } from '../timeline/record-names.js';
import { difference, type Piece } from './difference.js';
import '../locales/case-texts.js';

/** One thing that an offered change would do, as its reader decides on it. */
export type OfferLine =
  | { readonly kind: 'value'; readonly place: string; readonly before: string; readonly after: string }
  | { readonly kind: 'text'; readonly place: string; readonly pieces: readonly Piece[] }
  /** Of a record as a whole: what happens to it, and the values that it would have. */
  | { readonly kind: 'record'; readonly words: string; readonly values: readonly string[] };

type Speak = (key: MessageKey, params?: Params) => string;

/** What a change would do, place by place, in the order in which it does it. */
export function offerLines(changes: readonly ForeseenChange[], names: RecordNames, t: Speak): OfferLine[] {
  return changes.map((change): OfferLine => {
    const { collection, record } = change;
    switch (change.kind) {
      case 'created': {
        const { name, title, from } = change.value;
        const called = [name, title, from].find((value) => typeof value === 'string');
        const values = Object.entries(change.value).flatMap(([field, value]) => {
          const shown = names.value(collection, field, jsonOf(value), Number.POSITIVE_INFINITY);
          return shown === '' ? [] : [`${names.field(collection, field)}${t('common.colon')}${shown}`];
        });
        return { kind: 'record', words: t('edit.created', { what: names.place({ collection, record }, called) }), values };
      }
      case 'removed':
      case 'restored':
        return { kind: 'record', words: t(`edit.${change.kind}`, { what: names.place({ collection, record }) }), values: [] };
      case 'text':
        return { kind: 'text', place: names.place(change), pieces: difference(change.from, change.to) };
      default: {
        const shown = (value: unknown) => names.value(collection, change.field, jsonOf(value), Number.POSITIVE_INFINITY);
        const part = 'part' in change && !/^[0-9A-Z]{26}$/.test(change.part) ? change.part : '';
        const after = change.kind === 'part-removed' ? '' : [part, shown(change.value)].filter((word) => word !== '').join(' ');
        const before =
          change.kind === 'part-removed' ? [part, shown(change.before)].filter((word) => word !== '').join(' ') : shown(change.before);
        return { kind: 'value', place: names.place(change), before, after };
      }
    }
  });
}

const jsonOf = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));
