import type { ContentReader } from '../content/reader.js';
import type { ContentWriter } from '../content/writer.js';
import { type Result, refuse } from '../errors.js';
import { misfitOf, parse } from '../schema/parse.js';
import type * as z from '../z.js';

/** What a command may use of the world: all of it is given, so that a command can be run again elsewhere. */
export interface CommandContext {
  readonly person: string;
  /** Epoch milliseconds; the maker's claim, which decides nothing. */
  readonly now: number;
  /** A new ULID. Commands that create take the id as an argument instead, so that a second run hits the same record. */
  id(): string;
}

/** Origin of the Y transaction of a command, by which undo and log know whose change it is. */
export interface CommandOrigin {
  readonly actor: string;
  readonly command: string;
}

/** A named, schema-checked change of a room's content. */
export interface ContentCommand<A = unknown> {
  readonly name: string;
  readonly args: z.core.$ZodType<A>;
  run(tx: ContentWriter, args: A, context: CommandContext): Result<void> | void;
}

/** A content command whose argument type is closed over. */
export interface BoundCommand {
  readonly name: string;
  run(reader: ContentReader, args: unknown, context: CommandContext): Result<void>;
}

/** What a caller names and fills; `name` and the type of `args` come from the command. */
export interface ContentRequest {
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A defined command: callable for a request, known to the model for running. */
export interface DefinedCommand<A extends Record<string, unknown>> extends BoundCommand {
  request(args: A): ContentRequest;
}

/**
 * Defines a content command.
 *
 * @example
 * const rename = defineCommand({
 *   name: 'party.rename',
 *   args: z.object({ id: z.string(), name: z.string() }),
 *   run: (tx, { id, name }) => tx.update(Party, id, { name }),
 * });
 */
export function defineCommand<A extends Record<string, unknown>>(command: ContentCommand<A>): DefinedCommand<A> {
  return {
    name: command.name,
    request: (args) => ({ command: command.name, args }),
    run(reader, args, context) {
      const parsed = parse(command.args, args);
      if (!parsed.success) {
        const { at, message } = misfitOf(parsed.error);
        return refuse('BAD_ARGS', {
          seen: `${command.name}: ${message}`,
          expected: 'arguments that fit the schema',
          todo: 'Correct the field.',
          at,
        });
      }
      const tx = reader.writer(context.now);
      const result = command.run(tx, parsed.data, context);
      if (result !== undefined && !result.ok) return result;
      const origin: CommandOrigin = { actor: context.person, command: command.name };
      return tx.commit(origin);
    },
  };
}
