import { addDays, type SampleStep, sampleAuthor } from '@onedoor/core';
import { deskSlice } from '../desk.js';
import { KINDS, type Order, roomOfYear } from '../order.js';
import { ordersSlice } from '../orders.js';
import { yearWords } from './year-words.js';

const { request } = ordersSlice;
const YEAR = '2024';
/** Orders of the year; the last two are handed out and not answered yet. */
const ORDERS = 78;
const OPEN = 2;

/** A year of invented orders, each through all its steps on its own days: received, handed out, answered, called back, closed. */
export function sampleYear(): readonly SampleStep[] {
  const [he, desk, zhou] = [
    sampleAuthor('p-he', roomOfYear(YEAR)),
    sampleAuthor('p-he', 'hotline'),
    sampleAuthor('p-zhou', roomOfYear(YEAR)),
  ];
  const steps: SampleStep[] = [desk.act(`${YEAR}-01-02T08:30`, deskSlice.request.openYear({ year: YEAR }))];
  for (let at = 0; at < ORDERS; at++) {
    const received = addDays(`${YEAR}-01-03`, Math.floor((at * 358) / ORDERS));
    const no = `GD${YEAR}${String(at + 1).padStart(5, '0')}`;
    const [content, unit] = yearWords.matters[at % yearWords.matters.length] ?? ['', ''];
    const order: Order = {
      no,
      receivedAt: `${received} 09:${String(at % 60).padStart(2, '0')}`,
      content,
      kind: KINDS[at % 4] ?? 'help',
      place: yearWords.places[at % yearWords.places.length],
      unit,
    };
    steps.push(
      he.act(`${received}T10:00`, request.add({ order })),
      he.act(`${received}T10:20`, request.dispatch({ no, lead: unit, assist: [], note: '' })),
    );
    if (at >= ORDERS - OPEN) continue;
    const answered = addDays(received, 1 + (at % 3));
    steps.push(
      he.act(`${answered}T16:00`, request.reply({ no, text: yearWords.answers[at % yearWords.answers.length] ?? '', handler: unit })),
      zhou.act(`${addDays(answered, 1)}T10:00`, request.callBack({ no, reached: true, solved: true, note: '' })),
      zhou.act(`${addDays(answered, 1)}T10:05`, request.close({ no, note: '' })),
    );
  }
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
