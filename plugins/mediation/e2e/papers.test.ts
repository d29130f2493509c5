import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { recordDocx } from '../src/record-docx.js';
import type { SessionState } from '../src/session.js';

const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));
if (OFFICE === undefined || !existsSync('/usr/bin/pdftotext'))
  throw new Error('The papers are turned into PDF here: install "libreoffice-writer-nogui" and "poppler-utils".');
const office = OFFICE;

const folder = mkdtempSync(join(tmpdir(), 'onedoor-record-'));
const test = suite('the record on paper');
test.after(() => rmSync(folder, { recursive: true, force: true }));

function wordsOf(bytes: Uint8Array): string {
  const file = join(folder, 'record.docx');
  writeFileSync(file, bytes);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  execFileSync(office, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, file], { stdio: 'ignore', timeout: 180_000 });
  const text = execFileSync('pdftotext', ['-layout', join(folder, 'record.pdf'), '-'], { encoding: 'utf8' });
  return text.replaceAll(/\s+/g, '');
}

const done = { by: 'p', at: 0, seq: 1 };
const session = {
  id: 's',
  called: {
    id: 's',
    on: '2024-08-16',
    from: '09:00',
    place: '镇调解室',
    online: false,
    openness: 'closed',
    opennessAgreed: true,
    invitees: [],
    ...done,
  },
  seats: {
    a: { name: '赵𠮷祥', part: 'party', present: true },
    b: { name: '阿卜杜拉·买买提', part: 'party', present: true },
    c: { name: '赵亮', part: 'proxy', for: '赵𠮷祥', present: true },
    d: { name: '孙桂兰', part: 'mediator', present: true },
    e: { name: '没有来', part: 'party', present: false },
  },
  answers: { x: { session: 's', proposal: 'q', party: '赵𠮷祥', answer: 'accepted', words: '', ...done } },
  signatures: {},
} as unknown as SessionState;
const of = {
  session,
  number: 2,
  matter: '补偿款分配',
  minutes: '赵𠮷祥：证是 1984 年发的。\n| 户 | 元 |\n| 王䶮 | 293,927.09 |\n孙桂兰：看过原件。',
  proposals: [{ id: 'q', session: 's', from: '孙桂兰', terms: '甲组 73.9%' }] as never,
  speakers: ['赵𠮷祥', '孙桂兰'],
};

test('a record that goes on: who was there, what was said and answered; blank what is unknown, and marked as a draft', () => {
  const seen = wordsOf(recordDocx(of));
  for (const part of [
    '草稿',
    '人民调解记录',
    '时间：2024年8月16日09:00（第2次）',
    '地点：镇调解室',
    '方式：不公开',
    '当事人：赵𠮷祥、阿卜杜拉·买买提、赵亮（代理人赵𠮷祥）',
    '赵𠮷祥：证是1984年发的。',
    '户元王䶮293,927.09',
    '孙桂兰：看过原件。',
    '1．孙桂兰：甲组73.9%',
    '同意（1）：赵𠮷祥',
  ])
    assert.ok(seen.includes(part), `${part} in ${seen}`);
  for (const absent of ['没有来', 'undefined', '{', '已向当事人宣读']) assert.not.ok(seen.includes(absent), absent);
});

test('an ended session is no draft and says its result', () => {
  const ended = { ...session, ended: { session: 's', result: 'agreed', words: '按户付清', ...done } } as unknown as SessionState;
  const seen = wordsOf(recordDocx({ ...of, session: ended }));
  assert.ok(seen.includes('调解结果：达成协议。按户付清'), seen);
  assert.not.ok(seen.includes('草稿'));
});

test.run();
