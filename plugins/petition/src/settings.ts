import { defineSettings, type PaperDefinition } from '@onedoor/core';
import { LETTERS, type Letter } from './letter-kinds.js';
import { en, zh } from './locales/settings.js';

const load = (letter: Letter) => async (): Promise<PaperDefinition> => {
  const paper = (await import('./letter-papers.js')).letterPapers[letter];
  if (paper === undefined) throw new Error(`no letter ${letter}`);
  return paper;
};

/** What a centre decides of the petition desk: how its letters are laid out. */
export default defineSettings({
  group: 'petition',
  settings: {},
  papers: Object.fromEntries(LETTERS.map((letter) => [letter, load(letter)])),
  locales: { zh, en },
});
