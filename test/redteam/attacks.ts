import { ADMISSION } from './attacks/admission.js';
import { FRAMES } from './attacks/frames.js';
import { OFFERS } from './attacks/offers.js';
import { PRESENCE } from './attacks/presence.js';
import { RIGHTS } from './attacks/rights.js';
import type { Attack } from './attacks/tools.js';
import { UPDATES } from './attacks/updates.js';

/** The one table: every attack, what it does, and how it must end. */
export const ATTACKS: readonly Attack[] = [...UPDATES, ...PRESENCE, ...FRAMES, ...ADMISSION, ...RIGHTS, ...OFFERS];
