import type { SampleStep } from '@onedoor/core';
import { periodSlice } from '../period.js';

const { request } = periodSlice;
const step = (by: string, at: string, act: ReturnType<typeof request.begin>): SampleStep => ({ at, by, room: 'mediation', act });
const on = (at: string): string => at.slice(0, 10);
const begin = (by: string, at: string) => step(by, at, request.begin({ on: on(at), consent: true }));
const extend = (by: string, at: string, until: string, reason: string) => step(by, at, request.extend({ until, consent: true, reason }));
type Ways = Pick<Parameters<typeof request.conclude>[0], 'matter' | 'routes'>;
const COURT: Ways = { matter: 'civil', routes: ['court'] };
const conclude = (by: string, at: string, outcome: 'agreed' | 'failed' | 'withdrawn', reason?: string, ways: Ways = COURT) =>
  step(
    by,
    at,
    request.conclude({
      on: on(at),
      outcome,
      told: outcome !== 'agreed',
      ...(reason === undefined ? {} : { reason }),
      ...(outcome === 'agreed' ? {} : ways),
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
  'parents-support': [begin('p-sun', '2024-01-25T09:05'), conclude('p-sun', '2024-01-30T12:15', 'agreed')],
  // The way over the yard could be mediated, the line between the plots is for the government (土地管理法 art. 14).
  'homestead-line': [
    begin('p-li', '2024-03-11T09:05'),
    conclude('p-li', '2024-03-26T10:05', 'withdrawn', '薛明亮书面要求终止调解，自行申请人民政府处理界址争议。', {
      matter: 'landOwnership',
      routes: ['administrativeRuling'],
    }),
  ],
  'goat-partners': [
    step(
      'p-sun',
      '2024-05-28T14:50',
      request.refuse({ on: '2024-05-28', reason: '樊亮答复：已经请了律师，不接受调解，准备起诉。', told: true, ...COURT }),
    ),
  ],
  'clinic-drip': [begin('p-sun', '2024-03-19T09:05'), conclude('p-sun', '2024-03-28T10:15', 'failed')],
  'charging-shed': [begin('p-sun', '2024-10-21T09:10'), extend('p-sun', '2024-11-19T16:40', '2024-12-20', '等业主表决，各方都同意。')],
  'snow-rear-end': [begin('p-wang', '2024-11-11T09:05')],
};
