import { definePaper, type PaperDefinition, type PaperPlaceholder, type PaperPlaceholders } from '@onedoor/core';
import type { DocxValues } from '@onedoor/elements/docx';
import { LETTERS, type Letter } from './letter-kinds.js';
import { letterValues } from './letters.js';
import { letterTemplateFile } from './letters-docx.js';
import { letterTexts } from './locales/letter-texts.js';
import { sampleLetter } from './sample/letters.js';

const words: PaperPlaceholder = { kind: 'words' };
const needed: PaperPlaceholder = { kind: 'words', required: true };
const lines: PaperPlaceholder = { kind: 'list', required: true, within: { line: needed } };
const about: PaperPlaceholders = { mark: needed, code: words, people: needed, petition: needed, registered: words };

/** What a centre's own template of each letter may and, by the article that its values name, has to say. */
const PLACEHOLDERS: Readonly<Record<Letter, PaperPlaceholders>> = {
  sheet: {
    ...about,
    people: { kind: 'list', required: true, within: { name: needed, address: needed, phone: words } },
    channel: words,
    kind: words,
    count: words,
    representatives: words,
    request: lines,
    facts: lines,
    reasons: lines,
    clerk: words,
  },
  referral: { ...about, manner: needed, to: needed, request: lines, date: needed },
  objection: { ...about, manner: words, referred: words, received: needed, due: words, reason: lines, from: needed, date: needed },
  accepted: { ...about, body: needed, hasRoute: { kind: 'switch' }, route: words, sixth: { kind: 'switch' }, date: needed },
  declined: { ...about, why: needed, reason: lines, date: needed },
  extension: { ...about, accepted: words, body: needed, reason: lines, days: needed, due: words, until: needed, head: words, date: needed },
  opinion: {
    ...about,
    number: needed,
    body: needed,
    claims: lines,
    facts: lines,
    opinion: lines,
    how: needed,
    basis: lines,
    until: words,
    date: needed,
  },
  review: { ...about, opinion: needed, asked: words, result: needed, basis: lines, until: words, date: needed },
  recheck: {
    ...about,
    opinion: needed,
    reviewed: words,
    asked: words,
    hearings: { kind: 'list', within: { from: needed, to: needed } },
    result: needed,
    basis: lines,
    date: needed,
  },
  delivery: { ...about, paper: needed, number: words, address: words, how: needed, date: needed },
};

const define = (letter: Letter): PaperDefinition<DocxValues> =>
  definePaper<DocxValues>({
    placeholders: PLACEHOLDERS[letter],
    builtIn: () => letterTemplateFile(letter),
    sample: () => letterValues[letter](sampleLetter),
    locales: letterTexts,
  });

/** The desk's letters, each with a template that a centre may replace. */
export const letterPapers: Readonly<Record<string, PaperDefinition<DocxValues>>> = Object.fromEntries(
  LETTERS.map((letter) => [letter, define(letter)]),
);
