import { cases01 } from './cases-01.js';
import { cases02To03 } from './cases-02-03.js';
import { cases04To05 } from './cases-04-05.js';
import { cases06To07 } from './cases-06-07.js';
import { cases08To09 } from './cases-08-09.js';
import { cases10 } from './cases-10.js';
import { cases11To12 } from './cases-11-12.js';
import type { SeedCase } from './types.js';

/** All sample cases beside the Mujianggou one, oldest first. The files hold one or two months each. */
export const cases: readonly SeedCase[] = [
  ...cases01,
  ...cases02To03,
  ...cases04To05,
  ...cases06To07,
  ...cases08To09,
  ...cases10,
  ...cases11To12,
];
