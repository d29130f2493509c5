import { addDays, directorySlice, type LegalDate, type SampleCase, type SampleStep, sampleAuthor, sampleNumbers } from '@onedoor/core';
import { errandSlice } from '../errands.js';
import { rightToWork, roomOf, treeSlice } from '../tree.js';
import { addMatter, addVisit, type MatterResult, type VisitKind } from '../visits.js';
import { yearWords } from './year-words.js';

const SEED = 859;
const YEAR = '2024';
const BEGUN = `${YEAR}-01-02`;
const DAYS = 366;
/** The one worker who has an account at the example centre already, and the grid that their right names. */
const KNOWN = { person: 'p-chen', grid: 'mjg-1', committee: '150981109206' };

/**
 * What the grids have to do in the year, as the households have it in `yearWords`: how many papers were taken along, how many
 * leaflets handed out, how matters that were found went on. Nothing of it is shown: each becomes a row, and rows are counted.
 */
const TOWN = { errands: 1324, leaflets: 2000, settled: 104, reported: 21, open: 6 };
/** Every household is visited so often at least; one in four once more. */
const VISITS_LEAST = 2;
/** When a telephone sends what its worker wrote down by day. One moment for all of them, so that they are planted together. */
const EVENING = '17:30';
const ROUNDS = 2;
const LEAFLET_ROUNDS = 2;

interface Place {
  readonly code: string;
  readonly name: string;
  readonly villages: readonly string[];
  readonly committee: string;
  readonly committeeName: string;
  readonly person: string;
  readonly households: readonly { readonly village: string; readonly name: string }[];
}

/** A total over so many places, the first ones with one more. */
const shares = (total: number, places: number): number[] =>
  Array.from({ length: places }, (_, at) => Math.floor(total / places) + (at < total % places ? 1 : 0));

/** The town's 79 grids with their workers and a year of their work, from a seed: the same each time. */
export function sampleYear(id: SampleCase['id']): readonly SampleStep[] {
  const next = sampleNumbers(SEED);
  const below = (count: number): number => Math.floor(next() * count);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const day = (): LegalDate => addDays(`${YEAR}-01-03`, below(DAYS - 3));
  const surname = (): string => pick([...yearWords.surnames]);
  const nameOf = (): string => `${surname()}${pick([...yearWords.given])}${next() < 0.6 ? pick([...yearWords.given]) : ''}`;

  const places = yearWords.committees.flatMap((committee) => placesOf(committee, surname, pick));
  const steps: SampleStep[] = [...enrolled(places, nameOf), ...treeOf(places)];
  const leaflets = shares(TOWN.leaflets, places.length);
  const errands = shares(TOWN.errands, places.length);
  const visited: { readonly place: Place; readonly visit: string; readonly on: LegalDate }[] = [];

  const visit = (
    place: Place,
    kind: VisitKind,
    on: LegalDate,
    fields: { village: string; household?: string; leaflets?: number },
  ): string => {
    const at = `${on}T${EVENING}`;
    const visitId = id(at);
    const words =
      kind === 'household' ? (next() < 0.4 ? pick(yearWords.said) : '') : pick(yearWords[kind === 'round' ? 'rounds' : 'leaflets']);
    const run = addVisit.request({ id: visitId, day: on, kind, by: place.person, ...fields, words });
    steps.push(sampleAuthor(place.person, roomOf(place.code)).run(at, run));
    return visitId;
  };
  for (const [at, place] of places.entries()) {
    for (const { village, name } of place.households)
      for (let times = VISITS_LEAST + (next() < 0.25 ? 1 : 0); times > 0; times--) {
        const on = day();
        visited.push({ place, visit: visit(place, 'household', on, { village, household: name }), on });
      }
    for (let round = 0; round < ROUNDS; round++) visit(place, 'round', day(), { village: pick(place.villages) });
    for (const given of shares(leaflets[at] ?? 0, LEAFLET_ROUNDS))
      visit(place, 'leaflets', day(), { village: pick(place.villages), leaflets: given });
    for (let taken = errands[at] ?? 0; taken > 0; taken--) steps.push(...errand(place, day(), id, { nameOf, below, pick }));
  }
  const results = (['settled', 'reported', 'open'] as const).flatMap((result) => Array.from({ length: TOWN[result] }, () => result));
  for (const result of results) {
    const { place, visit: found, on } = pick(visited);
    steps.push(matter(place, found, on, id, { result, pick, one: nameOf(), other: nameOf() }));
  }
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Grids of a committee, each with two villages and its part of the households. */
function placesOf(
  [committee, committeeName, count, households]: (typeof yearWords.committees)[number],
  surname: () => string,
  pick: <T>(from: readonly T[]) => T,
): Place[] {
  const short = committeeName.replace('村民委员会', '');
  let number = 0;
  return shares(households, count).map((many, at) => {
    const isKnown = committee === KNOWN.committee && at === 0;
    const code = isKnown ? KNOWN.grid : `${committee}-${at + 1}`;
    const villages = [0, 1].map((part) => `${short}${yearWords.parts[(at * 2 + part) % yearWords.parts.length]}`);
    return {
      code,
      name: `${short}第${at + 1}网格`,
      villages,
      committee,
      committeeName,
      person: isKnown ? KNOWN.person : `w-${code}`,
      // The number of the house makes a household one of its own: many have the same surname.
      households: Array.from({ length: many }, () => ({ village: pick(villages), name: `${++number}号${surname()}家` })),
    };
  });
}

/** The workers, of whom the example centre has one: each with the right to their own grid. */
function enrolled(places: readonly Place[], nameOf: () => string): SampleStep[] {
  const zhou = sampleAuthor('p-zhou', 'directory');
  const names = new Set<string>();
  return places.flatMap(({ code, person }) => {
    if (person === KNOWN.person) return [];
    let name = nameOf();
    while (names.has(name)) name = nameOf();
    names.add(name);
    const { enrol } = directorySlice.request;
    return zhou.act(
      `${BEGUN}T08:00`,
      enrol({ person, name, department: 'grid', post: yearWords.post, postEn: 'Grid worker', rights: ['case.create', rightToWork(code)] }),
    );
  });
}

function treeOf(places: readonly Place[]): SampleStep[] {
  const tree = sampleAuthor('p-zhou', 'grid.tree');
  const rows = places.map(({ code, name, villages, committee, committeeName, person }, at) => ({
    line: at + 1,
    committee,
    committeeName,
    code,
    name,
    villages: [...villages],
    worker: person,
  }));
  return [
    tree.act(`${BEGUN}T09:00`, treeSlice.request.import({ rows, on: BEGUN })),
    tree.act(`${BEGUN}T09:10`, treeSlice.request.setReceivers({ people: ['p-sun'] })),
  ];
}

interface Chance {
  nameOf(): string;
  below(count: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Papers taken along, and handed back some days later; what would come back in the next year is still open. */
function errand(place: Place, on: LegalDate, id: SampleCase['id'], { nameOf, below, pick }: Chance): SampleStep[] {
  const worker = sampleAuthor(place.person, roomOf(place.code));
  const [what, documents] = pick(yearWords.errands);
  const at = `${on}T${EVENING}`;
  const errandId = id(at);
  const back = addDays(on, 1 + below(9));
  const { receive, handBack } = errandSlice.request;
  const taken = { id: errandId, forWhom: nameOf(), village: pick(place.villages), what, documents: [...documents], receivedOn: on };
  return [
    worker.act(at, receive(taken)),
    ...(back.startsWith(YEAR)
      ? [worker.act(`${back}T${EVENING}`, handBack({ id: errandId, on: back, to: yearWords.self, note: '' }))]
      : []),
  ];
}

function matter(
  place: Place,
  visit: string,
  on: LegalDate,
  id: SampleCase['id'],
  { result, pick, one, other }: { readonly result: MatterResult; pick: Chance['pick']; readonly one: string; readonly other: string },
): SampleStep {
  const [title, category, done] = pick(yearWords.matters);
  const at = `${on}T${EVENING}`;
  const ended = result === 'open' ? {} : { endedOn: on };
  const fields = {
    visit,
    foundOn: on,
    title,
    category,
    people: `${one}、${other}`,
    result,
    ...ended,
    ...(result === 'settled' ? { done } : {}),
  };
  return sampleAuthor(place.person, roomOf(place.code)).run(at, addMatter.request({ id: id(at), ...fields }));
}
