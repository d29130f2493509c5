import { addDays, type SampleStep, sampleAuthor } from '@onedoor/core';
import { deskSlice } from '../desk.js';
import { KINDS, type Order, roomOfYear } from '../order.js';
import { ordersSlice } from '../orders.js';
import { yearWords } from './year-words.js';

const { request } = ordersSlice;
const YEAR = '2024';
/** How many came in. */
const ORDERS = 78;
/** Whose callers were not content: their orders are handed out anew and are not answered again yet. */
const DISCONTENT = new Set([23, 61]);
/** Every how manyth was returned by the unit that it was first handed to, and every how manyth was extended. */
const [RETURNED_EACH, EXTENDED_EACH] = [19, 13];

/** A year of invented orders, each through all its steps on its own days: received, handed out, answered, called back, closed.
 * Two callers were not content. */
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
    const dispatch = (on: string, lead: string): SampleStep => he.act(on, request.dispatch({ no, lead, assist: [], note: '' }));
    const answered = addDays(received, 1 + (at % 3));
    const called = addDays(answered, 1);
    steps.push(he.act(`${received}T10:00`, request.add({ order })));
    if (at % RETURNED_EACH === RETURNED_EACH - 1)
      steps.push(
        dispatch(`${received}T10:20`, yearWords.wrongUnit),
        zhou.act(`${received}T15:00`, request.return({ no, reason: yearWords.notOurs })),
      );
    steps.push(dispatch(`${received}T16:00`, unit));
    if (at % EXTENDED_EACH === 0) steps.push(he.act(`${received}T16:30`, request.extend({ no, days: 3, reason: yearWords.takesLonger })));
    steps.push(
      he.act(`${answered}T16:00`, request.reply({ no, text: yearWords.answers[at % yearWords.answers.length] ?? '', handler: unit })),
      zhou.act(
        `${called}T10:00`,
        DISCONTENT.has(at)
          ? request.callBack({ no, reached: true, solved: false, satisfied: 2, note: yearWords.notSolved })
          : request.callBack({ no, reached: true, solved: true, satisfied: at % 3 === 0 ? 4 : 5, note: '' }),
      ),
    );
    if (DISCONTENT.has(at))
      steps.push(zhou.act(`${called}T10:05`, request.redo({ no, reason: yearWords.notSolved })), dispatch(`${called}T11:00`, unit));
    else steps.push(zhou.act(`${called}T10:05`, request.close({ no, note: '' })));
  }
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
