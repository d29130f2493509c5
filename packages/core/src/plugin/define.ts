import type { ErasedSlice } from '../acts/fold.js';
import type { BoundCommand } from '../commands/content-command.js';
import { OnedoorError } from '../errors.js';
import type { ModelPart } from '../model/rooms.js';
import { isSealed } from '../policy/policy.js';
import type { RecordDefinition } from '../schema/record.js';
import type { PluginContributions } from './contributions.js';
import { type PluginManifest, readManifest } from './manifest.js';
import type { Summary } from './summary.js';

/** What one room of a plugin holds. */
export interface PluginRoomContent {
  readonly records?: readonly RecordDefinition[];
  readonly commands?: readonly BoundCommand[];
  readonly slices?: readonly ErasedSlice[];
  /** What badges, columns and deadlines know of this room; of a built-in one: of the plugin's own records in it. */
  readonly summary?: Summary<Readonly<Record<string, unknown>>>;
}

/** A plugin's `model` entry: record types, commands and acts by room, and what it contributes. Runs anywhere, without a page. */
export interface PluginModel extends ModelPart {
  readonly manifest: PluginManifest;
  readonly contributions: PluginContributions;
}

/**
 * Binds a plugin's code to its manifest. Rights come from the manifest alone.
 *
 * @param content by room; a room that the manifest does not name is refused, and names of records, commands and
 *   slices begin with the plugin's
 * @param contributions functions for the manifest's badges, columns, deadlines and timeline entries, and the dictionaries
 * @throws MANIFEST_INVALID for code and manifest that disagree, naming what
 */
export function definePlugin(
  manifestSource: unknown,
  content: Readonly<Record<string, PluginRoomContent>>,
  contributions: PluginContributions = { locales: { zh: {}, en: {} } },
): PluginModel {
  const manifest = readManifest(manifestSource);
  checkContributions(manifest, contributions);
  const known = new Set<string>([...manifest.rooms.map((room) => room.name), ...manifest.extends]);
  for (const [room, part] of Object.entries(content)) {
    if (!known.has(room)) throw invalid(manifest, `content for the room "${room}"`, `a room of the manifest: ${[...known].join(', ')}`);
    for (const record of part.records ?? [])
      if (!record.name.startsWith(`${manifest.name}/`)) throw invalid(manifest, `record "${record.name}"`, `"${manifest.name}/…"`);
    for (const { name } of [...(part.commands ?? []), ...(part.slices ?? [])]) {
      if (name !== manifest.name && !name.startsWith(`${manifest.name}.`) && !name.startsWith(`${manifest.name}-`))
        throw invalid(manifest, `"${name}"`, `"${manifest.name}.…"`);
    }
    if (part.summary !== undefined && manifest.rooms.some((own) => own.name === room && own.scope === 'centre'))
      throw invalid(manifest, `a summary of "${room}", a room of the centre`, 'summaries of rooms of cases: they stand on their rows');
    if (part.summary !== undefined && manifest.rooms.some((own) => own.name === room && isSealed(own)))
      throw invalid(manifest, `a summary of the sealed room "${room}"`, 'nothing of it on a row');
    const builtIn = !manifest.rooms.some((own) => own.name === room);
    if (builtIn && (part.slices?.length ?? 0) > 0) throw invalid(manifest, `acts in "${room}"`, 'records, commands and a summary only');
    if (part.summary !== undefined && part.summary.room !== room)
      throw invalid(manifest, `the summary of "${part.summary.room}" in "${room}"`, `a summary of "${room}"`);
  }
  return {
    manifest,
    contributions,
    ...(contributions.settings === undefined ? {} : { settings: contributions.settings }),
    rooms: manifest.rooms.map((room) => ({
      name: room.name,
      scope: room.scope,
      rule: { read: room.read, write: room.write, acts: room.acts },
      slices: content[room.name]?.slices ?? [],
      records: content[room.name]?.records ?? [],
      commands: content[room.name]?.commands ?? [],
      ...(content[room.name]?.summary === undefined ? {} : { summary: content[room.name]?.summary?.select }),
    })),
    extensions: manifest.extends.map((room) => ({
      room,
      records: content[room]?.records ?? [],
      commands: content[room]?.commands ?? [],
      ...(content[room]?.summary === undefined ? {} : { summary: { plugin: manifest.name, select: content[room].summary.select } }),
    })),
  };
}

/** Each declared badge, column and deadline has its function, and no function stands undeclared: menus and code are one. */
function checkContributions(manifest: PluginManifest, contributions: PluginContributions): void {
  const { cardBadges, ledgerColumns, deadlineRules, timelineEntries } = manifest.contributes;
  const pairs = [
    ['cardBadges', cardBadges, contributions.cardBadges, true],
    ['ledgerColumns', ledgerColumns, contributions.ledgerColumns, true],
    ['deadlineRules', deadlineRules, contributions.deadlineRules, true],
    ['timelineEntries', timelineEntries, contributions.timelineEntries, false],
  ] as const;
  for (const [kind, declared, given = {}, needed] of pairs) {
    const ids = new Set<string>(declared.map(({ id }) => id));
    for (const id of Object.keys(given))
      if (!ids.has(id)) throw invalid(manifest, `a function for ${kind} "${id}"`, `"${id}" in the manifest's contributes.${kind}`);
    if (!needed) continue;
    for (const id of ids)
      if (given[id] === undefined) throw invalid(manifest, `${kind} "${id}" without its function`, `a function "${id}"`);
  }
  const [zh, en] = [Object.keys(contributions.locales.zh), new Set(Object.keys(contributions.locales.en))];
  const lone = zh.find((key) => !en.has(key)) ?? [...en].find((key) => contributions.locales.zh[key] === undefined);
  if (lone !== undefined) throw invalid(manifest, `text "${lone}" in one language only`, 'both languages');
}

const invalid = (manifest: PluginManifest, seen: string, expected: string) =>
  new OnedoorError('MANIFEST_INVALID', {
    seen: `plugin "${manifest.name}": ${seen}`,
    expected,
    todo: 'Bring manifest and model together.',
    at: manifest.name,
  });
