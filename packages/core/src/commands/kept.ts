import { parseKey, parseTextName } from '../content/layout.js';
import type { AnchoredEdit } from '../content/text.js';
import { textDifference } from '../content/text-difference.js';
import { anchorEdits } from '../content/text-edits.js';
import * as z from '../z.js';
import type { BoundCommand } from './content-command.js';
import { isOfValues, TEXT_EDIT } from './kept-names.js';

/** A change of content as it is kept to be made again: a command with its arguments, or typed text. */
export interface KeptChange {
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Typed text: what was done and what stood around it. Where this is absent, `args.edits` holds it. */
  readonly edits?: readonly AnchoredEdit[];
}

/** What a command is looked up in: a kind of room. */
export interface Commands {
  command(name: string): BoundCommand | undefined;
}

/** Edits of a text as they are kept. */
export const editsSchema = z.array(
  z.object({
    at: z.int().check(z.minimum(0)),
    before: z.string(),
    after: z.string(),
    removed: z.string(),
    inserted: z.string(),
    attributes: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    kept: z.optional(z.string()),
  }),
);
/** What an undo did, as values that can be written again. */
export const reversalArgs = z.object({
  maps: z.array(z.object({ collection: z.string(), key: z.string(), value: z.optional(z.unknown()) })),
  texts: z.array(
    z.union([z.object({ name: z.string(), from: z.string(), to: z.string() }), z.object({ name: z.string(), edits: editsSchema })]),
  ),
});

/**
 * The arguments of a change as they are kept once it was refused: of a text that was taken back to what it said, only what
 * was done and what stood around it. A device that has lost a room must not go on holding what others wrote in it.
 */
export function argsToKeep({ command, args }: Pick<KeptChange, 'command' | 'args'>): KeptChange['args'] {
  const reversal = isOfValues(command) ? reversalArgs.safeParse(args) : undefined;
  return reversal?.success === true
    ? { ...args, texts: reversal.data.texts.map((text) => ({ name: text.name, edits: editsOf(text) })) }
    : args;
}

/** Ids of what changes are about: of the record that was typed into or put back, or whatever a command's `id` names. */
export function subjectsOf(changes: readonly Pick<KeptChange, 'command' | 'args'>[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const note = (id: unknown) => typeof id === 'string' && ids.add(id);
  for (const { command, args } of changes) {
    const reversal = isOfValues(command) ? reversalArgs.safeParse(args).data : undefined;
    for (const { key } of reversal?.maps ?? []) note(parseKey(key)?.record);
    for (const { name } of reversal?.texts ?? []) note(parseTextName(name)?.id);
    if (command === TEXT_EDIT) note(parseTextName(String(args['name']))?.id);
    else if (reversal === undefined) note(args['id']);
  }
  return ids;
}

type ReversedText = z.infer<typeof reversalArgs>['texts'][number];

/** What was done in a text that was taken back. */
export const editsOf = (text: ReversedText): readonly AnchoredEdit[] =>
  'edits' in text ? text.edits : anchorEdits(text.from, textDifference(text.from, text.to));

/** Whether a change of content of this command can be made again in a room of this kind. */
export const isRunnable = (room: Commands, command: string): boolean =>
  command === TEXT_EDIT || isOfValues(command) || room.command(command) !== undefined;
