import { type FileRef, fileRef, type SettingValues, settingsRoom } from '@onedoor/core';

/** A file that a setting of the centre names, with the room that it belongs to. */
export interface KeptFile {
  readonly room: string;
  readonly file: FileRef;
}

/**
 * Files that settings at hand name as their `file`, such as templates of papers: of each setting all versions that still hold
 * for something, the last one and those before it until one that holds for whatever runs.
 */
export function keptFiles(settings: SettingValues = {}): readonly KeptFile[] {
  return Object.entries(settings).flatMap(([name, versions]) => {
    const last = versions.findLastIndex(({ from }) => from === undefined);
    return versions.slice(Math.max(0, last)).flatMap(({ value }) => {
      const named = typeof value === 'object' && value !== null && 'file' in value ? fileRef.safeParse(value.file) : undefined;
      return named?.success === true ? [{ room: settingsRoom(name.slice(0, name.indexOf('.'))), file: named.data }] : [];
    });
  });
}
