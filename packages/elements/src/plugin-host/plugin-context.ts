import { type OpenRoom, type ReadResult, type RecordDefinition, shanghaiDate, type TextField, type TextFieldName } from '@onedoor/core';
import { newId } from '../internal/new-id.js';
import { fill, type Locale, type Params } from '../locales/locale.js';
import type { PluginCollection, PluginContext, PluginViews } from './plugin-view.js';

/** What stays the same over all contexts that one view is given. */
export interface PluginContextParts {
  readonly plugin: PluginViews;
  readonly room: OpenRoom;
  readonly signal: AbortSignal;
  readonly texts: Map<string, TextField>;
}

/** Makes a view's context. A new one is made when locale, theme or right change; handles and signal are kept. */
export function createPluginContext(
  parts: PluginContextParts,
  now: { readonly locale: Locale; readonly theme: 'light' | 'dark' },
): PluginContext {
  const { plugin, room, signal, texts } = parts;
  const { name } = plugin.manifest;
  const collection = <R extends RecordDefinition>(record: R): PluginCollection<R> => ({
    get: (id: string): ReadResult<R> | undefined => room.records.get(record, id),
    list: () => room.records.list(record),
    watch(listener) {
      const stop = room.watch((change) => {
        if (change.kind === 'content' && change.collections.has(record.name)) listener();
      });
      signal.addEventListener('abort', stop, { once: true });
      return stop;
    },
  });
  return {
    case: room.ref.case,
    room: room.ref.room,
    writable: room.status.get().writable,
    data: { collection },
    text<R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, label: string): TextField {
      const key = `${record.name}/${id}/${field}/${label}`;
      const text = texts.get(key) ?? room.text(record, id, field, label);
      texts.set(key, text);
      return text;
    },
    commands: { run: (request) => room.run(request) },
    locale: now.locale,
    i18n: { t: (key: string, params?: Params) => fill(plugin.locales[now.locale][key] ?? key, params) },
    theme: now.theme,
    clock: { now: () => Date.now(), today: () => shanghaiDate(Date.now()) },
    id: newId,
    log: { warn: (message) => console.warn(`[${name}] ${message}`) },
    signal,
  };
}
