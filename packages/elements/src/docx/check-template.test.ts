import { definePaper, type FileRef, ok, type PaperPlaceholders, refuse, type SettingValues, sha256Bytes } from '@onedoor/core';
import { strToU8, zipSync } from 'fflate';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assertTemplate, checkTemplate } from './check-template.js';
import { type DocxParts, fillDocx, readDocx, writeDocx } from './docx.js';
import { docxBlocks } from './docx-blocks.js';
import { makePaper } from './make-paper.js';
import { paperDocx, paragraph, table } from './paper-docx.js';
import { paperFaults } from './paper-faults.js';

const test = suite('templates of papers');

const placeholders: PaperPlaceholders = {
  mark: { kind: 'words', required: true },
  code: { kind: 'words' },
  number: { kind: 'words', required: true },
  parties: { kind: 'list', within: { name: { kind: 'words', required: true }, about: { kind: 'words' } } },
  paid: { kind: 'switch' },
};
const told = Object.fromEntries(['mark', 'code', 'number', 'parties', 'parties.name', 'parties.about', 'paid'].map((path) => [path, path]));
const good = [
  paragraph('编号：{number}'),
  table('parties', [
    { head: '姓名', cell: '{name}', width: 4000 },
    { head: '情况', cell: '{about}', width: 4000 },
  ]),
  paragraph('{#paid}'),
  paragraph('已付清，{number}'),
  paragraph('{/paid}'),
].join('');
const paper = definePaper({
  placeholders,
  builtIn: () => writeDocx(paperDocx(good)),
  sample: () => ({ mark: '草稿', code: '', number: '人调字〔2024〕第7号', parties: [{ name: '赵𠮷祥', about: '男' }], paid: true }),
  locales: { zh: told, en: told },
});
const docx = (body: string, more: DocxParts = {}) => writeDocx({ ...paperDocx(body), ...more });
const faults = (bytes: Uint8Array) =>
  checkTemplate(bytes, paper).map(
    ({ code, kind, seen, part, paragraph: at, expected }) =>
      `${code} ${kind} ${seen} ${part}${at === undefined ? '' : `:${at}`}${expected === undefined ? '' : ` → ${expected.join(' ')}`}`,
  );

test('the built-in one fits, and so does one whose words, look and order are others', () => {
  assert.equal(faults(paper.builtIn()), []);
  const own = [
    paragraph('红砂坝镇', 'Title'),
    '<w:p><w:r><w:t>字号 {num</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ber}</w:t></w:r></w:p>',
    paragraph('{#parties}'),
    paragraph('{name}（{number}）'),
    paragraph('{/parties}'),
    paragraph('{^paid}'),
    paragraph('未付'),
    paragraph('{/paid}'),
    paragraph('{#code}校验码 {code}{/code}'),
  ];
  assert.equal(faults(docx(own.join(''))), []);
});

test('a name that the paper does not have is told with its paragraph, and what is near it', () => {
  assert.equal(faults(docx(paragraph('一') + good.replace('编号：{number}', '编号：{numbr}') + paragraph('{number}'))), [
    'TEMPLATE_PLACEHOLDER unknown {numbr} word/document.xml:2 → number mark code',
  ]);
  // A name of the list is none outside it.
  assert.equal(
    checkTemplate(docx(good + paragraph('{about}')), paper).map(({ kind, seen, paragraph: at }) => [kind, seen, at]),
    [['unknown', '{about}', 9]],
  );
  const [first] = checkTemplate(docx(good + paragraph(`{nobody} ${'长'.repeat(60)}`)), paper);
  assert.is(first?.words?.length, 41);
  assert.is(first?.paragraph, 9);
});

test('a list that stands as a word, braces around no name, and a footnote that nobody fills', () => {
  assert.equal(faults(docx(good + paragraph('{parties}') + paragraph('{paid}'))), [
    'TEMPLATE_PLACEHOLDER notWords {parties} word/document.xml:9 → {#parties} {/parties}',
    'TEMPLATE_PLACEHOLDER notWords {paid} word/document.xml:10 → {#paid} {/paid}',
  ]);
  assert.equal(faults(docx(good + paragraph('{ number }') + paragraph('｛number｝') + paragraph('{number'))), [
    'TEMPLATE_PLACEHOLDER braces { number } word/document.xml:9',
    'TEMPLATE_PLACEHOLDER braces ｛number｝ word/document.xml:10',
    'TEMPLATE_PLACEHOLDER braces {number word/document.xml:11',
  ]);
  const footnotes = '<w:footnotes xmlns:w="x"><w:footnote><w:p><w:r><w:t>{number}</w:t></w:r></w:p></w:footnote></w:footnotes>';
  assert.equal(faults(docx(good, { 'word/footnotes.xml': footnotes })), ['TEMPLATE_PLACEHOLDER place {number} word/footnotes.xml']);
});

test('what the paper has to say is asked for, in header and footer too', () => {
  assert.equal(faults(docx(paragraph('空'))), [
    'TEMPLATE_MISSING missing {number} word/document.xml → number',
    'TEMPLATE_MISSING missing {name} word/document.xml → parties name',
  ]);
  const bare = paperDocx(good)['word/header1.xml'];
  assert.equal(faults(docx(good, { 'word/header1.xml': String(bare).replace('{mark}', '') })), [
    'TEMPLATE_MISSING missing {mark} word/document.xml → mark',
  ]);
});

test('blocks that do not close, that close what is not open, and words beside a mark, which would be lost', () => {
  assert.equal(faults(docx(good.replace('{/paid}', ''))), ['TEMPLATE_UNBALANCED unclosed {#paid} word/document.xml:6 → {/paid}']);
  assert.equal(faults(docx(good.replace('{#paid}', ''))), ['TEMPLATE_UNBALANCED unopened {/paid} word/document.xml:8']);
  assert.equal(faults(docx(good.replace('{#paid}', '{#paid}已付'))), [
    'TEMPLATE_UNBALANCED besideMark {#paid} word/document.xml:6',
    'TEMPLATE_UNBALANCED unopened {/paid} word/document.xml:8',
  ]);
  assert.equal(
    checkTemplate(docx(good + paragraph('甲 {#parties}{name}{/parties}')), paper).map(({ kind, seen }) => `${kind} ${seen}`),
    ['unopened {#parties}', 'unknown {name}', 'unopened {/parties}'],
  );
});

test('what is no .docx, is torn, or is too large', () => {
  assert.equal(faults(strToU8('%PDF-1.7')), ['TEMPLATE_NOT_DOCX notDocx word/document.xml ']);
  assert.equal(faults(zipSync({ 'xl/workbook.xml': strToU8('<x/>') })), ['TEMPLATE_NOT_DOCX notDocx word/document.xml ']);
  assert.match(faults(docx(good).slice(0, 900))[0] ?? '', /^TEMPLATE_NOT_DOCX/);
  assert.equal(faults(docx(`${good}<w:p>`)), ['TEMPLATE_NOT_DOCX notDocx word/document.xml word/document.xml']);
  const declared = String(paperDocx(good)['word/document.xml']).replace('?>', '?><!DOCTYPE x [<!ENTITY y "z">]>');
  assert.equal(faults(docx(good, { 'word/document.xml': declared })), ['TEMPLATE_NOT_DOCX notDocx word/document.xml word/document.xml']);
  assert.equal(faults(new Uint8Array(5_000_001)), ['TOO_LARGE tooLarge 5000001 ']);
});

test('macros, embedded files, pictures and fields from elsewhere are refused by name', () => {
  const relation = (kind: string, target: string, mode = '') =>
    `<Relationships xmlns="p"><Relationship Id="rId9" Type="http://x/relationships/${kind}" Target="${target}"${mode}/></Relationships>`;
  const macro = String(paperDocx(good)['[Content_Types].xml']).replace(
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
    'application/vnd.ms-word.document.macroEnabled.main+xml',
  );
  assert.equal(faults(docx(good, { '[Content_Types].xml': macro, 'word/vbaProject.bin': strToU8('x') })), [
    'TEMPLATE_UNSAFE active macroEnabled [Content_Types].xml',
    'TEMPLATE_UNSAFE active word/vbaProject.bin word/vbaProject.bin',
  ]);
  assert.equal(
    faults(docx(good, { 'word/_rels/header1.xml.rels': relation('image', 'http://203.0.113.7/a.png', ' TargetMode="External"') })),
    ['TEMPLATE_UNSAFE outside http://203.0.113.7/a.png word/_rels/header1.xml.rels'],
  );
  assert.equal(faults(docx(good, { 'word/_rels/settings.xml.rels': relation('attachedTemplate', 'file:///x.dotm') })), [
    'TEMPLATE_UNSAFE active file:///x.dotm word/_rels/settings.xml.rels',
  ]);
  const field = '<w:p><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>PICTURE "http://x"</w:instrText></w:r></w:p>';
  assert.equal(faults(docx(good + field)), ['TEMPLATE_UNSAFE outside INCLUDEPICTURE word/document.xml']);
});

test('as an error it says what was seen, where, what was expected and what to do', () => {
  assert.throws(
    () => assertTemplate(docx(good + paragraph('{numbr}')), paper),
    /TEMPLATE_PLACEHOLDER: \{numbr\} \(at word\/document\.xml, paragraph 9\); expected number, mark, code/,
  );
  assertTemplate(paper.builtIn(), paper);
});

test('a look at a filled paper has its paragraphs and tables as words', () => {
  const blocks = docxBlocks(fillDocx(readDocx(paper.builtIn()), paper.sample()));
  assert.equal(blocks, [
    { kind: 'paragraph', text: '编号：人调字〔2024〕第7号', align: 'start' },
    {
      kind: 'table',
      rows: [
        ['姓名', '情况'],
        ['赵𠮷祥', '男'],
      ],
    },
    { kind: 'paragraph', text: '已付清，人调字〔2024〕第7号', align: 'start' },
  ]);
});

const own = docx(paragraph('本镇字号 {number}') + good);
const file: FileRef = { id: 'f', name: '本镇.docx', type: '', size: own.length, hash: sha256Bytes(own) };
const settings: SettingValues = {
  'food-aid.paper.receipt': [
    { number: 1, value: { file } },
    { number: 2, value: {}, from: '2026-06-01' },
  ],
};
const values = paper.sample();
const place = (bytes: Uint8Array | undefined) => ({
  settings,
  clock: { today: () => '2026-05-01' },
  in: (room: string) => ({
    files: {
      open: (asked: FileRef) => {
        assert.equal([room, asked], ['settings.food-aid', file]);
        return Promise.resolve(
          bytes === undefined ? refuse('OFFLINE', { seen: 'x', expected: 'y', todo: 'z' }) : ok(new Blob([new Uint8Array(bytes)])),
        );
      },
    },
  }),
});
const wordsOf = (bytes: Uint8Array) => JSON.stringify(docxBlocks(readDocx(bytes)));

test('a paper is made by the template of its day; back at the built-in one, by that', async () => {
  const of = { group: 'food-aid', paper: 'receipt' };
  const made = await makePaper(place(own), of, paper, values);
  assert.ok(wordsOf(made.bytes).includes('本镇字号 人调字'));
  assert.equal([made.template, made.fallback], [{ version: 1, hash: file.hash }, undefined]);
  const later = await makePaper(place(own), { ...of, on: '2026-06-01' }, paper, values);
  assert.not.ok(wordsOf(later.bytes).includes('本镇字号'));
  assert.equal([later.template, later.fallback], [{ version: 0, hash: sha256Bytes(paper.builtIn()) }, undefined]);
});

test('a template that is not here, or does not fit any more, gives way to the built-in one, and says so', async () => {
  const of = { group: 'food-aid', paper: 'receipt' };
  const away = await makePaper(place(undefined), of, paper, values);
  assert.equal([away.template.version, away.fallback?.version, away.fallback?.refusal.code], [0, 1, 'OFFLINE']);
  assert.ok(wordsOf(away.bytes).includes('人调字'));
  const unfit = await makePaper(place(docx(paragraph('{gone}'))), of, paper, values);
  assert.equal([unfit.template.version, unfit.fallback?.refusal.code], [0, 'TEMPLATE_PLACEHOLDER']);
});

test('a placeholder that nobody explains is refused when the paper is declared', () => {
  assert.throws(
    () => definePaper({ ...paper, locales: { zh: told, en: { ...told, 'parties.name': undefined as unknown as string } } }),
    /parties\.name/,
  );
});

test('a paper tells its own test where placeholders, sample and built-in template do not agree', () => {
  assert.equal(paperFaults(paper), []);
  const { code: _, ...rest } = paper.sample();
  const faultsWith = (sample: Record<string, unknown>) => paperFaults({ ...paper, sample: () => sample });
  assert.equal(faultsWith(rest)[0], 'code: declared, and not in the sample');
  assert.equal(faultsWith({ ...paper.sample(), more: '' }), ['more: in the sample, and not declared']);
  assert.ok(faultsWith({ ...paper.sample(), parties: [] }).includes('parties: a sample without an element'));
  assert.equal(faultsWith({ ...paper.sample(), paid: '是' })[0], 'paid: declared as switch, its sample is of kind words');
  assert.match(paperFaults({ ...paper, builtIn: () => docx(paragraph('{nobody}')) }).join(), /the built-in template: .*nobody/);
});

test.run();
