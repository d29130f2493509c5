import type { ActEntry, PluginModel } from '@onedoor/core';
import { type Contributions, crashed } from './contributions.js';
import { isOff } from './crashes.js';
import { say } from './words.js';

/* What plugins call their rooms, records and acts. Apart from what cards show: only the pages of cases say it. */

/** Name of the plugin that a room belongs to, in the reader's language. */
export function pluginRoomLabel({ models, names }: Contributions, room: string): string | undefined {
  const owner = models.find(({ manifest }) => room === manifest.name || room.startsWith(`${manifest.name}.`));
  if (owner === undefined) return undefined;
  const tab = owner.manifest.contributes.caseTabs.find((each) => each.room === room);
  return (tab ?? owner.manifest).label[names.locale];
}

/**
 * How a plugin's records are called in the history of edits: by `edits.<record>` and `edits.<record>.<field>` of its own
 * dictionary, both without the plugin's name before them. What it does not name is called by the plugin's name.
 */
export function pluginRecordWords(
  { models, names: { locale } }: Contributions,
  collection: string,
  field = '',
): { readonly plugin: string; readonly record: string | undefined; readonly field: string | undefined } | undefined {
  const slash = collection.indexOf('/');
  const model = models.find(({ manifest }) => manifest.name === collection.slice(0, slash));
  if (model === undefined) return undefined;
  const dictionary = model.contributions.locales[locale];
  const record = collection.slice(slash + 1);
  return {
    plugin: model.manifest.label[locale],
    record: dictionary[`edits.${record}`],
    field: dictionary[`edits.${record}.${field}`],
  };
}

/** What an act of a plugin's room does, in a sentence; undefined for an act that no plugin here declares. */
export function pluginActWords({ models, names }: Contributions, entry: ActEntry): string | undefined {
  for (const model of models) {
    const declared = model.manifest.contributes.timelineEntries.find(({ id }) => id === entry.intent.command);
    if (declared !== undefined) return wordsOfAct(model, names, entry) ?? declared.label[names.locale];
  }
  return undefined;
}

function wordsOfAct({ manifest, contributions }: PluginModel, names: Contributions['names'], entry: ActEntry): string | undefined {
  const { intent, person, at, number } = entry;
  const { command, args } = intent;
  const words = contributions.timelineEntries?.[command];
  if (words === undefined || isOff(manifest.name)) return undefined;
  try {
    return say(words({ person, at, args, ...(number === undefined ? {} : { number }) }), contributions.locales, names);
  } catch (error) {
    crashed(manifest.name, `timelineEntry ${command}`, error);
    return undefined;
  }
}
