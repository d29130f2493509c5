import { caseSlice, directorySlice, roomKey } from '@onedoor/core';
import { startServer } from '@onedoor/server';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addPartyTo } from './add-party.js';

const test = suite('headless');

test('a program adds a party to a case, and finds it logged when it comes again', async () => {
  const server = await startServer({ centre: { id: 'town', name: '某镇' }, data: ':memory:', port: 0 });
  try {
    const { centre } = server;
    const directory = roomKey({ centre: 'town', case: '-', room: 'directory' });
    const requests = [
      directorySlice.request.department({ id: 'office', name: '办公室' }),
      directorySlice.request.enrol({ person: 'li', name: '李', department: 'office', post: '', rights: ['case.create'] }),
    ];
    for (const [at, request] of requests.entries())
      assert.ok((await centre.act(centre.system, directory, { id: `d${at}`, ...request, base: at })).ok);
    const create = caseSlice.request.create({ title: '排水沟', category: '02', source: 'walk-in', village: '木匠沟' });
    assert.ok(
      (
        await centre.act({ person: 'li', device: 'd' }, roomKey({ centre: 'town', case: 'c1', room: 'case' }), {
          id: 'create',
          ...create,
          base: 0,
        })
      ).ok,
    );
    const token = (await server.demo?.issue('li', 60_000))?.token ?? '';
    assert.equal(await addPartyTo(server.url, token, '排水沟', '𠮷田'), ['𠮷田']);
    assert.equal((await addPartyTo(server.url, token, '排水沟', '阿卜杜拉·买买提')).sort(), ['阿卜杜拉·买买提', '𠮷田'].sort());
  } finally {
    await server.close();
  }
});

test.run();
