/**
 * Codes of dispute types (纠纷类型): 01 婚姻家庭 … 17 互联网, 99 其他. No national code exists; other systems use the same
 * names under other codes, so an import maps by name and asks. Labels are in the locale files.
 */
export const CATEGORIES = [
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  '14',
  '15',
  '16',
  '17',
  '99',
] as const;
export type Category = (typeof CATEGORIES)[number];
