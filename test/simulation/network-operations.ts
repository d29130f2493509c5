import { countsForReceipt, decodeFrame, encodeMessage, encodeUpdateFrame } from '@onedoor/core';
import type { Operation, Random } from '@onedoor/core/testing';
import type { Browser } from './browser.js';
import { drain } from './virtual-time.js';
import type { Tab, World } from './world.js';

const operation = (
  name: string,
  weight: number,
  run: (world: World, random: Random) => Promise<string | undefined> | string | undefined,
): Operation<World> => ({ name, weight, run });

const pickTab = (world: World, random: Random): Tab | undefined => (world.tabs.length === 0 ? undefined : random.pick(world.tabs));
const pickBrowser = (world: World, random: Random, fits: (browser: Browser) => boolean): Browser | undefined => {
  const browsers = world.browsers.filter(fits);
  return browsers.length === 0 ? undefined : random.pick(browsers);
};
const tabsOf = (world: World, browser: Browser): Tab[] => world.tabs.filter((tab) => tab.browser === browser);

const deliverSome = operation('deliver', 30, async (world, random) => {
  const count = await world.deliver(random, 1 + random.below(25));
  return count === 0 ? undefined : String(count);
});

const deliverAll = operation('deliverAll', 12, async (world) => {
  await world.deliverAll();
  return '';
});

const wait = operation('wait', 14, async (world, random) => {
  const ms = random.pick([5, 100, 600, 2_500, 6_000, 16_000, 31_000]);
  await world.time.advance(ms);
  return `${ms} ms`;
});

const offline = operation('offline', 5, (world, random) => {
  const browser = pickBrowser(world, random, (each) => each.online);
  browser?.setOnline(false);
  return browser?.name;
});

const online = operation('online', 8, (world, random) => {
  const browser = pickBrowser(world, random, (each) => !each.online);
  browser?.setOnline(true);
  return browser?.name;
});

const byHand = operation('offlineByHand', 2, async (world, random) => {
  const tab = pickTab(world, random);
  const off = random.chance(0.4);
  tab?.session.setOffline(off);
  await drain();
  return tab === undefined ? undefined : `${tab.browser.name} ${off}`;
});

const dropSocket = operation('drop', 6, (world, random) => {
  const wires = world.browsers.flatMap((browser) => browser.wires.filter((wire) => wire.connected).map((wire) => ({ browser, wire })));
  if (wires.length === 0) return undefined;
  const { browser, wire } = random.pick(wires);
  const first = random.pick(['both', 'client', 'server'] as const);
  wire.cut(first);
  return `${browser.name} ${new URL(wire.url).pathname} noticed by ${first}`;
});

const lose = (name: string, stage: 'request' | 'answer') =>
  operation(name, 6, (world, random) => {
    const exchanges = world.browsers.flatMap((browser) =>
      browser.exchanges.filter((exchange) => exchange.stage === stage).map((exchange) => ({ browser, exchange })),
    );
    if (exchanges.length === 0) return undefined;
    const { browser, exchange } = random.pick(exchanges);
    exchange.lose();
    return `${browser.name} ${exchange.request.url}`;
  });

/** A frame on its way becomes rubbish, or a hello names somebody else's client id: the server refuses it. */
const refuse = operation('refuse', 8, (world, random) => {
  const rubbish = (bytes: Uint8Array) => (countsForReceipt(bytes) ? encodeUpdateFrame(Uint8Array.of(255, 255, 255, 255)) : undefined);
  const clash = (bytes: Uint8Array) => {
    const frame = decodeFrame(bytes);
    if (frame?.kind !== 'message' || frame.message?.type !== 'hello') return undefined;
    return encodeMessage({ ...frame.message, clients: [...frame.message.clients, world.stranger.client] });
  };
  const ways = [
    { how: 'rubbish', change: rubbish },
    { how: 'clash', change: clash },
  ];
  for (const { how, change } of random.chance(0.5) ? ways : ways.reverse()) {
    for (const browser of world.browsers) {
      for (const wire of browser.wires)
        if (wire.connected && wire.tamper(change)) return `${browser.name} ${how} ${new URL(wire.url).pathname}`;
    }
  }
  return undefined;
});

const stranger = operation('stranger', 3, async (world, random) => world.stranger.step(world, random));

const hostile = operation('hostile', 10, (world, random) => world.hostile.step(world, random));

const openTab = operation('openTab', 3, async (world, random) => {
  const browser = pickBrowser(
    world,
    random,
    (each) =>
      tabsOf(world, each).length < 2 && !each.disk.full && tabsOf(world, each).every((tab) => tab.session.sync.get().problem === undefined),
  );
  if (browser === undefined) return undefined;
  await world.openTab(browser);
  return `${browser.name}, ${tabsOf(world, browser).length} now`;
});

const reload = operation('reload', 4, async (world, random) => {
  const tab = pickTab(world, random);
  if (tab === undefined) return undefined;
  await world.closeTab(tab);
  await world.openTab(tab.browser);
  return tab.browser.name;
});

const kill = operation('kill', 4, async (world, random) => {
  const tab = pickTab(world, random);
  if (tab === undefined) return undefined;
  world.killTab(tab);
  const again = random.chance(0.6);
  if (again) await world.openTab(tab.browser);
  return `${tab.browser.name}${again ? ', opened again' : ''}`;
});

const showRoom = operation('show', 5, async (world, random) => {
  const tab = pickTab(world, random);
  if (tab === undefined) return undefined;
  const caseId = random.pick(world.cases);
  const room = random.pick(['case', 'joint', 'desk.private', 'desk.sealed'] as const);
  const key = world.key(caseId, room);
  const shown = tab.rooms.get(key);
  if (shown === undefined) world.openRoom(tab, caseId, room);
  else {
    tab.rooms.delete(key);
    shown.close();
  }
  await drain();
  return `${tab.browser.name} ${shown === undefined ? 'opens' : 'closes'} ${key}`;
});

const restart = operation('restart', 3, async (world, random) => {
  if (!world.host.up) {
    world.host.start();
    return 'starts';
  }
  const how = random.pick(['close', 'crash'] as const);
  await world.restart(how);
  const at = random.chance(0.5) ? 'at once' : 'later';
  if (at === 'at once') world.host.start();
  return `${how}, starts ${at}`;
});

const failCommits = operation('failCommits', 3, (world, random) => {
  const { store } = world.host;
  store.failing = store.failing === undefined ? random.pick(['before', 'before', 'after'] as const) : undefined;
  return String(store.failing);
});

const fullDisk = operation('fullDisk', 2, (world, random) => {
  // With one page open: what a disk refuses to one of two pages, the other may still believe to be there.
  const browser = pickBrowser(world, random, (each) => each.disk.full || tabsOf(world, each).length === 1);
  if (browser === undefined) return undefined;
  browser.disk.full = !browser.disk.full;
  return `${browser.name} ${browser.disk.full}`;
});

const syncNow = operation('syncNow', 4, async (world, random) => {
  const tab = pickTab(world, random);
  void tab?.session.syncNow();
  await drain();
  return tab?.browser.name;
});

export const networkOperations: readonly Operation<World>[] = [
  deliverSome,
  deliverAll,
  wait,
  offline,
  online,
  byHand,
  dropSocket,
  lose('loseRequest', 'request'),
  lose('loseAnswer', 'answer'),
  refuse,
  stranger,
  hostile,
  openTab,
  reload,
  kill,
  showRoom,
  restart,
  failCommits,
  fullDisk,
  syncNow,
];
