import { defineSetting, defineSettings } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { en, zh } from './locales/settings.js';
import { ACCEPT_DAYS } from './term.js';

/** What a centre decides of intake: how long whoever was asked first answers alone. */
export default defineSettings({
  group: 'intake',
  settings: {
    accept: defineSetting<number>({
      schema: z.int().check(z.minimum(0), z.maximum(15)),
      default: ACCEPT_DAYS,
      atHand: true,
      dated: true,
    }),
  },
  locales: { zh, en },
});
