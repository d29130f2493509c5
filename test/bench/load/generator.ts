// Makes load in a process of its own, so that its work is not counted as the server's. Talks with `load.ts` by messages.
import { LoadClient, type Target } from './clients.js';

export interface LoadJob {
  readonly target: Target;
  readonly perRoom: number;
  /** Updates a second of all clients together, for the fixed rate. */
  readonly rate: number;
  readonly seconds: number;
  /** Updates of each client that may be on their way at once, for saturation. */
  readonly window: number;
}

export interface LoadFigures {
  readonly sent: number;
  readonly deliveries: number;
  readonly expected: number;
  readonly seconds: number;
  /** Milliseconds from sending to arrival, of the fixed rate. */
  readonly p50: number;
  readonly p99: number;
}

export type Order = { readonly kind: 'connect'; readonly job: LoadJob } | { readonly kind: 'rate' | 'saturate' | 'close' };

const now = () => performance.now();
const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

const CONNECT_AT_ONCE = 100;

let clients: LoadClient[] = [];
let job: LoadJob | undefined;
let deliveries = 0;
let latencies: number[] = [];
let sentAt = new Map<number, number>();
/** For saturation: how often the oldest update of a sender has arrived so far. */
let arrived = new Map<number, number>();
let onArrived: ((sender: number) => void) | undefined;

const keyOf = (sender: number, number: number) => sender * 100_000_000 + number;

/** Updates of one writer overwrite each other: one that has come stands for those before it, which a server may leave out. */
function onMark(to: LoadClient, sender: number, number: number): void {
  if (to.place === sender) return;
  for (let each = (to.newest.get(sender) ?? -1) + 1; each <= number; each++) onArrival(sender, each);
  to.newest.set(sender, Math.max(number, to.newest.get(sender) ?? -1));
}

function onArrival(sender: number, number: number): void {
  deliveries++;
  const key = keyOf(sender, number);
  const at = sentAt.get(key);
  if (at !== undefined) latencies.push(now() - at);
  if (onArrived === undefined) return;
  const count = (arrived.get(key) ?? 0) + 1;
  if (count < (job?.perRoom ?? 1) - 1) arrived.set(key, count);
  else {
    arrived.delete(key);
    onArrived(sender);
  }
}

async function connect(next: LoadJob): Promise<void> {
  job = next;
  const count = next.target.rooms.length * next.perRoom;
  clients = [];
  // Not all at once: a queue of connections that is full is no property of the server.
  while (clients.length < count) {
    const more = Array.from({ length: Math.min(CONNECT_AT_ONCE, count - clients.length) }, (_, at) => {
      const place = clients.length + at;
      return new LoadClient(next.target, place, Math.floor(place / next.perRoom), onMark);
    });
    clients.push(...more);
    await Promise.all(more.map((client) => client.open()));
  }
  await sleep(300);
}

function reset(): void {
  deliveries = 0;
  latencies = [];
  sentAt = new Map();
  arrived = new Map();
  onArrived = undefined;
}

const numbers = new Map<number, number>();
function send(client: LoadClient, timed: boolean): boolean {
  const number = numbers.get(client.place) ?? 0;
  if (timed) sentAt.set(keyOf(client.place, number), now());
  if (!client.send()) return false;
  numbers.set(client.place, number + 1);
  return true;
}

async function settle(expected: number): Promise<void> {
  for (let waited = 0; deliveries < expected && waited < 5000; waited += 20) await sleep(20);
}

async function fixedRate({ rate, seconds, perRoom }: LoadJob): Promise<LoadFigures> {
  reset();
  const total = Math.floor(rate * seconds);
  const each = Math.ceil(total / clients.length);
  for (const client of clients) client.prepare(each);
  const began = now();
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((now() - began) / 1000) * rate));
    for (; sent < due; sent++) {
      const client = clients[sent % clients.length];
      if (client !== undefined) send(client, true);
    }
    await sleep(2);
  }
  const expected = sent * (perRoom - 1);
  await settle(expected);
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { sent, deliveries, expected, seconds: (now() - began) / 1000, p50: at(0.5), p99: at(0.99) };
}

/** Each client has so many updates on their way, and sends the next when one has reached everybody. */
async function saturate({ seconds, perRoom, window }: LoadJob): Promise<LoadFigures> {
  reset();
  const most = Math.ceil(150_000 / clients.length);
  for (const client of clients) client.prepare(most);
  const byPlace = new Map(clients.map((client) => [client.place, client]));
  let sent = 0;
  const began = now();
  const end = began + seconds * 1000;
  onArrived = (sender) => {
    const client = byPlace.get(sender);
    if (client !== undefined && now() < end && send(client, false)) sent++;
  };
  for (const client of clients) for (let at = 0; at < window; at++) if (send(client, false)) sent++;
  while (now() < end) await sleep(10);
  const inTime = deliveries;
  const took = (now() - began) / 1000;
  onArrived = undefined;
  await settle(sent * (perRoom - 1));
  return { sent, deliveries: inTime, expected: sent * (perRoom - 1), seconds: took, p50: Number.NaN, p99: Number.NaN };
}

process.on('message', (order: Order) => {
  void (async () => {
    if (order.kind === 'connect') {
      await connect(order.job);
      process.send?.({ kind: 'connected' });
    } else if (order.kind === 'close') {
      for (const client of clients) client.close();
      process.exit(0);
    } else if (job !== undefined) {
      const figures = await (order.kind === 'rate' ? fixedRate(job) : saturate(job));
      process.send?.({ kind: 'figures', figures });
    }
  })().catch((error: unknown) => {
    process.send?.({ kind: 'failed', why: String(error) });
  });
});
