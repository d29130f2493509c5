import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allocatePlan } from '@onedoor/core';
import { fillDocx, readDocx, writeDocx } from '@onedoor/elements/docx';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { agreementTemplate } from '../src/agreement-template.js';
import { agreementValues } from '../src/agreement-values.js';
import { type Draft, draftHash } from '../src/draft.js';
import type { OralPaper } from '../src/oral.js';
import { oralDocx } from '../src/oral-docx.js';
import { distributionDraft } from '../src/sample/sample.js';

const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));
if (OFFICE === undefined || !existsSync('/usr/bin/pdftotext'))
  throw new Error('The papers are turned into PDF here: install "libreoffice-writer-nogui" and "poppler-utils".');
const office = OFFICE;

const folder = mkdtempSync(join(tmpdir(), 'onedoor-papers-'));
const test = suite('papers');
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** The pages of a .docx as LibreOffice lays them out, spaces left out: where a line breaks is the font's affair. */
function pages(name: string, bytes: Uint8Array): string[] {
  writeFileSync(join(folder, `${name}.docx`), bytes);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  execFileSync(office, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, `${name}.docx`)], {
    stdio: 'ignore',
    timeout: 180_000,
  });
  assert.ok(readdirSync(folder).includes(`${name}.pdf`), 'LibreOffice opened it');
  const text = execFileSync('pdftotext', ['-layout', join(folder, `${name}.pdf`), '-'], { encoding: 'utf8' });
  return text
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replaceAll(/\s+/g, ''));
}
const paper = (draft: Draft, about: Parameters<typeof agreementValues>[1]) =>
  writeDocx(fillDocx(readDocx(writeDocx(agreementTemplate())), agreementValues(draft, about)));

test('the agreement of the seed case: signed, numbered, 23 households to the fen, the heading on every page of their table', () => {
  const draft = distributionDraft;
  const hash = draftHash(draft);
  const seen = pages('signed', paper(draft, { number: '人调字〔2024〕第7号', hash, signedOn: '2024-08-29' }));
  const all = seen.join('');
  for (const part of [
    '人民调解协议书',
    '编号：人调字〔2024〕第7号',
    '当事人共23方',
    '赵𠮷祥',
    '王䶮',
    '陈㛃',
    '阿卜杜拉·买买提',
    '一式24份',
    '2024年8月29日',
    hash.slice(0, 8),
  ])
    assert.ok(all.includes(part), `${part} in ${all}`);
  assert.not.ok(all.includes('草稿'));
  const held = Array.from({ length: 6 }, (_, at) => ({ id: `a${at}`, group: '甲' }));
  const without = Array.from({ length: 17 }, (_, at) => ({ id: `b${at}`, group: '乙' }));
  const shares = [
    { key: '甲', basisPoints: 7390 },
    { key: '乙', basisPoints: 2610 },
  ];
  const due = allocatePlan({ totalFen: 238_641_753, shares }, [...held, ...without]).flatMap(({ members }) => members);
  assert.equal(
    draft.payments?.rows.map(({ amountFen }) => amountFen),
    due.map(({ fen }) => fen),
  );
  assert.is(all.match(/293,927\.09/g)?.length, 5);
  assert.is(all.match(/293,927\.10/g)?.length, 1);
  assert.is(all.match(/36,638\.53/g)?.length, 14);
  assert.is(all.match(/36,638\.52/g)?.length, 3);
  for (const part of ['2,386,417.53', '贰佰叁拾捌万陆仟肆佰壹拾柒元伍角叁分', '付款人：村集体专户', '付款方式：银行代发'])
    assert.ok(all.includes(part), part);
  const withRows = seen.filter((page) => /36,638\.5|293,927/.test(page));
  assert.ok(withRows.length >= 2, 'the table breaks across pages');
  for (const page of withRows) assert.ok(page.includes('收款人金额（元）金额大写付款期限'), 'its heading is there');
  assert.ok(all.includes(`第1页共${seen.length}页`));
});

test('a draft of two parties: marked, without a number, blank where nobody has entered anything', () => {
  const draft: Draft = {
    format: 1,
    title: '通道',
    committee: '',
    mediator: '',
    recorder: '',
    parties: [
      { name: '欧阳春燕', about: '女，＿＿＿族，61岁' },
      { name: '单福贵', about: '男' },
    ],
    clauses: [
      { kind: 'facts', text: '第一行 <b> & "引号"\n第二行' },
      { kind: 'item', text: '付 312 元。' },
      { kind: 'item', text: '互不追究。' },
    ],
  };
  const [page = '', ...more] = pages('draft', paper(draft, { number: '待编号', hash: draftHash(draft) }));
  assert.equal(more, []);
  for (const part of [
    '草稿',
    '编号：待编号',
    '当事人一：欧阳春燕，女，＿＿＿族，61岁。',
    '第一行<b>&"引号"',
    '1．付312元。',
    '2．互不追究。',
    '一式3份',
    '当事人（单福贵）：',
    '年月日',
  ])
    assert.ok(page.includes(part), `${part} in ${page}`);
  for (const absent of ['付款明细', '当事人共', 'undefined', '{', '}']) assert.not.ok(page.includes(absent), absent);
});

test('the register of an oral agreement: blank where nobody has entered anything, rare characters, a draft marked', () => {
  const of: OralPaper = {
    number: '人调字〔2024〕第9号',
    committee: '红砂坝镇人民调解委员会',
    oral: {
      on: '2024-05-06',
      place: '木匠沟村委会',
      facts: '赵𠮷祥的羊进了王䶮的玉米地。\n损失双方认可。',
      content: '赵𠮷祥赔偿王䶮 300 元。',
      performance: '当场付清。',
      mediator: '孙桂兰',
      recorder: '',
    },
    parties: [
      { name: '赵𠮷祥', about: '男，汉族，61岁' },
      { name: '王䶮', about: '男' },
    ],
    isRegistered: true,
  };
  const [page = '', ...more] = pages('oral', oralDocx(of));
  assert.equal(more, [], 'one page');
  for (const part of [
    '口头协议登记表',
    '编号：人调字〔2024〕第9号',
    '赵𠮷祥，男，汉族，61岁',
    '王䶮，男',
    '2024年5月6日',
    '木匠沟村委会',
    '损失双方认可。',
    '赔偿王䶮300元。',
    '人民调解员（签名）：孙桂兰',
    '红砂坝镇人民调解委员会（印章）',
  ])
    assert.ok(page.includes(part), `${part} in ${page}`);
  for (const absent of ['草稿', 'undefined', '{', '}']) assert.not.ok(page.includes(absent), absent);
  const bare = { on: '2024-05-06', content: '赔 300 元。\n'.repeat(90), performance: '', mediator: '' };
  const draft = pages('oral-draft', oralDocx({ ...of, number: '待编号', oral: bare, parties: [], isRegistered: false }));
  assert.ok(draft.length > 1, 'a long one goes on');
  assert.ok(draft.every((each) => each.includes('草稿')));
  assert.ok(draft.join('').includes('编号：待编号'));
});

test.run();
