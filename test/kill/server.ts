import { startServer } from '@onedoor/server';

/** The server of the kill test: a process of its own, that is killed without warning. */
const [data] = process.argv.slice(2);
if (data === undefined) throw new Error('a data folder is needed');
const server = await startServer({ centre: { id: 't', name: '测试' }, data, port: 0, durability: 'full', limits: { snapshotEntries: 40 } });
process.send?.({ url: server.url });
