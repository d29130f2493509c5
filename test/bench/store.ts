/*
 * Measures the client's store, sealed, against stores of Yjs documents in one Chromium: `npm run bench -- store`.
 *
 * The browser has a profile in a folder, as a person's has: a window without one, which is what automation opens by itself,
 * keeps its databases in memory, and what is slow about a disk is not seen there. An edit counts as written when the store's
 * transaction has completed: ours asks the browser to flush it to the disk (`durability: 'strict'`), the others take
 * Chromium's default, which leaves that to the system. Each edit is made in a task of its own, as keys are. Where edits come
 * faster than transactions complete, ours writes those that came meanwhile in one; the clock stops when the last is written.
 * So many edits are made that most of them run compiled; of a short burst, what is measured is mostly the compiler.
 */
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { bundleOptions } from '../../scripts/sizes.mjs';
import { launchProfile, removeTemporary, temporaryFolder } from '../e2e/support.js';
import { watchForeign } from './load/foreign.js';
import { type Interval, type Line, machine, ratioInterval, report } from './report.js';
import { percentile } from './statistics.js';
import type { Stored, StoreName } from './store/page.js';
import { TRACES, type Trace } from './store/traces.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const STORES: readonly StoreName[] = ['onedoor', 'y-indexeddb', 'y-dexie'];
const SIZES = [500, 5000, 50_000] as const;
const WRITES = 5000;
/** A burst in a page that has just been loaded. Told beside the goal. */
const BURST = 500;
/** Above this share of a core, what else runs on the machine makes a round worthless. */
const MAX_FOREIGN_CORES = 0.2;
/** Times of opening, of a store or of what nothing can be faster than. */
type Opener = StoreName | 'apply' | 'read and apply';

/** Milliseconds of one round: writing by store, opening by what is opened and how. */
interface Round {
  readonly write: Readonly<Record<StoreName, number>>;
  readonly burst: Readonly<Record<StoreName, number>>;
  readonly open: ReadonlyMap<string, Readonly<Record<Opener, number>>>;
}

const storeName = (store: StoreName, trace: Trace, count: number): string => `bench-${store}-${trace}-${count}`;
const caseName = (trace: Trace, count: number): string => `${count.toLocaleString('en')} edits, ${trace}`;

async function buildPage(): Promise<string> {
  const folder = join(temporaryFolder('bench-store'), 'page');
  await build({
    ...bundleOptions,
    sourcemap: false,
    entryPoints: [join(HERE, 'store/page.ts')],
    outdir: folder,
    format: 'esm',
    splitting: true,
    // One copy of Yjs for all that is compared.
    alias: { ...bundleOptions.alias, yjs: realpathSync(join(HERE, '../node_modules/yjs')) },
  });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
  );
  return folder;
}

async function serve(folder: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
    response.end(readFileSync(join(folder, path === '/' ? 'index.html' : path)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://localhost:${address.port}`, close: () => server.close() };
}

/** A page of its own for each round, as after a reload. */
class Bench {
  readonly #context: BrowserContext;
  readonly #url: string;

  constructor(context: BrowserContext, url: string) {
    this.#context = context;
    this.#url = url;
    context.setDefaultTimeout(600_000);
  }

  async #page() {
    const page = await this.#context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(this.#url);
    await page.waitForFunction(() => 'storeBench' in window);
    return page;
  }

  async fill(sizes: readonly number[]): Promise<Record<string, Record<string, Stored>>> {
    const stored: Record<string, Record<string, Stored>> = {};
    const page = await this.#page();
    for (const trace of TRACES)
      for (const count of sizes)
        for (const store of STORES) {
          const name = storeName(store, trace, count);
          await page.evaluate(([s, n, t, c]) => window.storeBench.fill(s, n, t, c), [store, name, trace, count] as const);
          const after = await page.evaluate(([s, n]) => window.storeBench.stored(s, n), [store, name] as const);
          (stored[caseName(trace, count)] ??= {})[store] = after;
          process.stdout.write('-');
        }
    process.stdout.write('\n');
    await page.close();
    return stored;
  }

  async round(at: number, sizes: readonly number[]): Promise<Round> {
    const page = await this.#page();
    // Who comes first pays for what all use: another one each time.
    const turned = STORES.map((_, index) => STORES[(index + at) % STORES.length] ?? 'onedoor');
    const open = new Map<string, Record<Opener, number>>();
    const [trace] = TRACES;
    for (const store of turned)
      await page.evaluate(([s, n, t, c]) => window.storeBench.open(s, n, t, c), [
        store,
        storeName(store, trace, sizes[0] ?? 500),
        trace,
        sizes[0] ?? 500,
      ] as const);
    for (const count of sizes)
      for (const trace of TRACES) {
        const times: Partial<Record<Opener, number>> = {};
        for (const store of turned)
          times[store] = await page.evaluate(([s, n, t, c]) => window.storeBench.open(s, n, t, c), [
            store,
            storeName(store, trace, count),
            trace,
            count,
          ] as const);
        const floor = await page.evaluate(([n, t, c]) => window.storeBench.floor(n, t, c), [
          storeName('onedoor', trace, count),
          trace,
          count,
        ] as const);
        open.set(caseName(trace, count), {
          onedoor: Number.NaN,
          'y-indexeddb': Number.NaN,
          'y-dexie': Number.NaN,
          ...times,
          apply: floor.applyMs,
          'read and apply': floor.readMs,
        });
      }
    const burst = await this.#writes(page, turned, BURST);
    const write = await this.#writes(page, turned, WRITES);
    await page.close();
    return { burst, write, open };
  }

  async #writes(page: Page, stores: readonly StoreName[], count: number): Promise<Record<StoreName, number>> {
    const ms: Record<StoreName, number> = { onedoor: Number.NaN, 'y-indexeddb': Number.NaN, 'y-dexie': Number.NaN };
    for (const store of stores) {
      const name = `bench-write-${store}-${count}`;
      ms[store] = await page.evaluate(([s, n, c]) => window.storeBench.write(s, n, c), [store, name, count] as const);
      await page.evaluate((n) => window.storeBench.remove(n), name);
    }
    return ms;
  }

  /** What an opening without an edit adds, and what a second instance does. */
  async stays(count: number): Promise<Record<string, { readonly before: Stored; readonly after: Stored }>> {
    const page = await this.#page();
    const stays: Record<string, { readonly before: Stored; readonly after: Stored }> = {};
    for (const store of STORES)
      stays[store] = await page.evaluate(([s, n]) => window.storeBench.twice(s, n), [
        store,
        storeName(store, 'typing scattered', count),
      ] as const);
    await page.close();
    return stays;
  }
}

export async function benchStore(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '10' }, edits: { type: 'string', default: '50000' } },
  });
  const rounds = Number(values.rounds);
  const sizes = SIZES.filter((size) => size <= Number(values.edits));
  const on = machine();
  console.log(
    Object.entries(on)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  const site = await serve(await buildPage());
  const context = await launchProfile(temporaryFolder('bench-store-profile'), {}, ['--js-flags=--expose-gc']);
  try {
    const bench = new Bench(context, site.url);
    const stored = await bench.fill(sizes);
    const all: Round[] = [];
    let thrownAway = 0;
    await bench.round(0, sizes);
    for (let at = 0; all.length < rounds; at++) {
      const foreign = watchForeign();
      const round = await bench.round(at, sizes);
      if (foreign() > MAX_FOREIGN_CORES && thrownAway < 3 * rounds) {
        thrownAway++;
        process.stdout.write('x');
        continue;
      }
      all.push(round);
      process.stdout.write('.');
    }
    process.stdout.write('\n');
    const stays = await bench.stays(sizes[0] ?? 500);
    tell(all, { stored, stays, sizes, thrownAway, machine: { ...on, chromium: context.browser()?.version() ?? 'unknown' } });
  } finally {
    await context.close();
    site.close();
    removeTemporary();
  }
}

interface Around {
  readonly stored: Readonly<Record<string, Readonly<Record<string, Stored>>>>;
  readonly stays: Readonly<Record<string, { readonly before: Stored; readonly after: Stored }>>;
  readonly sizes: readonly number[];
  readonly thrownAway: number;
  readonly machine: Readonly<Record<string, string | number>>;
}

const inTimes = ({ mean, low, high }: Interval): string => `${mean.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
const medianOf = (values: readonly number[]): number => percentile(values, 0.5);

function tell(all: readonly Round[], { stored, stays, sizes, thrownAway, machine: on }: Around): void {
  const met: Record<string, boolean> = {};
  const lines: Line[] = [];
  const perSecond = (store: StoreName) => all.map(({ write }) => WRITES / (write[store] / 1000));
  console.log(`\n${all.length} rounds, ${thrownAway} thrown away\nedits a second until on the disk, each in a task of its own`);
  for (const store of STORES) console.log(`  ${store.padEnd(14)} ${medianOf(perSecond(store)).toFixed(0)}`);
  const writes = ratioInterval(perSecond('onedoor'), perSecond('y-indexeddb'));
  console.log(`  to y-indexeddb: ${inTimes(writes)}`);
  met['writes'] = writes.low >= 4;
  const inBurst = (store: StoreName) => all.map(({ burst }) => BURST / (burst[store] / 1000));
  console.log(`  of the first ${BURST} of a page: ${STORES.map((store) => `${store} ${medianOf(inBurst(store)).toFixed(0)}`).join(', ')}`);
  console.log(`  to y-indexeddb: ${inTimes(ratioInterval(inBurst('onedoor'), inBurst('y-indexeddb')))}`);
  lines.push({
    what: 'browser store, edits a second until on the disk',
    ours: medianOf(perSecond('onedoor')),
    peer: { name: 'y-indexeddb', value: medianOf(perSecond('y-indexeddb')) },
    ratio: writes,
    goal: "≥ 4 of y-indexeddb's",
    met: met['writes'],
  });

  console.log('\nopening, ms                              onedoor  y-indexeddb  y-dexie    apply  read and apply');
  for (const count of sizes)
    for (const trace of TRACES) {
      const name = caseName(trace, count);
      const of = (who: Opener) => all.map(({ open }) => open.get(name)?.[who] ?? Number.NaN);
      const cell = (who: Opener, width: number) => medianOf(of(who)).toFixed(1).padStart(width);
      console.log(
        `  ${name.padEnd(38)}${cell('onedoor', 8)}${cell('y-indexeddb', 13)}${cell('y-dexie', 9)}${cell('apply', 9)}${cell('read and apply', 16)}`,
      );
      const isLong = count >= 50_000;
      for (const against of isLong ? (['apply', 'read and apply'] as const) : (['y-indexeddb'] as const)) {
        const ratio = ratioInterval(of('onedoor'), of(against));
        const limit = isLong ? 1.3 : 1;
        const key = `open ${name}: ${against}`;
        met[key] = ratio.high <= limit;
        console.log(`    to ${against}: ${inTimes(ratio)}${met[key] ? '' : ' - missed'}`);
        lines.push({
          what: `browser store, ${name}, ms to open`,
          ours: medianOf(of('onedoor')),
          peer: { name: against, value: medianOf(of(against)) },
          ratio,
          goal: `≤ ${limit}`,
          met: met[key],
        });
      }
    }

  console.log('\nrows and bytes after it was stored');
  for (const [name, each] of Object.entries(stored))
    console.log(
      `  ${name.padEnd(38)}${STORES.map((store) => `${store} ${each[store]?.rows} rows, ${((each[store]?.bytes ?? 0) / 1000).toFixed(0)} KB`).join('; ')}`,
    );
  console.log('\nrows before and after openings without an edit, two of them at once');
  for (const store of STORES) console.log(`  ${store.padEnd(14)} ${stays[store]?.before.rows} to ${stays[store]?.after.rows}`);
  met['opening writes nothing'] = JSON.stringify(stays['onedoor']?.before) === JSON.stringify(stays['onedoor']?.after);
  report('store', {
    rounds: all.length,
    thrownAway,
    machine: on,
    writes: Object.fromEntries(STORES.map((store) => [store, perSecond(store)])),
    bursts: Object.fromEntries(STORES.map((store) => [store, inBurst(store)])),
    openings: Object.fromEntries([...(all[0]?.open.keys() ?? [])].map((name) => [name, all.map(({ open }) => open.get(name))])),
    stored,
    stays,
    met,
    lines,
  });
}
