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
  return { ...sim, async create(random) { const world = await sim.create(random); if (process.env.TRACE) { const Y = await import('yjs'); const { decodeFrame } = await import('@onedoor/core');
    const show = (u: Uint8Array) => { const d = Y.decodeUpdate(u); return d.structs.map(st => `${st.id.client % 1000}:${st.id.clock}+${st.length} ${(st as import('yjs').Item).content?.constructor.name ?? st.constructor.name}`).join(' | ') + ' DS ' + [...d.ds.clients].map(([c, r]) => c % 1000 + '=' + r.map(x => `${x.clock}+${x.len}`)).join(' '); };
    const g = world.audit.given.bind(world.audit); const of = (w: unknown) => world.browsers.find(b => b.wires.includes(w as never))?.name;
    const ar = world.audit.arrived.bind(world.audit);
    world.audit.given = (w, bytes) => { if (w.url.includes(process.env.TRACE!)) { const f = decodeFrame(bytes); console.log('DOWN', world.time.now() - 1709251200000, of(w), f?.kind, f && 'bytes' in f && (f.kind === 'update' || f.kind === 'step2') ? show(f.bytes) : f?.kind === 'message' ? new TextDecoder().decode(bytes).slice(1, 200) : ''); } g(w, bytes); };
    world.audit.arrived = (w, bytes) => { if (w.url.includes(process.env.TRACE!)) { const f = decodeFrame(bytes); let t = ''; try { t = f && 'bytes' in f && (f.kind === 'update' || f.kind === 'step2') ? show(f.bytes) : f?.kind === 'message' ? new TextDecoder().decode(bytes).slice(1, 200) : ''; } catch { t = 'rubbish'; } console.log('UP  ', world.time.now() - 1709251200000, of(w), f?.kind, t); } ar(w, bytes); }; } return world; }, async settle(world) { try { await sim.settle(world); } catch (e) {
    for (const tab of world.tabs) { const k = (tab.session as unknown as { kernel: { outbox: { all(): {id: string; kind: string; command: string; room: string; copy?: string; key: string}[]; sentAt(id: string): unknown } } }).kernel;
      console.log(tab.browser.name, JSON.stringify(tab.session.sync.get()), 'tabs', [...tab.browser.pages].length, 'mem', k.outbox.all().map(r => `${r.id} ${r.command} ${r.copy} sent=${k.outbox.sentAt(r.id)}`));
      console.log('  rooms', [...tab.rooms].map(([k2, r]) => k2.slice(-12) + JSON.stringify(r.status.get())).join('\n        ')); }
    for (const b of world.browsers) console.log(b.name, 'disk', [...b.disk.rows.outbox.values()].map(r => `${r.id} ${r.command} ${r.copy} tries=${r.tries}`), [...b.disk.rows.rooms.values()], 'locks', [...b.locks.held()], 'wires', b.wires.map(w => w.url.slice(-12) + w.readyState), b.exchanges.map(x=>x.stage+x.request.url));
    for (const b of world.browsers) { const o = world.owners.get(b)!; console.log(b.name, 'meta', JSON.stringify([...b.disk.rows.meta.values()].filter(m => m.key === 'cursor')), JSON.stringify(world.host.centre!.rows(o, 0, 100)).slice(0, 300)); }
    const chain = (doc: import('yjs').Doc, key: string) => { const out: string[] = []; for (let i = doc.getMap('party')._map.get(key) ?? null; i; i = i.left) out.push(`${i.id.client}:${i.id.clock} origin=${i.origin ? i.origin.client + ':' + i.origin.clock : '-'} ro=${i.rightOrigin ? i.rightOrigin.client + ':' + i.rightOrigin.clock : '-'} del=${i.deleted} ${i.content.constructor.name} ${JSON.stringify(i.content.getContent())} keep=${i.keep}`); return out; };
    if (process.env.CHAIN) { const k = world.key(world.cases[0]!, 'joint'); console.log('SERVER', chain(world.host.centre!.reader(k).doc, process.env.CHAIN)); for (const t of world.tabs) { const r = t.rooms.get(k) as unknown as { copy: { doc: import('yjs').Doc } } | undefined; if (r) console.log(t.browser.name, r.copy.doc.clientID, chain(r.copy.doc, process.env.CHAIN)); }
      const Y = await import('yjs'); const { createRoomDoc } = await import('@onedoor/core');
      const ups = world.log.room(k).entries.flatMap(e => e.kind === 'update' ? [[e.seq, e.update] as const] : []);
      const show = (u: Uint8Array) => { const d = Y.decodeUpdate(u); return d.structs.map(st => `${st.id.client % 1000}:${st.id.clock}+${st.length} ${(st as import('yjs').Item).content?.constructor.name ?? st.constructor.name}`).join(' | ') + ' DS ' + [...d.ds.clients].map(([c, r]) => c % 1000 + '=' + r.map(x => `${x.clock}+${x.len}`)).join(' '); };
      for (const [sq, u] of ups) console.log('E', sq, show(u));
      for (const r of [...world.browsers[0]!.disk.rows.log.values()].sort((x, y) => x.key < y.key ? -1 : 1)) if (r.key.startsWith(k + '#')) console.log('L', r.key.slice(-43), show(r.bytes));
      for (let a = 0; a <= ups.length; a++) for (let b2 = a; b2 <= ups.length; b2++) { const d = createRoomDoc(); for (const part of [ups.slice(0, a), ups.slice(a, b2), ups.slice(b2)]) if (part.length) Y.applyUpdate(d, Y.mergeUpdates(part.map(x => x[1]))); const c = chain(d, process.env.CHAIN); if (c.length !== 4 ) console.log('CUT', ups[a]?.[0], ups[b2]?.[0], c); }

      for (const e of world.log.room(k).entries) if (e.kind === 'update') for (const st of Y.decodeUpdate(e.update).structs) if (st.id.client === 1920651304 && st.id.clock <= 7 && st.id.clock + st.length > 6) console.log('LOG', e.seq, st.constructor.name, st.id.clock, st.length, (st as import('yjs').Item).content?.constructor.name);
      for (const b of world.browsers) { for (const [t2, rows] of [['log', b.disk.rows.log], ['snap', b.disk.rows.snapshots]] as const) for (const r of rows.values()) if (r.key.startsWith(k + '#')) for (const st of Y.decodeUpdate(r.bytes).structs) if (st.id.client === 1920651304 && st.id.clock <= 7 && st.id.clock + st.length > 6) console.log('DISK', b.name, t2, r.key.slice(-30), st.constructor.name, st.id.clock, st.length, (st as import('yjs').Item).content?.constructor.name); }
      console.log('HISTORY', chain(world.log.room(k).history, process.env.CHAIN)); }
    throw e; } } };
}
