import { convergence, emptyTally } from './simulation.js';
import { simulate } from '@onedoor/core/testing';
const first = Number(process.argv[2] ?? 1), count = Number(process.argv[3] ?? 1);
const tally = emptyTally();
const start = process.hrtime.bigint();
const failures = new Map<string, string>();
const total: Record<string, number> = {};
let failed = 0;
for (let seed = first; seed < first + count; seed++) {
  try { const c = await simulate(wrap(convergence(tally)), { first: seed, count: 1 }); for (const [k, v] of Object.entries(c)) total[k] = (total[k] ?? 0) + v; }
  catch (e) { failed++; const m = e instanceof Error ? e.message + (process.env.STACK ? '\n' + (e.cause as Error)?.stack : '') : String(e); console.log(process.argv[4] === 'v' || failed < 2 ? m : m.split('\nafter')[0]); }
}
console.log('failed', failed, 'of', count, 'ms/seed', Number((process.hrtime.bigint() - start) / 1000000n) / count);
console.log(JSON.stringify(tally)); console.log(JSON.stringify(total));

function wrap(sim: ReturnType<typeof convergence>): ReturnType<typeof convergence> {
  if (!process.env.DUMP) return sim;
  return { ...sim, async settle(world) { try { await sim.settle(world); } catch (e) {
    for (const tab of world.tabs) { const k = (tab.session as unknown as { kernel: { outbox: { all(): {id: string; kind: string; command: string; room: string; copy?: string; key: string}[]; sentAt(id: string): unknown } } }).kernel;
      console.log(tab.browser.name, JSON.stringify(tab.session.sync.get()), 'tabs', [...tab.browser.pages].length, 'mem', k.outbox.all().map(r => `${r.id} ${r.command} ${r.copy} sent=${k.outbox.sentAt(r.id)}`));
      console.log('  rooms', [...tab.rooms].map(([k2, r]) => k2.slice(-12) + JSON.stringify(r.status.get())).join('\n        ')); }
    for (const b of world.browsers) console.log(b.name, 'disk', [...b.disk.rows.outbox.values()].map(r => `${r.id} ${r.command} ${r.copy} tries=${r.tries}`), [...b.disk.rows.rooms.values()], 'locks', [...b.locks.held()], 'wires', b.wires.map(w => w.url.slice(-12) + w.readyState), b.exchanges.map(x=>x.stage+x.request.url));
    for (const b of world.browsers) { const o = world.owners.get(b)!; console.log(b.name, 'meta', JSON.stringify([...b.disk.rows.meta.values()].filter(m => m.key === 'cursor')), JSON.stringify(world.host.centre!.rows(o, 0, 100)).slice(0, 300)); }
    throw e; } } };
}
