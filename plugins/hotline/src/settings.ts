import { defineSetting, defineSettings } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { en, zh } from './locales/settings.js';
import { KINDS, type Kind, URGENCIES, type Urgency } from './order.js';
import { DEFAULT_SLA, type Sla } from './sla.js';

const days = (most: number) => z.int().check(z.minimum(0), z.maximum(most));
const term = z.object({ days: days(365), unit: z.enum(['working', 'natural']) });
const byUrgency = z
  .object(Object.fromEntries(URGENCIES.map((urgency) => [urgency, term])) as Record<Urgency, typeof term>)
  .check(
    z.refine(
      ({ normal, urgent }) => normal.unit !== urgent.unit || urgent.days <= normal.days,
      'urgent orders that may take longer than others of their kind',
    ),
  );

const sla = z.object({
  table: z.object(Object.fromEntries(KINDS.map((kind) => [kind, byUrgency])) as Record<Kind, typeof byUrgency>),
  other: byUrgency,
  returnDays: days(30),
  extensionDays: days(60),
  callBackDays: days(30),
});

/** What a centre decides of orders: how long they may take. */
export default defineSettings({
  group: 'hotline',
  settings: { sla: defineSetting<Sla>({ schema: sla, default: DEFAULT_SLA, atHand: true, dated: true }) },
  locales: { zh, en },
});
