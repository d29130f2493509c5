import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LETTERS, type Letter } from '../src/letter-kinds.js';
import { type LetterSource, letterValues } from '../src/letters.js';
import { letterDocx } from '../src/letters-docx.js';
import { sampleLetter } from '../src/sample/letters.js';

const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));
if (OFFICE === undefined || !existsSync('/usr/bin/pdftotext'))
  throw new Error('The papers are turned into PDF here: install "libreoffice-writer-nogui" and "poppler-utils".');
const office = OFFICE;

const folder = mkdtempSync(join(tmpdir(), 'onedoor-letters-'));
const test = suite('letters of the petition desk');
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** Letters as LibreOffice lays them out, all at one go, spaces left out: where a line breaks is the font's affair. */
function laidOut(name: string, of: (letter: Letter) => LetterSource): Readonly<Record<Letter, string>> {
  const into = join(folder, name);
  const files = LETTERS.map((letter) => {
    const path = `${into}-${letter}.docx`;
    writeFileSync(path, letterDocx(letter, letterValues[letter](of(letter))));
    return path;
  });
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  execFileSync(office, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files], { stdio: 'ignore', timeout: 240_000 });
  const texts = LETTERS.map((letter) => {
    assert.ok(readdirSync(folder).includes(`${name}-${letter}.pdf`), `LibreOffice opened ${letter}`);
    return [letter, execFileSync('pdftotext', ['-layout', `${into}-${letter}.pdf`, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, '')];
  });
  return Object.fromEntries(texts) as Readonly<Record<Letter, string>>;
}

const { decision: _, ...undecided } = sampleLetter.state;
const declined: LetterSource = {
  ...sampleLetter,
  state: {
    ...undecided,
    decision: {
      accepted: false,
      on: '2024-03-14',
      why: 'lawful',
      reason: '该争议已经可以向人民法院起诉。',
      onTheSpot: true,
      by: 'x',
      at: 0,
    },
  },
};

/** What has to stand in each, by the article. */
const REQUIRED: Readonly<Record<Letter, readonly string[]>> = {
  sheet: [
    '信访事项登记单',
    '〔2024〕7号',
    '赵𠮷祥住址：木匠沟村3号',
    '阿卜杜拉·买买提',
    '走访',
    '申诉求决',
    '共2人，代表2人',
    '说明发放的时间。',
    '没有出入',
    '登记人刘洋',
  ],
  referral: ['信访事项转送函', '镇自然资源所：', '第二十二条转送你单位', '15日内决定是否受理', '5个工作日内书面提出异议', '2024年3月6日'],
  objection: [
    '信访事项异议函',
    '2024年3月8日收到',
    '第二十三条',
    '2024年3月15日前提出',
    '补偿款的保管和发放由镇人民政府负责。',
    '镇自然资源所（印章）',
  ],
  accepted: ['信访事项受理告知书', '由镇人民政府办理', '第三十一条第（六）项：', '60日内办结', '不超过30日', '2024年3月14日'],
  declined: ['信访事项不予受理告知书', '应当通过诉讼、仲裁、行政复议等途径解决，不予受理', '该争议已经可以向人民法院起诉。'],
  extension: [
    '信访事项延期办理告知书',
    '应在2024年5月13日前办结',
    '负责人刘洋批准',
    '第三十四条延长办理期限20日，至2024年6月2日',
    '地块重新测绘',
  ],
  opinion: [
    '信访处理意见书',
    '编号：〔2024〕3号',
    '一、信访诉求',
    '二、查明的事实和理由',
    '三、处理意见（支持请求）',
    '四、依据',
    '土地管理法》第四十九条',
    '30日内（2024年6月21日前）',
    '复查',
  ],
  review: [
    '信访事项复查意见书',
    '2024年6月5日请求复查',
    '决定：维持原意见',
    '事实清楚，依据充分。',
    '30日内（2024年8月4日前）',
    '请求复核',
  ],
  recheck: [
    '信访事项复核意见书',
    '2024年8月6日至2024年8月8日举行听证，所需时间不计入复核期限',
    '决定：维持原意见',
    '第三十六条',
    '不再受理',
  ],
  delivery: ['送达回证', '处理意见书〔2024〕3号', '直接送达', '2024年5月22日', '代收人签名，与受送达人的关系', '送达人签名'],
};

test('each letter says what its article asks for, with rare characters, and leaves no place open', () => {
  const seen = laidOut('issued', (letter) => (letter === 'declined' ? declined : sampleLetter));
  for (const letter of LETTERS) {
    for (const part of [...REQUIRED[letter], '赵𠮷祥']) assert.ok(seen[letter].includes(part), `${letter}: ${part} in ${seen[letter]}`);
    for (const absent of ['草稿', 'undefined', '[object', '{', '}', '待编号'])
      assert.not.ok(seen[letter].includes(absent), `${letter}: ${absent}`);
  }
});

test('what is not issued yet is a draft: marked, without a number, blank where nobody has entered anything, nothing prefilled', () => {
  const empty: LetterSource = {
    ...sampleLetter,
    state: { referrals: [], delivered: {} },
    people: [],
    sheet: { request: '', facts: '', reasons: '' },
    draft: { claims: '', facts: '', opinion: '' },
  };
  const seen = laidOut('draft', () => empty);
  for (const letter of LETTERS) {
    assert.ok(seen[letter].includes('草稿'), `${letter} is marked`);
    assert.ok(seen[letter].includes('待编号'), `${letter}: ${seen[letter]}`);
    for (const absent of ['undefined', '[object', '{', '}', '维持原意见', '支持请求', '2024'])
      assert.not.ok(seen[letter].includes(absent), `${letter}: ${absent}`);
  }
  assert.ok(!seen.accepted.includes('60日内') && !seen.accepted.includes('处理途径'), 'a term that nobody chose a way for');
});

test.run();
