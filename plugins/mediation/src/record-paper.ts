import { definePaper, type PaperPlaceholder } from '@onedoor/core';
import { type DocxValues, writeDocx } from '@onedoor/elements/docx';
import { recordTexts } from './locales/papers.js';
import { recordTemplate, recordValues } from './record-docx.js';
import { sampleSession } from './sample/paper.js';

const words: PaperPlaceholder = { kind: 'words' };
const needed: PaperPlaceholder = { kind: 'words', required: true };

/** The mediation record (人民调解记录): what a centre's own template of it may and has to say. */
export default definePaper<DocxValues>({
  placeholders: {
    mark: needed,
    code: words,
    time: needed,
    place: needed,
    matter: needed,
    openness: words,
    parties: needed,
    invitees: words,
    rights: needed,
    record: { kind: 'list', within: { line: needed } },
    hasProposals: { kind: 'switch' },
    proposals: { kind: 'list', within: { line: needed } },
    result: needed,
    signs: { kind: 'list', within: { part: words, name: needed, blank: words } },
  },
  builtIn: () => writeDocx(recordTemplate()),
  sample: () => recordValues(sampleSession),
  locales: recordTexts,
});
