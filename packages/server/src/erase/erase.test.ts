import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addEvidence, addParty, caseSlice, editFacts, editParty, encodeEntry, Party, parseWireName, seqOf } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeStateAsUpdate } from 'yjs';
import { FileBlobStore } from '../blobs/blob-store.js';
import { Blobs } from '../blobs/blobs.js';
import { type Centre, expectOk } from '../centre.js';
import { auditCompare, auditVerify } from '../cli/audit.js';
import { erase } from '../cli/erase.js';
import { exportCase } from '../cli/export.js';
import { random, withFolder } from '../cli/folder.js';
import { tellRestore } from '../cli/keep.js';
import { retention, retentionStart } from '../cli/retention.js';
import { keysDir } from '../log/keys.js';
import { placeOf, readEntries } from '../log/room-log.js';
import { DATABASE_FILE } from '../log/sqlite-log-store.js';
import { appendEntry } from '../record/record.js';
import { writeHead } from '../record/written.js';
import { openCentre } from '../start.js';
import { actOnCase, Desk, device, enrolPeople, makeCase } from '../testing/index.js';
import { backup } from './backup.js';
import { applyErasure } from './erasures.js';
import { appendLedger, readLedger } from './ledger.js';
import { restore } from './restore.js';

const test = suite<{ dir: string; data: string }>('erasure');
const CANARY = '尤金凤凰';
const SAID = '她说的话只有调解员知道';
const KEPT = '林地占地 78.6 亩';
const ROOM = 't/k/joint';
const centreOf = (data: string) =>
  openCentre({ centre: { id: 't', name: 'T' }, data, durability: 'normal', limits: { unloadSnapshotEntries: 1 } });
const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const FLAGS = ['--case', 'k', '--room', 'joint', '--record', 'party/PARTY-0001', '--by', 'zhou', '--reason', '当事人要求删除'];
const REQUEST = { case: 'k', room: 'joint', record: 'party/PARTY-0001', by: 'zhou', reason: '当事人要求删除' };
const CODE = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** A case with a party who is to be forgotten, one who stays, a file of each, and everything that is derived from them. */
async function plant(data: string): Promise<void> {
  const { centre, close } = await centreOf(data);
  await enrolPeople(centre);
  await makeCase(centre, 'k');
  const wang = new Desk(centre, device('wang'), ROOM, 11);
  const blobs = new Blobs(centre, new FileBlobStore(join(data, 'blobs')));
  const put = async (text: string) => {
    const bytes = Uint8Array.from(Buffer.from(text));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expectOk(await blobs.put(device('wang'), `${ROOM}@1`, sha256, bytes));
    return sha256;
  };
  const [hers, others] = [await put(`file of ${CANARY}`), await put('file of others')];
  await wang.run(addParty.request({ id: 'PARTY-0001', party: { kind: 'person', name: CANARY, note: hers }, members: [`${CANARY}之子`] }));
  await wang.type('party/PARTY-0001/statement', [{ insert: SAID }]);
  await wang.run(addParty.request({ id: 'PARTY-0002', party: { kind: 'person', name: '覃万福', note: others }, members: [] }));
  const li = new Desk(centre, device('li'), ROOM, 12);
  li.pull();
  await li.run(editParty.request({ id: 'PARTY-0001', patch: { phone: `13800000000${CANARY}` } }));
  await li.run(editFacts.request({ patch: { place: KEPT } }));
  await li.run(addEvidence.request({ id: 'EVIDENCE-1', evidence: { name: '林权证', from: '覃万福', original: true, pages: 3 } }));
  expectOk(await actOnCase(centre, device('wang'), 'k', caseSlice.request.move({ to: 'joint', reason: `应${CANARY}的请求` })));
  centre.rows('wang', 0, 100);
  centre.history('wang', { case: 'k', room: 'joint' }, { limit: 100 });
  centre.sweep();
  close();
}

/** What the search finds of words, once it has taken up all texts. */
async function searched(centre: Centre, words: readonly string[]): Promise<unknown> {
  for (let round = 0; !(await centre.search('wang', KEPT)).complete; round++) {
    if (round > 3_000) throw new Error('it never took up all texts');
    await new Promise((done) => setTimeout(done, 10));
  }
  return Promise.all(words.map(async (word) => (await centre.search('wang', word)).hits));
}

/** All of a folder that could be read with its keys: every ciphertext that opens, as text, and every byte as it lies. */
async function readable(data: string): Promise<{ readonly clear: string; readonly raw: Buffer }> {
  const parts: string[] = [];
  const { centre, close } = await centreOf(data);
  parts.push(
    JSON.stringify(centre.rows('wang', 0, 100)),
    JSON.stringify(centre.history('wang', { case: 'k', room: 'joint' }, { limit: 500 })),
    JSON.stringify(await searched(centre, [CANARY, SAID])),
  );
  const { doc } = centre.reader(ROOM);
  parts.push(Buffer.from(encodeStateAsUpdate(doc)).toString('utf8'));
  close();
  await withFolder(data, async ({ store, keys, blobs }) => {
    for (const room of store.rooms()) {
      if (room.key === 't/k/case') continue;
      const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
      const text = store.textOf(room.id);
      if (text !== undefined) parts.push(Buffer.from(cipher.open(placeOf.text(room, text.seq), text.body)).toString('utf8'));
      for (const entry of readEntries(store, room, cipher, 1))
        parts.push(JSON.stringify(entry), entry.kind === 'update' ? Buffer.from(entry.update).toString('utf8') : '');
      for (const sha256 of await blobs.list(room.id, room.epoch)) {
        const sealed = await blobs.get({ room: room.id, epoch: room.epoch, sha256 });
        if (sealed !== undefined) parts.push(Buffer.from(cipher.open(`blob|${room.id}|${room.epoch}|${sha256}`, sealed)).toString('utf8'));
      }
    }
  });
  return { clear: parts.join('\n'), raw: bytesOf(data) };
}

const bytesOf = (dir: string): Buffer =>
  Buffer.concat(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => readFileSync(join(each.parentPath, each.name))),
  );

/** Ciphertexts and wrapped key of a room as they lie on the disk. */
const sealedOf = (data: string): Promise<Uint8Array[]> =>
  withFolder(data, ({ store }) => {
    const room = store.room(ROOM);
    assert.ok(room !== undefined);
    return [room.wrappedKey, ...store.entries(room.id, 1, 1000).map(({ body }) => body)];
  });

test.before.each(async (context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  context.data = join(context.dir, 'data');
  await plant(context.data);
});
test.after.each(({ dir }) => rmSync(dir, { recursive: true, force: true }));

test('E1 a dry run says what would go and which acts speak of it, and changes nothing', async ({ data }) => {
  const before = createHash('sha256')
    .update(readFileSync(join(data, DATABASE_FILE)))
    .digest('hex');
  const text = await erase(data, REQUEST, { yes: false, now: 5 });
  assert.match(text, /record party\/PARTY-0001 of t\/k\/joint: 3 of \d+ entries lose content, 1 files go/);
  assert.match(text, new RegExp(`stays: act t/k/case \\d+ \\(case.move\\) says "${CANARY}"`));
  assert.match(text, /nothing was changed/);
  assert.is(
    createHash('sha256')
      .update(readFileSync(join(data, DATABASE_FILE)))
      .digest('hex'),
    before,
  );
  assert.match(await erase(data, { ...REQUEST, record: 'party/NOBODY' }, { yes: false, now: 5 }).catch(CODE), /NOT_FOUND/);
  assert.match(await erase(data, { ...REQUEST, by: 'nobody' }, { yes: true, now: 5 }).catch(CODE), /BAD_OPTION.*--by/);
  assert.match(
    await erase(data, { case: 'k', room: 'case', by: 'zhou', reason: 'x' }, { yes: true, now: 5 }).catch(CODE),
    /BAD_OPTION.*rights|BAD_OPTION.*who may/,
  );
});

test('E2 after erasing one record no copy of it is left, everything else stands with its authors, and the record verifies', async ({
  data,
}) => {
  const before = await readable(data);
  for (const word of [CANARY, SAID, `file of ${CANARY}`]) assert.ok(before.clear.includes(word), `${word} was planted`);
  const sealed = await sealedOf(data);
  for (const bytes of sealed) assert.ok(before.raw.includes(Buffer.from(bytes)));
  const entriesOf = () =>
    withFolder(data, ({ store, keys }) => {
      const room = store.room(ROOM);
      assert.ok(room !== undefined);
      return [...readEntries(store, room, keys.cipher(room.key, room.epoch, room.wrappedKey), 1)];
    });
  const whoWrote = async () =>
    (await entriesOf()).flatMap((entry) => (entry.kind === 'update' ? [[entry.seq, entry.at, entry.person, entry.device]] : []));
  const authors = await whoWrote();
  const head = await withFolder(data, ({ store, centre }) => {
    const last = store.lastHead();
    assert.ok(last !== undefined);
    return writeHead(centre, last);
  });
  await erase(data, REQUEST, { yes: true, now: 5 });
  const raw = bytesOf(data);
  for (const bytes of sealed) assert.not.ok(raw.includes(Buffer.from(bytes)), 'an old ciphertext or the old key is on the disk');
  const after = await readable(data);
  for (const word of [CANARY, SAID]) assert.not.ok(after.clear.includes(word), word);
  for (const word of [KEPT, '覃万福', 'file of others', '林权证']) assert.ok(after.clear.includes(word), word);
  assert.equal(await whoWrote(), authors);
  const mark = (await entriesOf()).at(-1);
  assert.ok(mark?.kind === 'mark' && mark.mark.what === 'erasure');
  assert.equal(
    [mark.person, mark.at, mark.mark.reason, mark.mark.record, mark.mark.entries],
    ['zhou', 5, REQUEST.reason, { collection: 'party', id: 'PARTY-0001' }, 3],
  );
  const verified = await auditVerify(data);
  assert.ok(verified.sound, verified.text);
  const later = /head: (\S+)/.exec(verified.text)?.[1] ?? '';
  assert.match((await auditCompare([head, later], { data })).text, /^sound: the record of/);
});

test('E3 a client of the time before is told the new epoch; the room goes on being written', async ({ data }) => {
  await erase(data, REQUEST, { yes: true, now: 5 });
  const { centre, close } = await centreOf(data);
  const wire = centre.roomsFor('wang', 'k').find(({ room }) => room === 'joint')?.wire ?? '';
  assert.is(parseWireName(wire)?.epoch, 2);
  assert.is(centre.refusal(device('wang'), `${ROOM}@1`, 'read')?.code, 'PAST_EPOCH');
  assert.equal(
    centre
      .reader(ROOM)
      .values(Party)
      .map(({ name }) => name),
    ['覃万福'],
  );
  const li = new Desk(centre, device('li'), ROOM, 77);
  li.pull();
  await li.run(editParty.request({ id: 'PARTY-0002', patch: { phone: '1' } }));
  close();
  const verified = await auditVerify(data);
  assert.ok(verified.sound, verified.text);
});

test('E13 whoever reads the room is told on its history what kind was erased, why and by which provision, and not which', async ({
  data,
}) => {
  await erase(data, { ...REQUEST, article: '个人信息保护法第四十七条' }, { yes: true, now: 5 });
  const { record: _, ...room } = REQUEST;
  await erase(data, { ...room, reason: '全部删除' }, { yes: true, now: 6 });
  const { centre, close } = await centreOf(data);
  const told = centre.history('wang', { case: 'k', room: 'joint' }, { limit: 1 });
  const own = { person: 'zhou', reason: '当事人要求删除', article: '个人信息保护法第四十七条' };
  assert.equal(told.ok ? told.value.erasures : told.refusal, [
    { at: 6, person: 'zhou', reason: '全部删除' },
    { at: 5, ...own, collection: 'party' },
  ]);
  assert.is(centre.history('sun', { case: 'k', room: 'joint' }, { limit: 1 }).ok, false);
  const older = centre.history('wang', { case: 'k', room: 'joint' }, { limit: 1, before: 9 });
  assert.is(older.ok ? older.value.erasures : '', undefined, 'with the newest page alone');
  close();
  assert.match(await erase(data, { ...REQUEST, article: ' ' }, { yes: true, now: 7 }).catch(CODE), /BAD_OPTION.*--article/);
  assert.ok((await auditVerify(data)).sound);
});

test('E4 a whole room is erased, and its numbers go on', async ({ data }) => {
  const { record: _, ...room } = REQUEST;
  await erase(data, room, { yes: true, now: 5 });
  const after = await readable(data);
  for (const word of [CANARY, SAID, KEPT, '覃万福', 'file of others']) assert.not.ok(after.clear.includes(word), word);
  assert.not.ok(existsSync(join(data, 'blobs')) && readdirSync(join(data, 'blobs')).length > 0);
  const { centre, close } = await centreOf(data);
  const li = new Desk(centre, device('li'), ROOM, 12);
  await li.run(editFacts.request({ patch: { place: '新的' } }));
  close();
  const verified = await auditVerify(data);
  assert.ok(verified.sound, verified.text);
});

test('E5 a backup from before is erased again before it serves, and each restore gives rooms a name that nobody has seen', async ({
  dir,
  data,
}) => {
  const [copy, keys] = [join(dir, 'backup'), join(dir, 'keys-backup')];
  // While a server has the folder open.
  const { close } = await centreOf(data);
  await backup(data, { data: copy, keys }, 3);
  close();
  assert.not.ok(bytesOf(copy).includes(readFileSync(join(keysDir(data), 'master.key'))), 'the key does not lie with the data');
  await erase(data, REQUEST, { yes: true, now: 5 });
  for (const [at, name] of ['first', 'second'].entries()) {
    const again = join(dir, name);
    // The ledger of the latest keys goes on from restore to restore.
    const latest = at === 0 ? data : join(dir, 'first');
    assert.equal(await restore(copy, again, { keys: keysDir(latest), now: 9 + at, random }), { rooms: 3, erasures: 1 });
    const after = await readable(again);
    for (const word of [CANARY, SAID]) assert.not.ok(after.clear.includes(word), word);
    assert.ok(after.clear.includes(KEPT));
    const opened = await centreOf(again);
    const wires = opened.centre.roomsFor('wang', 'k').map(({ wire }) => parseWireName(wire)?.epoch);
    assert.equal(wires, [2 + at, 3 + at]);
    assert.is(opened.centre.refusal(device('wang'), 't/k/case@1', 'read')?.code, 'PAST_EPOCH');
    // What is made after a restore begins where everything begins.
    await makeCase(opened.centre, 'later');
    assert.is(opened.centre.refusal(device('wang'), 't/later/case@1', 'read'), undefined);
    opened.close();
    const verified = await auditVerify(again);
    assert.ok(verified.sound, verified.text);
  }
});

test('E6 data that are put back by hand, with the latest ledger, are erased again when the server starts', async ({ dir, data }) => {
  const old = join(dir, 'old');
  cpSync(data, old, { recursive: true });
  await erase(data, REQUEST, { yes: true, now: 5 });
  cpSync(join(keysDir(data), 'erasures.jsonl'), join(keysDir(old), 'erasures.jsonl'));
  const after = await readable(old);
  for (const word of [CANARY, SAID]) assert.not.ok(after.clear.includes(word), word);
  assert.ok((await auditVerify(old)).sound);
});

test('E6a a folder that was just restored is sound before anybody serves it', async ({ dir, data }) => {
  const copy = join(dir, 'backup');
  await backup(data, { data: copy }, 3);
  await erase(data, REQUEST, { yes: true, now: 5 });
  assert.match(await tellRestore(copy, join(dir, 'new'), keysDir(data), 9), /^restored: 3 rooms .*; 1 erasures made again/);
  const verified = await auditVerify(join(dir, 'new'));
  assert.ok(verified.sound, verified.text);
});

test('E7 a backup that was altered, a folder with data and a restore that was cut off are refused', async ({ dir, data }) => {
  const copy = join(dir, 'backup');
  await backup(data, { data: copy }, 3);
  assert.match(await backup(data, { data: copy }, 3).then(() => '', CODE), /BAD_OPTION.*there already/);
  assert.match(await backup(data, { data: join(dir, 'b'), keys: join(dir, 'b', 'keys') }, 3).then(() => '', CODE), /BAD_OPTION.*apart/);
  assert.match(await restore(copy, data, { now: 9, random }).then(() => '', CODE), /BAD_OPTION.*has data/);
  const half = join(dir, 'half');
  cpSync(data, half, { recursive: true });
  writeFileSync(join(half, 'restoring'), '');
  assert.match(await centreOf(half).then(() => '', CODE), /RESTORE_UNFINISHED/);
  assert.match(await auditVerify(half).then(() => '', CODE), /RESTORE_UNFINISHED/);
  assert.is((await restore(copy, half, { now: 9, random })).rooms, 3);
  (await centreOf(half)).close();
  const file = join(copy, DATABASE_FILE);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(file, bytes);
  assert.match(
    await restore(copy, join(dir, 'new'), { keys: keysDir(data), now: 9, random }).then(() => '', CODE),
    /DATA_DAMAGED.*altered/,
  );
});

test('E8 an erasure whose process is killed is completed by the next start, wherever it was', async ({ dir }) => {
  for (const waits of [0, 20]) {
    const data = join(dir, `killed-${waits}`);
    await plant(data);
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      '--conditions=source',
      MAIN,
      'erase',
      'record',
      '--yes',
      '--data',
      data,
      ...FLAGS,
    ]);
    const ended = new Promise((done) => child.once('exit', done));
    const ledger = join(keysDir(data), 'erasures.jsonl');
    const size = () => (existsSync(ledger) ? readFileSync(ledger).length : 0);
    const before = size();
    for (let tries = 0; tries < 30_000 && size() === before && child.exitCode === null; tries++)
      await new Promise((done) => setTimeout(done, 2));
    await new Promise((done) => setTimeout(done, waits));
    child.kill('SIGKILL');
    await ended;
    assert.ok(size() > before, 'it had begun');
    const after = await readable(data);
    for (const word of [CANARY, SAID]) assert.not.ok(after.clear.includes(word), word);
    const verified = await auditVerify(data);
    assert.ok(verified.sound, verified.text);
  }
});

test('E9 cut off after the ledger, and after the log: the old key and ciphertexts are gone with the next start', async ({ data }) => {
  const sealed = await sealedOf(data);
  const order = {
    id: 'o1',
    at: 5,
    person: 'zhou',
    reason: '当事人要求删除',
    room: ROOM,
    record: { collection: 'party', id: 'PARTY-0001' },
  };
  appendLedger(keysDir(data), { v: 1, do: 'erase', ...order });
  // The log is written, the old pages and files are not overwritten.
  await withFolder(data, (folder) => applyErasure(folder, order));
  assert.is(readdirSync(join(data, 'blobs')).length, 2);
  (await centreOf(data)).close();
  const raw = bytesOf(data);
  for (const bytes of sealed) assert.not.ok(raw.includes(Buffer.from(bytes)));
  assert.equal(readdirSync(join(data, 'blobs')), ['3-2']);
  // A line that the machine did not finish orders nothing, and the next one is read.
  appendFileSync(join(keysDir(data), 'erasures.jsonl'), '{"v":1,"do":"erase","id":"o2');
  (await centreOf(data)).close();
  await erase(data, { case: 'k', room: 'joint', by: 'zhou', reason: 'x' }, { yes: true, now: 6 });
  assert.equal(
    readLedger(keysDir(data)).map(({ do: what }) => what),
    ['erase', 'erase'],
  );
  assert.ok((await auditVerify(data)).sound);
});

test('E10 an erasure that is only pretended, to hide an entry, is found', async ({ data }) => {
  await withFolder(data, ({ store, keys }) => {
    const room = store.room(ROOM);
    assert.ok(room !== undefined);
    const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
    const entries = [...readEntries(store, room, cipher, 1)];
    const wrapped = keys.create(room.key, 2);
    const next = keys.cipher(room.key, 2, wrapped);
    // Everything that an erasure does, without its entry.
    store.transaction((tx) => {
      const emptied = tx.emptyRoom(room.id, 2, wrapped);
      for (const entry of entries) {
        const seq = seqOf(entry);
        const stays = seq === 2 ? ({ kind: 'erased', seq } as const) : entry;
        appendEntry(tx, emptied, seq, next.seal(`${room.id}|2|${seq}`, encodeEntry(stays)));
      }
    });
  });
  (await centreOf(data)).close();
  const { sound, text } = await auditVerify(data);
  assert.is(sound, false);
  assert.match(text, /rooms: t\/k\/joint altered: epoch 2 after 0 erasures/);
  assert.match(text, /entries: t\/k\/joint 1 altered: written 2 times, and 0 erasures after it say so/);
});

test('E11 an erasure that the ledger does not have is found', async ({ data }) => {
  await withFolder(data, (folder) => applyErasure(folder, { id: 'o1', at: 5, person: 'zhou', reason: 'x', room: ROOM }));
  (await centreOf(data)).close();
  assert.match((await auditVerify(data)).text, /entries: t\/k\/joint \d+ inserted: an erasure that the ledger does not have/);
});

test('E12 an export is an entry of each room; it is erased when its term is over, and nothing else is', async ({ dir, data }) => {
  const to = join(dir, 'export');
  assert.match(await exportCase(data, to, { case: 'k', by: 'zhou', purpose: '移送法院' }, 7), /^exported: 2 rooms/);
  const text = readFileSync(join(to, 'joint.json'), 'utf8');
  const joint = JSON.parse(text);
  assert.equal(joint.content.party['PARTY-0001'].members, { [`${CANARY}之子`]: true });
  assert.is(joint.content.party['PARTY-0001'].statement, SAID);
  const manifest = JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8'));
  const sha256 = createHash('sha256').update(text).digest('hex');
  assert.equal([manifest.by, manifest.purpose, manifest.files[1].sha256], ['zhou', '移送法院', sha256]);
  const marks = () =>
    withFolder(data, ({ store, keys }) =>
      store.rooms().flatMap((room) => {
        const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
        return [...readEntries(store, room, cipher, 1)].flatMap((entry) =>
          entry.kind === 'mark' ? [[room.key, entry.person, entry.at, entry.mark]] : [],
        );
      }),
    );
  assert.equal((await marks())[1], [ROOM, 'zhou', 7, { what: 'export', purpose: '移送法院', sha256, upTo: joint.seq }]);
  assert.ok((await auditVerify(data)).sound);
  assert.match(await exportCase(data, to, { case: 'k', by: 'zhou', purpose: 'x' }, 7).catch(CODE), /BAD_OPTION.*new folder/);
  const now = retentionStart(7, -36) + 86_400_000;
  const run = (yes: boolean, months?: number) => retention(data, { by: 'zhou', ...(months === undefined ? {} : { months }) }, { yes, now });
  assert.match(await run(true, 5).catch(CODE), /BAD_OPTION.*6 to 1200/);
  assert.match(await run(true, 40), /^0 rooms/);
  assert.match(await run(false), /t\/k\/joint: 1 notes of access[\s\S]*nothing was changed/);
  assert.is((await marks()).length, 2);
  assert.match(await run(true), /2 rooms have notes/);
  assert.equal(
    (await marks()).map((mark) => (mark[3] as { what: string }).what),
    ['erasure', 'erasure'],
  );
  assert.ok((await readable(data)).clear.includes(CANARY));
  assert.match(await run(true), /^0 rooms/);
  const verified = await auditVerify(data);
  assert.ok(verified.sound, verified.text);
});

test.run();
