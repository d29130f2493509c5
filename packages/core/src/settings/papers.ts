import { OnedoorError } from '../errors.js';
import type { PluginLocales } from '../plugin/contributions.js';
import { type FileRef, fileRef } from '../session/files.js';
import * as z from '../z.js';
import type { SettingDefinition } from './define.js';
import { type SettingValues, settingOn } from './setting.js';

/**
 * What a name in braces stands for. `words` are written in its place, a `list` repeats what is between `{#name}` and `{/name}`,
 * a `switch` decides whether that stands at all.
 */
export interface PaperPlaceholder {
  readonly kind: 'words' | 'list' | 'switch';
  /** A template without it is refused: the paper would not say what it has to. Default: false. */
  readonly required?: boolean;
  /** Of a list: the names that each of its elements has; those around it can be used inside too. */
  readonly within?: PaperPlaceholders;
}
export type PaperPlaceholders = Readonly<Record<string, PaperPlaceholder>>;

/** Values by placeholder, as `fillDocx` takes them. */
export type PaperValues = Readonly<Record<string, unknown>>;

/** A paper whose template a centre may replace. */
export interface PaperDefinition<V extends PaperValues = PaperValues> {
  readonly placeholders: PaperPlaceholders;
  /** The template that came with the program, as the bytes of a .docx: what a centre begins with. */
  readonly builtIn: () => Uint8Array;
  /** Values of an invented case in which every placeholder has words and every list an element, for previews. */
  readonly sample: () => V;
  /** What each placeholder stands for, by its path such as `parties.name`. */
  readonly locales: PluginLocales;
}

/** Name of a paper's setting within its group. */
export const paperName = (paper: string): string => `paper.${paper}`;

/** A decided template. Without a file: back to the one that came with the program. */
export const paperSchema = z.object({ file: z.optional(fileRef) });
export type PaperTemplateValue = z.infer<typeof paperSchema>;

/** The setting of every paper: small, so that each device knows which file is in force. */
export const paperSetting: SettingDefinition<PaperTemplateValue> = { schema: paperSchema, default: {}, atHand: true, dated: true };

/** The version of a paper's template in force on a day; undefined where it is the one that came with the program. */
export function templateOn(
  settings: SettingValues,
  group: string,
  paper: string,
  on: string,
): { readonly number: number; readonly file: FileRef } | undefined {
  const held = settingOn(settings, `${group}.${paperName(paper)}`, on);
  const parsed = held === undefined ? undefined : paperSchema.safeParse(held.value);
  return held === undefined || parsed?.data?.file === undefined ? undefined : { number: held.number, file: parsed.data.file };
}

/** Placeholders of all levels by path, in their order. */
export const paperPaths = (placeholders: PaperPlaceholders, before = ''): (readonly [path: string, placeholder: PaperPlaceholder])[] =>
  Object.entries(placeholders).flatMap(([name, placeholder]) => [
    [`${before}${name}`, placeholder] as const,
    ...paperPaths(placeholder.within ?? {}, `${before}${name}.`),
  ]);

/**
 * Declares a paper: the default export of a module of its own, which `defineSettings` is given under `papers`.
 *
 * @throws MANIFEST_INVALID for a placeholder that no text explains in both languages
 * @example
 * export default definePaper({
 *   placeholders: { name: { kind: 'words', required: true } },
 *   builtIn: () => writeDocx(paperDocx(paragraph('{name}'))),
 *   sample: () => ({ name: '赵𠮷祥', mark: '', code: '' }),
 *   locales: { zh: { name: '借钥匙的人' }, en: { name: 'Who has the key' } },
 * });
 */
export function definePaper<V extends PaperValues>(paper: PaperDefinition<V>): PaperDefinition<V> {
  const untold = paperPaths(paper.placeholders).find(
    ([path]) => paper.locales.zh[path] === undefined || paper.locales.en[path] === undefined,
  );
  if (untold !== undefined)
    throw new OnedoorError('MANIFEST_INVALID', {
      seen: `the placeholder "${untold[0]}" without a text`,
      expected: 'what it stands for, in both languages',
      todo: 'Add the text.',
      at: untold[0],
    });
  return paper;
}
