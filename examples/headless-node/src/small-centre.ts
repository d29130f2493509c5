import { caseSlice, directorySlice, roomKey } from '@onedoor/core';
import { startServer } from '@onedoor/server';

/** A centre in memory with one person and one case, 排水沟: something for the program to work with. */
export async function startSmallCentre() {
  const server = await startServer({ centre: { id: 'town', name: '某镇' }, data: ':memory:', port: 0 });
  const { centre } = server;
  const directory = roomKey({ centre: 'town', case: '-', room: 'directory' });
  const people = [
    directorySlice.request.department({ id: 'office', name: '办公室' }),
    directorySlice.request.enrol({ person: 'li', name: '李', department: 'office', post: '', rights: ['case.create'] }),
  ];
  for (const [base, request] of people.entries()) {
    const enrolled = await centre.act(centre.system, directory, { id: `d${base}`, ...request, base });
    if (!enrolled.ok) throw new Error(enrolled.refusal.seen);
  }
  const create = caseSlice.request.create({ title: '排水沟', category: '02', source: 'walk-in', village: '木匠沟' });
  const room = roomKey({ centre: 'town', case: 'c1', room: 'case' });
  const created = await centre.act({ person: 'li', device: 'd' }, room, { id: 'create', ...create, base: 0 });
  if (!created.ok) throw new Error(created.refusal.seen);
  const token = (await server.demo?.issue('li', 60_000))?.token ?? '';
  return { url: server.url, token, close: () => server.close() };
}
