import { MemoryDisk, MemoryStore, nodePlatform, openSession } from '@onedoor/client';
import { addParty, caseSlice, createUlid, Model, OnedoorError, Party } from '@onedoor/core';
import { WebSocket } from 'ws';

/** Finds a case by its title, adds a party, moves the case on, and returns what the server has logged of both. */
export async function workOnCase(server: string, token: string, title: string, name: string) {
  const platform = nodePlatform({ openSocket: (url, protocols) => new WebSocket(url, protocols) });
  const store = new MemoryStore(new MemoryDisk());
  const session = await openSession({ server, token: async () => token, model: new Model(), platform, store });
  try {
    await session.syncNow();
    const found = session.rows.get().find((row) => row.title === title);
    if (found === undefined) throw new Error(`no case called ${title}`);
    const joint = session.open({ case: found.case, room: 'joint' });
    await joint.ready;
    const id = createUlid(Date.now(), platform.randomBytes);
    const added = await joint.run(addParty.request({ id, party: { kind: 'person', name }, members: [] }));
    if (!added.ok) throw OnedoorError.of(added.refusal);
    if (found.stage === 'screening') {
      const moved = await session.act(
        { case: found.case, room: 'case' },
        caseSlice.request.move({ to: 'graded', reason: '双方愿意坐下来谈。' }),
      );
      if (!moved.ok) throw OnedoorError.of(moved.refusal);
    }
    while (session.sync.get().unsent > 0) await new Promise<void>((resolve) => session.sync.watch(() => resolve()));
    await session.syncNow();
    const stage = session.rows.get().find((row) => row.case === found.case)?.stage;
    return { parties: joint.records.values(Party).map((party) => party.name), stage };
  } finally {
    await session.close();
  }
}
