import { definePlugin } from '@onedoor/core';
import { daysSlice } from './days.js';
import { Evidence, gather, houseSlice } from './house.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

const shown = (args: Readonly<Record<string, unknown>>, key: string): string => String(args[key] ?? '');

/** The centre as a house: areas, posts and profile in one room, bookings and duties in one room a year. */
export const centre = definePlugin(
  manifest,
  {
    centre: { records: [Evidence], commands: [gather], slices: [houseSlice] },
    'centre.days.*': { slices: [daysSlice] },
  },
  {
    locales: { zh, en },
    timelineEntries: {
      'centre-days.book': ({ args }) => ({
        key: 'act.book',
        params: { day: { date: shown(args, 'day') }, from: shown(args, 'from'), to: shown(args, 'to'), purpose: shown(args, 'purpose') },
      }),
    },
  },
);

export { manifest };
export default centre;
