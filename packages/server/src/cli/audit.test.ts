import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseSlice } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadSqlite } from '../log/sqlite.js';
import { DATABASE_FILE } from '../log/sqlite-log-store.js';
import { writeHead } from '../record/written.js';
import { openCentre } from '../start.js';
import { actOnCase, device, enrolPeople, makeCase } from '../testing/small-centre.js';
import { auditCheck, auditCompare, auditProve, auditVerify } from './audit.js';

const test = suite<{ dir: string; heads: string[] }>('audit');
const centreOf = (dir: string) => openCentre({ centre: { id: 't', name: 'T' }, data: dir, durability: 'normal' });

test.before.each(async (context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  context.heads = [];
  const { centre, close } = await centreOf(context.dir);
  const note = () => {
    const { head } = centre.recordHead;
    if (head !== undefined) context.heads.push(writeHead('t', head));
  };
  await enrolPeople(centre);
  note();
  await makeCase(centre, 'k');
  note();
  close();
});
test.after.each(({ dir }) => rmSync(dir, { recursive: true, force: true }));

test('a folder is sound, tells its head, and two heads of it are of one record', async ({ dir, heads }) => {
  const { sound, text } = await auditVerify(dir);
  assert.ok(sound, text);
  assert.match(text, /^sound: 2 rooms, 12 entries, 12 leaves, 2 heads/);
  assert.ok(text.includes(`head: ${heads[1]}`));
  const [a = '', b = ''] = heads;
  assert.match((await auditCompare([b, a], { data: dir })).text, /^sound: the record of 9 entries begins the one of 12/);
  assert.match((await auditCompare([a, a], { data: dir })).text, /^sound: both are of the same 9 entries/);
  const key = /key: {2}(\S+)/.exec(text)?.[1] ?? '';
  assert.match((await auditCompare([a, b], { publicKey: key })).text, /^not decided/);
});

test('one head, as it was scanned from a paper with line breaks, is compared with the folder as it is', async ({ dir, heads }) => {
  const scanned = ` ${heads[0]?.slice(0, 50)}\r\n${heads[0]?.slice(50)}\n`;
  assert.match((await auditCompare([scanned], { data: dir })).text, /^sound: the record of 9 entries begins the one of 12/);
  for (const lines of [[], [scanned, scanned, scanned]]) {
    try {
      await auditCompare(lines, { data: dir });
      assert.unreachable(`${lines.length} heads`);
    } catch (error) {
      assert.match(String(error), /BAD_OPTION/);
    }
  }
});

test('a proof is checked without the folder; a changed one is not sound', async ({ dir }) => {
  const proof = await auditProve(dir, { case: 'k', room: 'case', seq: 2 });
  const file = join(dir, 'proof.json');
  writeFileSync(file, proof);
  assert.match(auditCheck(file).text, /^sound: entry 2 of room 2 is leaf 10 of 12/);
  writeFileSync(file, proof.replace(/"number": 10/, '"number": 9'));
  assert.is(auditCheck(file).sound, false);
  const other = (await auditVerify(dir)).text;
  writeFileSync(file, proof);
  assert.match(auditCheck(file, `${/key: {2}(\S+)/.exec(other)?.[1]?.slice(0, -2)}AA`).text, /not signed/);
});

test('a record that was rewritten does not fit the head on paper, even where it is sound in itself', async ({ dir, heads }) => {
  // The administrator begins anew with the same keys and writes another story of the same length.
  const db = (await loadSqlite()).open(join(dir, DATABASE_FILE));
  for (const table of [
    'rooms',
    'entries',
    'leaves',
    'tree',
    'heads',
    'bindings',
    'intents',
    'numbers',
    'summaries',
    'snapshots',
    'edits',
    'traces',
  ])
    db.exec(`DELETE FROM ${table}`);
  db.close();
  const { centre, close } = await centreOf(dir);
  await enrolPeople(centre);
  await makeCase(centre, 'k');
  await actOnCase(centre, device('wang'), 'k', caseSlice.request.move({ to: 'graded', reason: '' }));
  const { head } = centre.recordHead;
  assert.ok(head !== undefined);
  close();
  assert.ok((await auditVerify(dir)).sound);
  const compared = await auditCompare([heads[1] ?? '', writeHead('t', head)], { data: dir });
  assert.is(compared.sound, false);
  assert.match(compared.text, /it was rewritten/);
});

test('what is no head, no entry or no folder is told with what to do', async ({ dir }) => {
  const codeOf = (run: Promise<unknown>) =>
    run.then(
      () => 'nothing thrown',
      (error: Error) => error.message,
    );
  assert.match(await codeOf(auditCompare(['OD1:t:1', 'OD1:t:1'], { data: dir })), /BAD_ARGS.*scan the code again/);
  assert.match(await codeOf(auditProve(dir, { case: 'k', room: 'case', seq: 99 })), /NOT_FOUND/);
  assert.match(await codeOf(auditVerify(join(dir, 'none'))), /BAD_OPTION.*--data/);
});

test.run();
