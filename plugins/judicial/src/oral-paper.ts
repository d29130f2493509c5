import { definePaper, type PaperPlaceholder } from '@onedoor/core';
import { type DocxValues, writeDocx } from '@onedoor/elements/docx';
import { oralTexts } from './locales/papers.js';
import { oralTemplate, oralValues } from './oral-docx.js';
import { sampleOral } from './sample/papers.js';

const words: PaperPlaceholder = { kind: 'words' };
const needed: PaperPlaceholder = { kind: 'words', required: true };
const lines: PaperPlaceholder = { kind: 'list', within: { line: needed } };

/** The register of an oral agreement (口头协议登记表, 人民调解法 art. 30). */
export default definePaper<DocxValues>({
  placeholders: {
    number: needed,
    mark: needed,
    code: words,
    parties: { kind: 'list', within: { name: needed, about: words } },
    date: needed,
    place: words,
    facts: lines,
    content: lines,
    performance: lines,
    mediator: needed,
    recorder: words,
    committee: needed,
  },
  builtIn: () => writeDocx(oralTemplate()),
  sample: () => oralValues(sampleOral),
  locales: oralTexts,
});
