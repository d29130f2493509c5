import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientSession, MemoryDisk, MemoryStore, nodePlatform, openSession } from '@onedoor/client';
import { ACCEPT, addParty, Model, OnedoorError, Party, type Result } from '@onedoor/core';
import { type PersonId, TestServer } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';

/*
 * Two people with real clients; the server's disk is lost. A backup from before comes back by the command line, with the
 * latest ledger. What was written since the backup is offered by whoever still has it, and what was erased stays gone.
 */
const test = suite<{ dir: string; servers: TestServer[]; sessions: ClientSession[] }>('restored from a backup');
const CASE = 'k1';
const JOINT = { case: CASE, room: 'joint' } as const;
const ERASED = '尤金凤凰';

test.before.each((context) => {
  Object.assign(context, { dir: mkdtempSync(join(tmpdir(), 'onedoor-')), servers: [], sessions: [] });
});
test.after.each(async ({ dir, servers, sessions }) => {
  await Promise.all(sessions.map((session) => session.close()));
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(dir, { recursive: true, force: true });
});

const onedoor = (...args: string[]): string =>
  execFileSync(process.execPath, ['--import', 'tsx', '--conditions=source', 'packages/server/src/cli/main.ts', ...args], {
    encoding: 'utf8',
  });

async function signIn(server: TestServer, person: PersonId, disk: MemoryDisk): Promise<ClientSession> {
  const session = await openSession({
    server: server.url,
    token: () => server.token(person),
    model: new Model(),
    platform: nodePlatform({ openSocket: (url, protocols) => new WebSocket(url, protocols) }),
    store: new MemoryStore(disk),
  });
  await session.syncNow();
  return session;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw OnedoorError.of(result.refusal);
  return result.value;
}

async function until(what: string, holds: () => boolean, waitMs = 15_000): Promise<void> {
  for (const end = Date.now() + waitMs; Date.now() < end; ) {
    if (holds()) return;
    await new Promise((resume) => setTimeout(resume, 20));
  }
  throw new Error(`waited for ${what}`);
}

test('what two people wrote after the backup is offered and accepted; what was erased since comes back from no copy', async ({
  dir,
  servers,
  sessions,
}) => {
  const [data, copy, again] = [join(dir, 'data'), join(dir, 'backup'), join(dir, 'again')];
  const [wangDisk, liDisk] = [new MemoryDisk(), new MemoryDisk()];
  const first = await TestServer.start({ data });
  const [wang, li] = [await signIn(first, 'wang', wangDisk), await signIn(first, 'li', liDisk)];
  const [here, there] = [wang.open(JOINT), li.open(JOINT)];
  const add = async (room: typeof here, id: string, name: string) => {
    must(await room.run(addParty.request({ id, party: { kind: 'person', name }, members: [] })));
    await until(`${name} is with both`, () =>
      [here, there].every((each) => each.records.values(Party).some((party) => party.name === name)),
    );
    await until('logged', () => wang.sync.get().unsent + li.sync.get().unsent === 0);
  };
  await until('both in touch', () => here.status.get().synced && there.status.get().synced);
  await add(here, 'P-BEFORE', '备份之前');
  onedoor('backup', '--data', data, '--to', copy);
  await add(there, 'P-AFTER', '备份之后');
  await add(here, 'P-ERASED', ERASED);
  wang.setOffline(true);
  must(await here.run(addParty.request({ id: 'P-UNSENT', party: { kind: 'person', name: '还没发送' }, members: [] })));
  await Promise.all([wang.close(), li.close()]);
  await first.running.close();
  onedoor(
    'erase',
    'record',
    '--yes',
    '--data',
    data,
    '--case',
    CASE,
    '--room',
    'joint',
    '--record',
    'party/P-ERASED',
    '--by',
    'zhou',
    '--reason',
    '当事人申请',
  );
  onedoor('restore', '--from', copy, '--keys', join(data, 'keys'), '--data', again);

  const second = await TestServer.start({ data: again });
  servers.push(second);
  const [wangNow, liNow] = [await signIn(second, 'wang', wangDisk), await signIn(second, 'li', liDisk)];
  sessions.push(wangNow, liNow);
  const [joint, jointOfLi] = [wangNow.open(JOINT), liNow.open(JOINT)];
  const names = (room: typeof joint) =>
    room.records
      .values(Party)
      .map(({ name }) => name)
      .sort();
  await until('the unsent one is with both', () => [joint, jointOfLi].every((room) => names(room).includes('还没发送')));
  await until('both know', () => [wangNow, liNow].every((session) => session.refused.get().length === 1));
  for (const session of [wangNow, liNow]) {
    const [beyond] = session.refused.get();
    assert.is(beyond?.refusal.code, 'NOT_IN_BACKUP');
    assert.match(JSON.stringify(beyond), '备份之后');
    assert.not.match(JSON.stringify(beyond), ERASED);
  }
  must(await liNow.offer(liNow.refused.get()[0]?.id ?? ''));
  await until('wang sees the offer', () => joint.state().offers.size === 1);
  const [offer] = joint.state().offers.keys();
  must(await wangNow.act(JOINT, { command: ACCEPT, args: { offer: offer ?? '' } }));
  const all = ['备份之前', '备份之后', '还没发送'].sort();
  await until('all is back', () => [joint, jointOfLi].every((room) => names(room).join() === all.join()));
  for (const disk of [wangDisk, liDisk]) {
    const kept = JSON.stringify(
      Object.values(disk.rows).flatMap((rows) => [...rows.values()]),
      (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value),
    );
    assert.not.ok(kept.includes(ERASED), 'a device holds what was erased');
  }
});

test.run();
