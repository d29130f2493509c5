import { Random } from '@onedoor/core/testing';
import type { SeedCase, SeedCategory, SeedParty, SeedSource, SeedStep } from './data/types.js';
import { villages } from './data/villages.js';
import { ENDINGS, GIVEN, MATTERS, REASONS, SURNAMES } from './data/year-words.js';

/** Matters of one kind in one year: who takes them down, how they come, how many end how. */
interface Lot {
  readonly key: string;
  readonly count: number;
  readonly source: SeedSource;
  readonly by: readonly string[];
  /** Settled in the village, before anything else is begun. */
  readonly onTheSpot?: true;
  readonly transferred?: number;
}

const GRID = ['p-chen', 'p-guo', 'p-ma'];
/**
 * What came in, by year. The centre's own 38 of 2024 are what grids reported up (21) and what came to its door; grids settled
 * 104 where they arose. Letters fall from 8 to 5, calls that became a dispute from 12 to 6.
 */
const YEARS: Readonly<Record<number, readonly Lot[]>> = {
  2023: [
    { key: 'spot', count: 97, source: 'grid', by: GRID, onTheSpot: true },
    { key: 'reported', count: 15, source: 'grid', by: GRID, transferred: 2 },
    { key: 'letter', count: 8, source: 'letter', by: ['p-li'] },
    { key: 'call', count: 12, source: 'hotline', by: ['p-he'], transferred: 1 },
    { key: 'door', count: 6, source: 'walk-in', by: ['p-sun'] },
  ],
  2024: [
    { key: 'spot', count: 104, source: 'grid', by: GRID, onTheSpot: true },
    { key: 'reported', count: 21, source: 'grid', by: GRID, transferred: 1 },
    { key: 'letter', count: 5, source: 'letter', by: ['p-li'] },
    { key: 'call', count: 6, source: 'hotline', by: ['p-he'] },
    { key: 'door', count: 4, source: 'walk-in', by: ['p-sun'], transferred: 1 },
    { key: 'station', count: 1, source: 'police', by: ['p-wang'] },
    { key: 'court', count: 1, source: 'court', by: ['p-wuyun'] },
  ],
};

const pad = (value: number): string => String(value).padStart(2, '0');
/** `YYYY-MM-DDTHH:mm` of the n-th day of a year. */
const moment = (year: number, day: number, minutes: number): string =>
  `${new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10)}T${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
/** A matter that goes through all steps is closed within its year. */
const LAST_DAY = 280;

/**
 * The town's year and the one before as matters of invented people: each is taken down, worked and closed by acts on its own
 * days. No figure is written anywhere; what statistics show is counted from what these leave behind.
 *
 * @param seed the same seed gives the same years
 */
export function seedYears(seed: number): readonly SeedCase[] {
  const random = new Random(seed);
  return Object.entries(YEARS).flatMap(([year, lots]) =>
    lots.flatMap((lot) => Array.from({ length: lot.count }, (_, at) => inventCase(random, Number(year), lot, at))),
  );
}

function inventCase(random: Random, year: number, lot: Lot, at: number): SeedCase {
  const key = `${lot.key}-${year}-${at + 1}`;
  const by = random.pick(lot.by);
  const place = random.pick(villages.filter(({ kind }) => kind !== 'town'));
  const [category, title] = matterOf(random);
  const parties = [1, 2].map((each): SeedParty => {
    const name = nameOf(random);
    return {
      key: `${key}-${each}`,
      kind: 'person',
      name,
      address: `红砂坝镇${place.name.replace('村民委员会', '村')} ${1 + random.below(180)} 号`,
    };
  });
  let day = random.below(LAST_DAY);
  const hour = (): number => 8 * 60 + 30 + random.below(9 * 60);
  let minutes = hour();
  const next = (): string => moment(year, day, minutes++);
  const later = (least: number, most: number): void => {
    const days = least + random.below(most - least + 1);
    day += days;
    // On the same day it goes on from where it was.
    minutes = days === 0 ? minutes + 20 : hour();
  };
  const [one, two] = parties.map(({ name }) => name);
  const steps: SeedStep[] = [
    {
      at: next(),
      by,
      do: 'create',
      title: `${one}与${two}${title}纠纷`,
      category,
      source: lot.source,
      village: place.key,
      summary: `${one}、${two}因${title}发生争执，请求调解。`,
    },
    { at: next(), by, do: 'addMember', person: 'p-zhou', role: 'observer' },
    { at: next(), by, do: 'addParty', parties: parties.map((party) => party.key) },
  ];
  const transferred = at < (lot.transferred ?? 0);
  if (lot.onTheSpot === true) later(0, 6);
  else {
    if (by !== 'p-sun') steps.push({ at: next(), by, do: 'addMember', person: 'p-sun', role: 'member' });
    later(1, 5);
    steps.push({ at: next(), by, do: 'move', to: 'graded', reason: REASONS.graded });
    later(3, 12);
    // One in two is settled there; a few go as far as the town's leader.
    const steep = random.next();
    if (transferred || steep < 0.5) {
      steps.push({ at: next(), by, do: 'move', to: 'joint', reason: REASONS.joint });
      later(5, 25);
    }
    if (steep < 0.1) {
      steps.push({ at: next(), by, do: 'move', to: 'leader', reason: REASONS.leader });
      later(7, 30);
    }
  }
  steps.push({
    at: next(),
    by,
    do: 'close',
    outcome: transferred ? 'transferred' : 'settled',
    reason: transferred ? ENDINGS.transferred : random.pick(ENDINGS.settled),
  });
  return { key, parties, steps };
}

function matterOf(random: Random): readonly [SeedCategory, string] {
  let left = random.below(MATTERS.reduce((sum, [, share]) => sum + share, 0));
  const found = MATTERS.find(([, share]) => {
    left -= share;
    return left < 0;
  });
  if (found === undefined) throw new RangeError('no type of dispute');
  return [found[0], random.pick(found[2])];
}

/** A name of two or three characters, of nobody. */
function nameOf(random: Random): string {
  const given = (): string => random.pick([...GIVEN]);
  return `${random.pick([...SURNAMES])}${given()}${random.chance(0.6) ? given() : ''}`;
}
