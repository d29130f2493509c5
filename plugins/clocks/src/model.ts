import { clockChangeSchema, definePlugin, defineSummary, SHARED_CHANGES } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { type Asked, clocksSlice } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

/** A row tells of so many: rules count them, so the latest stay. */
const TOLD = 100;

/** Changes as the rules of clocks read them on the case's row. */
const changes = defineSummary('clocks', z.object({ [SHARED_CHANGES]: z.array(clockChangeSchema) }), (room) => ({
  [SHARED_CHANGES]: clocksSlice.of(room.slices).changes.slice(-TOLD).map(toldOf),
}));

const toldOf = ({ limit: _, dueOn: __, ...change }: Asked) => change;

const kind = (value: unknown): string => (value === 'pause' ? 'pause' : 'extension');

export const clocks = definePlugin(
  manifest,
  { clocks: { slices: [clocksSlice], summary: changes } },
  {
    locales: { zh, en },
    timelineEntries: {
      'clocks.ask': ({ args }) => ({
        key: `act.ask.${kind(args['kind'])}`,
        params: {
          days: Number(args['days'] ?? 0),
          from: { date: String(args['from'] ?? '') },
          reason: String(args['reason']),
        },
      }),
      'clocks.approve': ({ args }) => ({ key: args['approved'] === true ? 'act.approved' : 'act.refused' }),
      'clocks.record': ({ args }) => ({ key: args['approved'] === true ? 'act.agreed' : 'act.refused' }),
      'clocks.resume': ({ args }) => ({ key: 'act.resume', params: { on: { date: String(args['on']) } } }),
      'clocks.tell': ({ args }) => ({ key: 'act.tell', params: { how: String(args['how']), to: String(args['to']) } }),
    },
  },
);

export { manifest };
export default clocks;
