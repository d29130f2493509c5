import { fillDocx, readDocx, writeDocx } from '@onedoor/elements/docx';
import { agreementTemplate } from './agreement-template.js';
import { agreementValues, type PaperAbout } from './agreement-values.js';
import type { Draft } from './draft.js';

/** The template as a file, to be changed in Word or WPS. */
export const agreementTemplateFile = (): Uint8Array => writeDocx(agreementTemplate());

/**
 * The agreement as .docx.
 *
 * @param own a centre's template; default: the house's
 * @throws DocxError for a template that cannot be filled
 */
export const agreementDocx = (draft: Draft, about: PaperAbout, own?: Uint8Array): Uint8Array =>
  writeDocx(fillDocx(own === undefined ? agreementTemplate() : readDocx(own), agreementValues(draft, about)));
