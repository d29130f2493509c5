import { addDays, type PluginSample, type SampleStep, sampleAuthor } from '@onedoor/core';
import { daysSlice, roomOfDay } from '../days.js';
import { Evidence, evidenceId, gather, houseSlice, type Item } from '../house.js';
import { sampleWords } from '../locales/sample-words.js';
import { usualAreas, usualPosts } from '../usual.js';

const MONDAY = '2024-10-14';
const OPENED = '2024-01-08T09:00';
/** Who stands at which post, Monday to Friday. */
const DUTIES: Readonly<Record<string, readonly string[]>> = {
  hall: ['p-chen', 'p-ma', 'p-chen', 'p-ma', 'p-guo'],
  petition: ['p-li', 'p-li', 'p-liu', 'p-li', 'p-li'],
  hotline: ['p-he', 'p-he', 'p-he', 'p-he', 'p-he'],
  mediation: ['p-sun', 'p-sun', 'p-sun', 'p-sun', 'p-sun'],
  legal: ['p-xu', '', 'p-xu', '', 'p-xu'],
  counselling: ['p-tang', 'p-shen', 'p-tang', 'p-shen', 'p-tang'],
  office: ['p-zhou', 'p-yan', 'p-zhou', 'p-han', 'p-zhou'],
};
const BOOKINGS: readonly (readonly [day: number, by: string, room: string, from: string, to: string])[] = [
  [0, 'p-sun', 'mediation', '09:00', '11:00'],
  [0, 'p-zhao', 'legal', '10:00', '11:00'],
  [0, 'p-zhou', 'video', '15:00', '16:30'],
  [1, 'p-li', 'mediation', '14:30', '16:00'],
  [2, 'p-tang', 'counselling', '09:30', '10:30'],
];

/** The house as it was in the autumn of 2024: areas, posts, the profile with what speaks for it, one week. */
const sample: PluginSample = ({ key, id }) => {
  if (key !== '-' && key !== 'years') return [];
  const [house, week] = [sampleAuthor('p-zhou', 'centre'), roomOfDay(MONDAY)];
  const steps: SampleStep[] = [
    ...usualAreas().map((area) => house.act(OPENED, houseSlice.request.room(area))),
    ...usualPosts().map((post) => house.act(OPENED, houseSlice.request.post(post))),
  ];
  for (const [item, words] of Object.entries(sampleWords.evidence) as [Item, string][]) {
    steps.push(
      house.run('2024-01-09T10:00', gather.request({ year: '2024', item })),
      house.type('2024-01-09T10:10', Evidence, evidenceId('2024', item), 'words', words),
      house.act('2024-01-09T10:20', houseSlice.request.assess({ year: '2024', item, held: true, words: '' })),
    );
  }
  const slots = Object.entries(DUTIES).flatMap(([post, people]) =>
    people.flatMap((person, at) => (person === '' ? [] : [{ day: addDays(MONDAY, at), post, person }])),
  );
  steps.push(sampleAuthor('p-zhou', week).act('2024-10-11T16:00', daysSlice.request.assign({ slots })));
  for (const [index, [day, by, room, from, to]] of BOOKINGS.entries()) {
    const at = '2024-10-11T17:00';
    const booking = { id: id(at), day: addDays(MONDAY, day), room, from, to, purpose: sampleWords.purposes[index] ?? '' };
    steps.push(sampleAuthor(by, week).act(at, daysSlice.request.book(booking)));
  }
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};
export default sample;
