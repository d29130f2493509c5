import { generateKeyBetween } from 'fractional-indexing';
import { ok, type Refusal, type Result, refuse } from '../errors.js';
import { parse } from '../schema/parse.js';
import type {
  ListField,
  ListItem,
  MapField,
  RecordDefinition,
  RecordInput,
  RecordPatch,
  RecordValue,
  RegisterField,
  SetField,
  TextFieldName,
} from '../schema/record.js';
import { createdKey, dismissedKey, fieldKey, isPathPart, orderKey, partKey, removedKey, textName } from './layout.js';
import type { ContentReader } from './reader.js';
import { concurrentIds } from './register.js';
import { checkDelta, type TextDelta, withoutEmptySteps } from './text.js';

/**
 * What a content command writes with. Writes are checked against the record's schema and gathered; they reach the
 * document together when the command has succeeded, and not at all when it refuses. Reads show the document as it
 * was before the command.
 */
export class ContentWriter {
  readonly #reader: ContentReader;
  readonly #now: number;
  readonly #writes: (() => void)[] = [];
  readonly #created = new Set<string>();
  #refusal: Refusal | undefined;

  constructor(reader: ContentReader, now: number) {
    this.#reader = reader;
    this.#now = now;
  }

  /** The record, or undefined where there is none; damaged ones count as absent here. */
  get<R extends RecordDefinition>(record: R, id: string): RecordValue<R> | undefined {
    const read = this.#reader.get(record, id);
    return read?.ok === true ? read.value : undefined;
  }

  list<R extends RecordDefinition>(record: R): RecordValue<R>[] {
    return this.#reader.values(record);
  }

  /** Creates a record under an id made by `ctx.id()`; creating it a second time only writes its fields again. */
  create<R extends RecordDefinition>(record: R, id: string, input: RecordInput<R>): void {
    if (!isPathPart(id))
      return this.#fail(refuse('BAD_VALUE', { seen: `id "${id}"`, expected: 'an id without "/"', todo: 'Use ctx.id().' }).refusal);
    const parsed = parse(record.schema, input);
    if (!parsed.success) return this.#failIssues(record, id, parsed.error.issues);
    this.#created.add(`${record.name}/${id}`);
    this.#writes.push(() => {
      const records = this.#reader.records(record);
      if (!records.has(createdKey(id))) records.set(createdKey(id), this.#now);
    });
    for (const [field, value] of Object.entries(parsed.data)) {
      const kind = record.kinds[field];
      if (value === undefined) continue;
      if (kind === 'register') this.#writeRegister(record, id, field, value);
      else if ((kind === 'text' || kind === 'rich') && typeof value === 'string' && value !== '') {
        this.#writes.push(() => {
          const target = this.#reader.doc.getText(textName(record.name, id, field));
          if (target.length === 0) target.insert(0, value);
        });
      } else if (kind === 'set' && Array.isArray(value))
        for (const element of value) this.#writePart(record, id, field, String(element), true);
    }
  }

  /** Changes registers of a record. A value equal to the present one is not written, unless it is contested. */
  update<R extends RecordDefinition>(record: R, id: string, patch: RecordPatch<R>): void {
    if (!this.#exists(record, id)) return;
    for (const [field, value] of Object.entries(patch)) {
      const schema = record.shape[field];
      if (schema === undefined || record.kinds[field] !== 'register')
        return this.#failIssues(record, id, [{ path: [field], message: 'no such register' }]);
      const parsed = parse(schema, value);
      if (!parsed.success)
        return this.#failIssues(
          record,
          id,
          parsed.error.issues.map((issue) => ({ path: [field, ...issue.path], message: issue.message })),
        );
      this.#writeRegister(record, id, field, parsed.data);
    }
  }

  /** Says which of several concurrent values is meant. */
  confirm<R extends RecordDefinition>(record: R, id: string, field: RegisterField<R>, value: unknown): void {
    const schema = record.shape[field];
    const parsed = schema && parse(schema, value);
    if (parsed === undefined || !parsed.success)
      return this.#failIssues(record, id, parsed?.error.issues ?? [{ path: [field], message: 'no such register' }]);
    this.#writeRegister(record, id, field, parsed.data, true);
  }

  /** Puts a record away. It stays in the document, with what others write to it meanwhile, and can be restored. */
  remove(record: RecordDefinition, id: string): void {
    if (this.#exists(record, id)) this.#writes.push(() => this.#reader.records(record).set(removedKey(id), true));
  }

  restore(record: RecordDefinition, id: string): void {
    this.#writes.push(() => this.#reader.records(record).delete(removedKey(id)));
  }

  /** Edits a text. Refuses a delta that does not fit or that cuts a character in two. */
  edit<R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, delta: TextDelta): void {
    const target = this.#reader.doc.getText(textName(record.name, id, field));
    const fits = checkDelta(target.toString(), delta);
    if (!fits.ok) return this.#fail({ ...fits.refusal, at: `${record.name}.${field}` });
    const steps = withoutEmptySteps(delta);
    if (steps.length > 0) this.#writes.push(() => target.applyDelta([...steps]));
  }

  add<R extends RecordDefinition>(record: R, id: string, field: SetField<R>, element: string): void {
    if (this.#exists(record, id) && this.#partFits(record, id, field, element)) this.#writePart(record, id, field, element, true);
  }

  delete<R extends RecordDefinition>(record: R, id: string, field: SetField<R> | MapField<R>, element: string): void {
    this.#writes.push(() => this.#reader.records(record).delete(partKey(id, field, element)));
  }

  /** Sets one key of a map field. */
  put<R extends RecordDefinition>(record: R, id: string, field: MapField<R>, key: string, value: unknown): void {
    if (!this.#exists(record, id) || !this.#partFits(record, id, field, key)) return;
    const schema = record.shape[field];
    const parsed = schema && parse(schema, { [key]: value });
    if (parsed !== undefined && !parsed.success) return this.#failIssues(record, id, parsed.error.issues);
    this.#writePart(record, id, field, key, value);
  }

  /** Inserts, replaces or moves an item of a list: it stands after the item `after`, or first without one. */
  place<R extends RecordDefinition, F extends ListField<R>>(record: R, id: string, field: F, item: ListItem<R, F>, after?: string): void {
    if (!this.#exists(record, id) || !this.#partFits(record, id, field, item.id)) return;
    const schema = record.shape[field];
    const parsed = schema && parse(schema, [item]);
    if (parsed !== undefined && !parsed.success) return this.#failIssues(record, id, parsed.error.issues);
    this.#writePart(record, id, field, item.id, item);
    this.#writes.push(() => {
      const others = this.#reader.listOrder(record, id, field).filter((other) => other.id !== item.id);
      const at = after === undefined ? -1 : others.findIndex((other) => other.id === after);
      const low = others[at]?.order ?? null;
      const high = others[at + 1]?.order ?? null;
      // Two people may have chosen one index while apart: then the neighbours are equal and order falls to the ids.
      const order = generateKeyBetween(low, high !== null && low !== null && high <= low ? null : high);
      this.#reader.records(record).set(orderKey(id, field, item.id), order);
    });
  }

  take<R extends RecordDefinition>(record: R, id: string, field: ListField<R>, item: string): void {
    this.#writes.push(() => {
      this.#reader.records(record).delete(partKey(id, field, item));
      this.#reader.records(record).delete(orderKey(id, field, item));
    });
  }

  /** Makes the gathered writes, or returns the first refusal. Called by the runner of commands. */
  commit(origin: unknown): Result<void> {
    if (this.#refusal !== undefined) return { ok: false, refusal: this.#refusal };
    if (this.#writes.length > 0) {
      this.#reader.doc.transact(() => {
        for (const write of this.#writes) write();
      }, origin);
    }
    return ok(undefined);
  }

  #writeRegister(record: RecordDefinition, id: string, field: string, value: unknown, always = false): void {
    this.#writes.push(() => {
      const records = this.#reader.records(record);
      const known = concurrentIds(records, id, field);
      const key = fieldKey(id, field);
      if (!always && known.length === 0 && sameJson(records.get(key), value)) return;
      if (value === undefined) records.delete(key);
      else records.set(key, value);
      if (known.length > 0) records.set(dismissedKey(id, field), known);
    });
  }

  #writePart(record: RecordDefinition, id: string, field: string, part: string, value: unknown): void {
    this.#writes.push(() => {
      const records = this.#reader.records(record);
      if (!sameJson(records.get(partKey(id, field, part)), value)) records.set(partKey(id, field, part), value);
    });
  }

  #exists(record: RecordDefinition, id: string): boolean {
    if (this.#created.has(`${record.name}/${id}`) || this.#reader.has(record, id)) return true;
    this.#fail(
      refuse('UNKNOWN_RECORD', {
        seen: `${record.name} ${id}`,
        expected: 'a record of this room',
        todo: 'Load the room and try again.',
        at: record.name,
      }).refusal,
    );
    return false;
  }

  #partFits(record: RecordDefinition, id: string, field: string, part: string): boolean {
    if (isPathPart(part)) return true;
    this.#failIssues(record, id, [{ path: [field], message: `"${part}" is empty, too long or holds "/"` }]);
    return false;
  }

  #failIssues(
    record: RecordDefinition,
    id: string,
    issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  ): void {
    const first = issues[0];
    const at = [record.name, ...(first?.path ?? []).map(String)].join('.');
    this.#fail(
      refuse('BAD_VALUE', {
        seen: `${record.name} ${id}: ${first?.message ?? 'invalid'}`,
        expected: 'a value that fits the schema',
        todo: 'Correct the field.',
        at,
      }).refusal,
    );
  }

  #fail(refusal: Refusal): void {
    this.#refusal ??= refusal;
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
