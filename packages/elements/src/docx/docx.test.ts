import { zipSync } from 'fflate';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DocxError, type DocxValues, fillDocx, readDocx, writeDocx } from './docx.js';
import { formTable, paperDocx, paragraph, table } from './paper-docx.js';

const test = suite('docx');

const around = { mark: '', code: '' };
const body = (text: string, values: DocxValues): string => {
  const filled = fillDocx(readDocx(writeDocx(paperDocx(text))), { ...around, ...values })['word/document.xml'];
  return typeof filled === 'string' ? filled : '';
};
/** The words of each paragraph. */
const words = (text: string, values: DocxValues): string[] =>
  [...body(text, values).matchAll(/<w:p>[\s\S]*?<\/w:p>/g)].map(([found]) =>
    [...found.matchAll(/<w:t[^>]*>([\s\S]*?)<\/w:t>/g)].map((match) => match[1]).join(''),
  );

test('words come in whole: rare characters, the dot of a name, signs of markup; control characters are left out', () => {
  assert.equal(words(paragraph('当事人：{name}。'), { name: '赵𠮷祥 阿卜杜拉·买买提 <王䶮> & \u0001{x}' }), [
    '当事人：赵𠮷祥 阿卜杜拉·买买提 &lt;王䶮&gt; &amp; {x}。',
  ]);
  assert.ok(body(paragraph('{a}'), { a: '一\n二' }).includes('一</w:t><w:br/><w:t xml:space="preserve">二'));
});

test('paragraphs between two marks are repeated, inside one another too; nothing stands for an empty list', () => {
  const text = ['{#parts}', '{no}、{title}', '{#items}', '{text}', '{/items}', '{/parts}', '{^parts}', '无', '{/parts}'].map((each) =>
    paragraph(each),
  );
  const parts = [
    { no: '一', title: '事实', items: [{ text: 'a' }, { text: 'b' }] },
    { no: '二', title: '协议', items: [] },
  ];
  assert.equal(words(text.join(''), { parts }), ['一、事实', 'a', 'b', '二、协议']);
  assert.equal(words(text.join(''), { parts: [] }), ['无']);
});

test('a row of a table is repeated, its heading marked to stand on every page', () => {
  const made = table(
    'rows',
    [
      { head: '姓名', cell: '{name}', width: 4000 },
      { head: '金额', cell: '{amount}', width: 4000, end: true },
    ],
    ['合计', '{total}'],
  );
  const rows = Array.from({ length: 23 }, (_, at) => ({ name: `户${at + 1}`, amount: `${at}.00` }));
  const xml = body(made, { rows, total: '253.00' });
  assert.is(xml.match(/<w:tr>/g)?.length, 25);
  assert.is(xml.match(/<w:tblHeader\/>/g)?.length, 1);
  assert.ok(xml.indexOf('户23') < xml.indexOf('253.00'));
  assert.not.match(xml, /\{[#/]/);
});

test('a table stands where a paragraph is nothing but its placeholder; its words are no template', () => {
  const xml = body(paragraph('{#lines}') + paragraph('{line}') + paragraph('{/lines}'), {
    lines: [{ line: '前' }, { line: { rows: [['户', '元'], ['王䶮 {nobody} <b>\u0001']] } }, { line: '后' }],
  });
  assert.is(xml.match(/<w:tbl>/g)?.length, 1);
  assert.is(xml.match(/<w:tc>/g)?.length, 4, 'a short row has all cells');
  assert.ok(xml.includes('王䶮 {nobody} &lt;b&gt;<'));
  assert.ok(xml.indexOf('前') < xml.indexOf('<w:tbl>') && xml.indexOf('</w:tbl>') < xml.indexOf('后'));
});

test('a form asks at the left and repeats the paragraphs of an answer', () => {
  const made = formTable([
    { head: '当事人', lines: ['{#parties}', '{name}', '{/parties}'] },
    { head: '地点', lines: ['{place}'], height: 600 },
  ]);
  const xml = body(made, { parties: [{ name: '赵𠮷祥' }, { name: '王䶮' }], place: '' });
  assert.is(xml.match(/<w:tr>/g)?.length, 2);
  assert.is(xml.match(/<w:tc>/g)?.length, 4);
  assert.ok(xml.indexOf('当事人') < xml.indexOf('赵𠮷祥') && xml.indexOf('赵𠮷祥') < xml.indexOf('王䶮'));
  assert.not.match(xml, /\{[#/]/);
  assert.is(xml.match(/<w:tc>(?:(?!<w:p>|<\/w:tc>)[\s\S])*<\/w:tc>/g), null, 'a cell without a paragraph opens in no word processor');
});

test('a placeholder that Word has cut into runs is found, in the look of its first run', () => {
  const cut =
    '<w:p><w:r><w:t>编号：{nu</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>mb</w:t></w:r><w:r><w:t>er}号</w:t></w:r><w:r><w:t>{a}{b}</w:t></w:r></w:p>';
  assert.equal(words(cut, { number: '7', a: '1', b: '2' }), ['编号：7号12']);
});

test('a template that asks for what nobody knows, or does not close a block, is refused by name', () => {
  const refused = (text: string) => {
    try {
      body(text, {});
    } catch (error) {
      if (error instanceof DocxError) return `${error.kind} ${error.part}`;
    }
    return 'done';
  };
  assert.is(refused(paragraph('{nobody}')), 'unknown nobody');
  assert.is(refused(paragraph('{#mark}') + paragraph('x')), 'unbalanced mark');
  assert.is(refused(paragraph('x') + paragraph('{/mark}')), 'unbalanced mark');
});

test('what is no .docx is refused', () => {
  assert.throws(() => readDocx(new Uint8Array([1, 2, 3])), /notDocx/);
  assert.throws(() => readDocx(zipSync({ 'a.txt': new Uint8Array(3) })), /notDocx/);
});

test('the same paper has the same bytes, with the list of types first', () => {
  const made = writeDocx(paperDocx(paragraph('x')));
  assert.equal(made, writeDocx(paperDocx(paragraph('x'))));
  assert.is(new TextDecoder().decode(made.slice(30, 49)), '[Content_Types].xml');
});

test.run();
