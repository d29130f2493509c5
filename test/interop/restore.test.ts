import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ClientSession, MemoryDisk, MemoryStore, nodePlatform, openSession } from '@onedoor/client';
import { addParty, caseSlice, editParty, Facts, Model, OnedoorError, Party, type Result } from '@onedoor/core';
import { type RunningServer, startServer } from '@onedoor/server';
import { enrolPeople, makeCase, type PersonId } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { freePort } from '../e2e/ports.js';

/**
 * A server that is put back from a backup, and the real clients of two people who hold more than the backup does: what was
 * logged since, what was never sent, and words that were erased.
 */
const test = suite('restore, with clients that hold more');
const CLI = fileURLToPath(new URL('../../packages/server/src/cli/main.ts', import.meta.url));
const JOINT = { case: 'k1', room: 'joint' } as const;
const [BEFORE, BETWEEN] = ['PARTY-ERASED-BEFORE', 'PARTY-ERASED-BETWEEN'];
/** Said of the two records that are erased, sent and unsent. */
const CANARIES = ['尤金凤凰', '尤金凤之子', '她没有发出去的话', '再也不能回来'];

const onedoor = (...args: string[]): string =>
  execFileSync(process.execPath, ['--import', 'tsx', '--conditions=source', CLI, ...args], { encoding: 'utf8' });

function must<T>(result: Result<T>): T {
  if (!result.ok) throw OnedoorError.of(result.refusal);
  return result.value;
}

async function until(what: string, holds: () => boolean, waitMs = 40_000): Promise<void> {
  for (const end = Date.now() + waitMs; Date.now() < end; ) {
    if (holds()) return;
    await new Promise((resume) => setTimeout(resume, 20));
  }
  throw new Error(`waited for ${what}`);
}

/** A centre whose server is stopped, put back and started again at the same address, and sessions that outlive it. */
class House {
  readonly dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  readonly sessions: ClientSession[] = [];
  data = join(this.dir, 'data');
  running: RunningServer | undefined;
  /** Its own while the server is down: devices come back to it. */
  #port = 0;

  async start(): Promise<RunningServer> {
    this.#port ||= await freePort();
    this.running = await startServer({ centre: { id: 't', name: '测试' }, data: this.data, port: this.#port });
    return this.running;
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  async signIn(person: PersonId, disk = new MemoryDisk()): Promise<{ readonly session: ClientSession; readonly disk: MemoryDisk }> {
    const session = await openSession({
      server: `http://127.0.0.1:${this.#port}`,
      token: async () => (await this.running?.demo?.issue(person, 600_000))?.token,
      identity: { centre: 't', person },
      model: new Model(),
      platform: nodePlatform({ openSocket: (url, protocols) => new WebSocket(url, protocols) }),
      store: new MemoryStore(disk),
    });
    this.sessions.push(session);
    await session.syncNow();
    return { session, disk };
  }

  async end(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
    await this.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'person', name }, members: [] });
const textOf = (disk: MemoryDisk): string =>
  Object.values(disk.rows)
    .flatMap((table) => [...table.values()])
    .map((row) => JSON.stringify(row, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value)))
    .join('\n');

test('what two devices hold beyond a backup comes back with receipts; what was erased does not, sent or unsent', async () => {
  const house = new House();
  try {
    const { centre } = await house.start();
    await enrolPeople(centre);
    await makeCase(centre, 'k1');
    const [wang, li] = [await house.signIn('wang'), await house.signIn('li')];
    const sessions = [wang.session, li.session];
    const logged = () => until('all logged', () => sessions.every((session) => session.sync.get().unsent === 0));
    const [here, there] = [wang.session.open(JOINT), li.session.open(JOINT)];
    await until('both in touch', () => here.status.get().synced && there.status.get().synced);
    const summary = here.text(Facts, 'facts', 'summary');
    must(await here.run(party('PARTY-0001', '赵𠮷祥')));
    must(await here.run(party(BEFORE, '尤金凤凰')));
    summary.edit([{ insert: '东边的水渠被堵住了，西边没有水。' }]);
    await logged();
    await until('the same at both', () => there.text(Facts, 'facts', 'summary').value() === summary.value());

    onedoor('backup', '--data', house.data, '--to', join(house.dir, 'backup'), '--keys-to', join(house.dir, 'keys-then'));

    // Logged after the backup, with receipts: content and acts of both, and a case that the backup has never seen.
    must(await here.run(party('PARTY-0002', '覃万福')));
    must(await here.run(party(BETWEEN, '尤金凤之子')));
    summary.edit([{ retain: 4 }, { insert: '旧' }]);
    must(await wang.session.act({ case: 'k1', room: 'case' }, caseSlice.request.move({ to: 'joint', reason: '双方同意' })));
    const made = must(await wang.session.createCase({ title: '备份之后的纠纷', category: '01', source: 'walk-in', village: '木匠沟' }));
    const second = wang.session.open({ case: made, room: 'joint' });
    await second.ready;
    must(await second.run(party('PARTY-0009', '新案当事人')));
    await logged();
    await until("wang's words at li", () => there.text(Facts, 'facts', 'summary').value() === summary.value());
    must(await there.run(editParty.request({ id: 'PARTY-0001', patch: { phone: '13800000001' } })));
    there.text(Facts, 'facts', 'summary').edit([{ delete: 2 }, { insert: '北面' }]);
    await logged();
    await until("li's words at wang", () => summary.value().startsWith('北面'));
    const agreed = summary.value();

    // Not sent: work of both, and wang's words on the two records that are erased meanwhile.
    for (const session of sessions) session.setOffline(true);
    must(await there.run(party('PARTY-0003', '没发出去的人')));
    there.text(Facts, 'facts', 'summary').edit([{ retain: agreed.length }, { insert: '待补充。' }]);
    here.text(Party, BEFORE, 'statement').edit([{ insert: '她没有发出去的话' }]);
    must(await here.run(editParty.request({ id: BETWEEN, patch: { phone: '再也不能回来' } })));
    must(await here.run(editParty.request({ id: 'PARTY-0002', patch: { phone: '13900000002' } })));

    await house.stop();
    for (const record of [BEFORE, BETWEEN])
      onedoor(
        ...`erase record --yes --case k1 --room joint --by zhou --reason 当事人要求删除 --record party/${record} --data`.split(' '),
        house.data,
      );
    const lost = house.data;
    house.data = join(house.dir, 'again');
    const told = onedoor('restore', '--from', join(house.dir, 'backup'), '--keys', join(lost, 'keys'), '--data', house.data);
    assert.match(told, /2 erasures made again/);
    const again = (await house.start()).centre;
    const read = (room: string) => again.reader(`t/${room}/joint`);
    assert.is(read('k1').text(Facts, 'facts', 'summary'), '东边的水渠被堵住了，西边没有水。', 'the server is where the backup was');

    // The other first: what wang wrote between is not li's to bring.
    li.session.setOffline(false);
    await until('li is through', () => li.session.sync.get().unsent === 0 && read('k1').get(Party, 'PARTY-0003') !== undefined);
    await until("wang's party set aside at li", () =>
      li.session.refused.get().some(({ refusal, args }) => refusal.code === 'NOT_IN_BACKUP' && JSON.stringify(args).includes('覃万福')),
    );
    await until('li is in touch', () => there.status.get().synced);
    assert.is(read('k1').get(Party, 'PARTY-0002'), undefined);
    wang.session.setOffline(false);
    await until('wang is through', () => wang.session.sync.get().unsent === 0 && read(made).get(Party, 'PARTY-0009') !== undefined);
    await until('the same again', () => there.text(Facts, 'facts', 'summary').value() === summary.value());

    const names = (room: string) =>
      Object.fromEntries(
        read(room)
          .values(Party)
          .map(({ id, name, phone }) => [id, [name, phone]]),
      );
    assert.equal(names('k1'), {
      'PARTY-0001': ['赵𠮷祥', '13800000001'],
      'PARTY-0002': ['覃万福', '13900000002'],
      'PARTY-0003': ['没发出去的人', undefined],
    });
    assert.is(read('k1').text(Facts, 'facts', 'summary'), `${agreed}待补充。`);
    assert.equal(names(made), { 'PARTY-0009': ['新案当事人', undefined] });
    // What wang wrote waited at li, in case it never came back.
    await Promise.all(sessions.map((session) => session.syncNow()));
    await until('nothing set aside any more', () => sessions.every((session) => session.refused.get().length === 0));
    const rows = again.rows('wang', 0, 100).rows.map((row) => [row.summary['case']?.['title'], row.summary['case']?.['stage']]);
    assert.equal(
      rows.sort(),
      [
        ['备份之后的纠纷', 'screening'],
        ['木匠沟林地', 'joint'],
      ].sort(),
    );
    // Who wrote it again is who wrote it.
    const edits = must(again.history('wang', JOINT, { limit: 500 })).edits;
    assert.is(edits.find(({ record, kind }) => record === 'PARTY-0002' && kind === 'created')?.person, 'wang');
    assert.is(edits.find(({ record, field }) => record === 'PARTY-0001' && field === 'phone')?.person, 'li');

    // No word of what was erased: not in any answer, on any disk, nor with somebody who comes new.
    const fresh = await house.signIn('zhao');
    const shown = fresh.session.open(JOINT);
    await until('zhao is in touch', () => shown.status.get().synced);
    const held = [wang, li, fresh].map(({ disk }) => textOf(disk)).join('\n');
    const answers = JSON.stringify([
      edits,
      again.rows('wang', 0, 100),
      Buffer.from(shown.text(Facts, 'facts', 'summary').value()).toString(),
    ]);
    for (const word of CANARIES) {
      assert.not.ok(held.includes(word), `${word} is on a device`);
      assert.not.ok(answers.includes(word), `${word} is in an answer`);
      assert.is(
        read('k1')
          .values(Party)
          .some((each) => JSON.stringify(each).includes(word)),
        false,
      );
    }
    for (const session of house.sessions.splice(0)) await session.close();
    await house.stop();
    assert.match(onedoor('audit', 'verify', '--data', house.data), /^sound/m);
    const bytes = readdirSync(house.data, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    assert.ok(bytes.every((each) => CANARIES.every((word) => !readFileSync(join(each.parentPath, each.name)).includes(word))));
  } finally {
    await house.end();
  }
});

test.run();
