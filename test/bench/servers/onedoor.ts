// Our server: `onedoor.ts <data> <full|normal|memory> <rooms> [limits as JSON]`.

import { randomBytes } from 'node:crypto';
import { caseSlice, createUlid, directorySlice, Model } from '@onedoor/core';
import { startServer } from '@onedoor/server';
import { serveMeter } from './meter.mjs';

const CENTRE = { id: 'bench', name: '测试镇综治中心' };
const PERSON = 'p-load';
const NO_END = 1_000_000;

const [data = '', kind = 'full', rooms = '1', limits = '{}'] = process.argv.slice(2);
const server = await startServer({
  centre: CENTRE,
  model: new Model(),
  data: kind === 'memory' ? ':memory:' : data,
  durability: kind === 'normal' ? 'normal' : 'full',
  port: 0,
  // One person makes the work of a hundred: their rates are not what is measured, counting them is.
  limits: {
    framesPerPersonPerS: NO_END,
    framesPerPersonBurst: NO_END,
    writesPerPersonPerS: NO_END,
    writesPerPersonBurst: NO_END,
    writesPerRoomPerS: NO_END,
    writesPerRoomBurst: NO_END,
    kilobytesPerPersonPerS: NO_END,
    kilobytesPerPersonBurst: NO_END,
    requestsPerAddressPerS: NO_END,
    requestsPerAddressBurst: NO_END,
    requestsPerPersonPerS: NO_END,
    requestsPerPersonBurst: NO_END,
    maxPersonSockets: 100_000,
    maxAddressSockets: 100_000,
    ...JSON.parse(limits),
  },
});
const { centre, demo } = server;
const intent = ({ command, args }: { command: string; args: Readonly<Record<string, unknown>> }) => ({
  id: createUlid(Date.now(), randomBytes),
  command,
  args,
  base: Number.MAX_SAFE_INTEGER,
});
const ask = async (person: string | undefined, room: string, request: Parameters<typeof intent>[0]) => {
  const who = person === undefined ? centre.system : { person, device: 'setup' };
  const result = await centre.act(who, room, intent(request));
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
};
// A folder that was used before has them.
if (!centre.hasRoom(`${CENTRE.id}/-/directory`)) {
  await ask(undefined, `${CENTRE.id}/-/directory`, directorySlice.request.department({ id: 'd', name: '司法所' }));
  await ask(
    undefined,
    `${CENTRE.id}/-/directory`,
    directorySlice.request.enrol({ person: PERSON, name: '周海峰', department: 'd', post: '', rights: ['case.create'] }),
  );
  for (let at = 0; at < Number(rooms); at++)
    await ask(PERSON, `${CENTRE.id}/r${at}/case`, caseSlice.request.create({ title: '测试', category: '01', source: 'own', village: '' }));
}
process.send?.({ kind: 'token', token: (await demo?.issue(PERSON, 3_600_000))?.token });
serveMeter(server.url);
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
