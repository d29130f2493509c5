import { definePlugin } from '@onedoor/core';
import { deskSlice } from './desk.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { ordersSlice } from './orders.js';

/** Orders of the hotline, one room a year, and what their desk shares. */
export const hotline = definePlugin(
  manifest,
  { hotline: { slices: [deskSlice] }, 'hotline.orders.*': { slices: [ordersSlice] } },
  { locales: { zh, en }, settings: () => import('./settings.js').then((module) => module.default) },
);

export { manifest };
export default hotline;
