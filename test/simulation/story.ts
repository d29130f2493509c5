import './virtual-time.js';
import { Random } from '@onedoor/core/testing';
import { settleWorld } from './checks.js';
import { type Tab, World } from './world.js';

/** Some people with their pages, something that happens to them, and then everything must come together. */
export async function story(cast: Readonly<Record<string, number>>, tell: (world: World) => Promise<void>, seed = 1): Promise<void> {
  const world = await World.create(new Random(seed), new Random(seed + 1000), { cast });
  try {
    await tell(world);
    await settleWorld(world);
  } finally {
    await world.destroy();
  }
}

export const firstCase = (world: World): string => world.cases[0] ?? '';

export function tabOf(world: World, person: string): Tab {
  const tab = world.tabs.find((each) => each.person === person);
  if (tab === undefined) throw new Error(`${person} has no page`);
  return tab;
}

export const shown = (world: World, tab: Tab, room: string) => world.openRoom(tab, firstCase(world), room);
