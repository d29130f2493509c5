import { ERRORS, type PaperDefinition, type papersMade } from '@onedoor/core';
import type { Locale } from '../locales/locale.js';
import { templateText } from '../locales/templates.js';
import { saveFile } from '../paper/save-file.js';
import type { PluginActs } from '../plugin-host/plugin-view.js';
import type { DocxValues } from './docx.js';
import { type MadePaper, makePaper, type PaperPlace } from './make-paper.js';

/** What handing out a paper needs of a view's context: its room is the one in which the plugin notes its papers. */
export interface HandOutPlace extends PaperPlace {
  readonly acts: PluginActs;
  readonly locale: Locale;
  id(): string;
}

/**
 * Makes a paper by the template that the centre has decided on, hands it to the person as a download, and notes in the view's room
 * which template made it, once for each template and thing.
 *
 * @param slice the plugin's `papersMade`
 * @param of `group`, `paper`, `on` as for `makePaper`; `of`: what it is of, such as the hash of a draft; `name` of the file
 * @returns with `notice`, a sentence for the person, where the built-in template had to do
 * @throws DocxError where the built-in template asks for a value that is not given
 * @example
 * const { notice = '' } = await handOutPaper(this.ctx, papers, { group: 'food-aid', paper: 'receipt', of: id, name: '收据.docx' }, receipt, values);
 */
export async function handOutPaper(
  ctx: HandOutPlace,
  slice: ReturnType<typeof papersMade>,
  of: { readonly group: string; readonly paper: string; readonly on?: string; readonly of: string; readonly name: string },
  definition: PaperDefinition,
  values: DocxValues,
): Promise<MadePaper & { readonly notice?: string }> {
  const made = await makePaper(ctx, of, definition, values);
  saveFile(of.name, made.bytes);
  const { version, hash } = made.template;
  const isNoted = ctx.acts.state(slice).some((each) => each.paper === of.paper && each.of === of.of && each.hash === hash);
  if (!isNoted && ctx.acts.may(`${slice.name}.made`).allowed)
    await ctx.acts.run(slice.request.made({ id: ctx.id(), paper: of.paper, of: of.of, version, hash }));
  const { fallback } = made;
  if (fallback === undefined) return made;
  const why = ERRORS[fallback.refusal.code][ctx.locale];
  return { ...made, notice: templateText(ctx.locale, 'fallback', { number: fallback.version, why }) };
}
