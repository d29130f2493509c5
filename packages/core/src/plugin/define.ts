import type { ErasedSlice } from '../acts/fold.js';
import type { BoundCommand } from '../commands/content-command.js';
import { OnedoorError } from '../errors.js';
import type { ModelPart, RoomDefinition } from '../model/rooms.js';
import type { RecordDefinition } from '../schema/record.js';
import { type PluginManifest, readManifest } from './manifest.js';

/** What one room of a plugin holds. */
export interface PluginRoomContent {
  readonly records?: readonly RecordDefinition[];
  readonly commands?: readonly BoundCommand[];
  readonly slices?: readonly ErasedSlice[];
  readonly summary?: RoomDefinition['summary'];
}

/** A plugin's `model` entry: record types, commands and acts by room. Runs anywhere, without a page. */
export interface PluginModel extends ModelPart {
  readonly manifest: PluginManifest;
}

/**
 * Binds a plugin's code to its manifest. Rights come from the manifest alone.
 *
 * @param content by room; a room that the manifest does not name is refused, and names of records, commands and
 *   slices begin with the plugin's
 * @throws MANIFEST_INVALID
 */
export function definePlugin(manifestSource: unknown, content: Readonly<Record<string, PluginRoomContent>>): PluginModel {
  const manifest = readManifest(manifestSource);
  const known = new Set<string>([...manifest.rooms.map((room) => room.name), ...manifest.extends]);
  for (const [room, part] of Object.entries(content)) {
    if (!known.has(room)) throw invalid(manifest, `content for the room "${room}"`, `a room of the manifest: ${[...known].join(', ')}`);
    for (const record of part.records ?? [])
      if (!record.name.startsWith(`${manifest.name}/`)) throw invalid(manifest, `record "${record.name}"`, `"${manifest.name}/…"`);
    for (const { name } of [...(part.commands ?? []), ...(part.slices ?? [])]) {
      if (name !== manifest.name && !name.startsWith(`${manifest.name}.`) && !name.startsWith(`${manifest.name}-`))
        throw invalid(manifest, `"${name}"`, `"${manifest.name}.…"`);
    }
    const builtIn = !manifest.rooms.some((own) => own.name === room);
    if (builtIn && ((part.slices?.length ?? 0) > 0 || part.summary !== undefined))
      throw invalid(manifest, `acts or a summary in "${room}"`, 'records and commands only');
  }
  return {
    manifest,
    rooms: manifest.rooms.map((room) => ({
      name: room.name,
      scope: 'case',
      rule: { read: room.read, write: room.write, acts: room.acts },
      slices: content[room.name]?.slices ?? [],
      records: content[room.name]?.records ?? [],
      commands: content[room.name]?.commands ?? [],
      ...(content[room.name]?.summary === undefined ? {} : { summary: content[room.name]?.summary }),
    })),
    extensions: manifest.extends.map((room) => ({ room, records: content[room]?.records ?? [], commands: content[room]?.commands ?? [] })),
  };
}

const invalid = (manifest: PluginManifest, seen: string, expected: string) =>
  new OnedoorError('MANIFEST_INVALID', {
    seen: `plugin "${manifest.name}": ${seen}`,
    expected,
    todo: 'Bring manifest and model together.',
    at: manifest.name,
  });
