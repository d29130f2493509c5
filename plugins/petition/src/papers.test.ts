import { paperFaults, sampleWords } from '@onedoor/elements/docx';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LETTERS } from './letter-kinds.js';
import settings from './settings.js';

const test = suite('papers of the plugin and their templates');
const papers = await Promise.all(Object.entries(settings.papers ?? {}).map(async ([name, load]) => ({ name, paper: await load() })));

for (const { name, paper } of papers)
  test(`${name}: placeholders, sample and built-in template agree`, () => {
    assert.equal(paperFaults(paper), []);
    assert.ok(sampleWords(paper).includes('赵𠮷祥'));
  });

test('a centre may replace every letter of the desk', () => {
  assert.equal(
    papers.map(({ name }) => name),
    [...LETTERS],
  );
});

test.run();
