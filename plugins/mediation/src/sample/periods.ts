import type { SampleStep } from '@onedoor/core';
import { periodSlice } from '../period.js';

const { request } = periodSlice;
const step = (by: string, at: string, act: ReturnType<typeof request.begin>): SampleStep => ({ at, by, room: 'mediation', act });
const on = (at: string): string => at.slice(0, 10);
const begin = (by: string, at: string) => step(by, at, request.begin({ on: on(at), consent: true }));
const extend = (by: string, at: string, until: string, reason: string) => step(by, at, request.extend({ until, consent: true, reason }));
const conclude = (by: string, at: string, outcome: 'agreed' | 'failed') =>
  step(
    by,
    at,
    request.conclude({
      on: on(at),
      outcome,
      told: outcome !== 'agreed',
      ...(outcome === 'agreed' ? {} : { matter: 'civil', routes: ['court'] }),
    }),
  );

/** The periods of the sample cases, by the cases' keys. */
export const periods: Readonly<Record<string, readonly SampleStep[]>> = {
  mujianggou: [
    begin('p-sun', '2024-03-21T09:00'),
    extend('p-sun', '2024-04-11T12:10', '2024-07-31', '等鉴定意见。第三次调解时各方同意：延长到收到鉴定意见后 90 日，先记到 7 月底。'),
    extend('p-sun', '2024-06-14T10:30', '2024-09-10', '6 月 12 日收到鉴定意见，按约定再算 90 日。'),
    conclude('p-sun', '2024-08-29T17:30', 'agreed'),
  ],
  'clinic-drip': [begin('p-sun', '2024-03-19T09:05'), conclude('p-sun', '2024-03-28T10:15', 'failed')],
  'charging-shed': [begin('p-sun', '2024-10-21T09:10'), extend('p-sun', '2024-11-19T16:40', '2024-12-20', '等业主表决，各方都同意。')],
  'snow-rear-end': [begin('p-wang', '2024-11-11T09:05')],
};
