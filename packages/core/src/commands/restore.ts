import { type Result, refuse } from '../errors.js';
import type { RecordDefinition } from '../schema/record.js';
import * as z from '../z.js';
import { type ContentRequest, type DefinedCommand, defineCommand } from './content-command.js';

/** Name of the command that every room with records has. */
export const FIELD_RESTORE = 'field.restore';

const args = z.object({
  collection: z.string().check(z.minLength(1), z.maxLength(128)),
  record: z.string().check(z.minLength(1), z.maxLength(200)),
  field: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Element of a set or key of a map. */
  part: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  /** The value as JSON, as the field's history tells it; absent: the field is emptied, or the part taken away. */
  json: z.optional(z.string()),
});
type RestoreArgs = z.infer<typeof args>;

/**
 * Puts a former value of a field back: a change like any other, of the person who restores, that others see, that undo takes
 * back and that is checked against the field's schema. Of texts the editor makes the difference instead.
 *
 * @example await room.run(restoreField({ collection: 'facts', record: 'facts', field: 'place', json: '"村口"' }));
 */
export const restoreField = (restored: RestoreArgs): ContentRequest => ({ command: FIELD_RESTORE, args: { ...restored } });

/** The command for a room's records. */
export const restoreCommand = (records: readonly RecordDefinition[]): DefinedCommand<RestoreArgs> =>
  defineCommand({
    name: FIELD_RESTORE,
    args,
    run(tx, { collection, record, field, part, json }): Result<void> | void {
      const definition = records.find(({ name }) => name === collection);
      const kind = definition?.kinds[field];
      const value = readJson(json);
      if (json !== undefined && value === undefined)
        return refuse('BAD_VALUE', {
          seen: 'text that is no JSON',
          expected: 'a value as JSON',
          todo: 'Take it from the history.',
          at: 'json',
        });
      if (definition !== undefined && kind === 'register' && part === undefined) return tx.update(definition, record, { [field]: value });
      if (definition !== undefined && part !== undefined && (kind === 'set' || kind === 'map')) {
        if (json === undefined) return tx.delete(definition, record, field, part);
        return kind === 'set' ? tx.add(definition, record, field, part) : tx.put(definition, record, field, part, value);
      }
      return refuse('BAD_ARGS', {
        seen: `${collection}.${field}${part === undefined ? '' : ' with a part'}`,
        expected: 'a register, or a set or map with the part that is meant',
        todo: 'Correct the field.',
        at: 'field',
      });
    },
  });

/** JSON knows no `undefined`: it stands for what cannot be read. */
function readJson(json: string | undefined): unknown {
  try {
    const value: unknown = json === undefined ? undefined : JSON.parse(json);
    return value;
  } catch {
    return undefined;
  }
}
