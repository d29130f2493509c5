import {
  type ErrorCode,
  type FileRef,
  type PaperDefinition,
  paperName,
  paperSchema,
  type Refusal,
  type Result,
  refuse,
  type SettingValues,
  settingOn,
  settingsRoom,
  sha256Bytes,
} from '@onedoor/core';
import { checkTemplate } from './check-template.js';
import { type DocxValues, fillDocx, readDocx, writeDocx } from './docx.js';

/** Which template made a paper: what its case notes of it. */
export interface TemplateUsed {
  /** Number of the version; 0 is the one that came with the program. */
  readonly version: number;
  /** SHA-256 of the file. */
  readonly hash: string;
}

export interface MadePaper {
  readonly bytes: Uint8Array;
  readonly template: TemplateUsed;
  /** Why the template that the centre decided on was not used, and the built-in one was: say it beside the paper. */
  readonly fallback?: { readonly version: number; readonly refusal: Refusal };
}

/** What making a paper needs of a view's context. */
export interface PaperPlace {
  readonly settings: SettingValues;
  readonly clock: { today(): string };
  in(room: string): { readonly files: { open(file: FileRef): Promise<Result<Blob>> } };
}

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

/**
 * Makes a paper by the template that the centre has decided on, without network too. Where that file is not here, or cannot be
 * filled, the built-in template makes it, and `fallback` says why.
 *
 * @param at the view's context; call `at.in(settingsRoom(group))` once while rendering, so that the room is open by then
 * @param of `group`: the plugin's name; `paper`: id of the paper among its settings; `on`: the day of what the paper is about, for
 *   templates that hold from a day on, default today
 * @example
 * const { bytes, template, fallback } = await makePaper(this.ctx, { group: 'food-aid', paper: 'receipt' }, receipt, values);
 */
export async function makePaper(
  at: PaperPlace,
  { group, paper, on = at.clock.today() }: { readonly group: string; readonly paper: string; readonly on?: string },
  definition: PaperDefinition,
  values: DocxValues,
): Promise<MadePaper> {
  const held = templateOn(at.settings, group, paper, on);
  const own = held === undefined ? undefined : await byOwn(at, group, held.file, definition, values);
  if (held !== undefined && own?.ok === true) return { bytes: own.value, template: { version: held.number, hash: held.file.hash } };
  const builtIn = definition.builtIn();
  return {
    bytes: filled(builtIn, values),
    template: { version: 0, hash: sha256Bytes(builtIn) },
    ...(held === undefined || own === undefined || own.ok ? {} : { fallback: { version: held.number, refusal: own.refusal } }),
  };
}

const filled = (template: Uint8Array, values: DocxValues): Uint8Array => writeDocx(fillDocx(readDocx(template), values));

/** A paper by a centre's file, which is looked through again: the paper may have other placeholders since it was accepted. */
async function byOwn(
  at: PaperPlace,
  group: string,
  file: FileRef,
  definition: PaperDefinition,
  values: DocxValues,
): Promise<Result<Uint8Array>> {
  const opened = await at.in(settingsRoom(group)).files.open(file);
  if (!opened.ok) return opened;
  const bytes = new Uint8Array(await opened.value.arrayBuffer());
  const [fault] = checkTemplate(bytes, definition);
  if (fault !== undefined) return unfit(file, fault.code, fault.seen, fault.part, fault.expected);
  try {
    return { ok: true, value: filled(bytes, values) };
  } catch (error) {
    // It went with the sample and does not with these values: the person gets a paper all the same.
    return unfit(file, 'TEMPLATE_PLACEHOLDER', String(error), 'word/document.xml');
  }
}

const unfit = (file: FileRef, code: ErrorCode, seen: string, at: string, expected: readonly string[] = []) =>
  refuse(code, {
    seen: `${file.name}: ${seen}`,
    expected: expected.join(', ') || 'a template of this paper',
    todo: 'Ask whoever keeps the templates to upload a corrected one.',
    at,
  });
