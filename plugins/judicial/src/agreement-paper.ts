import { definePaper, type PaperPlaceholder } from '@onedoor/core';
import { type DocxValues, writeDocx } from '@onedoor/elements/docx';
import { agreementTemplate } from './agreement-template.js';
import { agreementValues } from './agreement-values.js';
import { draftHash } from './draft.js';
import { agreementTexts } from './locales/papers.js';
import { sampleDraft } from './sample/papers.js';

const words: PaperPlaceholder = { kind: 'words' };
const needed: PaperPlaceholder = { kind: 'words', required: true };

/** The agreement (人民调解协议书): what a centre's own template of it may and has to say (人民调解法 art. 29). */
export default definePaper<DocxValues>({
  placeholders: {
    number: needed,
    mark: needed,
    code: words,
    parties: { kind: 'list', within: { label: words, name: needed, about: needed } },
    manyParties: { kind: 'switch' },
    partyCount: words,
    partyRows: { kind: 'list', within: { no: words, name: needed, about: needed } },
    sections: {
      kind: 'list',
      within: { no: words, heading: words, items: { kind: 'list', within: { text: needed } } },
    },
    hasPayments: { kind: 'switch' },
    payments: { kind: 'list', within: { no: words, payee: needed, amount: needed, capital: words, due: needed } },
    total: words,
    totalCapital: words,
    payer: words,
    manner: words,
    copies: words,
    signs: { kind: 'list', within: { name: needed } },
    signRows: { kind: 'list', within: { left: needed, right: needed, blank: words } },
    mediator: needed,
    recorder: needed,
    committee: needed,
    date: needed,
  },
  builtIn: () => writeDocx(agreementTemplate()),
  sample: () => agreementValues(sampleDraft, { number: '人调字〔2024〕第7号', hash: draftHash(sampleDraft) }),
  locales: agreementTexts,
});
