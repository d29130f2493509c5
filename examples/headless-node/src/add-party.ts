import { MemoryDisk, MemoryStore, nodePlatform, openSession } from '@onedoor/client';
import { addParty, type CaseRow, createUlid, Model, OnedoorError, Party } from '@onedoor/core';
import { WebSocket } from 'ws';

/** Adds a party to the case of this title and returns the names of all its parties, as the server has logged them. */
export async function addPartyTo(server: string, token: string, title: string, name: string): Promise<string[]> {
  const platform = nodePlatform({ openSocket: (url, protocols) => new WebSocket(url, protocols) });
  const session = await openSession({
    server,
    token: async () => token,
    model: new Model(),
    platform,
    store: new MemoryStore(new MemoryDisk()),
  });
  await session.syncNow();
  const row = session.rows.get().find((each: CaseRow) => each.title === title);
  if (row === undefined) throw new Error(`no case called ${title}`);
  const joint = session.open({ case: row.case, room: 'joint' });
  await joint.ready;
  const done = await joint.run(
    addParty.request({ id: createUlid(Date.now(), platform.randomBytes), party: { kind: 'person', name }, members: [] }),
  );
  if (!done.ok) throw OnedoorError.of(done.refusal);
  while (session.sync.get().unsent > 0) await new Promise<void>((resolve) => session.sync.watch(() => resolve()));
  const names = joint.records.values(Party).map((party) => party.name);
  await session.close();
  return names;
}
