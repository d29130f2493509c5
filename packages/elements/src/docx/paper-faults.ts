import { type PaperDefinition, type PaperPlaceholders, type PaperValues, paperPaths } from '@onedoor/core';
import { checkTemplate } from './check-template.js';
import { type DocxValues, fillDocx, readDocx } from './docx.js';
import { docxBlocks } from './docx-blocks.js';

/** Names of the values of a sample, level by level. */
const named = (values: PaperValues, before = ''): string[] =>
  Object.entries(values).flatMap(([name, value]) => [
    `${before}${name}`,
    ...(Array.isArray(value) ? [...new Set(value.flatMap((each: PaperValues) => named(each, `${before}${name}.`)))] : []),
  ]);

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value === 'boolean' ? 'switch' : 'words');

const unlike = (placeholders: PaperPlaceholders, values: PaperValues, before = ''): string[] =>
  Object.entries(placeholders).flatMap(([name, { kind, within }]) => {
    const value = values[name];
    if (kindOf(value) !== kind) return [`${before}${name}: declared as ${kind}, its sample is of kind ${kindOf(value)}`];
    if (within === undefined || !Array.isArray(value)) return [];
    return value.length === 0 ? [`${before}${name}: a sample without an element`] : unlike(within, value[0], `${before}${name}.`);
  });

/** What a paper's built-in template says with its sample, all blocks as one text. */
export const sampleWords = (paper: PaperDefinition): string =>
  JSON.stringify(docxBlocks(fillDocx(readDocx(paper.builtIn()), paper.sample() as DocxValues)));

/**
 * For the test of a plugin: in what a paper's placeholders, its sample and its built-in template do not agree; a sentence each.
 *
 * @returns nothing where they agree
 * @throws DocxError for a built-in template that is no .docx
 * @example
 * for (const [name, load] of Object.entries(settings.papers ?? {}))
 *   test(name, async () => assert.equal(paperFaults(await load()), []));
 */
export function paperFaults(paper: PaperDefinition): string[] {
  const declared = new Set(paperPaths(paper.placeholders).map(([path]) => path));
  const sample = new Set(named(paper.sample()));
  const faults = [
    ...[...declared].filter((path) => !sample.has(path)).map((path) => `${path}: declared, and not in the sample`),
    ...[...sample].filter((path) => !declared.has(path)).map((path) => `${path}: in the sample, and not declared`),
    ...unlike(paper.placeholders, paper.sample()),
    ...checkTemplate(paper.builtIn(), paper).map((fault) => `the built-in template: ${JSON.stringify(fault)}`),
  ];
  // What does not agree cannot be filled.
  if (faults.length > 0) return faults;
  const words = sampleWords(paper);
  return ['{#', '{/', '{name', 'undefined', '[object']
    .filter((left) => words.includes(left))
    .map((left) => `"${left}" is left on the paper`);
}
