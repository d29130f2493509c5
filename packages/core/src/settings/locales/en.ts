import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'setting.calendar': 'Working calendar',
  'setting.calendar.hint':
    'Holidays as the State Council publishes them, by year. 2024 to 2026 come with the program; terms in working days that touch a year without data are provisional. What is entered here goes before what came with the program.',
  'setting.term.settlement.period': 'Period for settling a dispute',
  'setting.term.settlement.period.hint': 'No statute sets it; the ministry says normally one month, and places set their own.',
  'setting.term.care.unstable': 'Follow-up while the condition is unstable',
  'setting.term.care.settling': 'Follow-up while the condition is nearly stable',
  'setting.term.care.stable': 'Follow-up while the condition is stable',
  'field.off': 'Days off (one a line, as 10-01 or 10-01..10-07)',
  'field.worked': 'Saturdays and Sundays that are worked (one a line, as 09-29)',
  'field.days': 'Days',
  'field.months': 'Months',
  'field.unit': 'Counted in',
  'field.basis': 'Basis (name and article of the local rule)',
  'value.natural': 'natural days',
  'value.working': 'working days',
};
