import type * as Y from 'yjs';
import { type Refusal, refuse } from '../errors.js';
import type { RecordDefinition, RecordValue, RegisterField } from '../schema/record.js';
import { createdKey, fieldKey, orderKey, removedKey, textName } from './layout.js';
import { type ContestedValue, contestedValues } from './register.js';
import { ContentWriter } from './writer.js';

/** A record as found: its value, or what is wrong with it beside its raw value, which stays untouched. */
export type ReadResult<R extends RecordDefinition> =
  | { readonly ok: true; readonly id: string; readonly value: RecordValue<R> }
  | { readonly ok: false; readonly id: string; readonly raw: Readonly<Record<string, unknown>>; readonly refusal: Refusal };

/** Reads records out of a room's document. Tolerant: unknown keys survive, damaged records are shown as damaged. */
export class ContentReader {
  readonly doc: Y.Doc;

  constructor(doc: Y.Doc) {
    this.doc = doc;
  }

  /**
   * What a command writes with. Asked of the reader, so that commands can be defined where Yjs is not loaded yet.
   *
   * @param now epoch milliseconds, the maker's claim
   */
  writer(now: number): ContentWriter {
    return new ContentWriter(this, now);
  }

  /** The collection's Y.Map. */
  records(record: RecordDefinition): Y.Map<unknown> {
    return this.doc.getMap(record.name);
  }

  has(record: RecordDefinition, id: string): boolean {
    return record.singletonId === id || this.records(record).has(createdKey(id));
  }

  /** Ids in order of creation, removed ones left out unless asked for. */
  ids(record: RecordDefinition, options: { readonly removed?: boolean } = {}): string[] {
    if (record.singletonId !== undefined) return [record.singletonId];
    const records = this.records(record);
    const ids: string[] = [];
    for (const key of records.keys()) if (key.endsWith('/$') && key.indexOf('/') === key.length - 2) ids.push(key.slice(0, -2));
    return ids.filter((id) => (records.get(removedKey(id)) === true) === (options.removed ?? false)).sort();
  }

  list<R extends RecordDefinition>(record: R, options: { readonly removed?: boolean } = {}): ReadResult<R>[] {
    const raws = this.#rawAll(record);
    return this.ids(record, options).map((id) => this.#check(record, id, raws.get(id) ?? {}));
  }

  /** The sound records alone. */
  values<R extends RecordDefinition>(record: R): RecordValue<R>[] {
    return this.list(record).flatMap((read) => (read.ok ? [read.value] : []));
  }

  get<R extends RecordDefinition>(record: R, id: string): ReadResult<R> | undefined {
    if (!this.has(record, id)) return undefined;
    return this.#check(record, id, this.#rawOne(record, id));
  }

  /** A text's characters, without formatting. */
  text(record: RecordDefinition, id: string, field: string): string {
    return this.doc.getText(textName(record.name, id, field)).toString();
  }

  /** Concurrent values of a register that nobody has confirmed, the current first; empty when there are none. */
  contested<R extends RecordDefinition>(record: R, id: string, field: RegisterField<R>): ContestedValue[] {
    return contestedValues(this.records(record), id, field);
  }

  /** All contested registers of a record. */
  contestedFields(record: RecordDefinition, id: string): Record<string, ContestedValue[]> {
    const found: Record<string, ContestedValue[]> = {};
    for (const [field, kind] of Object.entries(record.kinds)) {
      if (kind !== 'register') continue;
      const values = contestedValues(this.records(record), id, field);
      if (values.length > 0) found[field] = values;
    }
    return found;
  }

  /** Items of a list with their indices, in order. */
  listOrder(
    record: RecordDefinition,
    id: string,
    field: string,
  ): { readonly id: string; readonly order: string; readonly value: unknown }[] {
    const records = this.records(record);
    const prefix = `${fieldKey(id, field)}/`;
    const items: { id: string; order: string; value: unknown }[] = [];
    for (const [key, value] of records.entries()) {
      if (!key.startsWith(prefix) || key.endsWith('/@')) continue;
      const item = key.slice(prefix.length);
      items.push({ id: item, order: String(records.get(orderKey(id, field, item)) ?? ''), value });
    }
    return items.sort((a, b) => (a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1));
  }

  #rawOne(record: RecordDefinition, id: string): Record<string, unknown> {
    const raw: Record<string, unknown> = {};
    const records = this.records(record);
    for (const [field, kind] of Object.entries(record.kinds)) {
      if (kind === 'register') {
        const key = fieldKey(id, field);
        if (records.has(key)) raw[field] = records.get(key);
      } else if (kind === 'text' || kind === 'rich') raw[field] = this.text(record, id, field);
      else if (kind === 'list') raw[field] = this.listOrder(record, id, field).map((item) => item.value);
      else {
        const parts = [...records.entries()]
          .filter(([key]) => key.startsWith(`${fieldKey(id, field)}/`))
          .map(([key, value]) => [key.slice(fieldKey(id, field).length + 1), value] as const);
        raw[field] = kind === 'set' ? parts.map(([part]) => part).sort() : Object.fromEntries(parts);
      }
    }
    return raw;
  }

  /** One pass over the collection instead of one a record: 200 households are read together. */
  #rawAll(record: RecordDefinition): Map<string, Record<string, unknown>> {
    const all = new Map<string, Record<string, unknown>>();
    if (record.singletonId !== undefined || Object.values(record.kinds).includes('list')) {
      for (const id of [...this.ids(record), ...this.ids(record, { removed: true })]) all.set(id, this.#rawOne(record, id));
      return all;
    }
    const parts = new Map<string, [part: string, value: unknown][]>();
    for (const [key, value] of this.records(record).entries()) {
      const slash = key.indexOf('/');
      const id = key.slice(0, slash);
      const rest = key.slice(slash + 1);
      let raw = all.get(id);
      if (raw === undefined) all.set(id, (raw = {}));
      const end = rest.indexOf('/');
      if (end < 0) {
        if (record.kinds[rest] === 'register') raw[rest] = value;
        continue;
      }
      const name = fieldKey(id, rest.slice(0, end));
      const known = parts.get(name);
      if (known === undefined) parts.set(name, [[rest.slice(end + 1), value]]);
      else known.push([rest.slice(end + 1), value]);
    }
    for (const [id, raw] of all) {
      for (const [field, kind] of Object.entries(record.kinds)) {
        const found = kind === 'set' || kind === 'map' ? (parts.get(fieldKey(id, field)) ?? []) : [];
        if (kind === 'text' || kind === 'rich') raw[field] = this.text(record, id, field);
        else if (kind === 'set') raw[field] = found.map(([part]) => part).sort();
        else if (kind === 'map') raw[field] = Object.fromEntries(found);
      }
    }
    return all;
  }

  #check<R extends RecordDefinition>(record: R, id: string, raw: Record<string, unknown>): ReadResult<R> {
    const checked = record.check(raw);
    if (checked.ok) return { ok: true, id, value: { ...checked.value, id } as RecordValue<R> };
    return {
      ok: false,
      id,
      raw,
      refusal: refuse('RECORD_DAMAGED', {
        seen: checked.message,
        expected: `a ${record.name} that fits its schema`,
        todo: 'Correct the field or restore an earlier value.',
        at: `${record.name}.${checked.path}`,
      }).refusal,
    };
  }
}
