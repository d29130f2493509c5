import {
  type FileRef,
  type PaperDefinition,
  type Refusal,
  type Result,
  type SettingValues,
  settingsRoom,
  sha256Bytes,
  templateOn,
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
  const own = held === undefined ? undefined : await ownTemplate(at, group, held.file, definition);
  if (held !== undefined && own?.ok === true)
    return { bytes: filled(own.value, values), template: { version: held.number, hash: held.file.hash } };
  const builtIn = definition.builtIn();
  return {
    bytes: filled(builtIn, values),
    template: { version: 0, hash: sha256Bytes(builtIn) },
    ...(held === undefined || own === undefined || own.ok ? {} : { fallback: { version: held.number, refusal: own.refusal } }),
  };
}

const filled = (template: Uint8Array, values: DocxValues): Uint8Array => writeDocx(fillDocx(readDocx(template), values));

/** A centre's file, looked through again: the paper may have other placeholders since it was accepted. */
async function ownTemplate(at: PaperPlace, group: string, file: FileRef, definition: PaperDefinition): Promise<Result<Uint8Array>> {
  const opened = await at.in(settingsRoom(group)).files.open(file);
  if (!opened.ok) return opened;
  const bytes = new Uint8Array(await opened.value.arrayBuffer());
  const [fault] = checkTemplate(bytes, definition);
  if (fault === undefined) return { ok: true, value: bytes };
  const { code, seen, part, expected = [] } = fault;
  return {
    ok: false,
    refusal: {
      code,
      seen: `${file.name}: ${seen}`,
      expected: expected.join(', ') || 'a template of this paper',
      todo: 'Ask whoever keeps the templates to upload a corrected one.',
      at: part,
    },
  };
}
