import { mkdirSync } from 'node:fs';
import { Run } from './load/contender.js';

const [script = 'servers/onedoor.ts', kind = 'full', rooms = '1', perRoom = '50', rate = '200', window = '20'] = process.argv.slice(2);
const data = `/tmp/one-${process.pid}`;
mkdirSync(data, { recursive: true });
const dialect = script.includes('onedoor') ? 'onedoor' : script.includes('hocus') ? 'hocuspocus' : 'y';
const run = await Run.start({ name: 'x', dialect, script, args: (d, r) => (dialect === 'onedoor' ? [d, kind, String(r)] : [kind]) }, data, {
  rooms: Number(rooms),
  perRoom: Number(perRoom),
  rate: Number(rate),
  window: Number(window),
  seconds: 4,
});
const steady = await run.load('rate');
console.log(
  'steady',
  steady.p50.toFixed(2),
  steady.p99.toFixed(2),
  'cpu/100k',
  ((steady.cpuS / steady.deliveries) * 1e5).toFixed(3),
  'ms/update',
  ((steady.cpuS / steady.sent) * 1000).toFixed(3),
);
const full = await run.load('saturate');
console.log(
  'saturated/s',
  (full.deliveries / full.seconds).toFixed(0),
  'cpu/100k',
  ((full.cpuS / full.expected) * 1e5).toFixed(3),
  'us/update',
  ((full.cpuS / full.sent) * 1e6).toFixed(1),
);
await run.end();
