import { type ComparedChange, type Edit, editValue } from '@onedoor/core';
import type { MessageKey, Params } from '../locales/locale.js';
import { editWords } from '../timeline/edit-words.js';
import type { RecordNames } from '../timeline/record-names.js';

/** What differs in one place, in a sentence; of a text the place, its pieces stand below. */
export function comparedWords(change: ComparedChange, names: RecordNames, t: (key: MessageKey, params?: Params) => string): string {
  const { kind, collection, record, field, pieces, people: _, ...told } = change;
  if (kind === 'text') {
    const count = (which: 'inserted' | 'deleted') =>
      pieces?.reduce((sum, piece) => sum + (piece.kind === which ? [...piece.text].length : 0), 0) ?? 0;
    return editWords(edit({ kind, collection, record, inserted: count('inserted'), deleted: count('deleted'), ...given(field) }), names, t)
      .words;
  }
  return editWords(edit({ kind, collection, record, ...given(field), ...told }), names, t).words;
}

/** Name of a record, to gather what was changed in it; empty for the single records of a case. */
export function comparedPlace({ kind, collection, record, value }: ComparedChange, names: RecordNames): string {
  const made: unknown = kind === 'created' && value !== undefined ? editValue(value) : undefined;
  const name = typeof made === 'object' && made !== null && 'name' in made && typeof made.name === 'string' ? made.name : undefined;
  return names.record(collection, record, name);
}

const given = (field: string | undefined) => (field === undefined ? {} : { field });

/** Who and when stand beside the words: `editWords` asks for neither. */
const edit = (told: Pick<Edit, 'kind' | 'collection' | 'record'> & Partial<Edit>): Edit => ({
  id: '',
  order: 0,
  person: '',
  from: 0,
  until: 0,
  seq: 0,
  ...told,
});
