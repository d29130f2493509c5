import { type PaperPlaceholders, paperPaths } from '@onedoor/core';
import { checkTemplate, docxBlocks, fillDocx, readDocx } from '@onedoor/elements/docx';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import settings from './settings.js';

const test = suite('papers of the plugin and their templates');
const papers = await Promise.all(Object.entries(settings.papers ?? {}).map(async ([name, load]) => ({ name, paper: await load() })));

/** Names of the values of a sample, level by level. */
const named = (values: Readonly<Record<string, unknown>>, before = ''): string[] =>
  Object.entries(values).flatMap(([name, value]) => [
    `${before}${name}`,
    ...(Array.isArray(value) ? [...new Set(value.flatMap((each: Record<string, unknown>) => named(each, `${before}${name}.`)))] : []),
  ]);
const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value === 'boolean' ? 'switch' : 'words');
function kinds(placeholders: PaperPlaceholders, values: Readonly<Record<string, unknown>>): void {
  for (const [name, { kind, within }] of Object.entries(placeholders)) {
    assert.is(kindOf(values[name]), kind, name);
    const value = values[name];
    if (within !== undefined && Array.isArray(value)) {
      assert.ok(value.length > 0, `a sample of ${name}`);
      kinds(within, value[0] as Readonly<Record<string, unknown>>);
    }
  }
}

for (const { name, paper } of papers) {
  test(`${name}: what is declared is what the values have, and the built-in template passes the check`, () => {
    assert.equal(
      paperPaths(paper.placeholders)
        .map(([path]) => path)
        .sort(),
      named(paper.sample()).sort(),
    );
    kinds(paper.placeholders, paper.sample());
    assert.equal(checkTemplate(paper.builtIn(), paper), []);
  });

  test(`${name}: its sample leaves no brace and says nothing undefined`, () => {
    const words = JSON.stringify(docxBlocks(fillDocx(readDocx(paper.builtIn()), paper.sample() as Parameters<typeof fillDocx>[1])));
    assert.ok(words.includes('赵𠮷祥'));
    for (const absent of ['{#', '{/', '{name', 'undefined', '[object']) assert.not.ok(words.includes(absent), absent);
  });
}

test('a centre may replace the agreement and the register of an oral one', () => {
  assert.equal(
    papers.map(({ name }) => name),
    ['agreement', 'oral'],
  );
});

test.run();
